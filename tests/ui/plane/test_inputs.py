"""Derived inputs as settings: links name them, runs are trained on them, and sentences about lines are true of them."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from datasets.derived_inputs import COORDINATES, DERIVED_INPUTS, derived
from engine.questions import probe
from tests.amount import many
from tests.ui.plane.test_forks import trained
from ui.plane import headlines, inputs, runs, truth, weights_named
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.regions import headline
from ui.regions.kept import runs as kept_runs
from ui.regions.landscape import scenery
from ui.twin import headlines as comparisons
from ui.twin.settings import TwinSettings

SQUARES = ("x1x1", "x2x2")
SOME = st.sets(st.sampled_from(list(DERIVED_INPUTS)), min_size=1)
RINGS: dict[str, Any] = {"data": "rings", "points": 100, "depth": 0, "epochs": 250, "rate": 0.05}


@given(text=st.permutations(["x1x2", "x2", "x1"]).map(",".join))
def test_the_order_in_a_link_makes_no_difference(text: str) -> None:
    settings, notes = RegionSettings.from_url({"inputs": text})
    assert settings.inputs == ("x1", "x2", "x1x2")
    assert settings.to_url() == {"inputs": "x1,x2,x1x2"}
    assert not notes


@given(names=SOME)
def test_a_link_restores_the_inputs_of_each_network(names: set[str]) -> None:
    ordered = tuple(name for name in DERIVED_INPUTS if name in names)
    settings = TwinSettings(a_inputs=ordered, inputs=ordered)
    assert TwinSettings.from_url(settings.to_url()) == (settings, [])
    assert [one.inputs for one in settings.networks()] == [ordered, ordered]


def test_titles_of_the_page_may_stand_in_a_link_too() -> None:
    assert RegionSettings.from_url({"inputs": "X1,sin x₂,|x|"})[0].inputs == ("x1", "sinx2", "abs")


def test_the_coordinates_are_the_default_and_stand_in_no_link() -> None:
    assert RegionSettings().inputs == TwinSettings().inputs == TwinSettings().a_inputs == COORDINATES
    assert RegionSettings(inputs=COORDINATES).to_url() == {}
    assert inputs.header(COORDINATES) == {}
    assert RegionSettings().input_words == ""


@pytest.mark.parametrize("kind", [RegionSettings, TwinSettings])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Inputs: “” names no input, and a network needs one; the default is used."),
        (",", "Inputs: “,” names no input, and a network needs one; the default is used."),
        ("x1,x3", "Inputs: “x1,x3” has x3 in it; there is only x1, x2, x1x1, x2x2, x1x2, sinx1, sinx2, abs;"),
        ("<b>", "Inputs: “<b>” has <b> in it; there is only x1"),
    ],
)
def test_bad_inputs_are_a_note_and_the_coordinates_stay(kind: Any, text: str, words: str) -> None:
    settings, notes = kind.from_url({"inputs": text})
    assert settings.inputs == COORDINATES
    (note,) = notes
    assert note.startswith(words)


def test_a_run_is_trained_on_the_derived_columns() -> None:
    run = trained(inputs=SQUARES, depth=1, units=(5,))
    points = run.points.training
    assert run.architecture.sizes == (2, 5, 3)
    assert points.inputs.shape[1] == 2
    error, accuracy = probe.error_and_accuracy(
        run.architecture, run.run.params, np.square(points.inputs), points.labels
    )
    assert run.run.history.training_error[-1] == pytest.approx(float(error), rel=1e-5)
    assert run.run.history.training_accuracy[-1] == pytest.approx(float(accuracy))


def test_other_inputs_are_another_run() -> None:
    one = RegionSettings(epochs=3)
    assert runs.regions_run(one) is runs.regions_run(RegionSettings(epochs=3, inputs=COORDINATES))
    assert runs.regions_run(one) is not runs.regions_run(RegionSettings(epochs=3, inputs=("x1", "x2", "abs")))


def level(names: tuple[str, ...], rng: np.random.Generator) -> Any:
    """A weighted sum of inputs as a function of places."""
    weights, bias = rng.normal(size=len(names)), rng.normal()
    return lambda places: derived(places, names) @ weights + bias


@examples(max_examples=many(60))
@given(
    names=SOME.filter(lambda names: names != {"x1", "x2"}), depth=st.integers(0, 2), seed=st.integers(0, 999)
)
def test_what_is_said_of_lines_is_true_of_weighted_sums(names: set[str], depth: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ordered = tuple(name for name in DERIVED_INPUTS if name in names)
    said, z = inputs.in_words(ordered, depth), level(ordered, rng)
    start, step = rng.uniform(-3, 3, size=(2, 300, 1, 2))
    along = z((start + np.arange(4)[:, np.newaxis] * step / 4).reshape(-1, 2)).reshape(300, 4)
    is_second_degree = np.abs(np.diff(along, n=3, axis=1)).max() < 1e-9
    places = rng.uniform(-5, 5, size=(300, 2))
    turned = np.column_stack([np.hypot(*places.T), np.zeros(300)])
    same = {axis: np.allclose(z(places), z(moved(places, axis, rng)), atol=1e-12) for axis in (0, 1)}
    assert ("straight and vertical" in said) == same[1]
    assert ("straight and horizontal" in said) == same[0]
    assert ("circle" in said) == (bool(np.allclose(z(places), z(turned))))
    if "conic" in said:
        assert is_second_degree
    if "may be curved" in said:
        assert not is_second_degree
    assert said.startswith(
        "The boundary between two classes" if depth == 0 else "The zero line of a unit of layer 1"
    )


def moved(places: Any, axis: int, rng: np.random.Generator) -> Any:
    """The same places, one of their coordinates drawn anew."""
    other = places.copy()
    other[:, axis] = rng.uniform(-5, 5, size=len(places))
    return other


def test_a_new_input_is_spoken_of_by_what_it_does(monkeypatch: Any) -> None:
    slope = type(DERIVED_INPUTS["x1"])("x₁ + 2x₂", lambda x1, x2: x1 + 2 * x2, "x1 + 2 * x2", "x1 + 2 * x2")
    monkeypatch.setitem(DERIVED_INPUTS, "slope", slope)
    assert inputs.axes_of("slope") == (0, 1)
    assert inputs.degree_of("slope") == inputs.LINE
    assert inputs.is_straight(("x1", "slope"))
    assert "are equal: a straight line" in inputs.in_words(("x1", "slope"), 0)
    assert RegionSettings.from_url({"inputs": "slope"})[0].inputs == ("slope",)
    assert not inputs.is_straight(("slope", "abs"))


def test_a_single_layer_on_squares_closes_around_the_rings_and_is_not_called_straight() -> None:
    run = trained(**RINGS, inputs=SQUARES)
    said = headline.regions(run)
    assert said.name == "plane.headline.inputs"
    assert said.text.startswith("Single layer on x₁², x₂²: ")
    assert not headlines.lines_fail(run)
    right = truth.right_at_end(run)
    assert right is not None
    assert right > 0.95
    assert headline.regions(trained(**RINGS)).text == "Straight lines cannot close around a ring"


def test_one_coordinate_alone_draws_straight_lines_and_fails_for_it() -> None:
    run = trained(**RINGS, inputs=("x1",))
    assert headlines.lines_fail(run)


def names_of(**fields: Any) -> tuple[str, str]:
    return TwinSettings(**fields).names()


def test_two_networks_are_named_by_their_inputs() -> None:
    assert names_of(a_inputs=SQUARES, depth=1) == ("Single layer on x₁², x₂²", "Multi-layer")
    assert names_of(a_depth=2, a_inputs=("abs",)) == ("Multi-layer on |x|", "Multi-layer")
    everything = tuple(DERIVED_INPUTS)
    assert names_of(a_depth=2, a_inputs=everything)[0] == "Multi-layer on 8 inputs"
    assert names_of(a_depth=2, a_inputs=everything, inputs=everything) == ("First network", "Second network")


def test_no_verdict_on_hidden_layers_is_given_where_inputs_differ() -> None:
    fields: dict[str, Any] = {"data": "rings", "points": 100, "depth": 1, "epochs": 200, "rate": 0.05}
    same, other = TwinSettings(**fields), TwinSettings(**fields, a_inputs=SQUARES)
    found = []
    for settings in (same, other):
        pair = [runs.regions_run(one) for one in settings.networks()]
        for one in pair:
            one.run.advance(10**9)
        found.append(comparisons.twin(settings, pair).name)
    assert found[0] == "twin.headline.cannot"
    assert found[1] in ("twin.headline.alike", "twin.headline.both")


def test_all_networks_of_a_wall_have_the_same_inputs() -> None:
    assert {one.inputs for one in TwinSettings(view="wall", inputs=SQUARES).wall()} == {SQUARES}


def test_kept_runs_are_told_apart_by_their_inputs() -> None:
    words = kept_runs.differences([RegionSettings(), RegionSettings(depth=0, inputs=tuple(DERIVED_INPUTS))])
    assert words == ["2-16-16-3 tanh", "8-3 on x₁, x₂, x₁², x₂², x₁x₂, sin x₁, sin x₂, |x|"]


def test_weights_of_the_first_layer_are_named_by_their_inputs() -> None:
    architecture = RegionSettings(inputs=("x1", "sinx2"), depth=1).network
    assert weights_named.words("1-3-2", architecture, ("x1", "sinx2")) == "sin x₂ → unit 3 of layer 1"
    settings, notes = RegionSettings.from_url({"inputs": "x1,x2,abs", "view": "landscape", "across": "1-1-3"})
    assert settings.across == "1-1-3"
    assert not notes


def test_the_landscape_is_the_loss_on_derived_inputs() -> None:
    run = trained(inputs=("x1x2", "abs"), depth=1, units=(4,), data="xor")
    settings = RegionSettings(view="landscape", directions="weights", across="1-1-1", upwards="1-1-2")
    found = scenery.of(settings, [run], None)
    (way,) = found.ways
    np.testing.assert_allclose(way.readings[-1], way.errors[-1], rtol=1e-4)


def test_twenty_seeds_vote_as_their_networks_do() -> None:
    settings = RegionSettings(epochs=4, points=30, depth=0, inputs=SQUARES).training_part()
    steps = repeats.train([settings], ("weights",))
    found = next(latest for _, latest in steps if latest.n_done == 1)
    (side,) = found.sides
    places = probe.grid(settings.extent, found.side)
    answers = np.square(places.astype(np.float64)) @ side.ended[0].params[:6].reshape(3, 2).T.astype(
        np.float64
    )
    answers += side.ended[0].params[6:]
    agrees = side.votes[-1].argmax(axis=0) == answers.argmax(axis=1)
    assert agrees.mean() > 0.999


def test_every_pair_of_inputs_has_words_and_a_short_name() -> None:
    for names in combinations(DERIVED_INPUTS, 2):
        assert inputs.in_words(names, 0).endswith(".") or names == COORDINATES
        assert len(inputs.brief(names)) < 20
