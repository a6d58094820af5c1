"""The tug-of-war in a real browser: exact scores; images that are brushed, drawn, uploaded and picked."""

import base64
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, Page, expect

from datasets import mnist
from datasets.drawings import centre_as_mnist
from datasets.photos.prepare import prepare
from engine.architecture import Architecture
from engine.questions import probe
from tests.browser.waiting import box_of, wait_for_server
from tests.datasets.odd_pictures import on, two

SMALL = "mnist?images=1000&epochs=3&image=test-5000"

PULLS = """({ templates: { run, scene, brush, pull }, templates: { scene: { subject } } }) => ({
  sizes: run.sizes, activations: run.activations, image: [...brush.image],
  params: scene.layers.flatMap(({ weights, biases }) => [...weights, ...biases]),
  scores: [...scene.answer.scores], probabilities: [...scene.answer.probabilities],
  hidden: scene.answer.inputs.slice(1).map((h) => [...h]),
  sums: scene.pulls.map((p) => [p.runningSum(pull.order).at(-1), p.bias, p.score, p.down, p.up]),
  pair: [subject.pull.runningSum(pull.order).at(-1), subject.pull.bias, subject.digit, subject.rival] })"""

IMAGE = "({ templates: { brush } }) => [...brush.image].map((v) => Math.round(255 * v))"

Open = Callable[[str], Locator]


def png(grey: npt.NDArray[np.uint8]) -> bytes:
    """A PNG file of grey levels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", grey.shape[1], grey.shape[0], 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in grey)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def photograph(seed: int = 0) -> npt.NDArray[np.uint8]:
    """A dark seven on light, grainy paper, not in the middle."""
    rng = np.random.default_rng(seed)
    paper = rng.integers(215, 235, (120, 160))
    paper[30:40, 20:70] = 40
    for row in range(40, 100):
        paper[row, 70 - row // 2 : 80 - row // 2] = 35
    return paper.astype(np.uint8)


@pytest.fixture
def open_digits(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], own_run: Callable[[str], str]
) -> Open:
    """Open a link of the MNIST page and give the component's root."""

    def go(link: str) -> Locator:
        page.goto(f"{app_url}/{own_run(link)}")
        return part(page, "templates")

    return go


def image_of(root: Locator) -> npt.NDArray[np.uint8]:
    return np.array(root.evaluate(IMAGE), dtype=np.uint8).reshape(28, 28)


def drag(page: Page, box: Any, places: list[tuple[float, float]]) -> None:
    """Press the mouse along places of a box, in shares of its sides."""
    points = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=8)
    page.mouse.up()


@pytest.mark.parametrize(
    "network",
    ["", "&depth=1&units=30&activation=tanh", "&depth=3&units=40-20-15&activation=sigmoid-relu-tanh"],
)
def test_running_sums_end_at_the_engines_scores(open_digits: Open, network: str) -> None:
    root = open_digits(f"{SMALL}{network}&digit=3&rival=5")
    root.page.keyboard.press("Shift+ArrowRight")
    expect(root.locator(".said")).to_have_text("Paused at epoch 0.10 of 3.")
    expect(root.locator(".exact")).to_have_text("Scores are exact at this moment.")
    found = root.evaluate(PULLS)
    test, architecture = mnist.load().test, Architecture(tuple(found["sizes"]), tuple(found["activations"]))
    params, pixels = np.array(found["params"]), test.inputs[5000:5001]
    np.testing.assert_allclose(found["image"], pixels[0] / 255, atol=1e-12)
    scores = probe.class_scores(architecture, params, pixels)[0]
    np.testing.assert_allclose(found["scores"], scores, atol=1e-5)
    np.testing.assert_allclose(
        found["probabilities"], probe.class_probabilities(architecture, params, pixels)[0], atol=1e-5
    )
    for layer, units in enumerate(probe.unit_responses(architecture, params, pixels)):
        np.testing.assert_allclose(found["hidden"][layer], units[0], atol=1e-5)
    for score, (total, bias, ends, down, up) in zip(scores, found["sums"], strict=True):
        assert total + bias == pytest.approx(score, abs=1e-5)
        assert ends == pytest.approx(score, abs=1e-5)
        assert down <= 0 <= up
        assert down + up == pytest.approx(total, abs=1e-9)
    root.locator("[data-name=pair] button").last.click()
    total, bias, digit, rival = root.evaluate(PULLS)["pair"]
    assert (digit, rival) == (3, 5)
    assert total + bias == pytest.approx(scores[3] - scores[5], abs=1e-5)
    expect(root.locator("[data-says='mnist.templates.sum']")).to_contain_text("z3 − z5 =")
    expect(root.page).to_have_url(re.compile("pair=1"))


