"""Plotly is fetched with the first figure, not before: within a browser it is megabytes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import ast, importlib, pathlib, sys
for node in ast.walk(ast.parse(pathlib.Path("app.py").read_text())):
    if isinstance(node, ast.ImportFrom):
        importlib.import_module(node.module)
print(sorted(name for name in sys.modules if name.split(".")[0] == "plotly"))
import ui.charts.curves
print("plotly" in sys.modules)
"""


def test_no_page_imports_plotly_before_a_figure_is_asked_for() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["[]", "True"]
