"""The loss as a landscape: a plane through the space of weights, with the run's path on it."""
