"""Forks and kept runs, as a visitor without a browser finds them."""

from typing import Any

import numpy as np
import pytest

from engine.training.stops import Stop
from tests.ui.conftest import LOOKS, Visitor
from ui.plane import runs
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.regions.kept import runs as kept_runs
from ui.regions.kept.figure import Curve, overlaid
from ui.regions.kept.runs import KeptRun, added, differences
from ui.work import turns

SMALL: dict[str, Any] = {"depth": 1, "units": (4,), "epochs": 20}
SMALL_LINK = {"depth": "1", "units": "4", "epochs": "20"}


def trained(**fields: Any) -> runs.Trained:
    """The run of these settings at its end."""
    for _ in range(LOOKS):
        found = runs.regions_run(RegionSettings(**(SMALL | fields)))
        turns.advance(found.run, 1.0, busy=found.busy)
        if found.run.finished and found.settings == RegionSettings(**(SMALL | fields)).training_part():
            return found
    raise AssertionError("never finished")


def kept(**fields: Any) -> KeptRun:
    found = trained(**fields)
    return kept_runs.kept_run(found.settings, found.run, validated=True)


def test_a_fork_with_another_rate_shares_the_past_and_then_goes_its_own_way() -> None:
    parent = trained(rate=0.05)
    branch = trained(rate=0.2, past=(Stretch(8.0, 0.05, ("tanh",)),))
    np.testing.assert_array_equal(branch.run.snapshots.params[:9], parent.run.snapshots.params[:9])
    assert not np.array_equal(branch.run.snapshots.params[9], parent.run.snapshots.params[9])
    assert [(c.epoch, c.learning_rate) for c in branch.run.rate_changes] == [(0, 0.05), (8, 0.2)]


def test_a_fork_that_changes_nothing_is_the_same_run() -> None:
    parent = trained(rate=0.05)
    branch = trained(rate=0.05, past=(Stretch(8.0, 0.05, ("tanh",)),))
    np.testing.assert_array_equal(branch.run.snapshots.params, parent.run.snapshots.params)


def test_a_fork_with_another_activation_begins_with_the_weights_of_that_moment() -> None:
    parent = trained()
    branch = trained(activation=("relu",), past=(Stretch(8.0, 0.02, ("tanh",)),))
    assert branch.run.architecture.activations == ("relu",)
    np.testing.assert_array_equal(branch.run.snapshots.params[0], parent.run.snapshots.params[8])
    assert branch.run.n_epochs == 12


def test_forks_of_forks_hold_in_their_order() -> None:
    past = (Stretch(5.0, 0.05, ("tanh",)), Stretch(10.0, 0.1, ("tanh",)))
    branch = trained(rate=0.2, past=past)
    assert [(c.epoch, c.learning_rate) for c in branch.run.rate_changes] == [(0, 0.05), (5, 0.1), (10, 0.2)]


def test_until_a_run_comes_to_its_fork_the_run_before_is_shown_and_trained(visitor: Visitor) -> None:
    link = {"epochs": "5000", "batch": "1", "points": "1000", "past": "4000:0.05:tanh", "init_seed": "9"}
    block = visitor.open(**link).block("player")
    assert not block["finished"]
    assert visitor.link == link
    again = visitor.look().block("player")
    assert again["id"] == block["id"]
    assert again["trained_epochs"] > block["trained_epochs"]


def test_a_link_says_the_fork_and_the_page_does_too(visitor: Visitor) -> None:
    link = SMALL_LINK | {"rate": "0.1", "past": "8:0.02:tanh"}
    block = visitor.open(**link).finished("player")
    assert visitor.link == link
    assert block["fork_words"] == "Forked at epoch 8: learning rate 0.1 from there on, 0.02 before."
    assert block["begin_at"] == 8


def test_another_activation_is_said_to_have_begun_with_those_weights(visitor: Visitor) -> None:
    block = visitor.open(**SMALL_LINK, activation="relu", past="8:0.02:tanh").finished("player")
    assert block["fork_words"] == "Begun with the weights of epoch 8 behind tanh; now ReLU."
    assert block["begin_at"] == 0
    assert block["n_epochs"] == 12


def test_a_fork_is_shown_also_where_the_run_before_ends_within_the_first_slice(visitor: Visitor) -> None:
    # A seed of its own: nobody has trained this run before.
    block = visitor.open(**SMALL_LINK, init_seed="7741", activation="relu", past="8:0.02:tanh").block(
        "player"
    )
    assert block["fork_words"] == "Begun with the weights of epoch 8 behind tanh; now ReLU."
    assert (block["n_epochs"], block["finished"]) in [(12, True), (12, False), (20, False)]


