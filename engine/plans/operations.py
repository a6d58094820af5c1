"""An operation: a NumPy function and its arguments, chosen once, so that a step is a loop over calls."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from engine.arrays import Array

Operation = tuple[Callable[..., Any], tuple[Any, ...]]


def scalar(value: float) -> Array:
    """A float32 number as a 0-d array, which NumPy takes with less ado than a Python number."""
    return np.array(value, np.float32)


def perform(operations: Iterable[Operation]) -> None:
    """Perform operations in turn."""
    for operation, arguments in operations:
        operation(*arguments)
