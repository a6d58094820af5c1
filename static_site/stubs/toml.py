"""Streamlit's scan for packages that bring components imports this module; no package here does."""

from tomllib import TOMLDecodeError as TomlDecodeError
from tomllib import load, loads

__all__ = ["TomlDecodeError", "load", "loads"]
