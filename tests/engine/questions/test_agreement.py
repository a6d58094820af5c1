"""What many networks have in common, held against one network at a time."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.questions import agreement, probe


def test_votes_are_counted_as_one_network_after_another_answers(rng: np.random.Generator) -> None:
    architecture = Architecture((2, 5, 3), ("tanh",))
    params = rng.normal(size=(9, architecture.n_params)).astype(np.float32)
    points = probe.grid((-2, 2, -1, 1), 13)
    votes = agreement.votes(architecture, params, points)
    expected = np.zeros((3, len(points)), int)
    for network in params:
        answers = probe.class_scores(architecture, network, points).argmax(axis=-1)
        expected[answers, np.arange(len(points))] += 1
    np.testing.assert_array_equal(votes, expected)
    assert agreement.unanimous(votes, 9) == (expected == 9).any(axis=0).mean()
    few = agreement.votes(architecture, params[:3], points)
    assert 0 < agreement.unanimous(few, 3) < 1
    assert agreement.unanimous(few, 3) == (few == 3).any(axis=0).mean()


def test_more_networks_than_a_byte_counts_are_refused() -> None:
    architecture = Architecture((2, 3), ())
    with pytest.raises(ValueError, match="256 networks"):
        agreement.votes(architecture, np.zeros((256, 9), np.float32), probe.grid((0, 1, 0, 1), 2))


def test_a_band_holds_all_curves_and_a_curve_that_ended_stays(rng: np.random.Generator) -> None:
    curves = [rng.random(7), rng.random(7), rng.random(4)]
    found = agreement.band(curves)
    for moment in range(7):
        values = sorted(curve[min(moment, len(curve) - 1)] for curve in curves)
        assert [found.low[moment], found.median[moment], found.high[moment]] == values


def test_a_curve_of_no_number_opens_the_band_and_leaves_its_median() -> None:
    found = agreement.band([np.array([1.0, np.inf]), np.array([1.0, 2.0]), np.array([1.0, 3.0])])
    assert list(found.high) == [1, np.inf]
    assert list(found.median) == [1, 3]


def test_a_shortened_band_hides_no_peak(rng: np.random.Generator) -> None:
    whole = agreement.band([rng.random(1_001), rng.random(1_001)])
    places, short = agreement.shortened(whole, 40)
    assert (places[0], places[-1], len(places)) == (0, 1_000, 40)
    start = 0
    for i, end in enumerate(places):
        assert short.low[i] == whole.low[start : end + 1].min()
        assert short.high[i] == whole.high[start : end + 1].max()
        start = end + 1
    np.testing.assert_array_equal(short.median, whole.median[places])
    assert agreement.shortened(whole, 2_000)[1] is whole


def test_no_curves_make_no_band() -> None:
    with pytest.raises(ValueError, match="needs curves"):
        agreement.band([])
