"""The array types that signatures in the engine are written in."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.integer[Any]]
Rng = np.random.Generator | np.random.RandomState
