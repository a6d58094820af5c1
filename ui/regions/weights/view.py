"""Beneath the map: a place for a file of weights, what it leaves open, and the way back to the page's own run."""

import hashlib
from typing import Any

import streamlit as st

from engine.layers import ACTIVATIONS
from engine.weights_in.files import NoNetworkError
from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.frame.saying import as_written, plain, saying
from ui.plane import inputs, runs
from ui.plane.run_settings import RegionSettings
from ui.regions.weights import loaded
from ui.regions.weights.loaded import Brought
from ui.words import activation_words

MOST_KEPT = 300_000
"""Bytes of a file that the browser keeps; the weights of the page's largest network take 45,000 in float64."""

NOT_KEPT = " The file is too large for the browser to keep: after a reload it must be loaded again."


def shown(settings: RegionSettings) -> Brought | None:
    """The network from a file that the map shows; None where it shows the page's own run."""
    brought = _brought()
    return brought[-1] if brought and runs.is_ready(settings) and brought[-1].belongs_to(settings) else None


def section(settings: RegionSettings) -> None:
    """A place for a file, folded, and beneath it what became of the last one."""
    present, brought, bounds = shown(settings), _brought(), loaded.bounds(len(settings.inputs))
    is_open = bool(present or _refusal() or (brought and brought[-1].is_open))
    with st.expander("Load weights", expanded=is_open):
        st.file_uploader(
            "Weights (.npz, .safetensors)",
            key="plane.load",
            max_upload_size=5,
            on_change=session.with_value("plane.load", _take),
            help=f"{bounds.input_dim} input{'s' * (bounds.input_dim > 1)}, up to {bounds.most_hidden} hidden layers "
            f"of {bounds.most_units} units, {bounds.n_classes} outputs; for points of two classes 2, or 1. Names and "
            "orders of Keras, PyTorch and scikit-learn are read too.",
        )
        for name, error in _refusal():
            with saying("regions.weights.refusal"):
                st.error(as_written(f"{name} was not loaded. {error.sentence}"))
            if error.lines:
                st.code("\n".join(error.lines), language="python", wrap_lines=True)
        if brought and runs.is_ready(settings) and not brought[-1].has_outputs_for(settings):
            _say_outputs(settings, brought[-1])
        elif brought and brought[-1].is_open and runs.is_ready(settings):
            _ask_activation(settings, brought[-1])
        elif present:
            notes = " ".join(
                [*present.network.notes, *_inputs_note(settings), *_without_points(settings, present)]
            )
            with saying("regions.weights.loaded"):
                st.text(
                    f"{present.name} is drawn on the map, at rest: it is not trained here. The link does not hold it."
                    f"{'' if len(present.data) <= MOST_KEPT else NOT_KEPT} {notes}".strip()
                )
            _ask_units(settings, present)
            st.button("Leave it", key="plane.leave", on_click=_leave, help="Back to the run of the controls.")
        elif brought and not brought[-1].is_open:
            with saying("regions.weights.left"):
                st.text(f"{brought[-1].name} is not drawn: the controls describe other layers.")
            st.button("Draw it again", key="plane.again", on_click=_again)


def _without_points(settings: RegionSettings, brought: Brought) -> list[str]:
    """A sentence about outputs of classes that the page's points do not have; none where each has points."""
    n_classes = loaded.n_classes_of(settings)
    if brought.n_outputs <= n_classes:
        return []
    return [f"Its output {brought.n_outputs} has no point here, yet the map may show a region for it."]


def _say_outputs(settings: RegionSettings, brought: Brought) -> None:
    """Say that a network has no output for a class of the page's points, and which points it can judge."""
    with saying("regions.weights.outputs"):
        st.text(
            f"{brought.name} has {brought.n_outputs} outputs, but these points have {loaded.n_classes_of(settings)} "
            "classes: it is not drawn. Draw or paste points of two classes under “Own points”: then the map can "
            "show it."
        )
    st.button("Leave it", key="plane.leave", on_click=_leave, help="Forget this network.")


