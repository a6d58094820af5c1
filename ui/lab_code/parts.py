"""What the cells have in common: their imports, the points, the initial network, the rates, the order of batches."""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from datasets.points import hold_out_every
from engine.initialisers import BIASES, INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from engine.penalties import PENALTIES
from engine.training.rate_log import N_STAIRS
from ui import threads
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.plane import by_hand as hand
from ui.plane import cut, run_settings, weights_named
from ui.plane.by_hand import ByHand
from ui.plane.frozen import Stays
from ui.plane.inputs import are_coordinates
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import HELD_OUT

CellSettings = RegionSettings | MnistSettings
"""Settings of the pages that show their run as code."""

MODULES = {
    "mnist": "datasets",
    "toy": "datasets",
    "point_table": "datasets",
    "derived": "datasets.derived_inputs",
    "hold_out_every": "datasets.points",
    "CrossEntropySoftmaxError": "engine.errors",
    "AffineLayer": "engine.layers",
    "MultipleLayerModel": "engine.models",
    "TrainingRun": "engine.training",
    "transplanted": "engine.training.transplants",
    "error_and_accuracy": "engine.questions.probe",
    "mean_answers": "engine.questions.unit_worth",
    "switched_off": "engine.questions.unit_worth",
}
MODULES |= {
    kind.__name__: kind.__module__
    for choices in (ACTIVATIONS, LEARNING_RULES, PENALTIES)
    for kind in choices.values()
}
MODULES |= {
    type(make(np.random.default_rng())).__name__: "engine.initialisers" for make in INITIALISERS.values()
}
"""From every name of ours that a cell may use to the module that has it."""


TOO_LATE = (
    "NumPy was imported before its threads were set as on the page: the run may end elsewhere. ",
    "Restart the kernel, and run this cell first.",
)
"""What the cell of the whole run prints where it cannot set the threads any more."""


def cell(*blocks: Iterable[str], opening: Iterable[str] = ()) -> str:
    """Text of a cell: the imports of what it uses, then its blocks, an empty line between them.

    Parameters
    ----------
    *blocks : iterable of str
        Lines each; empty ones are left out.
    opening : iterable of str
        Lines before the imports.

    Returns
    -------
    str
        Ends in a line feed.
    """
    texts = ["\n".join(line for line in block if line) for block in blocks]
    body = "\n\n".join(text for text in texts if text)
    used: dict[str, list[str]] = {}
    for name, module in MODULES.items():
        if re.search(rf"\b{name}\b", body):
            used.setdefault(module, []).append(name)
    ours = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(used.items())]
    theirs = ["import numpy as np"] + ["import torch"] * ("torch." in body)
    return "\n".join([*opening, *theirs, "", *ours, "", body, ""])


def same_threads() -> list[str]:
    """Lines that set as many threads as the page trains with, or say that it is too late; an empty line at last."""
    return [
        "import os",
        "import sys",
        "",
        "threads = {",
        *(f'    "{name}": "{number}",' for name, number in threads.LIMITS.items()),
        "}",
        'if "numpy" not in sys.modules:  # NumPy reads them when it is imported, and never again',
        "    os.environ.update(threads)",
        "elif any(os.environ.get(name) != number for name, number in threads.items()):",
        "    print(",
        *(f'        "{words}"' for words in TOO_LATE),
        "    )",
        "",
    ]


def _folder(settings: MnistSettings) -> str:
    """Arguments that load the set of images; none for MNIST."""
    if settings.data == "mnist" and not settings.transposed:
        return ""
    turned = ", transposed=True" if settings.transposed else ""
    return f'mnist.ROOT / "{settings.data}"{turned}'


