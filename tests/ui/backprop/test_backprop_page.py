"""The Backprop page, as a visitor without a browser finds it: every number sent is torch's, to ten places."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import Visitor
from ui.backprop import worked_example
from ui.backprop.settings import BackpropSettings

VECTORS = sorted((Path(__file__).parents[2] / "reference" / "vectors").glob("*.npz"))
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def link_to(path: Path, patterns: int = 4, **more: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The arrays of a reference network, and the link that opens the page with its weights and first patterns."""
    with np.load(path) as file:
        arrays = dict(file)
    sizes = arrays["sizes"].tolist()
    cells = {f"t{n + 1}": float(arrays["y"][n] + 1) for n in range(patterns)}
    cells |= {f"x{n + 1}_{i + 1}": v for n in range(patterns) for i, v in enumerate(arrays["X"][n].tolist())}
    for layer in range(1, len(sizes)):
        for (j, i), value in np.ndenumerate(arrays[f"W{layer}"]):
            cells[f"w{layer}_{j + 1}_{i + 1}"] = float(value)
        for (j,), value in np.ndenumerate(arrays[f"b{layer}"]):
            cells[f"b{layer}_{j + 1}"] = float(value)
    activation = path.stem.split("_")[1]
    settings = BackpropSettings(
        depth=len(sizes) - 2,
        units=tuple(sizes[1:-1]) or (3,),
        activation=(activation if len(sizes) > 2 else "sigmoid",),
        patterns=patterns,
        edits=tuple(sorted(cells.items())),
    )
    return arrays, {**settings.to_url(), **more}


def settings_of(visitor: Visitor) -> BackpropSettings:
    return visitor.app.session_state["visitor"].settings[BackpropSettings]


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_number_of_a_pattern_is_torchs(visitor: Visitor, path: Path) -> None:
    arrays, link = link_to(path)
    block = visitor.open("backprop", **link).block("steps")
    n_layers = len(arrays["sizes"]) - 1
    assert [text[:16] for text in visitor.texts] == ["A step uses all "]

    for n in range(4):
        sent = block["passages"][n + 1]
        np.testing.assert_allclose(sent["y"][0], arrays["p"][n], **CLOSE)
        np.testing.assert_allclose(sent["ME"], -np.log(arrays["p"][n, arrays["y"][n]]), **CLOSE)
        for layer in range(n_layers):
            signal = 7 * arrays[f"delta{layer + 1}"][n]  # torch's are of the mean over seven patterns
            before = arrays[f"h{layer}"][n] if layer else arrays["X"][n]
            np.testing.assert_allclose(sent["z"][layer][0], arrays[f"a{layer + 1}"][n], **CLOSE)
            np.testing.assert_allclose(sent["g"][layer][0], signal, **CLOSE)
            np.testing.assert_allclose(sent["dW"][layer], np.outer(signal, before), **CLOSE)
            np.testing.assert_allclose(sent["db"][layer], signal, **CLOSE)
        for layer in range(n_layers - 1):
            blame = 7 * arrays[f"delta{layer + 2}"][n] @ arrays[f"W{layer + 2}"]
            np.testing.assert_allclose(sent["h"][layer][0], arrays[f"h{layer + 1}"][n], **CLOSE)
            np.testing.assert_allclose(sent["s"][layer][0], blame, **CLOSE)
        np.testing.assert_allclose(sent["c"][0], arrays["p"][n] - arrays["T"][n], **CLOSE)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_batch_has_the_frameworks_numbers_divided_by_n(visitor: Visitor, path: Path) -> None:
    arrays, link = link_to(path)
    batch = visitor.open("backprop", **link, pattern="0").block("steps")["passages"][0]

    np.testing.assert_allclose(batch["g"][-1], (arrays["p"] - arrays["T"])[:4] / 4, **CLOSE)
    for layer in range(len(arrays["sizes"]) - 1):
        signals = 7 / 4 * arrays[f"delta{layer + 1}"][:4]
        before = arrays[f"h{layer}"][:4] if layer else arrays["X"][:4]
        np.testing.assert_allclose(batch["dW"][layer], signals.T @ before, **CLOSE)
        np.testing.assert_allclose(
            batch["nb"][layer], arrays[f"b{layer + 1}"] - 0.5 * signals.sum(0), **CLOSE
        )
    assert all(check["agrees"] for check in batch["checks"].values())


