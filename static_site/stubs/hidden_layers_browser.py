"""What the program finds in a browser in place of a server: Plotly by address, and Streamlit's runtime as it is elsewhere.

This module lies among the site's own, not in the program.
"""

import gzip
import importlib
import json
import struct
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

import hidden_layers_files  # what boot.mjs gives
import streamlit.runtime

FIGURES = ("plotly", "narwhals", "_plotly_utils")
"""Packages that are fetched when a figure is asked for."""


class Figures(MetaPathFinder):
    """Fetches the packages of figures when the first of them is imported; after that they lie where all others do."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Where such a module is, once its package has been fetched; None for all others."""
        if fullname.partition(".")[0] not in FIGURES:
            return None
        sys.meta_path.remove(self)
        lay(hidden_layers_files.fetched("figures.pack", "Plotly").to_bytes(), Path(streamlit.__file__).parents[1])
        return PathFinder.find_spec(fullname, path, target)


def lay(pack: bytes, folder: Path) -> None:
    """Lay out the files of a pack below a folder: see ``static_site/packing.py``."""
    pack = gzip.decompress(pack)
    (length,) = struct.unpack_from("<I", pack)
    for name, (at, size) in json.loads(pack[4 : 4 + length]).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(pack[4 + length + at : 4 + length + at + size])
    importlib.invalidate_caches()


def prepare() -> None:
    """Do all this, once."""
    streamlit.runtime.Runtime.exists = staticmethod(streamlit.runtime.exists)
    streamlit.runtime.Runtime.instance = staticmethod(streamlit.runtime.get_instance)
    sys.meta_path.insert(0, Figures())
