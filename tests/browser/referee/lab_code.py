"""Checks of what stands beside a run as code: the cell that is shown runs in an interpreter of its own."""

import hashlib
import re
import subprocess
import sys
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from engine.layers import ACTIVATIONS
from engine.penalties import PENALTIES, L2Penalty
from engine.training import TrainingRun
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.ui.lab_code.test_the_cell_is_the_run import after_twenty_steps, environment
from ui.digits import runs as digit_runs
from ui.digits.settings import MnistSettings
from ui.plane import runs as plane_runs
from ui.plane.run_settings import RegionSettings

FRESH = {MnistSettings: digit_runs.own_run, RegionSettings: plane_runs.regions_run}
"""The run of settings, as a page makes it."""

PRINTED = """
import hashlib
print(hashlib.sha256(run.params.tobytes() + run.history.training_error.tobytes()).hexdigest())
"""


def code_in(scene: Scene) -> str:
    return scene.page.locator("[data-testid=stCode] code").inner_text()


def run_of(settings: Any) -> TrainingRun:
    run = FRESH[type(settings)](settings).run
    run.advance(run.n_epochs * run.steps_per_epoch)
    if isinstance(settings, RegionSettings) and plane_runs.regions_run(settings).run is not run:
        return run_of(settings)  # what was trained led to the fork
    return run


@checks("lab_code.whole_run")
def _whole_run(said: Said, scene: Scene) -> None:
    """Weights and losses at the end are those of the run of the settings, bit for bit."""
    assert "it ends bit for bit where the page ends" in said.text
    done = subprocess.run(
        [sys.executable, "-c", code_in(scene) + PRINTED],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    run = run_of(scene.settings)
    expected = hashlib.sha256(run.params.tobytes() + run.history.training_error.tobytes()).hexdigest()
    assert done.stdout.splitlines()[-1] == expected


@cache
def apart_on_a_fresh_page(kind: type[Any]) -> float:
    settings = kind()
    with redirect_stdout(StringIO()):
        return after_twenty_steps(settings, FRESH[kind](settings).run)


@checks("lab_code.course_loop")
def _course_loop(said: Said, scene: Scene) -> None:
    code = code_in(scene)
    assert "the weights agree to 0.000001 after 20 steps" in said.text
    assert apart_on_a_fresh_page(type(scene.settings)) < 1e-6
    assert f"for epoch in range({scene.settings.epochs}):" in code
    assert "break" not in code


@checks("lab_code.another_run")
def _another_run(said: Said, scene: Scene) -> None:
    """The cell has the seed of the page’s own run; which seeds count up for others, or the second’s, is said."""
    settings, code = scene.settings, code_in(scene)
    assert re.search(rf"\b{settings.init_seed}\b", code)
    if settings.view == "seeds":
        words = {"data": "points", "weights": "initial weights", "batches": "batches"}
        assert said.text == (
            f"The cell trains the first of the 20 runs. Each further run has the seed of its "
            f"{' and '.join(words[name] for name in settings.vary)} one higher than the run before; the band and the "
            "maps are not computed there."
        )
        return
    assert settings.view == "landscape"
    assert (f" With {settings.rival} as seed of its weights" in said.text) == (settings.rival is not None)
    assert "its losses are a table among the files below" in said.text


@checks("lab_code.pytorch")
def _pytorch(said: Said, scene: Scene) -> None:
    code = code_in(scene)
    assert "It computes in double precision" in said.text
    assert ".double()" in code
    assert f"for epoch in range({scene.settings.epochs}):" in code
    assert "break" not in code


@checks("lab_code.cannot")
def _cannot(said: Said, scene: Scene) -> None:
    settings = scene.settings
    if said.text.startswith("This run goes on behind another activation"):
        assert any(stretch.activation != settings.activation for stretch in settings.past)
    elif found := re.fullmatch(r"No (module|rule|penalty) of PyTorch is known for .+\.", said.text):
        unknown = {
            "module": any(not ACTIVATIONS[name].portrait.torch for name in settings.activations),
            "rule": settings.rule not in ("gradient descent", "momentum", "Adam", "AdaGrad", "RMSProp"),
            "penalty": PENALTIES[settings.penalty] is not L2Penalty,
        }
        assert unknown[found[1]]
    else:
        pytest.fail(said.text)


@checks("mnist.code.title")
def _title(said: Said, scene: Scene) -> None:
    """The cell's layers are those of the settings."""
    assert said.text == "The same network, trained in a notebook"
    found = re.findall(r"(?:AffineLayer|torch\.nn\.Linear)\((\d+), (\d+)", code_in(scene))
    widths = [784, *scene.settings.widths, 10]
    np.testing.assert_array_equal(np.array(found, dtype=int), list(pairwise(widths)))
