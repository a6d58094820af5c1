"""Exported code runs alone: with NumPy and nothing else it comes to the page's loss."""

import ast
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.points import hold_out_every
from engine.questions import probe
from tests import environments
from tests.ui.lab_code.alone.runs_alone import (
    CANNOT,
    DIGITS,
    PLANE,
    SCALED,
    SMALL,
    ends,
    recipe,
    run_of,
    written,
)
from tests.ui.plane.test_forks import trained
from ui.lab_code.alone import ALONE, BESIDE, as_notebook, as_script, exported, recipe_of
from ui.plane.settings import HELD_OUT

MODULES = {
    "NumPy": {"numpy"},
    "PyTorch": {"numpy", "torch"},
    "Keras": {"numpy", "keras"},
    "scikit-learn": {"numpy", "sklearn"},
}


@pytest.mark.elsewhere
def test_with_numpy_and_nothing_else_the_code_comes_to_the_pages_loss(tmp_path: Path) -> None:
    python = environments.python_of("numpy", ("numpy>=2.0",))
    names = [*PLANE, *DIGITS]

    found = ends(python, [written(name, "NumPy", tmp_path) for name in names])

    gaps = {name: abs(loss - page) for name, (loss, page, _) in zip(names, found, strict=True)}
    assert max(gaps.values()) < 1e-4, gaps
    learned = {name: accuracy for name, (_, _, accuracy) in zip(names, found, strict=True)}
    assert min(learned.values()) > 0.4, learned


@pytest.mark.parametrize("library", ALONE)
@pytest.mark.parametrize("name", [*PLANE, *DIGITS])
def test_the_code_imports_nothing_of_ours(name: str, library: str) -> None:
    one = recipe(name)
    if (library, name) in CANNOT:
        with pytest.raises(ValueError, match="MLPClassifier"):
            ALONE[library](one)
        return
    code = as_script(one, library, ALONE[library](one))
    found = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {module.split(".")[0] for module in found} - {"gzip"} == MODULES[library]


@pytest.mark.parametrize("library", ALONE)
def test_the_notebook_has_the_scripts_code(library: str) -> None:
    one = recipe("gradient descent in batches")
    sections = ALONE[library](one)

    cells = json.loads(as_notebook(one, library, sections))["cells"]

    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    assert ast.dump(ast.parse(code)) == ast.dump(
        ast.Module(ast.parse(as_script(one, library, sections)).body[1:], [])
    )
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_points_weights_and_order_travel_exactly() -> None:
    one = recipe("gradient descent in batches")
    names: dict[str, object] = {}

    for section in ALONE["NumPy"](one)[:3]:
        exec("\n".join(section.lines), names)

    np.testing.assert_array_equal(names["inputs"], one.inputs)
    np.testing.assert_array_equal(names["labels"], one.labels)
    flat = np.concatenate([param.ravel() for param in names["params"]])  # type: ignore[attr-defined]
    np.testing.assert_array_equal(flat.astype(np.float32), one.params)


def test_own_points_travel_as_they_came_and_a_place_in_own_units_is_judged_as_on_the_page() -> None:
    one, names = recipe("own points in their own units"), dict[str, Any]()

    exec(as_script(one, "NumPy", ALONE["NumPy"](one)), names)

    split = hold_out_every(SCALED.points, HELD_OUT["every fourth"])
    np.testing.assert_array_equal(names["points"][:, :2], split.training.inputs)
    np.testing.assert_array_equal(names["inputs"], one.inputs)
    assert names["classes"] == list(SCALED.units.classes)
    assert names["axes"] == list(SCALED.units.axes)
    places = split.validation.inputs
    run = run_of("own points in their own units")
    scores = probe.class_scores(run.architecture, run.params, SCALED.units.to_plane(places))
    said = names["predicted"](places)
    np.testing.assert_array_equal(said, scores.argmax(axis=-1).ravel())
    assert len(set(said.tolist())) > 1
    assert (names["predicted"](split.training.inputs) == names["labels"]).mean() == names["accuracy"]


def test_images_travel_in_files_beside_the_code() -> None:
    one = recipe("templates")

    file = exported(one, "NumPy", ALONE["NumPy"](one), "ipynb")

    inside = {Path(name).name for name in zipfile.ZipFile(BytesIO(file.content)).namelist()}
    assert inside == {*BESIDE, "MNIST.md", "hidden-layers-numpy.ipynb"}
    assert len(file.content) < 400_000


def test_a_run_that_was_not_trained_is_refused_in_a_sentence() -> None:
    run = trained(**(SMALL | {"epochs": 5})).run.fork(0.0)

    with pytest.raises(ValueError, match="has not been trained yet"):
        recipe_of(run, "run", "/")


def test_what_no_short_loop_says_is_refused_in_a_sentence() -> None:
    run = trained(**(SMALL | {"epochs": 5, "frozen": ("hidden", "out")})).run

    with pytest.raises(ValueError, match="Nothing learns"):
        recipe_of(run, "run", "/")


@pytest.mark.parametrize("library", ALONE)
def test_cut_wires_are_set_to_0_after_each_step(library: str) -> None:
    one = recipe("wires cut, momentum, penalty")
    text = as_script(one, library, ALONE[library](one))
    first, second = ("[[0, 3], [0, 1]]", "[[2, 2], [0, 4]]")
    if library in ("Keras", "scikit-learn"):  # inputs first
        first, second = ("[[0, 1], [0, 3]]", "[[0, 4], [2, 2]]")
    assert "    # Wires that are cut stay 0.\n" in text
    assert f"{first} = 0.0" in text
    assert f"{second} = 0.0" in text
