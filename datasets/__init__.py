"""Points and digits to learn from: arrays in, arrays out; NumPy and the standard library only."""
