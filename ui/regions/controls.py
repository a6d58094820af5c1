"""Controls of the decision regions page: data, network, training."""

from dataclasses import replace

from ui.frame.sidebar import Sidebar, network, training
from ui.plane import frozen
from ui.plane.controls import data, layers_that_learn, which_inputs
from ui.plane.run_settings import VIEWS, RegionSettings
from ui.plane.seeds.controls import what_varies
from ui.regions.landscape.controls import directions


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the page. The way to the other views lies folded with the seeds, the way back stands on top."""
    bar = Sidebar(RegionSettings)
    is_one = settings.view == "run"
    if not is_one:
        settings = what_varies(bar, _view(settings))
    settings = data(bar, settings)
    settings = network(
        bar,
        settings,
        folded=lambda chosen: layers_that_learn(bar, which_inputs(bar, chosen, "inputs")),
        fold="Inputs, weights, penalty",
    )
    settings = training(bar, bounded(settings), more=_view if is_one else None)
    return directions(bar, settings) if settings.view == "landscape" else settings


def _view(settings: RegionSettings) -> RegionSettings:
    """The choice between one run, twenty, and the landscape of one."""
    bar = Sidebar(RegionSettings)
    return bar.segments(settings, "view", list(VIEWS), VIEWS.__getitem__, label_visibility="collapsed")


def bounded(settings: RegionSettings) -> RegionSettings:
    """The settings without layers that stay as drawn where the network has no such layers any more."""
    kept, _ = frozen.bounded(settings.frozen, settings.depth, "")
    return replace(settings, frozen=kept)
