"""The gradient of a weight matrix as an outer product."""
