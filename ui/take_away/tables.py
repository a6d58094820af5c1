"""Points, histories and kept runs as tables, with what they are in comments above them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from datasets.cells import guarded
from datasets.own_points import PLAIN, Units
from datasets.points import Split
from engine.training.history import History

MARK = "# "
"""What a line of comment begins with."""


def points_csv(points: Split, said: Mapping[str, str], units: Units = PLAIN) -> str:
    """A table of both coordinates, class and part, training points first.

    Parameters
    ----------
    points : Split
        The points, in these units; numbers are written so that they read back as the same floats.
    said : mapping of str to str
        Where they are from: a line of comment each.
    units : Units, default PLAIN
        Names of the columns and classes, which count from 1 where they have none.

    Returns
    -------
    str
        Lines end in a line feed. Where the network sees other numbers, a comment says which.
    """
    said = {**said, "split": f"{len(points.training)} training, {len(points.validation)} validation"}
    if not units.is_plain:
        said["inputs of the network"] = ", ".join(
            f"({axis} - {origin!r}) / {scale!r}"
            for axis, origin, scale in zip(units.axes, units.origin, units.scale, strict=True)
        )
    rows = [
        (repr(x1), repr(x2), units.class_name(label), part)
        for part, some in (("training", points.training), ("validation", points.validation))
        for (x1, x2), label in zip(some.inputs.tolist(), some.labels.tolist(), strict=True)
    ]
    return written((*map(guarded, units.axes), "class", "part"), rows, said)


def points_npz(points: Split, units: Units = PLAIN) -> bytes:
    """Bytes of an ``.npz``: training_inputs (n, 2), training_labels (n,) from 0, and the same for validation.

    Where units say more, also ``classes``, ``axes``, ``origin`` and ``scale``: the network sees
    ``(inputs - origin) / scale``.
    """
    arrays = {
        "training_inputs": points.training.inputs,
        "training_labels": points.training.labels,
        "validation_inputs": points.validation.inputs,
        "validation_labels": points.validation.labels,
    }
    if units != PLAIN:
        told = {"classes": units.classes, "axes": units.axes, "origin": units.origin, "scale": units.scale}
        arrays |= {name: np.array(values) for name, values in told.items()}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def history_csv(histories: Mapping[str, History], said: Mapping[str, str]) -> str:
    """A table of the course of one run or several, a row for each record.

    Parameters
    ----------
    histories : mapping of str to History
        By the networks' names; several get a first column that names them.
    said : mapping of str to str
        What they are: a line of comment each.

    Returns
    -------
    str
        With the columns of ``History`` by their names; losses are in nats, accuracies from 0 to 1.
    """
    several = len(histories) > 1
    names = list(vars(next(iter(histories.values()))))
    rows = [
        ((name,) if several else ()) + row
        for name, history in histories.items()
        for row in zip(*(column.tolist() for column in vars(history).values()), strict=True)
    ]
    return written((["network"] if several else []) + names, rows, said)


def written(heading: Sequence[str], rows: Iterable[Sequence[object]], said: Mapping[str, str]) -> str:
    """A table with comments above it.

    Parameters
    ----------
    heading : sequence of str
        Names of the columns.
    rows : iterable of sequence
        Their values; words that a spreadsheet would compute get a ' in front.
    said : mapping of str to str
        A line of comment each; a line feed in one becomes a blank.

    Returns
    -------
    str
        Lines end in a line feed.
    """
    text = io.StringIO()
    for name, words in said.items():
        text.write(f"{MARK}{name}: {' '.join(words.split())}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()
