"""Every contest and its goals: MNIST, a toy network, regions of many snapshots."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import peers
from benchmarks.contest import Contest, Goal, Work
from datasets import mnist, transforms
from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import GlorotUniformInit
from engine.learning_rules import GradientDescentLearningRule
from engine.models import MultipleLayerModel, make_model
from engine.plans import make_plan
from engine.plans.many_networks import ForwardPass
from engine.plans.plan import Plan
from engine.training.redraws import Redraws

FLOOR, CLEAN = "own matrix products", "the same images each epoch"
FULL = "all layers learn"
TORCH, SKLEARN, NAIVE = "PyTorch eager", "scikit-learn", "naive float64"
FLOORS = (FLOOR, CLEAN)
"""Peers whose time ours is held to a multiple of; all others' is held to a multiple of ours."""

TOY = Architecture((2, 16, 16, 3), ("tanh", "tanh"))
BATCH_SIZE, RATE = 100, 0.1


def all_contests(quick: bool) -> Iterator[Contest]:
    rng = np.random.default_rng(0)
    goals = (Goal(FLOOR, 1.5), Goal(TORCH, 2.5, 1.6), Goal(SKLEARN, 2.0, 1.6), Goal(NAIVE, 2.3, 2.2))
    yield mnist_epoch(Architecture((784, 100, 10), ("sigmoid",)), goals, quick, rng)
    if not quick:
        goals = (Goal(FLOOR), Goal(TORCH), Goal(SKLEARN), Goal(NAIVE))
        yield mnist_epoch(Architecture((784, 100, 100, 10), ("relu", "relu")), goals, quick, rng)
    yield output_weights_only(1 if quick else 10, quick)
    for n_images in (10_000, 50_000):
        for rotation, n_turns in ((0.0, 1), (15.0, 16)):
            variability = transforms.Variability(shift_x=2, shift_y=2, rotation=rotation)
            yield varied_epoch(variability, n_turns, 1_000 if quick else n_images, quick)
    yield toy_epochs(300, (Goal(TORCH, 9.0), Goal(NAIVE, 4.5)), quick, rng)
    yield toy_epochs(900, (Goal(TORCH), Goal(NAIVE)), quick, rng)
    yield regions(quick, rng)


def make_network(architecture: Architecture, rng: np.random.Generator) -> MultipleLayerModel:
    return make_model(architecture, weights_initialiser=GlorotUniformInit(rng=rng))


