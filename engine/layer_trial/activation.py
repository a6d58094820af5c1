"""The trial of an activation: a layer without parameters, held against central differences and the course's own."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import numpy as np

from ..arrays import Array
from ..layers import ACTIVATIONS, Layer, SoftmaxLayer
from ..questions.gradient_check import hold_to_differences
from .calls import LayerError, array_of, as_array, call, listed
from .findings import Finding, Slip, close, number, shape

FAR = 1000.0
"""Inputs that no exponential survives unless it is written with care."""


def activation_findings(layer: Any, rng: np.random.Generator, batch: int, width: int) -> Iterator[Finding]:
    """Try an activation; each finding comes as soon as it is known.

    Parameters
    ----------
    layer : object
        With the methods ``fprop`` and ``bprop``.
    rng : numpy.random.Generator
        Draws inputs and gradients.
    batch, width : int
        Their shape; two numbers that are unlike.

    Yields
    ------
    Finding
        After one that leaves nothing to go on with, no more come.
    """
    inputs, other = (_apart(rng.normal(0.0, 1.5, (batch, width))) for _ in range(2))
    grads = _apart(rng.normal(0.0, 1.0, (batch, width)), 0.2)
    try:
        outputs = yield from _forward(layer, inputs)
        if outputs is None:
            return
        twin = course_layer(layer, rng)
        yield _reference(twin, layer, inputs)
        yield from _backward(layer, inputs, other, outputs, grads, twin)
    except LayerError as fault:
        yield Finding("It runs", "wrong", str(fault))


def course_layer(layer: Any, rng: np.random.Generator) -> Layer | None:
    """The course's layer that gives the same outputs; None where none does, or the layer gives no outputs."""
    inputs = rng.normal(0.0, 2.0, (7, 4))
    try:
        outputs = array_of(layer, "fprop", inputs)
    except LayerError:
        return None
    kinds: list[Callable[[], Layer]] = [*ACTIVATIONS.values(), SoftmaxLayer]
    return next((one for one in (kind() for kind in kinds) if close(outputs, one.fprop(inputs))), None)


def _apart(values: Array, least: float = 0.01) -> Array:
    """Values moved away from 0, where some activations have a kink."""
    return values + np.copysign(least, values)


def _forward(layer: Any, inputs: Array) -> Generator[Finding, None, Array | None]:
    """Shape, arrays left alone, patterns by themselves, large inputs; gives the outputs, or None."""
    called = call(layer, "fprop", inputs)
    outputs = as_array(called.value, "fprop")
    if outputs.shape != inputs.shape:
        yield misshapen("fprop", outputs, inputs.shape, inputs)
        return None
    yield Finding(
        "fprop: shape", "right", f"fprop gives {shape(outputs)} for inputs {shape(inputs)}, as it should."
    )
    yield untouched("fprop", called.changed)
    if not np.isfinite(outputs).all():
        yield Finding("fprop: numbers", "wrong", "fprop gives numbers that are not finite for inputs near 0.")
        return None
    yield _alone(layer, inputs, outputs)
    yield _far(layer, inputs.shape[1])
    if outputs.dtype.itemsize < inputs.dtype.itemsize:
        yield Finding(
            "fprop: precision",
            "wrong",
            f"fprop gives {outputs.dtype} for inputs in float64: central differences need the inputs' precision.",
        )
        return None
    return outputs


def untouched(method: str, changed: tuple[str, ...]) -> Finding:
    """Whether a method has left alone what it was given."""
    check = f"{method}: arrays left alone"
    if not changed:
        return Finding(check, "right", f"{method} leaves its arrays as they were.")
    return Finding(
        check,
        "wrong",
        f"{method} changes {listed(changed)} in place: whoever passed them goes on with other numbers. "
        "Compute a new array.",
        "changed in place",
    )


def misshapen(method: str, value: Array, wanted: tuple[int, ...], given: Array) -> Finding:
    """A shape that is not the one wanted, with the slip that a transposed or summed array tells."""
    check, words = f"{method}: shape", f"{method} gives {shape(value)}; {wanted} is wanted."
    if value.shape == wanted[::-1]:
        return Finding(check, "wrong", f"{words} It is transposed.", "transposed")
    if value.shape in (wanted[1:], (1, *wanted[1:])):
        words += " It was summed over the batch, and each pattern needs its own row."
        return Finding(check, "wrong", words, "summed over the wrong axis")
    return Finding(check, "wrong", words)


