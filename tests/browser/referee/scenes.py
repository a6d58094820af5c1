"""What scenes say, by the slug of the scene: every answer, and each line that claims more than where to look.

A text stands here as the scene says it, with ``{}`` for each number. Its check computes what the text claims, in
float64 and without the page's code, and compares it with the numbers that were read from the text. Checks that train
on MNIST are ``long``: the referee in the browser leaves them to ``tests/ui/lecture/test_answers.py``.
"""

import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist, toy, transforms
from datasets.transforms import Transform
from engine import layers
from engine.models import MultipleLayerModel
from engine.training import TrainingRun
from ui.activations import runs as activation_runs
from ui.backprop.worked_example import example
from ui.digits.runs import own_run
from ui.hands.settings import HandsSettings
from ui.lecture.scenes import SCENES
from ui.mnist import lessons
from ui.mnist.features import families
from ui.mnist.variability import progress
from ui.plane import runs as plane_runs
from ui.work import new_runs

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Claim:
    """A text of a scene, its check, and whether the check takes long."""

    text: str
    check: Callable[..., None]
    long: bool

    def numbers(self, text: str) -> tuple[str, ...] | None:
        """The numbers in a text of this form; None where it is another one."""
        pattern = re.escape(self.text).replace(r"\{\}", r"(\d[\d.,]*\d|\d)")
        found = re.fullmatch(pattern, text)
        return found.groups() if found else None


CLAIMS: dict[str, list[Claim]] = {}

POINTS_AT = (
    "hinton",
    "pros-and-cons",
    "variability",
    "by-hand",
    "multi-layer",
    "nielsen",
    "credit",
    "output-weights",
    "error-signal",
    "biases",
    "five-steps",
    "depth",
    "saturation",
    "same-sign",
    "dying-relu",
    "lab",
    "summary",
    "buys-flat",
    "buys-unit",
    "buys-fence",
    "buys-three",
    "buys-space",
    "buys-price",
    "buys-overlap",
    "buys-random",
    "buys-squares",
    "buys-both",
    "exp-story",
    "exp-landscape",
    "exp-paste",
)
"""Scenes whose line "look at" names what stands on the page, and claims nothing of it."""


def claim(slug: str, *texts: str, long: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the check of a scene's texts."""

    def declare(check: Callable[..., None]) -> Callable[..., None]:
        CLAIMS.setdefault(slug, []).extend(Claim(text, check, long) for text in texts)
        return check

    return declare


def claim_of(slug: str, text: str) -> tuple[Claim, tuple[str, ...]]:
    """The claim that a text makes, and its numbers."""
    for one in CLAIMS.get(slug, []):
        numbers = one.numbers(text)
        if numbers is not None:
            return one, numbers
    raise AssertionError(f"no check for what scene {slug} says: {text}")


def value(text: str) -> float:
    return float(text.replace(",", ""))


def sigmoid(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-z)))


def softmax(z: Floats) -> Floats:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


SQUASH: dict[str, Callable[[Floats], Floats]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": sigmoid,
}


@dataclass
class Net:
    """A small network of sigmoids, one pattern and its class; its gradients are differences of its errors."""

    weights: list[Floats]
    biases: list[Floats]
    x: Floats
    label: int

    @classmethod
    def drawn(cls, *sizes: int, seed: int = 0) -> "Net":
        rng = np.random.default_rng(seed)
        weights = [rng.normal(size=(n, m)) for m, n in itertools.pairwise(sizes)]
        biases = [rng.normal(size=n) for n in sizes[1:]]
        return cls(weights, biases, rng.normal(size=sizes[0]), int(rng.integers(sizes[-1])))

    def answers(self) -> list[Floats]:
        """Inputs, answers of each hidden layer, probabilities."""
        found = [self.x]
        for weights, biases in zip(self.weights[:-1], self.biases[:-1], strict=True):
            found.append(sigmoid(weights @ found[-1] + biases))
        return [*found, softmax(self.weights[-1] @ found[-1] + self.biases[-1])]

    def error(self) -> float:
        return float(-np.log(self.answers()[-1][self.label]))

    def slopes(self, array: Floats) -> Floats:
        """Gradient of the error with respect to an array of the network, by central differences."""
        found = np.empty_like(array)
        for place in np.ndindex(array.shape):
            before, ends = array[place], []
            for step in (1e-6, -1e-6):
                array[place] = before + step
                ends.append(self.error())
            array[place] = before
            found[place] = (ends[0] - ends[1]) / 2e-6
        return found

    def g(self) -> Floats:
        return self.answers()[-1] - np.eye(len(self.biases[-1]))[self.label]


def near(a: Any, b: Any) -> bool:
    return np.allclose(a, b, rtol=1e-5, atol=1e-7)


def slope(f: Callable[[Floats], Floats], x: Floats) -> Floats:
    return np.asarray((f(x + 1e-6) - f(x - 1e-6)) / 2e-6)


X = np.linspace(-8, 8, 1601)


@claim(
    "softmax",
    "Scores z on the left become probabilities y on the right; they always sum to {}.",
    "Nothing: softmax looks at differences of scores only.",
)
def _softmax(*total: str) -> None:
    z = np.random.default_rng(0).normal(scale=5, size=(100, 3))
    assert near(softmax(z + 5), softmax(z))
    assert near(softmax(z).sum(axis=1), value(total[0]) if total else 1)


@claim(
    "one-output",
    "The line where wᵀx + b is {}, with w standing upright on it.",
    "The line stays: wᵀx + b is {} at the same places. The sigmoid becomes twice as steep there.",
)
def _one_output(zero: str) -> None:
    w, b = np.array([1.2, 0.8]), -1.0
    along = np.array([-w[1], w[0]])
    place = -b * w / (w @ w) + 0.7 * along
    assert abs(w @ place + b - value(zero)) < 1e-12
    assert abs(2 * w @ place + 2 * b - value(zero)) < 1e-12
    assert abs(along @ w) < 1e-12
    once = slope(lambda t: sigmoid(w @ place + b + t), np.zeros(1))
    twice = slope(lambda t: sigmoid(2 * (w @ place + b + t)), np.zeros(1))
    assert near(twice, 2 * once)


@claim(
    "three-outputs",
    "Three planes; the highest one at a place decides its class.",
    "Three at most. Where there are three, they meet in one point: all three scores are equal there.",
)
def _three_outputs() -> None:
    """Each pair of planes makes one piece at most: of the line where both are equal, the third cuts off a part."""
    rng = np.random.default_rng(0)
    for _ in range(100):
        weights, biases = rng.normal(size=(3, 2)), rng.normal(size=3)
        meeting = np.linalg.solve(weights[:2] - weights[2], biases[2] - biases[:2])
        assert np.ptp(weights @ meeting + biases) < 1e-9
        for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
            across = weights[i] - weights[j]
            ways = meeting + np.linspace(-9, 9, 201)[:, None] * np.array([-across[1], across[0]])
            first, second, third = ((ways @ weights[n] + biases[n]) for n in (i, j, k))
            assert near(first, second)
            top = first > third + 1e-9
            assert (
                np.count_nonzero(top[1:] != top[:-1]) == 1
            )  # one piece, which ends where all three are equal


