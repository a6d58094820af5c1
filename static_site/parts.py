"""Parts as modules at addresses of their own: a visitor's browser gets each once, and Python none of them.

The first picture and the program mount a part from the same module.
"""

from pathlib import PurePosixPath

from static_site.trees import ROOT, Tree

FOLDER = "parts"
"""Where they lie, below the build's folder."""

EVERYWHERE = ("bar", "back", "connection", "link", "question", "strip", "take_away")
"""Parts that stand on every page: they are fetched while Python starts."""


def modules(tree: Tree) -> Tree:
    """A module for each part of a program, with the part's script, markup and style."""
    from ui.browser import modules as read
    from ui.frame import by_address

    made: Tree = {}
    for name in tree:
        path = PurePosixPath(name)
        beside = {str(path.with_suffix(ending)) for ending in (".html", ".css")}
        if path.parts[0] != "ui" or path.suffix != ".js" or not beside <= tree.keys():
            continue
        if read.module(ROOT / name).is_part:
            text = by_address.module(*by_address.whole((ROOT / name).with_suffix("")))
            made[f"{FOLDER}/{path.stem}.mjs"] = text.encode()
    return made
