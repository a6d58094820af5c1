"""Checks of the network, the hidden space, the formula and the map of changes beside the page's map."""

import re
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from datasets import point_table, toy
from datasets.points import hold_out_every
from engine.architecture import Architecture
from engine.questions.linear_pieces import linear_pieces
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import TITLES, inputs_at, listed
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import Floats, scores_of, softmax, sums_and_answers
from tests.browser.referee.regions_moment import Shown, epoch_words, shown_in


def grid(shown: Shown, n: int = 201) -> Floats:
    """Places all over the map."""
    left, right, bottom, top = shown.extent
    x, y = np.meshgrid(np.linspace(left, right, n), np.linspace(bottom, top, n))
    return np.column_stack([x.ravel(), y.ravel()])


def training_inputs(shown: Shown) -> Floats:
    return training_points(shown)[0]


def training_points(shown: Shown) -> tuple[Floats, npt.NDArray[np.integer]]:
    settings = shown.settings
    if settings.data == "own":
        nth = 4 if settings.validation == "every fourth" else 0
        own = hold_out_every(point_table.from_text(settings.drawn), nth).training
        return own.inputs.astype(np.float64), own.labels
    drawn = toy.draw(
        settings.data,
        size=settings.n_points,
        noise=settings.noise_level,
        seed=settings.data_seed,
        centres=settings.centres,
    )
    return drawn.training.inputs.astype(np.float64), drawn.training.labels


def state_of(shown: Shown, layer: int, unit: int) -> str:
    """What is wrong with a hidden unit, both from 0: by its weighted sums at the training points."""
    if shown.empty:
        return ""
    if (layer, unit) in shown.off:
        return f"switched off: it answers {'its mean' if shown.settings.off_as == 'mean' else '0'}"
    z = sums_and_answers(shown.layers, shown.activations, training_inputs(shown))[0][layer][:, unit]
    name = shown.activations[layer]
    if name == "relu":
        return "dead: it answers 0 to every training point" if (z <= 0).all() else ""
    slopes = {"tanh": 1 - np.tanh(z) ** 2, "sigmoid": 4 / (2 + np.exp(z) + np.exp(-z))}[name]
    return (
        "saturated: near its limits at nearly every training point" if (slopes < 0.05).mean() >= 0.95 else ""
    )


def assert_positive_there(shown: Shown, layer: int, unit: int, told: tuple[str, int]) -> None:
    """The middle of the places where a unit is positive, or above ½, lies on the side that its name says."""
    answers, at_points = (
        sums_and_answers(shown.layers, shown.activations, places)[1][layer][:, unit]
        for places in (grid(shown), training_inputs(shown))
    )
    level = 0.5 if shown.activations[layer] == "sigmoid" else 0.0
    words, share = told
    what = "above 0.5 " if level else "positive "
    assert words.startswith(what), words
    assert abs(100 * (at_points > level).mean() - share) <= 1, (words, share)
    place, above = words.removeprefix(what), answers > level
    if place in ("nowhere on the map", "on the whole map"):
        assert above.mean() in (0, 1) or min(above.mean(), 1 - above.mean()) < 0.001, words
        return
    left, right, bottom, top = shown.extent
    x, y = (2 * (grid(shown)[above] - [left, bottom]) / [right - left, top - bottom] - 1).mean(axis=0)
    assert place == "in places" or set(place.split()) & {"left", "right", "top", "bottom", "upper", "lower"}
    for side, found in ((("left", "right"), x), (("bottom lower", "top upper"), y)):
        lower, upper = (bool(set(place.split()) & set(one.split())) for one in side)
        assert (found < -0.08) if lower else (found > 0.08) if upper else abs(found) < 0.12, (place, x, y)


@checks("regions.unit")
def _unit(said: Said, scene: Scene) -> None:
    """The network's size or the picked unit's state; and the state that each unit of the picture names."""
    shown = shown_in(scene)
    pairs = list(pairwise(shown.sizes))
    size = f"{sum((a + 1) * b for a, b in pairs):,} parameters, {sum(a * b for a, b in pairs):,} multiply-adds a point."
    if shown.picked:
        layer, unit = shown.picked["layer"], shown.picked["unit"]
        state = state_of(shown, layer, unit)
        z = sums_and_answers(shown.layers, shown.activations, grid(shown))[0][layer][:, unit]
        line = (
            " Dashed on the map: where its z is 0."
            if z.min() < 0 < z.max()
            else " Its z is 0 nowhere on the map."
        )
        line = "" if shown.look == "changed" else line
        assert said.text == f"Unit {unit + 1} of layer {layer + 1}{f', {state}' if state else ''}.{line}"
    elif shown.empty:
        assert said.text == size
    elif not shown.activations:
        assert said.text == f"No hidden layer. {size}"
    else:
        assert said.text == f"{size} Pick a unit for its zero line."
    if shown.settings.beside == "space":
        return
    for label, title in shown.states:
        found = re.fullmatch(r"Unit (\d+) of layer (\d)(?:: (.+), (\d+) % of the training points)?", label)
        assert found, label
        layer, unit = int(found[2]) - 1, int(found[1]) - 1
        assert title == state_of(shown, layer, unit), label
        if found[3]:
            assert_positive_there(shown, layer, unit, (found[3], int(found[4])))


