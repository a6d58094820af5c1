"""The finding of the decision regions page as its headline: what can be seen, and what the run bears out."""

from engine.layers import ACTIVATIONS
from engine.questions import gradient_flow
from ui.plane import frozen, inputs
from ui.plane.headlines import (
    CANNOT,
    FOLLOWS,
    OVERFIT,
    ROSE,
    lines_fail,
    measured,
    no_number,
    solves,
    went_wrong,
)
from ui.plane.runs import Trained
from ui.sentences import Sentence

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six")


def regions(trained: Trained) -> Sentence:
    """Give the headline of the decision regions page.

    A headline that claims more than a share uses the truth at the run's end, where the source of the points is known.

    Parameters
    ----------
    trained : Trained
        The run, finished or not; the caller holds its lock.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    settings, run = trained.settings, trained.run
    if run.stop is not None and run.stop.kind == "diverged":
        return Sentence("plane.headline.diverged", no_number(run))
    if not run.finished:
        return Sentence("plane.headline.title", settings.title)
    if went_wrong(run):
        return Sentence("plane.headline.rose", ROSE)
    dead = gradient_flow.unit_statistics(
        run.architecture, run.params, trained.inputs_at(trained.points.training.inputs)
    ).dead
    for layer, units in enumerate(dead):
        if ACTIVATIONS[settings.activations[layer]].portrait.can_die and units.all():
            return Sentence("plane.headline.dead", f"Every unit of layer {layer + 1} is dead")
    held_out, seen = measured(trained), measured(trained, "training")
    if frozen.is_still(settings.stays):
        return Sentence("plane.headline.still", f"Nothing learns: as drawn, {held_out.right_words()}")
    as_drawn = frozen.brief(settings.stays)
    if settings.depth == 0:
        if lines_fail(trained) and not as_drawn:
            return Sentence("plane.headline.cannot", CANNOT[settings.data])
        which = f" ({as_drawn})" if as_drawn else ""
        if on := inputs.brief(settings.inputs):
            return Sentence("plane.headline.inputs", f"Single layer {on}{which}: {held_out.right_words()}")
        return Sentence("plane.headline.straight", f"Straight boundaries{which}: {held_out.right_words()}")
    layers = f"{NUMBERS[settings.depth]} hidden layer{'s' if settings.depth > 1 else ''}"
    if settings.data in FOLLOWS and solves(trained):
        layers += f" ({as_drawn})" if as_drawn else ""
        words = FOLLOWS[settings.data]
        verb, _, rest = words.partition(" ")
        follows = f"{layers} {words}" if settings.depth > 1 else f"{layers} {_singular(verb)} {rest}"
        return Sentence("plane.headline.follows", follows)
    if seen.right - held_out.right > OVERFIT:
        both = f"{seen.right_words()}, {100 * held_out.right:.1f} % of {held_out.patterns}"
        return Sentence("plane.headline.gap", both)
    what = f"{as_drawn[0].upper()}{as_drawn[1:]}" if as_drawn else layers
    return Sentence("plane.headline.right", f"{what}: {held_out.right_words()}")


def _singular(verb: str) -> str:
    """Third person of the verbs above."""
    return f"{verb}s"
