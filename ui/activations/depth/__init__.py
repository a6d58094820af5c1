"""The view "Depth": how gradients shrink or grow from layer to layer."""
