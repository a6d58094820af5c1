"""Wilson's interval: published values, its ends, and how often it holds the true share."""

import numpy as np
import pytest

from engine.questions.shares import wilson


def test_it_agrees_with_published_values() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
def test_it_holds_the_true_share_nineteen_times_in_twenty(share: float) -> None:
    hits = np.random.default_rng(1).binomial(100, share, 4_000)
    held = [low <= share <= high for low, high in (wilson(int(k), 100) for k in hits)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)


def test_what_is_no_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="5 hits in 4 trials"):
        wilson(5, 4)
    with pytest.raises(ValueError, match="0 hits in 0 trials"):
        wilson(0, 0)
