"""Sentences about what was measured: a sample is named, and an interval says how far it may be off."""

import pytest

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


def test_a_single_pattern_is_right_or_wrong_and_has_no_percent() -> None:
    assert Measured(1, 1, "validation points").right_words() == "the only validation point is right"
    assert Measured(0, 1, "validation points").wrong_words() == "the only validation point is wrong"


def test_halves_are_rounded_up_as_the_browser_does() -> None:
    assert [percent(389, 400), percent(11, 400), percent(1, 16)] == ["97.3 %", "2.8 %", "6.3 %"]
    assert [percent(0, 7), percent(7, 7), percent(2, 3)] == ["0.0 %", "100.0 %", "66.7 %"]