def test_bars_and_numbers_are_those_of_the_scores_and_their_scale_stays(
    open_digits: Open, page: Page
) -> None:
    root = open_digits(f"{SMALL}&init_seed=61")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    found = root.evaluate("""root => {
      const { pulls, answer } = root.templates.scene, reach = root.templates.reach * 1.02;
      return [...root.querySelectorAll(".row")].map((row, k) => {
        const box = (name) => row.querySelector(name).getBoundingClientRect();
        const all = box(".pulls");
        const half = all.width / 2, middle = all.x + half;
        return {
          down: (middle - box(".down").x) / half - -pulls[k].down / reach,
          up: (box(".up").right - middle) / half - pulls[k].up / reach,
          tick: (box(".tick").x + 1.5 - middle) / half - pulls[k].score / reach,
          downStarts: box(".down").right - middle, upStarts: box(".up").x - middle,
          z: row.querySelector(".z").textContent, score: answer.scores[k],
        };
      }); }""")
    for row in found:
        assert max(abs(row[name]) for name in ("down", "up", "tick")) < 0.03
        assert max(abs(row[name]) for name in ("downStarts", "upStarts")) < 1.5
        assert float(row["z"].replace("−", "-")) == pytest.approx(row["score"], abs=0.051)
    reach = root.evaluate("root => root.templates.reach")
    page.keyboard.press("ArrowLeft")
    expect(root.locator(".exact")).to_contain_text(
        "Weights in 8 bits at this moment: on 50 test images z is right to ±0.0"
    )
    assert root.evaluate("root => root.templates.reach") == reach


def test_the_brush_erases_and_paints_and_the_decision_moves_with_no_word_to_the_server(
    sent: list[Any], open_digits: Open, page: Page
) -> None:
    root = open_digits(f"{SMALL}&init_seed=61")
    image = root.locator(".image canvas")
    wait_for_server(page)
    box, before, scores = box_of(image), image_of(root), root.locator(".row .z").all_text_contents()
    sent.clear()
    drag(page, box, [(0.2, 0.5), (0.8, 0.5)])
    erased = image_of(root)
    assert before[14, 8:22].any()
    assert not erased[14, 8:22].any()
    assert (erased[:11] == before[:11]).all()
    assert root.locator(".row .z").all_text_contents() != scores
    expect(root.locator(".image figcaption")).to_contain_text("changed")
    root.locator("[data-name=brush] button", has_text="Paint").click()
    drag(page, box, [(0.5, 0.1), (0.5, 0.9)])
    assert (image_of(root)[4:24, 14] == 255).all()
    root.locator(".undo").click()
    assert (image_of(root) == before).all()
    assert root.locator(".row .z").all_text_contents() == scores
    root.locator(".empty").click()
    image.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    painted = image_of(root)
    assert painted[14, 13] == 255
    assert painted[:, 17:].sum() == 0
    assert root.evaluate("root => root.templates.playback.playing") is False
    assert sent == []


def test_a_drawing_is_centred_and_scaled_as_python_does_it(
    sent: list[Any], open_digits: Open, page: Page
) -> None:
    root = open_digits(SMALL)
    wait_for_server(page)
    sent.clear()
    root.locator("button[data-source=draw]").click()
    assert not image_of(root).any()
    nothing = "No digit: nothing is drawn"
    expect(root.locator(".verdict")).to_have_text(nothing)
    expect(root.locator(".row .percent").first).to_be_hidden()
    drag(page, box_of(root.locator(".pad")), [(0.1, 0.1), (0.4, 0.1), (0.2, 0.5)])
    alpha = root.evaluate(
        """({ templates: { sources: { inkPad: { context } } } }) =>
          [...context.getImageData(0, 0, 280, 280).data].filter((_, i) => i % 4 === 3)"""
    )
    drawn = np.array(alpha, dtype=np.uint8).reshape(280, 280)
    assert drawn.any()
    np.testing.assert_array_equal(image_of(root), centre_as_mnist(drawn))
    expect(root.locator(".image figcaption")).to_have_text("Image x your drawing")
    expect(root.locator(".verdict")).to_contain_text("Answer")
    expect(root.locator(".verdict")).not_to_contain_text("it is a")
    expect(root.locator(".row .percent").first).to_be_visible()
    root.locator(".clear-pad").click()
    assert not image_of(root).any()
    expect(root.locator(".verdict")).to_have_text(nothing)
    root.locator(".close").click()
    expect(root.locator(".large")).to_be_visible()
    assert sent == []


def upload(root: Locator, name: str, content: bytes) -> Locator:
    """Choose a file; the words that are then said."""
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    root.locator("input[type=file]").set_input_files(file)
    words = root.locator(".source-words")
    expect(words).to_contain_text(f"“{name}”")
    return words


