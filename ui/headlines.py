"""The finding of a page as its headline: what can be seen, and nothing that the result does not bear out."""

from collections.abc import Mapping

import numpy as np

from engine.arrays import Array
from engine.questions import gradient_flow
from engine.questions.assessment import Assessment, most_mistaken
from engine.training import TrainingRun
from engine.training.stops import Stop
from ui.settings import MnistSettings, RegionSettings

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six")

SOLVED = 0.9
"""Share of right validation points from which a boundary is said to follow the data."""

OVERFIT = 0.08
"""How much better on training than on validation points is called following the noise."""

FOLLOWS = {
    "spirals": "wrap around the arms",
    "rings": "close around the rings",
    "moons": "bend along the moons",
    "checkerboard": "cut out the squares",
    "xor": "join opposite sectors",
}
"""What a network that solves the data set is seen to do, in the plural."""

CANNOT = {
    "spirals": "Straight lines cannot follow the arms",
    "rings": "Straight lines cannot close around a ring",
    "moons": "Straight lines cut through the moons",
    "checkerboard": "Straight lines cannot cut out squares",
    "xor": "Straight lines cannot join opposite sectors",
}
"""What a single layer is seen to fail at."""


STEADY = 0.03
"""How far from its last value the validation accuracy may be where the picture bears the headline out."""


def borne_out_from(run: TrainingRun) -> float:
    """The epoch from which the picture bears out the headline of the whole run.

    Parameters
    ----------
    run : TrainingRun
        Finished or not.

    Returns
    -------
    float
        From here on the validation accuracy stays near its last value; 0 while the run is not finished, since
        its headline then only names the data; the last epoch where training went wrong.
    """
    history = run.history
    if not run.finished:
        return 0.0
    if went_wrong(run):
        return float(history.epoch[-1])
    far = np.abs(history.validation_accuracy - history.validation_accuracy[-1]) > STEADY
    return float(history.epoch[np.flatnonzero(far)[-1] + 1]) if far.any() else 0.0


def went_wrong(run: TrainingRun) -> bool:
    """Whether training diverged, or ended worse than it began."""
    errors = run.history.training_error
    return (run.stop is not None and run.stop.kind == "diverged") or bool(errors[-1] > errors[0])


def regions(settings: RegionSettings, run: TrainingRun, inputs: Array) -> str:
    """Give the headline of the decision regions page.

    Parameters
    ----------
    settings : RegionSettings
        What was asked for.
    run : TrainingRun
        What came of it, so far.
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
        if settings.activations[layer] == "relu" and units.all():
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


TEMPLATES = 0.7
"""Share of right validation images from which a single layer's weights are called templates."""


def mnist(
    settings: MnistSettings,
    epoch: float,
    validation_accuracy: float,
    stop: Stop | None,
    loaded: str | None = None,
) -> str:
    """Give the headline of the MNIST page.

    Parameters
    ----------
    settings : MnistSettings
        What was asked for.
    epoch : float
        How far the visitor has played.
    validation_accuracy : float
        Share of right validation images there, from 0 to 1.
    stop : Stop or None
        Why training stopped, if it has.
    loaded : str or None
        Name of the file that the network came from; None where it began with random weights.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return "The steps are too large: training diverged"
    if settings.depth == 0 and validation_accuracy >= TEMPLATES and (epoch > 0 or loaded):
        return "Each output learns one template"
    widths = settings.widths
    units = "unit" if widths == (1,) else "units"
    network = f"{' + '.join(map(str, widths))} hidden {units}" if widths else "Ten outputs, no hidden layer"
    if epoch == 0 and not loaded:
        return f"{network}, before training"
    return f"{network}: {100 * (1 - validation_accuracy):.1f} % of the validation images are wrong"


def quality(
    name: str, found: Assessment | None, epoch: float, stop: Stop | None, loaded: str | None = None
) -> str:
    """Give the headline of what a network takes for what.

    Parameters
    ----------
    name : str
        The set of images: "training", "validation" or "test".
    found : Assessment or None
        Of the network on that set; None while it is counted.
    epoch : float
        How far the network is trained.
    stop : Stop or None
        Why training stopped, if it has.
    loaded : str or None
        As for ``mnist``.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return "The steps are too large: training diverged"
    if found is None:
        return f"How many {name} images are right?"
    share = f"{100 * found.accuracy:.1f} % of the {name} images are right"
    if epoch == 0 and not loaded:
        return f"Before training, {share}"
    label, answer, count = most_mistaken(found.confusion)
    return f"{share}; most often {label} is taken for {answer}" if count else share


def kinds(accuracies: Mapping[str, float], finished: bool) -> str:
    """Give the headline of the kinds of template.

    Parameters
    ----------
    accuracies : mapping of str to float
        By the names in ``ui.template_kinds``, from 0 to 1.
    finished : bool
        Whether all are trained.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    learned, mean = accuracies.get("with bias", 0.0), accuracies.get("inner product", 1.0)
    if not finished or learned <= mean:
        return "One template for each digit, by four rules"
    return f"Learned templates: {100 * learned:.1f} % right; mean images: {100 * mean:.1f} %"


def _singular(verb: str) -> str:
    """Third person of the verbs above."""
    return f"{verb}s"
