"""The moment that several networks show, on the page of two and on the wall, and what plain NumPy makes of it."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import point_table, toy
from datasets.points import Points, Split, hold_out_every
from tests.browser.referee.checks import Scene
from tests.browser.referee.reference import Layers, cross_entropy, layers_of, right_counts, scores_of

MOMENT = """(root, name) => { const p = root[name], { run, playback } = p, { moment, moments } = playback;
  const nets = run.nets.map((net, i) => ({ name: net.name || run.names[i], sizes: net.sizes,
    activations: net.activations, inputs: (net.inputs || run.inputs || []).map(({ name }) => name),
    epoch: moment.nets[i].epoch, params: [...moment.nets[i].params],
    first_params: [...moments[0].nets[i].params], reached: net.trained_epochs, stop_kind: net.stop_kind,
    seconds: net.epoch_seconds || 0 }));
  return { epoch: moment.epoch, nets, n_epochs: run.n_epochs, steps: run.steps_per_epoch, extent: run.extent,
    finished: run.finished, at_end: run.finished && moment === moments[moments.length - 1],
    place: p.cross ? p.cross.place : null, best: run.best || [], picked: p.picked ?? null,
    labels: [...root.querySelectorAll(".cell")].map((cell) => cell.getAttribute("aria-label")),
    framed: [...root.querySelectorAll(".cell")].map((cell) => cell.classList.contains("best")),
    playheads: [...root.querySelectorAll(".playhead b")]
      .filter((b) => b.checkVisibility({ visibilityProperty: true })).map((b) => b.textContent) }; }"""


@dataclass(frozen=True)
class Net:
    """One of the networks, at its own moment."""

    name: str
    sizes: list[int]
    activations: list[str]
    inputs: list[str]
    epoch: float
    params: list[float]
    first_params: list[float]
    reached: float
    stop_kind: str
    seconds: float

    @property
    def layers(self) -> Layers:
        """Weights and biases of the moment."""
        return layers_of(self.params, self.sizes, self.inputs or ("x1", "x2"))

    @property
    def n_params(self) -> int:
        """Weights and biases, counted."""
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(self.sizes))

    @property
    def within(self) -> str:
        """The name within a sentence."""
        return self.name[0].lower() + self.name[1:]

    def answers(self, inputs: npt.ArrayLike) -> npt.NDArray[np.intp]:
        """The class that the network gives each point."""
        return scores_of(self.layers, self.activations, inputs).argmax(axis=1)


@dataclass(frozen=True)
class Shown:
    """What is shown."""

    epoch: float
    nets: list[Net]
    n_epochs: int
    steps: int
    extent: tuple[float, float, float, float]
    finished: bool
    at_end: bool
    place: tuple[float, float] | None
    best: list[int]
    picked: int | None
    labels: list[str]
    framed: list[bool]
    playheads: list[str]
    settings: Any

    @property
    def points(self) -> Split:
        """Training and validation points, from the settings."""
        settings = self.settings
        if settings.data == "own":
            drawn = point_table.from_text(settings.drawn)
            return hold_out_every(drawn, 4 if settings.validation == "every fourth" else 0)
        return toy.draw(
            settings.data,
            size=settings.n_points,
            noise=settings.noise_level,
            seed=settings.data_seed,
            centres=settings.centres,
        )

    @property
    def kind(self) -> str:
        """The set that shares are of."""
        return "validation" if len(self.points.validation) else "training"

    @property
    def counted(self) -> str:
        """How many points that set has: "300 validation points"."""
        n = len(getattr(self.points, self.kind))
        return f"{n:,} {self.kind} point{'' if n == 1 else 's'}"

    @property
    def the_counted(self) -> str:
        """The same with its article, as headlines say it."""
        n = len(getattr(self.points, self.kind))
        return f"the only {self.kind} point" if n == 1 else f"the {self.counted}"

    def shares(self, i: int, kind: str = "") -> set[str]:
        """Percentages of right points of a network, as they may be written."""
        points: Points = getattr(self.points, kind or self.kind)
        counts = right_counts(
            scores_of(self.nets[i].layers, self.nets[i].activations, points.inputs), points.labels
        )
        return {f"{(2_000 * count + len(points)) // (2 * len(points)) / 10:.1f} %" for count in counts}

    def wrongs(self, i: int, kind: str) -> set[str]:
        """Percentages of wrong points; a half may have been rounded either way."""
        points: Points = getattr(self.points, kind)
        counts = right_counts(
            scores_of(self.nets[i].layers, self.nets[i].activations, points.inputs), points.labels
        )
        wrong = [100 * (1 - count / len(points)) for count in counts]
        return {f"{share + nudge:.1f} %" for share in wrong for nudge in (-1e-5, 1e-5)}

    def is_loss(self, text: str, i: int, kind: str) -> bool:
        """Whether a text is a network's loss on a set of points, to the digits that are written."""
        points: Points = getattr(self.points, kind)
        if not len(points):
            return text == "–"
        scores = scores_of(self.nets[i].layers, self.nets[i].activations, points.inputs)
        loss = cross_entropy(scores, points.labels)
        power = re.fullmatch(r"(?:([\d.]+)·)?10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
        if power:
            exponent = int("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(digit)) for digit in power[2]))
            return abs(float(power[1] or 1) * 10.0**exponent - loss) < 0.06 * loss
        return abs(float(text) - loss) < (0.00051 if loss < 100 else 0.51) + 1e-5 * loss

    def true_wrong(self, i: int) -> float:
        """Share of fresh points that a network gets wrong; they are drawn with another seed than the page's."""
        points = fresh(self.settings.data, self.settings.noise_level, self.settings.centres)
        return float((self.nets[i].answers(points.inputs) != points.labels).mean())

    @property
    def bayes(self) -> float:
        """Share of fresh points that the likeliest class gets wrong."""
        return best_wrong(self.settings.data, self.settings.noise_level, self.settings.centres)


N_FRESH = 200_000


@cache
def fresh(data: str, noise: float, centres: toy.Centres | None) -> Points:
    return toy.DATASETS[data].truth(noise, centres).draw(N_FRESH, np.random.default_rng(31_337))


@cache
def best_wrong(data: str, noise: float, centres: toy.Centres | None) -> float:
    source, points = toy.DATASETS[data].truth(noise, centres), fresh(data, noise, centres)
    return float((source.posterior(points.inputs).argmax(axis=1) != points.labels).mean())


def near(share: float, other: float, n: int) -> bool:
    """Whether two shares of different fresh points may be one, up to the digit that is written."""
    return abs(share - other) < 5 * np.sqrt(max(other * (1 - other), 1e-5) * (1 / n + 1 / N_FRESH)) + 0.0006


def shown_in(scene: Scene) -> Shown:
    """Read the twin, or the wall."""
    name = scene.settings.view
    found = scene.page.locator(f".{name}.part").evaluate(MOMENT, name)
    nets = [Net(**net) for net in found.pop("nets")]
    return Shown(**found, nets=nets, settings=scene.settings)


def epoch_words(epoch: float) -> str:
    """Whole, or to the hundredth."""
    return f"{epoch:.0f}" if epoch == round(epoch) else f"{epoch:.2f}"


def place_of(said: Any, scene: Scene) -> int:
    """The number of a sentence among those with its name."""
    return next(
        i for i, one in enumerate(one for one in scene.reading.said if one.name == said.name) if one is said
    )


def truth_words(shown: Shown, text: str) -> str:
    """Assert what a status says of the truth at its end, and give these words."""
    settings = shown.settings
    if not settings.truth:
        return ""
    if settings.data == "own":
        return "The truth of drawn points is unknown: there is no source to ask."
    found = re_search_truth(text)
    wrong = [shown.true_wrong(i) for i in range(len(shown.nets))]
    said = [float(one) / 100 for one in found["errors"].replace(" %", "").split(" and ") if one.strip()]
    assert len(said) == (len(wrong) if len(wrong) <= 2 else 0)
    assert all(near(one, other, N_FRESH) for one, other in zip(said, wrong, strict=False))
    assert (found["many"], found["most"]) == (("s", " at most") if len(wrong) > 1 else (None, None))
    widest = max(100 * np.sqrt(one * (1 - one) / N_FRESH) for one in wrong)
    assert abs(float(found["standard"]) - widest) < 0.011
    assert near(float(found["bayes"]) / 100, shown.bayes, N_FRESH)
    return found[0]


def re_search_truth(text: str) -> Any:
    found = re.search(
        r"True error(?P<many>s)?(?P<errors>(?: [\d.]+ %(?: and)?)*) on 200,000 fresh points \(seed 20,000, "
        r"standard error (?P<standard>[\d.]+) %(?P<most> at most)?\); Bayes error (?P<bayes>[\d.]+) %\.$",
        text,
    )
    assert found, text
    return found