@pytest.mark.parametrize("link", [{}, {"depth": "0"}, {"depth": "3", "units": "5-1-4", "patterns": "3"}])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_every_gradient_that_is_sent_agrees_with_its_finite_difference(
    visitor: Visitor, activation: str, link: dict[str, str]
) -> None:
    block = visitor.open("backprop", activation=activation, **link).block("steps")
    kinds = {"W": "dW", "b": "db", "z": "g", "h": "s"}
    for sent in block["passages"]:
        layers = len(sent["W"])
        assert len(sent["checks"]) == 4 * layers - 1
        for name, check in sent["checks"].items():
            gradient = np.array(sent[kinds[name[0]]][int(name[1]) - 1])
            assert check["agrees"]
            np.testing.assert_allclose(check["differences"], gradient, atol=3e-9)
            assert np.abs(gradient - check["differences"]).max() == check["off"]


def test_a_saturated_softmax_is_said_to_break_the_chain(visitor: Visitor) -> None:
    edits = "b1_1_20~b1_2_20~w1_1_1_20~w1_2_1_-20~x1_1_20~t1_2"
    batch = visitor.open("backprop", depth="0", edits=edits).block("steps")["passages"][0]
    assert not batch["collapses"]
    np.testing.assert_allclose(batch["g"][-1][0], np.array(batch["y"][0]) - batch["t"][0], **CLOSE)


def test_a_slider_of_the_pattern_writes_an_edit_into_the_link(visitor: Visitor) -> None:
    visitor.open("backprop", patterns="2", pattern="2")
    visitor.app.select_slider(key="BackpropSettings.edits.x2_1").set_value(1.5)
    visitor.look()
    visitor.app.segmented_control(key="BackpropSettings.edits.t2").set_value(2)
    visitor.look()
    assert visitor.link == {"patterns": "2", "pattern": "2", "edits": "t2_2~x2_1_1.5"}
    sent = visitor.block("steps")["passages"][2]
    assert (sent["x"][0][0], sent["t"][0]) == (1.5, [0, 1, 0])


def test_an_update_is_a_step_down_the_batchs_gradient(visitor: Visitor) -> None:
    start = visitor.open("backprop", patterns="3", rate="0.3").block("steps")["passages"][0]
    after = visitor.open("backprop", patterns="3", rate="0.3", updates="1").block("steps")["passages"][0]
    for layer in range(2):
        np.testing.assert_allclose(
            after["W"][layer], np.array(start["W"][layer]) - 0.3 * np.array(start["dW"][layer]), **CLOSE
        )
    assert after["ME"] == pytest.approx(start["NE"], rel=1e-12)
    assert after["ME"] < start["ME"]


def test_an_edit_after_updates_keeps_the_weights_as_they_were() -> None:
    settings = BackpropSettings(updates=3)
    edits, refusals = worked_example.edited(settings, {"w1_2_1": " −0,5 "})
    before = worked_example.example(settings)
    after = worked_example.example(settings.changed(edits=edits, updates=0))
    assert refusals == []
    assert after.params[0][1, 0] == -0.5
    np.testing.assert_allclose(after.params[2], before.params[2], atol=5e-5)


@pytest.mark.parametrize(
    ("cell", "text", "words"),
    [
        ("w1_2_1", "abc", "“abc” is not a number; the number stays as it was."),
        ("w1_2_1", "1e9", "is not between −20 and 20"),
        ("w1_9_1", "1", "has no place in this network"),
        ("t1", "4", "has no place"),
        ("<b>", "1", "names no cell"),
    ],
)
def test_nonsense_that_is_typed_gets_a_sentence(cell: str, text: str, words: str) -> None:
    edits, (refusal,) = worked_example.edited(BackpropSettings(), {cell: text})
    assert edits == ()
    assert words in refusal


def test_updates_that_explode_are_not_taken_and_said_so(visitor: Visitor) -> None:
    link = {
        "depth": "3",
        "units": "5",
        "activation": "relu",
        "init_seed": "1",
        "patterns": "3",
        "edits": "x1_1_20",
    }
    block = visitor.open("backprop", **link, rate="10", updates="100").block("steps")
    assert block["updates"] < 100
    assert block["refused"] == (
        f"Update {block['updates'] + 1} was not taken: at the learning rate of 10 a weight would become larger "
        "than 100,000."
    )
    assert all(check["agrees"] for sent in block["passages"] for check in sent["checks"].values())


def test_a_change_of_depth_keeps_the_page_whole(visitor: Visitor) -> None:
    visitor.open("backprop", step="5", pick="dW2_3_3")
    for depth in (0, 3, 1):
        visitor.app.segmented_control(key="BackpropSettings.depth").set_value(depth)
        visitor.look()
        assert len(visitor.block("steps")["passages"][0]["W"]) == depth + 1
    assert settings_of(visitor).pick == "dW2_3_3"