def _alone(layer: Any, inputs: Array, outputs: Array) -> Finding:
    """Whether a pattern's outputs are the same without the rest of the batch."""
    check = "fprop: each pattern by itself"
    for index in range(len(inputs)):
        row = array_of(layer, "fprop", inputs[index : index + 1])
        if not close(row, outputs[index : index + 1]):
            if not close(array_of(layer, "fprop", inputs), outputs):
                return Finding(check, "wrong", "fprop gives other outputs when it is called again.")
            gives = number(float(row.ravel()[0])) if row.size else "nothing"
            return Finding(
                check,
                "wrong",
                f"Pattern {index + 1} by itself gives {gives} where the batch gave "
                f"{number(float(outputs[index, 0]))}: fprop mixes the patterns of a batch. Name the axis.",
                "patterns mixed",
            )
    return Finding(
        check, "right", f"Each of {len(inputs)} patterns gives by itself what it gives in the batch."
    )


def _far(layer: Any, width: int) -> Finding:
    """Whether outputs are finite far from 0, and nothing overflows on the way."""
    check = "fprop: large inputs"
    ends = np.full((2, width), FAR)
    ends[1] = -FAR
    kinds: list[str] = []

    def hear(kind: str, _: int) -> None:
        kinds.append(kind)

    with np.errstate(over="call", invalid="call", divide="call", call=hear):
        outputs = array_of(layer, "fprop", ends)
    if not np.isfinite(outputs).all():
        row = int(np.argmin(np.isfinite(outputs).all(axis=1)))
        sentence = f"At inputs of {number(ends[row, 0])} fprop gives numbers that are not finite."
        return Finding(check, "wrong", sentence)
    if kinds:
        sentence = f"Outputs at ±{FAR:g} are finite, but a step on the way says “{kinds[0]}”, as exp does."
        return Finding(check, "note", sentence)
    return Finding(check, "right", f"At inputs of ±{FAR:g} outputs are finite, and nothing overflows.")


def _reference(twin: Layer | None, layer: Any, inputs: Array) -> Finding:
    """Which of the course's layers it is."""
    check = "fprop: the course's layer"
    if twin is None:
        return Finding(
            check, "note", "None of the course's activations gives these outputs: calculus alone judges."
        )
    gap = float(np.abs(array_of(layer, "fprop", inputs) - twin.fprop(inputs)).max())
    return Finding(
        check, "right", f"It gives what the course's {twin} gives; the largest distance is {number(gap)}."
    )


def _backward(
    layer: Any, inputs: Array, other: Array, outputs: Array, grads: Array, twin: Layer | None
) -> Iterator[Finding]:
    """Shape, arrays left alone, central differences."""
    array_of(layer, "fprop", other)  # what a layer keeps from its last batch is not this batch
    called = call(layer, "bprop", inputs, outputs, grads)
    back = as_array(called.value, "bprop")
    if back.shape != inputs.shape:
        yield misshapen("bprop", back, inputs.shape, inputs)
        return
    yield Finding("bprop: shape", "right", f"bprop gives {shape(back)}, the shape of the inputs.")
    yield untouched("bprop", called.changed)
    check = "bprop: central differences"
    moved = inputs.copy()

    def outcome(weights: Array = grads) -> float:
        return float((weights * array_of(layer, "fprop", moved)).sum())

    held = hold_to_differences("inputs", back, moved, outcome, np.array)
    if held.agrees:
        yield Finding(
            check,
            "right",
            f"bprop agrees with central differences in all {back.size} numbers; the largest distance is "
            f"{number(float(held.absolute_errors.max()))}.",
        )
        if twin is not None and 0.0 in twin.portrait.kinks:
            yield _at_the_kink(layer, twin, inputs.shape)
        return
    alone = hold_to_differences("inputs", back, moved, lambda: outcome(np.ones_like(grads)), np.array)
    trying = _Trying(layer, inputs, outputs, grads, held.central_differences, alone.central_differences)
    slip, words = trying.slip(back)
    worst = held.worst
    yield Finding(
        check,
        "wrong",
        f"At {worst.place} bprop gives {number(worst.gradient)}; the central difference is "
        f"{number(worst.central_difference)}. {words}".strip(),
        slip,
    )


