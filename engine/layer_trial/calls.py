"""Calls of a stranger's methods: each gets copies, and what it raises, forgets or changes becomes a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array

PASTED = "<your layer>"
"""The name under which the text was compiled; lines of a traceback that bear it are the writer's."""

MOST_LETTERS = 300
"""Of what an exception says."""

ARGUMENTS = {
    "fprop": ("inputs",),
    "bprop": ("inputs", "outputs", "grads_wrt_outputs"),
    "grads_wrt_params": ("inputs", "grads_wrt_outputs"),
}
"""The course's methods, and what each is given."""


class LayerError(Exception):
    """A method did not give what it should; the message is a sentence."""


@dataclass(frozen=True)
class Called:
    """What a method gave, and the names of the arrays that it changed in place."""

    value: Any
    changed: tuple[str, ...]


def call(layer: Any, method: str, *arrays: Array) -> Called:
    """Call a method with copies of arrays.

    Parameters
    ----------
    layer : object
        Anything.
    method : str
        One of ``ARGUMENTS``.
    *arrays : ndarray
        In the method's order.

    Returns
    -------
    Called
        The value as it came, whatever it is.

    Raises
    ------
    LayerError
        If there is no such method, or it raises.
    """
    names = ARGUMENTS[method]
    given = [array.copy() for array in arrays]
    held = held_by(layer)
    before = [array.copy() for _, array in held]
    if not callable(getattr(layer, method, None)):
        raise LayerError(f"There is no method {method}.")
    try:
        value = getattr(layer, method)(*given)
    except Exception as error:
        raise LayerError(f"{method} stopped{where(error)}: {said(error)}") from error
    changed = [
        name for name, now, then in zip(names, given, arrays, strict=True) if not _are_equal(now, then)
    ]
    changed += [name for (name, now), then in zip(held, before, strict=True) if not _are_equal(now, then)]
    return Called(value, tuple(changed))


def array_of(layer: Any, method: str, *arrays: Array) -> Array:
    """The array that a method gives, float64.

    Raises
    ------
    LayerError
        As ``call`` does, or if what it gives is no array of floating-point numbers.
    """
    return as_array(call(layer, method, *arrays).value, method)


def as_array(value: Any, what: str) -> Array:
    """A value that must be an array of floating-point numbers; ``LayerError`` with a sentence where it is none."""
    if value is None:
        raise LayerError(f"{what} gives None: is its return missing?")
    if not isinstance(value, np.ndarray):
        raise LayerError(f"{what} gives {_with_article(type(value).__name__)}, not an array of NumPy.")
    if value.dtype.kind != "f":
        raise LayerError(f"{what} gives an array of {value.dtype}, not of floating-point numbers.")
    return value


def held_by(layer: Any) -> list[tuple[str, Array]]:
    """The parameters that a layer keeps under the course's names."""
    held = []
    for name in ("weights", "biases"):
        value = getattr(layer, name, None)
        if isinstance(value, np.ndarray):
            held.append((name, value))
    return held


def made(layer_class: Any, *arguments: int) -> Any:
    """An instance of the class; ``LayerError`` with a sentence where it cannot be made."""
    name = getattr(layer_class, "__name__", "The class")
    try:
        return layer_class(*arguments)
    except Exception as error:
        words = ", ".join(map(str, arguments))
        raise LayerError(f"{name}({words}) could not be made{where(error)}: {said(error)}") from error


def where(error: BaseException) -> str:
    """The line of the pasted text at which something was raised, in words; "" where it was not raised there."""
    line, at = 0, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == PASTED:
            line = at.tb_lineno
        at = at.tb_next
    return f" at line {line}" if line else ""


def said(error: BaseException) -> str:
    """What an exception says, on one line of bounded length."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # the exception is a stranger's too
        words = ""
    words = words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]}…"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def listed(names: Sequence[str]) -> str:
    """Names in words: "inputs", "inputs and outputs"."""
    return " and ".join(names)


def _are_equal(now: Array, then: Array) -> bool:
    return now.shape == then.shape and bool(np.array_equal(now, then, equal_nan=now.dtype.kind == "f"))


def _with_article(word: str) -> str:
    return f"{'an' if word[:1].lower() in tuple('aeiou') else 'a'} {word}"
