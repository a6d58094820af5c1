"""A passage: one pass forward and back, as numbers with names, which every view of the page draws."""