@claim(
    "example-data", "One hundred points from three Gaussians that overlap. Each framed centre can be dragged."
)
def _hundred_points() -> None:
    points = plane_runs.points_of(SCENES["example-data"].settings).training  # type: ignore[arg-type]
    assert len(points.labels) == 100
    assert set(points.labels) == {0, 1, 2}


def error_of_the_best_rule(centres: Any, variances: Any, priors: Any) -> float:
    """Of Gaussians that are equally wide in both directions: 1 less what the highest density catches everywhere."""
    axis = np.linspace(-9, 11, 2001)
    x, y = np.meshgrid(axis, axis)
    densities = [
        share * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * variance)) / (2 * np.pi * variance)
        for (cx, cy), variance, share in zip(centres, variances, priors, strict=True)
    ]
    return float(1 - np.max(densities, axis=0).sum() * (axis[1] - axis[0]) ** 2)


@claim("example-data", "No: even the best rule gets {} % of fresh points wrong, where the classes overlap.")
def _best_rule(share: str) -> None:
    """The lecture's Gaussians; where a centre is dragged away it is another share, so that the label is needed."""
    spread, priors = (0.5, 1.0, 0.6), (0.4, 0.3, 0.3)
    truth = error_of_the_best_rule(((2, 2), (0, 0), (1, -1)), spread, priors)
    assert f"{100 * truth:.1f}" == share
    assert 100 * error_of_the_best_rule(((2, 2), (-3, 0), (3, -3)), spread, priors) < 1
    assert {"centres", "noise", "data"} <= set(SCENES["example-data"].said_of)


def _fresh(settings: Any) -> plane_runs.Trained:
    """A run at its beginning, which no other test has trained."""
    return plane_runs._regions_run(settings, plane_runs.most_snapshots(settings))


@cache
def points_run(slug: str, **changes: Any) -> tuple[TrainingRun, Any]:
    """The run of a scene in the plane, at its end, and its points."""
    trained = plane_runs._trained(replace(SCENES[slug].settings, **changes))  # type: ignore[type-var, arg-type]
    while not trained.run.finished:
        trained.run.advance(1_000)
    return trained.run, trained.points


def layers_of(run: TrainingRun) -> list[tuple[Floats, Floats]]:
    parts = [part.astype(np.float64) for part in run.architecture.split(run.params)]
    return list(zip(parts[::2], parts[1::2], strict=True))


def scores(run: TrainingRun, inputs: npt.NDArray[Any]) -> Floats:
    """Scores of the network that a run has come to."""
    here, (*hidden, (weights, biases)) = inputs.astype(np.float64), layers_of(run)
    for (w, b), name in zip(hidden, run.architecture.activations, strict=True):
        here = SQUASH[name](here @ w.T + b)
    return np.asarray(here @ weights.T + biases)


@claim(
    "regions-single",
    "Regions that are convex, with straight boundaries, and the points that they get wrong.",
    "No: after {} epochs the boundaries are as straight as after {}, and half the points stay wrong.",
)
def _regions_single(*compared: str) -> None:
    """Also if it trains fifty times as long, and from other weights: what the question invites to try."""
    if compared:
        first, later = (points_run("regions-single", epochs=int(value(n)))[0] for n in reversed(compared))
        assert first.n_epochs == SCENES["regions-single"].settings.epochs
        assert later.n_epochs == SCENES["regions-single"].after(1).epochs
        np.testing.assert_allclose(
            later.params, first.params, atol=0.01
        )  # a line within the earlier one's band
    for epochs, seed in ((100, 1), (100, 2), (1_000, 1), (5_000, 1)):
        run, points = points_run("regions-single", epochs=epochs, init_seed=seed)
        ((weights, biases),) = layers_of(run)
        meeting = np.linalg.solve(weights[:2] - weights[2], biases[2] - biases[:2])
        assert np.abs(meeting).max() < 5  # three wedges meet on the map
        for part in (points.training, points.validation):
            answers = scores(run, part.inputs).argmax(axis=1)
            assert set(answers) == {0, 1, 2}
            assert 0.4 < (answers != part.labels).mean() < 0.6


@claim(
    "mnist-single",
    "Error and accuracy while {} parameters are learned, and which digits are taken for which.",
)
@claim(
    "pros-and-cons",
    "For: {} parameters, one valley, weights that can be read. Against: one template for each class.",
)
def _parameters(count: str) -> None:
    """The count; and that no two networks have a hill between them: the error is convex."""
    assert value(count) == 784 * 10 + 10
    rng, images = np.random.default_rng(0), mnist.load().training
    inputs, labels = images.inputs[:200].astype(np.float64) / 255, images.labels[:200]

    def error(params: Floats) -> float:
        found = softmax(inputs @ params[:7840].reshape(10, 784).T + params[7840:])
        return float(-np.log(found[np.arange(200), labels] + 1e-300).mean())

    for _ in range(20):
        first, last = rng.normal(scale=0.3, size=(2, 7850))
        a, b = error(first), error(last)
        for share in (0.25, 0.5, 0.75):
            assert error((1 - share) * first + share * last) < (1 - share) * a + share * b + 1e-9


@cache
def digit_run(slug: str, **changes: Any) -> TrainingRun:
    """The run of a scene on MNIST, at its end."""
    run = own_run(replace(SCENES[slug].settings, **changes).training_part()).run  # type: ignore[type-var, union-attr, arg-type]
    run.advance(run.n_epochs * run.steps_per_epoch)
    return run


def right(run: TrainingRun) -> float:
    """Percent of the test images."""
    images = mnist.load().test
    return float(100 * (scores(run, images.inputs / 255.0).argmax(axis=1) == images.labels).mean())


@claim("mnist-single", "About {} %, once they have learned.", long=True)
def _single_layer(percent: str) -> None:
    for seed in (1, 2):
        assert round(right(digit_run("mnist-single", init_seed=seed, order_seed=seed))) == value(percent)


@claim("templates", "Its middle: ink there speaks against a {}.", long=True)
def _middle(digit: str) -> None:
    ((weights, _),) = layers_of(digit_run("templates"))
    pictures = weights.reshape(10, 28, 28)
    middle = pictures[:, 12:16, 12:16]
    assert (middle[int(digit)] < 0).mean() > 0.8
    assert middle.mean(axis=(1, 2)).argmin() == int(digit)


@claim("templates", "Row k of W as a picture: from noise to a template in a few epochs.", long=True)
def _from_noise() -> None:
    run = digit_run("templates")
    ends = [
        run.architecture.split(run.replay(epoch, max_batches=1).params[0])[0].astype(float).ravel()
        for epoch in (0, 3, run.n_epochs)
    ]
    assert abs(np.corrcoef(ends[0], ends[2])[0, 1]) < 0.5
    assert np.corrcoef(ends[1], ends[2])[0, 1] > 0.8


