"""Take away, in the running app: the first press gives a file, and pictures and films show what the page shows."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until, wait_for_server

LINK = "?depth=1&units=4&epochs=60&points=60&at=60"
FEWEST_FRAMES, LEAST_WIDTH, MOST_BYTES = 40, 400, 3_000_000

RASTERISED = """async ([text, width, height]) => {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(text);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  return canvas.toDataURL().split(",")[1];
}"""


def opened(page: Page, app_url: str, part: Callable[[Page, str], Locator]) -> Locator:
    page.goto(f"{app_url}/{LINK}")
    until(lambda: part(page, "player").evaluate("p => p.player?.run?.finished"), page, "the run is finished")
    wait_for_server(page)
    panel = page.locator(".take_away")
    panel.locator("summary").click()
    return panel


def pressed(page: Page, panel: Locator, name: str) -> tuple[str, bytes]:
    """The file that one press gives."""
    with page.expect_download() as coming:
        panel.get_by_role("button", name=name, exact=True).click()
    expect(panel.locator(".said")).to_contain_text(coming.value.suggested_filename)
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_a_page_is_saved_from_its_scene_and_opens_without_the_program(
    page: Page,
    new_page: Callable[..., Page],
    app_url: str,
    part: Callable[[Page, str], Locator],
    tmp_path: Path,
) -> None:
    page.goto(f"{app_url}/?scene=example-data&build=1")
    until(lambda: part(page, "player").evaluate("p => p.player?.run?.finished"), page, "the run is finished")
    wait_for_server(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save as a page").click()
    coming.value.save_as(tmp_path / coming.value.suggested_filename)

    alone = new_page()
    alone.goto((tmp_path / "hidden-layers-example-data-three-classes-page.html").as_uri())

    said = part(page, "player").locator(".headline").inner_text()
    expect(alone.locator("a.source")).to_have_attribute("href", f"{app_url}/?scene=example-data")
    expect(alone.locator(".player .headline")).not_to_have_text(said)
    alone.get_by_role("button", name="Predict, then reveal").click()
    expect(alone.locator(".player .headline")).to_have_text(said)


def test_the_first_press_gives_each_kind_of_file_as_the_page_shows_it(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page = new_page(color_scheme="dark", reduced_motion="reduce")
    panel = opened(page, app_url, part)

    name, table = pressed(page, panel, "Points: CSV")
    assert name.endswith("-points.csv")
    assert table.decode().splitlines()[-1].endswith(",validation")

    box = part(page, "player").locator("[data-picture]:visible").first.bounding_box()
    assert box is not None
    picture = Image.open(io.BytesIO(pressed(page, panel, "Picture: PNG")[1]))
    assert picture.width >= 2 * box["width"]
    assert picture.height >= 2 * box["height"]
    corner = np.asarray(picture.convert("RGB"))[:4, :4]
    assert corner.min() == 255, "the page is dark, paper is white"
    expect(part(page, "player")).to_have_attribute("data-theme", "dark")

    drawing = pressed(page, panel, "Whole view: SVG")[1]
    names = [element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()]
    words = " ".join(
        element.text or ""
        for element in ElementTree.fromstring(drawing).iter()
        if element.tag.endswith("}text")
    )
    assert names.count("path") > 60, "points and lines are paths"
    assert "Accuracy, training" in words
    assert "60" in words

    whole = Image.open(io.BytesIO(pressed(page, panel, "Whole view: PNG")[1])).convert("RGB")
    as_seen = page.evaluate(RASTERISED, [drawing.decode(), whole.width, whole.height])
    seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(as_seen))).convert("RGB")).astype(int)
    assert np.abs(seen - np.asarray(whole).astype(int)).mean() < 5, "the paths show what the pixels show"

    panel.get_by_label("from epoch").fill("10")
    name, film = pressed(page, panel, "Film: GIF")
    frames = Image.open(io.BytesIO(film))
    assert name.endswith("-film.gif")
    assert len(film) <= MOST_BYTES
    assert frames.width >= LEAST_WIDTH
    assert getattr(frames, "n_frames", 1) >= FEWEST_FRAMES
    first = np.asarray(frames.convert("RGB")).astype(int)
    frames.seek(frames.n_frames - 1)  # type: ignore[attr-defined]
    last = np.asarray(frames.convert("RGB")).astype(int)
    assert np.abs(first - last).mean() > 1, "the regions move"
    still = Image.fromarray(np.asarray(picture.convert("RGB"))).resize(frames.size)
    assert np.abs(np.asarray(still).astype(int) - last).mean() < 6, "the film ends with what the page shows"

    name, video = pressed(page, panel, "Film: video")
    assert name.endswith(("-film.webm", "-film.mp4"))
    assert len(video) > 5_000