def test_a_rate_chosen_after_a_fork_holds_from_there_on(visitor: Visitor) -> None:
    visitor.open(**SMALL_LINK, past="8:0.02:tanh")
    visitor.app.select_slider(key="RegionSettings.rate").set_value(0.1)
    block = visitor.look().finished("player")
    assert visitor.link == SMALL_LINK | {"rate": "0.1", "past": "8:0.02:tanh"}
    np.testing.assert_array_equal(
        block["arrays"]["snapshot_params"].reshape(21, -1)[:9], trained().run.snapshots.params[:9]
    )


@pytest.mark.parametrize(
    ("past", "words"),
    [
        ("8", "is not epoch:rate:activation"),
        ("8:0.02:softplus!", "is none of"),
        ("-1:0.02:tanh", "is not between 0 and 5000"),
        (",".join(["1:0.1:tanh"] * 5), "has 5 forks; 4 are the most"),
        ("21:0.1:tanh", "the run has only 20 epochs"),
    ],
)
def test_a_fork_that_cannot_be_is_named_and_left_out(past: str, words: str) -> None:
    settings, notes = RegionSettings.from_url({"epochs": "20", "past": past})
    assert settings == RegionSettings(epochs=20)
    assert len(notes) == 1
    assert words in notes[0]


def test_only_so_many_forks_are_made() -> None:
    settings = RegionSettings()
    for epoch in range(4):
        settings = settings.forked(float(epoch))
    with pytest.raises(ValueError, match="4 forks are the most"):
        settings.forked(9.0)


def test_kept_runs_are_listed_with_what_they_differ_in_and_drawn_in_one_chart(visitor: Visitor) -> None:
    visitor.open(**SMALL_LINK)
    visitor.app.session_state["visitor"].kept["kept runs"] = [kept(), kept(rate=0.1), kept(l2=0.1)]
    visitor.look()
    rows = [text for text in visitor.texts if text.startswith("**")]
    assert "shown above" in rows[0]
    assert "learning rate 0.1" in rows[1]
    assert "l2 penalty 0.1" in rows[2]
    (figure,) = visitor.figures
    assert [trace["name"] for trace in figure["data"]] == ["2", "3", "1"]
    results = [text for text in visitor.texts if text.startswith("epoch 20: loss")]
    history = kept().history
    assert f"loss {history.training_error[-1]:.3f} / {history.validation_error[-1]:.3f}" in results[0]


def test_a_kept_run_is_shown_again_and_removed(visitor: Visitor) -> None:
    visitor.open(**SMALL_LINK, look="hard")
    visitor.app.session_state["visitor"].kept["kept runs"] = [kept(rate=0.1), kept(depth=0, units=(16,))]
    visitor.look()
    visitor.app.button(key="kept.show.1").click()
    visitor.look()
    assert visitor.link == SMALL_LINK | {"rate": "0.1", "look": "hard"}
    for _ in range(2):
        visitor.app.button(key="kept.remove.1").click()
        visitor.look()
    assert visitor.figures == []
    assert not [text for text in visitor.texts if text.startswith("**")]


def test_the_same_run_is_kept_once_and_eight_are_the_most() -> None:
    one = kept()
    runs_kept: list[KeptRun] = []
    for n in range(12):
        runs_kept = added(runs_kept, KeptRun(RegionSettings(epochs=n + 1), one.history, "done", True, 0.0))
    assert [run.settings.epochs for run in runs_kept] == list(range(5, 13))
    again = added(runs_kept, KeptRun(RegionSettings(epochs=7), one.history, "done", True, 0.0))
    assert [run.settings.epochs for run in again] == [5, 6, 8, 9, 10, 11, 12, 7]


def test_differences_name_network_data_and_forks() -> None:
    words = differences(
        [
            RegionSettings(depth=0),
            RegionSettings(data="lecture", noise=0.5, depth=1, activation=("relu",)),
            RegionSettings(past=(Stretch(5.0, 0.1, ("tanh",)),)),
        ]
    )
    assert words[0].startswith("2-3, ")
    assert "2-16-3 ReLU" in words[1]
    assert "Lecture: three Gaussians: 100 points, noise 0.5" in words[1]
    assert words[2].endswith("forked at epoch 5")


def test_the_chart_names_its_curves_at_their_ends_and_apart() -> None:
    epochs = np.arange(5.0)
    curves = [Curve(str(n), epochs, np.full(5, 0.5 + 0.001 * n), "words") for n in range(3)]
    figure = overlaid(
        [*curves, Curve("now", epochs, np.full(5, np.nan), "", present=True)], "Loss", False, "light"
    )
    heights = sorted(note.y for note in figure.layout.annotations)
    assert len(heights) == 3
    assert min(np.diff(heights)) > 0.03


def test_a_stopped_run_says_how_it_ended() -> None:
    found = trained(rule="gradient descent", rate=100.0, start="large (±4)", activation=("relu",))
    assert isinstance(found.run.stop, Stop)
    assert kept_runs.kept_run(found.settings, found.run, validated=True).stop_kind == found.run.stop.kind
