"""The built site, for all tests that need one: it is built once."""

from tests.built_site import built_site

__all__ = ["built_site"]
