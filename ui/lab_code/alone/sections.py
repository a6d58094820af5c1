"""What the code for each library has in common: its data, its loop over the steps, its last line."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from datasets.derived_inputs import DERIVED_INPUTS
from datasets.own_points import AXES, Units
from engine.arrays import Array
from ui.lab_code.alone.recipe import Recipe

WIDTH = 100
"""Letters in a line of numbers."""

IMAGES, LABELS, WEIGHTS = "images.idx3-ubyte.gz", "labels.idx1-ubyte.gz", "initial-weights.npz"
"""Files beside the code, where the patterns are images."""


Place = tuple[int, ...] | tuple[list[int], list[int]]
"""Where in its array a parameter stands; or units and inputs of several weights."""

SetWeight = Callable[[int, Place, float], list[str]]
"""Writes the lines that set weights: the number of their array among W1, b1, W2, b2, …, their place in it, a value."""


@dataclass(frozen=True)
class Section:
    """A cell of a notebook, or a stretch of a script.

    Parameters
    ----------
    heading : str
        What it does, without a full stop.
    lines : tuple of str
        Its code.
    """

    heading: str
    lines: tuple[str, ...]


def section(heading: str, *lines: str | Iterable[str]) -> Section:
    """A section; lines may come one by one, or many at once."""
    flat = [line for part in lines for line in ([part] if isinstance(part, str) else part)]
    return Section(heading, tuple(flat))


def imports(*modules: str) -> Section:
    """The section that imports what the code needs."""
    return section("What it needs", *modules)


def data(recipe: Recipe) -> Section:
    """The section that gives ``inputs`` and ``labels``."""
    if recipe.are_images:
        return section(
            "The images, from the files beside this one: idx is MNIST's own format",
            f'with gzip.open("{IMAGES}") as file:',
            "    images = np.frombuffer(file.read(), np.uint8, offset=16)  # what stands before is shape and type",
            f'with gzip.open("{LABELS}") as file:',
            "    labels = np.frombuffer(file.read(), np.uint8, offset=8).astype(np.int64)",
            "inputs = (images.reshape(len(labels), -1) / np.float32(255)).astype(np.float32)",
        )
    own = recipe.own
    numbers = own.points.inputs if own else recipe.derived.points if recipe.derived else recipe.inputs
    return section(
        "The training points: x, y, class"
        if own is None
        else "Own training points, as they came: x, y, class",
        'points = np.array("""',
        *(
            f"{x!r} {y!r} {label}"
            for (x, y), label in zip(numbers.tolist(), recipe.labels.tolist(), strict=True)
        ),
        '""".split(), dtype=float).reshape(-1, 3)',
        *([] if own is None else _units(own.units)),
        "inputs, labels = points[:, :2], points[:, 2].astype(np.int64)",
        "inputs = scaled(inputs)" if recipe.is_scaled else [],
        *_derived(recipe),
    )


def _derived(recipe: Recipe) -> list[str]:
    """Lines that compute the inputs from places; none where these are the inputs."""
    if recipe.derived is None:
        return []
    lines = [DERIVED_INPUTS[name].numpy_line for name in recipe.derived.names]
    return [
        "",
        "",
        "def derived(places):",
        '    """What the network sees of places x1, x2."""',
        "    x1, x2 = places.T",
        f"    return np.stack([{', '.join(lines)}], axis=1)",
        "",
        "",
        "inputs = derived(inputs)",
    ]


def _units(units: Units) -> list[str]:
    """Lines with the names of axes and classes, and the way from own numbers to the network's inputs."""
    lines = []
    if units.axes != AXES:
        lines += [f"axes = {list(units.axes)!a}  # x and y"]
    if units.classes:
        lines += [f"classes = {list(units.classes)!a}  # 0, 1, …"]
    if not units.is_plain:
        lines += [
            "",
            "",
            "def scaled(own):",
            '    """What the network sees of places in own units: the page scales them to fill its map."""',
            f"    return (own - np.array({list(units.origin)})) / np.array({list(units.scale)})",
            "",
            "",
        ]
    return lines


def asked(recipe: Recipe, scores: str) -> list[Section]:
    """The section that asks the network for the class of places in own units; none where no points are own.

    Parameters
    ----------
    recipe : Recipe
        The run.
    scores : str
        The expression that gives the scores of ``places``, what the network sees.
    """
    if recipe.own is None:
        return []
    return [
        section(
            "The class of any place, in own units",
            "def predicted(own):",
            '    """The classes of places x, y, one in a row."""',
            "    places = scaled(np.asarray(own, dtype=float))"
            if recipe.is_scaled
            else "    places = np.asarray(own, dtype=float)",
            "    places = derived(places)" if recipe.derived else [],
            f"    return np.asarray({scores}).argmax(axis=1)",
            "",
            "",
            "first = predicted(points[:1, :2])[0]",
            'print("the first point:", points[0, :2], "is said to be of class", '
            + ("classes[first])" if recipe.own.units.classes else "first)"),
        )
    ]


