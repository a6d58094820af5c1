"""Preparing a lecture: every scene's runs are trained before the hall is full."""
