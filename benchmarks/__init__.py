"""How fast the engine is, against its own matrix products and against other programs, in one interleaved run."""
