"""Sums and products that MNIST's templates write: each line is evaluated from its own text."""

import re
from decimal import Decimal

import numpy as np

from datasets import mnist
from tests.node import Node

ARITHMETIC = "ui/mnist/templates/arithmetic.js"

NUMBER = r"[+−]?\d+(?:\.\d+)?"


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def holds(value: Decimal, shown: str) -> bool:
    """Whether a value, rounded as the shown number is, is that number."""
    places = len(shown.partition(".")[2])
    return abs(value - number(shown)) < Decimal(5).scaleb(-places - 1)


def pulls_of_networks() -> list[dict[str, float]]:
    """What pulls at every digit's score in 300 random networks of many sizes, each before another image."""
    rng = np.random.default_rng(14)
    images = mnist.load().test.inputs
    pulls = []
    for network in range(300):
        scale = 10.0 ** rng.uniform(-3, 0.5)
        products = rng.normal(scale=scale, size=(10, 784)) * (images[network] / 255)
        down, up = np.minimum(products, 0).sum(axis=1), np.maximum(products, 0).sum(axis=1)
        bias = rng.normal(scale=scale, size=10)
        columns = zip(down, up, bias, down + up + bias, strict=True)
        pulls += [dict(zip(("down", "up", "bias", "score"), map(float, row), strict=True)) for row in columns]
    return pulls


def test_every_running_sum_of_300_networks_adds_up_as_it_is_written(node: Node) -> None:
    pulls = pulls_of_networks()
    pair = {"pair": False, "digit": 3, "rival": 5, "unit": None}
    for pull, line in zip(
        pulls,
        node(
            "ui/mnist/templates/pull.js",
            "pulls.map((pull) => sumLine({ ...pair, pull }))",
            pulls=pulls,
            pair=pair,
        ),
        strict=True,
    ):
        found = re.fullmatch(rf"Σ ({NUMBER}), b = ({NUMBER}): z3 = ({NUMBER})", plain(line))
        assert found, line
        assert holds(number(found[1]) + number(found[2]), found[3]), line
        assert holds(Decimal(pull["score"]), found[3]), line


def test_the_parts_that_screen_readers_hear_add_up_too(node: Node) -> None:
    pulls = pulls_of_networks()
    parts = node("ui/mnist/templates/pull.js", "pulls.map(partsOf)", pulls=pulls)
    rows = node("ui/mnist/templates/tug.js", "pulls.map(rowWords)", pulls=pulls)
    for part, row in zip(parts, rows, strict=True):
        found = re.fullmatch(rf"({NUMBER}) in all below zero, ({NUMBER}) above, together ({NUMBER})", part)
        assert found, part
        assert holds(number(found[1]) + number(found[2]), found[3]), part
        found = re.fullmatch(rf"pulls down ({NUMBER}), up ({NUMBER}), bias ({NUMBER}), z ({NUMBER})", row)
        assert found, row
        assert holds(number(found[2]) + number(found[3]) - number(found[1]), found[4]), row


def test_a_hidden_unit_has_a_z_and_a_pair_has_the_difference_of_its_biases(node: Node) -> None:
    pull = {"down": -1.0, "up": 2.04, "bias": 0.02, "score": 1.06}
    both = [{"unit": 2, "pair": False}, {"unit": None, "pair": True}]
    said = node(
        "ui/mnist/templates/pull.js",
        "both.map((subject) => sumLine({ digit: 3, rival: 5, pull, ...subject }))",
        both=both,
        pull=pull,
    )
    assert [plain(line) for line in said] == [
        "Σ +1.04, b = +0.02: z(1)3 = +1.06",
        "Σ +1.04, b3 − b5 = +0.02: z3 − z5 = +1.06",
    ]


def test_what_speaks_for_either_side_adds_up_too(node: Node) -> None:
    pulls = pulls_of_networks()
    pair = {"pair": True, "digit": 3, "rival": 5, "unit": None}
    for pull, line in zip(
        pulls,
        node(
            "ui/mnist/templates/pull.js",
            "pulls.map((pull) => sidesOf({ ...pair, pull }))",
            pulls=pulls,
            pair=pair,
        ),
        strict=True,
    ):
        found = re.fullmatch(rf"gold ({NUMBER}) for 3, violet ({NUMBER}) for 5", line)
        assert found, line
        assert holds(
            number(found[1]) + number(found[2]), f"{pull['down'] + pull['up']:.2f}".replace("-", "−")
        ), line


def test_a_product_is_what_its_factors_give_as_written(node: Node) -> None:
    rng = np.random.default_rng(15)
    n_near = 0
    for scale in (1e-4, 1e-2, 1.0, 30.0, 2000.0):
        w, x = rng.normal(scale=scale, size=300), rng.integers(0, 256, 300) / 255
        lines = node(ARITHMETIC, "Array.from(w, (each, i) => productWords(each, x[i], 'x'))", w=w, x=x)
        for line in map(plain, lines):
            found = re.fullmatch(rf"w ({NUMBER}) × x ({NUMBER}) ([=≈]) ({NUMBER})", line)
            assert found, line
            if found[3] == "≈":
                n_near += 1
                continue
            assert holds(number(found[1]) * number(found[2]), found[4]), line
    assert n_near == 0


def test_numbers_with_a_power_of_ten_are_only_near(node: Node) -> None:
    assert node(ARITHMETIC, "sumWords([1e9, -1], 1e9 - 1)") == {
        "terms": ["+1.0 · 10⁹", "−1.00"],
        "total": "+1.0 · 10⁹",
        "sign": "≈",
    }
