"""The lab's networks as lists of layers: what the calls make is the network, and what a hidden layer adds is found."""

import pytest

from engine import layers
from ui.mnist.lab import stacks


@pytest.mark.parametrize("depth", range(4))
@pytest.mark.parametrize("activation", [("tanh",), ("relu", "sigmoid", "tanh")])
def test_the_calls_make_layers_that_fit_each_other(depth: int, activation: tuple[str, ...]) -> None:
    calls = stacks.layers_of(depth, activation)
    widths = [
        tuple(map(int, call.removeprefix("AffineLayer(").removesuffix(")").split(", ")))
        for call in calls
        if call.startswith("AffineLayer(")
    ]
    between = [call.removesuffix("()") for call in calls[1::2]]
    assert [into for into, _ in widths[1:]] == [out for _, out in widths[:-1]] == [100] * depth
    assert (widths[0][0], widths[-1][1]) == (784, 10)
    names = [activation[place % len(activation)] for place in range(depth)]
    assert between == [layers.ACTIVATIONS[name].__name__ for name in names]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_hidden_layer_adds_itself_and_its_activation_before_the_outputs(depth: int) -> None:
    shallow, deep = (stacks.layers_of(n, ("tanh",)) for n in (depth - 1, depth))
    places = stacks.added(shallow, deep)
    assert [deep[place].partition("(")[0] for place in places] == ["AffineLayer", "TanhLayer"]
    assert len(deep) == len(shallow) + 2
    assert deep[: places[0]] == shallow[:-1]
