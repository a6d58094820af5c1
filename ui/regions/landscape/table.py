"""The grid of a landscape as a file to take away."""

from collections.abc import Callable

import numpy as np

from ui.lab_code.alone import Exported
from ui.plane import runs, weights_named
from ui.plane.run_settings import RegionSettings
from ui.regions.landscape import scenery
from ui.regions.landscape.scenery import Scenery
from ui.take_away import tables
from ui.take_away.of_runs import said_of
from ui.take_away.offers import Offer, named


def offer(find: Callable[[], list[runs.Trained]], page: str, settings: RegionSettings) -> Offer:
    """The loss at each place of the grid, through the moment that is shown."""

    def make(epoch: float | None) -> Exported:
        several = find()
        with runs.reading(several):
            if not all(one.run.finished for one in several):
                raise ValueError("The run is still being trained: the landscape follows.")
            found = scenery.of(settings, several, epoch)
            said = said_of(settings.title, page, settings) | _plane_of(settings, several, found)
        return Exported(f"{named(settings.title, 'landscape')}.csv", as_csv(found, said).encode())

    return Offer(
        "Landscape", "CSV", make, "a row for each place of the grid: both coordinates and the loss there"
    )


def _plane_of(settings: RegionSettings, several: list[runs.Trained], found: Scenery) -> dict[str, str]:
    """Say which plane it is."""
    if settings.directions == "weights":
        architecture = several[0].architecture
        both = [
            weights_named.words(name, architecture, settings.inputs)
            for name in (settings.across, settings.upwards)
        ]
    else:
        both = ["first principal direction", "second principal direction"]
    return {
        "across": both[0],
        "upwards": both[1],
        "through": f"epoch {found.epoch:g}",
        "seeds": ", ".join(f"{one.settings.init_seed}" for one in several),
    }


def as_csv(found: Scenery, said: dict[str, str]) -> str:
    """A table of the grid, the lowest row first.

    Parameters
    ----------
    found : Scenery
        The landscape.
    said : dict of str to str
        What it is: a line of comment each.

    Returns
    -------
    str
        The loss is in nats, "inf" where it is more than numbers hold.
    """
    side = len(found.losses)
    left, right, bottom, top = found.extent
    rows = [
        (float(x), float(y), float(loss))
        for y, row in zip(np.linspace(bottom, top, side), found.losses, strict=True)
        for x, loss in zip(np.linspace(left, right, side), row, strict=True)
    ]
    return tables.written(("across", "upwards", "loss"), rows, said)
