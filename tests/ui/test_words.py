"""Words of activations, and a page that offers an activation of which it knows no more than its layer."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS, Layer
from tests.ui.conftest import Visitor
from ui.words import ACTIVATION_WORDS, activation_words


class SoftplusLayer(Layer):
    """``ln(1 + exp(inputs))``."""

    def fprop(self, inputs):
        return np.logaddexp(0.0, inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs / (1.0 + np.exp(-inputs))


def test_words_differ_from_the_names_that_they_stand_for() -> None:
    assert activation_words("relu") == "ReLU"
    assert activation_words("tanh") == "tanh"
    assert set(ACTIVATION_WORDS) <= set(ACTIVATIONS)
    assert all(name != words for name, words in ACTIVATION_WORDS.items())


def test_the_player_is_told_the_word_of_every_activation(visitor: Visitor) -> None:
    words = visitor.open(epochs="1").block("player")["activation_words"]

    assert words == {name: activation_words(name) for name in ACTIVATIONS}


@pytest.mark.parametrize(("page", "settings"), [("", "RegionSettings"), ("mnist", "MnistSettings")])
def test_one_line_puts_an_activation_on_every_page(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, page: str, settings: str
) -> None:
    monkeypatch.setitem(ACTIVATIONS, "softplus", SoftplusLayer)

    visitor.open(page, activation="softplus", depth="1", epochs="1")

    control = visitor.app.segmented_control(key=f"{settings}.activation")
    assert control.value == "softplus"
    assert list(control.options) == [*map(activation_words, ACTIVATIONS)]
    assert visitor.link["activation"] == "softplus"


def test_a_new_activation_is_trained_and_sent_to_the_player(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ACTIVATIONS, "softplus", SoftplusLayer)

    block = visitor.open(activation="softplus", epochs="10").block("player")

    assert block["activations"] == ["softplus", "softplus"]
    assert block["activation_words"]["softplus"] == "softplus"
    errors = block["arrays"]["history_training_error"]
    assert errors[-1] < errors[0]
