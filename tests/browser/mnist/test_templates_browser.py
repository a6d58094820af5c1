"""Hinton diagrams and heat maps in a real browser: upright, honest in area and sign, on one scale, read by hand."""

import base64
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import box_of, until, wait_for, wait_for_keys
from ui.palette import PALETTES

SMALL = "mnist?images=1000&epochs=3"

SHOW = """(root, [weights, biases]) => {
  const { templates } = root, { moments } = templates;
  moments.exact = -1;
  const layer = { inputs: 784, outputs: 10, weights: Float32Array.from(weights), biases: Float32Array.from(biases) };
  moments.layersAt = () => [layer];
  moments.scales = [{ largest: 1, span: 1 }];
  templates.redraw();
}"""
"""Show a single layer of our own in place of the run's."""

PLATE = """(root, which) => {
  const plate = which === "large" ? root.templates.stage.plate : root.templates.pictures.plates[which];
  const { width, height } = plate.image, { x, y, cell } = plate.places;
  const { ratio } = plate;
  const bytes = Array.from(plate.image.data, (value) => String.fromCharCode(value)).join("");
  return { pixels: btoa(bytes), width, height, x: [...x], y: [...y], cell: cell * ratio, ratio };
}"""

Open = Callable[[str], Locator]


def rgb(colour: str) -> np.ndarray[Any, Any]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def cells(root: Locator, which: int | str) -> list[Any]:
    """What each place of a plate shows: its pixels, shape (height, width, 3)."""
    plate = root.evaluate(PLATE, which)
    pixels = np.frombuffer(base64.b64decode(plate["pixels"]), np.uint8).astype(int)
    image = pixels.reshape(plate["height"], plate["width"], 4)[..., :3]
    found = []
    for x, y in zip(plate["x"], plate["y"], strict=True):
        top, left = y * plate["ratio"], x * plate["ratio"]
        bottom, right = (int(np.ceil(v + plate["cell"])) for v in (top, left))
        found.append(image[int(top) : bottom, int(left) : right])
    return found


def area(cell: Any, ground: Any) -> float:
    """Pixels that a filled square covers, from how far they are from the ground; edge and fill are about as dark."""
    ink = rgb(str(PALETTES["light"]["weights"][4]))
    return float(np.clip((ground - cell) @ (ground - ink) / ((ground - ink) @ (ground - ink)), 0, 1).sum())


@pytest.fixture
def open_digits(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], own_run: Callable[[str], str]
) -> Open:
    """Open a link of the MNIST page and give the component's root."""

    def go(link: str) -> Locator:
        page.goto(f"{app_url}/{own_run(link)}")
        return part(page, "templates")

    return go


@pytest.fixture
def asymmetric() -> tuple[list[float], list[float]]:
    """Weights of ten digits that tell up from down, left from right and one digit from another; and biases."""
    weights, biases = np.zeros((10, 28, 28)), np.zeros(10)
    weights[3, 0, 27], weights[3, 27, 0] = 1.0, -1.0
    weights[3, 5, 2], weights[3, 9, 9], weights[3, 12, 20] = 0.5, 0.25, -0.04
    biases[3] = 0.25
    return weights.ravel().tolist(), biases.tolist()


