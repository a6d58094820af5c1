"""What the program finds in a browser in place of a server: Plotly and its parts by address, and Streamlit's runtime.

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
import streamlit.components.v2.manifest_scanner as scanner
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
        lay(
            hidden_layers_files.fetched("figures.pack", "Plotly").to_bytes(),
            Path(streamlit.__file__).parents[1],
        )
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


LINES = """// The part stands at an address of its own.
const part = await hiddenLayersPart("{name}");
export default (mounted) => (part.dress(mounted.parentElement, "{name}"), part.default(mounted));
"""
"""What is sent of a part: ``start.mjs`` has the function that imports its module, which ``parts.py`` has written."""


def give_addresses() -> None:
    """Send of each part the lines that import it: its script takes part in no answer, nor in Python's memory."""
    by_address: Any = importlib.import_module("ui.frame.by_address")
    by_address.use(lambda name: by_address.Files(LINES.replace("{name}", name), None, None))


def take_scripts() -> None:
    """Take the program's JavaScript as it was read when the site was built: see ``trees.scripts``.

    It is fetched when a page is saved that has scripts in it.
    """
    modules: Any = importlib.import_module("ui.browser.modules")
    root: Path = modules.ROOT
    scripts: dict[str, Any] = {}

    def module(path: Path) -> Any:
        """The script at a path."""
        if not scripts:
            scripts.update(json.loads((root / "ui/browser/scripts.json").read_text(encoding="utf-8")))
        imports, exports, text, is_part = scripts[path.relative_to(root).as_posix()]
        wanted = [modules.Import(root / where, names) for where, names in imports]
        return modules.Module(path, wanted, exports, text, is_part)

    modules.module = module


LEAST = 4_000
"""Multiplications of a product from which on the kernel is faster than ``np.dot``."""


class Product:
    """A product that the kernel computes; it holds its arrays, whose addresses it gives."""

    def __init__(self, left: Any, right: Any, out: Any, panel: Any) -> None:
        self._arrays = left, right, out, panel
        (rows, depth), columns = left.shape, right.shape[1]
        strides = [stride // 4 for array in (left, right, out) for stride in array.strides]
        at = [array.__array_interface__["data"][0] for array in self._arrays]
        self._arguments = (
            *(at[0], *strides[:2], at[1], *strides[2:4], at[2], strides[4]),
            *(rows, columns, depth, at[3]),
        )

    def __call__(self) -> None:
        """Compute it."""
        hidden_layers_files.product(*self._arguments)


def product(left: Any, right: Any, out: Any) -> tuple[Product, tuple[()]] | None:
    """The kernel's operation for a product; None where it has none, or ``np.dot`` is as fast."""
    arrays = left, right, out
    if any(array.ndim != 2 or array.dtype != "float32" or not array.size for array in arrays):
        return None
    if out.strides[1] != 4 or left.shape[0] * left.shape[1] * right.shape[1] < LEAST:
        return None
    return Product(left, right, out, type(out)((left.shape[1], 8), "float32")), ()


def prepare() -> None:
    """Do all this, once."""
    runtime: Any = streamlit.runtime.Runtime
    runtime.exists = staticmethod(streamlit.runtime.exists)
    runtime.instance = staticmethod(streamlit.runtime.get_instance)
    components: Any = scanner
    components.scan_component_manifests = list  # no package here brings any
    sys.meta_path.insert(0, Figures())
    sys.path.insert(0, "/home/pyodide")
    take_scripts()
    give_addresses()
    if hasattr(hidden_layers_files, "product"):
        importlib.import_module("engine.plans.products").use(product)
