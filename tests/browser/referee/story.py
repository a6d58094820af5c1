"""Checks of what is said of moments at which something happened, from the weights at all kept moments.

Everything is computed anew in float64, on other grids, and pieces are filled cell by cell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datasets.points import Points, Split
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import inputs_at
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import (
    SQUASH,
    Floats,
    Layers,
    cross_entropy,
    layers_of,
    scores_of,
    sums_and_answers,
)

FINE, COARSE = 151, 61
"""Places along a side of the square: at a mark's own moments, and at all others."""

NEAR = 1e-4
"""Weighted sums and differences of scores below this are 0 up to the rounding of float32."""

SLOPES = {
    "sigmoid": lambda z: 4 * SQUASH["sigmoid"](z) * (1 - SQUASH["sigmoid"](z)),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
}
"""As shares of the steepest."""

EPOCH = r"([\d.]+)"
LOSS = r"(−?[\d.]+)"


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of a run."""

    epochs: list[float]
    params: list[npt.NDArray[np.float64]]
    sizes: list[int]
    activations: list[str]
    points: Split
    extent: tuple[float, float, float, float]
    names: list[str]
    inputs: tuple[str, ...] = ("x1", "x2")

    def at(self, epoch: float | str) -> int:
        """The place of a moment; an epoch in words is rounded to the hundredth."""
        found = int(np.argmin(np.abs(np.array(self.epochs) - float(epoch))))
        assert abs(self.epochs[found] - float(epoch)) < 0.0051, f"epoch {epoch} is not kept"
        return found

    def layers(self, i: int) -> Layers:
        return layers_of(self.params[i], self.sizes, self.inputs)

    def scores(self, i: int, inputs: Floats) -> Floats:
        return scores_of(self.layers(i), self.activations, inputs)

    def sums(self, i: int) -> list[Floats]:
        return sums_and_answers(self.layers(i), self.activations, self.points.training.inputs)[0]

    def loss(self, i: int, points: Points) -> float:
        return cross_entropy(self.scores(i, points.inputs), points.labels)

    def label(self, name: str) -> int:
        return self.names.index(name)

    def image(self, i: int, n: int) -> npt.NDArray[np.intp]:
        """The answers on a grid of ``n`` places a side, each in the middle of its cell."""
        left, right, bottom, top = self.extent
        x = left + (np.arange(n) + 0.5) * (right - left) / n
        y = bottom + (np.arange(n) + 0.5) * (top - bottom) / n
        places = np.array([(a, b) for b in y for a in x])
        return self.scores(i, places).argmax(axis=1).reshape(n, n)

    @cached_property
    def losses(self) -> tuple[Floats, Floats]:
        """Training and validation loss at all moments."""
        both = (self.points.training, self.points.validation)
        training, validation = (
            np.array([self.loss(i, points) for i in range(len(self.epochs))] if len(points) else [])
            for points in both
        )
        return training, validation


def filled(mask: npt.NDArray[np.bool_]) -> list[set[tuple[int, int]]]:
    """The cells of each piece of at least 1 % of the square, filled from cell to neighbouring cell."""
    todo, pieces = set(map(tuple, np.argwhere(mask).tolist())), []
    while todo:
        front = [todo.pop()]
        piece = set(front)
        while front:
            row, column = front.pop()
            for cell in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if cell in todo:
                    todo.discard(cell)
                    piece.add(cell)
                    front.append(cell)
        if len(piece) >= 0.01 * mask.size:
            pieces.append(piece)
    return pieces


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def near_share(text: str, share: float) -> bool:
    """Whether a percentage of the square is so: two grids differ along the boundary."""
    return abs(float(text) / 100 - share) < 0.004 + 0.04 * share


def region(found: re.Match[str], at: int, kept: Kept) -> None:
    label, before = kept.label(found[1]), kept.at(found[4])
    assert before < at
    here, there = ((kept.image(i, FINE) == label).mean() for i in (at, before))
    assert near_share(found[2], here)
    assert near_share(found[3], there)
    assert float(found[2]) >= 1.0 > float(found[3])
    for i in range(before + 1):
        assert (kept.image(i, COARSE) == label).mean() < 0.01


def pieces(found: re.Match[str], at: int, kept: Kept, is_split: bool) -> None:
    label, before = kept.label(found["name"]), kept.at(found["epoch"])
    was, now = int(found["was"]), int(found["now"])
    assert before < at
    assert (now > was) == is_split
    olds, news = (filled(kept.image(i, FINE) == label) for i in (before, at))
    assert (len(olds), len(news)) == (was, now)
    wholes, parts = (olds, news) if is_split else (news, olds)
    assert any(sum(len(part & whole) > len(part) / 2 for part in parts) > 1 for whole in wholes)


def splits(found: re.Match[str], at: int, kept: Kept) -> None:
    assert found["piece"] == ("piece" if found["was"] == "1" else "pieces")
    pieces(found, at, kept, is_split=True)


def joins(found: re.Match[str], at: int, kept: Kept) -> None:
    pieces(found, at, kept, is_split=False)


def moves(found: re.Match[str], at: int, kept: Kept) -> None:
    before = kept.at(found[1])
    assert near_share(found[2], (kept.image(before, FINE) != kept.image(at, FINE)).mean())
    length = at - before
    images = [kept.image(i, COARSE) for i in range(0, len(kept.epochs), length)]
    most = max((images[i] != images[i + 1]).mean() for i in range(len(images) - 1))
    assert float(found[2]) / 100 > most - 0.015


def wrong_counts(kept: Kept, i: int, label: int) -> range:
    """How many training points of a class are wrong: several numbers where scores tie."""
    inputs, labels = kept.points.training.inputs, kept.points.training.labels
    scores = kept.scores(i, inputs[labels == label])
    others = np.delete(scores, label, axis=1).max(axis=1)
    gap = scores[:, label] - others
    return range(int((gap < -NEAR).sum()), int((gap < NEAR).sum()) + 1)


def wrong(found: re.Match[str], at: int, kept: Kept) -> None:
    label, before = kept.label(found["name"]), kept.at(found["epoch"])
    assert before == at - 1
    assert int(found["n"]) in wrong_counts(kept, before, label)
    assert (found["point"], found["go"]) == (("point", "goes") if found["n"] == "1" else ("points", "go"))
    assert number(found["all"]) == (kept.points.training.labels == label).sum()
    for i in range(at, len(kept.epochs)):
        assert 0 in wrong_counts(kept, i, label)


def plateau(found: re.Match[str], at: int, kept: Kept) -> None:
    before, after = kept.at(found[2]), kept.at(found[3])
    assert before < at < after
    losses = kept.losses[0]
    flat = losses[before : at + 1]
    change, fall = 100 * (flat.max() / flat.min() - 1), 100 * (1 - losses[after] / losses[at])
    assert abs(change - float(found[1])) < 0.06
    assert change < 2.1
    assert abs(fall - float(found[4])) < 0.6
    assert fall > 19.9


def is_loss(text: str, loss: float) -> bool:
    return abs(number(text) - loss) < 0.00051 + 2e-5 * loss


def best(found: re.Match[str], at: int, kept: Kept) -> None:
    losses = kept.losses[1]
    assert is_loss(found[1], losses[at])
    assert losses[at] <= losses.min() + 1e-5 * losses.min()
    assert kept.at(found[2]) == len(losses) - 1
    assert is_loss(found[3], losses[-1])
    assert losses[at] < losses[0]
    assert losses[at] < losses[-1]


def overfit(found: re.Match[str], at: int, kept: Kept) -> None:
    lowest = kept.at(found[1])
    training, validation = kept.losses
    assert validation[lowest] <= validation.min() * (1 + 1e-5)
    for text, losses, i in (
        (found[2], validation, lowest),
        (found[3], validation, at),
        (found[4], training, lowest),
        (found[5], training, at),
    ):
        assert is_loss(text, losses[i]), (text, losses[i])
    assert (validation[at:] > 1.049 * validation[lowest]).all()
    assert training[at] < training[lowest]
    assert training[-1] < 0.981 * training[lowest]


def beyond(kept: Kept, i: int, unit: int) -> range:
    """How many training points lie on the side of a unit's line that has fewer of them."""
    weights, biases = kept.layers(i)[0]
    sums = kept.points.training.inputs @ weights[unit] + biases[unit]
    n, least, most = len(sums), int((sums > NEAR).sum()), int((sums > -NEAR).sum())
    counts = [min(above, n - above) for above in range(least, most + 1)]
    return range(min(counts), max(counts) + 1)


