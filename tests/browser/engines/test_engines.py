"""Firefox and WebKitGTK: each page opens and draws, and what a lecture needs of it can be done."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from tests.browser.engines.engine import AT_REST, HELPERS, Engine
from tests.browser.engines.started import ENGINES, Start, start

__all__ = ["start"]

RIGHT = "\ue014"  # WebDriver's code of the arrow key

INKED = """all("canvas", part("{part}")).some((canvas) => {{
  if (!canvas.width || !canvas.checkVisibility()) return false;
  const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Set(new Uint32Array(data.buffer));
  return pixels.size > 2;
}})"""
"""Whether a canvas of a part shows more than a plain ground."""

PAGES = {
    "?at=250": ("player", INKED),
    "twin?at=250": ("twin", INKED),
    "hands": ("hands", INKED),
    "mnist?images=1000&epochs=1": ("templates", INKED),
    "backprop": ("steps", "part('{part}').querySelectorAll('.edges line').length > 5"),
    "activations": ("activations", INKED),
    "lecture": ("bar", "document.querySelectorAll('[class*=st-key-open-] button').length > 30"),
}

IN_ROW = """all(".segmented > legend").filter((legend) => legend.checkVisibility()).map((legend) => {
  const words = document.createRange();
  words.selectNodeContents(legend);
  const [name, button] = [words, legend.parentElement.querySelector("button")]
    .map((one) => one.getBoundingClientRect());
  const middle = (name.top + name.bottom) / 2;
  return middle > button.top && middle < button.bottom && name.right <= button.left + 1 ? "" : legend.textContent;
}).filter(Boolean)"""
"""Names of groups of buttons that stand elsewhere than left of their first button."""

pytestmark = [pytest.mark.xdist_group("engines"), pytest.mark.every_case]


@ENGINES
def test_each_page_opens_and_draws(start: Start, app_url: str, name: str) -> None:
    engine = start(name)
    for link, (part, draws) in PAGES.items():
        engine.visit(f"{app_url}/{link}", part) if part != "bar" else engine.open(f"{app_url}/{link}")
        engine.until(draws.format(part=part))
        engine.until(f"!({IN_ROW}).length")
        assert engine.faults() == []


@ENGINES
def test_play_scrub_depth_and_activation(start: Start, app_url: str, name: str) -> None:
    engine = start(name)
    engine.visit(f"{app_url}/?at=0&init_seed=41", "player")
    engine.until("part('player').player.run.stop_kind && part('player').player.pictures > 0")
    engine.press(".round.play")
    engine.until("part('player').player.playback.moment.epoch > 3")
    engine.press(".player .chart[data-chart=loss]", 0.5, 0.4)
    halfway = engine.until("part('player').player.playback.moment.epoch")
    assert 90 < halfway < 150
    engine.key(RIGHT)
    engine.until(f"part('player').player.playback.moment.epoch === Math.floor({halfway}) + 1")
    ring = "getComputedStyle(document.querySelector('[data-testid=stMain]')).outlineStyle"
    assert engine.evaluate(ring) in ("none", None)
    sidebar = "[class*=RegionSettings-depth] [data-testid=stButtonGroup] button:nth-of-type(2)"
    engine.press(sidebar)
    engine.until("part('player').player.run.sizes.length === 3")
    engine.press("[class*=RegionSettings-activation] [data-testid=stButtonGroup] button:nth-of-type(3)")
    engine.until("part('player').player.run.activations[0] === 'relu'")
    engine.press(".part.link .copy")
    engine.until("all('.part.link .said')[0].textContent")
    assert engine.faults() == []


@ENGINES
def test_a_digit_is_drawn_and_judged(start: Start, app_url: str, name: str) -> None:
    engine = start(name)
    _draw_seven(engine, app_url)
    assert engine.faults() == []


def _draw_seven(engine: Engine, app_url: str) -> tuple[str, list[float]]:
    """Draw a 7: what a network before training answers, and the levels that it has looked at."""
    engine.visit(f"{app_url}/mnist?images=1000&epochs=1", "templates")
    engine.until("part('templates').templates.painted > 0 && !first('button[data-source=draw]').disabled")
    engine.press("button[data-source=draw]")
    engine.until("Boolean(first('.pad'))")
    engine.rest(".pad")
    across = [engine.spot(".pad", x, 0.2) for x in (0.3, 0.5, 0.7)]
    engine.stroke([*across, engine.spot(".pad", 0.5, 0.85)])
    engine.until("part('templates').templates.brush.image.filter((level) => level > 0).length > 20")
    engine.until("/%/.test(first('.templates .verdict').textContent)")
    verdict = engine.evaluate("first('.templates .verdict').textContent")
    return verdict, engine.evaluate("[...part('templates').templates.brush.image]")


BRING = """
const bytes = Uint8Array.from(atob("{content}"), (letter) => letter.charCodeAt(0)), brought = new DataTransfer();
brought.items.add(new File([bytes], "three.png", {{ type: "image/png" }}));
first(".templates .looking .image").dispatchEvent(
  new DragEvent("drop", {{ dataTransfer: brought, bubbles: true, cancelable: true }}));
