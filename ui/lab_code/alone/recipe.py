"""All that it takes to make a run again, with any library: plain numbers and arrays, read off the run itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.own_points import OwnPoints
from engine.architecture import Architecture
from engine.arrays import Array
from engine.layers import AffineLayer
from engine.learning_rules import LEARNING_RULES, GradientDescentLearningRule
from engine.penalties import L2Penalty
from engine.training import TrainingRun


@dataclass(frozen=True, eq=False)
class Derived:
    """Inputs that are computed from points of the plane.

    Parameters
    ----------
    names : tuple of str
        Keys of ``DERIVED_INPUTS``, one for each input.
    points : ndarray of shape (n_patterns, 2)
        Coordinates of the training points.
    """

    names: tuple[str, ...]
    points: Array


@dataclass(frozen=True, eq=False)
class Recipe:
    """A run as far as it has been recorded.

    Parameters
    ----------
    title : str
        What it is, in words for a heading.
    link : str
        Its page's link, from the slash on.
    architecture : Architecture
        The network.
    params : ndarray of shape (n_params,), float32
        Weights and biases that it begins with, in the order of ``Architecture.split``.
    inputs : ndarray of shape (n_patterns, input_dim)
        Training patterns; grey levels where they are uint8.
    labels : ndarray of shape (n_patterns,)
        Their classes.
    rule_name : str
        A name from ``LEARNING_RULES``.
    rule : GradientDescentLearningRule
        With its numbers; its rate is not the one to use.
    rates : tuple of (int, float)
        Each learning rate, and before it the number of steps after which it holds.
    l2 : float
        Coefficient of the penalty on weights that learn; 0 for none.
    batch_size : int
        Patterns in a step.
    order_seed : int
        Seed of the order of patterns.
    n_steps : int
        Steps up to the last record.
    n_measured : int
        Training patterns that the page measures the loss on, the first ones.
    loss, accuracy : float
        What the page measured there after these steps.
    ending : str
        Why the run ends there.
    learns : tuple of bool
        For each array W1, b1, W2, b2, … whether it learns; the others stay as they were drawn.
    by_hand : tuple of (int, int, tuple of int, float)
        What was set by hand: the steps before, the array's number among W1, b1, W2, b2, …, the place in it, the value.
    cut : tuple of (int, list of int, list of int), default none
        The wires that are cut in a layer that learns: its array's number, and unit and input of each wire, from 0.
    own : OwnPoints or None
        The same patterns as a visitor has brought them, in their own units; None where the patterns are no own points.
    derived : Derived or None, default None
        What ``inputs`` are computed from; None where they are patterns as they came.
    """

    title: str
    link: str
    architecture: Architecture
    params: Array
    inputs: npt.NDArray[Any]
    labels: npt.NDArray[np.integer]
    rule_name: str
    rule: GradientDescentLearningRule
    rates: tuple[tuple[int, float], ...]
    l2: float
    batch_size: int
    order_seed: int
    n_steps: int
    n_measured: int
    loss: float
    accuracy: float
    ending: str
    learns: tuple[bool, ...]
    by_hand: tuple[tuple[int, int, tuple[int, ...], float], ...]
    cut: tuple[tuple[int, list[int], list[int]], ...] = ()
    own: OwnPoints | None = None
    derived: Derived | None = None

    @property
    def is_scaled(self) -> bool:
        """Whether the network sees other numbers than those that a visitor has brought."""
        return self.own is not None and not self.own.units.is_plain

    @property
    def holds(self) -> bool:
        """Whether something of the network stays as drawn."""
        return not all(self.learns)

    @property
    def are_images(self) -> bool:
        """Whether the patterns are grey levels, which travel in a file beside the code."""
        return self.inputs.dtype == np.uint8

    @property
    def n_batches(self) -> int:
        """Steps in an epoch."""
        return len(self.labels) // self.batch_size

    @property
    def is_full_batch(self) -> bool:
        """Whether a step takes all patterns, which then keep their own order."""
        return self.batch_size == len(self.labels)

    @property
    def shape_words(self) -> str:
        """Widths and activations: 2-16-16-3, tanh, tanh."""
        sizes = "-".join(map(str, self.architecture.sizes))
        return ", ".join((sizes, *self.architecture.activations))


def recipe_of(
    run: TrainingRun, title: str, link: str, own: OwnPoints | None = None, derived: Derived | None = None
) -> Recipe:
    """Read a run's recipe, up to its last record.

    Parameters
    ----------
    run : TrainingRun
        Nobody trains it meanwhile.
    title : str
        What it is, in words for a heading.
    link : str
        Its page's link, from the slash on.
    own : OwnPoints or None, default None
        The run's training points as a visitor has brought them, where they are own points.
    derived : Derived or None, default None
        What the run's inputs are computed from, where that is so.

    Returns
    -------
    Recipe
        Holds the run's own patterns, uncopied.

    Raises
    ------
    ValueError
        If the run does what no loop of a few lines can say; the message names it.
    """
    model, _, rule, (inputs, labels), _ = run.recipe.args
    options = run.recipe.keywords
    affine = [layer for layer in model.layers if isinstance(layer, AffineLayer)]
    if options.get("redraw") is not None:
        raise ValueError(
            "This run draws its images anew in each epoch: code that runs alone cannot say that."
        )
    if run.architecture.n_templates > 1:
        raise ValueError(
            "This network has several templates for a digit: code that runs alone cannot say that."
        )
    held = [part for layer in affine for part in layer.held]
    if all(part.all() for part in held):
        raise ValueError("Nothing learns in this run: there is no training to be written.")
    names = {kind: name for name, kind in LEARNING_RULES.items()}
    history = run.history
    n_steps = round(float(history.epoch[-1]) * run.steps_per_epoch)
    if not n_steps:
        raise ValueError("This run has not been trained yet: play it first.")
    return Recipe(
        title=title,
        link=link,
        architecture=run.architecture,
        params=np.concatenate([param.ravel() for param in model.params]).astype(np.float32),
        inputs=inputs,
        labels=np.asarray(labels),
        rule_name=names[type(rule)],
        rule=rule,
        rates=run.rates_until(n_steps),
        l2=_l2(affine),
        batch_size=options["batch_size"],
        order_seed=options["order_seed"],
        n_steps=n_steps,
        n_measured=min(options.get("monitor_size") or len(labels), len(labels)),
        loss=float(history.training_error[-1]),
        accuracy=float(history.training_accuracy[-1]),
        ending=run.stop.message if run.stop else "The page had trained it no further when this was taken.",
        learns=tuple(not part.all() for part in held),
        by_hand=tuple(_located(run, *one) for one in run.by_hand if one[0] <= n_steps),
        cut=_cut(held),
        own=own,
        derived=derived,
    )


def _cut(held: list[npt.NDArray[np.bool_]]) -> tuple[tuple[int, list[int], list[int]], ...]:
    """Of each array that learns and has cut wires: its number, and unit and input of each wire."""
    found = []
    for number, part in enumerate(held):
        if part.any() and not part.all():
            units, sources = np.nonzero(part)
            found.append((number, units.tolist(), sources.tolist()))
    return tuple(found)


def _located(
    run: TrainingRun, step: int, place: int, value: float
) -> tuple[int, int, tuple[int, ...], float]:
    """Where among W1, b1, W2, b2, … a parameter stands that was set."""
    numbers = np.arange(run.architecture.n_params, dtype=float)
    for number, part in enumerate(run.architecture.split(numbers)):
        found = np.argwhere(part == place)
        if len(found):
            return step, number, tuple(int(index) for index in found[0]), value
    raise ValueError(f"there is no parameter {place}")


def _l2(affine: list[AffineLayer]) -> float:
    """The coefficient of the penalty on weights, which every layer has alike."""
    penalty = affine[0].weights_penalty
    if penalty is None:
        return 0.0
    if type(penalty) is not L2Penalty:
        raise ValueError(f"{type(penalty).__name__} is not known outside this program.")
    return penalty.coefficient