def weights(recipe: Recipe) -> Section:
    """The section that gives ``params``, the list W1, b1, W2, b2, … that the page's run began with."""
    shapes = recipe.architecture.weight_shapes
    heading = "The network before training: W1, b1, W2, b2, …; row j of W holds what arrives at unit j"
    if recipe.are_images:
        return section(
            heading,
            f'with np.load("{WEIGHTS}") as file:',
            f'    params = [file[f"{{letter}}{{layer}}"].astype(float) for layer in range(1, {len(shapes) + 1}) '
            'for letter in "Wb"]',
        )
    lines = ['numbers = np.array("""', *wrapped(recipe.params), '""".split(), dtype=float)']
    lines += [f"shapes = {[shape for rows, columns in shapes for shape in ((rows, columns), (rows,))]}"]
    lines += ["sizes = [int(np.prod(shape)) for shape in shapes]"]
    lines += ["parts = np.split(numbers, np.cumsum(sizes)[:-1])"]
    lines += ["params = [part.reshape(shape) for part, shape in zip(parts, shapes)]"]
    return section(heading, lines)


def wrapped(numbers: Array) -> Iterator[str]:
    """Numbers in float32 as text that gives them back exactly, in lines."""
    words = [str(number) for number in numbers.astype(np.float32)]  # the shortest text that gives it back
    yield from textwrap.wrap(" ".join(words), WIDTH, break_long_words=False, break_on_hyphens=False)


def learning(recipe: Recipe) -> list[str]:
    """The line that says which of ``params`` learn; none where all do."""
    if not recipe.holds:
        return []
    return [
        f"learning = {list(recipe.learns)}  # of params, in their order: the others stay as they were drawn"
    ]


def plan(recipe: Recipe) -> list[str]:
    """Lines that say how many steps there are, of how many patterns, and at which rates."""
    lines = [f"batch_size, n_batches, n_steps = {recipe.batch_size}, {recipe.n_batches}, {recipe.n_steps}"]
    if len(recipe.rates) == 1:
        return [*lines, f"rate = {recipe.rates[0][1]!r}"]
    words = [f"{step}: {rate!r}," for step, rate in recipe.rates]
    rows = textwrap.wrap(" ".join(words), WIDTH, break_long_words=False)
    lines += [
        "rates = {  # by the number of steps after which each holds",
        *(f"    {row}" for row in rows),
        "}",
    ]
    return [*lines, "rate = rates[0]"]


def loop(
    recipe: Recipe, step: Sequence[str], *, changed: str = "", set_weight: SetWeight, said: str
) -> list[str]:
    """Lines that take every step, in the page's order of batches.

    Parameters
    ----------
    recipe : Recipe
        The run.
    step : sequence of str
        Lines that take one step on ``inputs[rows]`` and ``labels[rows]``, at ``rate``.
    changed : str, default ""
        The line that hands a new ``rate`` on; "" where ``step`` reads it.
    set_weight : callable
        Writes the lines that set a weight by hand.
    said : str
        The line that prints how far it is.

    Returns
    -------
    list of str
        A ``for`` over the steps.
    """
    lines = ["for step in range(n_steps):"]
    if recipe.is_full_batch:
        lines += ["    rows = slice(None)  # all of them, in their own order"]
    else:
        lines += [
            "    epoch, batch = divmod(step, n_batches)",
            "    if batch == 0:  # NumPy's generator gives each epoch the page's own order",
            f"        order = np.random.default_rng([{recipe.order_seed}, epoch]).permutation({len(recipe.labels)})",
            "    rows = order[batch * batch_size : (batch + 1) * batch_size]",
        ]
    if len(recipe.rates) > 1:
        lines += ["    if step and step in rates:", "        rate = rates[step]"]
        lines += [f"        {changed}"] if changed else []
    for at in dict.fromkeys(at for at, *_ in recipe.by_hand if at < recipe.n_steps):
        lines += [f"    if step == {at}:  # set by hand"]
        lines += [f"        {line}" for line in _set(recipe, at, set_weight)]
    lines += [f"    {line}" for line in step]
    if recipe.cut:
        lines += ["    # Wires that are cut stay 0."]
    for number, units, sources in recipe.cut:
        lines += [f"    {line}" for line in set_weight(number, (units, sources), 0.0)]
    every = max(1, recipe.n_steps // 10)
    lines += [f"    if (step + 1) % {every} == 0:", f"        {said}"]
    return [*lines, *_set(recipe, recipe.n_steps, set_weight)]


def _set(recipe: Recipe, at: int, set_weight: SetWeight) -> list[str]:
    """Lines that set what was set by hand after so many steps."""
    return [
        line
        for step, number, place, value in recipe.by_hand
        if step == at
        for line in set_weight(number, place, value)
    ]


def measured(recipe: Recipe) -> str:
    """The rows that the page measures: all, or the first ones."""
    return "" if recipe.n_measured == len(recipe.labels) else f"[:{recipe.n_measured}]"


def ending(recipe: Recipe) -> list[str]:
    """Lines that print ``loss`` and ``accuracy`` beside what the page measured."""
    return [
        f"page_loss, page_accuracy = {recipe.loss!r}, {recipe.accuracy!r}",
        'print(f"loss {loss:.6f}, on the page {page_loss:.6f}")',
        'print(f"accuracy {accuracy:.4f}, on the page {page_accuracy:.4f}")',
    ]
