"""How much a test tries: in a full run all of it, for each push a good part, and less where a commit waits.

``bash .ci/test quick``, ``bash .ci/test`` and ``bash .ci/test full`` are the three runs. The last two try every claim;
what a full run has more is cases of the same claim.
"""

import os
import zlib
from collections.abc import Iterable
from typing import Any

import pytest

RUN = os.environ.get("HIDDEN_LAYERS_TESTS", "full")
"""Which run it is; pytest called by itself tries everything."""

PARTS = {"quick": 6, "push": 3}
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


ONE_IN = 4
"""For each push a browser tries one case in so many of a test that has several, and at least one."""


def left_to_the_full_run(tests: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Of browser tests the cases that a push leaves out: all but one in ``ONE_IN``, and a test's name says which.

    Those stay whose mark ``every_case`` says that each case is a claim of its own.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for test in tests:
        if not any(test.iter_markers("full")) and not any(test.iter_markers("every_case")):
            cases.setdefault(test.nodeid.partition("[")[0], []).append(test)
    left = []
    for name, ones in cases.items():
        n = min(ONE_IN, len(ones))
        first = zlib.crc32(name.encode()) % n
        left += [test for i, test in enumerate(ones) if i % n != first]
    return left
