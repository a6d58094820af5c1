"""Runs that the visitor keeps to compare them."""
