"""By hand, in a real browser: what a hand does is seen at once, and its numbers are the engine's."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.layers import AffineLayer, SigmoidLayer, SoftmaxLayer
from engine.questions import probe
from engine.questions.fixed_features import best_outputs
from tests.browser import waiting
from tests.browser.waiting import box_of, wait_for_server
from ui.hands.settings import HandsSettings
from ui.plane import runs

Part = Callable[[Page, str], Locator]


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the page with a query and give its component."""

    def open_page(query: str = "") -> Locator:
        page.goto(f"{app_url}/hands?{query}")
        return part(page, "hands")

    return open_page


def wait_for(hands: Locator, condition: str) -> None:
    """Wait until a condition in ``h``, the component, and ``v``, its view, holds."""
    waiting.wait_for(hands, condition, "const h = root.hands, v = h.run && h.view;")


def values(hands: Locator) -> list[float]:
    return list(hands.evaluate("root => root.hands.view.values"))


def affine(rows: Any) -> AffineLayer:
    """The engine's layer with rows of weights and a bias."""
    rows = np.reshape(rows, (-1, 3)).astype(np.float64)
    layer = AffineLayer(2, len(rows))
    layer.weights, layer.biases = rows[:, :2], rows[:, 2]
    return layer


def settled_box(element: Locator) -> Any:
    """Where an element is, once the page has stopped to shift it."""
    wait_for_server(element.page)
    return box_of(element)


def drag(page: Page, handle: Locator, right: float, down: float, release: bool = True) -> None:
    box = settled_box(handle)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    if release:
        page.mouse.up()


@pytest.mark.parametrize("unit", ["1.2,0.8,-1", "-40,25,60", "0,0,2"])
def test_the_unit_answers_as_the_engines_layers(opened: Any, unit: str) -> None:
    hands = opened(f"unit={unit}")
    places = np.random.default_rng(1).uniform(-5, 5, size=(100, 2))
    found = hands.evaluate(
        "(root, places) => places.map((at) => root.hands.views.unit.answer(at))", places.tolist()
    )
    expected = SigmoidLayer().fprop(affine([float(v) for v in unit.split(",")]).fprop(places))
    np.testing.assert_allclose(found, expected[:, 0], atol=1e-12)


def test_the_tip_turns_and_scales_w_while_the_distance_stays(
    opened: Any, page: Page, sent: list[Any]
) -> None:
    hands = opened("unit=1,0,-1.5")
    wait_for_server(page)
    sent.clear()
    before = hands.evaluate("root => root.hands.view.canvas.toDataURL()")
    drag(page, hands.get_by_label("Tip of w: turn and scale it"), 40, -90, release=False)
    w1, w2, b = values(hands)
    assert w2 > 0.5
    assert -b / np.hypot(w1, w2) == pytest.approx(1.5)
    assert hands.evaluate("root => root.hands.view.canvas.toDataURL()") != before
    assert sent == []
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"unit=[\d.]+%2C[\d.]+%2C-[\d.]+|unit=[\d.]+,[\d.]+,-[\d.]+"))
    assert values(hands) == pytest.approx([w1, w2, b], abs=1e-3)


def test_the_line_is_dragged_along_its_normal(opened: Any, page: Page) -> None:
    hands = opened("unit=1,1,0")
    box = settled_box(hands.locator("[data-view=unit] .map"))
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.up()
    assert values(hands) == pytest.approx([1, 1, -1], abs=0.05)
    expect(hands.locator(".field[data-name=distance] input.typed")).to_have_value("0.71")


def test_steepness_leaves_the_line_where_it_is(opened: Any) -> None:
    hands = opened("unit=3,4,5")
    slider = hands.get_by_label("‖w‖, steepness").and_(hands.get_by_role("slider"))
    slider.fill("2.5")
    assert values(hands) == pytest.approx([1.5, 2, 2.5])
    hands.get_by_label("‖w‖, steepness").and_(hands.get_by_role("spinbutton")).fill("0.2")
    assert values(hands) == pytest.approx([0.12, 0.16, 0.2])
    expect(hands.locator(".headline")).to_have_text("Small weights: the sigmoid is almost a plane")


