"""Layers that stay as drawn: links name them, runs leave them bit for bit, and sentences say which they are."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.plane.test_forks import trained
from ui.plane import frozen, runs, truth
from ui.plane.run_settings import RegionSettings
from ui.regions import headline
from ui.twin import headlines as comparisons
from ui.twin.settings import TwinSettings

OPTIONS = list(RegionSettings.choices()["frozen"].options)  # type: ignore[attr-defined]


def names_of(text: str) -> tuple[str, ...]:
    return RegionSettings.from_url({"frozen": text, "depth": "6"})[0].frozen


@given(several=st.sets(st.sampled_from(OPTIONS)), depth=st.integers(0, 6))
def test_a_runs_key_names_each_layer_that_stays_and_stands_for_the_same(
    several: set[str], depth: int
) -> None:
    settings = RegionSettings(frozen=tuple(sorted(several)), depth=depth).training_part()
    assert settings.stays == frozen.stays(tuple(several), depth)
    assert not any("hidden" in name for name in settings.frozen)
    assert settings == settings.training_part()
    assert RegionSettings.from_url(settings.to_url()) == (settings, [])


@given(text=st.permutations(["2b", "hidden", "out", "1w"]).map(",".join))
def test_the_order_in_a_link_makes_no_difference(text: str) -> None:
    assert names_of(text) == ("hidden", "1w", "2b", "out")


def test_two_spellings_of_the_same_layers_are_one_run() -> None:
    one = RegionSettings(frozen=("hidden",), epochs=3)
    other = RegionSettings(frozen=("1w", "1b", "2"), epochs=3)
    assert runs.regions_run(one) is runs.regions_run(other)
    assert runs.regions_run(one) is not runs.regions_run(RegionSettings(epochs=3))
    assert runs.regions_run(one) is not runs.regions_run(RegionSettings(frozen=("1",), epochs=3))


@pytest.mark.parametrize("kind", [RegionSettings, TwinSettings])
@pytest.mark.parametrize("text", ["7", "first", "1x", "0", "1-2"])
def test_a_layer_that_no_network_has_is_named_in_a_sentence(kind: Any, text: str) -> None:
    settings, notes = kind.from_url({"frozen": f"1,{text}"})
    assert settings.frozen == ()
    (note,) = notes
    assert note.startswith(f"Stays as drawn: “1,{text}” has {text} in it; layers are 1 to 6, hidden and out")


def test_layers_beyond_the_depth_are_left_out_with_a_word() -> None:
    settings, notes = RegionSettings.from_url({"frozen": "1,3w,4,out", "depth": "2"})
    assert settings.frozen == ("1", "out")
    assert notes == ["Stays as drawn: there is no layer 3 or 4 of 2 hidden layers; they are left out."]


@pytest.mark.parametrize("rule", ["gradient descent", "Adam"])
@pytest.mark.parametrize("names", [("hidden",), ("2",), ("out",), ("1w", "2b"), ("outw",), ("1", "out")])
def test_what_stays_as_drawn_is_bit_for_bit_what_every_run_begins_with(
    names: tuple[str, ...], rule: str
) -> None:
    fields = {"depth": 2, "units": (5,), "epochs": 12, "rule": rule, "start": "course (±0.1)", "batch": 10}
    found = trained(**fields, frozen=names).run
    free = trained(**fields).run
    before = found.architecture.split(free.snapshots.params[0])
    after = found.architecture.split(found.params)
    still = [part for both in frozen.stays(names, 2) for part in both]
    for was, now, stays in zip(before, after, still, strict=True):
        assert np.array_equal(was, now) == stays


def test_a_run_in_which_nothing_learns_stands_still_at_the_loss_it_begins_with() -> None:
    run = trained(depth=1, frozen=("1", "out"), epochs=12, l2=0.1).run
    assert run.stop is not None
    assert run.stop.kind == "done"
    assert run.epoch == 12
    assert set(run.history.training_error) == {run.history.training_error[0]}
    np.testing.assert_array_equal(run.params, run.snapshots.params[0])


def test_a_fork_leaves_frozen_what_was_frozen() -> None:
    fields: dict[str, Any] = {"depth": 1, "units": (5,), "epochs": 12, "frozen": ("hidden",)}
    settings = RegionSettings(**fields).forked(4.0)
    for activation in (("tanh",), ("relu",)):
        branch = trained(**fields, past=settings.past, activation=activation, rate=0.1).run
        first = branch.architecture.split(branch.snapshots.params[0])
        last = branch.architecture.split(branch.params)
        assert [np.array_equal(was, now) for was, now in zip(first, last, strict=True)] == [
            True,
            True,
            False,
            False,
        ]


PENALTY = " The penalty counts only weights that learn."
NOTHING = "Nothing learns: all weights and biases stay as drawn, and the loss stays that of epoch 0."


@pytest.mark.parametrize(
    ("text", "l2", "brief", "words"),
    [
        ("", 0.1, "", ""),
        ("hidden", 0.0, "output weights only", "Layers 1 and 2 stay as drawn: 18 of 63 parameters learn."),
        ("1", 0.0, "layer 1 as drawn", "Layer 1 stays as drawn: 48 of 63 parameters learn."),
        (
            "out",
            0.1,
            "the output layer as drawn",
            f"The output layer stays as drawn: 45 of 63 parameters learn.{PENALTY}",
        ),
        (
            "1,2w",
            0.0,
            "layer 1 and weights of layer 2 as drawn",
            "Layer 1 and weights of layer 2 stay as drawn: 23 of 63 parameters learn.",
        ),
        (
            "outb",
            0.0,
            "biases of the output layer as drawn",
            "Biases of the output layer stay as drawn: 60 of 63 parameters learn.",
        ),
        ("hidden,out", 0.1, "nothing learns", NOTHING),
    ],
)
def test_words_say_what_stays(text: str, l2: float, brief: str, words: str) -> None:
    settings = RegionSettings(frozen=names_of(text) if text else (), l2=l2, depth=2, units=(5,))
    assert frozen.brief(settings.stays) == brief
    assert settings.frozen_words == words
    assert frozen.names(settings.stays) == settings.training_part().frozen


def test_two_networks_are_named_by_what_stays_as_drawn() -> None:
    def names(**fields: Any) -> tuple[str, str]:
        return TwinSettings(**fields).names()

    hidden = {"frozen": ("hidden",)}
    assert names(**hidden) == ("Single layer", "Output weights only")
    assert names(a_depth=2, **hidden) == ("Multi-layer", "Output weights only")
    assert names(a_depth=2, a_frozen=("hidden",), a_units=(4,), **hidden) == (
        "2-4-4-3 tanh",
        "2-16-16-3 tanh",
    )
    assert names(a_depth=2, frozen=("1",)) == ("2-16-16-3 tanh", "2-16-16-3 tanh (layer 1 as drawn)")
    assert names(a_depth=2, a_frozen=("hidden",), **hidden) == ("First network", "Second network")


def test_the_wall_trains_all_of_each_network() -> None:
    assert all(not any(map(any, cell.stays)) for cell in TwinSettings(frozen=("hidden", "out")).wall())


def trained_pair(**fields: Any) -> tuple[TwinSettings, list[runs.Trained]]:
    settings = TwinSettings(**fields)
    pair = [runs.regions_run(one) for one in settings.networks()]
    for one in pair:
        while not one.run.finished:
            one.run.advance(seconds=0.5)
    return settings, pair


def test_no_verdict_on_hidden_layers_is_given_where_they_are_not_trained() -> None:
    rings: dict[str, Any] = {
        "data": "rings",
        "points": 60,
        "depth": 1,
        "units": (32,),
        "epochs": 200,
        "rate": 0.1,
    }
    assert comparisons.twin(*trained_pair(**rings)).name == "twin.headline.cannot"
    settings, pair = trained_pair(**rings, frozen=("hidden",))
    right = [truth.right_at_end(one) or 0.0 for one in pair]
    assert right[1] - right[0] > comparisons.CLEARLY, "else the verdict would not have been given anyway"
    assert comparisons.twin(settings, pair).name == "twin.headline.both"


@pytest.mark.parametrize(
    ("fields", "name", "start"),
    [
        ({"frozen": ("hidden",), "depth": 2}, "plane.headline.right", "Output weights only: "),
        ({"frozen": ("hidden", "out"), "depth": 2}, "plane.headline.still", "Nothing learns: as drawn, "),
        (
            {"frozen": ("outw",), "depth": 0},
            "plane.headline.straight",
            "Straight boundaries (weights of the output ",
        ),
    ],
)
def test_the_headline_says_what_stays(fields: dict[str, Any], name: str, start: str) -> None:
    said = headline.regions(trained(**fields))
    assert said.name == name
    assert said.text.startswith(start)
