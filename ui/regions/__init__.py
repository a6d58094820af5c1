"""The page of decision regions: choose data and network, and watch the whole training run."""
