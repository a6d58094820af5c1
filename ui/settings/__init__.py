"""Every choice that a visitor has: its name, its default, its bounds, its place in the URL. No Streamlit here.

``base`` holds what all pages share; each page's own settings are one frozen record in a file of their own.
"""

from ui.settings.base import CONTROLS, MOST_LAYERS, MOST_UNITS, Settings, choice_of
from ui.settings.mnist import LOOKS, MnistSettings
from ui.settings.plane import PlaneSettings
from ui.settings.regions import RegionSettings

__all__ = [
    "CONTROLS",
    "LOOKS",
    "MOST_LAYERS",
    "MOST_UNITS",
    "MnistSettings",
    "PlaneSettings",
    "RegionSettings",
    "Settings",
    "choice_of",
]
