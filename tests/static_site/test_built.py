"""Claims about the built site that need no browser: its bytes, and the numbers that its Python comes to."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from static_site import building, compiling, packages, trees

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site")]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUNS = HERE / "what_runs_come_to.py"


def test_twice_the_same_modules_are_compiled_to_the_same_bytes(built_site: Path) -> None:
    """They are compiled anew; the rest of a build copies and packs."""
    (pin,) = [pin for pin in packages.pins()["npm"] if pin.name == "pyodide"]
    npm = dict(packages.in_npm(packages.fetched(pin)))
    pyodide = {name: npm[name] for name in building.PYODIDE}
    app = trees.app()
    assert (
        compiling._compiled({"app": app}, pyodide)["app"] == compiling.compiled({"app": app}, pyodide)["app"]
    )


def test_twice_the_same_site_is_built(built_site: Path) -> None:
    files = building.site()
    there = {
        path.relative_to(built_site).as_posix(): path for path in built_site.rglob("*") if path.is_file()
    }
    assert files.keys() == there.keys()
    assert [name for name, path in there.items() if path.read_bytes() != files[name]] == []


def test_nothing_of_mnist_or_plotly_is_among_what_the_first_page_waits_for(built_site: Path) -> None:
    (build,) = built_site.glob("build-*")
    files = json.loads((build / "files.json").read_text())
    assert {
        "core.pack",
        "app.pack",
        "boot.mjs",
        "first/regions.run.pack",
        "parts/player.mjs",
    } <= set(files["first"])
    assert not [name for name in files["first"] if "mnist" in name or name == "figures.pack"]
    assert "figures.pack" in files["rest"]
    for name in files["first"] + files["rest"]:
        assert (build / name).is_file()
    for name in files["beside"]:
        assert (built_site / name).is_file()


def test_its_python_comes_to_the_same_numbers_as_python_here(built_site: Path) -> None:
    """Parameters after ten updates, with the kernel there and NumPy here: float32 keeps seven digits."""
    here = subprocess.run(
        [sys.executable, "-W", "ignore", str(RUNS)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    there = subprocess.run(
        ["node", str(ROOT / "static_site" / "in_node.mjs"), str(built_site), str(RUNS)],
        capture_output=True,
        text=True,
        check=True,
    )
    native, wasm = json.loads(here.stdout), json.loads(there.stdout.splitlines()[-1])
    assert (native.pop("kernel"), wasm.pop("kernel")) == (False, True)
    assert native.pop("data sets") == wasm.pop("data sets")
    assert len(native["scripts"]) > 20
    assert native.pop("scripts") == wasm.pop("scripts"), "the browser gets the same scripts"
    assert native.keys() == wasm.keys()
    for name, params in native.items():
        np.testing.assert_allclose(wasm[name], params, rtol=0, atol=1e-5, err_msg=name)
