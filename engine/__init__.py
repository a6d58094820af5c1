"""A NumPy back-propagation engine that speaks the course's vocabulary; it has never heard of a page."""
