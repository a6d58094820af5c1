"""An image that is never made."""


class Image:
    """Of no picture is this the type."""
