"""Why a network on MNIST answers no better than by chance: what its units show, or its loss, and what to try."""

from dataclasses import dataclass

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.questions import gradient_flow
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.words import activation_words

AT_CHANCE = 0.15
"""Share of right validation images below which answers are by chance: always the same digit gives 11 %."""

N_IMAGES = 1_000
"""Training images on which units are judged, the first ones."""

MANY = 0.5
"""Share of a layer's units that are dead, or of its responses that are saturated, from which it is the reason."""

STUCK = 0.05
"""Share of the first loss by which it has fallen where it has hardly moved."""


LEARNS = 0.3
"""A learning rate at which one and two hidden layers of every activation learn MNIST."""


@dataclass(frozen=True)
class Moment:
    """A moment of a run.

    Parameters
    ----------
    n_updates : int
        Steps since it began.
    rate : float
        The learning rate that held then.
    first_loss, loss : float
        On the training images, at the beginning and now.
    """

    n_updates: int
    rate: float
    first_loss: float
    loss: float


def why(settings: MnistSettings, architecture: Architecture, params: Array, moment: Moment) -> str:
    """What keeps a network at chance, and what to try; "" where neither its units nor its loss say so.

    Parameters
    ----------
    settings : MnistSettings
        How it began.
    architecture : Architecture
        Its shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    moment : Moment
        How far it is trained.

    Returns
    -------
    str
        A headline without a full stop.
    """
    if architecture.n_hidden and settings.start == "zero":
        return "All hidden units are alike, for they began at 0: choose other initial weights"
    return _of_units(settings, architecture, params, moment) or _of_loss(moment)


def _of_units(settings: MnistSettings, architecture: Architecture, params: Array, moment: Moment) -> str:
    """What is seen of the layer with the largest share of dead units, else of saturated responses."""
    if not architecture.n_hidden or not np.isfinite(params).all():
        return ""
    images = runs.images_of(settings).training.inputs[:N_IMAGES].astype(np.float32) / 255
    found = gradient_flow.unit_statistics(architecture, params, images)
    after = f"after {moment.n_updates:,} update{'s' if moment.n_updates != 1 else ''}"
    dead = [
        units.mean() if ACTIVATIONS[name].portrait.can_die else 0.0
        for name, units in zip(architecture.activations, found.dead, strict=True)
    ]
    layer = int(np.argmax(dead))
    if dead[layer] >= MANY:
        units = found.dead[layer]
        return (
            f"{_named(architecture, layer)}, rate {moment.rate:g}: {int(units.sum())} of {units.size} units are dead "
            f"{after}; {_advice(settings, moment)}"
        )
    layer = int(np.argmax(found.saturation))
    if found.saturation[layer] >= MANY and not ACTIVATIONS[architecture.activations[layer]].portrait.can_die:
        return (
            f"{_named(architecture, layer)}, rate {moment.rate:g}: {100 * found.saturation[layer]:.0f} % of responses "
            f"are saturated {after}; {_advice(settings, moment)}"
        )
    return ""


def _of_loss(moment: Moment) -> str:
    """What is seen of the loss alone."""
    course = f"from {moment.first_loss:.3g} to {moment.loss:.3g} in {moment.n_updates:,} updates"
    if moment.loss > moment.first_loss:
        return f"Rate {moment.rate:g}: the loss rose {course}; try {_smaller(moment.rate)}"
    if moment.loss > (1 - STUCK) * moment.first_loss and 10 * moment.rate <= 100:
        return f"Rate {moment.rate:g}: the loss fell only {course}; try {10 * moment.rate:g}"
    return ""


def _named(architecture: Architecture, layer: int) -> str:
    """A layer by its activation, and by its number where there are several."""
    word = activation_words(architecture.activations[layer])
    named = word[:1].upper() + word[1:]
    return named if architecture.n_hidden == 1 else f"{named}, layer {layer + 1}"


def _advice(settings: MnistSettings, moment: Moment) -> str:
    """What to change: the initial weights where these are large, else the learning rate."""
    is_large = settings.start.startswith("large")
    return "try smaller initial weights" if is_large else f"try {_smaller(moment.rate)}"


def _smaller(rate: float) -> str:
    """A tenth of a rate, or one at which every preset of the page learns, whichever is smaller."""
    return f"{min(rate / 10, LEARNS):g}"
