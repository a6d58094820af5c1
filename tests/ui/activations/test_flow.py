"""Sizes of gradients: runs that rest between their turns bring what runs that never rest bring."""

import numpy as np
import pytest

from ui.activations import runs
from ui.activations.settings import ActivationSettings
from ui.work.keeper import KEEPER


def found(settings: ActivationSettings) -> list[np.ndarray]:
    """All numbers of a flow, trained to its end."""
    KEEPER.let_go_of_all()
    job = runs.flow(settings)
    while not job.finished:
        job.advance(seconds=0.1)
    assert job.result is not None
    sizes = [getattr(one, name) for one in job.result.sizes.values() for name in ("signals", "weights")]
    return [job.result.epochs, *sizes, *job.result.accuracy.values()]


def test_large_runs_are_parked_between_their_turns_and_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = ActivationSettings(view="depth", epochs=4, points=100)
    whole = found(settings)
    monkeypatch.setattr(runs, "LARGE_RUN", 0)
    for rested, never in zip(found(settings), whole, strict=True):
        np.testing.assert_array_equal(rested, never)
