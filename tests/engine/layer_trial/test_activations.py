"""Claims about tried activations: the right ones are right, and each slip has its own name and no other."""

import numpy as np
import pytest

from engine.layer_trial.activation import course_layer
from engine.layers import ACTIVATIONS, SoftmaxLayer
from tests.engine.layer_trial.written import activation, sigmoid, tried, wrong


def changing_relu(x):
    x[x < 0] = 0
    return x


def changing_gradients(x, y, g):
    g *= 1 - y**2
    return g


class Keeping:
    """Keeps its outputs from fprop to bprop."""

    def fprop(self, inputs):
        self.outputs = np.tanh(inputs)
        return self.outputs.copy()

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * (1 - self.outputs**2)


def of_tanh(x, y, g):
    return g * (1 - y**2)


RIGHT = {
    "sigmoid of outputs": activation(sigmoid, lambda x, y, g: g * y * (1 - y)),
    "sigmoid of inputs": activation(sigmoid, lambda x, y, g: g * sigmoid(x) * (1 - sigmoid(x))),
    "tanh": activation(np.tanh, of_tanh),
    "ReLU of inputs": activation(lambda x: np.maximum(x, 0), lambda x, y, g: g * (x > 0)),
    "leaky": activation(lambda x: np.where(x > 0, x, 0.1 * x), lambda x, y, g: g * np.where(x > 0, 1, 0.1)),
    "square": activation(lambda x: x**2, lambda x, y, g: 2 * x * g),
    "nothing": activation(lambda x: x, lambda x, y, g: g.copy()),
    "swish": activation(lambda x: x * sigmoid(x), lambda x, y, g: g * (y + sigmoid(x) * (1 - y))),
}

BPROP = "bprop: central differences"

SLIPS = {
    "slope of the inputs, sigmoid": (
        activation(sigmoid, lambda x, y, g: g * x * (1 - x)),
        BPROP,
        "slope of the inputs",
    ),
    "slope of the inputs, tanh": (
        activation(np.tanh, lambda x, y, g: g * (1 - x**2)),
        BPROP,
        "slope of the inputs",
    ),
    "slope of the outputs, sigmoid": (
        activation(sigmoid, lambda x, y, g: g * sigmoid(y) * (1 - sigmoid(y))),
        BPROP,
        "slope of the outputs",
    ),
    "slope of the outputs, square": (
        activation(lambda x: x**2, lambda x, y, g: 2 * y * g),
        BPROP,
        "slope of the outputs",
    ),
    "gradient left out": (activation(np.tanh, lambda x, y, g: 1 - y**2), BPROP, "gradient left out"),
    "outputs": (activation(np.tanh, lambda x, y, g: g * y), BPROP, "outputs in place of their slope"),
    "sign": (activation(np.tanh, lambda x, y, g: -g * (1 - y**2)), BPROP, "sign"),
    "batch size": (
        activation(np.tanh, lambda x, y, g: g * (1 - y**2) / len(x)),
        BPROP,
        "divided by the batch size",
    ),
    "twice": (activation(np.tanh, lambda x, y, g: 2 * g * (1 - y**2)), BPROP, "factor"),
    "no name": (activation(np.tanh, lambda x, y, g: g * (1 - y**3)), BPROP, None),
    "kept": (Keeping, BPROP, "kept from fprop"),
    "inputs changed": (
        activation(changing_relu, lambda x, y, g: g * (y > 0)),
        "fprop: arrays left alone",
        "changed in place",
    ),
    "gradients changed": (
        activation(np.tanh, changing_gradients),
        "bprop: arrays left alone",
        "changed in place",
    ),
    "transposed": (
        activation(np.tanh, lambda x, y, g: (g * (1 - y**2)).T),
        "bprop: shape",
        "transposed",
    ),
    "summed": (
        activation(np.tanh, lambda x, y, g: (g * (1 - y**2)).sum(axis=0)),
        "bprop: shape",
        "summed over the wrong axis",
    ),
    "mixed": (
        activation(lambda x: x - x.mean(axis=0), lambda x, y, g: g - g.mean(axis=0)),
        "fprop: each pattern by itself",
        "patterns mixed",
    ),
    "overflow": (
        activation(lambda x: x * np.exp(x), lambda x, y, g: g * (1 + x) * np.exp(x)),
        "fprop: large inputs",
        None,
    ),
}


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_activation_is_right_in_everything(name):
    found = tried(RIGHT[name])

    assert [one.check for one in found if one.verdict == "wrong"] == []
    assert BPROP in [one.check for one in found if one.verdict == "right"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_has_its_own_name_and_nothing_else_is_wrong(name, seed):
    layer_class, check, slip = SLIPS[name]

    assert wrong(layer_class, seed) == [(check, slip)]


@pytest.mark.parametrize("layer_class", [*ACTIVATIONS.values(), SoftmaxLayer])
def test_the_courses_own_layers_are_right_and_known(layer_class):
    assert {one.verdict for one in tried(layer_class)} == {"right"}
    assert type(course_layer(layer_class(), np.random.default_rng(3))) is layer_class


def test_what_the_course_does_not_have_is_judged_by_calculus_alone():
    found = {one.check: one for one in tried(RIGHT["square"])}

    assert found["fprop: the course's layer"].verdict == "note"
    assert found[BPROP].verdict == "right"


def test_a_sentence_has_the_numbers_of_the_worst_place():
    layer_class = activation(
        lambda x: 3 * x, lambda x, y, g: np.where(np.arange(x.size).reshape(x.shape) == 6, 0, 3 * g)
    )

    (finding,) = [one for one in tried(layer_class) if one.verdict == "wrong"]

    assert finding.sentence.startswith("At inputs[1, 2] bprop gives 0; the central difference is ")
    assert finding.slip is None


def test_a_slope_at_the_kink_that_is_not_the_courses_is_a_note():
    layer_class = activation(lambda x: np.maximum(x, 0), lambda x, y, g: g * (x >= 0))

    (note,) = [one for one in tried(layer_class) if one.verdict == "note"]

    assert note.sentence == "At 0 bprop passes 1 on, the course's ReluLayer 0."


@pytest.mark.parametrize(
    ("fprop", "words"),
    [
        (lambda x: None, "fprop gives None: is its return missing?"),
        (lambda x: x.tolist(), "fprop gives a list, not an array of NumPy."),
        (lambda x: x > 0, "fprop gives an array of bool, not of floating-point numbers."),
        (lambda x: x @ x, "fprop stopped: ValueError: matmul"),
        (lambda x: x[:, :2], "fprop gives (5, 2); (5, 4) is wanted."),
        (lambda x: x * np.nan, "fprop gives numbers that are not finite for inputs near 0."),
        (lambda x: np.tanh(x).astype(np.float32), "fprop gives float32 for inputs in float64"),
    ],
)
def test_an_fprop_that_gives_no_outputs_is_told_in_a_sentence_and_ends_the_trial(fprop, words):
    last = tried(activation(fprop, lambda x, y, g: g))[-1]

    assert last.verdict == "wrong"
    assert last.sentence.startswith(words)


def test_an_fprop_that_is_another_each_time_is_told():
    rng = np.random.default_rng(0)
    layer_class = activation(lambda x: x + rng.normal(size=x.shape), lambda x, y, g: g)

    found = {one.check: one.sentence for one in tried(layer_class)}

    assert found["fprop: each pattern by itself"] == "fprop gives other outputs when it is called again."
