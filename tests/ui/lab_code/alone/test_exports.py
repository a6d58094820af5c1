"""Exported code comes to the page's loss with PyTorch, Keras and scikit-learn: run by ``bash .ci/test exports``."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import environments
from tests.ui.lab_code.alone.runs_alone import CANNOT, DIGITS, PLANE, ends, recipe, written
from ui.lab_code.alone import ALONE, as_notebook

LIBRARIES = ("numpy>=2", "torch==2.13.0", "keras>=3", "scikit-learn>=1.5", "nbformat>=5", "safetensors>=0.4")

pytestmark = pytest.mark.skipif(
    os.environ.get("HIDDEN_LAYERS_TESTS") != "exports", reason="`bash .ci/test exports` runs these"
)


@pytest.fixture(scope="module")
def python() -> Path:
    return environments.python_of("exports", LIBRARIES)


@pytest.mark.parametrize("library", [name for name in ALONE if name != "NumPy"])
def test_the_code_comes_to_the_pages_loss(library: str, python: Path, tmp_path: Path) -> None:
    names = [name for name in (*PLANE, *DIGITS) if (library, name) not in CANNOT]

    found = ends(python, [written(name, library, tmp_path) for name in names])

    worst = {name: abs(loss - page) for name, (loss, page, _) in zip(names, found, strict=True)}
    print(library, {name: f"{gap:.1e}" for name, gap in worst.items()})
    assert len(found) == len(names)
    assert max(worst.values()) < 1e-4, worst


def test_the_notebooks_are_notebooks(python: Path, tmp_path: Path) -> None:

    one = recipe("as the page opens")
    for library, write in ALONE.items():
        (tmp_path / f"{library}.ipynb").write_text(as_notebook(one, library, write(one)), encoding="utf-8")
    code = (
        "import nbformat, sys\nfor path in sys.argv[1:]: nbformat.validate(nbformat.read(path, as_version=4))"
    )
    files = sorted(map(str, tmp_path.glob("*.ipynb")))

    done = subprocess.run([str(python), "-W", "error", "-c", code, *files], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert len(files) == len(ALONE)
