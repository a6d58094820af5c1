"""Shapes of a class are the means of the patterns that are nearest to them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.questions.shapes import nearest, shapes


@given(seed=st.integers(0, 999), n_shapes=st.integers(1, 5), n_patterns=st.integers(5, 60))
def test_each_shape_is_the_mean_of_the_patterns_nearest_to_it(seed, n_shapes, n_patterns):
    patterns = np.random.default_rng(seed).normal(size=(n_patterns, 3)).astype(np.float32)

    means = shapes(patterns, n_shapes, np.random.default_rng(seed))

    groups = nearest(means, patterns)
    distances = np.linalg.norm(patterns[:, np.newaxis] - means, axis=-1)
    np.testing.assert_allclose(distances[np.arange(n_patterns), groups], distances.min(axis=1), atol=1e-5)
    for shape in np.unique(groups):
        np.testing.assert_allclose(means[shape], patterns[groups == shape].mean(axis=0), atol=1e-5)
    sizes = np.bincount(groups, minlength=n_shapes)
    assert (np.diff(sizes) <= 0).all()


def test_groups_that_lie_apart_are_found(rng):
    centres = np.array([[0.0, 9.0], [9.0, 0.0], [-9.0, -9.0]])
    patterns = np.repeat(centres, [20, 30, 10], axis=0) + rng.normal(scale=0.1, size=(60, 2))

    means = shapes(patterns, 3, np.random.default_rng(4))

    np.testing.assert_allclose(means, centres[[1, 0, 2]], atol=0.1)


def test_one_shape_is_the_mean_and_grey_levels_are_shares(rng):
    levels = rng.integers(256, size=(30, 4)).astype(np.uint8)

    np.testing.assert_allclose(shapes(levels, 1, rng), levels.mean(axis=0, keepdims=True) / 255, atol=1e-6)


def test_the_same_rng_gives_the_same_shapes():
    patterns = np.random.default_rng(1).normal(size=(50, 6))
    first, second = (shapes(patterns, 4, np.random.default_rng(2)) for _ in range(2))

    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("n_shapes", [0, 4])
def test_more_shapes_than_patterns_are_refused(n_shapes):
    with pytest.raises(ValueError, match=rf"{n_shapes} shapes of 3 patterns"):
        shapes(np.zeros((3, 2)), n_shapes, np.random.default_rng(0))
