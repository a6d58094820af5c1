"""How fast the engine is, against its own matrix products and against other programs, in one interleaved run."""

from ui import threads as threads  # first of all: products take one thread, as in the server
