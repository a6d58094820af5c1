"""A part's files by their address: the browser gets them once, not with each change.

Streamlit sends a part's script, markup and style again with each rerun of the whole page. So a few lines are sent that
import all three from ``static/parts``, where this process writes them as one module under a name that changes with it.
Where nothing can be written, or nobody serves that folder, the files themselves are sent. Within a browser the modules
lie on the host, as ``static_site/parts.py`` has written them.
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ui.browser import modules

FOLDER = Path(__file__).parents[2] / "static" / "parts"

ADDRESS = "app/static/parts"
"""Where Streamlit serves the folder, below the address of the app."""

LONG = 7 * 86_400.0
"""Seconds after which a module of an older program goes: until then a page that was opened with it may ask for it."""


@dataclass(frozen=True)
class Files:
    """What Streamlit is given of a part: its script, markup and style; None where the script brings them along."""

    js: str
    html: str | None
    css: str | None


_elsewhere: list[Callable[[str], Files]] = []


def use(give: Callable[[str], Files] | None) -> None:
    """Send what this gives for a part's name, whose module has an address already; None: what is made here."""
    _elsewhere[:] = [] if give is None else [give]


def sent(name: str, where: Path, read: dict[Path, modules.Module] | None = None, *, is_served: bool) -> Files:
    """What is sent of a part.

    Parameters
    ----------
    name : str
        Of the part.
    where : Path
        Its files, without their ending.
    read : dict of Path to Module, optional
        As in ``whole``.
    is_served : bool
        Whether Streamlit serves the folder in which a part may have an address.

    Raises
    ------
    ValueError
        If one of its files, or a name that one of them imports, is missing: see ``modules``.
    """
    for give in _elsewhere:
        return give(name)
    text, html, css = whole(where, read)
    return files(name, text, html, css) if is_served else Files(text, html, css)


def whole(where: Path, read: dict[Path, modules.Module] | None = None) -> tuple[str, str, str]:
    """A part's script, markup and style, each with all that it names.

    ``where`` is their path without its ending; ``read`` keeps the modules that several parts share.
    """
    text = modules.one_text(where.with_suffix(".js"), read)
    return text, modules.markup(where.with_suffix(".html")), modules.style(where.with_suffix(".css"))


_LINES = Template("""// The part stands at an address of its own.
const name = "$file",
  own = document.querySelector('script[src*="static/js/"]')?.src,
  at = new URL("$address/" + name, own ? new URL("../../", own) : document.baseURI).href,
  get = (n) =>
    import(n ? at + "?again=" + n : at).catch((error) => {
      if (n === 119 || error instanceof SyntaxError) throw error;
      return new Promise((go) => setTimeout(go, 500)).then(() => get(n + 1));
    });
const part = await get(0);
export default (mounted) => (part.dress(mounted.parentElement, name), part.default(mounted));
""")
"""What is sent of a part with each run of the page. The server may be away, and an address that has failed once is not
asked for again."""

_MORE = Template("""
export const dress = (place, name) => {
  const worn = place.querySelector("[data-file]");
  if (worn?.dataset.file === name) return;
  worn?.remove(); // a newer program has taken the place of the one that drew it
  const dress = document.createElement("div"),
    body = document.createElement("div"),
    style = document.createElement("style");
  dress.dataset.file = name;
  body.append(document.createRange().createContextualFragment($html));
  style.textContent = $css;
  dress.append(body, style);
  place.append(dress);
};
""")
"""What stands behind the script in its module: it gives the part its markup and style."""


def module(text: str, html: str, css: str) -> str:
    """A part's script as a module that also exports ``dress``, which gives the part its markup and style."""
    return text + _MORE.substitute(html=_quoted(html), css=_quoted(css))


def files(name: str, text: str, html: str, css: str, folder: Path = FOLDER) -> Files:
    """What is sent of a part that has an address in a folder.

    Parameters
    ----------
    name : str
        Of the part.
    text : str
        The whole script.
    html, css : str
        The markup and style that the script finds around it.
    folder : Path
        Where modules are written.

    Returns
    -------
    Files
        Lines that import all of it by its address; the three themselves where they have none.
    """
    written = module(text, html, css)
    file = f"{name}.{hashlib.sha256(written.encode()).hexdigest()[:16]}.js"
    if sys.platform == "emscripten" or not _is_there(folder / file, written):
        return Files(text, html, css)
    return Files(_LINES.substitute(address=ADDRESS, file=file), None, None)


def _quoted(text: str) -> str:
    """The text as JavaScript writes it, with the signs of any language as they are."""
    return json.dumps(text, ensure_ascii=False)


def _is_there(path: Path, text: str) -> bool:
    """Whether the module stands there; it is written where it does not, whole or not at all."""
    data = text.encode()
    with suppress(OSError):
        if path.read_bytes() == data:
            return True
    try:
        path.parent.mkdir(exist_ok=True)
        number, half = tempfile.mkstemp(dir=path.parent, suffix=".half")
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.chmod(half, 0o644)
        os.replace(half, path)
    except OSError:
        return False
    for old in path.parent.glob(f"{path.name.partition('.')[0]}.*.js"):
        with suppress(OSError):  # another worker may have been faster
            if time.time() - old.stat().st_mtime > LONG:
                old.unlink()
    return True
