"""By pictures, on a beamer or a printer without colours: the class of a region and a sign are read from grey pixels."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.amount import thinned
from tests.browser.seen import picture
from tests.browser.waiting import wait_for, wait_for_server
from ui.palette import PALETTES

Part = Callable[[Page, str], Locator]
Spots = list[tuple[int, int, int]]

GREY = ":root { filter: grayscale(1) !important; }"

MAPS = {
    "player": "[[p.map, p.playback.moment.params]]",
    "twin": "p.maps.map((map, i) => [map, p.playback.moment.nets[i].params])",
}
"""For each part its maps, each with the weights that it shows."""

SPOTS = """(root, [name, least]) => {
  const p = root[name], found = MAPS_OF_THE_PART;
  return found.map(([map, params]) => {
    const [left, right, bottom, top] = map.run.extent, { size, nClasses } = map, margin = 14;
    const n = map.labels.length, clear = 2.4 * map.radius + 12, spots = [];
    const answer = (px, py) => {
      const x = left + (px / size) * (right - left), y = top - (py / size) * (top - bottom);
      const { probabilities } = map.valuesAt(params, x, y), most = Math.max(...probabilities);
      return [probabilities.indexOf(most), most];
    };
    for (let i = 0; i < 1500; i++) {
      const px = margin + ((i * 37.7) % (size - 2 * margin)), py = margin + ((i * 91.3) % (size - 2 * margin));
      const around = [[0, 0], [12, 12], [-12, 12], [12, -12], [-12, -12]].map(([a, b]) => answer(px + a, py + b));
      if (around.some(([k, most]) => k !== around[0][0] || most < least)) continue;
      let isClear = true;
      for (let j = 0; j < n && isClear; j++) {
        const [x, y] = map.screenPoint(j);
        isClear = Math.hypot(x - px, y - py) > clear;
      }
      if (isClear) spots.push([Math.round(px), Math.round(py), around[0][0]]);
    }
    return spots;
  });
}"""
"""Places on the maps away from points and boundaries, where each class has at least such a probability."""


def opened(page: Page, address: str, part: Part, name: str) -> Locator:
    page.goto(address)
    root = part(page, name)
    wait_for(root, "p.playback.atEnd && p.run.finished", f"const p = root.{name};")
    wait_for_server(page)
    page.add_style_tag(content=GREY)
    return root


def spots_of(root: Locator, name: str, least: float) -> list[Spots]:
    """For each map of a part: column, row and class of places that nothing covers."""
    return cast(list[Spots], root.evaluate(SPOTS.replace("MAPS_OF_THE_PART", MAPS[name]), [name, least]))


def grey(seen: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The one channel of a picture that has no colours."""
    assert np.ptp(seen, axis=2).max() <= 2, "colours are seen"
    return seen[..., 1]


def classes_by_lightness(seen: npt.NDArray[np.float64], spots: Spots, theme: str) -> float:
    """The share of places whose grey is that of their own class, and of no other."""
    regions = cast(list[str], PALETTES[theme]["regions"])
    greys = np.array(
        [(0.2126, 0.7152, 0.0722) @ np.frombuffer(bytes.fromhex(c[1:]), np.uint8) for c in regions]
    )
    here = [np.median(seen[y - 1 : y + 2, x - 1 : x + 2]) for x, y, _ in spots]
    found = np.abs(np.array(here)[:, None] - greys).argmin(axis=1)
    return float((found == [k for _, _, k in spots]).mean())


def class_by_hatch(seen: npt.NDArray[np.float64], x: int, y: int) -> int:
    """The class that a hatch tells: greys are alike along its lines, and differ across them."""
    here = seen[y - 12 : y + 13, x - 12 : x + 13]
    along_rising = np.abs(here[1:, :-1] - here[:-1, 1:]).mean()
    along_falling = np.abs(here[1:, 1:] - here[:-1, :-1]).mean()
    if max(along_rising, along_falling) < 3:
        return 1
    return 0 if along_rising < along_falling else 2


LINKS = {
    "player": ["?epochs=150&at=150", "?epochs=150&at=150&stage=1", "?epochs=150&at=150&look=hard"],
    "twin": ["twin?epochs=150&at=150", "twin?epochs=150&at=150&stage=1"],
}
CASES = [(name, link, theme) for name, links in LINKS.items() for link in links for theme in PALETTES]


@pytest.mark.parametrize("case", thinned(CASES, one_in=7))
def test_the_class_of_a_region_is_recovered_from_its_lightness(
    new_page: Callable[..., Page], app_url: str, part: Part, case: tuple[str, str, str]
) -> None:
    name, link, theme = case
    page = new_page(color_scheme=theme, reduced_motion="reduce")
    root = opened(page, f"{app_url}/{link}", part, name)
    boxes = root.locator(".map:visible")
    asked = set()
    for i, spots in enumerate(spots_of(root, name, 0.97)):
        asked |= {k for _, _, k in spots}
        if spots:
            assert classes_by_lightness(grey(picture(boxes.nth(i))), spots, theme) > 0.97
    assert asked == {0, 1, 2}


