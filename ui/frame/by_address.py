"""A part's script by its address: the browser gets it once, not with each change.

Streamlit sends a part's script again with each rerun of the whole page. So a few lines are sent that import it from
``static/parts``, where this process writes it under a name that changes with it. Where nothing can be written, or
nobody serves that folder, as within a browser, the script itself is sent.
"""

import hashlib
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parents[2] / "static" / "parts"

ADDRESS = "app/static/parts"
"""Where Streamlit serves the folder, below the address of the app."""

LONG = 7 * 86_400.0
"""Seconds after which a script of an older program goes: until then a page that was opened with it may ask for it."""

_LINES = Template("""// The script has an address of its own: a browser that has it does not get it again.
const own = document.querySelector('script[src*="static/js/"]'),
  base = own instanceof HTMLScriptElement ? new URL("../../", own.src) : new URL("./", document.baseURI),
  address = new URL("$address", base).href;
const pause = () => new Promise((go) => setTimeout(go, 500));
let found;
for (let again = 0; !found && again < 120; again++)
  try {
    found = await import(again ? address + "?again=" + again : address);
  } catch (error) {
    if (again === 119 || error instanceof SyntaxError) throw error;
    await pause(); // the server is away; an address that has failed once is not asked for again
  }
export default found.default;
""")


def script(name: str, text: str, folder: Path = FOLDER) -> str:
    """What is sent as a part's script.

    Parameters
    ----------
    name : str
        Of the part.
    text : str
        The whole script.
    folder : Path
        Where scripts are written.

    Returns
    -------
    str
        Lines that import it by its address; the text itself where it has none.
    """
    file = f"{name}.{hashlib.sha256(text.encode()).hexdigest()[:16]}.js"
    if sys.platform == "emscripten" or not _is_there(folder / file, text):
        return text
    return _LINES.substitute(address=f"{ADDRESS}/{file}")


def _is_there(path: Path, text: str) -> bool:
    """Whether the script stands there; it is written where it does not, whole or not at all."""
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
