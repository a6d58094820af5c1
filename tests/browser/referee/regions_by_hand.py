"""Checks of what the page ``regions`` says of weights that are set by hand, and of a fork that begins with them."""

import re
from itertools import pairwise
from typing import Any

import numpy as np

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.referee.regions_moment import Shown, shown_in
from tests.browser.referee.regions_worth import INTACT, off_words, units_off

Named = list[tuple[str, float]]


def set_now(scene: Scene) -> Named:
    """Names and values as the player's view has them: a hand may have changed what the first link said."""
    text = scene.page.locator(".player").evaluate("root => root.player.run.view.by_hand")
    return [(name, float(value)) for name, value in (one.split(":") for one in text.split(",") if one)]


def place(name: str, sizes: list[int]) -> int:
    """Where a weight stands, counted through: a layer's weights unit by unit, then its biases."""
    layer, unit, source = map(int, name.split("-"))
    before = sum((a + 1) * b for a, b in pairwise(sizes[:layer]))
    columns, rows = sizes[layer - 1], sizes[layer]
    return before + (rows * columns + unit - 1 if not source else (unit - 1) * columns + source - 1)


def words(name: str, sizes: list[int]) -> set[str]:
    """What the page may call a weight."""
    layer, unit, source = map(int, name.split("-"))
    target = f"class {unit}" if layer == len(sizes) - 1 else f"unit {unit} of layer {layer}"
    if not source:
        return {f"bias of {target}"}
    if layer == 1:
        return {f"x{source} → {target}", f"x{'₁₂'[source - 1]} → {target}"}
    return {f"unit {source} of layer {layer - 1} → {target}", f"unit {source} → {target}"}


def opening(scene: Scene, shown: Shown) -> str:
    """What is done to the network."""
    n = len(set_now(scene))
    by_hand = f"{'a weight' if n == 1 else f'{n} weights'} set by hand"
    return f"Without {off_words(scene, shown)}, with {by_hand}" if units_off(scene) else f"With {by_hand}"


def assert_set(params: Any, named: Named, sizes: list[int]) -> None:
    for name, value in named:
        assert np.float32(params[place(name, sizes)]) == np.float32(value), name


def assert_named(text: str, named: Named, sizes: list[int]) -> None:
    """A list of up to three weights with their values, and how many more."""
    found = re.fullmatch(r"(.*?)(?: and (\d+) more)?\.", text)
    assert found, text
    clauses = found[1].split(", ")
    assert len(clauses) + int(found[2] or 0) == len(named)
    for clause in clauses:
        which, _, value = clause.replace("−", "-").rpartition(" is ")
        assert any(which in words(name, sizes) and float(value) == number for name, number in named), clause


@checks("plane.headline.by_hand")
def _headline(said: Said, scene: Scene) -> None:
    """The share that is right, of the run's own network with those weights; every other one is as trained."""
    from tests.browser.referee.regions import held_out, right_words

    shown = shown_in(scene)
    if said.text != opening(scene, shown):  # while it plays
        assert said.text in {
            f"{opening(scene, shown)}: {words}" for words in right_words(shown, held_out(shown))
        }
    if units_off(scene):
        return
    expected = np.array(scene.page.locator(".player").evaluate(INTACT), np.float32)
    for name, value in set_now(scene):
        expected[place(name, shown.sizes)] = value
    np.testing.assert_array_equal(np.array(shown.params, np.float32), expected)


@checks("regions.by_hand")
def _by_hand(said: Said, scene: Scene) -> None:
    named = set_now(scene)
    if not named:
        assert said.text == ""
        return
    assert said.text.startswith("Set by hand: ")
    assert_named(said.text.removeprefix("Set by hand: "), named, shown_in(scene).sizes)


@checks("regions.by_hand.one")
def _one(said: Said, scene: Scene) -> None:
    """Of the weight that the window has: whether it is set, and what it is as trained, exactly."""
    weight = scene.page.locator(".player").evaluate("root => root.player.byHand.weight")
    if weight is None or "not" in said.text or "most" in said.text:
        return
    name = f"{weight['l'] + 1}-{weight['to'] + 1}-{0 if weight['from'] is None else weight['from'] + 1}"
    if said.text == "Cut: 0 from the beginning, and throughout training.":
        assert name in scene.page.locator(".player").evaluate("root => root.player.run.cut")
        return
    if name not in dict(set_now(scene)):
        assert said.text == "As trained. Type a number, or drag."
        return
    found = re.fullmatch(r"Set by hand; trained, it is (\S+)\.", said.text.replace("−", "-"))
    assert found, said.text
    trained = scene.page.locator(".player").evaluate(INTACT)[place(name, shown_in(scene).sizes)]
    assert np.float32(found[1]) == np.float32(trained)


@checks("regions.cut")
def _cut(said: Said, scene: Scene) -> None:
    """Each wire that is named is 0 at the first moment and at the one that is shown."""
    shown = shown_in(scene)
    cut = [name for name in scene.page.locator(".player").evaluate("root => root.player.run.cut") if name]
    if not cut:
        assert said.text == ""
        return
    found = re.fullmatch(r"Cut, and 0 throughout: (.*?)(?: and (\d+) more)?\.", said.text)
    assert found, said.text
    clauses = found[1].split(", ")
    assert len(clauses) + int(found[2] or 0) == len(cut)
    assert all(any(clause in words(name, shown.sizes) for name in cut) for clause in clauses)
    for name in cut:
        assert shown.params[place(name, shown.sizes)] == 0
        assert shown.first_params[place(name, shown.sizes)] == 0