@claim(
    "hinton",
    "Their templates’ difference under the ink, plus that of their biases.",
)
def _two_digits() -> None:
    rng = np.random.default_rng(0)
    weights, biases, x = rng.normal(size=(2, 784)), rng.normal(size=2), rng.random(784)
    weights[1, :300], x[600:] = weights[0, :300], 0
    difference = (weights[0] - weights[1]) * x
    z = weights @ x + biases
    assert near(z[0] - z[1], difference.sum() + biases[0] - biases[1])
    assert not difference[:300].any()
    assert not difference[600:].any()


@cache
def lesson_networks() -> dict[str, TrainingRun]:
    """Both networks at the end of the lesson of the scene "variability"."""
    settings: Any = SCENES["variability"].settings
    assert settings.trained == "varied"
    lesson = progress.lesson_of(settings)
    networks = {}
    for name, architecture in lessons.NETWORKS.items():
        networks[name] = lessons.run_of(architecture, lesson)
        networks[name].advance(networks[name].n_epochs * networks[name].steps_per_epoch)
    return networks


@claim(
    "variability",
    "About {} in {} more, though both learned from digits shifted alike.",
    long=True,
)
def _shifted(more: str, of: str) -> None:
    """The network with hidden units, and the single layer; and what the digit that moves shows of that.

    Two pixels to the left and two to the right the single layer takes it for another digit, unmoved it does not; the
    network with hidden units is right everywhere on the way.
    """
    settings: Any = SCENES["variability"].settings
    inputs, labels = lessons.varied("test", progress.lesson_of(settings).variability)
    networks = lesson_networks()
    rights = [
        100 * (scores(run, inputs / 255.0).argmax(axis=1) == labels).mean() for run in networks.values()
    ]
    single, multi = rights
    assert (round(multi - single), 100) == (value(more), value(of))
    place, test = int(settings.image.removeprefix("test-")), mnist.load().test
    assert (settings.sweep, settings.shift_x) == ("shift_x", -2)
    way = np.linspace(-2, 2, 9)
    digits = [transforms.transform(test.inputs[[place]], Transform(shift_x=x))[0] for x in way]
    is_right = {
        name: scores(run, np.array(digits) / 255.0).argmax(axis=1) == test.labels[place]
        for name, run in networks.items()
    }
    assert is_right["multi"].all()
    assert list(is_right["single"][[0, 4, 8]]) == [False, True, False]


@claim("features", "About as many parameters, spent on templates or on features.")
def _as_many() -> None:
    settings: Any = SCENES["features"].settings
    templates, features = (shape.n_params for shape in families.pair(settings.templates).values())
    assert templates == settings.templates * 10 * (784 + 1)
    assert abs(features / templates - 1) < 0.02


@claim(
    "features",
    "Features: all ten classes use each of them, and each template serves one class only.",
    long=True,
)
def _features_win() -> None:
    settings: Any = SCENES["features"].settings
    *_, (_, banks) = families.train(settings.templates, progress.lesson_of(settings))
    accuracy = {name: bank.accuracy for name, bank in banks.items()}
    assert accuracy["features"] > accuracy["templates"] + 0.01, accuracy
    leaving = banks["features"].architecture.split(banks["features"].params)[2]
    assert leaving.shape[0] == 10
    assert leaving.all()


@claim(
    "nielsen",
    "For several: each unit speaks for {} to {} digits (filled), and against the others (hollow).",
    long=True,
)
def _fifteen(least: str, most: str) -> None:
    """The signs of the weights that leave each hidden unit; none is 0."""
    _, (leaving, _) = layers_of(digit_run("nielsen"))
    assert leaving.shape == (10, 15)
    assert leaving.all()
    speaks_for = (leaving > 0).sum(axis=0)
    assert (speaks_for.min(), speaks_for.max()) == (value(least), value(most))


def swept(activation: str, start: str, rate: float) -> tuple[float, float]:
    """Share of right validation images after a run of the sweep, and share of hidden units that never answer."""
    settings: Any = replace(SCENES["dying-relu"].settings, activation=(activation,), start=start, rate=rate)  # type: ignore[type-var]
    training, (inputs, labels) = activation_runs.patterns_of(settings)
    run = activation_runs.run_of(settings)
    run.advance(run.n_epochs * run.steps_per_epoch)
    accuracy = float((scores(run, inputs / 255.0).argmax(axis=1) == labels).mean())
    here, silent = training[0] / 255.0, []
    for weights, biases in layers_of(run)[:-1]:
        here = SQUASH[activation](here @ weights.T + biases)
        silent.extend((here == 0).all(axis=0))
    return accuracy, float(np.mean(silent))


@claim(
    "dying-relu",
    "From {} on nearly all its units are dead. The sigmoid network is at its best there.",
    long=True,
)
def _dying(lost: str) -> None:
    start = SCENES["dying-relu"].settings.start  # type: ignore[attr-defined]
    rates = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
    assert SCENES["dying-relu"].questions[0].words.startswith("Up to a rate of 0.3 ReLU is ahead.")
    for rate in rates:
        accuracy, dead = swept("relu", start, rate)
        assert rate > 0.3 or accuracy > swept("sigmoid", start, rate)[0]
        assert (dead > 0.9, accuracy < 0.15) == (rate >= value(lost),) * 2, rate
        assert dead > 0.9 or dead < 0.1, rate
    shares = {rate: swept("sigmoid", start, rate)[0] for rate in rates}
    assert max(shares, key=lambda rate: shares[rate]) == value(lost), shares
    # What the presenter's notes tell of He's weights.
    assert swept("relu", "He normal", 1.0)[1] > 0.5


@claim("lab", "Two more entries: an affine layer and its activation. Each brings its own fprop and bprop.")
def _second_layer() -> None:
    """The longer list, with nothing else new, gives outputs, and a gradient of each parameter that is so."""
    rng = np.random.default_rng(0)
    first, last = layers.AffineLayer(6, 5), layers.AffineLayer(5, 3)
    shallow, deep = (
        [first, layers.ReluLayer(), last],
        [
            first,
            layers.ReluLayer(),
            *(added := [layers.AffineLayer(5, 5), layers.ReluLayer()]),
            last,
        ],
    )
    assert len(deep) == len(shallow) + 2
    assert all("fprop" in dir(layer) and "bprop" in dir(layer) for layer in added)
    for several in (shallow, deep):
        model, inputs, slopes = MultipleLayerModel(several), rng.random((4, 6)), rng.random((4, 3))
        model.params = [rng.normal(size=param.shape) for param in model.params]
        found = model.grads_wrt_params(model.fprop(inputs), slopes)
        for param, gradient in zip(model.params, found, strict=True):
            at, step = (0,) * param.ndim, 1e-6
            ends = []
            for way in (step, -step):
                param[at] += way
                ends.append((model.fprop(inputs)[-1] * slopes).sum())
                param[at] -= way
            assert abs((ends[0] - ends[1]) / (2 * step) - gradient[at]) < 1e-6


