"""An activation added as the README says, and no more, on every page in a browser: nothing is unsaid or another's."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.questions import gradient_flow, probe
from engine.questions.activation_curves import curve
from tests.browser.additions.conftest import HEAR_CANVAS
from tests.browser.additions.entries import NEW_ACTIVATIONS
from tests.browser.backprop.test_steps_browser import ARITHMETIC
from tests.browser.waiting import wait_for
from tests.browser.written_numbers import last_digit, number
from ui.words import activation_words, several_words

Opened = Callable[..., Locator]
Read = Callable[[Locator], str]

SMALL = "epochs=40&points=60&units=4"

GATES = {
    "softsign": "the slope of softsign, 100 % at most.",
    "leaky relu": "the slope of a leaky ReLU, 1 or 0.1.",
    "softplus": "the slope of softplus.",
}

SLOPES = {"softsign": "(1 − |h|)²", "leaky relu": "[z > 0] + 0.1 [z ≤ 0]", "softplus": "f′(z)"}

NONE_DIES = {
    "softsign": "Only a ReLU dies for good; a softsign that is saturated still passes a little.",
    "leaky relu": "Only a ReLU dies for good; a leaky ReLU lets gradients through everywhere.",
    "softplus": "Only a ReLU dies for good; a softplus that is saturated still passes a little.",
}


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.full) if name == "softplus" else name for name in NEW_ACTIVATIONS
    ]
)
def activation(request: pytest.FixtureRequest) -> str:
    """The name of a new activation."""
    return str(request.param)


def speaks_of_no_other(said: str, activation: str) -> None:
    """No activation is named but the one that there is."""
    words = activation_words(activation)
    rest = said.replace(words, "").replace(activation, "").replace(ACTIVATIONS[activation].__name__, "")
    for name in ACTIVATIONS:
        for word in {name, activation_words(name), ACTIVATIONS[name].__name__}:
            lines = [line for line in rest.splitlines() if re.search(rf"\b{word}s?\b", line)]
            assert not lines, lines


def link(activation: str, **more: object) -> str:
    """Parameters of a link, the activation among them."""
    return "&".join([f"activation={activation.replace(' ', '+')}", *(f"{k}={v}" for k, v in more.items())])


@pytest.mark.parametrize("start", ["Glorot+uniform", "large+(±4)"])
def test_the_maps_and_the_units_states_are_the_engines(
    opened: Opened, read: Read, activation: str, start: str
) -> None:
    player = opened(f"?{SMALL}&at=40&{link(activation, start=start)}", "player")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 40 && p.map.size")
    places = np.random.default_rng(1).uniform(-5, 5, size=(200, 2)).astype(np.float32)
    found = player.evaluate(
        """(root, places) => {
          const { run, map, playback, diagram } = root.player, xy = map.pointsForward.points, n = map.labels.length;
          return {
            params: Array.from(playback.moment.params),
            probabilities: places.map(([x, y]) => root.probabilitiesAt(x, y).probabilities),
            training: [...map.labels].map((_, i) => [xy[i], xy[n + i]]).slice(0, map.nTraining),
            states: [...root.querySelectorAll(".hidden .unit")].map((unit) => unit.className),
          };
        }""",
        places.tolist(),
    )
    architecture = Architecture((2, 4, 4, 3), (activation, activation))
    params = np.array(found["params"], np.float32)
    expected = probe.class_probabilities(architecture, params, places)
    np.testing.assert_allclose(found["probabilities"], expected, atol=1e-5)

    statistics = gradient_flow.unit_statistics(architecture, params, np.array(found["training"], np.float32))
    shares = np.concatenate(statistics.unit_saturation)
    saturated = np.array(["saturated" in state for state in found["states"]])
    assert not any("dead" in state for state in found["states"])
    clear = np.abs(shares - ACTIVATIONS[activation].portrait.dead_share) > 0.02  # float32 there, float64 here
    np.testing.assert_array_equal(saturated[clear], np.concatenate(statistics.dead)[clear])

    expect(player.locator(".hidden h2 em")).to_have_text([activation_words(activation)] * 2)
    speaks_of_no_other(read(player), activation)


def test_the_hidden_space_has_the_engines_answers(opened: Opened, read: Read, activation: str) -> None:
    player = opened(f"?{SMALL}&at=40&beside=space&axes=3-1-4&layer=1&{link(activation)}", "player")
    wait_for(
        player,
        "p.run.finished && p.playback.moment.epoch === 40 && s.scene && s.scene.forward === p.map.forward(161)",
        "const p = root.player, s = p.beside.space;",
    )
    found = player.evaluate(
        """root => {
          const { map, beside: { space }, playback } = root.player, xy = map.pointsForward.points;
          const n = map.labels.length;
          return {
            params: Array.from(playback.moment.params), dots: space.scene.dots.map((d) => Array.from(d)),
            inputs: [...map.labels].map((_, i) => [xy[i], xy[n + i]]),
          };
        }"""
    )
    architecture = Architecture((2, 4, 4, 3), (activation, activation))
    inputs = np.array(found["inputs"], np.float32)
    answers = probe.unit_responses(architecture, np.array(found["params"], np.float32), inputs)[0]
    np.testing.assert_allclose(np.transpose(found["dots"]), answers[:, [2, 0, 3]], atol=1e-5)
    speaks_of_no_other(read(player), activation)


def test_the_formula_names_it(opened: Opened, read: Read, activation: str) -> None:
    player = opened(f"?{SMALL}&beside=formula&{link(activation)}", "player")
    expect(player.locator("[data-does=f]").last).to_have_text(activation_words(activation))
    for term in player.locator(".formula .term").all():
        term.hover()
        speaks_of_no_other(read(player), activation)


def computed(text: str) -> float:
    """The value of arithmetic as the page writes it, absolute values and the like included."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    python = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{m[1].translate(digits)}", text)
    python = re.sub(r"\|([^|]*)\|", r"abs(\1)", python)
    python = (
        python.replace("−", "-").replace("·", "*").replace("²", "**2").replace("softplus(", "logaddexp(0, ")
    )
    assert re.fullmatch(r"[-+*/(),.0-9e ]*((abs|max|logaddexp)\(?[-+*/(),.0-9e ]*)*", python), python
    names = {"abs": abs, "max": max, "logaddexp": np.logaddexp}
    return float(eval(python, {"__builtins__": {}}, names))


