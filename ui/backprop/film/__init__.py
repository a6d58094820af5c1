"""The film of a gradient on MNIST: its pictures while a network trains."""
