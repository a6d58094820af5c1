"""The small pictures in the list of scenes, from the running app: ``.venv/bin/python -m docs.scene_pictures``.

Each is the picture of the scene's stage as it opens; where most of that is covered until the answer is revealed, it is
what stands there then. Slugs behind the command take only those anew; pictures of scenes that are no more are removed.
"""

import base64
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import serving
from tests.browser import chromium
from ui.lecture.pictures import FOLDER, SIZE
from ui.lecture.scenes import SCENES

PATIENCE = 900.0
"""Seconds that a scene may train before its picture stands still."""

ALIKE = 3
"""Screenshots in a row, a second apart, in which nothing has moved."""

QUALITY = 0.8

MOST_COVERED = 0.5
"""The share of a picture beyond which its answer is revealed first."""

BOX = """() => {
  const roots = [document], all = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  const { focus, works } = document.documentElement.dataset;
  const app = document.querySelector("[data-testid=stApp]");
  const boxes = all.filter((one) => {
    const wanted = one.dataset?.picture;
    return wanted !== undefined && (!wanted || wanted === focus) && one.checkVisibility();
  }).map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width && height);
  if (!boxes.length || works !== undefined || app.dataset.testScriptState !== "notRunning") return null;
  const [x, y] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
  const width = Math.max(...boxes.map((b) => b.right)) - x, height = Math.max(...boxes.map((b) => b.bottom)) - y;
  return { x, y, width, height };
}"""
"""Where the stage's picture stands, all of it; null while the scene is still at work."""

COVERED = """({ x, y, width, height }) => {
  const roots = [document], all = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  let area = 0;
  for (const one of all) {
    const { content, visibility } = getComputedStyle(one, "::after"), box = one.getBoundingClientRect();
    if (content !== '"?"' || visibility !== "visible" || !one.checkVisibility()) continue;
    const wide = Math.min(x + width, box.right) - Math.max(x, box.left);
    const high = Math.min(y + height, box.bottom) - Math.max(y, box.top);
    area += Math.max(0, wide) * Math.max(0, high);
  }
  return area / (width * height);
}"""
"""The share of the picture's box that lies under a question mark."""

SMALL = """([bytes, width, height, quality]) => new Promise((done) => {
  const image = new Image();
  image.onload = () => {
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d");
    const scale = Math.min(width / image.width, height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
    canvas.convertToBlob({ type: "image/webp", quality }).then((blob) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    });
  };
  image.src = `data:image/png;base64,${bytes}`;
})"""
"""A screenshot made small, as WebP in base64."""


def at_rest(page: Page) -> tuple[bytes, dict[str, float]]:
    """Give a screenshot of the stage's picture once nothing in it moves any more, and where the picture stands."""
    end, before, alike = time.monotonic() + PATIENCE, b"", 0
    while time.monotonic() < end:
        box = page.evaluate(BOX)
        if box is None:
            alike = 0
        else:
            shot = page.screenshot(clip=box)
            alike = alike + 1 if shot == before else 0
            before = shot
            if alike == ALIKE:
                return shot, box
        page.wait_for_timeout(1000)
    raise TimeoutError("its picture does not come to rest")


def take(browser: Browser, url: str, slug: str) -> Path:
    """Photograph the stage of one scene.

    Parameters
    ----------
    browser : Browser
        A running browser.
    url : str
        The app's address.
    slug : str
        The scene's.

    Returns
    -------
    Path
        The file that was written.
    """
    path = FOLDER / f"{slug}.webp"
    page = browser.new_page(
        viewport={"width": 1024, "height": 768}, color_scheme="light", reduced_motion="reduce"
    )
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(f"{url}/?scene={slug}&stage=1")
    page.locator(".part[data-stage] [data-picture]").first.wait_for(state="attached")
    page.mouse.move(0, 0)
    shot, box = at_rest(page)
    if page.evaluate(COVERED, box) > MOST_COVERED:
        page.keyboard.press("a")
        page.locator("html[data-asks=answered]").wait_for(state="attached")
        shot, _ = at_rest(page)
    small = page.evaluate(SMALL, [base64.b64encode(shot).decode("ascii"), 2 * SIZE[0], 2 * SIZE[1], QUALITY])
    path.write_bytes(base64.b64decode(small))
    page.close()
    return path


def main() -> None:
    """Take the pictures of all scenes, or of those that were named."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.webp"):
        if path.stem not in SCENES:
            path.unlink()
    with sync_playwright() as playwright:
        found = chromium.find(playwright)
        if found is None:
            raise SystemExit("No Chromium and no Chrome found.")
        browser = chromium.launch(playwright, found)
        with serving(120.0) as server:
            for slug in sys.argv[1:] or SCENES:
                path = take(browser, f"http://127.0.0.1:{server.port}", slug)
                print(f"{path} {path.stat().st_size} bytes", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