def mnist_epoch(
    architecture: Architecture, goals: tuple[Goal, ...], quick: bool, rng: np.random.Generator
) -> Contest:
    """One epoch of all 60,000 training images in a new order."""
    data = mnist.load()
    levels = np.vstack([data.training.inputs, data.validation.inputs])
    labels = np.concatenate([data.training.labels, data.validation.labels])
    if quick:
        levels, labels = levels[:6000], labels[:6000]
    floats = levels / np.float32(255)
    model = make_network(architecture, rng)
    plan = make_plan(
        model, CrossEntropySoftmaxError(), GradientDescentLearningRule(RATE), batch_size=BATCH_SIZE
    )
    plan.bind(levels, labels)

    def train() -> None:
        if plan.run(rng.permutation(len(labels)).reshape(-1, BATCH_SIZE)) < len(labels) // BATCH_SIZE:
            raise RuntimeError("the network of the benchmark diverged")

    n_used = int(levels.any(axis=0).sum()) + 1
    works: dict[str, Work] = {FLOOR: products(architecture, n_used, len(labels) // BATCH_SIZE, rng)}
    if peers.is_installed("torch"):
        works[TORCH] = peers.torch_training(architecture, floats, labels, BATCH_SIZE, RATE)
    if peers.is_installed("sklearn"):
        works[SKLEARN] = peers.sklearn_training(architecture, floats, labels, BATCH_SIZE, RATE)
    works[NAIVE] = peers.naive_training(architecture, model.params, floats, labels, BATCH_SIZE, RATE)
    name = f"MNIST {'-'.join(map(str, architecture.sizes))} {architecture.activations[0]}, {len(labels):,} images"
    return Contest(f"{name}, an epoch", train, works, goals, rounds=5 if quick else 9)


def products(architecture: Architecture, n_used: int, n_steps: int, rng: np.random.Generator) -> Work:
    """Only the matrix products of an epoch, at the engine's own shapes and in the fastest layout."""
    calls = []
    for index, (rows, columns) in enumerate(architecture.weight_shapes):
        width = n_used if index == 0 else columns
        weights = rng.normal(size=(width, rows)).astype(np.float32)
        inputs = rng.normal(size=(BATCH_SIZE, width)).astype(np.float32)
        signals = rng.normal(size=(BATCH_SIZE, rows)).astype(np.float32)
        calls.append((inputs, weights, np.empty_like(signals)))
        calls.append((inputs.T, signals, np.empty_like(weights)))
        if index > 0:
            calls.append((signals, weights.T, np.empty_like(inputs)))

    def multiply() -> None:
        for _ in range(n_steps):
            for left, right, result in calls:
                np.dot(left, right, result)

    return multiply


def output_weights_only(n_epochs: int, quick: bool) -> Contest:
    """A run whose first layer is frozen, its outputs computed within it, against the run in which all layers learn."""
    training = mnist.load().training
    images, labels = training.inputs, training.labels
    if quick:
        images, labels = images[:5000], labels[:5000]
    n_images = len(labels) // BATCH_SIZE * BATCH_SIZE
    architecture, orders = Architecture((784, 100, 10), ("sigmoid",)), np.random.default_rng(2)

    def train(learns: bool) -> None:
        start = GlorotUniformInit(rng=np.random.default_rng(0))
        learnt = [learns, True]
        model = make_model(architecture, weights_initialiser=start, learn_weights=learnt, learn_biases=learnt)
        rule = GradientDescentLearningRule(RATE)
        plan = make_plan(model, CrossEntropySoftmaxError(), rule, batch_size=BATCH_SIZE)
        plan.bind(images, labels)
        for _ in range(n_epochs):
            plan.run(orders.permutation(n_images).reshape(-1, BATCH_SIZE))

    name = f"784-100-10 sigmoid, output weights only, {n_images:,} images, {n_epochs} epochs"
    full: dict[str, Work] = {FULL: lambda: train(True)}
    return Contest(name, lambda: train(False), full, (Goal(FULL, None if quick else 6.0),), rounds=5)


def varied_epoch(variability: transforms.Variability, n_turns: int, n_images: int, quick: bool) -> Contest:
    """One epoch of images that are changed a little, anew each time, against one of the images as they are."""
    training = mnist.load().training
    images, labels = training.inputs[:n_images], training.labels[:n_images]
    architecture = Architecture((784, 100, 10), ("relu",))

    def make() -> Plan:
        model = make_network(architecture, np.random.default_rng(0))
        return make_plan(
            model, CrossEntropySoftmaxError(), GradientDescentLearningRule(RATE), batch_size=BATCH_SIZE
        )

    varied, clean, orders = make(), make(), np.random.default_rng(1)
    clean.bind(images, labels)
    redraws = Redraws(
        varied,
        images,
        labels,
        lambda inputs, rng: transforms.vary(inputs, variability, rng),
        seed=0,
        n_turns=n_turns,
    )
    epochs = itertools.count()

    def train(plan: Plan) -> None:
        plan.run(orders.permutation(n_images).reshape(-1, BATCH_SIZE))

    def train_varied() -> None:
        redraws.bring(next(epochs))
        train(varied)

    kinds = "±2 px" if n_turns == 1 else "±2 px and ±15°, a sixteenth anew"
    name = f"784-100-10 relu, {n_images:,} images, {kinds}, an epoch"
    return Contest(name, train_varied, {CLEAN: lambda: train(clean)}, (Goal(CLEAN, 1.4),), 5 if quick else 9)


def spirals(n_patterns: int, rng: np.random.Generator) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Three arms, a class each."""
    labels = np.arange(n_patterns) % 3
    radius = np.sqrt(rng.random(n_patterns))
    angle = 2 * np.pi * (labels / 3 + radius) + rng.normal(scale=0.2, size=n_patterns)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), labels


def toy_epochs(n_patterns: int, goals: tuple[Goal, ...], quick: bool, rng: np.random.Generator) -> Contest:
    """Full-batch epochs of a small network."""
    epochs = 100 if quick else 300
    inputs, labels = spirals(n_patterns, rng)
    model = make_network(TOY, rng)
    plan = make_plan(
        model, CrossEntropySoftmaxError(), GradientDescentLearningRule(RATE), batch_size=n_patterns
    )
    plan.bind(inputs, labels)
    rows = np.broadcast_to(np.arange(n_patterns), (epochs, n_patterns))
    works: dict[str, Work] = {}
    if peers.is_installed("torch"):
        works[TORCH] = peers.torch_training(TOY, inputs, labels, n_patterns, RATE, epochs)
    works[NAIVE] = peers.naive_training(TOY, model.params, inputs, labels, n_patterns, RATE, epochs)
    name = f"2-16-16-3 tanh, {n_patterns} points, a full-batch epoch"
    return Contest(name, lambda: plan.run(rows), works, goals, 9 if quick else 21, ("µs", 1e6 / epochs))


def regions(quick: bool, rng: np.random.Generator) -> Contest:
    """Class scores of 60 snapshots at 10,000 points."""
    params = np.stack(
        [np.concatenate([p.ravel() for p in make_network(TOY, rng).params]) for _ in range(60)]
    ).astype(np.float32)
    side = np.linspace(-1.5, 1.5, 100)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    forward = ForwardPass(TOY, len(points))
    works: dict[str, Work] = {}
    if peers.is_installed("torch"):
        works[TORCH] = peers.torch_forward(TOY, params, points)
    works[NAIVE] = peers.naive_forward(TOY, params, points)
    goals = (Goal(TORCH, 6.0), Goal(NAIVE, 5.0))
    name = "2-16-16-3 tanh, 60 snapshots × 10,000 points, forward"
    return Contest(name, lambda: forward.scores(params, points), works, goals, 7 if quick else 15)
