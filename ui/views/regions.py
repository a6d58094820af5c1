"""Decision regions: choose data and network on the left, watch the whole training run on the right."""

import hashlib

import streamlit as st

from datasets.toy import DATASETS
from ui import frame, headlines, runs, session
from ui.components.player import player, player_block
from ui.controls.regions import controls
from ui.settings import RegionSettings

KEY = "player"


def page() -> None:
    """The page, from top to bottom."""
    settings = session.opened(RegionSettings)
    with st.sidebar:
        settings = controls(settings)
    session.publish(settings)
    frame.notes(session.notes())
    trained = runs.regions_run(settings)
    runs.advance(trained.run)
    st.fragment(_watch, run_every=None if trained.run.finished else 0.4)()


def _watch() -> None:
    """The player; while the run is not finished, this part of the page comes back and trains another slice."""
    settings = session.stored(RegionSettings)
    session.publish(settings)
    trained = runs.regions_run(settings)
    was_finished = trained.run.finished
    runs.advance(trained.run)
    header = {
        "id": hashlib.sha256(repr(settings.training_part()).encode()).hexdigest()[:16],
        "headline": headlines.regions(settings, trained.run),
        "extent": DATASETS[settings.data].extent,
        "view": {"look": settings.look, "lines": settings.lines},
        "open_at": settings.at,
        "projector": settings.projector,
    }
    block = player_block(
        trained.run, trained.architecture, trained.points, header, session.wish(KEY, "replay")
    )
    player(block, key=KEY, on_view=_change_view, on_replay=lambda: None)
    if trained.run.finished and not was_finished:
        session.rerun()


def _change_view() -> None:
    """Take over what the visitor chose in the player."""
    view = session.wish(KEY, "view")
    if view:
        session.change(RegionSettings, **{name: view[name] for name in ("look", "lines") if name in view})
