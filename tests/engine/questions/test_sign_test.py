"""The exact sign test, held against every way that signs can fall."""

from itertools import product

import pytest

from engine.questions.sign_test import SignTest, sign_test


@pytest.mark.parametrize("n", [1, 2, 7, 12])
def test_its_chance_is_counted_over_all_ways_that_signs_can_fall(n: int) -> None:
    ways = [sum(signs) for signs in product((0, 1), repeat=n)]
    for n_lower in range(n + 1):
        as_uneven = sum(abs(2 * way - n) >= abs(2 * n_lower - n) for way in ways)
        assert SignTest(n_lower, 0, n - n_lower).p == as_uneven / 2**n


def test_it_agrees_with_tables_of_the_binomial() -> None:
    # Twice the cumulative binomial with p = 1/2, as tables give it: B(2; 20) = 0.0002, B(5; 20) = 0.0207.
    assert SignTest(18, 0, 2).p == pytest.approx(0.000402, abs=1e-6)
    assert SignTest(5, 0, 15).p == pytest.approx(0.041389, abs=1e-6)
    assert SignTest(10, 0, 10).p == 1.0


def test_pairs_of_equal_numbers_tell_nothing() -> None:
    test = sign_test([3, 3, 2, 5], [1, 3, 4, 2])
    assert (test.n_lower, test.n_equal, test.n_higher, test.n) == (2, 1, 1, 4)
    assert test.p == SignTest(2, 0, 1).p == 1.0
    assert sign_test([1, 2], [1, 2]).p == 1.0


def test_what_makes_no_pairs_is_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1 numbers"):
        sign_test([1, 2], [1])
    with pytest.raises(ValueError, match="NaN"):
        sign_test([1.0], [float("nan")])
