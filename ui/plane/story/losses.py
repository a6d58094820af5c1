"""Marks on the curves of a run's losses: a plateau ends, validation is at its best, over-fitting begins."""

from collections.abc import Iterator

import numpy as np

from ui.plane.story.record import Mark, Record, epoch_words
from ui.plane.story.thresholds import threshold

LEAST_PLATEAU = 5
"""Moments that a plateau lasts at least."""


def of_losses(record: Record) -> Iterator[Mark]:
    """Marks on the losses, those of one kind in the order of their weight.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark
        Of the kinds ``plateau``, ``best`` and ``overfit``.
    """
    losses = record.training_loss
    if not np.isfinite(losses).all() or losses.min() <= 0:
        return
    yield from _plateaus(record)
    if len(record.validation_loss) and np.isfinite(record.validation_loss).all():
        yield from _best(record)


def _plateaus(record: Record) -> Iterator[Mark]:
    """Where the training loss hardly changed for a while, and falls in the while that follows; the deepest first."""
    losses, n = record.training_loss, record.n_moments
    length = max(LEAST_PLATEAU, round(threshold("plateau") * n))
    found = []
    for i in range(length, n - length):
        before, after = losses[i - length : i + 1], losses[i : i + length + 1]
        is_flat = before.max() - before.min() <= threshold("flat") * before[0]
        fall = 1 - after[-1] / losses[i]
        if is_flat and fall >= threshold("fall") and after.max() <= before.max():
            found.append((fall, i))
    taken: list[int] = []
    for fall, i in sorted(found, reverse=True):
        if all(abs(i - other) > 2 * length for other in taken):
            taken.append(i)
            change = (losses[i - length : i + 1].max() / losses[i - length : i + 1].min() - 1) * 100
            since = epoch_words(record.epochs[i - length])
            until = epoch_words(record.epochs[i + length])
            yield Mark(
                float(record.epochs[i]),
                "plateau",
                f"A plateau ends: training loss within {change:.1f} % since epoch {since}; "
                f"by epoch {until} it falls by {100 * fall:.0f} %",
            )


def _best(record: Record) -> Iterator[Mark]:
    """The lowest validation loss, where it rises again; and from where on that is over-fitting."""
    losses, learns = record.validation_loss, record.training_loss
    at = int(losses.argmin())
    lowest = losses[at]
    if lowest <= 0 or at == 0 or lowest > (1 - threshold("best")) * min(losses[0], losses[-1]):
        return
    epoch = epoch_words(record.epochs[-1])
    yield Mark(
        float(record.epochs[at]),
        "best",
        f"The validation loss is at its lowest: {lowest:.3f}; by epoch {epoch} it is {losses[-1]:.3f}",
    )
    above = losses >= (1 + threshold("over-fits")) * lowest
    above[: at + 1] = False
    if not above[-1]:
        return
    first = int(np.flatnonzero(~above)[-1]) + 1
    if learns[first] > learns[at] or learns[-1] > (1 - threshold("learns on")) * learns[at]:
        return
    yield Mark(
        float(record.epochs[first]),
        "overfit",
        f"Over-fitting begins: since epoch {epoch_words(record.epochs[at])} validation loss "
        f"{lowest:.3f} → {losses[first]:.3f}, training loss {learns[at]:.3f} → {learns[first]:.3f}",
    )