"""


def test_where_a_page_reads_noise_a_drawing_is_judged_as_elsewhere_and_a_picture_refused(
    start: Start, app_url: str
) -> None:
    plain, private = start("firefox"), start("firefox-private")
    verdict, levels = _draw_seven(plain, app_url)

    found, same = _draw_seven(private, app_url)

    assert max(abs(one - other) for one, other in zip(levels, same, strict=True)) < 0.1
    assert found.split(",")[0] == verdict.split(",")[0]
    for engine, words in (
        (plain, "“three.png” as uploaded, 280 × 280."),
        (private, "privacy.resistFingerprinting"),
    ):
        engine.run(HELPERS + BRING.format(content=base64.b64encode(seven(levels)).decode()))
        engine.until(f"first('.templates').innerText.includes('{words}')")
        engine.press(".take_away summary")
        engine.press(".take_away [data-name='Picture: PNG']")
    private.until(
        "first('.take_away .said').textContent.startsWith('No picture was made: this browser alters')"
    )
    plain.until("first('.take_away .said').textContent.endsWith('is with your downloads.')")
    assert plain.faults() + private.faults() == []


def seven(levels: list[float]) -> bytes:
    """A picture file of a drawing, white on black."""
    file = io.BytesIO()
    grey = np.round(255 * np.array(levels)).astype(np.uint8).reshape(28, 28)
    Image.fromarray(grey).resize((280, 280), Image.Resampling.BOX).save(file, "PNG")
    return file.getvalue()


@ENGINES
def test_a_point_is_dragged(start: Start, app_url: str, name: str) -> None:
    engine = start(name)
    engine.visit(f"{app_url}/?data=own&drawn=DawAEPgRFDxRSsEiTg1pUVHf&epochs=20", "player")
    points = "part('player').player.editor.points"
    n_before = engine.until(f"{points}.length")
    address = engine.evaluate("location.search")
    engine.press(".player .map", 0.06, 0.06)
    engine.until(
        f"{points}.length === {n_before + 1} && location.search !== {json.dumps(address)} && {AT_REST}"
    )
    last = f"{points}.at(-1)"
    before = engine.evaluate(last)
    right, down = (before["x"] + 5) / 10, (5 - before["y"]) / 10  # where it stands, on a plane from −5 to 5
    engine.stroke([engine.spot(".player .map", right + by, down + by) for by in (0, 0.04, 0.08, 0.12)])
    engine.until(f"{points}.length === {n_before + 1} && JSON.stringify({last}) !== '{_as_json(before)}'")
    assert engine.faults() == []


def _as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


@ENGINES
def test_the_microscope_is_stepped(start: Start, app_url: str, name: str) -> None:
    engine = start(name)
    engine.visit(f"{app_url}/backprop", "steps")
    engine.press(".stepper button:nth-of-type(3)")
    engine.until("part('steps').dataset.step === '3'")
    engine.until("first('.formula').textContent.length > 3")
    assert engine.faults() == []


def test_a_phones_page_has_picture_and_controls_on_one_screen(start: Start, app_url: str) -> None:
    engine = start("webkit-phone")
    engine.visit(f"{app_url}/?at=250&init_seed=41", "player")
    assert engine.until("[innerWidth, innerHeight]") == [360, 640]
    engine.until("part('player').player.pictures > 0")
    for selector in (".player .map", ".player .round.play", ".strip .controls"):
        at = engine.rest(selector)
        assert at["x"] >= 0, (selector, at)
        assert at["x"] + at["width"] <= 360.5, (selector, at)
        assert at["y"] + at["height"] <= 640.5, (selector, at)
    assert engine.until("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360
    engine.press(".strip [data-name=depth] [data-value='1']")
    engine.until("part('player').player.run.sizes.length === 3")
    assert engine.faults() == []