@checks("regions.diagram.more")
def _more(said: Said, scene: Scene) -> None:
    """Narrow screens show how many units there are, wide ones how many more than sixteen."""
    widths = scene.settings.widths
    assert said.text in {
        f"{width} unit{'' if width == 1 else 's'}, swipe" + (f"+ {width - 16} more" if width > 16 else "")
        for width in widths
    }


@checks("regions.since")
def _since(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    found = re.fullmatch(r"Changed since epoch ([\d.]+): ([\d.]+) % of the plane\.", said.text)
    assert found, said.text
    assert found[1] == epoch_words(shown.since_epoch)
    places = grid(shown, 401)
    before, now = (
        scores_of(layers, shown.activations, places).argmax(axis=1) for layers in (shown.marked, shown.layers)
    )
    assert abs(float(found[2]) - 100 * (before != now).mean()) < 0.6  # a rim of a cell around the boundaries


@checks("regions.pieces")
def _pieces(said: Said, scene: Scene) -> None:
    """As many pieces as the engine's clipping finds; patterns of units on a fine grid are never more."""
    shown = shown_in(scene)
    if (names := list(shown.settings.inputs)) != ["x1", "x2"]:
        assert (
            said.text
            == f"Linear pieces are drawn where the inputs are x₁ and x₂; here they are {listed(names)}."
        )
        return
    if not shown.activations:
        assert said.text == "1 linear piece: without a hidden layer the scores are one affine map."
        return
    curved = [name for name in shown.activations if name != "relu"]
    if curved:
        assert said.text == f"No linear pieces: {curved[0]} is curved. A network of ReLUs has some."
        return
    architecture = Architecture(tuple(shown.sizes), tuple(shown.activations))
    pieces = linear_pieces(architecture, np.array(shown.params), tuple(shown.extent))
    sums = sums_and_answers(shown.layers, shown.activations, grid(shown, 401))[0]
    on = np.column_stack(sums[: len(shown.activations)]) > 0
    n = on.shape[1]
    assert len(np.unique(on, axis=0)) <= len(pieces)
    counts = [sum(int(sides.sum()) for sides in piece.sides) for piece in pieces]
    few, many = min(counts), max(counts)
    assert few <= on.sum(axis=1).min()
    assert many >= on.sum(axis=1).max()
    assert said.text == (
        f"{len(pieces):,} linear piece{'' if len(pieces) == 1 else 's'}: "
        f"{few if few == many else f'{few} to {many}'} of {n} units on. "
        f"One layer of {n} makes at most {1 + n + n * (n - 1) // 2:,}."
    )


def assert_map_of_piece(html: str, scene: Scene) -> None:
    """Near the pointer the network is what the three lines say, to the hundredths that they are written in."""
    shown = shown_in(scene)
    text = re.sub(r"<sub>.*?</sub>", "", html).replace("−", "-").replace("+ ", "+").replace("- ", "-")
    numbers = [float(n) for n in re.findall(r"[-+]?\d+\.\d\d", re.sub(r"<[^>]*>", " ", text))]
    maps = np.reshape(numbers, (-1, 3))
    assert len(maps) == shown.sizes[-1], html
    place = np.array(scene.page.locator(".player").evaluate("root => root.player.pieces.pointed"))
    (scores,) = scores_of(shown.layers, shown.activations, place[np.newaxis])
    assert np.allclose(maps @ [*place, 1.0], scores, atol=0.005 * (1 + np.abs(place).sum()) + 1e-4), html


@checks("regions.values")
def _values(said: Said, scene: Scene) -> None:
    """At the place under the pointer, up to the hundredth that is written of it."""
    shown = shown_in(scene)
    html, _, of_piece = said.html.partition('<p class="piece-map"')
    if of_piece:
        assert_map_of_piece(of_piece, scene)
    cells = re.sub(r"<[^>]*>", " ", html).replace("−", "-")  # numbers of cells stand apart
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", cells)]
    assert len(numbers) == 8, said.text
    x, y = numbers[:2]
    near = np.array([[x + dx, y + dy] for dx in (-0.005, 0, 0.005) for dy in (-0.005, 0, 0.005)])
    scores = scores_of(shown.layers, shown.activations, near)
    for k in range(3):
        z, share = numbers[2 + 2 * k : 4 + 2 * k]
        assert scores[:, k].min() - 0.006 < z < scores[:, k].max() + 0.006
        assert softmax(scores)[:, k].min() - 0.0006 < share < softmax(scores)[:, k].max() + 0.0006


# The hidden space.


def variance_share(shown: Shown, layer: int, n: int) -> float:
    """Share of the variance of a layer's answers along their first directions."""
    answers = sums_and_answers(shown.layers, shown.activations, training_inputs(shown))[1][layer - 1]
    values = np.linalg.eigvalsh(np.cov(answers.T))[::-1]
    return float(values[:n].sum() / values.sum())


def n_planes(shown: Shown) -> int:
    """Planes between two classes that a dense grid over the cube of three units' answers meets."""
    low, high = {"tanh": (-1, 1), "sigmoid": (0, 1)}.get(shown.activations[-1], (0, 0))
    if low == high:
        h = sums_and_answers(shown.layers, shown.activations, grid(shown))[1][-1]
        middle, half = (h.max(axis=0) + h.min(axis=0)) / 2, 1.02 * (h.max(axis=0) - h.min(axis=0)).max() / 2
    else:
        middle, half = np.full(3, (low + high) / 2), 1.08 * (high - low) / 2
    n = 81
    axis = np.linspace(-1, 1, n)
    cube = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1) * half + middle
    weights, biases = shown.layers[-1]
    best = (cube.reshape(-1, 3) @ weights.T + biases).argmax(axis=1).reshape(n, n, n)
    pairs = set()
    for k in range(3):
        first, second = np.moveaxis(best, k, 0)[:-1], np.moveaxis(best, k, 0)[1:]
        pairs |= set(zip(first[first != second].tolist(), second[first != second].tolist(), strict=True))
    return len({tuple(sorted(pair)) for pair in pairs})


