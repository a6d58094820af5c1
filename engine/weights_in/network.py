"""A network from a stranger's file: the arrays fitted together, layer by layer, from the inputs to the classes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..architecture import Architecture
from ..arrays import Array
from ..layers import ACTIVATIONS
from .files import FINITE, LAST_LETTER, AnyArray, NoNetworkError, arrays_in, brief
from .naming import Layer, Named, label, layerings, parted

_ACTIVATION_KEY = re.compile(
    r"(hidden_?)?(activation|act|nonlinearit)(s|es|y|ies|_names?|_functions?|_fn)?[_.]?\d*_?", re.IGNORECASE
)

_OTHER_NAMES = {
    "sigmoid": ("logistic", "logsig", "expit", "logisticsigmoid"),
    "tanh": ("tansig", "hyperbolictangent"),
    "relu": ("rectifier", "rectifiedlinear", "rectifiedlinearunit", "poslin"),
}
"""What others call our activations."""

_AT_THE_END = ("softmax", "logsoftmax", "linear", "identity", "none", "purelin", "crossentropy")
"""Names of what may follow the last layer: none of them changes which class has the highest score."""


TWO = 2
"""Classes that a single output tells apart."""

_WHOLE = "a network is W1, b1, W2, b2 and so on, without a gap"


@dataclass(frozen=True)
class Bounds:
    """Bounds of the networks that the page can show.

    Parameters
    ----------
    input_dim, n_classes : int
        Widths of the inputs and of the outputs.
    most_hidden, most_units : int
        The most hidden layers, and the most units in each.
    most_alone : int, default 0
        The most units of a hidden layer that is the only one, where that is more.
    least_classes : int, default 0
        The fewest outputs, where there may be fewer than ``n_classes``. Where two will do, so will a single one: its
        sigmoid is the probability of the second class.
    """

    input_dim: int
    n_classes: int
    most_hidden: int
    most_units: int
    most_alone: int = 0
    least_classes: int = 0

    @property
    def outputs(self) -> range:
        """How many outputs there may be."""
        least = self.least_classes or self.n_classes
        return range(1 if least == TWO else least, self.n_classes + 1)

    def widest(self, n_hidden: int) -> int:
        """The most units in a layer of a network with so many hidden layers."""
        return max(self.most_units, self.most_alone) if n_hidden == 1 else self.most_units


@dataclass(frozen=True, eq=False)
class FoundNetwork:
    """A network from a file.

    Parameters
    ----------
    sizes : tuple of int
        Width of each layer, the inputs first.
    activations : tuple of str or None
        The hidden layers' activations; None where the file does not say them.
    params : ndarray of shape (n_params,), float32
        In the order of ``Architecture.split``.
    notes : tuple of str
        A sentence for each thing that was done with the arrays.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...] | None
    params: Array
    notes: tuple[str, ...] = ()

    def architecture(self, activation: str = next(iter(ACTIVATIONS))) -> Architecture:
        """The network's shape; where the file names no activations, with this one in each hidden layer."""
        names = self.activations
        return Architecture(self.sizes, (activation,) * (len(self.sizes) - 2) if names is None else names)

    def seen_through(self, scale: float | Sequence[float], shift: float | Sequence[float]) -> "FoundNetwork":
        """The network that answers to inputs x as this one answers to ``scale * x + shift``.

        Parameters
        ----------
        scale, shift : float or sequence of float
            What turns our inputs into those that the network was trained on: one number, or one for each input.

        Returns
        -------
        FoundNetwork
            Its first weights and biases are other ones; all scores are the same, as far as float32 is exact.
        """
        first = self.sizes[1] * self.sizes[0]
        weights = self.params[:first].reshape(self.sizes[1], -1).astype(np.float64)
        biases = self.params[first : first + self.sizes[1]] + (np.asarray(shift) * weights).sum(axis=1)
        rest = self.params[first + self.sizes[1] :]
        params = np.concatenate([(np.asarray(scale) * weights).ravel(), biases, rest]).astype(np.float32)
        return replace(self, params=params)


def found_in(data: bytes, bounds: Bounds) -> FoundNetwork:
    """Find the network in the bytes of a file: ``.npz`` under anybody's names, or safetensors.

    Parameters
    ----------
    data : bytes
        The bytes of a stranger's file.
    bounds : Bounds
        The bounds of networks that can be shown.

    Returns
    -------
    FoundNetwork
        With what was done to make it fit.

    Raises
    ------
    NoNetworkError
        If the file is at fault; the message names the fault in a sentence.
    """
    arrays = arrays_in(data)
    spoken = {name: array for name, array in arrays.items() if _ACTIVATION_KEY.fullmatch(name.strip())}
    parts, extras = parted({name: array for name, array in arrays.items() if name not in spoken})
    layers, is_in_out = _fitting(parts, bounds, list(arrays))
    n_hidden = len(layers) - 1
    activations, notes = _activations(spoken, n_hidden)
    params = [
        piece
        for place, layer in enumerate(layers)
        for piece in _numbers(layer, arrays, is_in_out=is_in_out, place=place)
    ]
    if is_in_out:
        notes.append("Weights are written (in, out), and were transposed.")
    elif _fault(layers, bounds, is_in_out=True) is None:
        notes.append(
            "Its layers fit both ways round: each row is taken as the weights that arrive at one unit."
        )
    if all(layer.biases is None for layer in layers):
        notes.append("The file has no biases: they are 0.")
    if extras:
        more = f" and {len(extras) - 3} more" if len(extras) > 3 else ""
        notes.append(f"Left aside: {', '.join(map(brief, extras[:3]))}{more}.")
    sizes = _sizes(layers, bounds, is_in_out=is_in_out)
    if sizes[-1] == 1:
        sizes[-1] = TWO
        params[-2:] = [np.concatenate([np.zeros_like(part), part]) for part in params[-2:]]
        notes.append("Its single output is the score of the second class; that of the first is 0.")
    return FoundNetwork(tuple(sizes), activations, np.concatenate(params), tuple(notes))