@claim(
    "layered",
    "The input plane, pushed through the hidden layer: what was wound up is pulled apart.",
    "Each score is linear in the features, so that two of them are equal along a straight line (dotted).",
)
def _layered() -> None:
    """In the plane of the two last hidden units three straight cuts get nearly all points right."""
    run, points = points_run("layered")
    (_, _, (weights, _)) = layers_of(run)
    assert weights.shape == (3, 2)
    inputs = points.training.inputs.astype(np.float64)
    for w, b in layers_of(run)[:-1]:
        inputs = np.tanh(inputs @ w.T + b)
    linear = np.linalg.lstsq(
        np.c_[inputs, np.ones(len(inputs))], scores(run, points.training.inputs), rcond=None
    )
    assert near(linear[0][:2].T, weights)  # a plane over the features
    assert (scores(run, points.training.inputs).argmax(axis=1) == points.training.labels).mean() > 0.95


@claim(
    "by-hand",
    "Yes: it begins with other lines (faint), and each step moves all three and the outputs at once.",
)
def _by_hand() -> None:
    """One step moves each weight and each bias; the run's end beats the hand's lines, for which outputs are fitted."""
    settings: Any = SCENES["by-hand"].settings
    run = _fresh(replace(settings.learned(), batch=10)).run
    before = run.params.copy()
    run.advance(1)
    assert (run.params != before).all()
    by_hand = np.array(settings.hidden).reshape(3, 3)
    trained = _fresh(settings.learned())
    (first, biases), _ = layers_of(trained.run)
    assert not np.isclose(np.c_[first, biases], by_hand).any()
    while not trained.run.finished:
        trained.run.advance(1_000)
    training, held_out = trained.points.training, trained.points.validation
    features = [sigmoid(part.inputs @ by_hand[:, :2].T + by_hand[:, 2]) for part in (training, held_out)]
    features = [np.c_[part, np.ones(len(part))] for part in features]
    outputs = np.zeros((4, 3))
    for _ in range(20_000):
        outputs -= (
            features[0].T @ (softmax(features[0] @ outputs) - np.eye(3)[training.labels]) / len(features[0])
        )
    right = ((features[1] @ outputs).argmax(axis=1) == held_out.labels).mean()
    assert 1 - share_wrong(trained.run, held_out) > right + 0.1


@claim(
    "multi-layer",
    "Its row of W⁽¹⁾ and its bias set its line (dashed); its column of W⁽²⁾ only weighs its answer.",
)
def _first_unit() -> None:
    net = Net.drawn(2, 8, 3)
    _, h, y = net.answers()
    for array in (net.weights[0][0], net.biases[0][:1]):
        array += 0.5
        assert net.answers()[1][0] != h[0]
        assert near(net.answers()[1][1:], h[1:])
        array -= 0.5
    net.weights[1][:, 0] += [0.5, -0.5, 0.1]
    assert near(net.answers()[1], h)
    assert not near(net.answers()[2], y)


@claim(
    "credit",
    "From all outputs: each one's g times its weight, added up, times the slope of the unit's own activation.",
)
def _blame() -> None:
    net = Net.drawn(2, 3, 3)
    h = net.answers()[1]
    assert near(
        net.slopes(net.biases[0]), sum(net.g()[k] * net.weights[1][k] for k in range(3)) * h * (1 - h)
    )


@claim("credit", "Its error signal times the input that the weight carries.")
def _gradient_of_a_weight() -> None:
    for seed in range(5):
        net = Net.drawn(2, 3, 3, seed=seed)
        assert near(net.slopes(net.weights[0]), np.outer(net.slopes(net.biases[0]), net.x))


@claim(
    "output-weights", "The row of the output that is most wrong: each row is h, times the g of its output."
)
def _rows() -> None:
    for seed in range(20):
        net = Net.drawn(2, 3, 3, seed=seed)
        gradient = net.slopes(net.weights[1])
        assert near(gradient, np.outer(net.g(), net.answers()[1]))
        assert np.linalg.norm(gradient, axis=1).argmax() == np.abs(net.g()).argmax()


@claim(
    "error-gradient",
    "The chain through the softmax, number by number: a vector times a full matrix.",
    "Never more than {} in size: the chain comes down to y − t, and both lie between 0 and {}.",
)
def _chain(*one: str) -> None:
    for seed in range(20):
        net = Net.drawn(2, 3, 3, seed=seed)
        y, t = net.answers()[-1], np.eye(3)[net.label]
        jacobian = np.diag(y) - np.outer(y, y)
        assert jacobian.all()
        assert near(-t / y @ jacobian, y - t)
        assert near(net.slopes(net.biases[-1]), y - t)
        assert np.abs(y - t).max() <= (value(one[0]) if one else 1)


def _backwards() -> None:
    net = Net.drawn(2, 3, 4, 3)
    _, first, second, _ = net.answers()
    at_second = net.weights[2].T @ net.g() * second * (1 - second)
    assert near(net.slopes(net.biases[1]), at_second)
    assert near(net.slopes(net.biases[0]), net.weights[1].T @ at_second * first * (1 - first))


@claim(
    "error-signal",
    "Here it shrinks: each layer multiplies what comes back by a slope of at most {}.",
)
def _shrinking_signal(most: str) -> None:
    """The largest error signal of each layer, from the outputs back, which the picture writes below them."""
    _backwards()
    made = example(SCENES["error-signal"].settings)  # type: ignore[arg-type]
    parts = [np.array(part, np.float64) for part in made.params]
    (x,), label = made.inputs, int(made.targets[0].argmax())
    net = Net(parts[::2], parts[1::2], x, label)
    _, first, second, _ = net.answers()
    at_second = net.weights[2].T @ net.g() * second * (1 - second)
    assert near(net.slopes(net.biases[1]), at_second)
    at_first = net.weights[1].T @ at_second * first * (1 - first)
    assert near(net.slopes(net.biases[0]), at_first)
    sizes = [np.abs(g).max() for g in (net.g(), at_second, at_first)]
    assert sizes == sorted(sizes, reverse=True)
    assert abs(slope(sigmoid, X).max() - value(most)) < 1e-9


@claim("hidden-weights", "Two factors with a name each: AffineLayer.bprop and SigmoidLayer.bprop.")
def _two_factors() -> None:
    assert {"bprop"} <= set(dir(layers.AffineLayer)) & set(dir(layers.SigmoidLayer))


@claim(
    "hidden-weights",
    "Almost nothing: it is saturated. Its slope leaves −{} of −{}.",
)
def _saturated_unit(left: str, comes: str) -> None:
    """The question says what unit 2 answers; the outputs are wrong, and most comes back to unit 2."""
    made = example(SCENES["hidden-weights"].settings)  # type: ignore[arg-type]
    first, first_biases, second, second_biases = (np.array(part, np.float64) for part in made.params)
    (x,), label = made.inputs, int(made.targets[0].argmax())
    net = Net([first, second], [first_biases, second_biases], x, label)
    h, blame, g = net.answers()[1], net.weights[1].T @ net.g(), net.slopes(net.biases[0])
    assert f" answers {h[1]:.3f}, " in SCENES["hidden-weights"].questions[0].words
    assert net.answers()[-1].argmax() != label
    assert near(g, blame * h * (1 - h))
    assert np.abs(blame).argmax() == 1
    assert np.abs(g).argmin() == 1
    assert h[1] * (1 - h[1]) < 0.01
    assert (f"{blame[1]:.3f}", f"{g[1]:.3f}") == (f"-{comes}", f"-{left}")
    assert np.abs(net.slopes(net.weights[0])).max(axis=1).argmin() == 1