def enters(found: re.Match[str], at: int, kept: Kept) -> None:
    unit, before = int(found[1]) - 1, kept.at(found[4])
    assert before < at
    assert number(found[3]) == len(kept.points.training)
    assert number(found[2]) in beyond(kept, at, unit)
    assert number(found[2]) >= 0.05 * number(found[3])
    assert 0 in beyond(kept, before, unit)
    for i in range(before + 1, len(kept.epochs)):
        assert beyond(kept, i, unit)[-1] > 0


def leaves(found: re.Match[str], at: int, kept: Kept) -> None:
    unit, before = int(found[1]) - 1, kept.at(found[4])
    assert before < at
    assert number(found[3]) == len(kept.points.training)
    assert number(found[2]) in beyond(kept, before, unit)
    assert number(found[2]) >= 0.05 * number(found[3])
    for i in range(at, len(kept.epochs)):
        assert 0 in beyond(kept, i, unit)


def dies(found: re.Match[str], at: int, kept: Kept) -> None:
    unit, layer, before = int(found[1]) - 1, int(found[2]) - 1, kept.at(found[5])
    n = len(kept.points.training)
    assert kept.activations[layer] == "relu"
    assert number(found[3]) == n
    for i in range(at, len(kept.epochs)):
        assert (kept.sums(i)[layer][:, unit] < NEAR).all()
    sums = kept.sums(before)[layer][:, unit]
    assert number(found[4]) in range(int((sums < -NEAR).sum()), int((sums < NEAR).sum()) + 1)
    assert number(found[4]) < n


