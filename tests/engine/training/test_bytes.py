"""A run weighs what it takes in memory, and what runs can share is there once."""

import gc
import sys
import threading
import tracemalloc
import weakref

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import LEARNING_RULES
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.plans import layout
from engine.plans.updates import UPDATES
from engine.training import TrainingRun

ARCHITECTURE = Architecture((784, 100, 50, 10), ("relu", "relu"))


@pytest.fixture(scope="module")
def images():
    """Grey levels that nobody may change, as those of MNIST; a third of the pixels are always 0."""
    rng = np.random.default_rng(3)
    inputs = np.where(np.arange(784) % 3 > 0, rng.integers(256, size=(2_000, 784)), 0).astype(np.uint8)
    labels = rng.integers(10, size=2_000)
    for part in (inputs, labels):
        part.setflags(write=False)
    return inputs, labels


def make(images, rule="gradient descent", penalty=None, seed=1):
    start = UniformInit(-0.1, 0.1, np.random.default_rng(seed))
    model = make_model(
        ARCHITECTURE, weights_initialiser=start, weights_penalty=L2Penalty(penalty) if penalty else None
    )
    learning_rule, error = LEARNING_RULES[rule](learning_rate=0.1), CrossEntropySoftmaxError()
    return TrainingRun(model, error, learning_rule, images, images, batch_size=50, n_epochs=5)


def taken(work):
    """Bytes that are there because of what this gives, and that."""
    gc.collect()
    tracemalloc.start()
    made = work()
    gc.collect()
    n_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return n_bytes, made


@pytest.mark.parametrize("rule", [name for name, rule in LEARNING_RULES.items() if rule in UPDATES])
@pytest.mark.parametrize("penalty", [None, 0.01])
def test_one_more_run_takes_what_it_weighs(images, rule, penalty):
    first = make(images, rule, penalty)
    first.advance(50)
    first.rewind()

    def work():
        run = make(images, rule, penalty, seed=2)
        run.advance(50)
        assert len(run.history.epoch) == 2
        return run

    n_bytes, run = taken(work)

    assert 0.8 < run.n_bytes / n_bytes < 1.3


def test_a_run_that_waits_for_its_first_step_takes_little_more_than_its_network(images):
    first = make(images)
    n_bytes, second = taken(lambda: make(images, seed=2))

    assert not np.array_equal(first.params, second.params)
    network = 4 * ARCHITECTURE.n_params
    assert n_bytes < 8 * network


def test_orders_are_shared_and_go_with_the_last_plan(images):
    gc.collect()
    before = layout.n_bytes()
    runs = [make(images, seed=seed) for seed in range(3)]
    for run in runs:
        run.advance(1)
        assert len(run.history.epoch) == 1
    orders = layout.n_bytes() - before

    assert 0 < orders <= 5 * 8 * ARCHITECTURE.n_params
    del run, runs
    gc.collect()
    assert layout.n_bytes() - before <= 2 * 8 * ARCHITECTURE.n_params, "but for the spare forward pass's"


def test_orders_are_weighed_while_other_threads_make_some(monkeypatch):
    monkeypatch.setattr(layout, "_in_use", weakref.WeakValueDictionary())
    kept = []

    def make_orders():
        for number in range(1, 3000):
            kept.append(layout._shared(Architecture((2, number, 3), ("tanh",)), b"", lambda: np.arange(5)))

    others, found = threading.Thread(target=make_orders), []
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        others.start()
        while others.is_alive():
            found.append(layout.n_bytes())
    finally:
        sys.setswitchinterval(before)
        others.join()

    assert found == sorted(found)
    assert layout.n_bytes() == len(kept) * np.arange(5).nbytes


def test_measuring_a_run_on_images_leaves_no_buffers(images):
    run = make(images)
    before = run.n_bytes
    assert len(run.history.epoch) == 1

    assert run.n_bytes - before < 1_000
