"""Controls of the landscape: its directions, the weights behind them, and a second run."""

from functools import partial

import streamlit as st

from ui.frame.sidebar import Sidebar
from ui.plane import weights_named
from ui.plane.run_settings import DIRECTIONS, RegionSettings

MORE_SEEDS = 6
"""Seeds that are offered for the second run, after the page's own."""


def directions(bar: Sidebar, settings: RegionSettings) -> RegionSettings:
    """Choose the plane, and whether a second run is drawn."""
    st.subheader("Landscape")
    settings = bar.select(settings, "directions", list(DIRECTIONS), DIRECTIONS.__getitem__)
    if settings.directions == "weights":
        architecture = settings.network
        every = weights_named.all_of(architecture)
        words = partial(weights_named.words, architecture=architecture, names=settings.inputs)
        for name, other in (("across", settings.upwards), ("upwards", settings.across)):
            offered = [one for one in every if one != other]
            settings = bar.select(settings, name, offered, words)
    if "seeds" in settings.hide:
        return settings
    own = settings.init_seed
    offered_seeds: list[int | None] = [None, *range(own + 1, own + 1 + MORE_SEEDS)]
    if settings.rival not in offered_seeds:
        offered_seeds.append(settings.rival)
    return bar.select(settings, "rival", offered_seeds, lambda seed: "none" if seed is None else str(seed))