def test_arrow_keys_move_the_line_and_a_reload_restores_it(opened: Any, page: Page, part: Part) -> None:
    hands = opened("unit=2,0,0")
    hands.get_by_label("The line: move it").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert values(hands) == pytest.approx([2, 0, -1])
    expect(page).to_have_url(re.compile("unit=2%2C0%2C-1|unit=2,0,-1"))
    page.reload()
    hands = part(page, "hands")
    wait_for(hands, "v.values[2] === -1")
    expect(hands.locator(".status")).to_contain_text("The line is 0.50 from the origin")


def test_planes_meet_where_algebra_says_and_bound_the_regions(opened: Any) -> None:
    numbers = np.random.default_rng(3).normal(size=9).round(2)
    hands = opened("view=planes&planes=" + ",".join(map(str, numbers)))
    rows = numbers.reshape(3, 3)
    found = hands.evaluate(
        """root => {
          const v = root.hands.view;
          return { point: v.meetingPoint(), parts: PAIRS_OF(v) };
          function PAIRS_OF(v) { return [[0, 1], [0, 2], [1, 2]].map(([a, b]) => [a, b, v.boundaryOf(a, b)]); }
        }"""
    )
    differences = rows[[0, 0]] - rows[[1, 2]]
    np.testing.assert_allclose(
        found["point"], np.linalg.solve(differences[:, :2], -differences[:, 2]), atol=1e-9
    )
    layer, seen = affine(rows), 0
    for a, b, ends in found["parts"]:
        if ends is None:
            continue
        seen += 1
        along = np.linspace(0.01, 0.99, 9)[:, np.newaxis]
        scores = layer.fprop((1 - along) * ends[0] + along * ends[1])
        np.testing.assert_allclose(scores[:, a], scores[:, b], atol=1e-9)
        assert (scores[:, 3 - a - b] < scores[:, a]).all()
    assert seen >= 2


