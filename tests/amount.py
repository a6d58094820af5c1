"""How much a test tries: in a full run all of it, for each push a good part, and less where a commit waits.

``bash .ci/test quick``, ``bash .ci/test`` and ``bash .ci/test full`` are the three runs. The last two try every claim;
what a full run has more is cases of the same claim.
"""

import os
from collections.abc import Iterable
from typing import Any

import pytest

RUN = os.environ.get("HIDDEN_LAYERS_TESTS", "full")
"""Which run it is; pytest called by itself tries everything."""

PARTS = {"quick": 6, "push": 2}
"""One case in so many is tried where a test takes cases of one kind by the hundred."""

IS_QUICK = RUN == "quick"


def many(cases: int) -> int:
    """So many cases in a full run, and another run's part of them."""
    return cases // PARTS.get(RUN, 1)


def thinned(cases: Iterable[Any], one_in: int = 2) -> list[Any]:
    """Cases of one kind, to be parametrised: all but every second one, or one in more, are left to the full run."""
    return [
        pytest.param(case, marks=pytest.mark.full) if i % one_in else case for i, case in enumerate(cases)
    ]
