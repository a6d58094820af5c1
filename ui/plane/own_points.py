"""Own points beside the map: how they are split, pasted, uploaded, downloaded, and remembered.

Bad input changes nothing: one sentence names the line that is wrong.
"""

from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from datasets import point_table
from datasets.points import Points, hold_out_every
from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.frame.saying import as_written, saying
from ui.frame.sidebar import Sidebar
from ui.plane.settings import HELD_OUT, MOST_IN_LINK, OWN, PlaneSettings

P = TypeVar("P", bound=PlaneSettings)

SPLIT = "With “every fourth”, every fourth point of each class, in the order drawn, is not trained on."

PLACEHOLDER = "x1,x2,class\n0.5,-1.2,1\n2,3,2"


def remembered(settings: P) -> P:
    """Remember the points that the visitor drew last, and restore them where a link brings none: it cannot hold many.

    Parameters
    ----------
    settings : PlaneSettings
        Of this rerun.

    Returns
    -------
    PlaneSettings
        The same, with the points drawn last if the settings hold none and the visitor didn't erase them.
    """
    memory = _memory()
    if settings.drawn or not session.from_link():
        memory["drawn"] = settings.drawn
        return settings
    return replace(settings, drawn=memory.get("drawn", ""))


def own_points(bar: Sidebar, settings: P) -> P:
    """Controls of own points: their number; then, folded, tables in and out, and which points validate."""
    points = point_table.from_text(settings.drawn)
    with saying("plane.own.count"):
        counted = st.empty()
    with st.expander("Paste, upload, validation"):
        pasted = f"{bar.kind.__name__}.pasted"
        st.text_area(
            "Paste a table: x1, x2, class on each line", key=pasted, placeholder=PLACEHOLDER, height=130
        )
        st.button(
            "Use these points",
            key=f"{bar.kind.__name__}.use_pasted",
            on_click=session.with_value(pasted, lambda text: _take(bar, text, pasted)),
            width="stretch",
        )
        _answer(pasted)
        uploaded = f"{bar.kind.__name__}.uploaded"
        st.file_uploader(
            f"Or a CSV file: at most {point_table.MOST_POINTS:,} points",
            key=uploaded,
            max_upload_size=1,
            on_change=session.with_value(
                uploaded,
                lambda file: (
                    _take(bar, file.getvalue(), uploaded) if file else _memory().pop("through", None)
                ),
            ),
        )
        _answer(uploaded)
        st.download_button(
            "Download the points (CSV)",
            point_table.to_csv(points),
            file_name="points.csv",
            mime="text/csv",
            key=f"{bar.kind.__name__}.download",
            on_click="ignore",
            disabled=not len(points),
            width="stretch",
        )
        settings = bar.segments(settings, "validation", list(HELD_OUT), help=SPLIT)
    with counted:
        st.caption(_count_words(points, settings.validation))
    return settings


def _answer(control: str) -> None:
    """Say beneath a control that the table which came through it was read, or what is wrong with it."""
    memory = _memory()
    if memory.get("through") != control or memory.get("drawn", "") != memory["left"]:
        return
    if memory["trouble"]:
        with saying("plane.own.trouble"):
            st.error(as_written(memory["trouble"]))
    else:
        with saying("plane.own.read"):
            st.caption(memory["said"])


def _memory() -> dict[str, Any]:
    """What is remembered of own points.

    ``drawn`` is the text of the points drawn last. Of the last table, ``through`` is the control that it came through,
    ``left`` the text of the points that were there after it, and ``trouble`` or ``said`` the sentence about it.
    """
    return session.kept("own points", dict)


def _bring(drawn: str) -> None:
    """Remember points that the visitor's browser has kept; a ValueError if they are none."""
    _memory()["drawn"] = PlaneSettings.choices()["drawn"].read(drawn)


KEEPSAKES["own points"] = Keepsake(give=lambda: _memory().get("drawn", ""), take=_bring)


def _take(bar: Sidebar, table: str | bytes, control: str) -> None:
    """Show the points of a table, or say what is wrong with it and leave everything as it was."""
    memory = _memory()
    memory |= {"through": control, "trouble": "", "said": "", "left": memory.get("drawn", "")}
    session.touch()
    try:
        found = point_table.fitted(point_table.from_csv(table))
    except ValueError as error:
        memory["trouble"] = f"{error} What was drawn is kept."
        return
    scaled = " Some lay beyond ±5: both axes are scaled to fit." if found.scaled else ""
    text = point_table.to_text(found.points)
    memory |= {"left": text, "said": f"Read {_points(len(found.points))}.{scaled}"}
    session.change(bar.kind, data=OWN, drawn=text)


def _count_words(points: Points, validation: str) -> str:
    """How many points there are, what they are for, and whether the link holds them."""
    if not len(points):
        return "No points yet: click on the map."
    split = hold_out_every(points, HELD_OUT[validation])
    words = f"{_points(len(points))}: {len(split.training):,} for training, {len(split.validation):,} for validation."
    if len(points) > MOST_IN_LINK:
        words += f" Too many for the link, which holds {MOST_IN_LINK}: download them to keep them."
    return words


def _points(count: int) -> str:
    return f"{count:,} point" if count == 1 else f"{count:,} points"
