"""The loss as a landscape: choose the runs, train them, compute the plane through the moment shown, draw."""

import hashlib

import streamlit as st

from ui.frame import session
from ui.frame.saying import saying
from ui.plane import runs, weights_named
from ui.plane.moments import units_header
from ui.plane.run_settings import RegionSettings
from ui.plane.truth import NOT_ASKED
from ui.regions.landscape import headline, scenery
from ui.regions.landscape.part import LandscapeWishes, landscape, landscape_block
from ui.regions.landscape.scenery import Scenery
from ui.work import turns
from ui.work.needs import Needs

KEY = "landscape"


def watch() -> None:
    """The picture; while a run is not finished, the browser asks for this part of the page again."""
    settings = session.stored(RegionSettings)
    session.publish_change(settings)
    if not runs.is_ready(settings):
        with saying("plane.headline.too_few"):
            st.info(runs.TOO_FEW_CLASSES)
        return
    asked = session.wishes(KEY, LandscapeWishes)
    seconds, patience = turns.MORE if asked.more is not None else turns.FIRST
    several = trained(settings)
    turns.advance_all([(one.run, one.busy) for one in several], seconds, patience)
    while (following := trained(settings)) != several:
        several = following  # a run before a fork has come to the fork
    epoch = asked.stand.epoch if asked.stand else settings.at
    if are_whole(settings, several):
        scenery.make_in_turn(settings, several, epoch)
    with runs.reading(several):
        shown = block(settings, several, epoch)
    landscape(shown, key=KEY, on_stand=lambda: None)


def code_words(settings: RegionSettings) -> str:
    """What the cell of a notebook computes of a landscape, and where the rest is."""
    second = (
        ""
        if settings.rival is None
        else f" With {settings.rival} as seed of its weights it trains the second run."
    )
    return (
        f"The cell trains the run.{second} The landscape is not computed there: its losses are a table among the files "
        "below."
    )


def trained(settings: RegionSettings) -> list[runs.Trained]:
    """The run, and the second one where it is chosen, as far as anybody has trained them."""
    return [runs.regions_run(one) for one in scenery.seen(settings)]


def needs(settings: RegionSettings) -> Needs:
    """Both runs, with those that they were forked from."""
    for one in scenery.seen(settings):
        yield from runs.needs(one)


def are_whole(settings: RegionSettings, several: list[runs.Trained]) -> bool:
    """Whether the runs are those of the settings, not of a past before a fork, and are over."""
    wanted = scenery.seen(settings)
    return all(one.run.finished and one.settings == seen for one, seen in zip(several, wanted, strict=True))


def block(settings: RegionSettings, several: list[runs.Trained], epoch: float | None) -> bytes:
    """Pack the runs, and the landscape once they are finished; the caller holds their locks."""
    found = scenery.of(settings, several, epoch) if are_whole(settings, several) else None
    told, _ = NOT_ASKED
    part = tuple(one.settings for one in several)
    return landscape_block(
        several,
        found,
        {
            "id": _name(part),
            "wanted": _name(scenery.seen(settings)),
            "title": settings.title,
            **_said(settings, several, found),
            "headline_from": 0.0,
            "extent": settings.extent,
            "units": units_header(settings),
            "view": {"look": "soft"},
            "open_at": settings.at,
            "seeds": [one.settings.init_seed for one in several],
            **told,
        },
    )


def _said(settings: RegionSettings, several: list[runs.Trained], found: Scenery | None) -> dict[str, object]:
    """The headline, the notes, and the names of both directions."""
    axes = ["first direction", "second"]
    if settings.directions == "weights":
        architecture = several[0].architecture
        axes = [
            weights_named.words(name, architecture, settings.inputs)
            for name in (settings.across, settings.upwards)
        ]
    if found is None:
        title = {"headline": settings.title, "headline_name": "plane.headline.title"}
        return title | {"notes": ["", "", "", ""], "axes": axes}
    said = headline.of(settings, several, found)
    return {
        "headline": said.text,
        "headline_name": said.name,
        "notes": headline.notes(settings, several, found),
        "axes": axes,
    }


def _name(several: tuple[RegionSettings, ...]) -> str:
    """A short name of the runs of these settings."""
    return hashlib.sha256(repr(several).encode()).hexdigest()[:16]