def data(settings: CellSettings) -> list[str]:
    """Lines that give ``inputs`` and ``labels`` to train on."""
    if isinstance(settings, MnistSettings):
        return [
            f"images = mnist.load({_folder(settings)})",
            f"inputs, labels = images.training.inputs[:{settings.images}], images.training.labels[:{settings.images}]",
        ]
    if settings.is_own:
        nth = HELD_OUT[settings.validation]
        lines = [
            f'drawn = "{settings.drawn}"',
            f"points = hold_out_every(point_table.from_text(drawn), {nth})",
        ]
    else:
        moved = f", centres={settings.centres!r}" if settings.centres else ""
        lines = [
            f"points = toy.draw({settings.data!r}, size={settings.n_points}, noise={settings.noise_level!r}, "
            f"seed={settings.data_seed}{moved})"
        ]
    return [*lines, f"inputs, labels = {inputs_of(settings, 'points.training')}, points.training.labels"]


def inputs_of(settings: CellSettings, points: str) -> str:
    """The expression for what the network is given of some points."""
    if isinstance(settings, MnistSettings) or are_coordinates(settings.inputs):
        return f"{points}.inputs"
    return f"derived({points}.inputs, {settings.inputs!r})"


def held_out(settings: CellSettings) -> str:
    """The line that gives ``held_out``, with ``inputs`` and ``labels`` to validate on."""
    if isinstance(settings, MnistSettings):
        return "held_out = images.validation"
    return "held_out = points.validation if len(points.validation) else points.training"


def recorded(settings: CellSettings) -> dict[str, int]:
    """What the run's history measures, where it is not all patterns after each epoch."""
    return runs.recorded(settings.images) if isinstance(settings, MnistSettings) else {}


def floats(settings: CellSettings) -> str:
    """The line that makes numbers from 0 to 1 of grey levels; empty where the inputs are not images."""
    return "inputs = inputs / np.float32(255)" if isinstance(settings, MnistSettings) else ""


def sizes(settings: CellSettings) -> tuple[int, ...]:
    """Width of each layer, the inputs first and the classes last."""
    if isinstance(settings, MnistSettings):
        return settings.architecture(784, 10).sizes
    return settings.network.sizes


def initialisers(settings: CellSettings) -> list[str]:
    """Lines that make ``weights``, and ``biases`` where these are drawn too, from one seed."""
    lines = [f"rng = np.random.default_rng({settings.init_seed})"]
    for name, makers in (("weights", INITIALISERS), ("biases", BIASES)):
        if settings.start in makers:
            words = repr(makers[settings.start](np.random.default_rng()))
            lines.append(f"{name} = {words if words.startswith('Constant') else words[:-1] + ', rng=rng)'}")
    return lines


def network(settings: CellSettings) -> list[str]:
    """Lines that make ``model`` from the course's layers."""
    more = ", weights"
    more += ", biases" if settings.start in BIASES else ""
    more += (
        f", weights_penalty={PENALTIES[settings.penalty].__name__}({settings.l2!r})" if settings.l2 else ""
    )
    widths = sizes(settings)
    parted = wires_cut(settings)
    held = [
        _held(weights, biases) + (f", weights_mask=wires_{index + 1}" if index in parted else "")
        for index, (weights, biases) in enumerate(stays(settings))
    ]
    layers = [f"    AffineLayer({widths[0]}, {widths[1]}{more}{held[0]}),"]
    for name, inputs, outputs, how in zip(
        settings.activations, widths[1:-1], widths[2:], held[1:], strict=True
    ):
        layers += [
            f"    {ACTIVATIONS[name].__name__}(),",
            f"    AffineLayer({inputs}, {outputs}{more}{how}),",
        ]
    return [*initialisers(settings), *masks(settings), "model = MultipleLayerModel([", *layers, "])"]


def _held(weights: bool, biases: bool) -> str:
    """Arguments of a layer whose weights or biases stay as drawn."""
    return ", learn_weights=False" * weights + ", learn_biases=False" * biases


def stays(settings: CellSettings) -> Stays:
    """For each affine layer whether its weights, and its biases, stay as drawn."""
    return settings.stays


