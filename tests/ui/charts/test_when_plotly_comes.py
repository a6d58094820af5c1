"""Plotly comes with the first figure, not before: within a browser it is megabytes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import ast, importlib, pathlib, sys

class WithoutPlotly:
    def find_spec(self, name, path=None, target=None):
        if name == "plotly":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, WithoutPlotly())
for node in ast.walk(ast.parse(pathlib.Path("app.py").read_text())):
    if isinstance(node, ast.ImportFrom):
        importlib.import_module(node.module)
        for alias in node.names:
            try:
                importlib.import_module(f"{node.module}.{alias.name}")
            except ModuleNotFoundError as error:
                assert "plotly" not in str(error), error
try:
    import ui.charts.curves
except ModuleNotFoundError as error:
    print(error)
"""


def test_all_pages_are_imported_where_there_is_no_plotly() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "plotly"
