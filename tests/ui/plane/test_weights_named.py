"""Weights by name: where each stands, and that a link says which."""

import numpy as np
import pytest

from engine.architecture import Architecture
from ui.plane import weights_named
from ui.plane.run_settings import RegionSettings
from ui.settings.lacking import lacking

DEEP = Architecture((2, 4, 3, 3), ("tanh", "tanh"))


def test_every_weight_stands_where_split_has_it() -> None:
    numbers = np.arange(DEEP.n_params)
    parts = DEEP.split(numbers)
    for text in weights_named.all_of(DEEP):
        layer, unit, source = weights_named.read(text)
        weights, biases = parts[2 * layer - 2], parts[2 * layer - 1]
        expected = weights[unit - 1, source - 1] if source else biases[unit - 1]
        assert weights_named.place(text, DEEP) == expected
    assert sorted(weights_named.place(text, DEEP) for text in weights_named.all_of(DEEP)) == list(numbers)


def test_each_has_words_of_its_own() -> None:
    words = [weights_named.words(text, DEEP) for text in weights_named.all_of(DEEP)]
    assert len(set(words)) == len(words)
    assert weights_named.words("1-3-2", DEEP) == "x₂ → unit 3 of layer 1"
    assert weights_named.words("2-3-0", DEEP) == "bias of unit 3 of layer 2"
    assert weights_named.words("3-1-2", DEEP) == "unit 2 of layer 2 → class 1"
    assert weights_named.words("1-1-1", Architecture((2, 3))) == "x₁ → class 1"


@pytest.mark.parametrize(
    "text", ["", "1-1", "0-1-1", "1-0-1", "1-1-1-1", "a-b-c", "1-01-1", "1-1-9999", "-1-1-1"]
)
def test_what_names_no_weight_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="joined by hyphens"):
        weights_named.read(text)


def test_a_link_gives_weights_back_and_refuses_those_that_are_not_there() -> None:
    link = {"view": "landscape", "directions": "weights", "across": "2-5-3", "upwards": "3-2-0", "rival": "7"}
    settings, notes = RegionSettings.from_url(link)
    assert not notes
    assert settings.to_url() == link
    for shape, wrong in (
        ({"depth": "0"}, "2-5-3 is no weight of a network of 2-3"),
        ({"units": "4"}, "2-5-3"),
    ):
        settings, notes = RegionSettings.from_url(link | shape)
        assert any(wrong in note and "1-1-1 is used" in note for note in notes)
        assert settings.across == "1-1-1"
    settings, notes = RegionSettings.from_url({"across": "1-1-2"})
    assert notes == ["Weight upwards: both are 1-1-2; 1-1-1 is used."]
    assert (settings.across, settings.upwards) == ("1-1-2", "1-1-1")
    assert RegionSettings.from_url({"across": "x"})[1]


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (["9-9"], "9-9 is not in this network; it is left out"),
        (["3-1", "1-5"], "3-1 and 1-5 are not in this network; they are left out"),
        (["1-5", "1-6", "1-7"], "1-5, 1-6 and 1-7 are not in this network; they are left out"),
        (["1-5", "1-6", "1-7", "1-8"], "1-5, 1-6, 1-7 and 1 more are not in this network; they are left out"),
    ],
)
def test_what_a_network_lacks_is_named(lost: list[str], words: str) -> None:
    assert lacking(lost, "this network") == words