def wires_cut(settings: CellSettings) -> dict[int, list[tuple[int, int]]]:
    """For each affine layer with cut wires, from 0, unit and input of each, from 0; on MNIST none is cut."""
    found: dict[int, list[tuple[int, int]]] = {}
    for name in cut.read(settings.cut) if isinstance(settings, RegionSettings) else ():
        layer, unit, source = weights_named.read(name)
        found.setdefault(layer - 1, []).append((unit - 1, source - 1))
    return found


def masks(settings: CellSettings) -> list[str]:
    """Lines that give ``wires_1``, … of each layer with cut wires: 1 where a wire is, 0 where it is cut."""
    shape = list(zip(sizes(settings)[1:], sizes(settings), strict=False))
    lines = []
    for index, where in wires_cut(settings).items():
        rows, columns = zip(*where, strict=True)
        lines += [
            f"wires_{index + 1} = np.ones({shape[index]})",
            f"wires_{index + 1}[{list(rows)}, {list(columns)}] = 0  # cut",
        ]
    return lines


def by_hand(settings: CellSettings) -> ByHand:
    """Weights that the visitor has set by hand, and has not trained on from."""
    return hand.read(settings.by_hand) if isinstance(settings, RegionSettings) else ()


def units_off(settings: CellSettings) -> list[tuple[int, int]]:
    """Hidden units that the visitor has switched off, layer and unit from 1."""
    if isinstance(settings, MnistSettings):
        return [(layer + 1, unit + 1) for layer, unit in settings.switched_off]
    return run_settings.units_off(settings.off)


LONG_RUN = 4
"""Neighbours in a layer from which a cell writes them as a range."""


def listed(units: Sequence[tuple[int, int]]) -> str:
    """A list of units as a cell writes it; neighbours of one layer, up or down, as a range.

    Examples
    --------
    >>> listed([(1, 3), (2, 5)])
    '[(1, 3), (2, 5)]'
    >>> listed([(1, 3), *((2, unit) for unit in range(1, 101))])
    '[(1, 3), *((2, unit) for unit in range(1, 101))]'
    """
    left, items = list(units), list[str]()
    while left:
        layer, first = left[0]
        step = -1 if left[1:2] == [(layer, first - 1)] else 1
        count = next(n for n in range(1, len(left) + 1) if left[n : n + 1] != [(layer, first + n * step)])
        if count >= LONG_RUN:
            ends = f"{first}, {first + count * step}" + (", -1" if step < 0 else "")
            items.append(f"*(({layer}, unit) for unit in range({ends}))")
        else:
            items += map(repr, left[:count])
        del left[:count]
    return f"[{', '.join(items)}]"


def seen(settings: CellSettings) -> str:
    """The part of the training patterns that the page measures: by an index behind their name; "" for all."""
    is_part = isinstance(settings, MnistSettings) and settings.images > runs.MONITORED
    return f"[:{runs.MONITORED}]" if is_part else ""


SetWeight = Callable[[int, int, int | None, float], str]
"""Writes the line that sets a weight: affine layer, unit and input from 0, no input for a bias; its value."""


def steps(settings: CellSettings, change_rate: str, step: list[str], set_weight: SetWeight) -> list[str]:
    """Lines that take every step of the run, in the order of the page's batches.

    Parameters
    ----------
    settings : RegionSettings
        Settings of a run whose activation no fork has changed.
    change_rate : str
        The line that sets the learning rate to ``rate``; left out where the rate never changes.
    step : list of str
        Lines that take one step on ``inputs[rows]``, with ``rows`` the indices of a batch.
    set_weight : callable
        Writes the line that sets a weight by hand.

    Returns
    -------
    list of str
        A loop over epochs and, where there are several, over batches.

    Raises
    ------
    ValueError
        If a fork has changed the activation.
    """
    if not all(run.keeps_the_past for run in branches(settings)):
        raise ValueError(
            "This run goes on behind another activation: only the cell “whole run” can say that."
        )
    n_points, epochs = n_training(settings), f"for epoch in range({settings.epochs}):"
    if not 0 < settings.batch < n_points:
        rates = _rates(settings, 1, "epoch")
        by_hand, at_end = _by_hand(settings, 1, "epoch", set_weight)
        lines = [*by_hand, *rates, change_rate if rates else ""]
        lines += [line.replace("[rows]", "") for line in step]
        return [epochs, *(f"    {line}" for line in lines if line), *at_end]
    n_batches = n_points // settings.batch
    count = f"epoch * {n_batches} + batch"
    rates = _rates(settings, n_batches, count)
    by_hand, at_end = _by_hand(settings, n_batches, count, set_weight)
    lines = [
        f"rows = order[batch * {settings.batch} : (batch + 1) * {settings.batch}]",
        *by_hand,
        *rates,
        change_rate if rates else "",
        *step,
    ]
    return [
        epochs,
        f"    order = np.random.default_rng([{settings.order_seed}, epoch]).permutation({n_points})",
        f"    for batch in range({n_batches}):",
        *(f"        {line}" for line in lines if line),
        *at_end,
    ]