def read(data: bytes, bounds: Bounds) -> tuple[Architecture, Array]:
    """Read a network that says all of itself: its architecture and its parameters, shape (n_params,), float32.

    Raises
    ------
    NoNetworkError
        If the file is at fault, or names no activations where there are hidden layers.
    """
    network = found_in(data, bounds)
    n_hidden = len(network.sizes) - 2
    if network.activations is None:
        raise NoNetworkError(
            f"The file has no list “activations”: it needs a name for each of {n_hidden} layers."
        )
    return network.architecture(), network.params


def _fitting(parts: list[Named], bounds: Bounds, names: list[str]) -> tuple[list[Layer], bool]:
    """The layers in order, and whether their weights are (in, out); the first fault of the likeliest order is said."""
    fault: NoNetworkError | None = None
    for layers in layerings(parts):
        for is_in_out in _orientations(layers):
            found = _fault(layers, bounds, is_in_out=is_in_out)
            if found is None:
                return layers, is_in_out
            fault = fault or found
    numbers = [part.number for part in parts if part.role == "W"]
    if fault and not (numbers and min(numbers) > (1,) and len(numbers) == 1):
        raise fault
    listed = ", ".join(map(brief, sorted(names)[:6])) or "nothing"
    more = " and more" if len(names) > 6 else ""
    raise NoNetworkError(f"The file holds {listed}{more}; {_WHOLE}.")


def _orientations(layers: list[Layer]) -> tuple[bool, bool]:
    """Whether weights may be (in, out), the likelier first: Keras and scikit-learn write so, PyTorch and we do not."""
    likely = any(re.search(r"kernel|coefs|arr_\d", layer.weights.name, re.IGNORECASE) for layer in layers)
    return likely, not likely


def _sizes(layers: Sequence[Layer], bounds: Bounds, *, is_in_out: bool) -> list[int]:
    """Widths from the inputs to the classes; refuse weights that do not fit behind each other."""
    sizes = [bounds.input_dim]
    for layer in layers:
        shape = layer.weights.shape
        turned = shape[::-1] if is_in_out else shape
        if len(sizes) == 1 and len(turned) == 2 and turned[1] == sizes[-1] + 1:
            raise NoNetworkError(
                f"{label(layer.weights.name)} has shape {shape}, one more than {sizes[-1]} inputs: are the biases in "
                "it? Part them, the first column or the last.",
                (f'W = np.load("old.npz")["{_printed(layer.weights.name)}"]', _apart(is_in_out)),
            )
        if len(turned) != 2 or turned[1] != sizes[-1]:
            wanted = f"({sizes[-1]}, units)" if is_in_out else f"(units, {sizes[-1]})"
            raise NoNetworkError(f"{label(layer.weights.name)} has shape {shape}; it must be {wanted}.")
        sizes.append(turned[0])
    return sizes


def _fault(layers: list[Layer], bounds: Bounds, *, is_in_out: bool) -> NoNetworkError | None:
    """Why layers are no network that can be shown; None where they are one."""
    try:
        _check(layers, bounds, is_in_out=is_in_out)
    except NoNetworkError as error:
        return error
    return None


def _printed(name: str) -> str:
    """A stranger's name as it may stand between quotes in a line of Python."""
    return "".join(letter for letter in name if letter.isprintable() and letter not in '"\\')[:40]


def _apart(is_in_out: bool) -> str:
    """The line that parts a layer's biases from its weights."""
    weights, biases = ("W[1:]", "W[0]") if is_in_out else ("W[:, 1:]", "W[:, 0]")
    return f'np.savez("weights.npz", W1={weights}, b1={biases})  # and so on for each layer'