@claim("biases", "The output's own g, as the input of a bias is always {}.")
def _bias(one: str) -> None:
    net = Net.drawn(2, 3, 3)
    assert near(net.slopes(net.biases[1]), net.g() * value(one))


@claim("five-steps", "The second and third: the error, and its gradient with respect to the sums z.")
def _five_steps() -> None:
    """With another target the forward step is the same; errors and g differ, and all else follows from g."""
    net, other = Net.drawn(2, 3, 3), Net.drawn(2, 3, 3)
    other.label = (net.label + 1) % 3
    assert all(near(a, b) for a, b in zip(net.answers(), other.answers(), strict=True))
    assert net.error() != other.error()
    assert not near(net.g(), other.g())
    for one in (net, other):
        h = one.answers()[1]
        at_hidden = one.weights[1].T @ one.g() * h * (1 - h)
        assert near(one.slopes(one.weights[0]), np.outer(at_hidden, one.x))


def first_to_last(start: str, seed: int) -> float:
    """How many times a weight's mean gradient in the last layer is that in the first, before training."""
    settings: Any = replace(SCENES["depth"].settings, start=start, init_seed=seed)  # type: ignore[type-var]
    network = new_runs.initial_network(settings, activation_runs.architecture_of(settings))
    parts = [np.asarray(part, dtype=np.float64) for part in network.params]
    images = mnist.load().training
    answers, labels = [images.inputs[:250].astype(np.float64) / 255], images.labels[:250]
    for weights, biases in zip(parts[:-2:2], parts[1:-2:2], strict=True):
        answers.append(sigmoid(answers[-1] @ weights.T + biases))
    grads = (softmax(answers[-1] @ parts[-2].T + parts[-1]) - np.eye(10)[labels]) / 250
    sizes = []
    for weights, h in zip(parts[-2::-2], answers[::-1], strict=True):
        sizes.append(float(np.abs(grads.T @ h).mean()))
        grads = grads @ weights * h * (1 - h)
    return sizes[0] / sizes[-1]


@claim(
    "depth",
    "About {} times: each layer on the way back multiplies by small weights and by a slope of {}/{} at most.",
)
def _shrinking(about: str, over: str, under: str) -> None:
    scene: Any = SCENES["depth"].settings
    here = first_to_last(scene.start, scene.init_seed)
    assert f"{float(f'{here:.2g}'):,.0f}" == about
    network = new_runs.initial_network(scene, activation_runs.architecture_of(scene))
    assert len(network.params) == 10  # four hidden layers and the outputs: weights and biases of each
    assert max(np.abs(part).max() for part in network.params) <= 0.1
    assert abs(slope(sigmoid, X).max() - value(over) / value(under)) < 1e-9
    # It holds whatever the seed, with the course's initial weights and without biases, and for no others.
    for start in ("weights only (±0.1)", "course (±0.1)"):
        ratios = [first_to_last(start, seed) for seed in range(1, 9)]
        assert 7_500 <= min(ratios) <= max(ratios) <= 21_000
    assert max(first_to_last(start, 1) for start in ("Glorot uniform", "He normal")) < 3_000


@claim("sigmoid", "The curve and its slope, which is never more than {}.")
@claim("sigmoid", "At {}, where the slope is {}/{}.")
def _steepest(*numbers: str) -> None:
    slopes = slope(sigmoid, X)
    assert abs(slopes.max() - 0.25) < 1e-9
    if len(numbers) == 1:
        assert value(numbers[0]) == 0.25
    else:
        place, over, under = map(value, numbers)
        assert abs(X[slopes.argmax()] - place) < 1e-9
        assert over / under == 0.25


@claim("sigmoid-readings", "Each of these: the number stays the same, only its reading changes.")
@claim("sigmoid-readings", "Every score is squashed to between {} and {}.")
def _squashed(low: str = "0", high: str = "1") -> None:
    assert value(low) < sigmoid(X).min() < 0.001
    assert 0.999 < sigmoid(X).max() < value(high)
    settings: Any = SCENES["sigmoid-readings"].settings
    assert f"{sigmoid(np.array(settings.x)):.1f}" == "0.9"  # the question's unit


@claim(
    "saturation",
    "Almost {}: it is multiplied by σ′ = σ({} − σ). Nor are the answers centred: all are above {}.",
)
def _no_slope(zero: str, one: str, centre: str) -> None:
    h = sigmoid(X)
    assert h.min() > value(centre)
    assert np.allclose(slope(sigmoid, X), h * (value(one) - h), atol=1e-8)
    assert slope(sigmoid, X)[(h < 0.01) | (h > 0.99)].max() - value(zero) < 0.01


@claim("tanh", "The sigmoid, stretched and moved: sigmoid(x) = ({} + tanh(x/{}))/{}.")
def _tanh(one: str, two: str, below: str) -> None:
    assert near(sigmoid(X), (value(one) + np.tanh(X / value(two))) / value(below))


@claim(
    "tanh",
    "Yes, exactly: halve the weights and biases that arrive and the weights that leave, and move the next biases.",
)
def _rewritten() -> None:
    net = Net.drawn(2, 4, 4, 3)
    inputs = np.random.default_rng(1).normal(size=(50, 2))
    here = there = inputs
    scale = 1.0
    for last, (weights, biases) in enumerate(zip(net.weights, net.biases, strict=True), start=1):
        z = here @ weights.T + biases
        # A sigmoid's answer is half of tanh's, and a half more: its weight is halved, its bias takes the rest.
        arriving = weights * scale
        moved = biases + (weights.sum(axis=1) / 2 if scale < 1 else 0)
        y = there @ arriving.T + moved
        assert near(z, y)
        here, there, scale = sigmoid(z), np.tanh(y / 2), 0.5
        assert last <= 3


@claim(
    "same-sign", "For one example all have the same sign: each is g times an h. With tanh they can be mixed."
)
def _same_sign() -> None:
    rng = np.random.default_rng(0)
    z, g = rng.normal(size=(100, 8)), rng.normal(size=(100, 1))
    assert (np.ptp(np.sign(g * sigmoid(z)), axis=1) == 0).all()
    assert (np.ptp(np.sign(g * np.tanh(z)), axis=1) > 0).any()


@claim(
    "relu",
    "A curve of two straight pieces; the slope is {} or {}.",
    "Only on the left, where its slope is {}.",
)
def _relu(*slopes: str) -> None:
    relu = SQUASH["relu"]
    assert near(slope(relu, X[X < -0.01]), 0)
    assert near(slope(relu, X[X > 0.01]), 1)
    assert {value(text) for text in slopes} == ({0, 1} if len(slopes) == 2 else {0})


@claim("summary", "A score for each class, linear in the inputs: its boundaries are straight.")
def _linear() -> None:
    net, (a, b) = Net.drawn(2, 3), np.random.default_rng(0).normal(size=(2, 2))
    z = [net.weights[0] @ x + net.biases[0] for x in (a, b, (a + b) / 2)]
    assert near((z[0] + z[1]) / 2, z[2])


