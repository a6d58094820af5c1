"""Weights from a file on the page of decision regions: drawn as they are, at rest, and left again."""

import io
from typing import Any

import numpy as np
import pytest

from datasets import point_table
from engine.architecture import Architecture
from engine.questions import probe
from engine.weights_in.network import found_in
from tests.ui.conftest import Visitor
from ui.frame.reconnect.keepsakes import KEEPSAKES
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions.weights import loaded

LINK = {"data": "moons", "depth": "1", "epochs": "10"}


def npz(n_outputs: int = 3, **extra: Any) -> bytes:
    """A network 2–4–3, or of another number of outputs, as Keras writes it."""
    rng, file = np.random.default_rng(3), io.BytesIO()
    shapes = [(2, 4), (4,), (4, n_outputs), (n_outputs,)]
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
    network = found_in(npz(activations=np.array(["tanh"])), loaded.bounds(2))

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


SCALED = "x,y,class\n" + "".join(f"{20 * k + 5},{k % 7 * 20},{'ab'[k % 7 > 2]}\n" for k in range(40))


def own(table: str) -> dict[str, str]:
    """A link that has these own points."""
    return {"data": "own", "drawn": point_table.link_text(point_table.from_csv(table)), "epochs": "10"}


def test_a_network_of_two_outputs_is_drawn_on_two_classes_and_on_three_says_why_not(visitor: Visitor) -> None:
    before = visitor.open("", **LINK).block("player")["id"]
    upload(visitor, npz(2, activations=np.array(["tanh"])))
    assert visitor.block("player")["id"] == before
    assert any(
        text.startswith("mine.npz has 2 outputs, but these points have 3 classes: it is not drawn.")
        for text in visitor.texts
    )

    visitor.open("", **own(SCALED))
    visitor.app.button(key="plane.again").click()
    block = visitor.look().block("player")

    assert block["sizes"] == [2, 4, 2]
    assert block["headline"].startswith("mine.npz, as loaded")
    network = found_in(npz(2, activations=np.array(["tanh"])), loaded.bounds(2))
    np.testing.assert_array_equal(block["arrays"]["snapshot_params"], network.params)
    assert not any("3 classes" in text for text in visitor.texts)


def test_an_output_without_a_point_is_said(visitor: Visitor) -> None:
    visitor.open("", **own(SCALED))
    upload(visitor, npz(activations=np.array(["tanh"])))
    assert visitor.block("player")["sizes"] == [2, 4, 3]
    assert any("Its output 3 has no point here" in text for text in visitor.texts)


def test_a_network_that_names_no_activation_is_not_asked_about_where_it_lacks_an_output(
    visitor: Visitor,
) -> None:
    visitor.open("", **LINK)
    upload(visitor, npz(2))
    assert not any("does not say which activation" in text for text in visitor.texts)
    visitor.open("", **own(SCALED))
    assert any("does not say which activation" in text for text in visitor.texts)
    visitor.app.segmented_control(key="plane.load.activation").set_value("relu")
    assert visitor.look().block("player")["sizes"] == [2, 4, 2]


def test_a_single_output_is_two_whose_softmax_is_its_sigmoid(visitor: Visitor) -> None:
    visitor.open("", **own(SCALED))
    upload(visitor, npz(1, activations=np.array(["tanh", "sigmoid"])))
    block = visitor.block("player")

    assert block["sizes"] == [2, 4, 2]
    assert any("single output is the score of the second class" in text for text in visitor.texts)
    params = block["arrays"]["snapshot_params"].ravel()
    hidden = np.tanh([0.3, -2.0] @ params[:8].reshape(4, 2).T + params[8:12])
    first, second = hidden @ params[12:20].reshape(2, 4).T + params[20:]
    with np.load(io.BytesIO(npz(1))) as file:
        alone = np.tanh([0.3, -2.0] @ file["arr_0"] + file["arr_1"]) @ file["arr_2"] + file["arr_3"]
    np.testing.assert_allclose(np.exp(second) / (np.exp(first) + np.exp(second)), 1 / (1 + np.exp(-alone)))


def test_a_network_trained_on_own_numbers_is_drawn_on_them_once_its_visitor_says_so(visitor: Visitor) -> None:
    visitor.open("", **own(SCALED))
    file = io.BytesIO()  # class b above y = 50, in the visitor's own numbers
    np.savez(file, W1=np.array([[0.0, -1.0], [0.0, 1.0]]), b1=np.array([50.0, -50.0]))
    upload(visitor, file.getvalue())
    offered = visitor.app.segmented_control(key="plane.load.units.0")
    assert any(text.startswith("The map scales these points.") for text in visitor.texts)
    assert [option.split(":")[0] for option in offered.options] == ["scaled", "as they came"]
    before = visitor.block("player")
    assert "100" not in before["headline"]

    offered.set_value(True)
    block = visitor.look().block("player")

    assert block["headline"].startswith("mine.npz, as loaded: 100")
    assert block["id"] != before["id"]
    brought = visitor.app.session_state["visitor"].kept["network in the plane"][-1]
    assert loaded.from_text(loaded.as_text(brought)).in_own_units
    assert visitor.app.segmented_control(key="plane.load.units.1").value is True


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
