"""Control of which seeds vary, on every page that sets many runs side by side."""

from typing import Any, TypeVar

from ui.frame.sidebar import Sidebar
from ui.plane.seeds.choice import VARY
from ui.plane.settings import PlaneSettings

S = TypeVar("S", bound=PlaneSettings)


def what_varies(bar: Sidebar, settings: S) -> S:
    """Choose which seeds vary, where the page shows twenty of them."""
    shown: Any = settings
    if shown.view != "seeds" or "seeds" in settings.hide:
        return settings
    return bar.several(settings, "vary", list(VARY), VARY.__getitem__, len(VARY))
