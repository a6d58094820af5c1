"""The text of a cell, as the page gives it, makes the page's run in a fresh interpreter without the page."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import protocol
from benchmarks.serving import ROOT, serving
from engine.questions import probe, unit_worth
from engine.training import TrainingRun
from tests.event_loop import aside
from tests.ui.conftest import Visitor
from ui import threads
from ui.digits import runs as digit_runs
from ui.digits.settings import MnistSettings
from ui.lab_code import PRECISION, course_loop, parts
from ui.plane import runs as plane_runs
from ui.plane.run_settings import RegionSettings

KEEP = """
np.savez(sys.argv[1], params=run.params, **vars(run.history))
"""

LINKS: dict[str, dict[str, str]] = {
    "as it opens": {},
    "2×100 ReLU, rate 1": {"images": "12000", "epochs": "2", "depth": "2", "units": "100", "rate": "1"},
    "it stops early": {"images": "1000", "epochs": "40", "rate": "0.3", "depth": "1", "patience": "1"},
}


def environment() -> dict[str, str]:
    """An environment in which nobody has said how many threads there are."""
    return {name: value for name, value in os.environ.items() if name not in threads.NAMES}


def executed(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints, started in the folder of the program as the page says."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def assert_is(found: Any, run: TrainingRun) -> None:
    """All parameters, and each row of the history."""
    np.testing.assert_array_equal(found["params"], run.params)
    for name, column in vars(run.history).items():
        np.testing.assert_array_equal(found[name], column, err_msg=name)


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())
def test_mnists_cell_ends_bit_for_bit_where_the_page_ends(
    visitor: Visitor, tmp_path: Path, link: dict[str, str]
) -> None:
    visitor.open("mnist", view="code", code="whole run", **link)
    (shown,) = visitor.app.code
    printed = executed(shown.value + KEEP, str(tmp_path / "run.npz"))
    run = digit_runs.own_run(MnistSettings.from_url(link)[0].training_part()).run
    while not run.finished:
        run.advance(seconds=0.1)  # as the page does
    assert run.stop is not None
    assert printed == f"{run.stop.message}, training loss {run.history.training_error[-1]:.3f}\n"
    assert_is(np.load(tmp_path / "run.npz"), run)


@pytest.mark.parametrize("link", [{}, {"rate": "1", "batch": "10", "epochs": "30", "activation": "relu"}])
def test_the_cell_of_decision_regions_too(visitor: Visitor, tmp_path: Path, link: dict[str, str]) -> None:
    visitor.open(code="whole run", **link)
    (shown,) = visitor.app.code
    executed(shown.value + KEEP, str(tmp_path / "run.npz"))
    run = plane_runs.regions_run(RegionSettings.from_url(link)[0]).run
    run.advance(run.n_epochs * run.steps_per_epoch)
    assert_is(np.load(tmp_path / "run.npz"), run)


@pytest.mark.parametrize("by", ["zero", "mean"])
def test_the_cells_say_what_the_network_is_without_the_units_that_are_off(visitor: Visitor, by: str) -> None:
    link = {"epochs": "20", "units": "6", "activation": "relu", "off": "1-2,2-5", "off_as": by}
    settings = RegionSettings.from_url(link)[0]
    run, points = plane_runs.regions_run(settings).run, plane_runs.regions_run(settings).points.training
    run.advance(run.n_epochs * run.steps_per_epoch)
    means = unit_worth.mean_answers(run.architecture, run.params, points.inputs) if by == "mean" else None
    without = unit_worth.switched_off(run.architecture, run.params, [(0, 1), (1, 4)], means)
    error, accuracy = probe.error_and_accuracy(run.architecture, without, points.inputs, points.labels)
    for code in ("whole run", "course loop"):
        visitor.open(code=code, **link)
        printed = executed(visitor.app.code[0].value).splitlines()[-1]
        found = re.fullmatch(r"without them: loss ([\d.]+), ([\d.]+)% right", printed)
        assert found, printed
        assert float(found[1]) == pytest.approx(error, abs=0.0015)
        assert float(found[2]) == pytest.approx(100 * accuracy, abs=0.4)


@pytest.mark.parametrize("by", ["zero", "mean"])
def test_mnists_cells_say_what_the_network_is_without_units_on_the_images_that_the_page_measures(
    visitor: Visitor, by: str
) -> None:
    link = {"images": "12000", "epochs": "1", "depth": "2", "units": "9-8", "off": "1-2,1-5,2", "off_as": by}
    run = digit_runs.own_run(MnistSettings.from_url(link)[0].training_part()).run
    run.advance(run.steps_per_epoch)
    inputs, labels = (part[:10_000] for part in digit_runs.training_images(12_000))
    off = [(0, 1), (0, 4), *((1, unit) for unit in range(8))]
    means = unit_worth.mean_answers(run.architecture, run.params, inputs) if by == "mean" else None
    without = unit_worth.switched_off(run.architecture, run.params, off, means)
    error, accuracy = probe.error_and_accuracy(run.architecture, without, inputs, labels)
    for code in ("whole run", "course loop"):
        visitor.open("mnist", view="code", code=code, **link)
        printed = executed(visitor.app.code[0].value).splitlines()[-1]
        found = re.fullmatch(r"without them: loss ([\d.]+), ([\d.]+)% right", printed)
        assert found, printed
        assert float(found[1]) == pytest.approx(error, abs=0.0015)
        assert float(found[2]) == pytest.approx(100 * accuracy, abs=0.4)


@pytest.mark.parametrize("off", ["", "1-2,2-5"])
def test_the_cells_say_what_the_network_is_with_weights_set_by_hand(visitor: Visitor, off: str) -> None:
    link = {
        "epochs": "20",
        "units": "6",
        "by_hand": "1-2-0:-3,2-5-3:0.25,3-1-2:0",
        "off": off,
        "off_as": "mean",
    }
    settings = RegionSettings.from_url(link)[0]
    made = plane_runs.regions_run(settings)
    run, points = made.run, made.points.training
    run.advance(run.n_epochs * run.steps_per_epoch)
    params = run.params.copy()
    _, biases_1, weights_2, _, weights_3, _ = run.architecture.split(params)
    biases_1[1], weights_2[4, 2], weights_3[0, 1] = -3.0, 0.25, 0.0
    assert (params != run.params).sum() == 3
    wanted = [("by hand", params)]
    if off:
        means = unit_worth.mean_answers(run.architecture, params, points.inputs)
        without = unit_worth.switched_off(run.architecture, params, [(0, 1), (1, 4)], means)
        wanted.append(("without them", without))
    for code in ("whole run", "course loop"):
        visitor.open(code=code, **link)
        printed = executed(visitor.app.code[0].value).splitlines()[1:]
        for line, (words, these) in zip(printed, wanted, strict=True):
            error, accuracy = probe.error_and_accuracy(run.architecture, these, points.inputs, points.labels)
            found = re.fullmatch(rf"{words}: loss ([\d.]+), ([\d.]+)% right", line)
            assert found, line
            assert float(found[1]) == pytest.approx(error, abs=0.002)
            assert float(found[2]) == pytest.approx(100 * accuracy, abs=0.5)


def test_the_cell_sets_the_threads_only_where_numpy_still_reads_them(visitor: Visitor) -> None:
    visitor.open("mnist", view="code", code="whole run", images="1000", epochs="1")
    cell = visitor.app.code[0].value
    assert all(f'"{name}": "{os.environ[name]}"' in cell for name in threads.NAMES)
    too_late = "".join(parts.TOO_LATE)
    assert too_late not in executed(cell)
    assert executed(f"import numpy\n{cell}").startswith(too_late)
    twice = f"cell = {cell!r}\nexec(cell)\nexec(cell)"
    assert too_late not in executed(twice), "the second time NumPy is there, with the right threads"
    twice_too_late = f"import numpy\ncell = {cell!r}\nexec(cell)\nexec(cell)"
    assert executed(twice_too_late).count(too_late) == 2


NOTE = """
import sys

