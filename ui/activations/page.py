"""Activations: their answers, their slopes, and how both affect units, layers and learning rates."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from engine.layers import ACTIVATIONS
from ui.activations import runs
from ui.activations.cliff import sweeps
from ui.activations.cliff import view as cliff
from ui.activations.controls import controls
from ui.activations.curves import view as curves
from ui.activations.depth import view as depth
from ui.activations.header import KEY
from ui.activations.part import ActivationsWishes, activations
from ui.activations.settings import ACTIVATION_VIEWS, ActivationSettings
from ui.activations.signs import view as signs
from ui.activations.unit import view as unit
from ui.frame import session, style
from ui.frame.strip.part import strip
from ui.settings.base import MOST_LAYERS
from ui.take_away.view import take_away
from ui.work.jobs import Job
from ui.work.needs import Needs, of_job

BLOCKS: dict[str, Callable[[ActivationSettings], bytes | None]] = {
    "curves": curves.block,
    "unit": unit.block,
    "signs": signs.block,
    "depth": depth.block,
    "cliff": cliff.block,
}
"""From the view's name in the link to the function that packs its block; None while there are no numbers yet."""

JOBS: dict[str, Callable[[ActivationSettings], Job[Any]]] = {
    "curves": runs.rewriting,
    "unit": runs.life,
    "depth": runs.flow,
    "cliff": sweeps.cliff,
}
"""From the view's name to the job whose result it shows."""

STRIP: dict[str, dict[str, Sequence[Any]]] = {
    "unit": {"depth": range(1, 4), "activation": list(ACTIVATIONS)},
}
"""What a view lets one change on the stage."""

UNTRAINED = {"depth": range(1, MOST_LAYERS + 1)}
"""What the view of depth lets one change there while its networks are not trained: then each change is seen at once."""


def page() -> None:
    """The page, from top to bottom."""
    settings = session.opened(ActivationSettings)
    with st.sidebar:
        settings = controls(settings).in_the_network()
    session.controls_are_drawn()
    _views(settings)
    session.publish(settings)
    style.notes(session.notes())
    strip(settings, UNTRAINED if _stays_untrained(settings) else STRIP.get(settings.view, {}))
    session.fragment(_watch)
    take_away(ActivationSettings, f"activations {settings.view}", lambda _: [])


def _stays_untrained(settings: ActivationSettings) -> bool:
    """Whether networks are shown before training, and none is trained."""
    return settings.view == "depth" and settings.untrained


def needs(settings: ActivationSettings) -> Needs:
    """The job that the chosen view shows, where it has one."""
    job = JOBS.get(settings.view)
    if job is not None:
        yield of_job(job(settings))


def _views(settings: ActivationSettings) -> None:
    """The choice of a view; each view opens with the settings that show it best."""
    key = session.control_key(ActivationSettings, "view", settings.view)

    def turn(view: str) -> None:
        kept = {name: getattr(settings, name) for name in ("hide", "stage")}
        fresh = ActivationSettings(view=view, **kept, **ActivationSettings.beginning(view))
        session.change(ActivationSettings, **vars(fresh))

    st.segmented_control(
        "View",
        list(ACTIVATION_VIEWS),
        format_func=ACTIVATION_VIEWS.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=session.with_value(key, turn),
    )


def _watch() -> None:
    """The view; until its job is finished, the progress bar below asks for this part of the page again and again."""
    settings = session.stored(ActivationSettings)
    session.publish_change(settings)
    above, below = st.container(), st.container()
    with below:
        block = BLOCKS[settings.view](settings)
    if block is not None:
        with above:
            activations(block, key=KEY, on_set=_set)


def _set() -> None:
    """Keep the settings that the visitor chose in the component, whose values are written as in a link."""
    wish = session.wishes(KEY, ActivationsWishes).set or {}
    session.change_as_written(ActivationSettings, wish, ActivationSettings.choices())
