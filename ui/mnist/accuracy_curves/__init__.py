"""Curves in ink in several panels, which fill in as numbers come."""
