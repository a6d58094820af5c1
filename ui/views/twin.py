"""Single and multi-layer: two networks on one clock, or a wall of them; the same points and batches for all."""

import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import frame, headlines, runs, session, truth
from ui.components.twin import Net, trained_epochs, twin, twin_block
from ui.controls.own import remembered
from ui.controls.twin import controls
from ui.settings import TwinSettings, shape_words

KEY = "twin"


def page() -> None:
    """The page, from top to bottom."""
    settings = remembered(session.opened(TwinSettings))
    with st.sidebar:
        settings = settings.changed(**vars(controls(settings)))
    session.publish(settings)
    frame.projector(settings.projector)
    frame.notes(session.notes())
    st.fragment(session.or_sentence(_watch))()


def _watch() -> None:
    """The twin; while a run is not finished, the browser asks for this part of the page again."""
    settings = session.stored(TwinSettings)
    session.publish_change(settings)
    if not runs.is_ready(settings):
        st.info(runs.TOO_FEW_CLASSES)
        return
    pair = _pair(settings)
    asked_for_more = session.wish(KEY, "more") is not None
    seconds, patience = runs.MORE if asked_for_more else runs.FIRST
    for trained in sorted(pair, key=lambda one: one.run.epoch):
        runs.advance(trained.run, seconds / 2, busy=trained.busy, patience=patience)
    first, second = pair
    with first.busy, second.busy:
        block = _block(settings, pair)
    twin(block, key=KEY, on_view=_change_view)


def _pair(settings: TwinSettings) -> tuple[runs.Trained, runs.Trained]:
    """Both runs, with the same number of snapshots, and so with the same moments."""
    first, second = settings.networks()
    fewest = min(runs.most_snapshots(first), runs.most_snapshots(second))
    return runs.regions_run(first, fewest), runs.regions_run(second, fewest)


def _block(settings: TwinSettings, pair: tuple[runs.Trained, runs.Trained]) -> bytes:
    """Both runs for the twin, as far as they have come."""
    first, second = (trained.run for trained in pair)
    nets = [
        Net(name, shape_words(network), trained.run)
        for name, network, trained in zip(settings.names(), settings.networks(), pair, strict=True)
    ]
    known, arrays = _truth(settings, pair)
    header = {
        "id": hashlib.sha256(repr(settings.training_part()).encode()).hexdigest()[:16],
        "title": settings.title,
        "headline": headlines.twin(settings, first, second),
        "headline_from": max(headlines.borne_out_from(first), headlines.borne_out_from(second)),
        "extent": settings.extent,
        "view": {"look": settings.look, "spot": settings.spot and settings.spot[0]},
        "open_at": settings.at,
        "projector": settings.projector,
        "truth_asked": settings.truth,
        "truth": known,
    }
    return twin_block(nets, pair[0].points, header, arrays, session.wish(KEY, "replay"))


def _truth(
    settings: TwinSettings, pair: tuple[runs.Trained, runs.Trained]
) -> tuple[Mapping[str, Any] | None, Mapping[str, Any]]:
    """What is true of the data, and of both networks at the moment that the browser asked for."""
    source = runs.truth_of(settings) if settings.truth else None
    if source is None:
        return None, {}
    asked = session.wish(KEY, "judge")
    judged = []
    if asked:
        moment = min(float(asked["epoch"]), trained_epochs([one.run for one in pair]))
        errors = [truth.true_error(source, one, min(moment, float(one.run.epoch))) for one in pair]
        judged.append([moment, *(number for e in errors for number in (e.error, e.standard_error))])
    known = {
        "bayes_error": source.bayes_error,
        "n_points": truth.N_FRESH,
        "seed": truth.FRESH_SEED,
        "judged": judged,
    }
    return known, {"truth_pieces": truth.boundary(source, settings.extent)}


def _change_view() -> None:
    """Take over where the visitor has pinned the cross-hair."""
    view = session.wish(KEY, "view")
    if view:
        spot = view.get("spot")
        session.change(
            TwinSettings, spot=TwinSettings.choices()["spot"].read(f"{spot[0]},{spot[1]}") if spot else None
        )
