import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import layers
from engine.architecture import Architecture
from engine.layers import Layer
from engine.portrait import Portrait
from engine.questions.linear_pieces import Piece, linear_pieces, most_of_one_layer, segments_of
from tests.amount import many

EXTENT = (-5.0, 5.0, -5.0, 5.0)


def network(hidden: tuple[int, ...], seed: int, activation: str = "relu", bias: float = 1.0):
    architecture = Architecture((2, *hidden, 3), (activation,) * len(hidden))
    rng = np.random.default_rng(seed)
    params = rng.normal(size=architecture.n_params)
    for part in architecture.split(params)[1::2]:
        part *= bias
    return architecture, params


def scores_by_hand(architecture: Architecture, params, points):
    outputs, parts = points, architecture.split(params)
    for depth, name in enumerate(architecture.activations):
        outputs = layers.ACTIVATIONS[name]().fprop(outputs @ parts[2 * depth].T + parts[2 * depth + 1])
    return outputs @ parts[-2].T + parts[-1]


def inside(piece: Piece, rng, n: int = 10):
    return rng.dirichlet(np.ones(len(piece.corners)), size=n) @ piece.corners


@given(st.lists(st.integers(1, 8), max_size=3), st.integers(0, 10_000), st.sampled_from([0.0, 1.0, 3.0]))
def test_pieces_tile_the_square_and_each_map_is_the_network(hidden, seed, bias):
    architecture, params = network(tuple(hidden), seed, bias=bias)
    pieces = linear_pieces(architecture, params, EXTENT)
    areas = [piece.area for piece in pieces]
    assert min(areas) >= 0
    assert sum(areas) == pytest.approx(100.0, abs=1e-9 * 100)
    rng = np.random.default_rng(seed)
    for piece in pieces[: many(200)]:
        points = inside(piece, rng)
        expected = scores_by_hand(architecture, params, points)
        found = points @ piece.weights.T + piece.biases
        assert np.allclose(found, expected, rtol=1e-9, atol=1e-9 * np.abs(params).max() ** 3)


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_one_layer_of_lines_in_general_position_has_as_many_pieces_as_the_formula(n_units, seed):
    architecture, params = network((n_units,), seed)
    wide = (-1e6, 1e6, -1e6, 1e6)  # every crossing of two lines lies in it
    pieces = linear_pieces(architecture, params, wide)
    assert len(pieces) <= most_of_one_layer(n_units)
    rows = architecture.split(params)[0]
    crossings = (
        np.abs(np.linalg.det(rows[[(i, j) for i in range(n_units) for j in range(i)]])) if n_units > 1 else []
    )
    if min(crossings, default=1.0) > 1e-3:
        assert len(pieces) == most_of_one_layer(n_units)


def test_the_formula_counts_what_lines_can_cut():
    assert [most_of_one_layer(n) for n in range(5)] == [1, 2, 4, 7, 11]


def test_sides_say_which_units_are_on():
    architecture, params = network((6, 5), 3)
    rng, parts = np.random.default_rng(0), architecture.split(params)
    for piece in linear_pieces(architecture, params, EXTENT):
        points = inside(piece, rng, 3)
        first = points @ parts[0].T + parts[1]
        second = np.maximum(first, 0) @ parts[2].T + parts[3]
        for sums, sides in ((first, piece.sides[0]), (second, piece.sides[1])):
            clear = np.abs(sums) > 1e-9
            assert ((sums > 0) == (sides == 1))[clear].all()


def test_the_segments_of_an_activation_are_measured_by_its_own_forward_pass(monkeypatch):
    class HardTanh(Layer):
        portrait = Portrait(browser_line="Math.max(-1, Math.min(1, z))", kinks=(-1.0, 1.0))

        def fprop(self, inputs):
            return np.clip(inputs, -1.0, 1.0)

        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return grads_wrt_outputs * (np.abs(outputs) < 1)

    class Elu(Layer):
        portrait = Portrait(browser_line="z < 0 ? 2 * Math.expm1(z) : z", kinks=(0.0,))

        def fprop(self, inputs):
            return np.where(inputs < 0, 2 * np.expm1(np.minimum(inputs, 0)), inputs)

        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return grads_wrt_outputs * np.where(inputs < 0, outputs + 2, 1.0)

    monkeypatch.setitem(layers.ACTIVATIONS, "hard tanh", HardTanh)
    monkeypatch.setitem(layers.ACTIVATIONS, "elu", Elu)
    assert [(s.low, s.high, s.slope, s.offset) for s in segments_of("relu")] == [
        (-np.inf, 0.0, 0.0, 0.0),
        (0.0, np.inf, 1.0, 0.0),
    ]
    assert [(s.slope, s.offset) for s in segments_of("hard tanh")] == [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0)]
    assert segments_of("elu") == segments_of("sigmoid") == segments_of("tanh") == ()
    architecture, params = network((4, 3), 1, "hard tanh")
    rng = np.random.default_rng(0)
    pieces = linear_pieces(architecture, params, EXTENT)
    assert sum(piece.area for piece in pieces) == pytest.approx(100.0, abs=1e-7)
    for piece in pieces:
        points = inside(piece, rng)
        assert np.allclose(
            points @ piece.weights.T + piece.biases, scores_by_hand(architecture, params, points)
        )


def test_what_has_no_pieces_is_refused_with_a_sentence():
    architecture, params = network((3,), 0, "tanh")
    with pytest.raises(ValueError, match="tanh is curved"):
        linear_pieces(architecture, params, EXTENT)
    architecture, params = network((3,), 0)
    with pytest.raises(ValueError, match="1 of 21 parameters are not finite"):
        linear_pieces(architecture, np.where(np.arange(21) == 4, np.inf, params), EXTENT)
    with pytest.raises(ValueError, match="no part of the plane"):
        linear_pieces(architecture, params, (1.0, 1.0, 0.0, 1.0))
    with pytest.raises(ValueError, match="4 inputs"):
        linear_pieces(Architecture((4, 3)), np.zeros(15), EXTENT)


def test_a_network_without_lines_is_one_piece_wherever_its_weights_are_zero():
    architecture = Architecture((2, 4, 3), ("relu",))
    (piece,) = linear_pieces(architecture, np.zeros(architecture.n_params), EXTENT)
    assert piece.area == 100.0
