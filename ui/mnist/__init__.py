"""The page of MNIST: a network learns the digits, and each view asks it one thing."""