@pytest.mark.parametrize("numbers", ["rounded", "full"])
def test_the_microscopes_arithmetic_comes_to_its_numbers(
    opened: Opened, read: Read, activation: str, numbers: str
) -> None:
    root = opened(
        f"backprop?{link(activation, depth=2, units=4, patterns=2, pattern=2, numbers=numbers)}", "steps"
    )
    reasons = {reason["name"]: reason for reason in root.evaluate(ARITHMETIC)}
    answers = {name: reason for name, reason in reasons.items() if name.startswith("h")}
    slopes = {name: reason for name, reason in reasons.items() if name.startswith("f")}
    assert len(answers) == len(slopes) == 8

    for name, reason in answers.items():
        ((_, text, _),) = reason["boxes"]
        sure = 1.01 * last_digit(reason["head"])
        assert abs(computed(text) - number(reason["head"])) <= sure, (name, text)
    for name, reason in slopes.items():
        (line,) = reason["lines"]
        z = number(reasons[name.replace("f", "z")]["head"])
        if activation == "leaky relu":
            said = re.fullmatch(r"(\S+) (is|is not) above 0: the slope is (\S+)", line)
            assert said is not None, line
            assert (number(said[1]) > 0, said[2]) == (z > 0, "is" if z > 0 else "is not")
            assert number(said[3]) == (1 if z > 0 else 0.1)
        elif activation == "softplus":
            left, right = re.fullmatch(r"f′\((\S+)\) = (\S+)", line).groups()  # type: ignore[union-attr]
            assert number(left) == pytest.approx(z, abs=last_digit(reasons[name.replace("f", "z")]["head"]))
            assert right == reason["head"]
        else:
            left, right = line.split(" = ")
            assert abs(computed(left) - number(right)) <= 2.01 * last_digit(right), line
        assert number(reason["head"]) == pytest.approx(curve(activation, np.array([z]))[1][0], abs=2e-3)

    for step in range(1, 7):
        root.locator(f"[data-step='{step}']").first.click()
        speaks_of_no_other(read(root), activation)


