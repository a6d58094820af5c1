"""Which arrays are weights, which biases, and in which order layers stand: told by names, else by shape.

Keras numbers its arrays and writes (in, out), PyTorch names each layer and writes (out, in), scikit-learn has all
weights first. People write W1, w1, weights_1, fc1.weight. Names say roles and order; shapes must bear them out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations, product

from .files import AnyArray, NoNetworkError, brief

_ROLES = {
    "W": r"weights?|kernels?|coefs?_?|w|theta|matrix",
    "b": r"bias(?:es)?|intercepts?_?|b|beta|offsets?",
}
_WORD = {
    role: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for role, words in _ROLES.items()
}
_LETTER = re.compile(r"([wb])_?([a-z]{1,3}|out|hidden|output|input)", re.IGNORECASE)
"""W or b with letters for the layer behind it: Wh, b_out."""

_MOMENTS = re.compile(
    r"running_(mean|var)|batch_?norm|\bbn\d*\b|moving_(mean|variance)|num_batches", re.IGNORECASE
)

_HISTORY = re.compile(
    r"loss|acc|err|hist|cost|time|epoch|rate|\blr\b|mean|std|momentum|seed|score|val|curve", re.IGNORECASE
)
"""Names of arrays that say something of the training, and are no part of the network."""

_DATA = re.compile(
    r"(x|y|t|inputs?|labels?|targets?|images?|data)_?(train|training|test|testing|val|valid|validation)|"
    r"(train|training|test|testing|val|valid|validation)_?(x|y|t|inputs?|labels?|targets?|images?|data)",
    re.IGNORECASE,
)
"""Names of patterns that lie beside a network."""

_KEPT = (
    r"mom(?:entum|s)?|vel(?:ocity)?|grads?|delta|cache|exp_avg(?:_sq)?|rms|init(?:ial)?|old|prev(?:ious)?|"
    r"mask|[mvsgd]"
)
_COMPANION = (
    re.compile(rf"(?:{_KEPT})[_./]?(?P<of>.+)", re.IGNORECASE),
    re.compile(rf"(?P<of>.+)[_./](?:{_KEPT})", re.IGNORECASE),
)
"""Names of what training keeps beside an array of weights: a gradient, a memory, its first values."""

MOST_LOOSE = 8
"""Arrays of which each may be weights or biases: more are not tried out."""


@dataclass(frozen=True)
class Named:
    """An array with what its name says.

    Parameters
    ----------
    name : str
        In the file.
    shape, dtype : tuple of int, str
        Of the array.
    role : {"W", "b", ""}
        What the name says that it is; "" where it says nothing.
    layer : str
        What is left of the name without the role.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    role: str
    layer: str

    @property
    def number(self) -> tuple[int, ...]:
        """The numbers in what is left of the name."""
        return tuple(int(digits) for digits in re.findall(r"[0-9]{1,9}", self.layer))


@dataclass(frozen=True)
class Layer:
    """The names of a layer's weights and biases; None where it has no biases."""

    weights: Named
    biases: Named | None


def label(name: str) -> str:
    """A name as it stands in a sentence: a plain one as it is, a stranger's in quotes."""
    return name if re.fullmatch(r"[A-Za-z]\w{0,15}", name, re.ASCII) else brief(name)


def named(name: str, array: AnyArray) -> Named:
    """What the name of an array says."""
    role, layer = _said(re.sub(r":\d+$", "", name.strip()))  # without TensorFlow's number of an output
    return Named(name, array.shape, str(array.dtype), role, layer)


