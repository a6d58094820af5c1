"""Marks on the points of a run: the last wrong training points of a class go."""

from collections.abc import Iterator

import numpy as np

from engine.plans.many_networks import ForwardPass
from ui.plane.story.record import Mark, Record, epoch_words, lasting
from ui.plane.story.thresholds import threshold

NUMBERS_AT_ONCE = 40_000
"""Answers between two pauses."""


def of_points(record: Record) -> Iterator[Mark | None]:
    """Marks where the last wrong training points of a class go for good.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark or None
        Of the kind ``wrong``, those of most wrong points first; None for a pause.
    """
    inputs, labels = record.inputs, record.points.training.labels
    forward, at_once = ForwardPass(record.architecture, len(inputs)), max(1, NUMBERS_AT_ONCE // len(inputs))
    wrong = np.empty((record.n_moments, len(inputs)), bool)
    for start in range(0, record.n_moments, at_once):
        scores = forward.scores(record.params[start : start + at_once], inputs)
        wrong[start : start + at_once] = scores.argmax(axis=2) != labels
        yield None
    found = []
    for label in np.unique(labels):
        of_class = labels == label
        counts = wrong[:, of_class].sum(axis=1)
        at = lasting(counts == 0)
        if at is None or of_class.sum() < threshold("wrong"):
            continue
        before = int(counts[at - 1])
        point, go = ("point", "goes") if before == 1 else ("points", "go")
        found.append(
            (
                int(counts.max()),
                Mark(
                    float(record.epochs[at]),
                    "wrong",
                    f"The last wrong training {point} of class {record.name_of(int(label))} {go}: "
                    f"{before} of {of_class.sum():,} at epoch {epoch_words(record.epochs[at - 1])}, "
                    "none from here on",
                ),
            )
        )
    yield from (mark for _, mark in sorted(found, key=lambda one: (-one[0], one[1].epoch)))
