"""How much a test tries: all of it in a whole run, a part of it where a commit waits for the quick one."""

import os

IS_QUICK = os.environ.get("HIDDEN_LAYERS_TESTS") == "quick"
"""Whether this is the quick run: ``bash .ci/test quick`` says so."""

PART = 6
"""The quick run tries one case in so many where a test takes cases of one kind by the hundred."""


def many(cases: int) -> int:
    """So many cases in a whole run, and the quick run's part of them."""
    return cases // PART if IS_QUICK else cases
