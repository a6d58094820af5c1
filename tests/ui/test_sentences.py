"""Sentences about what was measured: a sample is named, and an interval says how far it may be off."""

from fractions import Fraction

import numpy as np
import pytest

from tests.node import Node
from ui.sentences import Measured, percent


def test_a_sample_is_named_and_a_whole_set_is_not_called_one() -> None:
    assert (
        Measured(86, 100, "validation points").right_words()
        == "86.0 % of the 100 validation points are right"
    )
    sample = Measured.of(0.932, 10_000, "training images", out_of=50_000)
    assert sample.wrong_words() == "6.8 % of the first 10,000 of 50,000 training images are wrong"
    assert Measured(5, 10, "test images", out_of=10).patterns == "the 10 test images"


def test_a_single_pattern_is_right_or_wrong_and_has_no_percent() -> None:
    assert Measured(1, 1, "validation points").right_words() == "the only validation point is right"
    assert Measured(0, 1, "validation points").wrong_words() == "the only validation point is wrong"


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="11 of 10 test images"):
        Measured(11, 10, "test images")
    with pytest.raises(ValueError, match="0 of 0 test images"):
        Measured(0, 0, "test images")


def test_halves_are_rounded_up_as_the_browser_does() -> None:
    assert [percent(389, 400), percent(11, 400), percent(1, 16)] == ["97.3 %", "2.8 %", "6.3 %"]
    assert [percent(0, 7), percent(7, 7), percent(2, 3)] == ["0.0 %", "100.0 %", "66.7 %"]


def nearest(n_hits: int, n: int) -> str:
    """The per cent with one decimal by fractions, halfway cases up."""
    tenths = int(Fraction(1_000 * n_hits, n) + Fraction(1, 2))
    return f"{tenths / 10:.1f}"


@pytest.mark.parametrize("n", [2, 7, 300, 1_000, 2_500, 10_000, 20_000])
def test_halfway_shares_are_rounded_alike_in_python_and_in_the_browser(n: int, node: Node) -> None:
    counts = list(range(0, n + 1, max(1, n // 2_003)))
    expected = [nearest(count, n) for count in counts]
    assert [percent(count, n).removesuffix(" %") for count in counts] == expected
    shares = (np.array(counts) / n).astype(np.float32).astype(float)
    rest = (1 - np.array(counts) / n).astype(np.float32).astype(float)
    in_browser = node(
        "ui/browser/playing/timeline.js",
        "[shares.map(formatPercent), rest.map((share) => formatPercent(1 - share))]",
        shares=shares.tolist(),
        rest=rest.tolist(),
    )
    assert in_browser == [expected, expected]
    assert Measured(n - counts[-1], n, "points").wrong_words().startswith(f"{expected[-1]} %")


def test_1055_wrong_of_10000_are_10_6_per_cent_wherever_they_stand(node: Node) -> None:
    """9 tanh units after an epoch on 20,000 images: 100 * 0.1055 prints as 10.5, 100 * (1 - 0.8945) as 10.6."""
    assert Measured.of(0.8945, 10_000, "validation images").wrong_words().startswith("10.6 %")
    shown = node(
        "ui/browser/playing/timeline.js",
        "[formatPercent(1 - Math.fround(0.8945)), formatPercent(0.1055)]",
    )
    assert shown == ["10.6", "10.6"]
