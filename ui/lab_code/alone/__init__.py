"""A run as code that runs alone, with none of our modules: for NumPy, PyTorch, Keras or scikit-learn.

The points, the initial weights and every learning rate travel in the code, or in files beside it; the order of batches
travels as its seed. The code tells its loss at the end, and the page's.
"""

from collections.abc import Callable

from ui.lab_code.alone.files import BESIDE, Exported, as_notebook, as_script, exported
from ui.lab_code.alone.keras_loop import keras
from ui.lab_code.alone.numpy_loop import numpy
from ui.lab_code.alone.recipe import Derived, Recipe, recipe_of
from ui.lab_code.alone.sections import Section
from ui.lab_code.alone.sklearn_loop import scikit_learn
from ui.lab_code.alone.torch_loop import pytorch

__all__ = [
    "ALONE",
    "BESIDE",
    "Derived",
    "Exported",
    "Recipe",
    "as_notebook",
    "as_script",
    "exported",
    "recipe_of",
]

ALONE: dict[str, Callable[[Recipe], list[Section]]] = {
    "NumPy": numpy,
    "PyTorch": pytorch,
    "Keras": keras,
    "scikit-learn": scikit_learn,
}
"""From a library's name to the function that writes a run for it; a ValueError says why it cannot be written."""
