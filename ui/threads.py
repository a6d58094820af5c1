"""How many threads a matrix product may use: said before NumPy is imported, which reads it then and never again.

Small networks train faster on one thread, and the page needs the other core. The number decides the last bits of a
product too: a cell of a notebook that shall end where the page ends sets it to the same.
"""

import os

NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Variables of the environment that say it to the libraries that NumPy may be built with."""

LIMITS = {name: os.environ.setdefault(name, "1") for name in NAMES}
"""What they say in this process: what whoever started it has set, else "1"."""
