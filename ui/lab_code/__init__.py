"""A run as a cell of a notebook: the course's loop, the whole run bit for bit, or PyTorch.

Each cell draws the same points and the same initial weights, from the seeds that the page shows. Text in, text out:
nothing is run here, and nothing drawn.
"""

from collections.abc import Callable

from ui.lab_code.course import course_loop, whole_run
from ui.lab_code.parts import CellSettings
from ui.lab_code.torch_cell import pytorch

__all__ = ["CELLS", "PRECISION", "CellSettings", "course_loop", "pytorch", "whole_run"]

CELLS: dict[str, Callable[[CellSettings], str]] = {
    "course loop": course_loop,
    "whole run": whole_run,
    "PyTorch": pytorch,
}
"""From the name on the page to the function that writes the cell."""

PRECISION = {
    "course loop": "In double precision; the page trains in single. After 20 steps the weights agree to about 1e-5, "
    "later they may drift apart. Stopping early is left out.",
    "whole run": "On the same machine the weights are those of the page, bit for bit.",
    "PyTorch": "In double precision: agrees with the course loop to rounding, with the page to about 1e-5 after "
    "20 steps. Stopping early is left out.",
}
"""How near each cell comes to the page."""
