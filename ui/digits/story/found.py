"""The story of a run on images, found from what the browser has of it: at most twelve marks, in order. In slices."""

from collections.abc import Iterator, Sequence

import numpy as np

from engine.arrays import IntArray
from engine.layers import ACTIVATIONS
from engine.plans.many_networks import ForwardPass
from ui.digits.story.record import Record
from ui.plane.story.found import LEAST_MOMENTS, told
from ui.plane.story.record import Bools, Mark, epoch_words, lasting
from ui.plane.story.thresholds import threshold

MOST_OF_A_KIND = {"overfit": 1, "best": 1, "half": 3, "apart": 3, "dies": 2}
"""The kinds of marks and how many of each, those first that go before others."""

MOST_NAMED = 4
"""Units and digits that a sentence names one by one."""


def found(record: Record) -> Iterator[tuple[float, tuple[Mark, ...]]]:
    """Find the story of a run on images.

    Yields
    ------
    tuple of float and tuple of Mark
        A share and the marks, as ``found`` of ``ui.plane.story``.
    """
    marks: list[Mark] = []
    learns = record.n_moments >= LEAST_MOMENTS and (record.params != record.params[0]).any()
    if learns and np.isfinite(record.params).all():
        architecture, labels = record.architecture, record.images.labels
        n_classes, n_moments = architecture.sizes[-1], record.n_moments
        taken_for = np.empty((n_moments, n_classes, n_classes), np.intp)
        silent = [np.empty((n_moments, width), np.intp) for width in architecture.sizes[1:-1]]
        forward = ForwardPass(architecture, len(labels))
        for moment, params in enumerate(record.params):
            outputs = forward.outputs(params, record.images.inputs)
            pairs = labels * n_classes + outputs[-1].argmax(axis=1)
            taken_for[moment] = np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
            for depth, counts in enumerate(silent):
                counts[moment] = (outputs[2 * depth + 1] <= 0).sum(axis=0)
            yield moment / n_moments, ()
        marks = [
            *_of_losses(record),
            *_first_halves(record, taken_for),
            *_coming_apart(record, taken_for),
            *_dying(record, silent),
        ]
    yield 1.0, told(marks, MOST_OF_A_KIND)


def _of_losses(record: Record) -> Iterator[Mark]:
    """The lowest validation loss, where it rises again; and from where on that is over-fitting."""
    losses, learns, epochs = record.validation_loss, record.training_loss, record.measured_at
    if not (np.isfinite(losses).all() and np.isfinite(learns).all()):
        return
    lowest = int(losses.argmin())
    if lowest == 0 or losses[lowest] > (1 - threshold("best")) * min(losses[0], losses[-1]):
        return
    moment = int(np.abs(record.epochs - epochs[lowest]).argmin())
    is_kept = record.epochs[moment] == epochs[lowest]
    near, where = ("", "") if is_kept else (" near here", f" at epoch {epoch_words(epochs[lowest])}")
    yield Mark(
        float(record.epochs[moment]),
        "best",
        f"The validation loss is at its lowest{near}: {losses[lowest]:.3f}{where}; "
        f"by epoch {epoch_words(epochs[-1])} it is {losses[-1]:.3f}",
    )
    above = losses >= (1 + threshold("over-fits")) * losses[lowest]
    above[: lowest + 1] = False
    if not above[-1] or learns[-1] > (1 - threshold("learns on")) * learns[lowest]:
        return
    first = int(np.flatnonzero(~above)[-1]) + 1
    later = [i for i in range(record.n_moments) if record.row_of(i) >= first]
    if not later:
        return
    at = record.row_of(later[0])
    if learns[at] <= learns[lowest]:
        yield Mark(
            float(record.epochs[later[0]]),
            "overfit",
            f"Over-fitting begins: since epoch {epoch_words(epochs[lowest])} validation loss "
            f"{losses[lowest]:.3f} → {losses[at]:.3f}, training loss {learns[lowest]:.3f} → {learns[at]:.3f}",
        )


