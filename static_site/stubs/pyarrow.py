"""Streamlit asks whether a value is a table of Arrow; here none is."""

__version__ = "0.0.1"


class Table:
    """Never made."""


class Array:
    """Never made."""


class ChunkedArray:
    """Never made."""
