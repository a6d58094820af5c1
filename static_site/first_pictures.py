"""First pictures: what a visitor can play and scrub while Python is still on its way.

The page's own player is given the block that the app will give it, of a run that is trained when the site is built.
The page of decision regions has one, and each scene on it.
"""

import json
import warnings
from typing import Any

from static_site.packages import BuildError
from static_site.trees import ROOT, Tree

OPENED = "first"
"""Name of the picture that the site opens with, where an address names no scene."""


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
        from ui.plane.story import told as story
        from ui.regions import page

        trained = runs.regions_run(settings)
        while not trained.run.finished or runs.regions_run(settings) is not trained:
            trained = runs.regions_run(settings)
            trained.run.advance(seconds=60.0)
        while (marks := story.push(trained, patience=60.0)) is None:
            pass
        return page._block(settings, trained, marks)
