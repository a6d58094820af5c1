"""The page of back-propagation: every number of a forward and a backward pass through a small network."""
