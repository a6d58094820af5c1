"""Cells of a notebook: each is executed, and gives the run that the page shows."""

import ast
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets import point_table, toy
from engine.arrays import Array
from engine.learning_rules import LEARNING_RULES
from tests.ui.conftest import Visitor
from tests.ui.plane.test_forks import trained
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.lab_code import CELLS, course_loop, pytorch, whole_run
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import OWN

OWN_TEXT = point_table.to_text(toy.draw("blobs", size=30, seed=2).training)
SMALL: dict[str, Any] = {"depth": 1, "units": (5,), "epochs": 20, "points": 30}

BY_HAND = (("1-1-0", -0.7), ("1-2-1", 0.1), ("2-1-2", 0.0))

RUNS: dict[str, dict[str, Any]] = {
    "plain": {},
    "single layer": {"depth": 0, "data": "lecture"},
    "two kinds of units": {"depth": 2, "units": (4, 3), "activation": ("relu", "sigmoid")},
    "batches": {"batch": 10, "epochs": 7, "order_seed": 5},
    "batches that leave a remainder": {"batch": 8, "epochs": 6, "start": "course (±0.1)"},
    "a batch larger than the points": {"batch": 500},
    "penalty": {"l2": 0.03, "start": "He normal"},
    "falling rate": {"schedule": "falling", "batch": 10, "epochs": 7},
    "moved centres": {"data": "lecture", "centres": ((2.0, 2.0), (-1.0, 0.5), (1.0, -1.0))},
    "own points": {"data": OWN, "drawn": OWN_TEXT},
    "own points, none held out": {"data": OWN, "drawn": OWN_TEXT, "validation": "none", "patience": 3},
    "output weights only, penalty": {"frozen": ("hidden",), "depth": 2, "l2": 0.03},
    "weights and biases apart": {"frozen": ("1w", "outb"), "batch": 10, "epochs": 7},
    "biases drawn too, and frozen": {"frozen": ("1",), "start": "course (±0.1)", "l2": 0.01},
    "zero weights": {"start": "zero"},
    "derived inputs": {"inputs": ("x1", "x1x1", "x2x2", "sinx2", "abs"), "batch": 10, "epochs": 7},
    "derived inputs, single layer, none held out": {
        "inputs": ("x1x2",),
        "depth": 0,
        "data": OWN,
        "drawn": OWN_TEXT,
        "validation": "none",
        "patience": 3,
    },
    "forked": {"rate": 0.1, "past": (Stretch(8.0, 0.05, ("tanh",)), Stretch(12.5, 0.2, ("tanh",)))},
    "forked within an epoch": {
        "rate": 0.1,
        "batch": 10,
        "past": (Stretch(2.6667, 0.05, ("tanh",)),),
        "epochs": 7,
    },
    "set by hand": {"past": (Stretch(8.0, 0.02, ("tanh",), BY_HAND), Stretch(12.0, 0.02, ("tanh",)))},
    "set by hand within an epoch": {
        "batch": 10,
        "past": (Stretch(2.6667, 0.02, ("tanh",), BY_HAND),),
        "epochs": 7,
        "frozen": ("1w",),
    },
    "wires cut, one of a frozen layer, penalty": {
        "cut": "1-2-1,1-4-2,2-3-1",
        "frozen": ("1w",),
        "l2": 0.03,
    },
    "set by hand at the end": {"past": (Stretch(20.0, 0.02, ("tanh",), BY_HAND),)},
}
ALONE = {
    "set by hand, another activation": {
        "activation": ("relu",),
        "past": (Stretch(8.0, 0.02, ("tanh",), BY_HAND),),
    },
    "another activation": {"activation": ("relu",), "past": (Stretch(8.0, 0.02, ("tanh",)),)},
    "stopped early": {"patience": 1, "rate": 1.0, "epochs": 200},
    "derived, stopped early": {"inputs": ("x1", "abs"), "patience": 1, "rate": 1.0, "epochs": 200},
}


def settings_of(fields: dict[str, Any]) -> RegionSettings:
    return RegionSettings(**(SMALL | fields)).within_bounds()[0]


def executed(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "<cell>", "exec"), names)
    return names


def params_of(model: Any) -> Array:
    return np.concatenate([param.ravel() for param in model.params])


@pytest.mark.parametrize("fields", (RUNS | ALONE).values(), ids=(RUNS | ALONE).keys())
def test_the_cell_of_the_whole_run_makes_it_bit_for_bit(fields: dict[str, Any], capsys: Any) -> None:
    run = executed(whole_run(settings_of(fields)))["run"]
    expected = trained(**(SMALL | fields)).run
    np.testing.assert_array_equal(run.params, expected.params)
    np.testing.assert_array_equal(run.history.training_error, expected.history.training_error)
    assert capsys.readouterr().out.startswith(expected.stop.message)


@pytest.mark.parametrize("fields", RUNS.values(), ids=RUNS.keys())
def test_the_courses_loop_comes_to_the_same_weights_in_double_precision(fields: dict[str, Any]) -> None:
    fields = fields | {"rule": "gradient descent"}
    model = executed(course_loop(settings_of(fields)))["model"]
    np.testing.assert_allclose(params_of(model), trained(**(SMALL | fields)).run.params, atol=1e-5)


