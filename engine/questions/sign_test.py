"""Whether one of two ways is better, or was lucky: pairs of numbers are compared, and the exact sign test judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True)
class SignTest:
    """How pairs of numbers compare.

    Parameters
    ----------
    n_lower, n_equal, n_higher : int
        Pairs whose second number is lower than, equal to and higher than the first.
    """

    n_lower: int
    n_equal: int
    n_higher: int

    @property
    def n(self) -> int:
        """Pairs."""
        return self.n_lower + self.n_equal + self.n_higher

    @property
    def p(self) -> float:
        """Chance of a split at least as uneven, to either side, where lower and higher are equally likely.

        It is exact: a sum of binomial terms. Pairs of equal numbers tell nothing, and are left out.
        """
        n = self.n_lower + self.n_higher
        rarer = sum(comb(n, k) for k in range(min(self.n_lower, self.n_higher) + 1))
        return float(min(1.0, 2 * rarer / 2**n))


def sign_test(first: Sequence[float], second: Sequence[float]) -> SignTest:
    """Compare the numbers of each pair.

    Parameters
    ----------
    first, second : sequence of float
        Both numbers of each pair, in the same order.

    Returns
    -------
    SignTest
        Counts from the second's point of view, and their chance.

    Raises
    ------
    ValueError
        If the two are not of one length, or a number is not comparable.

    References
    ----------
    W. J. Conover, "Practical Nonparametric Statistics", 3rd edition, Wiley 1999, section 3.4.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} numbers make no pairs")
    if any(number != number for number in (*first, *second)):
        raise ValueError("a number of a pair is NaN, which is neither lower nor higher")
    pairs = list(zip(first, second, strict=True))
    n_lower = sum(b < a for a, b in pairs)
    n_equal = sum(a == b for a, b in pairs)
    return SignTest(n_lower, n_equal, len(pairs) - n_lower - n_equal)
