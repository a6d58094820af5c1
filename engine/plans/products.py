"""The matrix product of the plans, behind one seam: NumPy's, unless the place where they run has a faster one.

A plan asks for its products once, when it lays out its operations. So the seam costs a step nothing.
"""

from collections.abc import Callable

import numpy as np

from ..arrays import Array
from .operations import Operation

Maker = Callable[[Array, Array, Array], Operation | None]
"""Gives the operation that puts the product of two matrices in a third; None where it has none that is faster."""

_makers: list[Maker] = []


def use(maker: Maker | None) -> None:
    """Let plans that are made from now on ask this for their products; None: NumPy's alone."""
    _makers[:] = [] if maker is None else [maker]


def product(left: Array, right: Array, out: Array) -> Operation:
    """The operation that puts ``left @ right`` in ``out``.

    ``np.dot``, not ``np.matmul``, which takes twice as long on small matrices.
    """
    for maker in _makers:
        operation = maker(left, right, out)
        if operation is not None:
            return operation
    return np.dot, (left, right, out)