def test_the_microscope_writes_its_slope_and_says_its_methods(opened: Opened, activation: str) -> None:
    root = opened(f"backprop?{link(activation, step=4, pick='f1_1_1')}", "steps")
    layer = NEW_ACTIVATIONS[activation].__name__
    expect(root.locator(".parts")).to_contain_text(f"{layer}.bprop")
    shown = root.locator(".parts").evaluate(
        """parts => { const copy = parts.cloneNode(true);
          copy.querySelectorAll("sub, sup, .ix").forEach((e) => e.remove()); return copy.textContent; }"""
    )
    assert SLOPES[activation] in shown


def test_blame_describes_its_gate(opened: Opened, read: Read, activation: str) -> None:
    root = opened(f"backprop?view=blame&{link(activation, depth=2, units=3)}", "blame")
    expect(root.locator(".stack-words")).to_contain_text(GATES[activation])
    expect(root.locator(".stack-words")).to_contain_text(f"{NEW_ACTIVATIONS[activation].__name__}.bprop")
    speaks_of_no_other(read(root), activation)


def test_the_hand_check_speaks_of_no_other(opened: Opened, read: Read, activation: str) -> None:
    speaks_of_no_other(read(opened(f"backprop?view=check&{link(activation)}", "check")), activation)


def test_a_kink_is_called_by_its_layers_name(opened: Opened, read: Read) -> None:
    """A weighted sum of almost 0 has its kink within the step of the finite difference."""
    root = opened(
        f"backprop?{link('leaky relu', units=1, step=5, edits='b1_1_0~w1_1_1_0~w1_1_2_0')}", "steps"
    )
    assert "a kink of the leaky ReLU lies within the step" in read(root)


def test_every_curve_has_its_row_its_reading_and_its_word(opened: Opened, read: Read) -> None:
    root = opened("activations", "activations")
    wait_for(root, "p.view.atCursor", "const p = root.activations;")
    root.page.evaluate(HEAR_CANVAS)
    root.locator(".cursor").evaluate(
        "slider => { slider.value = -2.5; slider.dispatchEvent(new Event('input')); }"
    )
    for name in ACTIVATIONS:
        values, slopes = curve(name, np.array([-2.5]))
        cells = root.locator(f"tr[data-name='{name}'] td").all_inner_texts()
        assert [number(cell) for cell in cells[:2]] == pytest.approx([values[0], slopes[0]], abs=6e-5)
    written = root.page.evaluate("[...window.written]")
    assert {activation_words(name) for name in ACTIVATIONS} <= set(written)
    readings = [item.replace("\n", " ") for item in root.locator(".readings li:visible").all_inner_texts()]
    assert [item.partition(" answers ")[0] for item in readings] == [
        "sigmoid", "tanh", "ReLU", "softsign", "leaky ReLU",
    ]  # fmt: skip
    read(root)


def test_the_lines_of_all_activations_differ(opened: Opened) -> None:
    root = opened("activations", "activations")
    dashes = root.locator(".numbers .sample path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('stroke-dasharray'))"
    )
    assert len(set(dashes)) == len(ACTIVATIONS) == len(dashes)


def test_the_biography_is_of_its_own(opened: Opened, read: Read, activation: str) -> None:
    root = opened(f"activations?view=unit&{SMALL}&{link(activation, at=40)}", "activations")
    wait_for(root, "p.playback.moment.epoch === 40", "const p = root.activations;")
    layer = root.evaluate("root => root.activations.state.layers[0]")
    assert layer["words"] == activation_words(activation)
    assert layer["dead_share"] == ACTIVATIONS[activation].portrait.dead_share
    shown = root.locator("[data-view=unit], .headline, .panel")
    for part in shown.all():
        speaks_of_no_other(read(part), activation)