@pytest.mark.parametrize("rule", LEARNING_RULES)
def test_the_courses_loop_follows_every_rule(rule: str) -> None:
    fields = {"rule": rule, "rate": 0.01}
    model = executed(course_loop(settings_of(fields)))["model"]
    np.testing.assert_allclose(params_of(model), trained(**(SMALL | fields)).run.params, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "rule"), [*((name, "Adam") for name in RUNS), *(("forked", rule) for rule in LEARNING_RULES)]
)
def test_pytorch_comes_to_the_same_weights_after_twenty_steps(name: str, rule: str) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    settings = settings_of(RUNS[name] | {"rule": rule})
    model = executed(pytorch(settings))["model"]
    found = np.concatenate([param.detach().numpy().ravel() for param in model.parameters()])
    np.testing.assert_allclose(found, params_of(executed(course_loop(settings))["model"]), atol=1e-5)


@pytest.mark.parametrize("fields", RUNS.values(), ids=RUNS.keys())
@pytest.mark.parametrize("name", CELLS)
def test_every_cell_is_python_that_names_its_seeds(fields: dict[str, Any], name: str) -> None:
    settings = replace(settings_of(fields), init_seed=4711)
    code = CELLS[name](settings)
    tree = ast.parse(code)
    assert "np.random.default_rng(4711)" in code
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    imported = {alias.asname or alias.name for node in imports for alias in node.names}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert imported <= used
    assert max(map(len, code.splitlines())) < 140 or settings.drawn


@pytest.mark.parametrize("write", [course_loop, pytorch])
def test_what_a_loop_cannot_say_is_said_instead(write: Any) -> None:
    with pytest.raises(ValueError, match="only the cell “whole run” can say that"):
        write(settings_of(ALONE["another activation"]))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("course loop", "model.layers[0].biases[1] = -3.0  # set by hand"),
        ("PyTorch", "model[0].bias.data[1] = -3.0  # set by hand"),
        ("whole run", "by_hand[11] = -3.0  # bias of unit 2 of layer 1"),
    ],
)
def test_every_cell_has_the_weights_that_are_set_by_hand(name: str, line: str) -> None:
    plain, code = (CELLS[name](settings_of(fields)) for fields in ({}, {"by_hand": "1-2-0:-3"}))
    assert line in code.splitlines()
    assert "by hand" not in plain
    compile(code, "<cell>", "exec")


def test_a_run_in_which_nothing_learns_is_said_to_have_no_step_for_pytorch() -> None:
    with pytest.raises(ValueError, match="Nothing learns"):
        pytorch(settings_of({"frozen": ("hidden", "out")}))


def test_the_page_shows_the_cell_that_is_asked_for(visitor: Visitor) -> None:
    visitor.open(code="PyTorch", depth="1")
    (shown,) = visitor.app.code
    assert shown.value == pytorch(RegionSettings(depth=1)).strip()
    visitor.app.segmented_control(key="RegionSettings.code").set_value("whole run")
    visitor.look()
    assert visitor.app.code[0].value == whole_run(RegionSettings(depth=1)).strip()
    assert visitor.link == {"depth": "1", "code": "whole run"}


def test_the_page_says_why_there_is_no_such_cell(visitor: Visitor) -> None:
    visitor.open(code="course loop", depth="1", epochs="20", activation="relu", past="8:0.02:tanh")
    assert not visitor.app.code
    assert any("only the cell “whole run”" in text for text in visitor.texts)


DIGITS = {
    "single layer": MnistSettings(images=1000, epochs=2),
    "deep, the course's start": MnistSettings(
        depth=2, units=(8,), images=1000, epochs=2, schedule="constant"
    ),
    "momentum and penalty": MnistSettings(
        depth=1, units=(7,), images=1000, epochs=2, rule="momentum", l2=0.01
    ),
}


@pytest.mark.parametrize("settings", DIGITS.values(), ids=DIGITS.keys())
def test_a_run_on_mnist_is_made_bit_for_bit_by_its_cell(settings: MnistSettings) -> None:
    expected = runs.own_run(settings).run
    expected.advance(1000)
    run = executed(whole_run(settings))["run"]
    assert run.n_steps == 20
    np.testing.assert_array_equal(run.params, expected.params)


@pytest.mark.parametrize("settings", DIGITS.values(), ids=DIGITS.keys())
def test_a_run_on_mnist_by_the_courses_loop_comes_to_the_same_weights(settings: MnistSettings) -> None:
    expected = runs.own_run(settings).run
    expected.advance(1000)
    model = executed(course_loop(settings))["model"]
    np.testing.assert_allclose(params_of(model), expected.params, atol=1e-5)


@pytest.mark.parametrize("settings", DIGITS.values(), ids=DIGITS.keys())
def test_a_run_on_mnist_by_pytorch_agrees_with_the_loop(settings: MnistSettings) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    model = executed(pytorch(settings))["model"]
    found = np.concatenate([param.detach().numpy().ravel() for param in model.parameters()])
    np.testing.assert_allclose(found, params_of(executed(course_loop(settings))["model"]), atol=1e-5)


def test_the_mnist_page_shows_its_code(visitor: Visitor) -> None:
    visitor.open("mnist", view="code", depth="1")
    assert visitor.app.code[0].value == course_loop(MnistSettings(depth=1)).strip()
    visitor.app.segmented_control(key="MnistSettings.code").set_value("PyTorch")
    visitor.look()
    assert "torch.nn.Linear(784, 100)" in visitor.app.code[0].value
    assert visitor.link == {"view": "code", "depth": "1", "code": "PyTorch"}
