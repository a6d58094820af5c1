"""What is kept outside the keeper is small, and what is kept by it weighs what it takes."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets import mnist, toy
from engine.layers import ACTIVATIONS
from engine.questions.assessment import Assessment
from tests.test_architecture import HELD
from ui import words
from ui.activations.cliff import kept as cliffs
from ui.activations.settings import ActivationSettings
from ui.activations.signs import view as signs
from ui.backprop import exchange, worked_example
from ui.backprop.settings import BackpropSettings
from ui.browser import modules
from ui.frame import browser_part, wishes
from ui.frame.reconnect import keepsakes
from ui.mnist.features import kept as features
from ui.mnist.lab import kept as lab
from ui.mnist.pros import kept as pros
from ui.mnist.variability import kept as variability
from ui.mnist.variability import progress
from ui.plane import runs, truth
from ui.plane.run_settings import RegionSettings
from ui.settings.base import Settings
from ui.work import finished
from ui.work.keeper import KEEPER
from ui.work.weights import weight

MOST_BYTES = 3_000_000
"""What all that is held outside the keeper may take together, beside the images."""


def taken(make: Callable[[], Any]) -> int:
    """Bytes that what this makes takes in memory."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        gc.collect()
        n_bytes, _ = tracemalloc.get_traced_memory()
        del made
    finally:
        tracemalloc.stop()
    return n_bytes


def kinds(of: type[Settings] = Settings) -> Iterator[type[Settings]]:
    """All kinds of settings."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


MAKERS: dict[str, Callable[[], Any]] = {
    "ui/settings/base.py choices": lambda: [kind.choices.__func__.__wrapped__(kind) for kind in kinds()],
    "ui/backprop/settings.py choices": lambda: BackpropSettings.choices.__func__.__wrapped__(
        BackpropSettings
    ),
    "ui/frame/wishes.py _KNOWN": lambda: [
        wishes.get_type_hints(kind, include_extras=True) for kind in list(wishes._KNOWN)
    ],
    "ui/frame/browser_part.py PARTS": lambda: dict(browser_part.PARTS),
    "ui/frame/browser_part.py FILES": lambda: dict(browser_part.FILES),
    "ui/frame/browser_part.py ROOMS": lambda: dict(browser_part.ROOMS),
    "ui/mnist/variability/kept.py load": lambda: variability.load.__wrapped__(),
    "ui/mnist/features/kept.py load": lambda: features.load.__wrapped__(),
    "ui/activations/cliff/kept.py load": lambda: cliffs.load.__wrapped__(),
    "ui/mnist/pros/kept.py load": lambda: pros.load.__wrapped__(),
    "ui/mnist/lab/kept.py load": lambda: lab.load.__wrapped__(),
    "ui/frame/reconnect/keepsakes.py KEEPSAKES": lambda: dict(keepsakes.KEEPSAKES),
    "ui/mnist/variability/progress.py examples": lambda: progress.examples.__wrapped__(),
    "ui/work/finished.py _code": lambda: finished._code.__wrapped__(),
    "ui/words.py _facts": lambda: [words._facts.__wrapped__(*one) for one in ACTIVATIONS.items()],
}
"""Makes anew what is held for ever."""

WITH_OTHERS = {
    "ui/frame/browser_part.py _read",
    "ui/frame/by_address.py _elsewhere",
    "ui/work/keeper.py _beside",
    "datasets/blurred_curves.py _nodes",
    "datasets/blurred_curves.py bayes_error",
    "datasets/toy.py _in_use",
    "ui/digits/runs.py sign",
    "ui/work/finished.py _offered",
    "ui/plane/runs.py _making",
    "datasets/mnist.py _loaded",
    "engine/plans/products.py _makers",
    "engine/plans/used_inputs.py _cuts",
    "engine/plans/used_inputs.py _first_uses",
    "engine/plans/layout.py _in_use",
    "engine/plans/layout.py undone",
    "engine/training/monitor.py _spare",
    "engine/questions/assessment.py confusion",
}
"""What goes with something else that is weighed, or is no more than weak references, or is the images, or is empty."""


def test_all_that_is_held_outside_the_keeper_is_small() -> None:
    mnist.load()
    assert set(HELD) == set(MAKERS) | WITH_OTHERS
    sizes = {name: taken(make) for name, make in MAKERS.items()}

    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_what_was_read_to_register_the_parts_is_let_go_when_the_app_begins(visitor) -> None:
    modules.one_text(modules.ROOT / "ui" / "regions" / "player" / "player.js", browser_part._read)
    assert browser_part._read

    visitor.open("")

    assert browser_part._read == {}


def test_a_source_weighs_its_curves_and_its_boundary_and_goes() -> None:
    settings = RegionSettings(data="spirals", noise=0.001)
    before = KEEPER.by_kind()["sources"]
    source = runs.truth_of(settings)
    assert source is not None
    truth.boundary(source, (-1.0, 1.0, -1.0, 1.0))
    KEEPER.settle()

    assert KEEPER.by_kind()["sources"] - before > 300_000
    assert runs.truth_of(settings) is source
    KEEPER.let_go_of_all()
    gc.collect()
    assert runs.truth_of(settings) is source, "it is in use"
    assert len([one for one in list(toy._in_use.values()) if one is source]) == 1


LARGEST = BackpropSettings(depth=3, units=(5,), patterns=4)
SMALL = {
    "worked examples": lambda seed: worked_example.example(replace(LARGEST, init_seed=seed)),
    "passes of worked examples": lambda seed: worked_example.seen(replace(LARGEST, init_seed=seed)),
    "nudges of worked examples": lambda seed: worked_example.nudged(replace(LARGEST, init_seed=seed)),
    "numbers of passes": lambda seed: exchange.passages(replace(LARGEST, init_seed=seed)),
    "numbers of same signs": lambda seed: signs._numbers(
        ActivationSettings(on="points", activation=("sigmoid",), depth=1, units=(4,), init_seed=seed)
    ),
}


@pytest.mark.parametrize("kind", SMALL)
def test_a_small_answer_is_kept_once_and_weighs_what_it_takes(kind: str) -> None:
    KEEPER.let_go_of_all()
    first = SMALL[kind](4_000)

    assert SMALL[kind](4_000) is first
    KEEPER.let_go_of_all()
    takes = taken(lambda: SMALL[kind](4_001))
    weighed = KEEPER.by_kind()
    assert weighed[kind] > 0
    assert 0.6 < sum(weighed[one] for one in SMALL) / takes < 1.5


def test_an_assessment_holds_little_more_than_it_weighs() -> None:
    labels = np.arange(10_000) % 10
    found = Assessment(labels, labels.astype(np.uint8), np.zeros(10_000, np.float32), 0.0, 10)
    before = weight(found)
    assert found.confusion.nbytes < 0.01 * before
