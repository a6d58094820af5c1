"""How far a share measured on a sample may lie from the share in the source that the sample was drawn from."""

from math import sqrt

TWO_SIDED_95 = 1.959964
"""Standard deviations of a Gaussian within which 95 % of it lies."""


def wilson(n_hits: int, n: int, z: float = TWO_SIDED_95) -> tuple[float, float]:
    """Wilson's score interval for a binomial share.

    It holds its level also for small samples and for shares near 0 and 1, where the textbook's ``p ± z·s`` does not.

    Parameters
    ----------
    n_hits : int
        Hits, from 0 to ``n``.
    n : int
        Independent trials, at least 1.
    z : float, default 1.959964
        Standard deviations to either side.

    Returns
    -------
    low, high : float
        Bounds of the share, from 0 to 1.

    Raises
    ------
    ValueError
        If the numbers are no sample.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209–212.
    """
    if n < 1 or not 0 <= n_hits <= n:
        raise ValueError(f"{n_hits} hits in {n} trials are no sample")
    share = n_hits / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if n_hits == 0 else (middle - half) / scale
    high = 1.0 if n_hits == n else (middle + half) / scale
    return low, high