def _check(layers: list[Layer], bounds: Bounds, *, is_in_out: bool) -> None:
    """Refuse layers that do not fit together, or make a network beyond the bounds."""
    n_hidden = len(layers) - 1
    if n_hidden > bounds.most_hidden:
        raise NoNetworkError(
            f"The network has {n_hidden} hidden layers; {bounds.most_hidden} are the most here."
        )
    bare = [label(layer.weights.name) for layer in layers if layer.biases is None]
    if 0 < len(bare) < len(layers):
        raise NoNetworkError(f"The biases of {bare[0]} are missing, others are there: {_WHOLE}.")
    sizes = _sizes(layers, bounds, is_in_out=is_in_out)
    for layer, width in zip(layers, sizes[1:], strict=True):
        shapes = ((width,), (width, 1), (1, width), *([()] if width == 1 else []))
        if layer.biases and layer.biases.shape not in shapes:
            raise NoNetworkError(
                f"{label(layer.biases.name)} is {layer.biases.dtype} of shape {layer.biases.shape}; it must be numbers "
                f"of shape ({width},)."
            )
    if sizes[-1] not in bounds.outputs:
        there_are = f"there are {bounds.n_classes} classes"
        if bounds.least_classes:
            there_are = f"there are {bounds.least_classes} to {bounds.n_classes} classes"
        raise NoNetworkError(f"The last layer has {sizes[-1]} outputs; {there_are}.")
    most = bounds.widest(n_hidden)
    if not all(1 <= size <= most for size in sizes[1:-1]):
        raise NoNetworkError(f"The hidden layers have {sizes[1:-1]} units; 1 to {most} can be shown.")


def _numbers(
    layer: Layer, arrays: Mapping[str, AnyArray], *, is_in_out: bool, place: int
) -> tuple[Array, Array]:
    """Weights and biases of a layer as float32, flat; biases of 0 where there are none."""
    weights = _finite(layer.weights.name, arrays[layer.weights.name])
    weights = weights.T if is_in_out else weights
    if layer.biases is None:
        return weights.ravel(), np.zeros(len(weights), np.float32)
    return weights.ravel(), _finite(layer.biases.name, arrays[layer.biases.name]).ravel()


def _finite(name: str, array: AnyArray) -> Array:
    """An array of weights as float32; refuse numbers that are not finite."""
    with np.errstate(over="ignore"):
        numbers = array.astype(np.float32)
    wrong = int((~np.isfinite(numbers)).sum())
    if wrong:
        raise NoNetworkError(
            f"{label(name)} has {wrong:,} of {numbers.size:,} numbers that are not finite; to put 0 in their place",
            FINITE,
        )
    return numbers


def _activations(spoken: Mapping[str, AnyArray], n_hidden: int) -> tuple[tuple[str, ...] | None, list[str]]:
    """The activations, one for each hidden layer, None where none are said; and a sentence for what was left out."""
    notes = list[str]()
    given = [name for key in sorted(spoken, key=_number) for name in _words(key, spoken[key], n_hidden)]
    if n_hidden == 0:
        return (), notes
    if not given:
        return None, notes
    key = brief(next(iter(spoken)))
    if len(given) == n_hidden + 1:
        *hidden, last = given
        if activation_named(last) == "sigmoid":
            notes.append(
                "The last layer’s sigmoid is left out: a softmax stands there, and the answers stay the same."
            )
            given = hidden
        elif _compact(last) in _AT_THE_END:
            given = hidden
    if len(given) == 1:
        given *= n_hidden
    if len(given) != n_hidden:
        raise NoNetworkError(f"{key} must be {n_hidden} names; it has {len(given)}.")
    names = [activation_named(name) for name in given]
    unknown = [name for name, found in zip(given, names, strict=True) if found is None]
    if unknown:
        raise NoNetworkError(f"The activation {brief(unknown[0])} is none of {', '.join(ACTIVATIONS)}.")
    return tuple(name for name in names if name is not None), notes


def _number(key: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d{1,9}", key)))


def _words(key: str, array: AnyArray, n_hidden: int) -> list[str]:
    """The names in an array of text; several in one text are joined by commas, blanks or hyphens."""
    if array.dtype.kind not in "US" or array.ndim > 2:
        raise NoNetworkError(
            f"{brief(key)} must be {n_hidden} names; it has shape {array.shape} of {array.dtype}."
        )
    letters = array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind == "U" and (np.atleast_1d(letters).view(np.uint32) > LAST_LETTER).any():
        raise NoNetworkError(f"{brief(key)} holds numbers that are no letters.")
    texts = [
        text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in letters.ravel().tolist()
    ]
    if len(texts) == 1:
        texts = [
            word for word in re.split(r"[,;+\-\[\]'\"]|\s+(?!linear|tangent|unit)", texts[0]) if word.strip()
        ]
    return texts


def _compact(name: str) -> str:
    """A name as it is compared: small letters alone, without what a library puts around it."""
    last = re.sub(r"\(.*\)$", "", name.strip()).rsplit(".", 1)[-1]
    return re.sub(r"[^a-z0-9]", "", last.casefold())


def activation_named(name: str) -> str | None:
    """Our name of an activation, as others write it: ReLU, nn.Tanh(), logistic; None where we have none such."""
    compact = _compact(name)
    for ours in ACTIVATIONS:
        word = ACTIVATIONS[ours].portrait.word
        if compact in (_compact(ours), _compact(word or ours), *_OTHER_NAMES.get(ours, ())):
            return ours
    return None
