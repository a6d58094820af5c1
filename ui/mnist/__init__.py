"""The page of MNIST: a network learns the digits, and each view asks one question about it."""
