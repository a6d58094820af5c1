"""A run as a cell of a notebook: the course's loop, the whole run bit for bit, or PyTorch.

Each cell draws the same points and the same initial weights, from the seeds that the page shows. Text in, text out:
nothing is run here, and nothing drawn.
"""

from collections.abc import Callable

from ui.lab_code.course import course_loop, whole_run
from ui.lab_code.parts import CellSettings
from ui.lab_code.torch_cell import pytorch
from ui.sentences import Sentence

__all__ = ["CELLS", "PRECISION", "CellSettings", "course_loop", "pytorch", "whole_run"]

CELLS: dict[str, Callable[[CellSettings], str]] = {
    "course loop": course_loop,
    "whole run": whole_run,
    "PyTorch": pytorch,
}
"""From the name on the page to the function that writes the cell."""

PRECISION = {
    "course loop": Sentence(
        "lab_code.course_loop",
        "It computes in double precision, the page in single: training may carry the two apart. With the settings of "
        "a fresh page, the weights agree to 0.000001 after 20 steps; at high rates the two may end elsewhere. "
        "It does not stop early, nor where training diverges.",
    ),
    "whole run": Sentence(
        "lab_code.whole_run",
        "On the machine that serves this page, in a fresh kernel with the same NumPy, it ends bit for bit where the "
        "page ends. On another machine rounding may differ, and at high rates the run may end elsewhere.",
    ),
    "PyTorch": Sentence(
        "lab_code.pytorch",
        "It computes in double precision, as the course loop does; the page in single. The three differ by rounding, "
        "and training may carry them apart. It does not stop early, nor where training diverges.",
    ),
}
"""How near each cell comes to the page."""
