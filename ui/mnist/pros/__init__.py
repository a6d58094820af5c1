"""What speaks for a single layer, and what against it."""