def test_from_above_the_upper_envelope_is_the_regions(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/hands?view=planes")
    hands = part(page, "hands")
    hands.get_by_role("button", name="From above").click()
    found = hands.evaluate(
        """root => {
          const v = root.hands.view, { raster, turntable, theme } = v, list = [];
          for (let i = 0; i < 300; i++) {
            const at = [-4.9 + ((i * 37) % 98) / 10, -4.9 + ((i * 53) % 98) / 10];
            const [x, y] = turntable.project(at[0] / 5, at[1] / 5, 0);
            list.push([at, theme.regionPixels.indexOf(raster.pixels[Math.floor(y) * raster.M + Math.floor(x)])]);
          }
          return { values: v.values, list };
        }"""
    )
    places = np.array([at for at, _ in found["list"]])
    scores = affine(found["values"]).fprop(places)
    lead = np.diff(np.sort(scores, axis=1)[:, -2:], axis=1)[:, 0]
    shown = np.array([k for _, k in found["list"]])
    assert set(shown) == {0, 1, 2}
    np.testing.assert_array_equal(shown[lead > 0.1], scores.argmax(axis=1)[lead > 0.1])


def test_the_meeting_point_is_dragged_with_all_three_planes(opened: Any, page: Page) -> None:
    hands = opened("view=planes")
    before = values(hands)
    size = settled_box(hands.locator("[data-view=planes] .map"))["width"]
    drag(page, hands.get_by_label("The point where the planes meet"), 0.2 * size, -0.1 * size)
    point = hands.evaluate("root => root.hands.view.meetingPoint()")
    first = np.reshape(before, (3, 3))
    moved = np.reshape(values(hands), (3, 3))
    np.testing.assert_allclose(moved[:, :2], first[:, :2])
    start = np.linalg.solve((first[[0, 0]] - first[[1, 2]])[:, :2], -(first[[0, 0]] - first[[1, 2]])[:, 2])
    np.testing.assert_allclose(point, start + np.array([2, 1]), atol=0.05)


@pytest.mark.parametrize("constant", [0, 800, -900, 1000])
def test_softmax_is_the_engines_whatever_is_added(opened: Any, constant: float) -> None:
    numbers = [1.5, -0.5, 1, 2, 0.5, -1, 0.25, 1, 0.75, -2, 0, constant]
    hands = opened("view=softmax&softmax=" + ",".join(map(str, numbers)))
    state = hands.evaluate("root => root.hands.view.state()")
    scores = affine(numbers[2:11]).fprop(np.array([numbers[:2]]))
    np.testing.assert_allclose(state["z"], scores[0] + constant, atol=1e-9)
    np.testing.assert_allclose(state["y"], SoftmaxLayer().fprop(scores)[0], atol=1e-12)
    shown = hands.locator(".y b").all_inner_texts()
    assert shown == [f"{p:.3f}" for p in SoftmaxLayer().fprop(scores)[0]]
    broken = "no number" if constant else "With or without the shift"
    expect(hands.locator(".verdict")).to_contain_text(broken)


def test_a_typed_number_counts_and_nonsense_does_not(opened: Any, page: Page) -> None:
    hands = opened("view=softmax")
    weight = hands.locator("[data-view=softmax] .field[data-name=w11] input")
    weight.fill("-3")
    assert values(hands)[2] == -3
    weight.fill("−2,5")
    assert values(hands)[2] == -2.5
    weight.press("ArrowDown")
    assert values(hands)[2] == -3
    expect(weight).to_have_value("−3.00")
    weight.fill("-3")
    weight.blur()
    expect(weight).to_have_value("−3")
    weight.fill("")
    expect(weight).to_have_attribute("aria-invalid", "true")
    assert values(hands)[2] == -3
    weight.blur()
    expect(page).to_have_url(re.compile("softmax="))


def test_a_dragged_line_gets_the_best_outputs_and_its_score(opened: Any, page: Page) -> None:
    hands = opened("view=lines")
    wait_for(hands, "v.hand.accuracy")
    first = hands.locator(".hand .score b").inner_text()
    size = settled_box(hands.locator(".hand .map"))["width"]
    drag(page, hands.get_by_label("Line 2: move it"), 0.06 * size, -0.12 * size)
    expect(page).to_have_url(re.compile("hidden="))
    settings = HandsSettings(hidden=tuple(round(v, 3) for v in values(hands)))
    assert settings.hidden != HandsSettings().hidden
    points, architecture = runs.points_of(settings), settings.learned().architecture(2, 3)
    training, validation = points.training, points.validation
    expected = best_outputs(
        architecture, np.reshape(settings.hidden, (3, 3)), training.inputs, training.labels
    )
    fitted = "root => Array.from(root.hands.run.arrays.fitted)"
    waiting.until(lambda: np.allclose(hands.evaluate(fitted), expected, atol=1e-3), page, "fitted")
    _, accuracy = probe.error_and_accuracy(architecture, expected, validation.inputs, validation.labels)
    assert hands.evaluate("root => root.hands.view.hand.accuracy") == pytest.approx(float(accuracy), abs=1e-6)
    expect(hands.locator(".hand .score b")).to_have_text(f"{100 * float(accuracy):.1f} %")
    assert first != hands.locator(".hand .score b").inner_text()


def test_learning_is_revealed_at_a_click_and_compared(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/hands?view=lines")
    hands = part(page, "hands")
    expect(hands.locator(".learning .score b")).to_have_text("?")
    hands.get_by_role("button", name="Let learning do it").click()
    wait_for(hands, "v.compared")
    run = runs.regions_run(HandsSettings().learned()).run
    while not run.finished:
        run.advance(seconds=0.5)
    learned = float(run.history.validation_accuracy[-1])
    assert hands.evaluate("root => root.hands.view.learning.accuracy") == pytest.approx(learned, abs=0.011)
    expect(hands.locator(".headline")).to_contain_text("Learning finds better lines")
    expect(page).to_have_url(re.compile("learn=1"))
    hands.get_by_role("button", name="Hide").click()
    expect(hands.locator(".learning .score b")).to_have_text("?")


def test_the_picture_in_space_turns_by_hand_and_by_key(opened: Any, page: Page) -> None:
    hands = opened()
    cube = hands.locator("[data-view=unit] .cube")
    turn = "root => root.hands.view.turntable.yaw"
    before = hands.evaluate(turn)
    drag(page, cube, 80, 0)
    dragged = hands.evaluate(turn)
    assert dragged > before
    cube.focus()
    page.keyboard.press("ArrowLeft")
    assert hands.evaluate(turn) == pytest.approx(dragged - np.radians(5))


@pytest.mark.parametrize("view", ["unit", "planes", "softmax", "lines"])
def test_a_phone_scrolls_in_one_direction_only(
    new_page: Callable[..., Page], app_url: str, part: Part, view: str
) -> None:
    page = new_page(width=390, height=844, has_touch=True, color_scheme="dark")
    page.goto(f"{app_url}/hands?view={view}")
    hands = part(page, "hands")
    wait_for(hands, "h.theme.name === 'dark'")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    expect(hands.locator(".spoken")).not_to_be_empty()
