"""Written arithmetic agrees with its own digits: every line that the microscope writes is worked out from its text."""

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from engine.questions import microscope
from tests.amount import many
from tests.browser.written_numbers import last_digit, number
from tests.node import Node
from ui.backprop import worked_example
from ui.backprop.passage.block import network_header, passage_numbers
from ui.backprop.settings import BackpropSettings

WRITTEN = "tests/ui/backprop/written.js"
AGREEMENT = "ui/backprop/passage/agreement.js"
NETWORKS = many(300)

NO_ARITHMETIC = re.compile(
    r".*, so <i>h</i>|δ is [01] because|All fractions cancel|A bias is a weight|The same patterns sent forward|Given: "
    r"|.* above [−\d.]+: the slope is|<i>y</i><sub>\d</sub> = <b>[^<]*</b>$"
)
EXPONENTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def worked_out(text: str) -> float:
    """The value of arithmetic as the page writes it, from its characters alone."""
    python = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{m[1].translate(EXPONENTS)}", text)
    python = re.sub(r"e<sup>(.*?)</sup>", r"exp(\1)", python)
    python = re.sub(r"ln ([\d.]+(?:e-?\d+)?)", r"log(\1)", python)
    python = python.replace("−", "-").replace(")(", ")*(").replace("·", "*").replace("²", "**2")
    assert re.fullmatch(r"([-+*/(),.0-9e ]|exp\(|log\(|tanh\(|max\()+", python), text
    names = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "max": max}
    return float(eval(python, {"__builtins__": {}}, names))


def agrees(text: str, result: str) -> bool:
    """Whether a text, rounded as its result is, is that result; "0" stands for exactly 0."""
    unit = 1e-11 if result == "0" else last_digit(result)
    return abs(worked_out(text) - number(result)) <= 0.5 * unit


def equations(line: str) -> Iterator[tuple[str, str, str]]:
    """Text, sign and result of a line that says arithmetic."""
    if NO_ARITHMETIC.match(line):
        return
    plain = re.sub(r"</?b>", "", line).removeprefix("By the chain: ")
    *_, text, sign, result = re.split(r" ([=≈]) ", plain)
    yield text, sign, result


def names_of(numbers: dict[str, Any]) -> list[str]:
    """The names of all numbers of a passage."""
    found = []
    for kind, lists in numbers.items():
        if kind in ("collapses", "checks"):
            continue
        layered = kind in ("W", "b", "z", "h", "g", "s", "f", "dW", "db", "nW", "nb")
        for layer, array in enumerate(lists, 1) if layered else [("", lists)]:
            for place in np.ndindex(np.shape(array)):
                found.append("_".join([f"{kind}{layer}", *(str(i + 1) for i in place)]))
    return found


def written(node: Node, settings: BackpropSettings, pattern: int = 0) -> list[tuple[str, str, str, str]]:
    """What the page writes of each number: its name, a text of arithmetic, the sign, the result."""
    made = worked_example.example(settings)
    rows = slice(pattern - 1, pattern) if pattern else slice(None)
    passage = microscope.look(made.architecture, made.params, made.inputs[rows], made.targets[rows])
    numbers = passage_numbers(passage, {}, passage.updated(settings.rate, settings.held), passage.error)
    decimals = 8 if settings.numbers == "full" else 3
    run = {**network_header(passage), "stays": settings.stays, "rate": settings.rate}
    found = []
    for name, lines, boxes, sign, head in node(
        WRITTEN,
        "written(numbers, run, decimals, names)",
        numbers=numbers,
        run=run,
        decimals=decimals,
        names=names_of(numbers),
    ):
        found += [(name, *one) for line in lines for one in equations(line)]
        if boxes:
            found.append((name, " ".join(boxes), sign, head))
    return found


FROZEN: tuple[tuple[str, ...], ...] = ((), (), ("1",), ("hidden",), ("1w", "outb"), ("2", "out"))
"""What stays as drawn, by lot."""


