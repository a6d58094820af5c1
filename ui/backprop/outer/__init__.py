"""The view "Outer products": the gradient of a weight matrix as error signals times inputs."""
