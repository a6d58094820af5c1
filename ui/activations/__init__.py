"""The page of activations: their curves, the lives of units, depth, and the learning rate."""
