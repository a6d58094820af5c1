"""A pass forward and back, as numbers with names: what every view of this page draws."""
