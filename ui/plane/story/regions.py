"""Marks on the decision regions of a run: a class first gets one, one splits or joins, the boundary moves most.

All moments are looked at coarsely; what seems to have happened is tried on a finer grid, and is no mark where that does
not bear it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.arrays import Array, IntArray
from engine.plans.many_networks import ForwardPass
from engine.questions import probe
from engine.questions.connected import Pieces, pieces_of
from ui.plane.story.record import Mark, Record, epoch_words, looked_at
from ui.plane.story.thresholds import threshold
from ui.sentences import percent

COARSE, FINE = 41, 91
"""Places along a side of the square: at every moment, and at those of a mark."""

LOOKED_AT = (63, 12)
"""Evenly spaced moments, and first ones, that are looked at."""

AT_ONCE = 16
"""Moments between two pauses."""

TRIES = 8
"""Changes in the number of pieces that are tried on the finer grid."""

FURTHER = 3
"""Moments that are tried before and behind a change, until the pieces are surely apart, or surely one."""

Answers = npt.NDArray[np.uint8]


@dataclass(eq=False)
class Square:
    """The square at the moments that are looked at, and at some of them finely."""

    record: Record

    def __post_init__(self) -> None:
        """Choose the moments."""
        self.looked, self.even = looked_at(self.record.n_moments, *LOOKED_AT)
        self.answers = np.empty((len(self.looked), COARSE, COARSE), np.uint8)
        self._fine: dict[int, tuple[Answers, Array]] = {}
        self._fine_places = self.record.inputs_at(probe.grid(self.record.extent, FINE))
        self._fine_pass = ForwardPass(self.record.architecture, FINE * FINE)

    @property
    def epochs(self) -> Array:
        """The epochs of the moments that are looked at."""
        epochs: Array = self.record.epochs[self.looked]
        return epochs

    def look(self) -> Iterator[None]:
        """Fill in what the networks answer; pauses on the way."""
        places = self.record.inputs_at(probe.grid(self.record.extent, COARSE))
        forward = ForwardPass(self.record.architecture, len(places))
        for start in range(0, len(self.looked), AT_ONCE):
            params = self.record.params[self.looked[start : start + AT_ONCE]]
            shape = (len(params), COARSE, COARSE)
            self.answers[start : start + AT_ONCE] = _highest(forward.scores(params, places)).reshape(shape)
            yield None

    def fine(self, i: int) -> Answers:
        """The answers on the fine grid at the ``i``-th moment that is looked at."""
        return self._on_fine_grid(i)[0]

    def leads(self, i: int, label: int) -> Array:
        """By how much a class's score leads all others on the fine grid; below 0 where it does not."""
        scores = self._on_fine_grid(i)[1]
        others = [scores[:, :, other] for other in range(scores.shape[2]) if other != label]
        leads: Array = scores[:, :, label] - np.maximum.reduce(others)
        return leads

    def _on_fine_grid(self, i: int) -> tuple[Answers, Array]:
        """The answers, and copies of the scores, shape (FINE, FINE, n_classes)."""
        if i not in self._fine:
            scores = self._fine_pass.scores(self.record.params[self.looked[i]][np.newaxis], self._fine_places)
            answers = _highest(scores).reshape(FINE, FINE)
            self._fine[i] = answers, scores.reshape(FINE, FINE, -1).copy()
        return self._fine[i]

    def cells(self, i: int, label: int) -> int:
        """Places of the fine grid that a class has."""
        return int(np.count_nonzero(self.fine(i) == label))


def _highest(scores: Array) -> Answers:
    """The class of the highest score, the first of those that are equal; scores (n_networks, n_points, n_classes)."""
    best, answers = scores[:, :, 0].copy(), np.zeros(scores.shape[:2], np.uint8)
    for label in range(1, scores.shape[2]):
        higher = scores[:, :, label] > best
        answers[higher] = label
        np.maximum(best, scores[:, :, label], out=best)
    return answers


def of_regions(record: Record) -> Iterator[Mark | None]:
    """Marks on the decision regions.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark or None
        Of the kinds ``region``, ``splits``, ``joins`` and ``moves``; None for a pause.
    """
    square = Square(record)
    yield from square.look()
    yield from _first_regions(square)
    yield from _moves(square)
    if (square.answers != square.answers[0]).any():
        yield from _pieces(square)


def _first_regions(square: Square) -> Iterator[Mark | None]:
    """A class gets its first region: it had hardly a place before, and keeps what it gets for a while."""
    answers, record = square.answers, square.record
    for label in range(record.architecture.sizes[-1]):
        shares = (answers == label).mean(axis=(1, 2))
        low = int(np.argmax(shares >= threshold("no region")))  # the first moment at which it has a little
        large = np.flatnonzero(shares >= threshold("region"))
        if low == 0 or not len(large):
            continue
        stays = int(threshold("stays"))
        for at in large[large < len(shares) - stays][:FURTHER]:
            lasts = (shares[at : at + stays + 1] >= threshold("region")).all()
            cells = square.cells(at, label)
            before = square.cells(low - 1, label)
            yield None
            if lasts and cells >= threshold("region") * FINE**2 > before:
                yield Mark(
                    float(square.epochs[at]),
                    "region",
                    f"Class {record.name_of(label)} first gets a region: {percent(cells, FINE**2)} of the square, "
                    f"{percent(before, FINE**2)} at epoch {epoch_words(square.epochs[low - 1])}",
                )
                break


