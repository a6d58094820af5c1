"""Own points beside the map: how they are split, pasted, uploaded, downloaded, and remembered.

Bad input changes nothing: one sentence names what is wrong. A table that was read is answered by one line that says
what was done with it.
"""

from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from datasets import point_table
from datasets.own_points import OwnPoints, Units
from datasets.points import N_CLASSES, hold_out_every
from datasets.tables import MOST_BYTES, read_table
from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.frame.saying import as_written, saying
from ui.frame.sidebar import Sidebar
from ui.plane import runs
from ui.plane.brought import Brought
from ui.plane.settings import HELD_OUT, OWN, PlaneSettings
from ui.settings.base import Settings

P = TypeVar("P", bound=PlaneSettings)

SPLIT = "With “every fourth”, every fourth point of each class, in the order drawn, is not trained on."

PLACEHOLDER = "petal_length,petal_width,species\n1.4,0.2,setosa\n4.7,1.4,versicolor"

FORMS = (
    "Any table with two numbers and a class of each point: CSV, tabs, semicolons with decimal commas, Markdown, HTML, "
    "ARFF, JSON, YAML, lists of Python, blocks of gnuplot. Headings and names of classes are kept."
)

MAP = "map"
"""The control that a table came through which was dropped on the map, or pasted there."""


def can_learn(settings: PlaneSettings) -> bool:
    """Whether there is something to learn; where there is not, a sentence says what is missing."""
    if runs.is_ready(settings):
        return True
    with saying("plane.headline.too_few"):
        st.info(runs.TOO_FEW_CLASSES)
    return False


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
    own = settings.own
    with saying("plane.own.count"):
        counted = st.empty()
    _choice_of_classes(bar.kind)
    with st.expander("Paste, upload, validation"):
        pasted = f"{bar.kind.__name__}.pasted"
        st.text_area(
            "Paste a table: two numbers and a class on each line",
            key=pasted,
            placeholder=PLACEHOLDER,
            height=130,
            help=FORMS,
        )
        st.button(
            "Use these points",
            key=f"{bar.kind.__name__}.use_pasted",
            on_click=session.with_value(pasted, lambda text: take(bar.kind, text, pasted)),
            width="stretch",
        )
        _answer(pasted)
        uploaded = f"{bar.kind.__name__}.uploaded"
        st.file_uploader(
            f"Or a file, or drop it on the map: CSV, text, JSON, up to {MOST_BYTES / 1e6:g} MB",
            key=uploaded,
            max_upload_size=1,
            on_change=session.with_value(
                uploaded,
                lambda file: (
                    take(bar.kind, file.getvalue(), uploaded) if file else _memory().pop("through", None)
                ),
            ),
        )
        _answer(uploaded)
        st.download_button(
            "Download the points (CSV)",
            point_table.to_csv(own),
            file_name="points.csv",
            mime="text/csv",
            key=f"{bar.kind.__name__}.download",
            on_click="ignore",
            disabled=not len(own.points),
            width="stretch",
        )
        settings = bar.segments(settings, "validation", list(HELD_OUT), help=SPLIT)
    with counted:
        st.caption(as_written(_count_words(settings)))
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
            st.caption(as_written(memory["said"]))


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


def take(kind: type[Settings], table: str | bytes, control: str, wanted: tuple[str, ...] = ()) -> None:
    """Show the points of a table, or say what is wrong with it and leave everything as it was.

    Parameters
    ----------
    kind : type of Settings
        The page's settings.
    table : str or bytes
        Whatever the visitor pasted, or a whole file.
    control : str
        What it came through: the answer stands there.
    wanted : tuple of str, default ()
        Classes to use, where the table has more than three.
    """
    memory = _memory()
    memory |= {"through": control, "trouble": "", "said": "", "left": memory.get("drawn", ""), "classes": ()}
    session.touch()
    try:
        own, said, classes = _read(table, wanted)
        text = point_table.written(own)
    except ValueError as error:
        memory["trouble"] = (
            f"{error} {'What was drawn is kept.' if memory['left'] else 'Nothing has changed.'}"
        )
        return
    if len(classes) > N_CLASSES:
        memory |= {"classes": classes, "used": own.units.classes, "table": table}
    else:
        memory.pop("table", None)
    memory |= {"left": text, "said": said}
    session.change(kind, data=OWN, drawn=text)


