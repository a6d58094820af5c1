"""Weights in a file: what is written comes back bit for bit, and a student finds it by its names."""

import io
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.training.history import History
from engine.weights_in.network import Bounds, read
from ui.mnist.keep import weights_file
from ui.take_away.weights_out import numpy_npz

BOUNDS = Bounds(input_dim=7, n_classes=3, most_hidden=2, most_units=9)

ARCHITECTURE = Architecture((7, 5, 3), ("tanh",))


def network(architecture: Architecture, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).normal(size=architecture.n_params).astype(np.float32)


@st.composite
def networks(draw: st.DrawFn) -> tuple[Architecture, int]:
    activations = draw(st.lists(st.sampled_from(list(ACTIVATIONS)), max_size=BOUNDS.most_hidden))
    widths = [draw(st.integers(1, BOUNDS.most_units)) for _ in activations]
    sizes = (BOUNDS.input_dim, *widths, BOUNDS.n_classes)
    return Architecture(sizes, tuple(activations)), draw(st.integers(0, 999))


@given(chosen=networks())
def test_what_is_written_comes_back_bit_for_bit(chosen: tuple[Architecture, int]) -> None:
    architecture, seed = chosen
    params = network(architecture, seed)

    came_back, numbers = read(numpy_npz(architecture, params), BOUNDS)

    assert came_back == architecture
    assert numbers.dtype == np.float32
    np.testing.assert_array_equal(numbers, params)


def test_a_student_finds_the_weights_by_their_names() -> None:
    params = network(ARCHITECTURE)
    with np.load(io.BytesIO(numpy_npz(ARCHITECTURE, params)), allow_pickle=False) as arrays:
        assert {name: arrays[name].shape for name in arrays.files} == {
            "W1": (5, 7),
            "b1": (5,),
            "W2": (3, 5),
            "b2": (3,),
            "activations": (1,),
        }
        np.testing.assert_array_equal(arrays["W2"], ARCHITECTURE.split(params)[2])


def test_a_history_is_a_table_of_its_columns() -> None:
    history = History(np.array([0.0, 0.5]), np.array([2.5, np.inf]), *np.array([[0.1, 0.9]] * 3))
    lines = weights_file.history_written(history).decode().splitlines()
    assert lines[0] == "epoch,training_error,training_accuracy,validation_error,validation_accuracy"
    assert lines[1:] == ["0.0,2.5,0.1,0.1,0.1", "0.5,inf,0.9,0.9,0.9"]
