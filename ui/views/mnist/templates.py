"""Templates: train a network live and watch its first weights become pictures."""

import math

import streamlit as st

from ui import headlines, session
from ui.components.digits import digits, digits_block
from ui.mnist_sights import Sight
from ui.mnist_visits import Visit, visit_of
from ui.settings import MnistSettings

KEY = "digits"

TICK = 0.25
"""Seconds between two pictures while the run is played, at least."""

BLOCK_BYTES = 1_500_000
"""What the weights of all moments may weigh when the run rests."""


def page(settings: MnistSettings) -> None:
    """Pictures and curves of the run."""
    st.fragment(session.or_sentence(_watch))()


def _watch() -> None:
    """Pictures and curves; while the run is played, the browser asks for this part of the page again and again.

    It asks when it has drawn what it got before, so that no request waits behind another: what Streamlit has not
    sent yet when the next run begins, it drops, and takes off the page (with ``run_every`` one pause in twenty lost the
    component so). Drawn first, trained afterwards: the picture is on its way while the next slice is trained.
    """
    visit = visit_of()
    visit.begin()
    digits(_block(visit), key=KEY, on_do=_obey, on_more=lambda: None)
    visit.tick()


def _block(visit: Visit) -> bytes:
    """Pack what the visitor sees now."""
    sight = visit.sight(BLOCK_BYTES)
    header = _header(session.stored(MnistSettings), visit, sight)
    return digits_block(header, sight.curves, sight.epochs, sight.weights, sight.measures)


def _header(settings: MnistSettings, visit: Visit, sight: Sight) -> dict[str, object]:
    """What the block says beside its arrays."""
    run, changes = visit.run, visit.run.rate_changes
    stop = run.stop if visit.at_end else None
    peek = visit.epoch if visit.peek is None else visit.peek / run.steps_per_epoch
    return {
        "id": visit.identity,
        "headline": headlines.mnist(
            settings, visit.epoch, float(sight.measures[-1, 3]), stop, visit.loaded_name
        ),
        "kind": "units" if settings.depth else "digits",
        "n_hidden": settings.depth,
        "live": visit.playing,
        "tick": TICK,
        "finished": visit.at_end,
        "stop_kind": stop.kind if stop else "",
        "stop_message": stop.message if stop else "",
        "n_epochs": run.n_epochs,
        "steps_per_epoch": run.steps_per_epoch,
        "trained_epoch": visit.epoch,
        "answered": visit.answered,
        "open_at": peek,
        "seconds": visit.seconds,
        "images_per_second": visit.images_per_second,
        "test_accuracy": visit.test_accuracy,
        "rates": [[c.epoch, c.learning_rate] for c in changes] if visit.own else [],
        "projector": settings.projector,
    }


def _obey() -> None:
    """Do what the visitor asked for with a button or a key."""
    wish = session.wish(KEY, "do")
    if not isinstance(wish, dict):
        return
    visit, what, nonce, start = visit_of(), wish.get("what"), wish.get("nonce"), wish.get("from")
    visit.answered = nonce if isinstance(nonce, int) else 0
    if what == "play":
        visit.play()
    elif what == "pause":
        visit.pause()
    elif what == "rewind":
        visit.rewind()
    elif what in ("stepBatch", "stepEpoch") and isinstance(start, int | float) and math.isfinite(start):
        visit.step_from(start, 1 if what == "stepBatch" else visit.run.steps_per_epoch)