def _moves(square: Square) -> Iterator[Mark | None]:
    """Of all stretches of one length, the one in which most of the square changes its class."""
    places = np.searchsorted(square.looked, square.even)
    answers = square.answers[places]
    changed = (answers[1:] != answers[:-1]).mean(axis=(1, 2))
    if not len(changed) or changed.max() < threshold("moves"):
        return
    at = int(changed.argmax()) + 1
    before, after = int(places[at - 1]), int(places[at])
    moved = int(np.count_nonzero(square.fine(after) != square.fine(before)))
    yield None
    yield Mark(
        float(square.epochs[after]),
        "moves",
        f"The boundary moves most: since epoch {epoch_words(square.epochs[before])} the answer has changed on "
        f"{percent(moved, FINE**2)} of the square",
    )


def _counts(pieces: Pieces, n_images: int, label: int, n_cells: int) -> IntArray:
    """How many pieces a class has in each image; −1 where a piece is neither large nor small."""
    of_class = pieces.label == label
    sizes, images = pieces.size[of_class] / n_cells, pieces.image[of_class]
    least = np.bincount(images[sizes >= threshold("no region")], minlength=n_images)
    surely = np.bincount(images[sizes >= threshold("sure piece")], minlength=n_images)
    counts: IntArray = np.where(least == surely, least, -1)
    return counts


def _pieces(square: Square) -> Iterator[Mark | None]:
    """The regions of a class split or join: their number changes for a while, and the pieces overlap."""
    pieces = pieces_of(square.answers)
    yield None
    changes = []
    for label in range(square.record.architecture.sizes[-1]):
        counts = _counts(pieces, len(square.looked), label, COARSE**2)
        changes += [(label, *change) for change in _lasting_changes(counts)]
    changes.sort(key=lambda change: (-change[-1], change))  # those that last longest first
    for label, before, after, was, now, _ in changes[:TRIES]:
        if was < 1 or now < 1:
            continue
        befores = range(before, max(before - FURTHER, -1), -1)
        afters = range(after, min(after + FURTHER, len(square.looked)))
        old = next((i for i in befores if _surely(square, i, label, was)), None)
        yield None
        new = next((i for i in afters if _surely(square, i, label, now)), None)
        yield None
        if old is None or new is None:
            continue
        kind = _what_happened(square, label, old, new)
        yield None
        if kind:
            yield _changed(square, label, old, new, was, now, kind)


def _surely(square: Square, i: int, label: int, n: int) -> bool:
    """Whether a class has ``n`` pieces at a moment, on this grid and on any finer one.

    A class may have a place, or may lack one, where its lead is less than what it changes by from there to the next
    places. So pieces that are told apart are about three places apart, and what holds one together is as wide. And a
    bridge that is thinner than the grid, which none of its places lies on, is not overlooked: its lead is near 0.
    """

    def has_them(images: npt.NDArray[np.bool_]) -> bool:
        return bool((_counts(pieces_of(images.astype(np.uint8)), len(images), 1, FINE**2) == n).all())

    if not has_them((square.fine(i) == label)[np.newaxis]):
        return False
    with np.errstate(all="ignore"):
        leads = square.leads(i, label)
        changes = _most_change(leads)
        return has_them(np.stack([leads + changes > 0, leads > changes]))


def _most_change(leads: Array) -> Array:
    """What a lead changes by, at most, to the next places in a row and in a column, both together."""
    most = np.zeros_like(leads)
    for axis in (0, 1):
        steps = np.abs(np.diff(leads, axis=axis))
        ends = [(1, 0), (0, 0)] if axis == 0 else [(0, 0), (1, 0)]
        back = np.pad(steps, ends)
        on = np.pad(steps, [end[::-1] for end in ends])
        most += np.maximum(back, on)
    return most


def _lasting_changes(counts: IntArray) -> Iterator[tuple[int, int, int, int, int]]:
    """Moments between which a number changes, the numbers, and for how many moments the second is never another."""
    sure = np.flatnonzero(counts >= 0)
    stays = int(threshold("stays"))
    known = counts[sure]
    steps = np.flatnonzero(known[1:] != known[:-1]) + 1
    for step, following in pairwise([*steps, len(known)]):
        if following - step > stays:
            lasts = int(sure[following - 1] - sure[step])
            yield int(sure[step - 1]), int(sure[step]), int(known[step - 1]), int(known[step]), lasts


def _what_happened(square: Square, label: int, before: int, at: int) -> str:
    """Whether large pieces of a class have split or joined, by their overlap; "" where they came otherwise."""
    sides = pieces_of(np.stack([square.fine(before) == label, square.fine(at) == label]).astype(np.uint8))
    large = (sides.label == 1) & (sides.size >= threshold("sure piece") * FINE**2)
    olds, news = (np.flatnonzero(large & (sides.image == image)) for image in (0, 1))
    overlap = np.array(
        [[np.count_nonzero((sides.number[0] == o) & (sides.number[1] == n)) for n in news] for o in olds]
    )
    came_out = overlap >= threshold("came from") * sides.size[news]
    went_into = overlap >= threshold("came from") * sides.size[olds][:, np.newaxis]
    if len(news) > len(olds) and (came_out.sum(axis=1) > 1).any():
        return "splits"
    return "joins" if len(news) < len(olds) and (went_into.sum(axis=0) > 1).any() else ""


def _changed(square: Square, label: int, before: int, at: int, was: int, now: int, kind: str) -> Mark:
    name, epoch = square.record.name_of(label), epoch_words(square.epochs[before])
    pieces = "piece" if was == 1 else "pieces"
    text = (
        f"The region of class {name} splits: {was} {pieces} at epoch {epoch}, {now} now"
        if kind == "splits"
        else f"Pieces of class {name}’s region join: {was} at epoch {epoch}, {now} now"
    )
    return Mark(float(square.epochs[at]), kind, text)
