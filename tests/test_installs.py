"""The engine and the data sets install: a wheel of them works in a bare environment, under ``hidden_layers``."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.elsewhere, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).parents[1]

LEARNS = """
import importlib, pkgutil, sys
import numpy as np
import hidden_layers

for module in pkgutil.walk_packages(hidden_layers.__path__, "hidden_layers."):
    importlib.import_module(module.name)
assert not {"streamlit", "plotly", "ui", "engine", "datasets"} & sys.modules.keys()

from hidden_layers.datasets import toy
from hidden_layers.datasets.data_providers import DataProvider, MNISTDataProvider
from hidden_layers.engine.errors import CrossEntropySoftmaxError
from hidden_layers.engine.initialisers import GlorotUniformInit
from hidden_layers.engine.layers import AffineLayer, TanhLayer
from hidden_layers.engine.learning_rules import AdamLearningRule
from hidden_layers.engine.models import MultipleLayerModel
from hidden_layers.engine.optimisers import Optimiser

rng = np.random.default_rng(1)
points = toy.draw("lecture", size=90, seed=1).training
data = DataProvider(points.inputs, np.eye(3)[points.labels], batch_size=10, rng=rng)
weights = GlorotUniformInit(rng=rng)
model = MultipleLayerModel([AffineLayer(2, 8, weights), TanhLayer(), AffineLayer(8, 3, weights)])
optimiser = Optimiser(model, CrossEntropySoftmaxError(), AdamLearningRule(0.01), data)
stats, columns, _ = optimiser.train(num_epochs=20, stats_interval=5)
errors = stats[:, columns["error(train)"]]
assert errors[-1] < errors[0] / 2, errors

images = MNISTDataProvider("valid", batch_size=50)
inputs, targets = next(iter(images))
print(inputs.shape, targets.shape, images.num_batches)
"""

MISTAKEN = """
from hidden_layers.datasets import toy
from hidden_layers.engine.layers import AffineLayer

reveal_type(AffineLayer(2, 3).fprop)
reveal_type(toy.draw("lecture").training)
AffineLayer("two", 3)
"""


def environment() -> dict[str, str]:
    """This environment, without what would lead Python back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def done(*words: str | Path, cwd: Path) -> str:
    """What a command prints; it must succeed."""
    result = subprocess.run(list(map(str, words)), cwd=cwd, env=environment(), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, since setuptools leaves files beside what it builds."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name in ("engine", "datasets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "wheels", "."]
    built = subprocess.run(command, cwd=copy, env=environment(), capture_output=True, text=True)
    if built.returncode and "setuptools" in built.stderr and "No matching distribution" in built.stderr:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pip could not fetch setuptools")
    assert built.returncode == 0, built.stderr[-3000:]
    (made,) = (copy / "wheels").iterdir()
    return made


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, NumPy which it asks for, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    done(sys.executable, "-m", "venv", folder, cwd=folder)
    python = folder / "bin" / "python"
    done(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    return python


def test_the_wheel_has_every_module_and_mnist_and_no_page(wheel: Path) -> None:
    expected = {
        f"hidden_layers/{path.relative_to(ROOT).as_posix()}"
        for name in ("engine", "datasets")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    found = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert found == expected
    assert "hidden_layers/datasets/mnist/train-images-idx3-ubyte.gz" in found


def test_what_is_installed_learns_from_points_and_reads_mnist(bare: Path, tmp_path: Path) -> None:
    assert done(bare, "-c", LEARNS, cwd=tmp_path) == "(50, 784) (50, 10) 200\n"


def test_nothing_else_is_installed_with_it(bare: Path, tmp_path: Path) -> None:
    listed = done(bare, "-m", "pip", "list", "--format", "freeze", cwd=tmp_path).splitlines()

    assert {line.split("==")[0] for line in listed} <= {"hidden-layers", "numpy", "pip", "setuptools"}


def test_its_docstrings_and_its_types_are_there(bare: Path, tmp_path: Path) -> None:
    code = "from hidden_layers.engine.layers import AffineLayer as A; print(A.__doc__, A.__module__)"
    assert "input_dim" in done(bare, "-c", code, cwd=tmp_path)

    (tmp_path / "mistaken.py").write_text(MISTAKEN)
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(bare), "mistaken.py"]
    checked = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    said = checked.stdout
    assert "Missing library stubs" not in said
    assert 'Argument 1 to "AffineLayer" has incompatible type "str"; expected "int"' in said
    assert 'Revealed type is "hidden_layers.datasets.points.Points"' in said


def test_in_the_checkout_the_short_names_stay() -> None:
    code = "import engine.layers, datasets.mnist; print(engine.layers.AffineLayer.__module__)"

    assert done(sys.executable, "-c", code, cwd=ROOT) == "engine.layers\n"