def _first_halves(record: Record, taken_for: IntArray) -> Iterator[Mark]:
    """Where digits are first right for half of their images, those of one moment together; the earliest first."""
    right, n_images = (
        np.diagonal(taken_for, axis1=1, axis2=2),
        np.bincount(record.images.labels, minlength=10),
    )
    halves: Bools = 2 * right >= n_images
    first: dict[int, list[int]] = {}
    for digit, over in enumerate(halves.T):
        if not n_images[digit] or not over.any():
            continue
        at = int(over.argmax())
        follow = over[at : at + int(threshold("stays")) + 1]
        learns = right[at].sum() >= threshold("answers") * len(record.images)
        if at and learns and follow.all() and len(follow) > threshold("stays"):
            first.setdefault(at, []).append(digit)
    for at in sorted(first):
        digits = first[at]
        now = min(int(1000 * right[at, k] // n_images[k]) for k in digits) / 10
        before = max(-int(-1000 * right[at - 1, k] // n_images[k]) for k in digits) / 10
        of = _listed([record.names[k] for k in digits], "all ten" if len(digits) == len(n_images) else "")
        one = len(digits) == 1
        if record.architecture.n_hidden:
            says = f"The network first gets half of the images of {of} right"
        elif one:
            says = f"The template of {of} first answers half of its images"
        else:
            says = f"The templates of {of} first answer half of their images"
        least, most = ("", "") if one else ("at least ", "at most ")
        yield Mark(
            float(record.epochs[at]),
            "half",
            f"{says}: {least}{now:g} %, {most}{before:g} % at epoch {epoch_words(record.epochs[at - 1])} "
            f"({record.of_images})",
        )


def _coming_apart(record: Record, taken_for: IntArray) -> Iterator[Mark]:
    """Where two digits are no longer taken for each other; those first that were so most often."""
    n_images = np.bincount(record.images.labels, minlength=taken_for.shape[1])
    swapped = taken_for + taken_for.transpose(0, 2, 1)
    answers = np.diagonal(taken_for, axis1=1, axis2=2).sum(axis=1) >= 0.5 * len(record.images)
    marks = []
    for a in range(len(n_images)):
        for b in range(a + 1, len(n_images)):
            both, counts = int(n_images[a] + n_images[b]), swapped[:, a, b]
            at = lasting(counts <= threshold("apart") * both)
            if at is None:
                continue
            mixed = np.flatnonzero((counts[:at] >= threshold("mixed") * both) & answers[:at])
            if not len(mixed):
                continue
            before = int(mixed[counts[mixed].argmax()])
            text = (
                f"{record.names[a]} and {record.names[b]} come apart: {counts[at]:,} of {both:,} images taken for "
                f"each other, {counts[before]:,} at epoch {epoch_words(record.epochs[before])} ({record.of_images})"
            )
            marks.append((-counts[before] / both, text, Mark(float(record.epochs[at]), "apart", text)))
    yield from (mark for _, _, mark in sorted(marks, key=lambda one: one[:2]))


def _dying(record: Record, silent: Sequence[IntArray]) -> Iterator[Mark]:
    """Where units of a layer die, those of one moment together; most units first."""
    n, marks = len(record.images), []
    for depth, (name, counts) in enumerate(zip(record.architecture.activations, silent, strict=True)):
        if not ACTIVATIONS[name].portrait.can_die:
            continue
        first: dict[int, list[int]] = {}
        for unit, of_unit in enumerate(counts.T):
            at = lasting(of_unit == n)
            if at is not None:
                first.setdefault(at, []).append(unit)
        for at, units in first.items():
            before = [int(counts[at - 1, unit]) for unit in units]
            one = len(units) == 1
            were = f"{before[0]:,}" if one else f"at most {max(before):,}"
            text = (
                f"{'Unit' if one else 'Units'} {_listed([str(unit + 1) for unit in units])} of layer {depth + 1} "
                f"{'dies' if one else 'die'}: 0 for all {record.of_images} from here on, "
                f"for {were} at epoch {epoch_words(record.epochs[at - 1])}"
            )
            marks.append(
                (-len(units), float(record.epochs[at]), Mark(float(record.epochs[at]), "dies", text))
            )
    yield from (mark for _, _, mark in sorted(marks, key=lambda one: one[:2]))


def _listed(names: Sequence[str], of_all: str = "") -> str:
    """Names in a row: "4", "4 and 9", "1, 2 and 3", "1, 2, 3, 4 and 3 more"."""
    if of_all:
        return of_all
    named = (
        list(names)
        if len(names) <= MOST_NAMED + 1
        else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    )
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
