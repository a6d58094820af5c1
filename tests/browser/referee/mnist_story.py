"""Checks of what is said of moments in a run on images: answers counted anew in float64, from the weights."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datasets import mnist
from tests.browser.referee import mnist_reference
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import ACTIVATE, Floats, Layers, forward
from tests.browser.referee.reading import Said

NEAR = 1e-4
"""Sums and differences of scores below this are 0 up to the rounding of float32."""

EPOCH = r"([\d.]+)"


def whole(text: str) -> int:
    return int(text.replace(",", ""))


@dataclass(frozen=True, eq=False)
class Kept:
    """The moments of a run, its network at each epoch, and its curves: epoch, training and validation loss."""

    epochs: list[float]
    layers_at: Callable[[float], Layers]
    activations: Sequence[str]
    curves: npt.NDArray[np.float64]
    images: mnist.Images
    names: Sequence[str]
    scored: dict[int, Floats] = field(default_factory=dict)

    def at(self, epoch: str | float) -> int:
        """The place of a moment; an epoch in words is rounded to the hundredth."""
        found = int(np.argmin(np.abs(np.array(self.epochs) - float(epoch))))
        assert abs(self.epochs[found] - float(epoch)) < 0.0051, f"epoch {epoch} is not kept"
        return found

    def scores(self, i: int) -> Floats:
        if i not in self.scored:
            self.scored[i] = forward(self.layers_at(self.epochs[i]), self.activations, self.images.inputs)
        return self.scored[i]

    def unsure(self, i: int) -> int:
        """Images whose two highest scores are one, as far as float32 knows."""
        two = np.sort(self.scores(i), axis=1)[:, -2:]
        return int((two[:, 1] - two[:, 0] < NEAR).sum())

    def taken(self, i: int, true: int, answer: int) -> int:
        """Images of one digit that are taken for a digit."""
        return int(((self.images.labels == true) & (self.scores(i).argmax(axis=1) == answer)).sum())

    def count(self, digit: int) -> int:
        return int((self.images.labels == digit).sum())

    def loss_row(self, epoch: float) -> npt.NDArray[np.float64]:
        """The measures at an epoch, or the last before it."""
        row: npt.NDArray[np.float64] = self.curves[self.curves[:, 0] <= epoch + 0.0051][-1]
        return row


def half(found: re.Match[str], at: int, kept: Kept) -> None:
    """Who is named, and nobody else, has half of the images right there and at three moments more, not before."""
    assert kept.at(found["epoch"]) == at - 1
    assert whole(found["n"]) == len(kept.images)
    share = [[kept.taken(i, k, k) / kept.count(k) for k in range(10)] for i in range(at + 4)]
    slack = max(kept.unsure(i) for i in range(at + 4)) / min(kept.count(k) for k in range(10))
    first = [
        k
        for k in range(10)
        if all(row[k] >= 0.5 for row in share[at:]) and all(row[k] < 0.5 for row in share[:at])
    ]
    for text, measured in (
        (found["now"], min(share[at][k] for k in first)),
        (found["before"], max(share[at - 1][k] for k in first)),
    ):
        assert abs(float(text) / 100 - measured) < 0.0011 + slack, (text, measured)
    names = [kept.names[k] for k in first]
    said = found["who"] or found["whom"]
    if said == "all ten":
        assert len(names) == 10
        return
    parts = re.split(r", | and ", said)
    more = re.fullmatch(r"(\d+) more", parts[-1])
    named = parts[:-1] if more else parts
    assert named == names[: len(named)]
    assert len(names) - len(named) == (int(more[1]) if more else 0)
    assert bool(found["least"]) == bool(found["most"]) == (len(names) > 1)


def apart(found: re.Match[str], at: int, kept: Kept) -> None:
    a, b, before = kept.names.index(found[1]), kept.names.index(found[2]), kept.at(found[6])
    both = kept.count(a) + kept.count(b)
    assert before < at
    assert (whole(found[4]), whole(found[7])) == (both, len(kept.images))
    for text, i in ((found[3], at), (found[5], before)):
        assert abs(whole(text) - kept.taken(i, a, b) - kept.taken(i, b, a)) <= kept.unsure(i)
    assert whole(found[5]) >= 0.06 * both
    assert whole(found[3]) <= 0.03 * both
    for i in range(at, len(kept.epochs)):
        assert kept.taken(i, a, b) + kept.taken(i, b, a) <= 0.03 * both + kept.unsure(i)


def dies(found: re.Match[str], at: int, kept: Kept) -> None:
    layer, before = int(found[2]) - 1, kept.at(found[6])
    assert before == at - 1
    assert kept.activations[layer] == "relu"
    assert whole(found[3]) == len(kept.images)
    parts = re.split(r", | and ", found[1])
    more = re.fullmatch(r"(\d+) more", parts[-1])
    units = [int(part) - 1 for part in (parts[:-1] if more else parts)]

    def sums(i: int) -> Floats:
        here: Floats = kept.images.inputs.astype(np.float64) / 255
        for depth, (weights, biases) in enumerate(kept.layers_at(kept.epochs[i])[: layer + 1]):
            here = here @ weights.T + biases
            if depth < layer:
                here = np.asarray(ACTIVATE[kept.activations[depth]](here))
        return here

    was, later = sums(before), [sums(i) for i in range(at, len(kept.epochs))]
    dead = [unit for unit in range(was.shape[1]) if all((here[:, unit] < NEAR).all() for here in later)]
    dying = [unit for unit in dead if (was[:, unit] > NEAR).any()]
    assert units == dying[: len(units)]
    assert len(dying) == len(units) + (int(more[1]) if more else 0)
    least, most = (max(int((was[:, unit] < edge).sum()) for unit in dying) for edge in (-NEAR, NEAR))
    assert least <= whole(found[5]) <= most
    assert bool(found[4]) == (len(units) > 1)


def is_loss(text: str, loss: float) -> bool:
    return abs(float(text) - loss) < 0.00051 + 2e-5 * loss


def best(found: re.Match[str], at: int, kept: Kept) -> None:
    losses = kept.curves[:, 2]
    lowest = kept.curves[losses.argmin(), 0]
    assert is_loss(found[2], losses.min())
    assert is_loss(found[5], losses[-1])
    assert bool(found[1]) == bool(found[3])
    assert abs(float(found[3] or kept.epochs[at]) - lowest) < 0.0051
    assert abs(kept.epochs[at] - lowest) <= min(abs(epoch - lowest) for epoch in kept.epochs) + 1e-6
    assert float(found[4]) == round(kept.curves[-1, 0], 2)
    assert losses.min() < min(losses[0], losses[-1])


def overfit(found: re.Match[str], at: int, kept: Kept) -> None:
    first, now = kept.loss_row(float(found[1])), kept.loss_row(kept.epochs[at])
    assert first[2] == kept.curves[:, 2].min()
    for text, loss in zip(found.groups()[1:], (first[2], now[2], first[1], now[1]), strict=True):
        assert is_loss(text, loss)
    assert (kept.curves[kept.curves[:, 0] >= now[0], 2] > 1.049 * first[2]).all()
    assert now[1] < first[1]
    assert kept.curves[-1, 1] < 0.981 * first[1]


OF = r"\(first ([\d,]+) validation images\)"
SHARES = (
    r"(?P<least>at least )?(?P<now>[\d.]+) %, (?P<most>at most )?(?P<before>[\d.]+) % at epoch (?P<epoch>[\d.]+) "
    r"\(first (?P<n>[\d,]+) validation images\)"
)

KINDS: dict[str, tuple[str, Callable[[re.Match[str], int, Kept], None]]] = {
    "half": (
        r"(?:The templates? of (?P<who>.+) first answers? half of (?:its|their) images"
        rf"|The network first gets half of the images of (?P<whom>.+) right): {SHARES}",
        half,
    ),
    "apart": (
        r"(.+) and (.+) come apart: ([\d,]+) of ([\d,]+) images taken for each other, ([\d,]+) at epoch "
        rf"{EPOCH} {OF}",
        apart,
    ),
    "dies": (
        r"Units? (.+) of layer (\d+) dies?: 0 for all first ([\d,]+) validation images from here on, for (at most )?"
        rf"([\d,]+) at epoch {EPOCH}",
        dies,
    ),
    "best": (
        r"The validation loss is at its lowest( near here)?: ([\d.]+)(?: at epoch ([\d.]+))?; by epoch ([\d.]+) it is "
        r"([\d.]+)",
        best,
    ),
    "overfit": (
        rf"Over-fitting begins: since epoch {EPOCH} validation loss {EPOCH} → {EPOCH}, "
        rf"training loss {EPOCH} → {EPOCH}",
        overfit,
    ),
}
"""For each kind its sentence, and what its numbers answer to."""


def bear_out(kind: str, text: str, epoch: float, kept: Kept) -> None:
    """Fail where a sentence is not so."""
    pattern, check = KINDS[kind]
    found = re.fullmatch(pattern, text)
    assert found, text
    check(found, kept.at(epoch), kept)


READ = """root => { const t = root.templates; return { story: t.story.run.story, names: t.run.class_names,
  epochs: t.moments.list.map(({ epoch }) => epoch) }; }"""


def kept_in(scene: Scene) -> tuple[list[tuple[float, str, str]], Kept]:
    """The marks of what is shown, and the same run trained anew."""
    read, settings = scene.page.locator(".templates").evaluate(READ), scene.settings
    run = mnist_reference.run_of(settings.training_part())
    while not run.finished:
        run.advance(1_000)
    history, validation = run.history, mnist.load().validation
    curves = np.column_stack([history.epoch, history.training_error, history.validation_error])
    return [tuple(mark) for mark in read["story"]], Kept(
        read["epochs"],
        lambda epoch: mnist_reference.trained(settings, epoch),
        run.architecture.activations,
        curves.astype(np.float64),
        mnist.Images(validation.inputs[:2000], validation.labels[:2000]),
        read["names"],
    )


@checks(*(f"mnist.story.{kind}" for kind in KINDS))
def _story(said: Said, scene: Scene) -> None:
    """A headline is of the moment that is shown; an entry of the list is of the epoch that it names."""
    marks, kept = kept_in(scene)
    assert 0 < len(marks) <= 12
    assert [epoch for epoch, _, _ in marks] == sorted({epoch for epoch, _, _ in marks})
    (mark,) = [one for one in marks if f"mnist.story.{one[1]}" == said.name and one[2] == said.text]
    bear_out(mark[1], mark[2], mark[0], kept)


@checks("mnist.story.when")
def _when(said: Said, scene: Scene) -> None:
    """The epochs of the list are those of the marks, in order."""
    marks, _ = kept_in(scene)
    written = [one.text for one in scene.reading.said if one.name == "mnist.story.when"]
    assert said.text in written
    assert [float(text.removeprefix("Epoch ")) for text in written] == [round(mark[0], 2) for mark in marks]