@claim("summary", "Features that are learned: straight cuts in their space follow the arms of the spiral.")
def _features() -> None:
    _layered()
    run, points = _second_of_the_summary()
    for part in (points.training, points.validation):
        assert (scores(run, part.inputs).argmax(axis=1) == part.labels).mean() > 0.95


def _second_of_the_summary() -> tuple[TrainingRun, Any]:
    """The summary's network with hidden layers, at its end, and its points."""
    settings: Any = SCENES["summary"].settings
    trained = plane_runs._trained(settings.networks()[1])
    while not trained.run.finished:
        trained.run.advance(1_000)
    return trained.run, trained.points


@claim(
    "summary",
    "By back-propagation: the outputs' errors come back through the weights. So the loss falls.",
)
def _ways() -> None:
    _blame()
    _backwards()
    losses = _second_of_the_summary()[0].history.training_error
    assert losses[-1] < 0.2 * losses[0]


@claim(
    "summary",
    "After {} epochs both get more points right, with one layer and two: tanh has both signs, ReLU stays steep.",
)
def _choices(epochs: str) -> None:
    assert sigmoid(X).min() > 0
    assert np.tanh(X).min() < 0 < np.tanh(X).max()
    _relu("0", "1")
    assert slope(sigmoid, X[-1:])[0] < 0.001
    right: dict[str, list[float]] = {}
    settings: Any = SCENES["summary"].after(4)
    for network in settings.wall():
        trained = plane_runs._trained(network)
        while not trained.run.finished:
            trained.run.advance(1_000)
        right.setdefault(network.activations[0], []).append(
            1 - share_wrong(trained.run, trained.points.validation)
        )
    assert ([int(depth) for depth in settings.depths], settings.epochs) == ([1, 2], value(epochs))
    for name in ("tanh", "relu"):
        assert all(a > b for a, b in zip(right[name], right["sigmoid"], strict=True))


def share_wrong(run: TrainingRun, points: Any) -> float:
    """Share of points whose highest score is another class's."""
    return float((scores(run, points.inputs).argmax(axis=1) != points.labels).mean())


@claim(
    "buys-flat",
    "More than half: boundaries are straight, and no straight line parts a ring from what lies inside it.",
)
def _flat() -> None:
    """In every direction the ring reaches farther than what lies inside it, on both sides."""
    for seed in (1, 2, 3, 4):
        run, points = points_run("buys-flat", init_seed=seed)
        assert len(layers_of(run)) == 1
        assert min(share_wrong(run, points.training), share_wrong(run, points.validation)) > 0.5
    inputs, labels = points.training.inputs.astype(np.float64), points.training.labels
    sizes = [np.linalg.norm(inputs[labels == one], axis=1).mean() for one in range(3)]
    inside_out = [inputs[labels == one] for one in np.argsort(sizes)]
    angles = np.linspace(0, np.pi, 180, endpoint=False)
    ways = np.array([np.cos(angles), np.sin(angles)])
    for inside, ring in itertools.pairwise(inside_out):
        assert ((ring @ ways).min(axis=0) < (inside @ ways).mean(axis=0)).all()
        assert ((ring @ ways).max(axis=0) > (inside @ ways).mean(axis=0)).all()
    for inside, ring in ((inside_out[0], inside_out[1]), (inside_out[0], inside_out[2])):
        assert ((ring @ ways).min(axis=0) < (inside @ ways).min(axis=0)).all()
        assert ((ring @ ways).max(axis=0) > (inside @ ways).max(axis=0)).all()


@claim("buys-unit", "No: along it wᵀx + b is {}, and that is a straight line whatever the weights.")
def _half(zero: str) -> None:
    rng = np.random.default_rng(0)
    for w, b in zip(rng.normal(size=(50, 2)), rng.normal(size=50), strict=True):
        places = -b * w / (w @ w) + np.linspace(-5, 5, 11)[:, None] * np.array([-w[1], w[0]])
        assert np.abs(places @ w + b - value(zero)).max() < 1e-9
        assert near(sigmoid(places @ w + b), 0.5)


@claim("buys-fence", "Three: they make a triangle. Two lines always leave a way out.")
def _fence() -> None:
    """Whatever sides of two lines one is on, one may go on for ever; on those of three one may not."""
    rng = np.random.default_rng(0)
    angles = np.linspace(0, 2 * np.pi, 720)
    ways = np.array([np.cos(angles), np.sin(angles)])
    for two in rng.normal(size=(200, 2, 2)):
        assert (two @ ways >= 0).all(axis=0).any()
    three = np.array([[np.cos(a), np.sin(a)] for a in (0, 2 * np.pi / 3, 4 * np.pi / 3)])
    assert not (three @ ways >= 0).all(axis=0).any()
    points = plane_runs.points_of(SCENES["buys-three"].settings).training  # type: ignore[arg-type]
    classes = [points.inputs[points.labels == one].astype(np.float64) for one in range(3)]
    inner = min(classes, key=lambda one: float(np.linalg.norm(one, axis=1).mean()))
    assert np.abs(inner.mean(axis=0)).max() < 0.5  # around the middle, where the triangle stands
    """The scene opens with two lines; the answer's three have nearly all of the inner class on their inner side."""
    opens, shown = (SCENES["buys-fence"].after(n) for n in (0, 1))
    assert isinstance(opens, HandsSettings)
    assert isinstance(shown, HandsSettings)
    assert (opens.data, len(opens.hidden), len(shown.hidden)) == ("rings", 6, 9)
    points = toy.draw("rings", size=300, seed=1).training
    lines = np.reshape(shown.hidden, (3, 3))
    sizes = [np.linalg.norm(points.inputs[points.labels == k], axis=1).mean() for k in range(3)]
    inner = points.inputs[points.labels == int(np.argmin(sizes))]
    assert (inner @ lines[:, :2].T + lines[:, 2] > 0).all(axis=1).mean() > 0.95


@claim("buys-three", "Less than a tenth, from each of four starts. With two units it is about a third.")
def _three_units() -> None:
    for seed in (1, 2, 3, 4):
        for units, least, most in ((3, 0.0, 0.1), (2, 0.28, 0.4)):
            run, points = points_run("buys-three", units=(units,), init_seed=seed)
            assert layers_of(run)[0][0].shape == (units, 2)
            for part in (points.training, points.validation):
                assert least <= share_wrong(run, part) < most, (seed, units)


@claim(
    "buys-space",
    "Planes: the outputs can only cut straight. The layer has bent the rings so that this is almost enough.",
)
def _planes() -> None:
    """A score is linear in the features; where two are equal lies a plane. Few points stay wrong."""
    run, points = points_run("buys-space")
    (into, biases), (out, more) = layers_of(run)
    features = np.tanh(points.training.inputs.astype(np.float64) @ into.T + biases)
    assert features.shape[1] == 3
    assert near(features @ out.T + more, scores(run, points.training.inputs))
    assert 0 < share_wrong(run, points.training) < 0.1