def _ask_units(settings: RegionSettings, brought: Brought) -> None:
    """Ask which numbers a network was trained on, where own points are scaled to fill the map."""
    if settings.own_units.is_plain or not inputs.are_coordinates(settings.inputs):
        return
    tried = {own: loaded.right(loaded.at_rest(settings, brought, in_own_units=own)) for own in (False, True)}
    words = {False: "scaled", True: "as they came"}
    with saying("regions.weights.units"):
        st.text(
            "The map scales these points. Which numbers was the network trained on? Behind each stands how many of "
            f"{tried[False].patterns} are right with it."
        )
    st.segmented_control(
        "Numbers that the network was trained on",
        list(words),
        format_func=lambda own: f"{words[own]}: {100 * tried[own].right:.1f} %",
        default=brought.in_own_units,
        key=f"plane.load.units.{int(brought.in_own_units)}",
        on_change=session.with_value(f"plane.load.units.{int(brought.in_own_units)}", _answer_units),
    )


def _inputs_note(settings: RegionSettings) -> list[str]:
    """What the file's inputs are taken for, where that is a choice."""
    if inputs.are_coordinates(settings.inputs):
        return []
    return [f"Its inputs are taken for {inputs.listed(settings.inputs)}, in this order: a file does not say."]


def _ask_activation(settings: RegionSettings, brought: Brought) -> None:
    """Ask for the activation that a file does not name; each has the share of right points that it would give."""
    tried = {name: loaded.right(loaded.at_rest(settings, brought, name)) for name in ACTIVATIONS}
    with saying("regions.weights.activation"):
        st.text(
            f"{brought.name} does not say which activation its hidden units have. Which one? Behind each stands how "
            f"many of {next(iter(tried.values())).patterns} are right with it."
        )
    st.segmented_control(
        "Activation of the hidden units",
        list(ACTIVATIONS),
        format_func=lambda name: f"{activation_words(name)}: {100 * tried[name].right:.1f} %",
        key="plane.load.activation",
        on_change=session.with_value("plane.load.activation", _answer_activation),
    )


def _take(file: Any) -> None:
    """Draw the network of the file that the visitor gave, or keep the reason why it cannot be read."""
    refusal, brought = _refusal(), _brought()
    refusal.clear()
    if file is None:
        brought[:] = [one for one in brought if not one.is_open]
        return
    try:
        found = loaded.brought_in(file.name, file.getvalue(), session.stored(RegionSettings).inputs)
    except NoNetworkError as error:
        refusal.append((plain(file.name), error))
        return
    brought[:] = [found]
    if not found.is_open and found.has_outputs_for(session.stored(RegionSettings)):
        _draw(found)


def _answer_activation(name: Any) -> None:
    """Take the activation that the visitor names, and draw the network."""
    if name in ACTIVATIONS and _brought():
        _brought()[-1].activation = name
        _draw(_brought()[-1])


def _answer_units(own: Any) -> None:
    """Take what the visitor says of the numbers that the network was trained on; the map is drawn anew."""
    if own in (False, True) and _brought():
        _brought()[-1].in_own_units = own
    session.want_whole_page()


def _draw(brought: Brought) -> None:
    """Set the page's layers to those of the network: while they are, the map shows it."""
    session.change(RegionSettings, **brought.layers(), past=(), at=None)
    session.want_whole_page()


def _again() -> None:
    """Draw the network that was left."""
    if _brought():
        _draw(_brought()[-1])


def _leave() -> None:
    """Forget the network: the map shows the run of the page's settings."""
    _brought().clear()
    session.want_whole_page()


def _brought() -> list[Brought]:
    """The network that the visitor has brought last, as a list of one; empty before that."""
    return session.kept("network in the plane", list)


def _refusal() -> list[tuple[str, NoNetworkError]]:
    """The last file's name and why it was not loaded, as a list of one; empty if it was loaded."""
    return session.kept("refusal in the plane", list)


def _give() -> str:
    brought = session.known("network in the plane")
    return loaded.as_text(brought[-1]) if brought and len(brought[-1].data) <= MOST_KEPT else ""


def _mark() -> str:
    brought = session.known("network in the plane")
    if not brought or len(brought[-1].data) > MOST_KEPT:
        return ""
    one = brought[-1]
    said = f"{one.name} {one.activation} {one.in_own_units}"
    return hashlib.sha256(one.data + said.encode()).hexdigest()[:16]


def _bring(text: str) -> None:
    """Remember a network that the visitor's browser has kept; a ValueError if it is none."""
    _brought()[:] = [loaded.from_text(text)]


KEEPSAKES["network in the plane"] = Keepsake(give=_give, take=_bring, mark=_mark)
