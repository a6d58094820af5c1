"""First pictures: what a visitor can play and scrub while Python is still on its way.

The page's own player is given the block that the app will give it, of a run that is trained when the site is built.
It has fewer snapshots. So far the page of decision regions has them, and each scene on it.
"""

import json
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from static_site.packages import BuildError
from static_site.trees import ROOT, Tree

MOST_SNAPSHOTS = 80

OPENED = "first"
"""Name of the picture that the site opens with, where an address names no scene."""

TYPES = {"f4": np.float32, "u1": np.uint8, "i1": np.int8, "i2": np.int16}


def pictures() -> Tree:
    """Files of first pictures below the build's folder: a block for each, and the player that draws them.

    Raises
    ------
    BuildError
        If the program's own requirements are not installed.
    """
    try:
        from ui.browser import modules
        from ui.lecture.scenes import SCENES
        from ui.plane.run_settings import RegionSettings
    except ImportError as error:
        raise BuildError(f"{error.name} is not installed: pip install -r requirements.txt.") from error
    views = {OPENED: RegionSettings()}
    views |= {
        slug: scene.settings for slug, scene in SCENES.items() if isinstance(scene.settings, RegionSettings)
    }
    folder = ROOT / "ui" / "regions" / "player"
    tree = {f"first/{name}.block": _block(settings) for name, settings in sorted(views.items())}
    tree["first/player.mjs"] = modules.one_text(folder / "player.js").encode()
    tree["first/player.json"] = json.dumps(
        {
            "css": modules.style(folder / "player.css"),
            "html": modules.markup(folder / "player.html"),
            "names": sorted(views),
        }
    ).encode()
    return tree


def _block(settings: Any) -> bytes:
    """The player's block of a run at its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ui.plane import runs
        from ui.regions import page

        trained = runs.regions_run(settings)
        while not trained.run.finished or runs.regions_run(settings) is not trained:
            trained = runs.regions_run(settings)
            trained.run.advance(seconds=60.0)
        return _thinned(page._block(settings, trained), settings.at)


def _thinned(block: bytes, at: float | None) -> bytes:
    """A block with some of its snapshots: the first, the last, the one that a link names, and others evenly."""
    from ui.browser.blocks import pack

    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4 : 4 + length])
    body = block[-(-(4 + length) // 8) * 8 :]
    arrays: dict[str, npt.NDArray[Any]] = {
        part["name"]: np.frombuffer(body, TYPES[part["type"]], part["length"], part["offset"])
        for part in header.pop("arrays")
    }
    epochs = arrays["snapshot_epoch"]
    kept = set(np.linspace(0, len(epochs) - 1, min(MOST_SNAPSHOTS, len(epochs))).round().astype(int).tolist())
    if at is not None:
        kept.add(int(np.abs(epochs - at).argmin()))
    rows = sorted(kept)
    for name, array in arrays.items():
        if name.startswith("snapshot_"):
            arrays[name] = array.reshape(len(epochs), -1)[rows].ravel()
    return pack(header, arrays)