@claim(
    "buys-price", "{}: {}·{} + {} lead into the hidden layer, {}·{} + {} out of it. Without it there are {}."
)
def _price(*numbers: str) -> None:
    total, inputs, hidden, biases, again, outputs, more, without = map(value, numbers)
    assert (inputs, outputs) == (2, 3)
    assert hidden == again == biases
    assert more == outputs
    sizes = [w.size + b.size for w, b in layers_of(points_run("buys-price")[0])]
    assert sizes == [inputs * hidden + biases, again * outputs + more]
    assert sum(sizes) == total == SCENES["buys-price"].questions[0].number
    assert sum(w.size + b.size for w, b in layers_of(points_run("buys-price", depth=0)[0])) == without


@claim(
    "buys-overlap",
    "Nothing: the best rule there is stays wrong {} % of the time, and no hidden units are needed to come"
    " within {} points of it.",
)
def _overlap(share: str, points_off: str) -> None:
    """On 100,000 fresh points of the lecture's Gaussians, from four starts each."""
    centres, spread, priors = np.array(((2, 2), (0, 0), (1, -1))), np.array((0.5, 1.0, 0.6)), (0.4, 0.3, 0.3)
    best = 100 * error_of_the_best_rule(centres, spread, priors)
    assert f"{best:.1f}" == share
    rng = np.random.default_rng(0)
    labels = rng.choice(3, size=100_000, p=priors)
    inputs = centres[labels] + rng.normal(size=(100_000, 2)) * np.sqrt(spread)[labels][:, None]
    for seed in (1, 2, 3, 4):
        wrong = {}
        for depth in (0, 1):
            run, _ = points_run("buys-overlap", depth=depth, init_seed=seed)
            wrong[depth] = 100 * float((scores(run, inputs).argmax(axis=1) != labels).mean())
        assert wrong[0] < best + value(points_off)
        assert wrong[1] > wrong[0] - 0.1


@claim(
    "buys-random",
    "The one whose {} units learn: {} % of fresh points, against {} % with {} random features.",
)
def _by_lot(n_learned: str, learned: str, by_lot: str, n_random: str) -> None:
    """On 20,000 points of the spirals of another seed; from three other starts each the order is the same."""
    settings: Any = SCENES["buys-random"].settings
    fresh = toy.draw("spirals", size=20_000, noise=settings.noise_level, seed=4_711).training
    for seed in (1, 2, 3, 4):
        right = []
        for one, n_units in zip(settings.networks(), (n_learned, n_random), strict=True):
            assert one.widths == (int(n_units),)
            run = _fresh(replace(one, init_seed=seed)).run
            first = run.params.copy()
            run.advance(1_000)
            hidden = 3 * int(n_units)
            assert (run.params[hidden:] != first[hidden:]).all()
            assert np.array_equal(run.params[:hidden], first[:hidden]) == (n_units == n_random)
            right.append(100 * float((scores(run, fresh.inputs).argmax(axis=1) == fresh.labels).mean()))
        assert right[0] > right[1] + 2
        if seed == settings.init_seed:
            assert abs(right[0] - value(learned)) < 0.8
            assert abs(right[1] - value(by_lot)) < 0.8


@claim(
    "buys-squares",
    "Almost none, from each of four starts: where two weighted sums of the squares are equal, there is an ellipse.",
)
def _on_squares() -> None:
    """On 20,000 points of another seed; where two scores are equal, the squares' weights differ by one sign."""
    settings: Any = SCENES["buys-squares"].settings
    single, multi = settings.networks()
    assert (single.inputs, multi.inputs) == (("x1x1", "x2x2"), ("x1", "x2"))
    assert (single.depth, multi.depth) == (0, 1)
    fresh = toy.draw("rings", size=20_000, noise=settings.noise_level, seed=4_711).training
    for seed in (1, 2, 3, 4):
        run = _fresh(replace(single, init_seed=seed)).run
        run.advance(1_000)
        found = scores(run, np.square(fresh.inputs))
        assert (found.argmax(axis=1) != fresh.labels).mean() < 0.03
        weights, biases = run.params[:6].reshape(3, 2), run.params[6:]
        for inner, outer in ((0, 1), (1, 2)):
            apart = weights[outer] - weights[inner]
            assert (apart > 0).all()
            assert biases[outer] < biases[inner]
    # What the presenter's notes tell of the coordinates.
    run = _fresh(replace(single, inputs=("x1", "x2"))).run
    run.advance(1_000)
    assert (scores(run, fresh.inputs).argmax(axis=1) != fresh.labels).mean() > 0.5


@claim(
    "buys-both",
    "Boundaries that bend: the features are learned, and a straight cut among them is a bent one in the plane.",
)
def _bent() -> None:
    """Halfway between two points, the scores of a single layer are halfway too; with a hidden layer they are not."""
    settings: Any = SCENES["buys-both"].settings
    single, multi = settings.networks()
    assert (single.depth, multi.depth) == (0, 1)
    rng = np.random.default_rng(0)
    a, b = rng.uniform(-3, 3, size=(2, 100, 2))
    for one, is_linear in ((single, True), (multi, False)):
        trained = _fresh(one)
        first = trained.run.params.copy()
        while not trained.run.finished:
            trained.run.advance(1_000)
        between = (scores(trained.run, a) + scores(trained.run, b)) / 2
        assert near(scores(trained.run, (a + b) / 2), between) == is_linear
        assert (trained.run.params != first).all()


@claim(
    "exp-story",
    "In the first few epochs. Keys [ and ] go from mark to mark: a sentence tells what happened there.",
)
def _moves_first() -> None:
    """From each of four starts: in the first six epochs the answer changes on more of the map than in any six later."""
    grid = np.stack(np.meshgrid(*[np.linspace(-8, 8, 61)] * 2), axis=-1).reshape(-1, 2)
    for seed in (1, 2, 3, 4):
        run, points = points_run("exp-story", init_seed=seed)
        assert run.n_epochs == 250
        edge = 1.2 * np.abs(points.training.inputs).max()
        epochs, params = run.snapshots.epochs, run.snapshots.params
        images = []
        for epoch in range(0, 247, 6):
            at = int(np.abs(epochs - epoch).argmin())
            parts = [part.astype(np.float64) for part in run.architecture.split(params[at])]
            here = grid * edge / 8
            for w, b in zip(parts[:-2:2], parts[1:-2:2], strict=True):
                here = np.tanh(here @ w.T + b)
            images.append((here @ parts[-2].T + parts[-1]).argmax(axis=1))
        changes = [float((a != b).mean()) for a, b in itertools.pairwise(images)]
        assert max(changes) == changes[0] > 0.2


def _loss_between(run: TrainingRun, other: TrainingRun, points: Any) -> Floats:
    """Mean cross-entropy of the training points along the straight line from one network to another."""
    found = []
    for share in np.linspace(0, 1, 61):
        params = (1 - share) * run.params.astype(np.float64) + share * other.params.astype(np.float64)
        parts = run.architecture.split(params)
        here = points.training.inputs.astype(np.float64)
        for w, b in zip(parts[:-2:2], parts[1:-2:2], strict=True):
            here = np.tanh(here @ w.T + b)
        probs = softmax(here @ parts[-2].T + parts[-1])
        found.append(-np.log(probs[np.arange(len(here)), points.training.labels]).mean())
    return np.array(found)