def _said(name: str) -> tuple[str, str]:
    """The role that a name says, "" for none, and what is left of the name."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    for role, word in _WORD.items():
        found = list(word.finditer(spaced.replace("_", " ")))
        if found:
            place = found[-1]
            return role, f"{spaced[: place.start()]} {spaced[place.end() :]}".lower()
    letters = _LETTER.fullmatch(name)
    if letters:
        return "W" if letters[1].lower() == "w" else "b", letters[2].lower()
    return "", name.lower()


def parted(arrays: Mapping[str, AnyArray]) -> tuple[list[Named], list[str]]:
    """The arrays that are weights or biases, and the names of those that only say something of the network.

    Raises
    ------
    NoNetworkError
        If an array is of a kind of layer that the page does not have, or of none that can be told.
    """
    parts, extras = [], []
    for name, array in arrays.items():
        if _MOMENTS.search(name):
            raise NoNetworkError(
                f"{brief(name)} belongs to a batch normalisation, which the networks of this page do not have."
            )
        one = named(name, array)
        if array.dtype.kind != "f":
            if one.role and re.fullmatch(r"[wb]?[\s_.]*\d*", one.layer) and array.dtype.kind in "US":
                raise NoNetworkError(
                    f"{label(name)} is {array.dtype} of shape {array.shape}; it must be numbers."
                )
            extras.append(name)
        elif array.ndim > 2:
            raise NoNetworkError(
                f"{brief(name)} has {array.ndim} axes, shape {array.shape}: the networks of this page have no "
                "convolutions."
            )
        elif _is_aside(one, array) or _DATA.fullmatch(name) or _is_companion(name, arrays):
            extras.append(name)
        elif (one.role == "W" and array.ndim < 2) or (array.ndim < 1 and not one.role):
            raise NoNetworkError(
                f"{label(name)} has shape {array.shape}; weights have rows and columns, of which one may have length 1."
            )
        else:
            parts.append(one)
    return parts, extras


def _is_companion(name: str, arrays: Mapping[str, AnyArray]) -> bool:
    """Whether an array is what training keeps beside another one, which has the rest of its name and its shape."""
    found = [one["of"] for pattern in _COMPANION if (one := pattern.fullmatch(name))]
    return any(of in arrays and arrays[of].shape == arrays[name].shape and _said(of)[0] for of in found)


def _is_aside(one: Named, array: AnyArray) -> bool:
    """Whether numbers only say something of the network: a scalar, or the course of its training."""
    if one.role or array.ndim > 1:
        return False
    is_counted = re.fullmatch(r"(arr_?|array_?|params?_?|x|p)?\d+", one.layer) is not None
    return array.ndim == 0 or (array.size <= 1 and not is_counted) or _HISTORY.search(one.name) is not None


def layerings(parts: list[Named]) -> Iterable[list[Layer]]:
    """Every way in which arrays may be the layers of a network, the likeliest first."""
    for roles in _roles(parts):
        weights = [part for part, role in zip(parts, roles, strict=True) if role == "W"]
        biases = [part for part, role in zip(parts, roles, strict=True) if role == "b"]
        if not weights or len(biases) > len(weights):
            continue
        paired = _paired(weights, biases)
        if paired is not None:
            yield from _orders(paired)


def _roles(parts: list[Named]) -> Iterable[tuple[str, ...]]:
    """The roles that arrays may have; one with a single row or column may be either, where its name says nothing."""
    options = []
    for part in parts:
        either = len(part.shape) == 2 and 1 in part.shape
        options.append(
            (part.role,)
            if part.role
            else ("b", "W")
            if either
            else ("W",)
            if len(part.shape) == 2
            else ("b",)
        )
    if sum(len(option) > 1 for option in options) <= MOST_LOOSE:
        yield from sorted(product(*options), key=_unlikelihood)


def _unlikelihood(roles: tuple[str, ...]) -> int:
    """Weights and biases in turn are likeliest, as Keras writes them; then all weights first, as scikit-learn does."""
    written = "".join(roles)
    return next(
        (place for place, way in enumerate((r"(Wb)+", r"W+b+", r"W+")) if re.fullmatch(way, written)), 3
    )


def _paired(weights: list[Named], biases: list[Named]) -> list[Layer] | None:
    """Each layer's weights with its biases, told by name, else one after the other; None where that fails."""
    if not biases:
        return [Layer(one, None) for one in weights]
    by_layer = {_plain(one.layer): one for one in biases}
    if len(by_layer) == len(biases) and {_plain(one.layer) for one in weights} >= set(by_layer):
        return [Layer(one, by_layer.get(_plain(one.layer))) for one in weights]
    if len(weights) != len(biases):
        return None
    first, second = _sorted(weights), _sorted(biases)
    return [Layer(one, other) for one, other in zip(first, second, strict=True)]


def _plain(layer: str) -> str:
    """A layer's name without what joins its words."""
    return re.sub(r"[^a-z0-9]+", " ", layer).strip()


def _sorted(parts: list[Named]) -> list[Named]:
    """Arrays by the numbers in their names where all have different ones, else as they stand in the file."""
    numbers = [part.number for part in parts]
    if len(set(numbers)) == len(parts) and all(numbers) and len({len(number) for number in numbers}) == 1:
        return sorted(parts, key=lambda part: part.number)
    return sorted(parts, key=_place) if _are_keras(parts) else parts


def _are_keras(parts: list[Named]) -> bool:
    """Whether layers are counted as Keras counts them: the first of a kind has no number."""
    return len({part.number for part in parts}) == len(parts) and sum(not part.number for part in parts) == 1


def _place(part: Named) -> tuple[int, ...]:
    """A layer's place as Keras counts: dense, dense_1, dense_2."""
    return part.number or (0,)


def _orders(layers: list[Layer]) -> Iterable[list[Layer]]:
    """Layers in the order that their names say; where these say none, as in the file, then in every other order."""
    by_name = {id(layer.weights): layer for layer in layers}
    first = [by_name[id(part)] for part in _sorted([layer.weights for layer in layers])]
    yield first
    is_said = all(layer.weights.number for layer in layers) or _are_keras([layer.weights for layer in layers])
    if not is_said and len(layers) <= 5:
        yield from (list(order) for order in permutations(first) if list(order) != first)
