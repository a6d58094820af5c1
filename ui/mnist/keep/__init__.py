"""A trained network to save, to load, and as pictures."""
