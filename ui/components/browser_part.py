"""A component from the files beside it: its html, the shared and its own css, its js files joined in order.

The js files are plain scripts that share one scope; only the last one exports. Joined by hand rather than imported,
since a component's module has no address of its own that a relative import could start from.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent

PLAYED_MAPS = (
    "shared/blocks.js",
    "shared/moments.js",
    "shared/network.js",
    "shared/colours.js",
    "shared/headline.js",
    "shared/look.js",
    "shared/symbols.js",
    "shared/contours.js",
    "shared/timeline.js",
    "shared/playback.js",
    "shared/asking.js",
    "shared/transport.js",
    "shared/truth.js",
    "shared/map.js",
    "shared/words.js",
)
"""Scripts of every part that plays runs on maps of decision regions, in the order of their use."""


def browser_part(name: str, scripts: Sequence[str], styles: Sequence[str] = ()) -> Callable[..., Any]:
    """Register the component in the folder ``name``.

    Parameters
    ----------
    name : str
        The folder beside this file that holds ``name.html`` and ``name.css``.
    scripts : sequence of str
        The js files, as paths from this file's folder, in the order of their use; the last one has the
        default export.
    styles : sequence of str
        Further css files, likewise, between the one that all share and its own.

    Returns
    -------
    callable
        Mounts the component: ``mount(key=…, data=…, on_<name>_change=…)``.
    """
    folder = HERE / name
    return st.components.v2.component(
        f"hidden_layers_{name}",
        html=_with_shared(folder / f"{name}.html"),
        css="\n".join(
            (HERE / style).read_text(encoding="utf-8")
            for style in ("shared/panel.css", *styles, f"{name}/{name}.css")
        ),
        js="\n".join((HERE / script).read_text(encoding="utf-8") for script in scripts),
    )


def _with_shared(path: Path) -> str:
    """A file's html, with what several components share put in where a comment names it."""
    html = path.read_text(encoding="utf-8")
    return re.sub(
        r"<!-- (shared/\w+\.html) -->", lambda m: (HERE / m[1]).read_text(encoding="utf-8").rstrip(), html
    )
