"""How many threads a matrix product may use, and how soon one gives way to another.

The number is said before NumPy is imported, which reads it then and never again. Small networks train faster on one
thread, and the page needs the other core. The number decides the last bits of a product too: a cell of a notebook that
shall end where the page ends sets it to the same.
"""

import os
import sys

NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Variables of the environment that say it to the libraries that NumPy may be built with."""

LIMITS = {name: os.environ.setdefault(name, "1") for name in NAMES}
"""What they say in this process: what whoever started it has set, else "1"."""

SWITCH = 0.001
"""Seconds after which one visitor's Python code lets another's go on. An answer gives the interpreter away a hundred
times, around NumPy's products, and waits that long to have it back: with Python's own 0.005 it takes half a second."""

sys.setswitchinterval(SWITCH)
