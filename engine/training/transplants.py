"""Weights learnt with one activation, trained on with another: a new run begins with them."""

import copy
from collections.abc import Sequence

from ..layers import ACTIVATIONS
from ..models import architecture_of
from .run import TrainingRun


def transplanted(
    run: TrainingRun, epoch: float, activations: Sequence[str], *, learning_rate: float | None = None
) -> TrainingRun:
    """A new run with the weights of a moment of another run, and with other activations.

    With these activations the past would have been another one, so the new run has none. Its epoch 0 is that moment.
    Its learning rule remembers nothing, and its batches come in the order of a run that begins.

    Parameters
    ----------
    run : TrainingRun
        Stays as it is.
    epoch : float
        From 0 to the run's present epoch.
    activations : sequence of str
        A name from ``engine.layers.ACTIVATIONS`` for each hidden layer.
    learning_rate : float or None, default None
        The new run's rate; None for the rate that is set in ``run`` now.

    Returns
    -------
    TrainingRun
        At epoch 0 of as many epochs as ``run`` had left there, one at the least; all else as in ``run``.

    Raises
    ------
    ValueError
        If the moment is not in the past, the activations are unknown or not one for each hidden layer, or the
        learning rate is negative or not finite.
    """
    unknown = [name for name in activations if name not in ACTIVATIONS]
    if unknown or len(activations) != run.architecture.n_hidden:
        raise ValueError(
            f"activations {list(activations)} are not {run.architecture.n_hidden} of {', '.join(ACTIVATIONS)}"
        )
    params = run.replay(epoch, max_batches=1).params[0].astype(float)
    recipe = run.recipe
    first, error, rule, *patterns = recipe.args
    model, rule = copy.deepcopy(first), copy.deepcopy(rule)
    model.params = [part.copy() for part in architecture_of(model).split(params)]
    for index, name in enumerate(activations):
        model.layers[2 * index + 1] = ACTIVATIONS[name]()
    rule.learning_rate = run.learning_rate if learning_rate is None else learning_rate
    n_epochs = max(1, run.n_epochs - int(epoch))
    return recipe.func(model, error, rule, *patterns, **recipe.keywords, n_epochs=n_epochs)
