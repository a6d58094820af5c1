"""Activations, their slopes, and what they cost."""
