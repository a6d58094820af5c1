"""Matrices that stand in a row as an equation agree with the digits that they show."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.questions import microscope
from tests.amount import many
from tests.browser.written_numbers import last_digit, number
from tests.node import Node
from tests.ui.backprop.test_written_arithmetic import WRITTEN, a_network
from ui.backprop import worked_example
from ui.backprop.passage.block import network_header, passage_numbers
from ui.backprop.settings import BackpropSettings

NETWORKS = many(300)


def passage_of(settings: BackpropSettings, pattern: int) -> dict[str, Any]:
    """The numbers of a pattern, or of the batch, and the network's facts, as the browser gets them."""
    made = worked_example.example(settings)
    chosen = slice(pattern - 1, pattern) if pattern else slice(None)
    passage = microscope.look(made.architecture, made.params, made.inputs[chosen], made.targets[chosen])
    return {
        "numbers": passage_numbers(passage, {}, passage.updated(settings.rate, settings.held), passage.error),
        "run": {**network_header(passage), "stays": settings.stays, "rate": settings.rate},
    }


def rows(
    node: Node, settings: BackpropSettings, pattern: int, step: int
) -> Iterator[tuple[str, str, str, float]]:
    """Each number of a result in a step: its name, the sign before it, its text, and what the texts before it give."""
    sent = passage_of(settings, pattern)
    decimals = 8 if settings.numbers == "full" else 3
    found = node(WRITTEN, "tables(numbers, run, decimals, step)", **sent, decimals=decimals, step=step)
    assert len(found) == {3: 2, 4: settings.depth, 6: 2 * settings.depth + 2}[step]
    for result, sign, texts in found:
        values = {name: number(text) for name, text in texts.items()}
        for name in texts:
            if name == result or name.startswith(f"{result}_"):
                yield name, sign, texts[name], worth(name, values, len(sent["numbers"]["x"]), settings)


def worth(name: str, values: dict[str, float], n: int, settings: BackpropSettings) -> float:
    """What a number of a result is, by the numbers that stand before it."""
    kind, place = re.match(r"([a-zA-Z]+)(.*)", name).groups()  # type: ignore[union-attr]
    if kind == "c":
        _, pattern, k = place.split("_")
        return sum(values[f"dy_{pattern}_{c}"] * values[f"J_{pattern}_{c}_{k}"] for c in (1, 2, 3))
    if kind in ("nW", "nb"):
        gradient = values.get(f"d{kind[1]}{place}")
        is_held = settings.stays[int(place.partition("_")[0]) - 1]["Wb".index(kind[1])]
        assert is_held == (gradient is None)
        return values[f"{kind[1]}{place}"] - settings.rate * (gradient or 0.0)
    layer, _, at = place.partition("_")
    if int(layer) > settings.depth:
        return (values[f"y_{at}"] - values[f"t_{at}"]) / n
    return values[f"s{place}"] * values[f"f{place}"]


def test_every_table_of_hundreds_of_networks_comes_to_its_result(node: Node) -> None:
    numbers, about, off = 0, set(), []
    for seed in range(NETWORKS):
        settings = a_network(seed)
        pattern = seed % (settings.patterns + 1)
        for step in (3, 4, 6):
            for name, sign, text, value in rows(node, settings, 0 if step == 6 else pattern, step):
                numbers += 1
                unit = 1e-11 if text == "0" else last_digit(text)
                if sign == "≈":
                    about.add((seed, re.match(r"[a-zA-Z]+\d?", name)[0]))  # type: ignore[index]
                elif abs(value - number(text)) > 0.5 * unit:
                    off.append((seed, name, text, value))
    assert numbers > 33 * NETWORKS
    assert off == []
    assert len(about) < 0.02 * NETWORKS


def test_the_update_as_the_page_opens_is_exact_as_it_is_written(node: Node) -> None:
    for step in (3, 4, 6):
        assert {sign for _, sign, _, _ in rows(node, BackpropSettings(), 1, step)} == {"="}


def tiles(html: str, kind: str) -> list[str]:
    """The texts of the tiles of a kind, in their order."""
    return re.findall(rf"<button [^>]*{kind}[^>]*>([^<]*)</button>", html)


def apart(found: npt.NDArray[np.float64], texts: list[str]) -> list[tuple[float, str]]:
    """Values that are not what their texts say, rounded as these are."""
    units = [1e-11 if text == "0" else last_digit(text) for text in texts]
    return [
        (value, text)
        for value, text, unit in zip(found.ravel(), texts, units, strict=True)
        if abs(value - number(text)) > 0.5 * unit + 1e-15
    ]


def values(texts: list[str]) -> npt.NDArray[np.float64]:
    return np.array([number(text) for text in texts])


def test_every_outer_product_of_hundreds_of_networks_comes_to_its_result(node: Node) -> None:
    about = 0
    for seed in range(NETWORKS):
        settings = a_network(seed)
        sent = passage_of(settings, seed % (settings.patterns + 1))
        decimals = 6 if settings.numbers == "full" else 3
        layer = seed % (settings.depth + 1) + 1
        made = node(
            WRITTEN, "outerProducts(numbers, run, decimals, layer)", **sent, decimals=decimals, layer=layer
        )
        gradient, weights, after = (tiles(html, "data-cell") for html in made["plain"])
        about += "≈" in made["signs"].values()
        products = [tiles(html, "data-product") for html in made["crosses"]]
        if made["signs"]["products"] == "=":
            for html, shown in zip(made["crosses"], products, strict=True):
                assert (
                    apart(
                        np.outer(values(tiles(html, "data-row")), values(tiles(html, "data-column"))), shown
                    )
                    == []
                )
        if made["signs"]["sum"] == "=":
            assert apart(sum(map(values, products), np.zeros(len(gradient))), gradient) == []
        if made["signs"]["weights"] == "=":
            rate = 0.0 if settings.stays[layer - 1][0] else settings.rate
            assert apart(values(weights) - rate * values(gradient), after) == []
    assert about < 0.03 * NETWORKS