class Note:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            import os
            with open({file!r}, "a") as file:
                print(*(os.environ.get(name) for name in {names!r}), file=file)

sys.meta_path.insert(0, Note())
"""
"""Notes how many threads the environment says at the moment when NumPy is imported."""


def test_the_app_sets_its_threads_before_numpy_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "noted"
    (tmp_path / "sitecustomize.py").write_text(NOTE.format(file=str(noted), names=threads.NAMES))
    for name in threads.NAMES:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def visit(port: int) -> None:
        visitor = await protocol.Visitor.open(port)
        await visitor.leave()

    with serving(60.0) as server:  # python -m streamlit run app.py
        aside(visit(server.port))
    assert noted.read_text().splitlines()[0] == " ".join("1" for _ in threads.NAMES)


def test_whoever_starts_the_app_may_set_other_threads_and_the_cell_says_the_same() -> None:
    code = "from ui.lab_code import parts; print(*parts.same_threads(), sep='\\n')"
    started = environment() | {"OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=started, capture_output=True, text=True, check=True
    )
    assert '"OPENBLAS_NUM_THREADS": "2"' in done.stdout
    assert '"OMP_NUM_THREADS": "1"' in done.stdout


def after_twenty_steps(settings: Any, run: TrainingRun) -> float:
    """How far the loop and the page are apart then, in the weight where it is most."""
    run.advance(max(0, 20 - run.n_steps))  # others may have trained it further
    params = run.replay(20 / run.steps_per_epoch, max_batches=1).params[0]
    n_epochs = -(-20 // run.steps_per_epoch)
    code = course_loop(settings).replace(f"range({settings.epochs})", f"range({n_epochs})")
    code = code.replace(f"range({run.steps_per_epoch})", "range(20)")
    names: dict[str, Any] = {}
    exec(code, names)
    ours = np.concatenate([param.ravel() for param in names["model"].params])
    return float(np.abs(ours - params).max())


def test_the_courses_loop_comes_as_near_as_is_said(capsys: Any) -> None:
    mnist, plane = MnistSettings(), RegionSettings()
    assert "With the settings of a fresh page, the weights agree to 0.000001" in PRECISION["course loop"].text
    assert after_twenty_steps(mnist, digit_runs.own_run(mnist).run) < 1e-6
    assert after_twenty_steps(plane, plane_runs.regions_run(plane).run) < 1e-6


def test_at_a_high_rate_the_courses_loop_ends_elsewhere_as_is_said(capsys: Any) -> None:
    plane = RegionSettings(rate=1.0)
    assert after_twenty_steps(plane, plane_runs.regions_run(plane).run) > 0.001


def test_a_run_of_the_visitors_own_is_not_said_to_be_the_cells(visitor: Visitor) -> None:
    visitor.open("mnist", view="code", code="whole run", images="1000", epochs="4")
    assert any("it ends bit for bit where the page ends" in text for text in visitor.texts)
    visit: Any = visitor.app.session_state["visitor"].kept["visit"]
    visit.step_from(0.0, 5)
    visitor.app.select_slider(key="MnistSettings.rate").set_value(0.1)
    visitor.look()
    assert not any("bit for bit" in text for text in visitor.texts)
    assert any("its learning rate was changed on the way, 0.3 → 0.1." in text for text in visitor.texts)
    assert "learning_rate=0.1" in visitor.app.code[0].value
