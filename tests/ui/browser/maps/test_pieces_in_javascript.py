"""The browser's pieces of a network are the engine's: as many, as large, with the same affine maps."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.questions import linear_pieces
from tests.node import Node
from ui.words import activation_facts

PIECES = "ui/browser/maps/pieces.js"
EXTENT = [-5.0, 5.0, -5.0, 5.0]


def in_browser(
    node: Node, architecture: Architecture, params: np.ndarray, given: str = "params"
) -> list[dict]:
    network = {"sizes": list(architecture.sizes), "activations": list(architecture.activations)}
    return node(
        PIECES,
        f"linearPieces(network, {given}, extent, facts)",
        network=network,
        params=params,
        extent=EXTENT,
        facts=activation_facts(),
    )


@pytest.mark.parametrize("hidden", [(), (1,), (16,), (8, 8), (16, 16, 16)])
def test_pieces_are_the_engines(node: Node, hidden: tuple[int, ...]) -> None:
    architecture = Architecture((2, *hidden, 3), ("relu",) * len(hidden))
    params = (0.6 * np.random.default_rng(5).normal(size=architecture.n_params)).astype(np.float32)

    found = in_browser(node, architecture, params)
    expected = linear_pieces.linear_pieces(architecture, params, (-5.0, 5.0, -5.0, 5.0))

    assert len(found) == len(expected)
    middles = [np.reshape(piece["corners"], (-1, 2)).mean(axis=0) for piece in found]
    wanted = {tuple(np.round(piece.corners.mean(axis=0), 9)): piece for piece in expected}
    assert len(wanted) == len(expected)
    for middle, piece in zip(middles, found, strict=True):
        reference = wanted[tuple(np.round(middle, 9))]
        np.testing.assert_allclose(np.reshape(piece["weights"], (-1, 2)), reference.weights, atol=1e-9)
        np.testing.assert_allclose(piece["biases"], reference.biases, atol=1e-9)
        assert piece["above"] == [int(sides.sum()) for sides in reference.sides]


def test_a_place_is_found_in_its_piece(node: Node) -> None:
    architecture = Architecture((2, 8, 8, 3), ("relu", "relu"))
    params = np.random.default_rng(1).normal(size=architecture.n_params).astype(np.float32)
    pieces = linear_pieces.linear_pieces(architecture, params, (-5.0, 5.0, -5.0, 5.0))
    places = [piece.corners.mean(axis=0) for piece in pieces]

    found = node(
        PIECES,
        "places.map(([x, y]) => (pieceAt(linearPieces(network, params, extent, facts), x, y) ?? {}).biases)",
        places=[list(place) for place in places[:40]],
        network={"sizes": list(architecture.sizes), "activations": list(architecture.activations)},
        params=params,
        extent=EXTENT,
        facts=activation_facts(),
    )

    np.testing.assert_allclose(found, [piece.biases for piece in pieces[:40]], atol=1e-9)


def test_numbers_that_are_not_finite_and_too_many_pieces_give_none(node: Node) -> None:
    architecture = Architecture((2, 4, 3), ("relu",))
    params = np.ones(architecture.n_params, dtype=np.float32)
    assert in_browser(node, architecture, params, "params.with(3, Infinity)") is None
    wide = Architecture((2, 32, 32, 32, 32, 3), ("relu",) * 4)
    many = np.random.default_rng(0).normal(size=wide.n_params).astype(np.float32)
    assert in_browser(node, wide, many) is None


def test_curved_activations_are_named(node: Node) -> None:
    networks = [{"sizes": [2, 3, 3], "activations": [name]} for name in ("relu", "tanh", "sigmoid")]
    words = node(
        PIECES, "networks.map((n) => curvedIn(n, facts))", networks=networks, facts=activation_facts()
    )
    assert words == ["", "tanh", "sigmoid"]