def encoded(root: Locator, kind: str) -> bytes:
    """A one on light paper in a file of some kind, by the browser's own encoder."""
    text = root.evaluate(
        """async (root, type) => {
          const canvas = new OffscreenCanvas(90, 90), c = canvas.getContext("2d");
          c.fillStyle = "#eee"; c.fillRect(0, 0, 90, 90); c.fillStyle = "#222"; c.fillRect(40, 10, 9, 60);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.9 })).arrayBuffer());
          return btoa(String.fromCharCode(...bytes)); }""",
        kind,
    )
    return base64.b64decode(text)


DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90" onload="window.ran = 1">
<script>window.ran = true</script><image href="/ran" width="9" height="9"/><path d="M4 1h1v6h-1z"/></svg>"""


FOREIGN = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><foreignObject width="90" height="90">
<p xmlns="http://www.w3.org/1999/xhtml">3</p></foreignObject></svg>"""
PAGES_TEXT = (
    "holds something that browsers hand to no page, such as text of a web page (foreignObject): "
    "send it as PNG."
)
HEIC = (
    "is a HEIC picture, which this browser does not read: send it as JPEG "
    "(iPhone: Settings, Camera, Formats, Most Compatible)."
)


def test_uploads_show_every_step_turn_and_are_refused_in_a_sentence(open_digits: Open, page: Page) -> None:
    root, paper = open_digits(SMALL), photograph()
    root.locator("button[data-source=upload]").click()
    words = upload(root, "seven.png", png(paper))
    expect(words).to_contain_text("“seven.png” as uploaded, 160 × 120.")
    np.testing.assert_array_equal(image_of(root), prepare(on(paper)).image)
    names = ["Paper", "Ink", "Threshold", "Digit", "Stroke", "28 × 28"]
    expect(root.locator(".steps figcaption")).to_have_text(names)
    shown = (
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    )
    assert root.locator(".steps canvas").last.evaluate(shown) == image_of(root).ravel().tolist()
    root.locator(".turn").click()
    expect(words).to_contain_text("120 × 160, turned by 90°")
    np.testing.assert_array_equal(image_of(root), prepare(on(np.rot90(paper, -1))).image)

    digit = mnist.load().test.inputs[115]
    expect(upload(root, "mnist.png", png(digit.reshape(28, 28)))).to_contain_text("not a pixel is changed")
    np.testing.assert_array_equal(image_of(root), digit.reshape(28, 28))
    for name, content in [
        ("one.jpg", encoded(root, "image/jpeg")),
        ("one.webp", encoded(root, "image/webp")),
        ("one.svg", DRAWING),
        ("bare.svg", b"\xef\xbb\xbf" + re.sub(rb' xmlns="[^"]*"', b"", DRAWING)),
    ]:
        expect(upload(root, name, content)).to_contain_text(f"“{name}” as uploaded, 90 × 90")
        assert image_of(root)[6:22, 14].min() > 100
    assert page.evaluate("window.ran") is None
    for name, content, sentence in [
        ("a.gif", b"GIF89a" + bytes(40), "cannot be read as a picture: the file is damaged."),
        ("none.png", b"", "is empty: it has no bytes."),
        ("text.png", b"not a picture", "is no picture: PNG, JPEG, WebP, GIF, BMP, AVIF and SVG are read."),
        ("cut.svg", DRAWING[:-9], "cannot be read as a picture: the file is damaged."),
        ("note.docx", b"PK\x03\x04", "is a ZIP archive: PNG, JPEG, WebP, GIF, BMP, AVIF and SVG are read."),
        ("page.svg", FOREIGN, PAGES_TEXT),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", HEIC),
        ("cut.png", png(paper)[:60], "cannot be read as a picture: the file is damaged."),
        (
            "white.png",
            png(np.full((30, 30), 250, np.uint8)),
            "is empty: nothing in it differs from the paper.",
        ),
        (
            "two.png",
            png(two()[..., 0]),
            "shows 2 digits: the network reads one. Crop the picture to one of them.",
        ),
    ]:
        expect(upload(root, name, content)).to_have_text(f"“{name}” {sentence}")
        assert not image_of(root).any()
        expect(root.locator(".verdict")).to_have_text("No digit: nothing is drawn")
        upload(root, "again.png", png(paper))
        expect(root.locator(".verdict")).to_contain_text("Answer")


