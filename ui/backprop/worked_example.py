"""The worked example of the Backprop page: network and patterns by the settings, and every number that follows.

Drawn weights and biases are rounded to 0.01 and inputs to 0.1, so that a student can compute with them by hand. Each
layer draws from a generator of its own, so that a change of depth leaves the weights of other layers alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions import microscope
from engine.questions.gradient_check import ParameterCheck
from engine.questions.microscope import Nudge, Passage
from ui.backprop.edits import Edits, cell_of, number_of, with_edit
from ui.backprop.settings import DISTANCES, MOST_PATTERNS, N_CLASSES, N_INPUTS, BackpropSettings
from ui.work.keeper import light

KEPT_DECIMALS = 4
"""Decimals of weights after updates, when a visitor edits one: all weights then become edits."""

LARGEST_WEIGHT = 1e5
"""An update to a larger weight is not taken: central differences would be all rounding there."""

SHARE = 0.03
"""Part of the memory that examples may take, and what is computed of them: 3 to 90 kB each."""


@dataclass(frozen=True, eq=False)
class Example:
    """A network before its forward pass.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : list of ndarray
        ``[W1, b1, …]``, after all updates.
    inputs : ndarray of shape (n_patterns, 2)
        Inputs x.
    targets : ndarray of shape (n_patterns, 3)
        Targets t, 1-of-K.
    updates : int
        Number of steps of gradient descent that were taken.
    """

    architecture: Architecture
    params: list[Array]
    inputs: Array
    targets: Array
    updates: int = 0

    @property
    def flat(self) -> Array:
        """All parameters in the order of ``Architecture.split``, shape (n_params,)."""
        return np.concatenate([param.ravel() for param in self.params])


@dataclass(frozen=True, eq=False)
class Seen:
    """A passage (one pass forward and back) with its central differences, and the result of one more update.

    Parameters
    ----------
    passage : Passage
        The numbers of the pass.
    checks : dict of str to ParameterCheck
        Central differences, by the names of ``microscope.checks``.
    updated : list of ndarray
        Parameters after one more step.
    error_after : float
        The error with ``updated``.
    """

    passage: Passage
    checks: dict[str, ParameterCheck]
    updated: list[Array]
    error_after: float


def _drawn(settings: BackpropSettings) -> Example:
    """Draw the numbers, and put the edits in their places."""
    architecture = settings.architecture(N_INPUTS, N_CLASSES)
    params: list[Array] = []
    for layer, shape in enumerate(architecture.weight_shapes):
        rng = np.random.default_rng([settings.init_seed, layer])
        params.append(np.round(rng.uniform(-1.5, 1.5, shape), 2) + 0.0)
        params.append(np.round(rng.uniform(-0.5, 0.5, shape[0]), 2) + 0.0)
    rng = np.random.default_rng([settings.data_seed, 99])
    count = settings.patterns
    inputs = (np.round(rng.uniform(-2.0, 2.0, (MOST_PATTERNS, N_INPUTS)), 1) + 0.0)[:count]
    first = int(rng.integers(N_CLASSES))
    labels = [(first + pattern) % N_CLASSES for pattern in range(count)]
    for name, value in settings.edits:
        kind, indices = cell_of(name)
        place = tuple(index - 1 for index in indices)
        if kind == "x":
            inputs[place] = value
        elif kind == "t":
            labels[place[0]] = int(value) - 1
        else:
            params[2 * place[0] + (kind == "b")][place[1:]] = value
    return Example(architecture, params, inputs, np.eye(N_CLASSES)[labels])


@light("worked examples", share=SHARE)
def _example(part: BackpropSettings) -> Example:
    """Draw, edit, and take the updates; what stays as drawn stays as it was edited."""
    drawn = _drawn(part)
    params, taken = drawn.params, 0
    for _ in range(part.updates):
        passage = microscope.look(drawn.architecture, params, drawn.inputs, drawn.targets)
        updated = passage.updated(part.rate, part.held)
        if max(np.abs(param).max() for param in updated) > LARGEST_WEIGHT:
            break
        params, taken = updated, taken + 1
    return replace(drawn, params=params, updates=taken)


def example(settings: BackpropSettings) -> Example:
    """Network and patterns of these settings. Visitors share the arrays, which must not be changed."""
    return _example(settings.network_part())


@light("passes of worked examples", share=SHARE)
def _seen(part: BackpropSettings) -> list[Seen]:
    """Pass the batch forward and back, then each of its patterns alone."""
    made = _example(part)
    rows = [slice(None)]
    rows += [slice(n, n + 1) for n in range(part.patterns)] if part.patterns > 1 else []
    found = []
    for chosen in rows:
        passage = microscope.look(made.architecture, made.params, made.inputs[chosen], made.targets[chosen])
        updated = passage.updated(part.rate, part.held)
        after = microscope.look(made.architecture, updated, passage.inputs, passage.targets)
        found.append(Seen(passage, microscope.checks(passage), updated, after.error))
    return found if part.patterns > 1 else found * 2


def seen(settings: BackpropSettings) -> list[Seen]:
    """The numbers of the batch, then of each pattern alone. Visitors share the arrays, which must not be changed.

    Parameters
    ----------
    settings : BackpropSettings
        The page's settings.

    Returns
    -------
    list of Seen
        First the whole batch, with the framework's numbers, divided by N; then each pattern, with the slides' numbers.
    """
    return _seen(settings.network_part())


def edited(settings: BackpropSettings, cells: Mapping[str, str]) -> tuple[Edits, list[str]]:
    """Give the settings' edits together with the numbers that the visitor typed.

    Parameters
    ----------
    settings : BackpropSettings
        The settings before; if updates were taken, all weights as they are now become edits.
    cells : mapping of str to str
        Typed texts by the cells' names.

    Returns
    -------
    edits : tuple of (str, float)
        Edits that go with ``updates=0``.
    refusals : list of str
        A sentence for each text that its cell cannot hold.
    """
    edits, refusals = _frozen(settings), []
    for name, text in cells.items():
        try:
            value = number_of(cell_of(name)[0], str(text))
            if not settings.holds(name, value):
                raise ValueError("has no place in this network")
            edits = with_edit(edits, name, value)
        except ValueError as error:
            typed = f"“{str(text)[:30]}”" if str(text).strip() else "An empty field"
            refusals.append(f"{typed} {error}; the number stays as it was.")
    return edits, refusals


def _frozen(settings: BackpropSettings) -> Edits:
    """Edits that hold all weights as they are after the updates; the settings' own edits if there were no updates."""
    edits = settings.edits
    for index, param in enumerate(example(settings).params if settings.updates else ()):
        for place, value in np.ndenumerate(param):
            indices = "_".join(str(i + 1) for i in place)
            name = f"{'wb'[index % 2]}{index // 2 + 1}_{indices}"
            edits = with_edit(edits, name, round(float(value), KEPT_DECIMALS))
    return edits