@pytest.mark.parametrize("view", ["signs", "depth"])
def test_what_compares_activations_leaves_nothing_undefined(opened: Opened, read: Read, view: str) -> None:
    root = opened(f"activations?view={view}&{SMALL}&depth=2&on=points&epochs=10", "activations")
    said = read(root)
    if view == "depth":
        wait_for(root, "p.state.finished", "const p = root.activations;")
        said = read(root)
        assert all(activation_words(name) in said for name in ACTIVATIONS)


def test_depth_names_several_units() -> None:
    assert [several_words(name) for name in NEW_ACTIVATIONS] == [
        "softsign units",
        "leaky ReLUs",
        "softplus units",
    ]


def test_the_cliff_trains_it_and_says_how_its_units_fare(opened: Opened, read: Read) -> None:
    root = opened("activations?view=cliff&points=30&units=2&depth=1&epochs=2", "activations")
    wait_for(
        root,
        f"Object.keys(p.state.outcomes).length === {len(ACTIVATIONS) * 21}",
        "const p = root.activations;",
    )
    for name in NEW_ACTIVATIONS:
        cell = f"{activation_words(name)}, He normal, learning rate 1"
        root.get_by_role("button", name=re.compile(f"^{cell}:")).click()
        expect(root.locator(".picked-title")).to_have_text(cell)
        expect(root.locator(".dead-words")).to_have_text(NONE_DIES[name])
        expect(root.locator(".picked-words")).to_contain_text(
            re.compile(r"Saturated on (all|at least 95 %) of the 30 training points: ")
        )
    read(root)


@pytest.mark.parametrize("cell", ["course loop", "whole run", "PyTorch"])
def test_lab_code_runs_with_it(opened: Opened, activation: str, cell: str, capsys: Any) -> None:
    root = opened(f"?{SMALL}&depth=1&code={cell.replace(' ', '+')}&{link(activation)}")
    torch = ACTIVATIONS[activation].portrait.torch
    if cell == "PyTorch" and not torch:
        expect(root.get_by_test_id("stAlert")).to_have_text("No module of PyTorch is known for softplus.")
        return
    text = root.get_by_test_id("stCode").inner_text()
    if cell == "PyTorch":
        assert f"torch.nn.{torch}," in text
        return
    assert f"{NEW_ACTIVATIONS[activation].__name__}()" in text
    exec(compile(text, cell, "exec"), {"__name__": "cell"})
    assert "loss" in capsys.readouterr().out


def test_hidden_lines_by_hand_are_units_of_its_kind(opened: Opened, read: Read, activation: str) -> None:
    root = opened(f"hands?view=lines&epochs=20&{link(activation, learn=1)}", "hands")
    said = read(root)
    assert f"{activation_words(activation)} units" in said


def test_the_wall_has_a_row_for_each(opened: Opened, read: Read) -> None:
    kinds = ",".join(name.replace(" ", "+") for name in NEW_ACTIVATIONS)
    root = opened(f"twin?view=wall&kinds={kinds}&depths=1,2&epochs=20&points=60&units=3", "wall")
    wait_for(root, "w.run.finished && w.cells.length === 6", "const w = root.wall;")
    said = read(root)
    assert all(activation_words(name) in said for name in NEW_ACTIVATIONS)


def test_a_network_on_mnist_answers_an_image_as_its_layer_does(
    opened: Opened, read: Read, activation: str
) -> None:
    root = opened(f"mnist?depth=1&units=8&images=1000&epochs=1&{link(activation)}", "templates")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    found = root.evaluate(
        """({ templates: { scene } }) => ({
          layers: scene.layers.map(({ weights, biases }) => [[...weights], [...biases]]),
          image: [...scene.image], scores: [...scene.answer.scores],
        })"""
    )
    (first, then), image = found["layers"], np.array([found["image"]])
    sums = image @ np.reshape(first[0], (8, 784)).T + first[1]
    scores = NEW_ACTIVATIONS[activation]().fprop(sums) @ np.reshape(then[0], (10, 8)).T + then[1]
    np.testing.assert_allclose(found["scores"], scores[0], atol=1e-6)
    speaks_of_no_other(read(root), activation)