def saturates(found: re.Match[str], at: int, kept: Kept) -> None:
    unit, layer, before = int(found[1]) - 1, int(found[2]) - 1, kept.at(found[6])
    assert number(found[4]) == len(kept.points.training)
    for text, i in ((found[3], at), (found[5], before)):
        slopes = SLOPES[kept.activations[layer]](kept.sums(i)[layer][:, unit])
        assert number(text) in range(int((slopes < 0.0499).sum()), int((slopes < 0.0501).sum()) + 1)
    assert number(found[3]) >= 0.95 * number(found[4]) > number(found[5])


def worth(found: re.Match[str], at: int, kept: Kept) -> None:
    unit, layer, before = int(found[1]) - 1, int(found[2]) - 1, kept.at(found[7])
    assert before < at
    training = kept.points.training

    def losses(i: int) -> tuple[float, float]:
        here = inputs_at(kept.inputs, training.inputs)
        for depth, (weights, biases) in enumerate(kept.layers(i)):
            here = here @ weights.T + biases
            if depth < len(kept.activations):
                here = SQUASH[kept.activations[depth]](here)
            if depth == layer:
                here[:, unit] = 0.0
        return cross_entropy(here, training.labels), kept.loss(i, training)

    without, whole = losses(at)
    assert is_loss(found[4], without)
    assert is_loss(found[5], whole)
    assert abs(number(found[3]) - (number(found[4]) - number(found[5]))) < 1e-9
    assert number(found[3]) > 0.0985
    without, whole = losses(before)
    assert abs(number(found[6]) - (without - whole)) < 0.0015
    assert number(found[6]) < 0.0215


UNIT = r"[Uu]nit (\d+) of layer (\d+)"
LINE = r"The line of unit (\d+) in layer 1"

KINDS: dict[str, tuple[str, Callable[[re.Match[str], int, Kept], None]]] = {
    "region": (
        rf"Class (.+) first gets a region: {EPOCH} % of the square, {EPOCH} % at epoch {EPOCH}",
        region,
    ),
    "splits": (
        rf"The region of class (?P<name>.+) splits: (?P<was>\d+) (?P<piece>pieces?) at epoch (?P<epoch>{EPOCH}), "
        r"(?P<now>\d+) now",
        splits,
    ),
    "joins": (
        rf"Pieces of class (?P<name>.+)’s region join: (?P<was>\d+) at epoch (?P<epoch>{EPOCH}), (?P<now>\d+) now",
        joins,
    ),
    "moves": (
        rf"The boundary moves most: since epoch {EPOCH} the answer has changed on {EPOCH} % of the square",
        moves,
    ),
    "wrong": (
        r"The last wrong training (?P<point>points?) of class (?P<name>.+) (?P<go>goes|go): (?P<n>\d+) of "
        r"(?P<all>[\d,]+) at epoch (?P<epoch>[\d.]+), none from here on",
        wrong,
    ),
    "plateau": (
        rf"A plateau ends: training loss within {EPOCH} % since epoch {EPOCH}; by epoch {EPOCH} it falls by "
        r"(\d+) %",
        plateau,
    ),
    "best": (rf"The validation loss is at its lowest: {LOSS}; by epoch {EPOCH} it is {LOSS}", best),
    "overfit": (
        rf"Over-fitting begins: since epoch {EPOCH} validation loss {LOSS} → {LOSS}, training loss {LOSS} → {LOSS}",
        overfit,
    ),
    "enters": (
        rf"{LINE} enters the data: ([\d,]+) of ([\d,]+) training points beyond it, 0 at epoch {EPOCH}",
        enters,
    ),
    "leaves": (
        rf"{LINE} leaves the data: ([\d,]+) of ([\d,]+) training points beyond it at epoch {EPOCH}, 0 now",
        leaves,
    ),
    "dies": (
        rf"{UNIT} dies: 0 for all ([\d,]+) training points from here on, for ([\d,]+) at epoch {EPOCH}",
        dies,
    ),
    "saturates": (
        rf"{UNIT} saturates: slope under 5 % of the steepest for ([\d,]+) of ([\d,]+) training points, ([\d,]+) "
        rf"at epoch {EPOCH}",
        saturates,
    ),
    "worth": (
        rf"{UNIT} becomes worth {LOSS}: training loss {LOSS} without it, {LOSS} with it; {LOSS} at epoch {EPOCH}",
        worth,
    ),
}
"""For each kind its sentence, and what its numbers answer to."""


