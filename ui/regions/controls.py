"""Controls of the decision regions page: data, network, training."""

from ui.frame.sidebar import Sidebar, network, training
from ui.plane.controls import data
from ui.plane.run_settings import RegionSettings


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the decision regions page."""
    bar = Sidebar(RegionSettings)
    settings = data(bar, settings)
    settings = network(bar, settings)
    return training(bar, settings)
