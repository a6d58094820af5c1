"""Write ``docs/wishes.md``, the table of all that a browser may ask of Python, from the types that check it.

Run ``python -m ui.frame.table_of_wishes`` after a change of a part's wishes.
"""

import importlib
import re
from pathlib import Path

from ui.frame import wishes
from ui.frame.browser_part import PARTS

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "wishes.md"

HEAD = """# What a browser may ask for

Each part of a page is a component in the browser. It asks Python by a wish with a name and a value. The types beside
the part say what a value may be; `ui/frame/wishes.py` reads it by them, and drops what does not fit with a line in the
log. Controls of Streamlit's own pass `ui/frame/gate.py`.

Every part has two more. `anew`, {number}: its block leaves away what the browser does not have
(`ui/frame/held.py`). `numbers`, {numbers}: those of the wishes that come
with it, by their names. A wish is repeated until a block tells that it was heard, and granted once
(`ui/browser/asked_once.js`).

This table is written from the types: `python -m ui.frame.table_of_wishes`.

| Part | Wish | Its value |
|---|---|---|
"""


def register() -> None:
    """Import every module that registers a part."""
    for path in sorted(ROOT.glob("ui/**/*.py")):
        if re.search(r"^\w+ = (browser|passages)_part\(", path.read_text(encoding="utf-8"), re.M):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def names_of(part: str) -> list[str]:
    """The names of a part's wishes."""
    register()
    return list(wishes.named(PARTS[part]))


def table() -> str:
    """The whole page; parts without wishes are named below the table."""
    register()
    shared = wishes.named(wishes.Wishes)
    own = {
        part: {name: words for name, words in wishes.named(kind).items() if name not in shared}
        for part, kind in sorted(PARTS.items())
    }
    rows = [
        f"| {part} | `{name}` | {words.replace('|', chr(92) + '|')} |\n"
        for part, named in own.items()
        for name, words in named.items()
    ]
    silent = ", ".join(part for part, named in own.items() if not named)
    head = HEAD.replace("{number}", shared["anew"]).replace("{numbers}", shared["numbers"])
    return f"{head}{''.join(rows)}\nNo wishes of their own have: {silent}.\n"


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
