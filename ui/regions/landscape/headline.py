"""What the landscape shows, in a sentence; and notes on the plane, on a second run, on losses out of bounds."""

from collections.abc import Sequence

import numpy as np

from engine.questions import landscape
from ui.plane import runs, weights_named
from ui.plane.headlines import no_number
from ui.plane.run_settings import RegionSettings
from ui.regions.landscape.scenery import CONVEX_WITHIN, ON_THE_LINE, Scenery
from ui.sentences import Sentence


def of(settings: RegionSettings, several: Sequence[runs.Trained], found: Scenery) -> Sentence:
    """Give the headline.

    Parameters
    ----------
    settings : RegionSettings
        Say which directions.
    several : sequence of Trained
        The runs that are shown; the caller holds their locks.
    found : Scenery
        Their landscape.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    run = several[0].run
    if run.stop is not None and run.stop.kind == "diverged":
        return Sentence("regions.landscape.headline.diverged", no_number(run))
    if found.line is not None:
        return _between(found.line)
    if settings.directions == "weights":
        architecture = several[0].architecture
        both = " and ".join(
            weights_named.words(one, architecture, settings.inputs)
            for one in (settings.across, settings.upwards)
        )
        return Sentence("regions.landscape.headline.weights", f"Loss over {both}")
    if np.isnan(found.share):
        return Sentence(
            "regions.landscape.headline.still",
            "The run does not move: its parameters stay as they were drawn",
        )
    held = f"Two directions hold {_percent(found.share)} of the variance of the run’s parameters"
    return Sentence("regions.landscape.headline.share", held)


def _between(line: np.ndarray) -> Sentence:
    """Whether the loss rises between the ends of two runs."""
    higher = float(max(line[0], line[-1]))
    top = float(line.max())
    if not np.isfinite(line).all():
        return Sentence(
            "regions.landscape.headline.barrier", "Between both ends the loss rises beyond all bounds"
        )
    if top > higher + CONVEX_WITHIN:
        rises = f"Between both ends the loss rises to {top:.3f}: a barrier"
        return Sentence("regions.landscape.headline.barrier", rises)
    return Sentence("regions.landscape.headline.valley", "No barrier between the ends of both runs")


def notes(settings: RegionSettings, several: Sequence[runs.Trained], found: Scenery) -> list[str]:
    """What the plane holds, what two runs show, what is out of bounds, and what the inputs do; "" for nothing."""
    return [
        plane_words(settings, several, found),
        line_words(settings, found),
        infinite_words(found),
        settings.input_words,
    ]


def plane_words(settings: RegionSettings, several: Sequence[runs.Trained], found: Scenery) -> str:
    """Say what the plane is."""
    n = len(several[0].points.training)
    loss = f"Loss: cross-entropy error of the {n:,} training points, penalties left out."
    if settings.directions == "weights":
        n_others = several[0].architecture.n_params - 2
        others = f"The {n_others:,} other parameters are" if n_others > 1 else "The other parameter is"
        return f"{loss} {others} as at epoch {found.epoch:g}."
    whose = "both runs" if len(several) > 1 else "the run"
    n_snapshots = sum(len(way.epochs) for way in found.ways)
    if np.isnan(found.share):
        return f"{loss} No parameter moves: the directions are two single ones."
    return (
        f"{loss} The first two principal directions of the parameters of {whose}, at {n_snapshots:,} snapshots, hold "
        f"{_percent(found.share)} of their variance."
    )


def line_words(settings: RegionSettings, found: Scenery) -> str:
    """Say what the straight line between both ends shows, and what convex means; "" for one run."""
    line = found.line
    if line is None:
        return ""
    if not np.isfinite(line).all():
        return "On the straight line between both last networks the loss is no finite number everywhere."
    above = landscape.above_the_chord(line)
    measured = (
        f"Straight line between both last networks, {ON_THE_LINE} places: the loss is {line[0]:.3f} and {line[-1]:.3f} "
        f"at the ends, {float(line.max()):.3f} at most"
    )
    if settings.depth == 0:
        return (
            f"{measured}, nowhere above the chord: of a single layer the loss is convex."
            if (above <= CONVEX_WITHIN)
            else f"{measured}."
        )
    if above > CONVEX_WITHIN:
        return f"{measured}, {above:.3f} above the chord: with hidden layers the loss is not convex."
    return f"{measured}, nowhere above the chord; with hidden layers the loss need not be convex elsewhere."


def infinite_words(found: Scenery) -> str:
    """Say how much of the map has no finite loss; "" where all of it has."""
    wrong = int((~np.isfinite(found.losses)).sum())
    if not wrong:
        return ""
    return f"At {wrong:,} of {found.losses.size:,} places of the map the loss is more than numbers hold."


def _percent(share: float) -> str:
    """A share of a variance, which is no count of patterns; "99.9 %" is never rounded up to all of it."""
    tenths = min(round(1000 * share), 999 if share < 1 - 1e-9 else 1000)
    return f"{tenths / 10:.1f} %"
