"""An operation: a NumPy function and its arguments, chosen once, so that a step is a loop over calls."""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakMethod

import numpy as np

from ..arrays import Array

Operation = tuple[Callable[..., Any], tuple[Any, ...]]


def scalar(value: float) -> Array:
    """A float32 number as a 0-d array, which NumPy takes with less ado than a Python number."""
    return np.array(value, np.float32)


def weakly(method: Callable[..., None]) -> Callable[..., None]:
    """A call of a method of whatever has the operation. Held by it, an object would stay until a full collection."""
    reference = WeakMethod(method)

    def call(*arguments: Any) -> None:
        found = reference()
        if found is not None:
            found(*arguments)

    return call


def perform(operations: Iterable[Operation]) -> None:
    """Perform operations in turn."""
    for operation, arguments in operations:
        operation(*arguments)