def test_a_picture_is_pasted_and_dropped_and_a_browser_that_alters_pictures_is_told(
    open_digits: Open, page: Page
) -> None:
    root = open_digits(SMALL)
    carried = """(root, [kind, selector]) => {
      const canvas = document.createElement("canvas"), c = canvas.getContext("2d");
      canvas.width = canvas.height = 90;
      c.fillStyle = "#fff"; c.fillRect(0, 0, 90, 90); c.fillStyle = "#000"; c.fillRect(40, 10, 9, 60);
      const bytes = Uint8Array.from(atob(canvas.toDataURL().split(",")[1]), (b) => b.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], `${kind}.png`, { type: "image/png" }));
      const given = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data };
      const event = kind === "paste" ? new ClipboardEvent(kind, given) : new DragEvent(kind, given);
      (selector ? root.querySelector(selector) : document.body).dispatchEvent(event); }"""
    for kind, selector in (("paste", ""), ("drop", ".looking .image canvas"), ("drop", ".stage")):
        root.locator("button[data-source=draw]").click()
        assert not image_of(root).any()
        root.evaluate(carried, [kind, selector])
        expect(root.locator(".source-words")).to_contain_text(f"“{kind}.png” as uploaded, 90 × 90")
        assert image_of(root).any()

    page.evaluate(
        """() => { const read = CanvasRenderingContext2D.prototype.getImageData;
        CanvasRenderingContext2D.prototype.getImageData = function (...place) {
          const image = read.apply(this, place);
          image.data.forEach((_, i) => (image.data[i] = 256 * Math.random()));
          return image; }; }"""
    )
    expect(upload(root, "noise.png", png(photograph()))).to_contain_text("privacy.resistFingerprinting")
    assert not image_of(root).any()
    root.locator("button[data-source=draw]").click()
    drag(page, box_of(root.locator(".pad")), [(0.1, 0.1), (0.4, 0.1), (0.2, 0.5)])
    ink = root.evaluate("({ templates: { sources: { inkPad } } }) => [...inkPad.ink]")
    drawn = np.array(ink, dtype=np.uint8).reshape(280, 280)
    np.testing.assert_array_equal(image_of(root), centre_as_mnist(drawn))
    assert 0.9 < (drawn > 127).sum() / (22 * 280 * (0.3 + np.hypot(0.2, 0.4)) + np.pi * 121) < 1.1


def test_galleries_and_steps_bring_images_without_the_weights(open_digits: Open, page: Page) -> None:
    root = open_digits(f"{SMALL}&init_seed=62")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    root.evaluate("""({ templates }) => {
      const update = templates.update.bind(templates);
      templates.heavy = [];
      templates.update = (block) => { if (!block.glance) templates.heavy.push(block.live); update(block); };
    }""")
    root.locator("button[data-source=mistakes]").click()
    expect(root.locator(".source-words")).to_contain_text(
        "test images are wrong at epoch 3, the surest first"
    )
    thumb = root.locator(".thumbs button").nth(4)
    name = thumb.get_attribute("aria-label") or ""
    number, label, answer = (int(n) for n in re.findall(r"image (\d+), a (\d), taken for a (\d)", name)[0])
    thumb.click()
    expect(root.locator(".verdict")).to_contain_text(f"Answer {answer}")
    expect(root.locator(".verdict")).to_contain_text(f"wrong: it is a {label}")
    expect(page).to_have_url(re.compile(f"image=test-{number}"))
    test = mnist.load().test
    np.testing.assert_array_equal(image_of(root).ravel(), test.inputs[number])
    root.locator(".source select").select_option("7")
    expect(root.locator(".source-words")).to_contain_text("test images of a 7 are wrong")
    root.locator(".close").click()
    root.locator(".step-on").click()
    following = number + 1 + int(np.flatnonzero(test.labels[number + 1 :] == label)[0])
    expect(page).to_have_url(re.compile(f"image=test-{following}"))
    np.testing.assert_array_equal(image_of(root).ravel(), test.inputs[following])
    assert not any(live is False for live in root.evaluate("root => root.templates.heavy")[1:])
    page.reload()
    expect(root.locator(".image figcaption")).to_have_text(f"Image x test {following}, a {label}")


def test_what_was_laid_out_before_the_stage_stands_beside_the_picture_on_it(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{app_url}/mnist?images=1000&epochs=1&row=hinton")
    root = page.locator(".templates.part")
    root.locator(".one").first.wait_for()
    page.keyboard.press("f")
    root.locator(".score").first.wait_for()
    shown, large = root.locator(".shown").bounding_box(), root.locator(".stage").bounding_box()
    assert shown
    assert large
    assert large["x"] + large["width"] <= shown["x"]
    scores = [float(text.replace("−", "-")) for text in root.locator(".score").all_inner_texts()]
    highest = root.locator(".score.highest").get_attribute("data-digit")
    assert scores.index(max(scores)) == int(highest or "-1")
