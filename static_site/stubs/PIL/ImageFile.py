"""An image file that is never made."""


class ImageFile:
    """Of no picture is this the type."""
