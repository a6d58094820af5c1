"""The forward line of each activation: JavaScript that its layer carries, tried here, and written out as a table.

A line is an expression in ``z``. The small grammar below reads it, and its values are held against the layer's own
``fprop``. So a slip stops the app at its start, with the name of the class, and paints no wrong picture.
"""

import re
from collections.abc import Callable, Mapping

import numpy as np

from engine.arrays import Array
from engine.layers import ACTIVATIONS, Layer

Value = Callable[[Array], Array]
"""An expression, as a function of ``z``."""

_TOKEN = re.compile(
    r"\s*((?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][\w.]*|[<>]=?|-(?!-)|[+*/(),?:])"
)
"""A number, a name or a sign. ``010`` and ``--`` are none, as they mean something else in JavaScript."""

_FUNCTIONS: dict[str, tuple[int, Callable[..., Array]]] = {
    "tanh": (1, np.tanh),
    "Math.abs": (1, np.abs),
    "Math.atan": (1, np.arctan),
    "Math.cos": (1, np.cos),
    "Math.exp": (1, np.exp),
    "Math.expm1": (1, np.expm1),
    "Math.log": (1, np.log),
    "Math.log1p": (1, np.log1p),
    "Math.max": (2, np.maximum),
    "Math.min": (2, np.minimum),
    "Math.pow": (2, np.power),
    "Math.sign": (1, np.sign),
    "Math.sin": (1, np.sin),
    "Math.sqrt": (1, np.sqrt),
    "Math.tanh": (1, np.tanh),
}
"""Functions that a line may call: how many arguments each takes, and the same in NumPy. ``tanh`` is our own, in
``activations.js``."""

_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}

TRIED_AT = np.concatenate([np.linspace(-8.0, 8.0, 321), [-80.0, -40.0, -20.0, 20.0, 40.0, 80.0]])
"""Weighted sums at which a line is held against ``fprop``."""

MOST_OFF = 1e-6
"""Largest distance of a line's value from ``fprop``'s value; above 1 it is a share of the latter."""


def table() -> str:
    """The lines of all activations as entries of a JavaScript object: from the name to a loop over an array.

    Returns
    -------
    str
        One line of text for each activation.

    Raises
    ------
    ValueError
        If a layer has no forward line, one that cannot be read, or one that is not what its ``fprop`` computes.
    """
    return "".join(f"  {_entry(name, kind)}\n" for name, kind in ACTIVATIONS.items())


def _entry(name: str, kind: type[Layer]) -> str:
    line = kind.portrait.browser_line
    try:
        _try(line, kind)
    except ValueError as error:
        raise ValueError(f"{kind.__name__}: its browser_line {line!r} {error}") from None
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    loop = f"for (let i = 0; i < a.length; i++) {{ const z = a[i]; a[i] = {line}; }}"
    return f'"{quoted}": (a) => {{ {loop} }},'


def _try(line: str, kind: type[Layer]) -> None:
    """Hold a line against a layer's ``fprop``. Where they differ, a ValueError says how: words that end a sentence."""
    value = _Reader(line).read()
    with np.errstate(all="ignore"):
        found = np.broadcast_to(value(TRIED_AT), TRIED_AT.shape)
        wanted = kind().fprop(TRIED_AT[:, np.newaxis])[:, 0]
    off = np.abs(found - wanted) > MOST_OFF * np.maximum(1.0, np.abs(wanted))
    wrong = np.flatnonzero(off | (np.isfinite(found) != np.isfinite(wanted)))
    if len(wrong):
        at = wrong[len(wrong) // 2]
        raise ValueError(f"gives {found[at]:g} for z = {TRIED_AT[at]:g}, where fprop gives {wanted[at]:g}")


class _Reader:
    """Reads one line from left to right, with a method for each rank of operators."""

    def __init__(self, line: str) -> None:
        self._left: list[str] = []
        at = 0
        while at < len(line.rstrip()):
            token = _TOKEN.match(line, at)
            if token is None:
                raise ValueError(f"has {line[at:].strip()!r} in it, which is not understood")
            self._left.append(token[1])
            at = token.end()

    def read(self) -> Value:
        """The whole line as a function."""
        if not self._left:
            raise ValueError("is empty: the browser needs what fprop makes of z, in JavaScript")
        value = self._choice()
        if self._left:
            raise ValueError(f"goes on with {self._left[0]!r} where it should end")
        return value

    def _found(self) -> str:
        return f"has {self._left[0]!r}" if self._left else "ends"

    def _take(self, *wanted: str) -> str:
        """Take the next token if it is one of these; else take none, and give an empty text."""
        return self._left.pop(0) if self._left and self._left[0] in wanted else ""

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise ValueError(f"{self._found()} where {wanted!r} should be")

    def _choice(self) -> Value:
        """``a ? b : c``, or what binds more tightly."""
        test = self._comparison()
        if not self._take("?"):
            return test
        yes = self._choice()
        self._need(":")
        no = self._choice()
        return lambda z: np.where(test(z), yes(z), no(z))

    def _comparison(self) -> Value:
        left = self._sum()
        if sign := self._take(*_COMPARE):
            right, compare = self._sum(), _COMPARE[sign]
            return lambda z: compare(left(z), right(z)).astype(np.float64)
        return left

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._take("+", "-"):
            value = _joined(np.add if sign == "+" else np.subtract, value, self._product())
        return value

    def _product(self) -> Value:
        value = self._signed()
        while sign := self._take("*", "/"):
            value = _joined(np.multiply if sign == "*" else np.divide, value, self._signed())
        return value

    def _signed(self) -> Value:
        if self._take("-"):
            value = self._signed()
            return lambda z: -value(z)
        return self._single()

    def _single(self) -> Value:
        """A number, ``z``, a call, or anything in brackets."""
        if self._take("("):
            value = self._choice()
            self._need(")")
            return value
        token = self._left[0] if self._left else ""
        is_number = token[:1].isdigit() or token[:1] == "."
        if not (is_number or token == "z" or token in _FUNCTIONS):
            raise ValueError(f"{self._found()} where a number, z, a call or a bracket should be")
        self._left.pop(0)
        if token == "z":
            return lambda z: z
        if is_number:
            number = np.array(float(token))
            return lambda z: number
        count, function = _FUNCTIONS[token]
        self._need("(")
        arguments = [self._choice()]
        for _ in range(count - 1):
            self._need(",")
            arguments.append(self._choice())
        self._need(")")
        return lambda z: function(*(argument(z) for argument in arguments))


def _joined(operation: Callable[[Array, Array], Array], left: Value, right: Value) -> Value:
    return lambda z: operation(left(z), right(z))


WRITERS: Mapping[str, Callable[[], str]] = {
    "the forward line of each layer in engine.layers.ACTIVATIONS": table,
}
"""What Python can write into a module, by what the module calls it: see ``ui.browser.modules``."""
