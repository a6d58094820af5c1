"""Words of activations, and a page that offers an activation of which it knows no more than its layer."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS, Layer
from tests.ui.conftest import Visitor
from ui.words import activation_facts, activation_words, several_words, with_article


class SoftplusLayer(Layer):
    """``ln(1 + exp(inputs))``."""

    def fprop(self, inputs):
        return np.logaddexp(0.0, inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs / (1.0 + np.exp(-inputs))


def test_an_activation_has_its_name_for_a_word_unless_its_layer_has_another() -> None:
    assert activation_words("relu") == "ReLU"
    assert activation_words("tanh") == "tanh"
    assert [several_words(name) for name in ("sigmoid", "tanh", "relu")] == ["sigmoids", "tanh", "ReLUs"]


def test_an_article_goes_by_the_first_letter() -> None:
    assert [with_article(words) for words in ("tanh", "ELU", "arctan")] == ["a tanh", "an ELU", "an arctan"]


def test_of_a_layer_that_says_nothing_only_what_its_passes_tell_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ACTIVATIONS, "softplus", SoftplusLayer)

    facts = activation_facts()["softplus"]

    ((lowest, highest),) = facts.pop("flat")
    assert lowest is None
    assert highest == pytest.approx(np.log(0.05 / (1 + np.exp(-8.0) - 0.05)), abs=1e-6)
    assert facts.pop("segments") == []  # it is curved
    assert several_words("softplus") == "softplus units"
    assert facts == {
        "word": "softplus",
        "layer": "SoftplusLayer",
        "gate": "softplus",
        "reading": "",
        "formula": "softplus({z})",
        "slope": "<i>f</i>′({z})",
        "slope_in_numbers": "<i>f</i>′({z})",
        "kinks": (),
        "limits": None,
        "dead_share": 1.0,
        "can_die": False,
    }


def test_the_player_is_told_the_word_of_every_activation(visitor: Visitor) -> None:
    block = visitor.open(epochs="1").block("player")

    words = {name: facts["word"] for name, facts in block["activation_facts"].items()}
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
    assert block["activation_facts"]["softplus"]["word"] == "softplus"
    errors = block["arrays"]["history_training_error"]
    assert errors[-1] < errors[0]