def assert_space(text: str, shown: Shown) -> None:
    depth = len(shown.activations)
    if not depth and tuple(shown.settings.inputs) != ("x1", "x2"):
        assert_input_space(text, shown)
        return
    if not depth:
        assert (
            text == "No hidden layer. The outputs see the input plane itself, and can only cut it straight."
        )
        return
    layer = shown.layer or depth
    width, is_last = shown.sizes[layer], layer == depth
    name = f"Layer {layer}{', the last hidden one' if is_last else ''}."
    rest = f" Boundaries are flat in all {width} dimensions; in this view they may bend." if is_last else ""
    assert text.startswith(name)
    text = text.removeprefix(f"{name} ")
    if found := re.match(r"PCA: ([23]) directions with (\d+) %", text):
        assert text == f"{found[0]} of the variance of its {width} units over the training points.{rest}"
        assert abs(int(found[2]) - 100 * variance_share(shown, layer, int(found[1]))) < 0.51
    elif shown.axes[:1].isdigit() and len(shown.axes.split("-")) < width:
        assert text == f"{len(shown.axes.split('-'))} of its {width} units.{rest}"
    else:
        axes = "Its only unit is the axis. " if width == 1 else f"Its {width} units are the axes. "
        if not is_last:
            assert text == f"{axes}Boundaries may bend here: layer {layer + 1} is still to come."
            return
        planes = n_planes(shown) if width == 3 else 0
        flat = {1: "points", 2: "straight"}.get(width, "flat")
        veils = ["", " The grey plane is where two classes tie."][planes] if planes < 2 else ""
        veils = " The grey planes are where two classes tie." if planes > 1 else veils
        assert text == f"{axes}Boundaries are {flat} here: all that the outputs can do is cut.{veils}"


def assert_input_space(text: str, shown: Shown) -> None:
    """Without a hidden layer: which inputs the outputs see, and how they cut where each has an axis."""
    names = list(shown.settings.inputs)
    opening = f"No hidden layer. The outputs see {flattened(listed(names))}"
    if found := re.fullmatch(
        rf"{re.escape(opening)}\. PCA: ([23]) directions with (\d+) % of their variance over the training points\.",
        text,
    ):
        inputs = inputs_at(names, training_inputs(shown))
        values = np.linalg.eigvalsh(np.cov(inputs.T))[::-1]
        assert abs(int(found[2]) - 100 * values[: int(found[1])].sum() / values.sum()) < 0.51
        return
    cut = {1: "at points", 2: "straight"}.get(len(names), "flat")
    assert text == f"{opening}: where these are the axes, they can only cut {cut}."