@pytest.mark.parametrize("case", thinned(CASES[:2] + CASES[6:8], one_in=4))
def test_where_more_contrast_is_asked_for_a_hatch_tells_the_class_also_where_the_network_is_unsure(
    new_page: Callable[..., Page], app_url: str, part: Part, case: tuple[str, str, str]
) -> None:
    name, link, theme = case
    page = new_page(color_scheme=theme, reduced_motion="reduce", contrast="more")
    root = opened(page, f"{app_url}/{link}", part, name)
    expect(root.locator(".legend em").first).to_have_text("///")
    boxes = root.locator(".map:visible")
    for i, spots in enumerate(spots_of(root, name, 0.34)):
        seen = grey(picture(boxes.nth(i)))
        assert len({k for _, _, k in spots}) > 1
        assert np.mean([class_by_hatch(seen, x, y) == k for x, y, k in spots]) > 0.97
    page.emulate_media(contrast="no-preference")
    expect(root.locator(".legend em").first).to_be_empty()
    expect(root).not_to_have_attribute("data-hatches", "")


@pytest.mark.full
def test_paper_has_hatches_and_a_saved_picture_has_the_pages_regions(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page = new_page(color_scheme="dark", reduced_motion="reduce")
    root = opened(page, f"{app_url}/{LINKS['player'][0]}", part, "player")
    (spots,) = spots_of(root, "player", 0.97)
    panel = page.locator(".take_away")
    panel.locator("summary").click()
    with page.expect_download() as coming:
        panel.get_by_role("button", name="Picture: PNG", exact=True).click()
    saved = Image.open(io.BytesIO(Path(coming.value.path()).read_bytes())).convert("L")
    (left, top), box = map_in_picture(root), root.locator(".map").bounding_box()
    assert box is not None
    lifted = np.asarray(saved, float)[2 * top :: 2, 2 * left :: 2]
    assert classes_by_lightness(lifted, spots, "light") > 0.97

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(root).to_have_attribute("data-hatches", "")
    printed = grey(picture(root.locator(".map")))
    assert np.mean([class_by_hatch(printed, x, y) == k for x, y, k in spots]) > 0.97
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(root).not_to_have_attribute("data-hatches", "")


def map_in_picture(root: Locator) -> tuple[int, int]:
    """Where the map begins in the picture that is saved: within its parts' common box, and its margin."""
    corner: Any = root.evaluate(
        """(root) => {
          const rects = [...root.querySelectorAll("[data-picture]")].map((each) => each.getBoundingClientRect())
            .filter(({ width, height }) => width > 1 && height > 1);
          const map = root.querySelector(".map .regions").getBoundingClientRect();
          return ["left", "top"].map((side) =>
            Math.round(map[side] - Math.floor(Math.min(...rects.map((rect) => rect[side])) - 8)));
        }"""
    )
    return cast(tuple[int, int], tuple(corner))


TEMPLATES = "mnist?images=1000&epochs=1&at=0&digit=3"
SIGNED = [("light", "none"), ("dark", "active"), ("dark", "none"), ("light", "active")]


@pytest.mark.parametrize("case", thinned(SIGNED, one_in=4))
def test_a_sign_of_weights_and_of_pulls_is_recovered_from_grey_pixels(
    new_page: Callable[..., Page], app_url: str, part: Part, case: tuple[str, str]
) -> None:
    theme, forced = case
    page = new_page(color_scheme=theme, reduced_motion="reduce", forced_colors=forced)
    page.goto(f"{app_url}/{TEMPLATES}")
    root = part(page, "templates")
    wait_for_server(page)
    page.add_style_tag(content=GREY)
    expect(root).to_have_attribute("data-theme", theme)
    templates_show_signs(root)


HINTON = """(root) => {
  const { plate } = root.templates.stage, { x, y, cell } = plate.places, { canvas } = root.templates.stage;
  const scale = (canvas.getBoundingClientRect().width * plate.ratio) / plate.image.width;
  const weights = [...root.templates.scene.subject.pull.weights.slice(0, 784)];
  return { cell: cell * scale, places: weights.map((w, i) => [w, x[i] * scale, y[i] * scale]) };
}"""


def templates_show_signs(root: Locator) -> None:
    """Squares of a Hinton diagram and bars of the tug-of-war are filled for positive and hollow for negative."""
    wait_for(root, "t.scene.subject.pull.weights.length >= 784", "const t = root.templates;")
    found = root.evaluate(HINTON)
    seen, half = grey(picture(root.locator("canvas.large"))), found["cell"] / 2
    ground = np.median(seen[-12:, -12:])
    largest = max(abs(w) for w, _, _ in found["places"])
    asked = 0
    for weight, x, y in found["places"]:
        if abs(weight) > 0.6 * largest:  # smaller squares are hardly wider than their lines
            row, column = int(y + half), int(x + half)
            is_filled = abs(np.median(seen[row - 1 : row + 2, column - 1 : column + 2]) - ground) > 40
            assert is_filled == (weight > 0), (weight, x, y)
            asked += 1
    assert asked > 50
    for row in range(10):
        here = root.locator(".row").nth(row)
        hollow, filled = (np.median(grey(picture(here.locator(one)))) for one in (".down", ".up"))
        ground = np.median(grey(picture(here.locator("..").first)))
        assert abs(filled - ground) > 2 * abs(hollow - ground)
