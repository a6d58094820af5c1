"""Patterns without always-zero inputs: nothing is lost, and read-only patterns are cut once."""

import gc

import numpy as np
import pytest

from engine.plans import used_inputs


@pytest.fixture
def inputs() -> np.ndarray:
    patterns = np.array([[0, 3, 0, 1], [0, 0, 0, 2], [0, 5, 0, 0]], dtype=np.uint8)
    patterns.setflags(write=False)
    return patterns


def test_inputs_that_are_always_zero_are_left_out_and_a_one_is_added(inputs: np.ndarray) -> None:
    bound, used = used_inputs.cut(inputs)
    np.testing.assert_array_equal(bound, [[3, 1, 255], [0, 2, 255], [5, 0, 255]])
    np.testing.assert_array_equal(used, [False, True, False, True])


def test_floats_become_float32_with_a_one(inputs: np.ndarray) -> None:
    bound, _ = used_inputs.cut(inputs / 4)
    assert bound.dtype == np.float32
    np.testing.assert_array_equal(bound[0], [0.75, 0.25, 1])


def test_the_same_read_only_patterns_are_cut_once(inputs: np.ndarray) -> None:
    assert used_inputs.cut(inputs)[0] is used_inputs.cut(inputs)[0]


def test_patterns_that_may_change_are_cut_anew() -> None:
    patterns = np.ones((2, 3), dtype=np.uint8)
    first, _ = used_inputs.cut(patterns)
    patterns[0, 0] = 7
    second, _ = used_inputs.cut(patterns)
    assert first[0, 0] == 1
    assert second[0, 0] == 7


def test_what_nobody_uses_is_forgotten() -> None:
    patterns = np.ones((2, 3), dtype=np.uint8)
    patterns.setflags(write=False)
    used_inputs.cut(patterns)
    n_kept = len(used_inputs._shared)
    del patterns
    gc.collect()
    assert len(used_inputs._shared) == n_kept - 1
