"""The strip: the settings that matter most, in one row; on the stage it stands beneath the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ui.browser.blocks import pack
from ui.frame import session
from ui.frame.browser_part import NO_PLACE, browser_part
from ui.frame.wishes import Wishes, Written
from ui.palette import PALETTES
from ui.settings.base import Settings
from ui.settings.choices import PerLayer
from ui.words import activation_words

KEY = "strip"

_MOST_BUTTONS = 7
"""A setting with more values than these is a slider."""


@dataclass(frozen=True, kw_only=True)
class StripWishes(Wishes):
    """Settings by name, as they are written in a link; the theme, when it has changed."""

    set: dict[str, Written] | None = None
    theme: Literal["light", "dark"] | None = None


_mount = browser_part(__file__, "strip", StripWishes, room=NO_PLACE)


def strip(settings: Settings, offered: Mapping[str, Sequence[Any]], *, has_stage: bool = True) -> None:
    """Mount the strip, and open the stage where the settings ask for it.

    Parameters
    ----------
    settings : Settings
        Of the page that is shown, as they were published.
    offered : mapping of str to sequence
        For each setting on the strip, the values to choose from; the one that matters most comes first. A setting with
        a value for each layer is set for all of them. What the link hides is left out.
    has_stage : bool
        Whether the view has a picture; one that has none stays a page, whatever the link says.
    """
    kind = type(settings)
    shown = [
        _control(settings, name, values) for name, values in offered.items() if name not in settings.hide
    ]

    def take() -> None:
        """Set what the visitor chose; values are written as in a link. In another theme the page is drawn anew."""
        session.change_as_written(
            kind, session.wishes(KEY, StripWishes).set or {}, {*offered, "stage"} - {*settings.hide}
        )
        session.want_whole_page()

    stage = settings.stage or session.is_embedded_scene()
    header = {"palette": PALETTES, "stage": stage and has_stage, "controls": shown}
    _mount(key=KEY, data=pack(header, {}), on_set=take)


def _control(settings: Settings, name: str, values: Sequence[Any]) -> dict[str, Any]:
    """One control of the strip, with its values as they are written in a link."""
    choice: Any = settings.choices()[name]
    per_layer = isinstance(choice, PerLayer)
    if per_layer:
        choice = choice.item
    present = getattr(settings, name)[0] if per_layer else getattr(settings, name)
    numbers = isinstance(present, (int, float)) and not isinstance(present, bool)
    scale = session.scale(type(settings), name, values, present) if numbers else list(values)
    words = activation_words if name == "activation" else (lambda value: f"{value:g}") if numbers else str
    return {
        "name": name,
        "label": choice.label,
        "kind": "buttons" if len(scale) <= _MOST_BUTTONS else "slider",
        "values": [[choice.write(value), words(value)] for value in scale],
        "chosen": choice.write(present),
        "disabled": per_layer and not settings.depth,
    }
