"""Networks that differ in their seeds alone: the picture, and below it the progress of their training."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from ui.frame import session
from ui.plane.own_points import can_learn, take_from_map
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.plane.seeds.part import SeedsWishes, seeds
from ui.plane.settings import PlaneSettings
from ui.work.progress.work_on import work_on

KEY = "seeds"


def watch(
    settings: PlaneSettings,
    networks: Sequence[RegionSettings],
    vary: tuple[str, ...],
    *,
    doing: str,
    block: Callable[[repeats.Repeats], bytes],
) -> None:
    """Draw the picture; until all runs are trained, the progress bar below asks for this part of the page again.

    Parameters
    ----------
    settings : PlaneSettings
        Of the page.
    networks : sequence of RegionSettings
        The networks that are compared: one, or two.
    vary : tuple of str
        What differs from run to run.
    doing : str
        What the progress bar says is being done.
    block : callable
        Packs what has been found so far.
    """
    session.publish_change(settings)
    if not can_learn(settings):
        return
    above, below = st.container(), st.container()
    with below:
        found = work_on(repeats.repeats(networks, vary), key="seeds_work", doing=doing)
    if found is not None:
        with above:
            seeds(block(found), key=KEY, on_table=partial(_take_table, type(settings)))


def _take_table(kind: type[PlaneSettings]) -> None:
    """Show the points of a table that the visitor brought to a map."""
    take_from_map(kind, session.wishes(KEY, SeedsWishes).table)
