"""What a link names and a network lacks, in words."""

from collections.abc import Sequence

MOST_NAMED = 3
"""What a link names and a network lacks is named so far; of more it is said how many."""


def lacking(lost: Sequence[str], where: str) -> str:
    """Say what a link names that is not there: "9-9 is not in this network; it is left out"."""
    more = len(lost) - MOST_NAMED
    named = [*lost[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    are, left = ("is", "it is left out") if len(lost) == 1 else ("are", "they are left out")
    return f"{listed} {are} not in {where}; {left}"