def _at_the_kink(layer: Any, twin: Layer, where: tuple[int, ...]) -> Finding:
    """What bprop gives at inputs of exactly 0, beside the course's layer."""
    check, zeros, ones = "bprop: at inputs of 0", np.zeros(where), np.ones(where)
    mine = float(array_of(layer, "bprop", zeros, array_of(layer, "fprop", zeros), ones)[0, 0])
    course = float(twin.bprop(zeros, twin.fprop(zeros), ones)[0, 0])
    if np.isclose(mine, course):
        return Finding(check, "right", f"At 0 bprop passes {number(mine)} on, as the course's {twin} does.")
    return Finding(
        check, "note", f"At 0 bprop passes {number(mine)} on, the course's {twin} {number(course)}."
    )


class _Trying:
    """Experiments on a wrong ``bprop``: what would have to be otherwise for it to be right.

    Parameters
    ----------
    layer : object
        The layer.
    inputs, outputs, grads : ndarray of shape (batch_size, width)
        What ``bprop`` was given.
    wanted : ndarray of shape (batch_size, width)
        Central differences for these gradients.
    slopes : ndarray of shape (batch_size, width)
        Central differences for gradients of 1.
    """

    def __init__(
        self, layer: Any, inputs: Array, outputs: Array, grads: Array, wanted: Array, slopes: Array
    ) -> None:
        self.layer, self.inputs, self.outputs, self.grads = layer, inputs, outputs, grads
        self.wanted, self.slopes = wanted, slopes

    def slip(self, back: Array) -> tuple[Slip | None, str]:
        """The slip that explains it, and its sentence; None and "" where none does."""
        if self._again(back):
            words = "It is right straight after fprop of the same batch: bprop reads what the last fprop has kept. "
            return "kept from fprop", words + "A layer keeps parameters and nothing else."
        if close(back, -self.wanted):
            return "sign", "It has the other sign."
        if close(back, self.slopes):
            return "gradient left out", "It is the slope alone: multiply it by grads_wrt_outputs."
        if self._with(self.outputs, self.outputs):
            words = (
                "Given the outputs as inputs, bprop is right: its formula for the slope is in terms of the "
            )
            return "slope of the inputs", f"{words}outputs, and is fed the inputs."
        if self._with(self.inputs, self.inputs):
            words = (
                "Given the inputs as outputs, bprop is right: its formula for the slope is in terms of the "
            )
            return "slope of the outputs", f"{words}inputs, and is fed the outputs."
        if close(back, self.grads * self.outputs):
            return "outputs in place of their slope", "It multiplies by the outputs; their slope is meant."
        return factor_of(back, self.wanted, len(back))

    def _again(self, back: Array) -> bool:
        """Whether bprop is right straight after fprop of its own batch."""
        try:
            array_of(self.layer, "fprop", self.inputs)
            again = array_of(self.layer, "bprop", self.inputs, self.outputs, self.grads)
        except LayerError:
            return False
        return close(again, self.wanted)

    def _with(self, inputs: Array, outputs: Array) -> bool:
        """Whether bprop is right with other inputs or outputs."""
        try:
            with np.errstate(all="ignore"):
                return close(array_of(self.layer, "bprop", inputs, outputs, self.grads), self.wanted)
        except LayerError:
            return False


def factor_of(gradient: Array, wanted: Array, batch: int) -> tuple[Slip | None, str]:
    """The slip of a gradient that is right but for a factor."""
    if close(batch * gradient, wanted):
        words = f"It is divided by the batch size, {batch}: error.grad has done that already."
        return "divided by the batch size", words
    largest = np.unravel_index(np.abs(wanted).argmax(), wanted.shape)
    share = float(gradient[largest] / wanted[largest]) if wanted[largest] else 0.0
    if share and close(gradient, share * wanted):
        return "factor", f"It is {number(share)} times what it should be, everywhere."
    return None, ""
