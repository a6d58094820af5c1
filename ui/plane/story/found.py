"""The story of a run, found from what is kept of it: at most twelve marks, in order. Pure; in slices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ui.plane.story.losses import of_losses
from ui.plane.story.points import of_points
from ui.plane.story.record import Mark, Record
from ui.plane.story.regions import of_regions
from ui.plane.story.thresholds import threshold
from ui.plane.story.units import of_answers, of_lines, of_worth

LEAST_MOMENTS = 8
"""A run of fewer moments has no story."""

MOST_OF_A_KIND = {
    "overfit": 1,
    "best": 1,
    "splits": 2,
    "joins": 2,
    "region": 3,
    "wrong": 3,
    "plateau": 2,
    "dies": 2,
    "worth": 2,
    "moves": 1,
    "enters": 1,
    "leaves": 1,
    "saturates": 1,
}
"""The kinds of marks and how many of each, those first that go before others."""

FINDERS = (of_losses, of_points, of_regions, of_lines, of_answers, of_worth)


def found(record: Record) -> Iterator[tuple[float, tuple[Mark, ...]]]:
    """Find the story of a run.

    Parameters
    ----------
    record : Record
        What is kept of it.

    Yields
    ------
    share : float
        How far it is, from 0 to 1.
    marks : tuple of Mark
        None before the end; then at most twelve, by epoch, no two of one moment.
    """
    marks: list[Mark] = []
    if record.n_moments >= LEAST_MOMENTS and (record.params != record.params[0]).any():
        for number, of_kind in enumerate(FINDERS):
            for mark in of_kind(record):
                if mark is not None:
                    marks.append(mark)
                yield number / len(FINDERS), ()
    yield 1.0, told(marks)


def told(marks: list[Mark], most: Mapping[str, int] = MOST_OF_A_KIND) -> tuple[Mark, ...]:
    """The marks that are shown: the first of each kind before the second of any.

    Parameters
    ----------
    marks : list of Mark
        All that were found, those of a kind in the order of their weight.
    most : mapping of str to int
        The kinds of marks and how many of each, those first that go before others.

    Returns
    -------
    tuple of Mark
        By epoch.
    """
    ranks = list(most)
    seen = dict.fromkeys(ranks, 0)
    placed = []
    for mark in marks:
        placed.append((seen[mark.kind], ranks.index(mark.kind), mark))
        seen[mark.kind] += 1
    chosen: dict[float, Mark] = {}
    for nth, _, mark in sorted(placed, key=lambda one: one[:2]):
        if nth < most[mark.kind] and len(chosen) < threshold("marks"):
            chosen.setdefault(mark.epoch, replace(mark, rank=len(chosen)))
    return tuple(sorted(chosen.values(), key=lambda mark: mark.epoch))


def together(stories: Sequence[tuple[str, Sequence[Mark]]]) -> tuple[Mark, ...]:
    """The marks of several runs on one clock, in turns those that say most; no two of one moment.

    Parameters
    ----------
    stories : sequence of (name, marks)
        The name of each run, and its marks.

    Returns
    -------
    tuple of Mark
        By epoch, at most twelve; each sentence behind the run's name.
    """
    chosen: dict[float, Mark] = {}
    in_turn = [(mark.rank, name, mark) for name, marks in stories for mark in marks]
    for _, name, mark in sorted(in_turn, key=lambda one: one[0]):
        if len(chosen) < threshold("marks"):
            chosen.setdefault(mark.epoch, replace(mark, text=f"{name}: {mark.text}"))
    return tuple(sorted(chosen.values(), key=lambda mark: mark.epoch))
