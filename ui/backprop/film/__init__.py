"""The gradient on MNIST as pictures, while the network trains."""
