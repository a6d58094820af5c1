"""Layers that stay as drawn on the Backprop page: a step leaves them, and what it does not use is said to be so."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.node import Node
from tests.ui.backprop.test_what_is_said import sent
from tests.ui.backprop.test_written_arithmetic import WRITTEN
from tests.ui.conftest import Visitor
from ui.backprop import worked_example
from ui.backprop.settings import BackpropSettings

TWO = BackpropSettings(depth=2, units=(3, 2), activation=("tanh",), patterns=2, updates=3)


def arrays_apart(settings: BackpropSettings) -> list[bool]:
    """For each of W1, b1, … whether updates have changed it."""
    now, drawn = (worked_example.example(one).params for one in (settings, replace(settings, updates=0)))
    return [not np.array_equal(one, other) for one, other in zip(now, drawn, strict=True)]


@pytest.mark.parametrize(
    ("frozen", "moves"),
    [
        ((), [True] * 6),
        (("1",), [False, False, True, True, True, True]),
        (("hidden",), [False] * 4 + [True] * 2),
        (("1w", "outb"), [False, True, True, True, True, False]),
        (("hidden", "out"), [False] * 6),
    ],
)
def test_updates_leave_what_stays_as_drawn_and_move_the_rest(
    frozen: tuple[str, ...], moves: list[bool]
) -> None:
    assert arrays_apart(replace(TWO, frozen=frozen)) == moves


def test_typed_numbers_stay_too() -> None:
    settings = replace(TWO, frozen=("1",), edits=(("w1_1_1", 5.0),))
    assert worked_example.example(settings).params[0][0, 0] == 5.0


def test_the_gradients_are_those_of_the_same_network_without_frozen_layers() -> None:
    plain, frozen = (
        worked_example.seen(replace(TWO, updates=0, frozen=one))[0].passage for one in ((), ("1",))
    )
    for one, other in zip(plain.grads, frozen.grads, strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.any()


def test_both_spellings_are_one_network() -> None:
    assert replace(TWO, frozen=("hidden",)).network_part() == replace(TWO, frozen=("1", "2")).network_part()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (
            {},
            "A step uses all 21 gradients: every weight and bias learns.",
        ),
        (
            {"frozen": "1"},
            "Layer 1 stays as drawn: 12 of 21 parameters learn. A step uses the gradients of those alone.",
        ),
        (
            {"frozen": "hidden,out"},
            "Nothing learns: all weights and biases stay as drawn. A step uses none of the 21 gradients.",
        ),
    ],
)
@pytest.mark.parametrize("view", ["steps", "blame", "outer"])
def test_the_page_says_which_gradients_a_step_uses(
    visitor: Visitor, link: dict[str, str], words: str, view: str
) -> None:
    visitor.open("backprop", view=view, **link)
    assert words in visitor.texts


def test_a_layer_is_chosen_and_stands_in_the_link(visitor: Visitor) -> None:
    visitor.open("backprop")
    box = next(one for one in visitor.app.selectbox if one.label == "Layer 1")
    box.select("stays as drawn").run()
    assert visitor.app.query_params["frozen"] in ("1", ["1"])
    assert visitor.block("steps")["stays"] == [[True, True], [False, False]]


def test_a_layer_that_the_network_lacks_gets_a_sentence(visitor: Visitor) -> None:
    settings, notes = BackpropSettings.from_url({"frozen": "1,3"})
    assert settings.frozen == ("1",)
    assert notes == ["Stays as drawn: there is no layer 3 of 1 hidden layer; it is left out."]
    settings, (note,) = BackpropSettings.from_url({"frozen": "<b>"})
    assert settings.frozen == ()
    assert "layers are 1 to" in note
    assert replace(TWO, frozen=("2",)).changed(depth=1).frozen == ()


def marks(node: Node, settings: BackpropSettings) -> dict[str, str]:
    """What stands below each matrix of layer 1 and of the output layer."""
    names = [(kind, layer) for kind in ("W", "dW", "nW", "b", "db", "nb", "g", "s", "f") for layer in (1, 3)]
    found = node(
        WRITTEN,
        "marks(numbers, run, cells)",
        **sent(settings),
        cells=[{"kind": kind, "layer": layer} for kind, layer in names],
    )
    return {f"{kind}{layer}": mark for (kind, layer), mark in zip(names, found, strict=True) if mark}


def test_gradients_and_signals_that_no_step_uses_are_marked(node: Node) -> None:
    assert marks(node, TWO) == {}
    first = {"dW1": "not used", "db1": "not used", "nW1": "as drawn", "nb1": "as drawn"}
    needless = dict.fromkeys(("g1", "s1", "f1"), "not needed")
    assert marks(node, replace(TWO, frozen=("1",))) == {**first, **needless}
    assert marks(node, replace(TWO, frozen=("1w",))) == {"dW1": "not used", "nW1": "as drawn"}
    out = {"dW3": "not used", "db3": "not used", "nW3": "as drawn", "nb3": "as drawn"}
    assert marks(node, replace(TWO, frozen=("out",))) == out


@pytest.mark.parametrize(
    ("frozen", "name", "words"),
    [
        ((), "dW1_1_1", ""),
        (("1",), "dW1_1_1", "Not used by a step: layer 1 stays as drawn."),
        (("1",), "W1_1_1", "Layer 1 stays as drawn."),
        (("1",), "dW2_1_1", ""),
        (("1",), "g1_1_1", "Not needed for a step: layer 1 stays as drawn."),
        (("1",), "z1_1_1", ""),
        (("hidden",), "s2_1_1", "Not needed for a step: the layers up to 2 stay as drawn."),
        (("2",), "g2_1_1", ""),
        (("1b",), "db1_1", "Not used by a step: biases of layer 1 stay as drawn."),
        (("outw",), "nW3_1_1", "Weights of the output layer stay as drawn."),
        (("hidden", "out"), "c1_1", "Not needed for a step: nothing learns."),
    ],
)
def test_of_each_number_the_microscope_says_why_no_step_uses_it(
    node: Node, frozen: tuple[str, ...], name: str, words: str
) -> None:
    said = node(WRITTEN, "staying(numbers, run, name)", **sent(replace(TWO, frozen=frozen)), name=name)
    assert said == words


def headlines(node: Node, **fields: Any) -> list[str]:
    of = sent(replace(TWO, **fields))
    return [node(WRITTEN, f"headline(numbers, run, {step})", **of) for step in (4, 5, 6)]


def test_headlines_say_what_is_left_to_learn(node: Node) -> None:
    _, gradients, update = headlines(node, frozen=("1",))
    assert gradients == "A step uses 17 of 26 gradients: the rest is of what stays as drawn"
    assert re.match(r"One update (lowers|raises) the mean error of 2 patterns from ", update)
    signals, gradients, _ = headlines(node, frozen=("hidden",))
    assert signals == "No hidden layer learns: a step does not need their error signals"
    assert gradients.startswith("A step uses 9 of 26 gradients")
    assert headlines(node, frozen=("hidden", "out"))[1:] == [
        "Nothing learns: a step uses none of these gradients",
        "Nothing moves: all weights and biases stay as drawn",
    ]


def test_an_update_of_what_stays_is_written_as_the_number_itself(node: Node) -> None:
    of = sent(replace(TWO, frozen=("1",)))
    (_, lines, boxes, sign, head), (_, _, moving, _, _) = node(
        WRITTEN, "written(numbers, run, 3, ['nW1_1_1', 'nW2_1_1'])", **of
    )
    assert [float(box.strip("()").replace("−", "-")) for box in boxes] == [float(head.replace("−", "-"))]
    assert sign == "="
    assert [re.sub("<[^>]*>", "", line) for line in lines] == [f"{boxes[0].strip('()')} = {head}"]
    assert len(moving) == 3
