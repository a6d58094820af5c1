"""A layer that somebody has written, tried: shapes, central differences, the course's layer, and slips by name."""