SCALE = np.array([-d for d in reversed(DISTANCES)] + [0.0, *DISTANCES])
"""The nudges of the slider."""

CURVE = np.linspace(-2.0, 2.0, 81)
"""The nudges through which the curve is drawn."""


def weight_of(settings: BackpropSettings) -> tuple[str, int, tuple[int, ...]]:
    """The weight or bias that is nudged: its name on the page, the index of its array in ``params``, its place there.

    Parameters
    ----------
    settings : BackpropSettings
        ``weight`` names it; if the network has no such parameter, it is the first input's weight to the second unit.

    Returns
    -------
    name, param, place : str, int, tuple of int
        ``microscope.nudge`` takes the last two.
    """
    asked = (settings.weight or "").lower()
    try:
        kind, _ = cell_of(asked)
        name = asked if kind in "wb" and settings.holds(asked, 0.0) else ""
    except ValueError:
        name = ""
    if not name:
        name = "w1_2_1" if settings.holds("w1_2_1", 0.0) else "w1_1_1"
    kind, (layer, *place) = cell_of(name)
    shown = name.replace("w", "W")
    return shown, 2 * (layer - 1) + (kind == "b"), tuple(index - 1 for index in place)


@light("nudges of worked examples", share=SHARE)
def _nudged(
    part: BackpropSettings, pattern: int, param: int, place: tuple[int, ...]
) -> tuple[Nudge, Nudge, Nudge]:
    """Take a forward pass for each nudge of the slider, for half of each, and for each nudge of the curve."""
    passage = _seen(part)[pattern].passage
    slider, halves, curve = (
        microscope.nudge(passage, param, place, nudges) for nudges in (SCALE, SCALE / 2, CURVE)
    )
    return slider, halves, curve


def nudged(settings: BackpropSettings) -> tuple[Nudge, Nudge, Nudge]:
    """Errors and probabilities of the pattern on view at each nudge of a weight.

    Parameters
    ----------
    settings : BackpropSettings
        ``weight`` and ``pattern`` count; if the mean is on view, the first pattern is taken.

    Returns
    -------
    slider, halves, curve : Nudge
        At the nudges of ``SCALE``, at half of each, and at the nudges of ``CURVE``.
    """
    _, param, place = weight_of(settings)
    return _nudged(settings.network_part(), max(1, settings.pattern), param, place)
