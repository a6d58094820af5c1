"""Marks on the hidden units of a run: a line enters or leaves the data; a unit dies, saturates, is worth something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.layers import ACTIVATIONS
from engine.plans.many_networks import ForwardPass
from engine.questions.gradient_flow import is_flat
from ui.plane.story.record import Mark, Record, counted, epoch_words, lasting, looked_at
from ui.plane.story.thresholds import threshold

SUMS_AT_ONCE = 300_000
"""Weighted sums between two pauses."""

LOOKED_AT = (36, 8)
"""Evenly spaced moments, and first ones, at which the units' answers are looked at."""

WORTH_AT = (12, 5)
"""The same for what they are worth."""


def of_lines(record: Record) -> Iterator[Mark | None]:
    """Marks where the zero line of a unit of layer 1 enters the training points, or leaves them.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark or None
        Of the kinds ``enters`` and ``leaves``; of each the lines first that part the points most. None for a pause.
    """
    sizes = record.architecture.sizes
    if not record.architecture.n_hidden or record.derived is not None:  # then the zero lines are bent
        return
    inputs, width = record.inputs.astype(np.float32), sizes[1]
    n = len(inputs)
    beyond = np.empty((record.n_moments, width), np.intp)
    at_once = max(1, SUMS_AT_ONCE // (n * width))
    for start in range(0, record.n_moments, at_once):
        several = record.params[start : start + at_once]
        weights = several[:, : width * sizes[0]].reshape(-1, sizes[0])
        biases = several[:, width * sizes[0] : width * (sizes[0] + 1)].reshape(-1, 1)
        above = (weights @ inputs.T + biases > 0).sum(axis=1).reshape(-1, width)
        beyond[start : start + at_once] = np.minimum(above, n - above)
        yield None
    yield from _entering(record, beyond, n)
    yield from _leaving(record, beyond, n)


def _entering(record: Record, beyond: IntArray, n: int) -> Iterator[Mark]:
    found = []
    for unit, counts in enumerate(beyond.T):
        first = lasting(counts > 0)
        if first is None:
            continue
        deep = first + np.flatnonzero(counts[first:] >= max(2, threshold("within") * n))
        if not len(deep) or counts[-1] < threshold("within") * n:
            continue
        at, before = int(deep[0]), first - 1
        if record.n_moments - at <= threshold("stays"):
            continue
        found.append(
            (
                -int(counts[-1]),
                unit,
                Mark(
                    float(record.epochs[at]),
                    "enters",
                    f"The line of unit {unit + 1} in layer 1 enters the data: {counts[at]:,} of "
                    f"{counted(n, 'training point')} beyond it, 0 at epoch {epoch_words(record.epochs[before])}",
                ),
            )
        )
    yield from (mark for _, _, mark in sorted(found, key=lambda one: one[:2]))


def _leaving(record: Record, beyond: IntArray, n: int) -> Iterator[Mark]:
    found = []
    for unit, counts in enumerate(beyond.T):
        at = lasting(counts == 0)
        if at is None:
            continue
        deep = np.flatnonzero(counts[:at] >= max(2, threshold("within") * n))
        if not len(deep):
            continue
        before = int(deep[-1])
        found.append(
            (
                -int(counts[:at].max()),
                unit,
                Mark(
                    float(record.epochs[at]),
                    "leaves",
                    f"The line of unit {unit + 1} in layer 1 leaves the data: {counts[before]:,} of "
                    f"{counted(n, 'training point')} beyond it at epoch {epoch_words(record.epochs[before])}, 0 now",
                ),
            )
        )
    yield from (mark for _, _, mark in sorted(found, key=lambda one: one[:2]))


def of_answers(record: Record) -> Iterator[Mark | None]:
    """Marks where a unit dies or saturates for good, as judged by the training points.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark or None
        Of the kinds ``dies`` and ``saturates``; None for a pause.
    """
    architecture, inputs = record.architecture, record.inputs
    if not architecture.n_hidden:
        return
    looked, _ = looked_at(record.n_moments, *LOOKED_AT)
    forward = ForwardPass(architecture, len(inputs))
    flat = [np.empty((len(looked), width), np.intp) for width in architecture.sizes[1:-1]]
    for i, moment in enumerate(looked):
        outputs = forward.outputs(record.params[moment], inputs)
        for depth, name in enumerate(architecture.activations):
            flat[depth][i] = is_flat(name, outputs[2 * depth + 1], outputs[2 * depth + 2]).sum(axis=0)
        if i % 8 == 7:
            yield None
    epochs = record.epochs[looked]
    dying = list(_dying(architecture, epochs, flat, len(inputs)))
    if dying:  # it is said of every later moment, so all that are kept are asked
        first = min(int(looked[at]) for _, _, at, _ in dying)
        alive = np.full((record.n_moments, len(dying)), False)
        for moment in range(first, record.n_moments):
            outputs = forward.outputs(record.params[moment], inputs)
            alive[moment] = [(outputs[2 * depth + 1][:, unit] > 0).any() for depth, unit, _, _ in dying]
            if moment % 8 == 7:
                yield None
        yield from (mark for i, (_, _, at, mark) in enumerate(dying) if not alive[int(looked[at]) :, i].any())
    yield from _saturating(architecture, epochs, flat, len(inputs))


def _dying(
    architecture: Architecture, epochs: Array, flat: Sequence[IntArray], n: int
) -> Iterator[tuple[int, int, int, Mark]]:
    """Layer, unit, the place among the moments that are looked at, and the mark."""
    for depth, name in enumerate(architecture.activations):
        if not ACTIVATIONS[name].portrait.can_die:
            continue
        for unit, counts in enumerate(flat[depth].T):
            at = lasting(counts == n)
            if at is not None:
                text = (
                    f"Unit {unit + 1} of layer {depth + 1} dies: 0 for all {counted(n, 'training point')} "
                    f"from here on, for {counts[at - 1]:,} at epoch {epoch_words(epochs[at - 1])}"
                )
                yield depth, unit, at, Mark(float(epochs[at]), "dies", text)


def _saturating(
    architecture: Architecture, epochs: Array, flat: Sequence[IntArray], n: int
) -> Iterator[Mark]:
    for depth, name in enumerate(architecture.activations):
        if ACTIVATIONS[name].portrait.kinks:
            continue  # where it is flat it does not saturate: it is off
        for unit, counts in enumerate(flat[depth].T):
            at = lasting(counts >= threshold("saturated") * n)
            free = np.flatnonzero(counts[:at] <= threshold("not saturated") * n)
            if at is None or not len(free):
                continue
            yield Mark(
                float(epochs[at]),
                "saturates",
                f"Unit {unit + 1} of layer {depth + 1} saturates: slope under 5 % of the steepest for "
                f"{counts[at]:,} of {counted(n, 'training point')}, {counts[free[-1]]:,} at epoch "
                f"{epoch_words(epochs[free[-1]])}",
            )


@dataclass(frozen=True, eq=False)
class Losses:
    """Training losses of one network: as it is, and without each unit of each hidden layer."""

    whole: float
    without: list[Array]


def of_worth(record: Record) -> Iterator[Mark | None]:
    """Marks where a unit becomes worth something: the training loss without it less the loss with it.

    Parameters
    ----------
    record : Record
        What is kept of the run.

    Yields
    ------
    Mark or None
        Of the kind ``worth``, those of most worth at the end first; None for a pause.
    """
    architecture = record.architecture
    if not architecture.n_hidden:
        return
    looked, _ = looked_at(record.n_moments, *WORTH_AT)
    measured = []
    for moment in looked:
        measured.append(_losses(record, record.params[moment]))
        yield None
    found = []
    for depth, width in enumerate(architecture.sizes[1:-1]):
        for unit in range(width):
            without = np.array([losses.without[depth][unit] for losses in measured])
            worth = without - np.array([losses.whole for losses in measured])
            at = lasting(worth >= threshold("worth"))
            little = np.flatnonzero(worth[:at] <= threshold("worthless"))
            if at is None or not len(little) or not np.isfinite(worth).all():
                continue
            before = int(little[-1])
            text = (
                f"Unit {unit + 1} of layer {depth + 1} becomes worth {_gap(without[at], measured[at].whole)}: "
                f"training loss {without[at]:.3f} without it, {measured[at].whole:.3f} with it; "
                f"{_gap(without[before], measured[before].whole)} at epoch "
                f"{epoch_words(record.epochs[looked[before]])}"
            )
            found.append((-float(worth[-1]), Mark(float(record.epochs[looked[at]]), "worth", text)))
    yield from (mark for _, mark in sorted(found, key=lambda one: (one[0], one[1].text)))


def _gap(without: float, whole: float) -> str:
    """The difference of two losses as they are written, so that it comes out of them."""
    gap = round(float(without), 3) - round(float(whole), 3)
    return f"{gap:.3f}".replace("-0.000", "0.000").replace("-", "−")


def _losses(record: Record, params: Array) -> Losses:
    """Switch each unit of a network off, all units of a layer at once: the patterns are few and the layers narrow."""
    architecture, labels = record.architecture, record.points.training.labels
    parts = [part.astype(np.float32) for part in architecture.split(params)]
    here, sums, answers = record.inputs.astype(np.float32), [], []
    with np.errstate(all="ignore"):
        for depth, (weights, biases) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
            sums.append(here @ weights.T + biases)
            if depth < architecture.n_hidden:
                here = ACTIVATIONS[architecture.activations[depth]]().fprop(sums[-1])
                answers.append(here)
        without = []
        for depth, own in enumerate(answers):
            weights = parts[2 * depth + 2]
            scores = sums[depth + 1][:, np.newaxis] - own[:, :, np.newaxis] * weights.T
            for further in range(depth + 1, architecture.n_hidden):
                answer = ACTIVATIONS[architecture.activations[further]]().fprop(scores)
                scores = answer @ parts[2 * further + 2].T + parts[2 * further + 3]
            without.append(_cross_entropy(scores, labels))
        return Losses(float(_cross_entropy(sums[-1][:, np.newaxis], labels)[0]), without)


def _cross_entropy(scores: Array, labels: IntArray) -> Array:
    """Mean error over the patterns, of scores of shape (n_patterns, n_networks, n_classes)."""
    top = scores.max(axis=-1)
    logs = np.log(np.exp(scores - top[..., np.newaxis]).sum(axis=-1)) + top
    own = np.take_along_axis(scores, labels[:, np.newaxis, np.newaxis].astype(np.intp), axis=-1)[..., 0]
    mean: Array = (logs - own).mean(axis=0, dtype=np.float64)
    return mean
