"""The trial of an affine layer: weights and biases, three methods, and the slips that products and sums invite."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..arrays import Array
from ..questions.gradient_check import ParameterCheck, hold_to_differences
from .activation import factor_of, misshapen, untouched
from .calls import LayerError, array_of, as_array, call
from .findings import Finding, Slip, close, number, shape

Make = Callable[[int, int], Any]
"""Makes a layer from ``input_dim`` and ``output_dim``."""

SQUARE = 4
"""All widths, and the batch, of the square trial: there no shape hides what a product was transposed to."""


def affine_findings(
    make: Make, rng: np.random.Generator, batch: int, input_dim: int, output_dim: int
) -> Iterator[Finding]:
    """Try an affine layer; each finding comes as soon as it is known.

    Parameters
    ----------
    make : callable
        Makes a layer from ``input_dim`` and ``output_dim``; it may raise ``LayerError``.
    rng : numpy.random.Generator
        Draws parameters, inputs and gradients.
    batch, input_dim, output_dim : int
        Three numbers that are unlike.

    Yields
    ------
    Finding
        After one that leaves nothing to go on with, no more come.
    """
    try:
        layer = make(input_dim, output_dim)
        found = parameters_of(layer)
        yield from _parameters(layer, found, input_dim, output_dim)
        if not _fits(found, input_dim, output_dim):
            return
        for array in found:
            array[...] = rng.normal(0.0, 1.0, array.shape)
        yield from _Trial(make, layer, found, rng, (batch, input_dim, output_dim)).findings()
    except LayerError as fault:
        yield Finding("It can be made", "wrong", str(fault))


def parameters_of(layer: Any) -> list[Array]:
    """Weights and biases of a layer, the arrays themselves; ``LayerError`` where it has none."""
    weights, biases = getattr(layer, "weights", None), getattr(layer, "biases", None)
    if weights is None or biases is None:
        params = getattr(layer, "params", None)
        if not isinstance(params, list | tuple) or len(params) != 2:
            raise LayerError("The layer has neither weights and biases nor params, a list of the two.")
        weights, biases = params
    return [as_array(weights, "weights"), as_array(biases, "biases")]


def as_course(weights: Array, input_dim: int, output_dim: int) -> Array:
    """Weights as (output_dim, input_dim), a view; those of a layer that keeps them transposed are turned."""
    return weights if weights.shape == (output_dim, input_dim) else weights.T


def _fits(found: list[Array], input_dim: int, output_dim: int) -> bool:
    """Whether there is something to go on with: the right numbers, whatever their order."""
    weights, biases = found
    return sorted(weights.shape) == sorted((output_dim, input_dim)) and biases.size == output_dim


def _parameters(layer: Any, found: list[Array], input_dim: int, output_dim: int) -> Iterator[Finding]:
    """Shapes of weights and biases, and whether ``params`` hands out the arrays themselves."""
    weights, biases = found
    check = "weights and biases: shapes"
    words = f"weights are {shape(weights)} and biases {shape(biases)}"
    if weights.shape == (output_dim, input_dim) and biases.shape == (output_dim,):
        yield Finding(check, "right", f"{words}: (output_dim, input_dim) and (output_dim,).")
    else:
        turned = weights.shape == (input_dim, output_dim)
        wanted = f"{words}; {(output_dim, input_dim)} and {(output_dim,)} are wanted."
        more = " Weights are transposed: a row belongs to an output unit." if turned else ""
        yield Finding(check, "wrong", wanted + more, "transposed" if turned else None)
    yield _handed_out(layer, found)


def _handed_out(layer: Any, found: list[Array]) -> Finding:
    """Whether ``params`` is the list of the arrays themselves."""
    check, params = "params: the arrays themselves", getattr(layer, "params", None)
    if not isinstance(params, list | tuple) or len(params) != 2:
        words = "There is no list params of weights and biases: a learning rule finds nothing to change."
        return Finding(check, "wrong", words)
    if not all(isinstance(one, np.ndarray) for one in params):
        return Finding(check, "wrong", "params holds something else than two arrays of NumPy.")
    if all(np.shares_memory(one, mine) for one, mine in zip(params, found, strict=True)):
        return Finding(
            check, "right", "params gives weights and biases themselves: a learning rule changes them."
        )
    if all(np.shares_memory(one, mine) for one, mine in zip(params, found[::-1], strict=True)):
        return Finding(check, "wrong", "params gives biases first; weights come first.", "order")
    words = "params gives copies: a learning rule changes these, and the layer never learns."
    return Finding(check, "wrong", words, "copies")


def other_products(one: Array, other: Array, right: Array) -> list[Array]:
    """The products of two square arrays, each turned or not, in either order, but the right one."""
    pairs = [(a, b) for a in (one, one.T) for b in (other, other.T)]
    products = [a @ b for a, b in pairs] + [b @ a for a, b in pairs]
    return [product for product in products if not close(product, right)]


class _Trial:
    """A layer with parameters drawn, a batch, and gradients."""

    def __init__(
        self,
        make: Make,
        layer: Any,
        found: list[Array],
        rng: np.random.Generator,
        sizes: tuple[int, int, int],
    ) -> None:
        batch, input_dim, output_dim = sizes
        self.make, self.layer, self.found, self.rng = make, layer, found, rng
        self.weights, self.biases = as_course(found[0], input_dim, output_dim), found[1].reshape(-1)
        self.inputs = rng.normal(0.0, 1.0, (batch, input_dim))
        self.other = rng.normal(0.0, 1.0, (batch, input_dim))
        self.grads = rng.normal(0.0, 1.0, (batch, output_dim))
        self.turned = found[0].shape != (output_dim, input_dim)
        self.runs = False  # whether fprop is right, so that its differences tell of bprop

    def findings(self) -> Iterator[Finding]:
        """One method after the other; an error in one leaves the others to be tried."""
        for method in (self.forward, self.backward, self.of_params):
            try:
                yield from method()
            except LayerError as fault:
                name = {self.forward: "fprop", self.backward: "bprop"}.get(method, "grads_wrt_params")
                slip = self.transposed(name)
                more = f" {TURNED[name]}" if slip else ""
                yield Finding(f"{name}: it runs", "wrong", f"{fault}{more}", slip)

    def forward(self) -> Iterator[Finding]:
        """``fprop`` against ``inputs @ weights.T + biases``."""
        called = call(self.layer, "fprop", self.inputs)
        outputs = as_array(called.value, "fprop")
        linear = self.inputs @ self.weights.T
        wanted = linear + self.biases
        if outputs.shape != wanted.shape:
            yield misshapen("fprop", outputs, wanted.shape, self.inputs)
            return
        yield Finding(
            "fprop: shape", "right", f"fprop gives {shape(outputs)} for inputs {shape(self.inputs)}."
        )
        yield untouched("fprop", called.changed)
        check, gap = "fprop: the course's layer", float(np.abs(outputs - wanted).max())
        if close(outputs, wanted):
            self.runs = outputs.dtype == np.float64
            words = f"fprop gives inputs @ weights.T + biases; the largest distance is {number(gap)}."
            yield Finding(check, "right", words)
            return
        slip: Slip | None = None
        words = f"fprop is up to {number(gap)} away from inputs @ weights.T + biases."
        if close(outputs, linear):
            slip, words = "bias missing", f"{words} The biases are missing."
        elif close(outputs, linear - self.biases):
            slip, words = "sign", f"{words} The biases have the other sign."
        yield Finding(check, "wrong", words, slip)

    def backward(self) -> Iterator[Finding]:
        """``bprop`` against central differences in the inputs."""
        outputs = self.inputs @ self.weights.T + self.biases
        self.forget()
        called = call(self.layer, "bprop", self.inputs, outputs, self.grads)
        back = as_array(called.value, "bprop")
        if back.shape != self.inputs.shape:
            yield misshapen("bprop", back, self.inputs.shape, self.inputs)
            return
        yield Finding("bprop: shape", "right", f"bprop gives {shape(back)}, the shape of the inputs.")
        yield untouched("bprop", called.changed)
        held = self.differences("inputs", back, self.inputs)

        def again() -> Array:
            return array_of(self.layer, "bprop", self.inputs, outputs, self.grads)

        yield self.judged("bprop", held, again)

    def of_params(self) -> Iterator[Finding]:
        """``grads_wrt_params``: two arrays in the parameters' order and shapes, summed over the batch."""
        self.forget()
        called = call(self.layer, "grads_wrt_params", self.inputs, self.grads)
        grads = self.pair(called.value)
        check = "grads_wrt_params: shapes"
        wanted = [array.shape for array in self.found]
        if [grad.shape for grad in grads] == wanted[::-1]:
            words = "grads_wrt_params gives the biases' gradient first; params has the weights first."
            yield Finding(check, "wrong", words, "order")
            grads = grads[::-1]
        elif [grad.shape for grad in grads] == wanted:
            shapes = " and ".join(map(shape, grads))
            yield Finding(
                check, "right", f"grads_wrt_params gives {shapes}, the shapes of weights and biases."
            )
        yield untouched("grads_wrt_params", called.changed)
        for index, (name, grad) in enumerate(zip(("weights", "biases"), grads, strict=True)):
            if grad.shape != wanted[index]:
                yield self.misshapen(index, grad)
                continue
            held = self.differences(name, grad, self.found[index])
            yield self.judged(f"grads_wrt_params, {name}", held, self.again(index))

    def pair(self, value: Any) -> list[Array]:
        """The two gradients that were given."""
        if value is None:
            raise LayerError("grads_wrt_params gives None: is its return missing?")
        if not isinstance(value, list | tuple):
            raise LayerError(
                f"grads_wrt_params gives one {type(value).__name__}; it gives a list of two arrays."
            )
        if len(value) != 2:
            raise LayerError(
                f"grads_wrt_params gives a list of {len(value)}; one array for weights, one for biases."
            )
        names = ("grads_wrt_params[0]", "grads_wrt_params[1]")
        return [as_array(one, name) for one, name in zip(value, names, strict=True)]

    def again(self, index: int) -> Callable[[], Array]:
        """Calls ``grads_wrt_params`` once more."""
        return lambda: self.pair(call(self.layer, "grads_wrt_params", self.inputs, self.grads).value)[index]

    def forget(self) -> None:
        """Send another batch forward: what a layer keeps from its last batch is not this batch."""
        if self.runs:
            array_of(self.layer, "fprop", self.other)

    def differences(self, name: str, gradients: Array, array: Array) -> ParameterCheck:
        """Central differences in an array; the course's rule where ``fprop`` is not right itself."""
        if not self.runs:
            return ParameterCheck(name, gradients, self.by_rule(name), 1e-8)
        moved = array.copy() if name == "inputs" else array
        given = moved if name == "inputs" else self.inputs

        def outcome() -> float:
            return float((self.grads * array_of(self.layer, "fprop", given)).sum())

        return hold_to_differences(name, gradients, moved, outcome, np.array)

    def by_rule(self, name: str) -> Array:
        """The gradient as the course has it, in the layer's own shapes."""
        if name == "inputs":
            return self.grads @ self.weights
        if name == "biases":
            summed: Array = self.grads.sum(axis=0).reshape(self.found[1].shape)
            return summed
        grads: Array = self.grads.T @ self.inputs
        return grads.T if self.turned else grads

    def judged(self, what: str, held: ParameterCheck, again: Callable[[], Array]) -> Finding:
        """A gradient of the right shape beside its central differences."""
        against = "central differences" if self.runs else "the course's rule"
        check = f"{what}: {against}"
        if held.agrees:
            gap = number(float(held.absolute_errors.max()))
            words = f"All {held.gradients.size} numbers agree with {against}; the largest distance is {gap}."
            return Finding(check, "right", words)
        worst, wanted = held.worst, held.central_differences
        one = "the central difference" if self.runs else against
        gives, wants = number(worst.gradient), number(worst.central_difference)
        words = f"At {worst.place} it gives {gives}; {one} {'is' if self.runs else 'gives'} {wants}."
        slip, more = self.slip(held.gradients, wanted, again, summed=what != "bprop")
        return Finding(check, "wrong", f"{words} {more}".strip(), slip)

    def slip(
        self, grads: Array, wanted: Array, again: Callable[[], Array], *, summed: bool
    ) -> tuple[Slip | None, str]:
        """The slip that explains a wrong gradient, and its sentence."""
        if self.is_right_after_fprop(wanted, again):
            words = (
                "It is right straight after fprop of the same batch: it reads what the last fprop has kept. "
            )
            return "kept from fprop", words + "A layer keeps parameters and nothing else."
        if close(grads, -wanted):
            return "sign", "It has the other sign."
        if summed and close(len(self.inputs) * grads, wanted):
            words = (
                f"It is the mean over the {len(self.inputs)} patterns; the sum is wanted, for error.grad has "
            )
            return "mean in place of the sum", words + "divided by the batch size already."
        if summed and (one := self.of_one_pattern(grads)) is not None:
            words = f"It is the gradient of pattern {one + 1} alone: the sum over the batch is missing."
            return "sum over the batch missing", words
        return factor_of(grads, wanted, len(self.inputs))

    def is_right_after_fprop(self, wanted: Array, again: Callable[[], Array]) -> bool:
        """Whether the gradient is right straight after fprop of its own batch."""
        if not self.runs:
            return False
        array_of(self.layer, "fprop", self.inputs)
        return close(again(), wanted)

    def of_one_pattern(self, grads: Array) -> int | None:
        """The pattern whose gradient alone this is; None where it is none's."""
        for index in range(len(self.inputs)):
            outer = np.outer(self.grads[index], self.inputs[index])
            mine = self.grads[index].reshape(self.found[1].shape)
            if close(grads, outer.T if self.turned else outer) or close(grads, mine):
                return index
        return None

    def misshapen(self, index: int, grad: Array) -> Finding:
        """A parameter's gradient of a wrong shape, with the slip that its shape tells."""
        name, wanted = ("weights", "biases")[index], self.found[index].shape
        check = f"grads_wrt_params, {name}: shape"
        words = f"The gradient for the {name} is {shape(grad)}; the shape of the {name}, {wanted}, is wanted."
        batch, output_dim = self.grads.shape
        if index == 0 and grad.shape == wanted[::-1]:
            return Finding(check, "wrong", f"{words} It is transposed.", "transposed")
        if grad.shape in ((batch, *wanted), (batch, *wanted[::-1]), (batch, output_dim)):
            more = f"It has a row for each of the {batch} patterns: the sum over the batch is missing."
            return Finding(check, "wrong", f"{words} {more}", "sum over the batch missing")
        if grad.shape in ((batch,), (batch, 1)):
            more = "It was summed over the units; the sum over the batch, axis 0, is wanted."
            return Finding(check, "wrong", f"{words} {more}", "summed over the wrong axis")
        if grad.size == 1:
            more = "It was summed over everything; the sum over the batch, axis 0, is wanted."
            return Finding(check, "wrong", f"{words} {more}", "summed over the wrong axis")
        return Finding(check, "wrong", words)

    def transposed(self, method: str) -> Slip | None:
        """Whether a method that stops here is, with all widths alike, a product with an array turned."""
        if self.turned:
            return None
        try:
            layer = self.make(SQUARE, SQUARE)
            weights, biases = parameters_of(layer)
            for array in (weights, biases):
                array[...] = self.rng.normal(0.0, 1.0, array.shape)
            inputs, grads = (self.rng.normal(0.0, 1.0, (SQUARE, SQUARE)) for _ in range(2))
            linear = inputs @ weights.T
            got: Array
            if method == "fprop":
                got = array_of(layer, method, inputs) - biases
                turned = other_products(inputs, weights, linear)
            elif method == "bprop":
                got = array_of(layer, method, inputs, linear + biases, grads)
                turned = other_products(grads, weights, grads @ weights)
            else:
                got = self.pair(call(layer, method, inputs, grads).value)[0]
                turned = other_products(grads, inputs, grads.T @ inputs)
        except LayerError:
            return None
        return "transposed" if any(close(got, product) for product in turned) else None


TURNED = {
    "fprop": "With all widths alike it runs, and gives a product with an array transposed: "
    "inputs @ weights.T + biases is wanted.",
    "bprop": "With all widths alike it runs, and gives a product with an array transposed: "
    "grads_wrt_outputs @ weights is wanted.",
    "grads_wrt_params": "With all widths alike it runs, and gives a product with an array transposed: "
    "grads_wrt_outputs.T @ inputs is wanted.",
}
"""What is said where the square trial tells that an array was transposed."""
