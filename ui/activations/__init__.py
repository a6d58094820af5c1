"""The page of activations: their curves, the lives of units, inputs of one sign, depth, and the learning rate."""
