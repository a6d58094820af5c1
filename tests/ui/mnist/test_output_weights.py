"""Output weights only on MNIST: the hidden layer stays as drawn, and link, page and code say so."""

import numpy as np

from datasets import mnist
from engine.plans.behind_frozen import BehindFrozen
from tests.ui.conftest import Visitor
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings
from ui.lab_code import course_loop, pytorch, whole_run

SMALL = MnistSettings(depth=1, units=(6,), images=1000, epochs=1, learns="output", start="Glorot uniform")
LINK = {"depth": "1", "units": "6", "images": "1000", "epochs": "1", "learns": "output"}


def test_hidden_layers_stay_bit_for_bit_and_the_output_layer_learns() -> None:
    run = own_run(SMALL.training_part()).run
    assert isinstance(run._plan, BehindFrozen)
    run.advance(10)
    first, now = run.snapshots.params[0], run.params
    n_hidden = 784 * 6 + 6
    np.testing.assert_array_equal(now[:n_hidden], first[:n_hidden])
    assert (now[n_hidden:] != first[n_hidden:]).any()


def test_without_hidden_layers_it_is_the_run_in_which_all_learns() -> None:
    single = SMALL.changed(depth=0)
    assert single.training_part() == single.changed(learns="all").training_part()
    assert (single.learns_words, SMALL.changed(learns="all").learns_words) == ("", "")


def test_the_page_says_how_much_learns(visitor: Visitor) -> None:
    visitor.open("mnist", **LINK)
    assert visitor.link == LINK
    words = (
        "70 of 4,780 parameters learn; the hidden layer stays as drawn, and no gradient is computed there."
    )
    assert words in visitor.texts
    assert visitor.block("templates")["headlines"][0]["text"] == "6 hidden units as drawn, before training"


def test_every_cell_leaves_the_hidden_layer_as_it_was_drawn() -> None:
    assert "AffineLayer(784, 6, weights, learn_weights=False, learn_biases=False)" in course_loop(SMALL)
    assert "model[0].weight.requires_grad_(False)  # stays as drawn" in pytorch(SMALL)
    names: dict[str, object] = {}
    exec(compile(whole_run(SMALL), "<cell>", "exec"), names)
    run = own_run(SMALL.training_part()).run
    run.advance(10_000)
    np.testing.assert_array_equal(names["run"].params, run.params)  # type: ignore[attr-defined]
    assert len(mnist.load().training) >= SMALL.images