def flattened(words: str) -> str:
    """Words with signs below and above the line as an element's text has them: on the line."""
    return words.translate(str.maketrans("₁₂²", "122"))


@checks("regions.space.words")
def _space(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if not shown.empty:
        assert_space(said.text, shown)


@checks("regions.space.spoken")
def _space_spoken(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    for label in said.attributes:
        assert_space(label.removeprefix("Hidden space. ").removesuffix(" Arrow keys turn it."), shown)


# The formula.


@checks("regions.formula.words")
def _formula(said: Said, scene: Scene) -> None:
    """A unit's own line, a weight, or a term of all units of some layers."""
    shown, text = shown_in(scene), said.text.replace("−", "-")
    sizes, last = shown.sizes, len(shown.sizes) - 1
    if not text:
        return
    if text.startswith("φ = ("):
        titles = ", ".join(TITLES[name] for name in shown.settings.inputs)
        assert text == f"φ = ({flattened(titles)})"
        return
    place = r"(?:([Uu])nit (\d+) of layer (\d)|([Cc])lass (\d))"

    def weights_at(found: re.Match[str]) -> tuple[Floats, float]:
        layer, unit = (last, int(found[5])) if found[5] else (int(found[3]), int(found[2]))
        weights, biases = shown.layers[layer - 1]
        return weights[unit - 1], float(biases[unit - 1])

    if found := re.fullmatch(rf"{place}: (\d+) weights arrive; the bias is (-?[\d.]+)\.", text):
        weights, bias = weights_at(found)
        assert int(found[6]) == len(weights) > 3
        assert abs(float(found[7]) - bias) < 0.00501
    elif found := re.fullmatch(rf"{place}: z = (.+)", text):
        weights, bias = weights_at(found)
        terms = re.findall(r"([+-]?) ?(\d+\.\d+)(?: [xh](\d))?", found[6])
        assert [index for _, _, index in terms] == [*(str(i + 1) for i in range(len(weights))), ""]
        for (sign, size, _), value in zip(terms, [*weights, bias], strict=True):
            assert abs(float(f"{sign if sign == '-' else ''}{size}") - value) < 0.00501
    elif found := re.fullmatch(
        rf"(-?[\d.]+) is the weight from (x(\d)|unit (\d+) of layer \d) to {place}\.", text
    ):
        start = int(found[3] or found[4])
        layer, unit = (last, int(found[9])) if found[9] else (int(found[7]), int(found[6]))
        assert abs(float(found[1]) - shown.layers[layer - 1][0][unit - 1, start - 1]) < 0.000501
    elif found := re.fullmatch(r"Input [12] goes to all (\d+) (units of layer 1|classes)\.", text):
        assert int(found[1]) == sizes[1]
        assert (found[2] == "classes") == (last == 1)
    elif found := re.match(r"([\d,]+) weights: ", text):
        products = [a * b for a, b in pairwise(sizes)]
        assert int(found[1].replace(",", "")) in {*products, sum(products[1:-1])}
    elif found := re.search(r"the unit of layer (\d)", text):
        assert sizes[int(found[1])] == 1
    elif found := re.search(r"\d+", text):
        assert int(found[0]) in {*sizes[1:], sum(sizes[2:-1])}, text


@checks("regions.weight")
def _weight(said: Said, scene: Scene) -> None:
    """A single weight or bias, exactly as the moment has it in 32 bits."""
    shown, last = shown_in(scene), len(shown_in(scene).sizes) - 1
    place = r"(?:[Uu]nit (\d+) of layer (\d)|[Cc]lass (\d))"
    found = re.fullmatch(
        rf"(\S+) is the (?:bias of|weight from (?:x(\d)|unit (\d+) of layer \d) to) {place}\."
        r"( Its unit is switched off\.)?",
        said.text.replace("−", "-"),
    )
    assert found, said.text
    layer, unit = (last, int(found[6])) if found[6] else (int(found[5]), int(found[4]))
    weights, biases = shown.layers[layer - 1]
    start = found[2] or found[3]
    value = weights[unit - 1, int(start) - 1] if start else biases[unit - 1]
    assert np.float32(found[1]) == np.float32(value), said.text
    assert bool(found[7]) == (bool(found[3]) and (layer - 2, int(start) - 1) in shown.off)