def take_from_map(kind: type[Settings], table: Brought | None) -> None:
    """Show the points of a table that was dropped on a map, or pasted there; they change the whole page."""
    if table:
        take(kind, table.content, MAP)
    session.want_whole_page()


def _read(table: str | bytes, wanted: tuple[str, ...]) -> tuple[OwnPoints, str, tuple[str, ...]]:
    """Own points of a table, the line that says what was done, and all classes that it has."""
    own = point_table.come_back(table)
    if own is not None:
        return (
            own,
            f"Read {_points(len(own.points))}, which were downloaded here.{_scaled_words(own.units)}",
            (),
        )
    found = read_table(table, wanted)
    own = point_table.of_table(found)
    if len(found.all_classes) > N_CLASSES and not own.units.classes:
        own = OwnPoints(
            own.points, replace(own.units, classes=found.classes)
        )  # 1, 2, 3 of four are names too
    warning = f" {found.warning}" if found.warning else ""
    return own, f"Read {found.words}.{_scaled_words(own.units)}{warning}", found.all_classes


def _scaled_words(units: Units) -> str:
    """How own numbers become the network's inputs; "" where they are these."""
    if units.is_plain:
        return ""
    parts = [
        f"{axis} → ({axis} {'+' if origin < 0 else '−'} {abs(origin):g}) / {scale:g}"
        if origin
        else f"{axis} → {axis} / {scale:g}"
        for axis, origin, scale in zip(units.axes, units.origin, units.scale, strict=True)
    ]
    return f" Scaled to fill the map, and so for the network: {', '.join(parts)}."


def _choice_of_classes(kind: type[Settings]) -> None:
    """Let the visitor choose two or three among a table's many classes."""
    memory = _memory()
    if not memory.get("classes") or memory.get("drawn", "") != memory["left"]:
        return
    key = f"{kind.__name__}.classes"

    def choose(names: list[str]) -> None:
        if len(names) >= 2:
            take(kind, memory["table"], memory["through"], tuple(names))

    st.multiselect(
        "Classes of the table: two or three",
        memory["classes"],
        default=list(memory["used"]),
        max_selections=N_CLASSES,
        key=key,
        on_change=session.with_value(key, choose),
    )


def answer_on_page() -> None:
    """Say above the map that a table which was dropped or pasted on it was read, or what is wrong with it."""
    with (
        st.container()
    ):  # also where nothing is said: what stands below keeps its place, as under ``style.notes``
        _answer(MAP)


def _count_words(settings: PlaneSettings) -> str:
    """How many points there are, what they are for, whether the link holds them, and which class has none."""
    own = settings.own
    if not len(own.points):
        return "No points yet: set them on the map, drop a table there, or paste one (Ctrl V)."
    split = hold_out_every(own.points, HELD_OUT[settings.validation])
    held = f"{len(split.training):,} for training, {len(split.validation):,} for validation"
    words = f"{_points(len(own.points))}: {held}."
    if not settings.is_in_link:
        words += f" Too many for the link, which holds {settings.most_in_link}: download them to keep them."
    elif settings.drawn_in_link != settings.drawn:
        steps = [scale / (2 * point_table.PER_UNIT) for scale in own.units.scale]
        words += f" The link rounds {own.units.axes[0]} by up to {steps[0]:.2g}, {own.units.axes[1]} by {steps[1]:.2g}."
    if _memory().get("left") != settings.drawn:  # a table that was just read has said so itself
        words += _scaled_words(own.units)
    return words + _empty_words(own)


def _empty_words(own: OwnPoints) -> str:
    """A sentence about classes that have an output, and no point: the map may show a region for them."""
    if len(set(own.points.labels.tolist())) < 2 or not own.empty_classes:
        return ""
    names = " and ".join(own.units.class_name(label) for label in own.empty_classes)
    if own.always_three:
        return (
            f" Class {names} has no point; these points come from an older link, "
            "whose network has three outputs always. Clear them, and draw or paste anew, for two."
        )
    return f" Class {names} has no point, but an output, and so the map may show a region for it."


def _points(count: int) -> str:
    return f"{count:,} point" if count == 1 else f"{count:,} points"
