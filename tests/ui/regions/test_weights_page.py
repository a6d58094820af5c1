"""Weights from a file on the page of decision regions: drawn as they are, at rest, and left again."""

import io
from typing import Any

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.questions import probe
from engine.weights_in.network import found_in
from tests.ui.conftest import Visitor
from ui.frame.reconnect.keepsakes import KEEPSAKES
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions.weights import loaded

LINK = {"data": "moons", "depth": "1", "epochs": "10"}


def npz(turned: bool = True, **extra: Any) -> bytes:
    """A network 2–4–3 as Keras writes it."""
    rng, file = np.random.default_rng(3), io.BytesIO()
    shapes = [(2, 4), (4,), (4, 3), (3,)]
    parts = {f"arr_{k}": rng.normal(size=shape) for k, shape in enumerate(shapes)}
    np.savez(file, **parts, **extra)
    return file.getvalue()


def upload(visitor: Visitor, data: bytes, name: str = "mine.npz") -> Visitor:
    visitor.app.file_uploader(key="plane.load").set_value((name, data, "application/octet-stream"))
    return visitor.look()


def settings_of(visitor: Visitor) -> RegionSettings:
    return visitor.app.session_state["visitor"].settings[RegionSettings]


def test_a_file_is_drawn_as_a_run_at_rest_and_can_be_left(visitor: Visitor) -> None:
    visitor.open("", **LINK)
    own = visitor.block("player")["id"]
    upload(visitor, npz(activations=np.array(["tanh"])))
    network = found_in(npz(activations=np.array(["tanh"])), loaded.BOUNDS)

    for _ in range(3):  # it rests, however often the browser asks
        block = visitor.block("player")
        assert block["finished"]
        assert block["trained_epochs"] == 0
        visitor.look()

    assert block["sizes"] == [2, 4, 3]
    assert block["activations"] == ["tanh"]
    np.testing.assert_array_equal(block["arrays"]["snapshot_params"], network.params)
    points = runs.points_of(settings_of(visitor))
    _, right = probe.error_and_accuracy(
        Architecture((2, 4, 3), ("tanh",)), network.params, points.validation.inputs, points.validation.labels
    )
    assert block["headline"].startswith(f"mine.npz, as loaded: {100 * float(right):.1f} %")
    assert not block["can_keep"]
    assert not block["can_fork"]
    assert visitor.link["units"] == "4"
    assert any(text.startswith("mine.npz is drawn on the map, at rest") for text in visitor.texts)
    assert any("were transposed" in text for text in visitor.texts)

    visitor.app.button(key="plane.leave").click()
    assert visitor.look().block("player")["headline"].find("as loaded") < 0
    assert visitor.block("player")["id"] not in (own, block["id"])


def test_a_file_that_names_no_activation_is_asked_about_with_what_each_would_give(visitor: Visitor) -> None:
    visitor.open("", **LINK)
    before = visitor.block("player")["id"]
    upload(visitor, npz())
    assert visitor.block("player")["id"] == before
    assert any(text.startswith("mine.npz does not say which activation") for text in visitor.texts)
    offered = visitor.app.segmented_control(key="plane.load.activation")
    assert [option.split(":")[0] for option in offered.options] == ["sigmoid", "tanh", "ReLU"]
    offered.set_value("relu")
    assert visitor.look().block("player")["activations"] == ["relu"]
    assert settings_of(visitor).activations == ("relu",)


def test_other_layers_leave_the_file_with_a_sentence_and_other_points_keep_it(visitor: Visitor) -> None:
    visitor.open("", **LINK)
    upload(visitor, npz(activations=np.array(["tanh"])))
    visitor.app.selectbox(key="RegionSettings.data").set_value("rings")
    assert visitor.look().block("player")["headline"].startswith("mine.npz, as loaded")
    visitor.app.segmented_control(key="RegionSettings.depth").set_value(2)
    assert not visitor.look().block("player")["headline"].startswith("mine.npz")
    assert "mine.npz is not drawn: the controls describe other layers." in visitor.texts
    visitor.app.button(key="plane.again").click()
    assert visitor.look().block("player")["sizes"] == [2, 4, 3]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "not a whole .npz archive"),
        (npz(activations=np.array(["gelu"])), "“gelu” is none of"),
        (b"\x89HDF\r\n\x1a\n", "a file of Keras"),
    ],
)
def test_a_refused_file_is_one_sentence_and_changes_nothing(
    visitor: Visitor, data: bytes, words: str
) -> None:
    before = visitor.open("", **LINK).block("player")["id"]
    upload(visitor, data, "<b>.npz")
    assert visitor.texts[0].startswith("<b>.npz was not loaded.")
    assert words in visitor.texts[0]
    assert visitor.block("player")["id"] == before


def test_the_browser_keeps_the_network_and_brings_it_back() -> None:
    brought = loaded.brought_in("mine.npz", npz())
    brought.activation = "relu"
    again = loaded.from_text(loaded.as_text(brought))
    assert (again.name, again.activation, again.network.sizes) == ("mine.npz", "relu", (2, 4, 3))
    np.testing.assert_array_equal(again.network.params, brought.network.params)
    assert "network in the plane" in KEEPSAKES


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1, "data": "!", "activation": 3}', "[" * 100_000])
def test_a_text_that_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no network|JSON|Expecting"):
        loaded.from_text(text)
