"""The finding of the decision regions page as its headline: what can be seen, and what the run bears out."""

from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.questions import gradient_flow
from engine.training import TrainingRun
from ui.plane.headlines import CANNOT, FOLLOWS, OVERFIT, SOLVED, went_wrong
from ui.plane.run_settings import RegionSettings

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six")


def regions(settings: RegionSettings, run: TrainingRun, inputs: Array) -> str:
    """Give the headline of the decision regions page.

    Parameters
    ----------
    settings : RegionSettings
        The visitor's choices.
    run : TrainingRun
        Their run, finished or not.
    inputs : ndarray of shape (n_points, 2)
        The training points, on which units may be dead.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    history = run.history
    training, validation = float(history.training_accuracy[-1]), float(history.validation_accuracy[-1])
    if run.stop is not None and run.stop.kind == "diverged":
        return "The steps are too large: training diverged"
    if not run.finished:
        return settings.title
    if went_wrong(run):
        return "The steps are too large: the loss has risen"
    dead = gradient_flow.unit_statistics(run.architecture, run.params, inputs).dead
    for layer, units in enumerate(dead):
        if ACTIVATIONS[settings.activations[layer]].portrait.can_die and units.all():
            return f"Every unit of layer {layer + 1} is dead"
    if settings.depth == 0:
        if validation < SOLVED and settings.data in CANNOT:
            return CANNOT[settings.data]
        return f"Straight boundaries: {100 * validation:.1f} % right"
    if training - validation > OVERFIT and settings.noise_level > 0:
        return "The boundary follows the noise of the training points"
    layers = f"{NUMBERS[settings.depth]} hidden layer{'s' if settings.depth > 1 else ''}"
    if validation >= SOLVED and settings.data in FOLLOWS:
        words = FOLLOWS[settings.data]
        verb, _, rest = words.partition(" ")
        return f"{layers} {words}" if settings.depth > 1 else f"{layers} {_singular(verb)} {rest}"
    return f"{layers}: {100 * validation:.1f} % right"


def _singular(verb: str) -> str:
    """Third person of the verbs above."""
    return f"{verb}s"
