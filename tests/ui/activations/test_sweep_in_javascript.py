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


MOVED = """(() => {
  const due = [], seen = [];
  const page = {
    window: { matchMedia: () => ({ matches: false }) },
    requestAnimationFrame: (step) => due.push(step),
    cancelAnimationFrame: () => due.splice(0),
  };
  Object.assign(globalThis, page);
  const sweep = new Sweep({ hidden: false, isConnected: true }, { reach: 6, show: (x) => seen.push(x) });
  sweep.begin(-4, { once });
  for (let time = 0; time <= 30_000 && due.length; time += 50) due.shift()(time);
  for (const name of Object.keys(page)) delete globalThis[name];
  return { moves: sweep.moving, last: seen.at(-1) };
})()"""


@pytest.mark.parametrize("once", [True, False])
def test_a_sweep_to_and_fro_once_rests_where_it_began(node, once):
    found = node(SWEEP, MOVED, once=once)
    assert found["moves"] is not once
    assert (found["last"] == pytest.approx(-4)) is once


def test_a_cursor_beyond_the_sweep_begins_at_its_end(node):
    assert node(SWEEP, "placeAt(8, 0, 6)") == pytest.approx(6)
