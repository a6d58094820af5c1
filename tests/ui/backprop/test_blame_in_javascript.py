"""Blame without a browser: its numbers come to each other as they are written, and a nudge claims what it shows."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tests.browser.written_numbers import last_digit, number
from tests.node import Node

STACK, NUDGE = "ui/backprop/blame/stack.js", "ui/backprop/blame/nudge.js"

ROWS = "rowsHtml({ symbolOf: String, slopeOf: () => 'slope', value: () => -0.5 }, stack, 3, brief)"


def stack_of(parts: Sequence[float], slope: float) -> dict[str, Any]:
    """A stack of blame, its sum, and what its gate leaves."""
    total = sum(parts)
    return {"layer": 1, "j": 1, "parts": parts, "sum": total, "slope": slope, "left": total * slope}


@pytest.mark.parametrize("decimals", [3, 8])
def test_written_parts_add_up_and_the_gate_leaves_what_is_left(node: Node, decimals: int) -> None:
    rng = np.random.default_rng(12)
    about = 0
    for _ in range(300):
        stack = stack_of(rng.normal(0, 0.3, 3).tolist(), float(rng.uniform(0, 1)))
        texts = node(STACK, "textsOf(stack, decimals)", stack=stack, decimals=decimals)
        if "≈" in texts["sum"] + texts["left"]:
            about += 1
            continue
        total, left = number(texts["sum"]), number(texts["left"])
        assert abs(sum(map(number, texts["parts"])) - total) < 0.5 * last_digit(texts["sum"]), texts
        assert abs(total * number(texts["slope"]) - left) < 0.5 * last_digit(texts["left"]), texts
    assert about < 3


def test_a_blame_of_nothing_has_no_bar(node: Node) -> None:
    assert node(STACK, ROWS, stack=stack_of([0.1, -0.2, 0.05], 0.2), brief=False).count('class="bar') == 5
    shut = node(STACK, ROWS, stack=stack_of([0.1, -0.2, 0.05], 0.0), brief=False)
    assert shut.count('class="bar') == 4
    nothing = node(STACK, ROWS, stack=stack_of([0.0, 0.0, 0.0], 0.2), brief=False)
    assert "bar" not in nothing
    assert "polygon" not in nothing


def test_on_the_stage_each_product_stands_with_its_two_numbers(node: Node) -> None:
    stack = stack_of([0.1, -0.2, 0.05], 0.2)
    assert node(STACK, ROWS, stack=stack, brief=True).count('class="factors"') == 3
    assert "factors" not in node(STACK, ROWS, stack=stack, brief=False)


SCALE = [-2, -1, -0.5, 0, 0.5, 1, 2]


def nudged(errors: Sequence[float], gradient: float) -> dict[str, Any]:
    """What Python sends of a nudge, with one class."""
    return {
        "scale": SCALE,
        "errors": errors,
        "halves": errors,
        "gradient": gradient,
        "probabilities": [[error] for error in errors],
        "slopes": [gradient],
    }


def test_what_a_nudge_says_agrees_with_its_own_digits(node: Node) -> None:
    rng = np.random.default_rng(3)
    for _ in range(100):
        gradient, bend = rng.normal(0, 10.0 ** -rng.integers(0, 5), 2)
        nudge = nudged([0.7 + gradient * e + bend * e**2 / 10 for e in SCALE], float(gradient))
        words = node(NUDGE, "wordsOf(nudge, 5)", nudge=nudge)
        said = re.search(r"= (\S+), the change is (\S+): off by (about )?(\S+) %", words)
        assert said is not None
        predicted, change, off = (number(said[i]) for i in (1, 2, 4))
        if not said[3]:
            assert abs(100 * abs(change / predicted - 1) - off) <= 0.5001 * last_digit(said[4]), words
        rows = node(NUDGE, "changesHtml(nudge, 5, 4)", nudge=nudge)
        for was, now, came in re.findall(
            r"<td>([−\d.·⁰-⁹⁻¹²³]+)</td><td>([−\d.·⁰-⁹⁻¹²³]+)</td><td class=\"now\">(.*?)</td>", rows
        ):
            if "≈" not in came:
                gap = abs(number(now) - number(was) - number(came.lstrip("+")))
                assert gap <= 0.5001 * last_digit(came.lstrip("+")), rows