def bear_out(kind: str, text: str, epoch: float, kept: Kept) -> None:
    """Fail where a sentence is not so."""
    pattern, check = KINDS[kind]
    found = re.fullmatch(pattern, text)
    assert found, text
    check(found, kept.at(epoch), kept)


KEPT = """(root, name) => { const { run, playback } = root[name], nets = run.nets ?? [run];
  return { story: run.story, extent: run.extent, names: run.units.classes,
    nets: nets.map((net, i) => ({ name: net.name ?? "", sizes: net.sizes, activations: net.activations,
      inputs: (net.inputs || run.inputs || []).map(({ name }) => name),
      moments: playback.moments.map((m) => m.nets?.[i] ?? m).map((m) => [m.epoch, [...m.params]]) })) }; }"""


def kept_in(scene: Scene) -> tuple[list[tuple[float, str, str]], dict[str, Kept]]:
    """The marks of what is shown, and what the browser keeps of each run; a run that is alone has no name."""
    from tests.browser.referee import regions_moment, twin_moment
    from tests.browser.referee.regions import points_of

    is_pair = scene.page.locator(".twin.part").count() > 0
    name = "twin" if is_pair else "player"
    read = scene.page.locator(f".{name}.part").evaluate(KEPT, name)
    points = twin_moment.shown_in(scene).points if is_pair else points_of(regions_moment.shown_in(scene))
    runs = {}
    for net in read["nets"]:
        moments = {epoch: np.array(params, np.float64) for epoch, params in net["moments"]}
        runs[net["name"]] = Kept(
            list(moments),
            list(moments.values()),
            net["sizes"],
            net["activations"],
            points,
            read["extent"],
            read["names"],
            tuple(net["inputs"]) or ("x1", "x2"),
        )
    return [tuple(mark) for mark in read["story"]], runs


@checks(*(f"plane.story.{kind}" for kind in KINDS))
def _story(said: Said, scene: Scene) -> None:
    """A headline is of the moment that is shown; an entry of the list is of the epoch that it names."""
    marks, runs = kept_in(scene)
    assert 0 < len(marks) <= 12
    assert [epoch for epoch, _, _ in marks] == sorted({epoch for epoch, _, _ in marks})
    (mark,) = [one for one in marks if f"plane.story.{one[1]}" == said.name and one[2] == said.text]
    name = next(name for name in runs if not name or mark[2].startswith(f"{name}: "))
    bear_out(mark[1], mark[2].removeprefix(f"{name}: "), mark[0], runs[name])
    if scene.page.locator(".headline").first.text_content() == said.text:
        part = scene.page.locator(".player.part, .twin.part").first
        at = part.evaluate("root => (root.player ?? root.twin).playback.moment.epoch")
        assert abs(at - mark[0]) < 1e-6


@checks("plane.story.when")
def _when(said: Said, scene: Scene) -> None:
    """The epochs of the list are those of the marks, in order."""
    marks, _ = kept_in(scene)
    written = [one.text for one in scene.reading.said if one.name == "plane.story.when"]
    assert said.text in written
    assert [float(text.removeprefix("Epoch ")) for text in written] == [round(mark[0], 2) for mark in marks]