def test_hinton_diagrams_are_upright_and_their_area_is_the_size(open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&row=hinton&digit=3")
    root.evaluate(SHOW, list(asymmetric))
    ground = rgb(str(PALETTES["light"]["hinton"]))
    for which in ("large", 3):
        found = cells(root, which)
        full = area(found[27], ground)
        size = root.evaluate(PLATE, which)["cell"] ** 2
        assert full == pytest.approx(size, rel=0.12)
        assert area(found[5 * 28 + 2], ground) == pytest.approx(full / 2, rel=0.12)
        assert area(found[9 * 28 + 9], ground) == pytest.approx(full / 4, rel=0.15)
        assert area(found[2 * 28 + 5], ground) == pytest.approx(0, abs=0.3)
        assert area(found[9 * 28 + 10], ground) == pytest.approx(0, abs=0.1 * full)
    assert area(cells(root, 4)[27], ground) == 0


def test_a_difference_is_drawn_on_the_scale_of_its_templates(open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&digit=3&rival=5&pair=1")
    weights, biases = asymmetric
    weights[5 * 784 + 14 * 28 + 14], weights[3 * 784 + 14 * 28 + 14] = -1.0, 0.8  # more than a full square
    weights[5 * 784 + 9 * 28 + 9] = 0.25  # what both have does not count
    root.evaluate(SHOW, [weights, biases])
    ground, found = rgb(str(PALETTES["light"]["hinton"])), cells(root, "large")
    size = root.evaluate(PLATE, "large")["cell"] ** 2
    assert area(found[27], ground) == pytest.approx(size, rel=0.12)
    assert area(found[9 * 28 + 9], ground) == pytest.approx(0, abs=0.3)
    middle = found[14 * 28 + 14]
    assert area(middle, ground) == pytest.approx(middle.shape[0] * middle.shape[1], rel=0.02)
    around = [area(found[14 * 28 + 14 + step], ground) for step in (-28, -1, 1, 28)]
    assert all(0.05 * size < one < 0.45 * size for one in around)


def test_a_scene_shows_the_difference_once_its_answer_is_revealed(page: Page, app_url: str) -> None:
    """The eighth slide: before, the digit's own template; after, what it has against its rival, in the same place."""
    page.goto(f"{app_url}/mnist?scene=hinton&images=1000&epochs=3&at=3&stage=1")
    root = page.locator(".templates[data-stage]")
    name = root.locator(".stage h2 b")
    expect(name).to_have_text(re.compile(r"Hinton diagram of W\d$"))
    digit = int(str(name.text_content())[-1])
    ended = "root => !root.templates.live && root.templates.playback.moment.epoch === 3"
    until(lambda: root.evaluate(ended), page, "the end of its run")
    drawn = "root => { const s = root.templates.scene.subject; return [...s.pull.weights.slice(0, 784)]; }"
    alone = np.array(root.evaluate(drawn))
    wait_for_keys(page)
    box = box_of(root.locator(".large"))
    page.keyboard.press("a")
    expect(name).to_have_text(re.compile(rf"Hinton diagram of W{digit} − W\d"))
    rival = int(str(name.text_content())[-1])
    layer = np.array(root.evaluate("root => [...root.templates.scene.layers[0].weights]")).reshape(10, 784)
    np.testing.assert_allclose(alone, layer[digit], rtol=1e-6)
    np.testing.assert_allclose(root.evaluate(drawn), layer[digit] - layer[rival], rtol=1e-5, atol=1e-7)
    expect(root.locator(".sides")).to_have_text(
        re.compile(rf"gold \+\S+ for {digit}, violet −\S+ for {rival}")
    )
    assert box_of(root.locator(".large")) == box
    page.keyboard.press("a")
    expect(name).to_have_text(f"Hinton diagram of W{digit}")


def test_the_sign_is_in_the_fill_and_in_the_outline(open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&digit=3")
    root.evaluate(SHOW, list(asymmetric))
    found, colours = cells(root, "large"), PALETTES["light"]

    def ring_and_middle(place: int) -> list[Any]:
        cell = found[place]
        return [cell[len(cell) // 2, 0 if place % 28 == 0 else -1], cell[len(cell) // 2, len(cell[0]) // 2]]

    for place, outline, fill in (
        (27, "positive", colours["weights"][4]),
        (27 * 28, "negative", colours["hinton"]),
    ):
        ring, middle = ring_and_middle(place)
        assert np.abs(middle - rgb(str(fill))).max() <= 2
        assert np.abs(ring - rgb(str(colours[outline]))).max() <= 60  # the cell may end within a pixel


def test_the_bias_stands_below_on_the_same_scale(open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&digit=3")
    weights, biases = asymmetric
    biases[3] = 1.0
    root.evaluate(SHOW, [weights, biases])
    ground, found = rgb(str(PALETTES["light"]["hinton"])), cells(root, "large")
    plate = root.evaluate(PLATE, "large")
    assert plate["y"][784] > plate["y"][783] + plate["cell"] / plate["ratio"]
    assert area(found[784], ground) == pytest.approx(area(found[27], ground), rel=0.05)


def test_heat_maps_are_upright_and_gold_means_positive(open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&diagram=heat&digit=3")
    root.evaluate(SHOW, list(asymmetric))
    ends = PALETTES["light"]["weights"]
    for which in ("large", 3):
        found = cells(root, which)
        for place, colour in {
            27: ends[4],
            27 * 28: ends[0],
            5 * 28 + 2: ends[3],
            2 * 28 + 5: ends[2],
        }.items():
            middle = found[place][len(found[place]) // 2, len(found[place][0]) // 2]
            assert np.abs(middle - rgb(colour)).max() <= 4, (which, place)


def test_the_scale_is_one_for_all_digits_and_the_whole_run(open_digits: Open) -> None:
    root = open_digits(f"{SMALL}&init_seed=51")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    found = root.evaluate("""({ templates: { moments, playback } }) => {
      const at = (i) => moments.layersAt(moments.list[i])[0].weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      const seen = moments.list.map((_, i) => at(i));
      return { seen, largest: moments.scaleOf(0, "largest").limit, power: moments.scaleOf(0, "power").limit };
    }""")
    assert len(found["seen"]) == 4
    assert found["largest"] == pytest.approx(max(found["seen"]), rel=1e-5)
    assert found["power"] == 2.0 ** np.ceil(np.log2(found["largest"]))
    words, bar = root.locator(".reading"), root.locator(".bar .high")
    expect(words).to_have_text(
        f"area = |w|; full square: ±{found['largest']:.2f}, the largest weight of the moments here"
    )
    before = bar.text_content()
    for x in (47, 200):
        chart = box_of(root.locator("[data-chart=loss]"))
        root.page.mouse.click(chart["x"] + x, chart["y"] + 40)
        assert bar.text_content() == before
    root.locator("[data-name=full] [data-value=power]").click()
    expect(words).to_have_text(f"area = |w|; full square: ±{found['power']:.2f}")
    expect(root.page).to_have_url(re.compile("full=power"))


def test_every_picture_shows_the_weights_that_were_sent(open_digits: Open) -> None:
    root = open_digits(f"{SMALL}&depth=1&units=12&activation=tanh")
    wrong = root.evaluate("""root => {
      const { templates } = root, [{ weights, biases }] = templates.moments.layersAt(templates.playback.moment);
      const { span } = templates.moments.scaleOf(0, "largest");
      return templates.pictures.plates.filter((plate, unit) => {
        const { x, y, cell } = plate.places, { ratio, pixels, image } = plate;
        return [...x].some((_, i) => {
          const value = i < 784 ? weights[unit * 784 + i] : biases[unit];
          const [down, across] = [y[i], x[i]].map((v) => Math.floor((v + cell / 2) * ratio));
          const share = Math.max(-1, Math.min(1, value / span)), isHatch = value < 0 && (down + across) % 6 === 0;
          const ground = templates.theme.signed[Math.round(127.5 * (1 + share))];
          return !isHatch && pixels[down * image.width + across] !== ground;
        });
      }).length; }""")
    assert root.locator(".one canvas").count() == 12
    assert wrong == 0


def test_pointer_and_keys_read_pixel_and_weight(page: Page, open_digits: Open, asymmetric: Any) -> None:
    root = open_digits(f"{SMALL}&digit=3&image=test-0")
    root.evaluate(SHOW, list(asymmetric))
    box = box_of(root.locator(".large"))
    cell, words = box["width"] / 28, root.locator(".reading")
    page.mouse.move(box["x"] + 2.5 * cell, box["y"] + 5.5 * cell)
    expect(words).to_have_text("row 5, column 2: w +0.50 × x 0.00 = 0.00")
    page.mouse.move(box["x"] + cell, box["y"] + 29.5 * cell)
    expect(words).to_have_text("bias b +0.25")
    page.mouse.move(5, 5)
    expect(words).to_contain_text("full square")
    root.locator("[data-name=diagram] button").last.focus()
    page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(words).to_contain_text("row 1, column 1: w 0.00")
    assert root.evaluate("root => root.templates.playback.moment.epoch") == 0


def test_a_finger_reads_a_weight_in_a_loupe(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator], asymmetric: Any
) -> None:
    phone = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    phone.goto(f"{app_url}/{SMALL}&digit=3&image=test-0")
    root = part(phone, "templates")
    wait_for(root, "t.painted > 0", "const t = root.templates;")
    root.evaluate(SHOW, list(asymmetric))
    large, loupe = root.locator(".large"), root.locator(".loupe")
    box = box_of(large)
    cell = box["width"] / 28
    phone.touchscreen.tap(box["x"] + 9.5 * cell, box["y"] + 9.5 * cell)
    expect(loupe).to_contain_text("row 9, column 9: w +0.25 × x")
    expect(root.locator(".reading")).to_contain_text("row 9, column 9")
    seen = box_of(loupe)
    assert seen["x"] >= 0
    assert seen["x"] + seen["width"] <= 360
    is_above = seen["y"] + seen["height"] <= box["y"] + 9 * cell
    assert is_above or seen["y"] >= box["y"] + 10 * cell, "it stands under the finger"
    inked = "(c) => { const n = c.width, at = (x) => c.getContext('2d').getImageData(x * n, n / 2, 1, 1).data.join(); "
    assert root.locator(".loupe canvas").evaluate(f"{inked} return at(0.5) !== at(0.56) }}")
    phone.touchscreen.tap(box["x"] + 2.5 * cell, box["y"] + 5.5 * cell)
    expect(loupe).to_contain_text("row 5, column 2: w +0.50")
    expect(large).to_have_css("touch-action", "none")
    root.locator(".headline").tap()
    expect(loupe).to_be_hidden()
    expect(root.locator(".reading")).to_contain_text("full square")
    expect(large).to_have_css("touch-action", "pan-y")


def test_the_matrix_to_the_digits_shows_every_weight_once_its_units_sorted(open_digits: Open) -> None:
    root = open_digits(f"{SMALL}&depth=1&units=30&diagram=heat&epochs=2&init_seed=52")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    found = root.evaluate("""root => {
      const { templates } = root, { scene, stage: { plate } } = templates, [, { weights, biases }] = scene.layers;
      const { x, y, cell, across } = plate.places, { ratio, pixels, image } = plate, { span } = scene.subject.scale;
      const middle = (v) => Math.floor((v + cell / 2) * ratio);
      const colour = (i) => pixels[middle(y[i]) * image.width + middle(x[i])];
      const value = (i) => (i < weights.length ? weights[i] : biases[i - weights.length]);
      const expected = (v) => templates.theme.signed[Math.round(127.5 * (1 + Math.max(-1, Math.min(1, v / span))))];
      const isHatch = (i) => value(i) < 0 && (middle(x[i]) + middle(y[i])) % 6 === 0;
      const wrong = [...x].filter((_, i) => !isHatch(i) && colour(i) !== expected(value(i))).length;
      const row = [...templates.root.querySelectorAll(".one")].map((one) => Number(one.dataset.index));
      const places = [...x].map((v, i) => [v, y[i]].join());
      return { wrong, row, places, weights: [...weights], order: scene.orders[0], y: [...y] };
    }""")
    matrix = np.reshape(found["weights"], (10, 30))
    assert len(set(found["places"])) == 310
    assert found["wrong"] <= 30  # the frame around the picked row runs over its outermost cells
    best = matrix.argmax(axis=0)[found["order"]]
    assert best.tolist() == sorted(best)
    for digit in range(10):
        mine = matrix[digit, found["order"]][best == digit]
        assert mine.tolist() == sorted(mine, reverse=True)
    assert found["row"] == found["order"]
    expect(root.locator(".sorting")).to_contain_text("sorted by the digit they speak for most")
    down = np.reshape(found["y"][:300], (10, 30))
    assert (np.diff(down, axis=0) > 0).all()


def test_a_hidden_unit_is_shown_large_and_comes_back_from_the_link(page: Page, open_digits: Open) -> None:
    root = open_digits(f"{SMALL}&depth=2&units=20&unit=7&digit=4")
    expect(root.locator(".one[aria-checked=true]")).to_have_attribute("data-index", "6")
    shown = root.evaluate(
        """({ templates: { scene: { subject, layers } } }) =>
          [subject.kind, [...subject.pull.weights], [...layers[0].weights.slice(6 * 784, 7 * 784)]]"""
    )
    assert shown[0] == "unit"
    assert shown[1] == shown[2]
    root.locator("[data-name=of] button", has_text="W(2)").click()
    expect(page).to_have_url(re.compile(r"matrix=2"))
    assert "unit=" not in page.url
    assert root.evaluate("({ templates: { scene } }) => scene.subject.layer") == 1
    expect(root.locator(".sorting")).to_contain_text("units of hidden layer 2")
