"""Expressions of JavaScript in a few names, as Python reads and computes them.

What the browser computes by a line of its own is held against the Python that it stands for: the small grammar here
reads the line.
"""

import re
from collections.abc import Callable, Mapping

import numpy as np

from engine.arrays import Array

Value = Callable[[Array], Array]
"""An expression, as a function of what its names stand for: of ``z``, or of an array with a row for each name."""

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

Z: Mapping[str, Value] = {"z": lambda z: z}
"""The one name in the forward line of an activation."""


class Reader:
    """Reads one line from left to right, with a method for each rank of operators.

    Parameters
    ----------
    line : str
        An expression.
    names : mapping of str to callable, default ``Z``
        Names that may stand in it, and what each takes of the argument.
    """

    def __init__(self, line: str, names: Mapping[str, Value] = Z) -> None:
        self._names = names
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
            raise ValueError(f"is empty: the browser needs an expression in {self._known}, in JavaScript")
        value = self._choice()
        if self._left:
            raise ValueError(f"goes on with {self._left[0]!r} where it should end")
        return value

    @property
    def _known(self) -> str:
        return ", ".join(self._names)

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
        """A number, a name, a call, or anything in brackets."""
        if self._take("("):
            value = self._choice()
            self._need(")")
            return value
        token = self._left[0] if self._left else ""
        is_number = token[:1].isdigit() or token[:1] == "."
        if not (is_number or token in self._names or token in _FUNCTIONS):
            raise ValueError(f"{self._found()} where a number, {self._known}, a call or a bracket should be")
        self._left.pop(0)
        if token in self._names:
            return self._names[token]
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
