"""What twenty seeds are said to show, recomputed from the single runs."""

from dataclasses import replace
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import pytest

from engine.training.stops import Stop
from tests.ui.plane.test_own_points import text_of
from tests.ui.plane.test_repeats import ALL, SMALL, whole
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import headline, repeats
from ui.plane.seeds.repeats import Ended, Repeats, Side

NAMES = ("Single layer", "Multi-layer")


def made(*wrong: list[int], n_judged: int = 200, kind: str = "fresh points") -> Repeats:
    """Runs that get so many patterns wrong; each has its own network."""
    loss = np.ones(3, np.float32)
    sides = tuple(
        Side(
            tuple(
                Ended(SMALL, loss, loss, 2.0, None, count, np.array([number + 100 * i], np.float32))
                for number, count in enumerate(counts)
            ),
            np.zeros((2, 3, 4), np.uint8),
        )
        for i, counts in enumerate(wrong)
    )
    return Repeats(sides, np.array([0.0, 2.0]), 2, n_judged, kind)


def test_the_spread_is_that_of_the_runs() -> None:
    found = whole(SMALL)
    wrong = np.sort([one.n_wrong / found.n_judged for one in found.sides[0].ended])
    said = headline.one(found, "title").text
    numbers = [float(word) for word in said.replace("%", "").replace(",", "").split() if "." in word]
    assert numbers == pytest.approx([100 * wrong[0], 100 * wrong[-1], 100 * np.median(wrong)], abs=0.051)
    assert said.startswith("20 seeds: true error ")


@pytest.mark.parametrize("n_lower", [0, 5, 6, 10, 14, 15, 18, 20])
def test_a_network_is_said_to_do_better_only_where_luck_would_rarely_do_it(n_lower: int) -> None:
    second = [9] * n_lower + [11] * (20 - n_lower)
    found = made([10] * 20, second)
    rarer = sum(Fraction(comb(20, k), 2**20) for k in range(min(n_lower, 20 - n_lower) + 1))
    p = min(1.0, float(2 * rarer))
    said = headline.pair(found, NAMES, "title")
    if p >= 0.05:
        assert said.name == "twin.seeds.headline.luck"
        assert f"multi-layer in {n_lower} of 20: that may be luck" in said.text
    else:
        better, count = ("multi-layer", n_lower) if n_lower > 10 else ("single layer", 20 - n_lower)
        assert said.text.startswith(f"True error lower with the {better} in {count} of 20 (p")
    written = float(said.text.split("p ")[1].split()[1].rstrip(")"))
    assert written == pytest.approx(p, abs=0.0051) if "p = " in said.text else p < written


@pytest.mark.parametrize(
    ("n_done", "words"),
    [(1, "1 of 20 seeds: true error 5.0 %"), (2, "2 of 20 seeds: true error 5.0 %, median 5.0 %")],
)
def test_a_median_is_that_of_several_runs(n_done: int, words: str) -> None:
    assert headline.one(made([10] * n_done), "title").text == words


@pytest.mark.parametrize(
    ("n_runs", "n_diverged", "words"),
    [
        (1, 1, "1 of 1 run diverged: it counts"),
        (3, 1, "1 of 3 runs diverged: it counts"),
        (3, 2, "2 of 3 runs diverged: each counts"),
    ],
)
def test_runs_that_ended_early_are_counted_in_plain_grammar(n_runs: int, n_diverged: int, words: str) -> None:
    found = made([10] * n_runs)
    gone = Stop("diverged", 2.0, "")
    (side,) = found.sides
    ended = tuple(replace(one, stop=gone if i < n_diverged else None) for i, one in enumerate(side.ended))
    said = headline.ends_words(replace(found, sides=(replace(side, ended=ended),)))
    assert said.startswith(words)


def test_equal_errors_are_left_out_of_the_test_and_said() -> None:
    found = made([10] * 20, [10] * 12 + [9] * 8)
    assert headline.compared(found).p == pytest.approx(2 / 2**8)
    assert "in 8 of 20 (p = 0.0078)" in headline.pair(found, NAMES, "title").text
    assert headline.test_words(found).startswith(
        "Exact sign test over 8 pairs; 12 with equal errors left out"
    )


def test_nothing_is_claimed_of_pairs_that_are_one_pair() -> None:
    found = made([10] * 20, [9] * 20)
    same = replace(
        found,
        sides=tuple(
            replace(side, ended=tuple(replace(one, params=np.zeros(1, np.float32)) for one in side.ended))
            for side in found.sides
        ),
    )
    assert not headline.claims(same)
    assert headline.pair(same, NAMES, "title").text == "20 times the same pair: what varies changes nothing"
    assert headline.test_words(same) == ""


def test_pairs_that_are_not_all_trained_are_counted_and_not_judged() -> None:
    found = made([10] * 7, [9] * 7)
    assert (
        headline.pair(found, NAMES, "title").text
        == "7 of 20 seeds: true error lower with the multi-layer in 7"
    )
    assert not headline.claims(found)
    assert headline.test_words(found) == ""
    assert headline.pair(made([], []), NAMES, "Spiral").text == "Spiral"


def test_what_diverged_is_said() -> None:
    wild = replace(SMALL, rule="gradient descent", l2=1.0, rate=100.0)
    found = whole(wild)
    n = sum(one.diverged for one in found.sides[0].ended)
    assert headline.one(found, "title").text.endswith(f"; {n} diverged")
    assert headline.ends_words(found).startswith(
        f"{n} of 20 runs diverged: each counts with its last network"
    )


def test_what_varies_is_said_with_what_cannot() -> None:
    own: Any = RegionSettings(data="own", drawn=text_of((0, 0, 1), (1, 1, 2)), batch=0, validation="none")
    said = headline.varies_words(ALL[:1], repeats.idle(own, ALL[:1]))
    assert said == (
        "Varies from run to run: points. The same in all: initial weights and batches. "
        "No effect: points (own points are given, not drawn)."
    )
    assert "the 4 validation points" in headline.judged_words(
        made([1] * 20, n_judged=4, kind="validation points")
    )
