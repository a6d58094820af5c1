"""The landscape in the browser: a map with contour lines, a surface, and the run that is played on both.

``landscape.js`` opens the block that ``landscape_block`` packs. It asks for the plane through another moment when the
playhead rests there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.plane import inputs, runs
from ui.plane.moments import (
    MEASURES,
    AtEpoch,
    RunsWishes,
    clock_header,
    point_arrays,
    run_arrays,
    run_header,
    smooth_in,
)
from ui.regions.landscape.scenery import Scenery


@dataclass(frozen=True, kw_only=True)
class LandscapeWishes(RunsWishes):
    """The wishes of all runs, and the moment that the plane is to go through."""

    stand: AtEpoch | None = None


_mount = browser_part(__file__, "landscape", LandscapeWishes)


def landscape_block(
    several: Sequence[runs.Trained], found: Scenery | None, header: Mapping[str, Any]
) -> bytes:
    """Pack the runs and their landscape.

    Parameters
    ----------
    several : sequence of Trained
        One run or two; the caller holds their locks.
    found : Scenery or None
        The landscape; None while a run is not finished.
    header : mapping
        See ``LandscapeBlock`` in ``landscape.js``.

    Returns
    -------
    bytes
        See ``blocks.pack``; the names of the arrays of run number i begin with ``i_``. The landscape has row 0 on top.
    """
    points = several[0].points
    validated = len(points.validation) > 0
    sent: dict[str, npt.NDArray[Any]] = {**point_arrays(points)}
    for i, trained in enumerate(several):
        mine = run_arrays(trained.run, validated=validated)
        names = [f"snapshot_{name}" for name in ("params", "epoch", *MEASURES)]
        if i == 0:
            names += [f"history_{name}" for name in ("epoch", *MEASURES)]
        sent |= {f"{i}_{name}": mine[name] for name in names}
    smooth = smooth_in(sent)
    if found is not None:
        sent["losses"] = found.losses[::-1].astype(np.float32)
        for i, way in enumerate(found.ways):
            sent |= {
                f"{i}_shadows": way.shadows.astype(np.float32),
                f"{i}_readings": way.readings.astype(np.float32),
            }
    plane = (
        None if found is None else {"epoch": found.epoch, "extent": found.extent, "side": len(found.losses)}
    )
    nets = [run_header(trained.run) | inputs.header(trained.settings.inputs) for trained in several]
    clock = clock_header([trained.run for trained in several])
    return pack({**header, **clock, "nets": nets, "plane": plane}, sent, smooth)


def landscape(block: bytes, *, key: str, on_stand: Callable[[], None]) -> None:
    """Mount the landscape.

    Parameters
    ----------
    block : bytes
        From ``landscape_block``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_stand : callable
        Called when the plane is wanted through another moment.
    """
    _mount(key=key, data=block, on_stand=on_stand)
