"""Initialisers draw what they promise, from either kind of generator."""

import numpy as np
import pytest

from engine.initialisers import (
    INITIALISERS,
    ConstantInit,
    GlorotNormalInit,
    GlorotUniformInit,
    HeNormalInit,
    NormalInit,
    UniformInit,
)

SHAPE = (200, 300)


@pytest.mark.parametrize("make_rng", [np.random.default_rng, np.random.RandomState])
@pytest.mark.parametrize(
    "make",
    [
        lambda rng: UniformInit(-0.1, 0.1, rng=rng),
        lambda rng: NormalInit(0.0, 1.0, rng=rng),
        lambda rng: GlorotUniformInit(rng=rng),
        lambda rng: GlorotNormalInit(rng=rng),
        lambda rng: HeNormalInit(rng=rng),
    ],
)
def test_the_same_seed_gives_the_same_float64_weights_with_either_kind_of_generator(make, make_rng):
    first, again, other = (make(make_rng(seed))((4, 3)) for seed in (1, 1, 2))

    assert first.shape == (4, 3)
    assert first.dtype == np.float64
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()


def test_a_second_call_draws_anew_and_a_seeded_default_repeats_itself():
    start, again = UniformInit(-0.1, 0.1), UniformInit(-0.1, 0.1)

    first, second = start((4, 3)), start((4, 3))

    assert (first != second).all()
    np.testing.assert_array_equal(again((4, 3)), first)


@pytest.mark.parametrize(
    ("start", "std"),
    [
        (UniformInit(-0.1, 0.1), 0.2 / 12**0.5),
        (NormalInit(0.0, 0.3), 0.3),
        (GlorotUniformInit(gain=2.0), 2.0 * (2 / 500) ** 0.5),
        (GlorotNormalInit(gain=2.0), 2.0 * (2 / 500) ** 0.5),
        (HeNormalInit(), (2 / 300) ** 0.5),
    ],
    ids=repr,
)
def test_draws_have_the_spread_that_is_promised(start, std):
    weights = start(SHAPE)

    assert weights.std() == pytest.approx(std, rel=0.02)
    assert abs(weights.mean()) < 0.02 * std


def test_glorot_uniform_stays_within_its_interval():
    assert np.abs(GlorotUniformInit()(SHAPE)).max() <= (6 / 500) ** 0.5


def test_normal_is_centred_on_its_mean():
    assert NormalInit(5.0, 0.1)(SHAPE).mean() == pytest.approx(5.0, abs=0.01)


def test_constants_are_the_same_everywhere():
    np.testing.assert_array_equal(ConstantInit(0.5)((2, 3)), np.full((2, 3), 0.5))
    np.testing.assert_array_equal(ConstantInit(0.5)((2, 3)), np.full((2, 3), 0.5))


@pytest.mark.parametrize("name", INITIALISERS)
def test_every_initialiser_of_the_page_makes_weights_from_an_rng(name, rng):
    weights = INITIALISERS[name](rng)((16, 2))

    assert weights.shape == (16, 2)
    assert np.isfinite(weights).all()


def test_the_pages_bounds_are_what_their_names_say(rng):
    assert {"Glorot uniform", "Glorot normal", "course (±0.1)", "zero"} <= set(INITIALISERS)
    assert 0.099 < np.abs(INITIALISERS["course (±0.1)"](rng)(SHAPE)).max() <= 0.1
    assert 3.99 < np.abs(INITIALISERS["large (±4)"](rng)(SHAPE)).max() <= 4.0
    assert not INITIALISERS["zero"](rng)(SHAPE).any()


@pytest.mark.parametrize("start", [GlorotUniformInit(), GlorotNormalInit(), HeNormalInit()], ids=repr)
@pytest.mark.parametrize("shape", [(3,), (3, 4, 5), (0, 3)])
def test_those_that_follow_the_widths_refuse_what_are_not_weights(start, shape):
    with pytest.raises(ValueError, match=str(shape[0])):
        start(shape)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: ConstantInit(np.nan), "nan"),
        (lambda: UniformInit(0.1, -0.1), "0.1 is above high -0.1"),
        (lambda: UniformInit(-np.inf, 0.1), "-inf"),
        (lambda: NormalInit(0.0, -1.0), "-1.0"),
        (lambda: GlorotUniformInit(gain=-2.0), "-2.0"),
        (lambda: GlorotNormalInit(gain=np.inf), "inf"),
    ],
)
def test_senseless_settings_are_refused_with_their_numbers(make, words):
    with pytest.raises(ValueError, match=words):
        make()