@claim(
    "exp-landscape",
    "No: the loss of a single layer is convex, so that between two places it is never above both.",
    "A ridge parts them: between both ends the loss rises far above both.",
)
def _ridges() -> None:
    """Between the ends of the scene's two runs, and between those of three further seeds."""
    scene: Any = SCENES["exp-landscape"]
    single, hidden = scene.settings, scene.after(2)
    assert (single.depth, hidden.depth, hidden.widths, single.rival) == (0, 1, (4,), hidden.rival)
    assert hidden.activations == ("tanh",)
    for rival in (single.rival, 3, 4, 5):
        for settings in (single, hidden):
            ends = [_fresh(replace(settings, init_seed=seed)) for seed in (settings.init_seed, rival)]
            for end in ends:
                end.run.advance(1_000)
            losses = _loss_between(ends[0].run, ends[1].run, ends[0].points)
            higher = max(losses[0], losses[-1])
            assert losses.max() <= higher + 1e-9 if settings is single else losses.max() > 1.5 * higher


@claim("exp-pieces", "Ten ReLUs in one layer: each changes between off and on along a line of its own.")
@claim(
    "exp-pieces",
    "{}: {} + {} + {}·{}/{}, one more for each line and for each crossing. In the square there are fewer.",
)
def _cut_by_lines(*numbers: str) -> None:
    """Lines that all cross each other make so many patterns of signs; those of the scene's network make fewer."""
    run, points = points_run("exp-pieces")
    (weights, biases), _ = layers_of(run)
    assert run.architecture.activations == ("relu",)
    assert weights.shape == (10, 2)
    if not numbers:
        assert len({tuple(row) for row in np.round(weights / np.abs(weights).max(), 6)}) == 10
        return
    total, one, n, again, others, two = map(value, numbers)
    assert (one, n, again, others, two) == (1, 10, 10, 9, 2)
    assert total == 1 + n + n * (n - 1) / 2 == SCENES["exp-pieces"].questions[0].number
    edge = 1.2 * np.abs(points.training.inputs).max()
    grid = np.stack(np.meshgrid(*[np.linspace(-edge, edge, 801)] * 2), axis=-1).reshape(-1, 2)
    on = grid @ weights.T + biases > 0
    assert 20 < len(np.unique(np.packbits(on, axis=1), axis=0)) < total
    few = np.random.default_rng(0).normal(
        size=(4, 3)
    )  # four lines, all of whose crossings are far within the grid
    places = np.stack(np.meshgrid(*[np.linspace(-40, 40, 2001)] * 2), axis=-1).reshape(-1, 2)
    assert len(np.unique(places @ few[:, :2].T + few[:, 2] > 0, axis=0)) == 1 + 4 + 4 * 3 / 2


@claim("exp-off", "Three hidden units fence in the rings; the first one is picked.")
@claim(
    "exp-off",
    "More than half, whichever of the three it is: each is a side of the fence, and all outputs count on it.",
)
def _without_a_side() -> None:
    """From each of four starts, with each of the units answering 0."""
    assert SCENES["exp-off"].settings.unit == "1-1"  # type: ignore[attr-defined]
    for seed in (1, 2, 3, 4):
        run, points = points_run("exp-off", init_seed=seed)
        (into, biases), (out, more) = layers_of(run)
        assert into.shape == (3, 2)
        features = np.tanh(points.training.inputs.astype(np.float64) @ into.T + biases)
        labels = points.training.labels
        assert ((features @ out.T + more).argmax(axis=1) != labels).mean() < 0.1
        for unit in range(3):
            left = features * (np.arange(3) != unit)
            assert ((left @ out.T + more).argmax(axis=1) != labels).mean() > 0.5


@claim(
    "exp-luck",
    "Twenty pairs of networks on the spirals, with one hidden layer and with two; each pair has seeds of its own.",
)
@claim("exp-luck", "Nearly all: at least {} of {}. By luck alone that happens once in some thousand times.")
def _depth_or_luck(*numbers: str) -> None:
    """On 20,000 points of another seed; and in how many of all ways 20 coins can fall so many are alike."""
    settings: Any = SCENES["exp-luck"].settings
    assert (settings.data, settings.vary, settings.view) == (
        "spirals",
        ("data", "weights", "batches"),
        "seeds",
    )
    assert [one.depth for one in settings.networks()] == [1, 2]
    if not numbers:
        return
    least, n = map(value, numbers)
    lower, fresh = 0, toy.draw("spirals", size=20_000, noise=settings.noise_level, seed=4_711).training
    for number in range(int(n)):
        wrong = []
        for one in settings.networks():
            trained = _fresh(
                replace(
                    one,
                    data_seed=one.data_seed + number,
                    init_seed=one.init_seed + number,
                    order_seed=one.order_seed + number,
                )
            )
            trained.run.advance(1_000)
            wrong.append(share_wrong(trained.run, fresh))
        lower += wrong[1] < wrong[0]
    assert least <= lower <= n
    ways = sum(math.comb(20, k) for k in range(int(least), 21)) / 2**20
    assert 1 / 10_000 < 2 * ways < 1 / 2_000


@claim(
    "exp-dead",
    "Six ReLUs; the first one is picked. Its bias can be typed: at the unit, or in its list of weights.",
)
@claim(
    "exp-dead",
    "No: it answers {} at every training point, so no gradient reaches its weights, and they stay as they are.",
)
def _dead_by_hand(*zero: str) -> None:
    """From each of four starts: the gradient of the unit’s weights and bias is 0, exactly; that of others is not."""
    settings: Any = SCENES["exp-dead"].settings
    assert (settings.widths, settings.activations, settings.unit) == ((6,), ("relu",), "1-1")
    assert SCENES["exp-dead"].after(1).by_hand == "1-1-0:-50"  # type: ignore[attr-defined]
    for seed in (1, 2, 3, 4):
        run, points = points_run("exp-dead", init_seed=seed)
        (into, biases), _ = layers_of(run)
        biases[0] = -50.0
        sums = points.training.inputs.astype(np.float64) @ into.T + biases
        assert (sums[:, 0] < 0).all()
        assert (sums[:, 1:] > 0).any(axis=0).sum() >= 4
        assert not zero or value(zero[0]) == 0
        (_, _), (out, more) = layers_of(run)
        error = softmax(np.maximum(sums, 0) @ out.T + more) - np.eye(3)[points.training.labels]
        signals = (error @ out) * (sums > 0)
        gradients = signals.T @ points.training.inputs
        assert not gradients[0].any()
        assert not signals[:, 0].any()
        assert gradients[1:].any()


@claim(
    "exp-paste",
    "Its shape: it has a row for each pattern, where the biases have one number for each output.",
)
def _not_summed() -> None:
    """The course's own layer sums; without the sum the gradient has a row for each pattern."""
    layer = layers.AffineLayer(2, 3)
    inputs, grads = np.ones((5, 2)), np.arange(15.0).reshape(5, 3)
    _, of_biases = layer.grads_wrt_params(inputs, grads)
    assert layer.biases.shape == of_biases.shape == (3,)
    assert grads.shape == (5, 3) != layer.biases.shape
    np.testing.assert_allclose(grads.sum(axis=0), of_biases)
