"""The sweep of the cursor: it goes on from where it stands, turns at its ends, and comes back."""

import numpy as np
import pytest

SWEEP = "ui/activations/curves/sweep.js"


@pytest.mark.parametrize("start", [-6.0, -4.0, 0.0, 2.2, 6.0])
def test_a_sweep_begins_where_the_cursor_stands_and_reaches_both_ends_smoothly(node, start):
    places = np.array(
        node(SWEEP, "Array.from({ length: 1401 }, (_, i) => placeAt(start, i / 100, 6))", start=start)
    )

    assert places[0] == pytest.approx(start)
    assert places[-1] == pytest.approx(start)
    assert places.min() == pytest.approx(-6, abs=1e-3)
    assert places.max() == pytest.approx(6, abs=1e-3)
    assert np.abs(np.diff(places)).max() < 0.03


def test_a_cursor_beyond_the_sweep_begins_at_its_end(node):
    assert node(SWEEP, "placeAt(8, 0, 6)") == pytest.approx(6)
