"""How gradients shrink or grow from layer to layer."""
