"""Your layer: a field for an activation or an affine layer, which the browser tries by itself.

Nothing that is typed there reaches this program: the part sends no wish.
"""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from ui.backprop.paste.examples import EXAMPLES
from ui.backprop.paste.part import paste
from ui.backprop.settings import BackpropSettings

KEY = "paste"

VARIABLE = "HIDDEN_LAYERS_SITE"
"""Name of the environment variable with the address of the static site, for the link on a server."""


def page(settings: BackpropSettings) -> None:
    """The field; all else happens in the browser. A link names the layer to begin with, and never holds code."""
    paste(EXAMPLES, settings.draft, site_from(os.environ), key=KEY)


def site_from(environment: Mapping[str, str]) -> str:
    """The address of this view in the static site that an environment names; "" where it names none."""
    said = environment.get(VARIABLE, "").strip()
    if urlsplit(said).scheme not in ("http", "https"):
        return ""
    return f"{said.rstrip('/')}/backprop?view=paste"
