"""Every choice that a visitor has: its name, its default, its bounds, its place in the URL. No Streamlit here.

``base`` holds what all pages share; each page's own settings are one frozen record in a file of their own.
"""

from ui.settings.activations import ACTIVATION_PRESETS, ACTIVATION_VIEWS, TRAINED_ON, ActivationSettings
from ui.settings.backprop import (
    BACKPROP_VIEWS,
    BLANKS,
    DIGIT_NETWORKS,
    DISTANCES,
    MOST_PATTERNS,
    N_CLASSES,
    N_INPUTS,
    BackpropSettings,
)
from ui.settings.base import CODE, CONTROLS, MOST_LAYERS, MOST_UNITS, Settings, choice_of
from ui.settings.forks import Stretch
from ui.settings.hands import HandsSettings
from ui.settings.mnist import ANSWERS, LOOKS, SETS, MnistSettings
from ui.settings.plane import (
    DATA_TITLES,
    HELD_OUT,
    LEAST_CENTRE,
    MOST_CENTRE,
    MOST_IN_LINK,
    OWN,
    PlaneSettings,
)
from ui.settings.regions import MOST_FORKS, RegionSettings
from ui.settings.twin import VIEWS, TwinSettings, shape_words

__all__ = [
    "ACTIVATION_PRESETS",
    "ACTIVATION_VIEWS",
    "ANSWERS",
    "BACKPROP_VIEWS",
    "BLANKS",
    "CODE",
    "CONTROLS",
    "DATA_TITLES",
    "DIGIT_NETWORKS",
    "DISTANCES",
    "HELD_OUT",
    "LEAST_CENTRE",
    "LOOKS",
    "MOST_CENTRE",
    "MOST_FORKS",
    "MOST_IN_LINK",
    "MOST_LAYERS",
    "MOST_PATTERNS",
    "MOST_UNITS",
    "N_CLASSES",
    "N_INPUTS",
    "OWN",
    "SETS",
    "TRAINED_ON",
    "VIEWS",
    "ActivationSettings",
    "BackpropSettings",
    "HandsSettings",
    "MnistSettings",
    "PlaneSettings",
    "RegionSettings",
    "Settings",
    "Stretch",
    "TwinSettings",
    "choice_of",
    "shape_words",
]
