"""Weights and biases that are set by hand beside the map, and the fork that begins with them."""
