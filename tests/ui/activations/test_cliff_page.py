"""The learning-rate cliff as a visitor sees it: a cell is the run that it opens, and how its dead units died."""

import re
from dataclasses import replace

import pytest

from engine.questions.autopsy import autopsy
from ui.activations.cliff import headline, sweeps
from ui.activations.settings import ActivationSettings
from ui.digits import runs as mnist_runs
from ui.digits.settings import MnistSettings
from ui.plane import runs
from ui.plane.run_settings import RegionSettings


def done(job):
    """The result of a job, worked on to its end."""
    while not job.finished:
        job.advance(seconds=1.0)
    return job.result


@pytest.mark.parametrize(("activation", "rate"), [("relu", 1.0), ("sigmoid", 3.0), ("tanh", 0.3)])
def test_a_cell_of_the_cliff_says_what_its_run_says(activation, rate):
    settings = ActivationSettings.from_url(
        {"view": "cliff", "epochs": "15", "activation": activation, "rate": str(rate)}
    )[0]
    outcome = done(sweeps.cliff(settings))[activation, settings.start, rate]
    page, link = settings.elsewhere
    run = runs.regions_run(RegionSettings.from_url(link)[0]).run
    run.advance(10_000)
    assert page == ""
    assert outcome.accuracy == run.history.validation_accuracy[-1]


def test_a_cell_on_images_says_what_its_run_on_the_page_of_mnist_says():
    small = {
        "view": "cliff",
        "on": "mnist",
        "images": "1000",
        "units": "8",
        "epochs": "1",
        "activation": "tanh",
    }
    settings = ActivationSettings.from_url({**small, "start": "He normal", "rate": "1"})[0]
    outcome = done(sweeps.cliff(settings))["tanh", "He normal", 1.0]
    page, link = settings.elsewhere
    run = mnist_runs.shared_run(MnistSettings.from_url(link)[0]).run
    run.advance(10_000)
    assert page == "mnist"
    assert outcome.accuracy == run.history.validation_accuracy[-1]


def test_a_sweep_knows_no_schedule_and_neither_does_the_link_to_its_run(visitor):
    visitor.open("activations", view="cliff", schedule="falling", patience="3", epochs="5", units="4")
    link = visitor.block("activations")["picked"]["link"]
    assert "schedule" not in link
    assert "patience" not in link
    assert "epochs=5" in link


@pytest.mark.parametrize("fields", [{"depth": 6}, {"batch": 0}])
def test_a_run_that_no_other_page_can_show_has_no_link(fields):
    settings = ActivationSettings.from_url({"view": "cliff", "on": "mnist"})[0]
    assert settings.elsewhere is not None
    assert replace(settings, **fields).elsewhere is None


def test_the_cliff_of_relus_and_the_late_best_of_sigmoids():
    settings = ActivationSettings.from_url({"view": "cliff"})[0]
    found = done(sweeps.cliff(settings))
    relus = {rate: [found["relu", start, rate] for start in sweeps.STARTS] for rate in (0.3, 1.0, 3.0)}
    assert all(outcome.accuracy > 0.9 for outcome in relus[0.3])
    assert any(outcome.dead[0] > 8 for outcome in relus[1.0])
    assert all(outcome.accuracy < 0.4 and outcome.dead[1] == 16 for outcome in relus[3.0])
    said = headline.cliff(found, settings, 1 / 3, finished=True)
    one_or_two = r"[\d.]+( and [\d.]+)?"
    assert re.fullmatch(
        f"ReLU is right most often at {one_or_two}, near chance from 3 on; "
        f"sigmoid is right most often at {one_or_two}",
        said.text,
    )


def test_the_autopsy_on_the_page_is_that_of_the_run(visitor):
    quick = {"view": "cliff", "epochs": "10", "rate": "3", "units": "6"}
    block = visitor.open("activations", **quick).worked_out("activations")
    layer, unit = block["picked"]["dead"][0]
    visitor.open("activations", **quick, layer=str(layer), unit=str(unit), examine="1")
    lines = visitor.worked_out("activations")["picked"]["autopsy"]
    trained = runs.regions_run(RegionSettings.from_url(ActivationSettings.from_url(quick)[0].elsewhere[1])[0])
    trained.run.advance(10_000)
    report = autopsy(trained.run, layer - 1, unit - 1, trained.points.training.inputs)
    said = f"Update {report.step:,} (epoch {report.epoch:.2f})" if report.step else "Dead before training"
    assert lines[0].startswith(said)
    if report.step:
        moved = f"{report.moved_bias:.3g}".replace("-", "−")
        assert f"b moved by {moved}" in lines[2]


def test_a_cell_that_is_not_in_the_table_is_said_to_be_none(visitor):
    block = visitor.open("activations", view="cliff", epochs="5", units="4", rate="0.7").block("activations")
    assert block["picked"]["words"] == "Not one of the cells: click on one."