def _by_hand(
    settings: CellSettings, n_batches: int, step: str, set_weight: SetWeight
) -> tuple[list[str], list[str]]:
    """Lines that set weights by hand before a step; and those for what was set at the run's end, behind its loop."""
    within: list[str] = []
    at_end: list[str] = []
    for run in branches(settings):
        fork = run.past[-1]
        lines = [set_weight(*where, value) for where, value in located(fork.by_hand)]
        at = round(fork.epoch * n_batches)
        if lines and at < settings.epochs * n_batches:
            within += [f"if {step} == {at}:  # set by hand", *(f"    {line}" for line in lines)]
        else:
            at_end += lines
    return within, at_end


def located(by_hand: ByHand) -> list[tuple[tuple[int, int, int | None], float]]:
    """Affine layer, unit and input from 0 of each weight, with its value; a bias has no input."""
    found: list[tuple[tuple[int, int, int | None], float]] = []
    for name, value in by_hand:
        layer, unit, source = weights_named.read(name)
        found.append(((layer - 1, unit - 1, source - 1 if source else None), value))
    return found


def n_training(settings: CellSettings) -> int:
    """Number of training points or images; own points that are held out do not count."""
    if isinstance(settings, MnistSettings):
        return settings.images
    if not settings.is_own:
        return settings.n_points
    split = hold_out_every(settings.own.on_plane, HELD_OUT[settings.validation])
    return len(split.training)


def forks(settings: CellSettings) -> list[CellSettings]:
    """The run before the first fork, then the run after each fork; these settings come last."""
    if isinstance(settings, RegionSettings) and settings.past:
        return [*forks(settings.before_fork), settings]
    return [settings]


def branches(settings: CellSettings) -> list[RegionSettings]:
    """The run after each fork, in their order; none where there is no fork."""
    return [run for run in forks(settings) if isinstance(run, RegionSettings) and run.past]


def first_rate(settings: CellSettings) -> str:
    """The rate that the run begins with: a number, or its name where the cell changes it."""
    return "chosen_rate" if _rates(settings, 1, "") else repr(forks(settings)[0].rate)


def rate_line(settings: CellSettings) -> str:
    """The line that gives the first rate a name; empty where it needs none."""
    return f"chosen_rate = {forks(settings)[0].rate!r}" if _rates(settings, 1, "") else ""


def _rates(settings: CellSettings, n_batches: int, step: str) -> list[str]:
    """Lines that set ``rate`` for a step; none where the rate never changes. ``step`` is the cell's count of steps."""
    lines = []
    for run in branches(settings):
        if run.rate != run.before_fork.rate:
            lines += [
                f"if {step} == {round(run.past[-1].epoch * n_batches)}:",
                f"    chosen_rate = {run.rate!r}",
            ]
    if settings.schedule == "falling":
        total = settings.epochs * n_batches
        stair = -(-total // N_STAIRS)
        counted = f"({step})" if " " in step else step
        stairs = counted if stair == 1 else f"{counted} // {stair} * {stair}"
        return [*lines, f"rate = chosen_rate * (1 - {stairs} / {total})"]
    return [*lines, "rate = chosen_rate"] if lines else []
