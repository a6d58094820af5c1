"""Controls of the decision regions page: data, network, training."""

from ui.frame.sidebar import Sidebar, network, training
from ui.plane.controls import data
from ui.plane.run_settings import VIEWS, RegionSettings
from ui.plane.seeds.controls import what_varies


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the decision regions page."""
    bar = Sidebar(RegionSettings)
    settings = bar.segments(settings, "view", list(VIEWS), VIEWS.__getitem__, label_visibility="collapsed")
    settings = what_varies(bar, settings)
    settings = data(bar, settings)
    settings = network(bar, settings)
    return training(bar, settings)
