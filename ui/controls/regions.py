"""Controls of the decision regions page: data, network, training."""

from ui.controls.plane import data
from ui.frame.sidebar import Sidebar, network, training
from ui.settings.regions import RegionSettings


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the decision regions page."""
    bar = Sidebar(RegionSettings)
    settings = data(bar, settings)
    settings = network(bar, settings)
    return training(bar, settings)
