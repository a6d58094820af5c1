"""Named curves of accuracy, in one panel or several; they fill in while they are computed."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "lines", room="20rem")

NO_NUMBERS: Mapping[str, Any] = {"columns": [], "rows": []}

SHARES = {"low": 0.0, "high": 1.0, "ticks": [0.0, 0.25, 0.5, 0.75, 1.0]}
"""An axis of shares from 0 to 100 %."""


def curve(
    name: str, points: Mapping[float, float], *, tone: str, dots: bool = False, picked: float | None = None
) -> dict[str, Any]:
    """One curve of a panel.

    Parameters
    ----------
    name : str
        The words on the curve.
    points : mapping of float to float
        From a place on the horizontal axis to a share from 0 to 1, in any order.
    tone : {"soft", "ink"}
        Soft grey, with hollow dots if it has some; or ink.
    dots : bool, default False
        Whether each point is marked.
    picked : float, optional
        The place with a ring around its point.

    Returns
    -------
    dict
        As ``lines`` takes it.
    """
    places = sorted(points)
    return {
        "name": name,
        "tone": tone,
        "x": [float(at) for at in places],
        "y": [float(points[at]) for at in places],
        "dots": dots,
        "picked": picked,
    }


def lines(
    panels: Sequence[Mapping[str, Any]],
    *,
    key: str,
    name: str,
    title: str = "",
    sentence: str = "",
    numbers: Mapping[str, Any] = NO_NUMBERS,
    columns: int = 1,
    height: float = 10.0,
) -> Any:
    """Mount the panels.

    Parameters
    ----------
    panels : sequence of mapping
        Each has ``title``; ``words``; ``x`` with ``low``, ``high``, ``ticks`` (pairs of place and text), ``unit``,
        ``signs`` (whether a plus is written), ``near`` (places no further apart are read as one); ``y`` with
        ``low``, ``high``, ``ticks``; ``series`` (see ``curve``).
    key : str
        The same at every rerun, so that the panels are updated in place: "lines-of-" and what they show.
    name : str
        The first words of the names of all that the panels say: "mnist.variability.costs".
    title, sentence : str
        Above and below all panels.
    numbers : mapping
        A table beside the panels: ``columns``, their heads, and ``rows``, each with ``name``, ``words``, ``tone``
        ("soft" or "ink") and ``values``, shares from 0 to 1 or None.
    columns : int
        Panels side by side, where there is room.
    height : float
        Height of a panel, in rem.

    Returns
    -------
    object
        Nothing of use: this part sends no wishes.
    """
    header = {
        "palette": PALETTES,
        "name": name,
        "title": title,
        "sentence": sentence,
        "numbers": dict(numbers),
        "columns": columns,
        "height": height,
        "panels": list(panels),
    }
    return _mount(key=key, data=pack(header, {}))
