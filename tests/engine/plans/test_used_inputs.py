"""Patterns without always-zero inputs: nothing is lost, and read-only patterns are cut once."""

import gc

import numpy as np
import pytest

from datasets import mnist
from engine import pauses
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
    assert np.shares_memory(used_inputs.cut(inputs)[0], used_inputs.cut(inputs)[0])


def test_the_first_patterns_are_cut_as_if_there_were_no_others(inputs: np.ndarray) -> None:
    for n_patterns in (1, 2, 3):
        bound, used = used_inputs.cut(inputs[:n_patterns])
        alone, used_alone = used_inputs.cut(inputs[:n_patterns].copy())
        np.testing.assert_array_equal(bound, alone)
        np.testing.assert_array_equal(used, used_alone)


def test_all_numbers_of_patterns_that_use_the_same_inputs_share_one_cut(inputs: np.ndarray) -> None:
    all_patterns, _ = used_inputs.cut(inputs)
    fewer, _ = used_inputs.cut(inputs[:2])
    assert np.shares_memory(fewer, all_patterns)
    assert not used_inputs.cut(inputs[1:])[0][0, 0], "they begin elsewhere"


def test_numbers_of_mnist_images_bring_no_copies_of_their_own() -> None:
    images = mnist.load().training.inputs
    cuts = [used_inputs.cut(images[:n])[0] for n in (50_000, 49_999, 48_600, 30_000, 29_500)]
    assert all(np.shares_memory(one, cuts[0]) for one in cuts[:3])
    assert np.shares_memory(*cuts[3:])


def test_patterns_that_may_change_are_cut_anew() -> None:
    patterns = np.ones((2, 3), dtype=np.uint8)
    first, _ = used_inputs.cut(patterns)
    patterns[0, 0] = 7
    second, _ = used_inputs.cut(patterns)
    assert first[0, 0] == 1
    assert second[0, 0] == 7


def test_of_two_who_cut_at_once_the_second_gets_what_the_first_made(
    inputs: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, firsts = used_inputs._make, []

    def meanwhile(rows: np.ndarray, used: np.ndarray) -> np.ndarray:
        monkeypatch.setattr(used_inputs, "_make", make)
        firsts.append(used_inputs.cut(inputs)[0])
        return make(rows, used)

    monkeypatch.setattr(used_inputs, "_make", meanwhile)
    second, _ = used_inputs.cut(inputs)
    assert np.shares_memory(second, firsts[0])


def test_a_cut_that_nobody_uses_is_forgotten(inputs: np.ndarray) -> None:
    n_known = len(used_inputs._cuts)
    bound, _ = used_inputs.cut(inputs)
    assert len(used_inputs._cuts) == n_known + 1
    del bound
    gc.collect()
    assert len(used_inputs._cuts) == n_known


def test_patterns_that_are_gone_are_forgotten() -> None:
    patterns = np.ones((2, 3), dtype=np.uint8)
    patterns.setflags(write=False)
    used_inputs.cut(patterns)
    n_known = len(used_inputs._first_uses)
    del patterns
    gc.collect()
    assert len(used_inputs._first_uses) == n_known - 1


@pytest.mark.parametrize("writeable", [True, False])
def test_others_may_go_first_while_many_patterns_are_cut(monkeypatch, writeable: bool) -> None:
    patterns = np.random.default_rng(0).integers(256, size=(95, 7)).astype(np.uint8)
    patterns.setflags(write=writeable)
    whole, looks = used_inputs.cut(patterns.copy())[0], []
    monkeypatch.setattr(used_inputs, "ROWS_COPIED", 10)

    with pauses.looking(lambda: looks.append(1)):
        bound, _ = used_inputs.cut(patterns)

    np.testing.assert_array_equal(bound, whole)
    assert len(looks) >= 10