def a_network(seed: int) -> BackpropSettings:
    """Any network of the page, its rate, its patterns, what of it stays as drawn, and some updates taken."""
    rng = np.random.default_rng(seed)
    depth = int(rng.integers(4))
    return BackpropSettings(
        depth=depth,
        units=tuple(rng.integers(1, 6, max(depth, 1)).tolist()),
        activation=tuple(rng.choice(["sigmoid", "tanh", "relu"], max(depth, 1)).tolist()),
        rate=float(rng.choice([0.001, 0.03, 0.5, 2.0])),
        patterns=int(rng.integers(1, 5)),
        init_seed=seed,
        data_seed=int(rng.integers(1000)),
        updates=int(rng.choice([0, 0, 1, 20])),
        numbers=str(rng.choice(["rounded", "rounded", "full"])),
        frozen=FROZEN[int(rng.integers(len(FROZEN)))],
    ).within_bounds()[0]


def test_every_line_of_hundreds_of_networks_comes_to_its_result(node: Node) -> None:
    lines, off, about = 0, [], 0
    for seed in range(NETWORKS):
        settings = a_network(seed)
        for name, text, sign, result in written(node, settings, seed % (settings.patterns + 1)):
            lines += 1
            if sign == "≈":
                about += 1
            elif not agrees(text, result):
                off.append((seed, name, text, result))
    assert lines > 100 * NETWORKS
    assert off == []
    assert about < 0.01 * lines  # what cancels, or ends on half a unit


@pytest.mark.parametrize("pattern", [0, 1])
def test_the_page_as_it_opens_needs_no_sign_but_equals(node: Node, pattern: int) -> None:
    found = written(node, BackpropSettings(), pattern)
    assert {sign for _, _, sign, _ in found} == {"="}
    assert all(agrees(text, result) for _, text, _, result in found)


def test_a_sum_of_powers_has_the_digits_that_its_result_takes(node: Node) -> None:
    found = [
        (text, sign) for name, text, sign, result in written(node, BackpropSettings()) if result == "2.97959"
    ]
    assert set(found) == {("1.586811 + 0.569665 + 0.823113", "=")}
    assert not agrees("1.58681 + 0.56966 + 0.82311", "2.97959")


EQUATION = """equation((more) => write.replace("#", longer(value, 5, more, 8)), result)"""


def test_a_small_divisor_has_significant_digits(node: Node) -> None:
    value = 1 / 85.2030 / 3
    found = node(AGREEMENT, EQUATION, write="−1 / # / 3", value=value, result="−85.2030")
    assert found["sign"] == "="
    assert found["text"] != "−1 / 0.00391 / 3"
    assert agrees(found["text"], "−85.2030")
    assert not agrees("−1 / 0.00391 / 3", "−85.2030")


def test_what_would_take_more_than_eight_digits_is_about_its_result(node: Node) -> None:
    found = node(AGREEMENT, EQUATION, write="# − 1", value=1 - 1e-12, result="−1.0·10⁻¹²")
    assert found == {"text": "1.00000 − 1", "sign": "≈", "more": 0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("−(0·ln 0.25 + 1·ln 0.5)", math.log(2)),
        ("(−0.5)(2.0·10⁻³) + 1", 0.999),
        ("1 − (−0.5)²", 0.75),
        ("1 / (1 + e<sup>−(0.5)</sup>)", 1 / (1 + math.exp(-0.5))),
        ("max(0, −0.3) + tanh(0.2)", math.tanh(0.2)),
        ("0.5 − 0.1·(−2)", 0.7),
        ("1 / 4 / 3", 1 / 12),
    ],
)
def test_arithmetic_is_read_as_it_is_written(node: Node, text: str, value: float) -> None:
    assert node(AGREEMENT, "worth(text)", text=text) == pytest.approx(value, rel=1e-12)
    assert worked_out(text) == pytest.approx(value, rel=1e-12)


def test_a_text_with_a_function_that_is_not_known_is_not_worked_out(node: Node) -> None:
    assert node(AGREEMENT, "worth(text)", text="softplus(0.5)") is None
