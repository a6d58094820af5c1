"""What was drawn goes along in a link, and opens elsewhere as it was; what does not go along is said."""

from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.referee import lecture  # noqa: F401  its checks are declared when it is imported
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read

SMALL = "mnist?images=1000&epochs=1"
IMAGE = "root => Array.from(root.templates.brush.image)"


def copied(page: Page) -> str:
    """Copy the link, and hold what is said of it, by button and by code."""
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".link .said")).to_contain_text("The link is copied.")
    link = str(page.evaluate("navigator.clipboard.readText()"))
    page.get_by_role("button", name="QR code").click()
    reading = read(page)
    assert {"link.said", "link.address"} <= {said.name for said in reading.said}
    for said in reading.said:
        if said.name.startswith("link."):
            CHECKS[said.name](said, Scene(page, page.url, None, reading))
    expect(page.locator(".link .qr svg")).to_be_visible()
    page.keyboard.press("Escape")
    return link


def templates(page: Page) -> Locator:
    root = page.locator(".templates")
    root.locator(".headline:not(:empty)").wait_for()
    return root


def scribble(page: Page, canvas: Locator) -> None:
    box: Any = canvas.bounding_box()
    x, y, size = box["x"], box["y"], box["width"]
    page.mouse.move(x + 0.3 * size, y + 0.3 * size)
    page.mouse.down()
    page.mouse.move(x + 0.6 * size, y + 0.4 * size, steps=6)
    page.mouse.move(x + 0.5 * size, y + 0.8 * size, steps=6)
    page.mouse.up()


def test_a_drawing_and_a_brushed_image_open_elsewhere_as_they_were(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/{SMALL}")
    root = templates(page)
    assert "drawn" not in copied(page)
    scribble(page, root.locator(".image canvas"))
    links = {"brush-": (copied(page), root.evaluate(IMAGE))}
    root.locator("[data-source=draw]").click()
    scribble(page, root.locator(".pad"))
    links["pad-"] = (copied(page), root.evaluate(IMAGE))

    phone = new_page(width=390, height=844)
    for kind, (link, image) in links.items():
        assert f"drawn={kind}" in link
        phone.goto(link)
        there = templates(phone)
        phone.wait_for_function("root => root.templates.drawn", arg=there.element_handle())
        assert np.abs(np.array(there.evaluate(IMAGE)) - image).max() <= 0.5 / 15 + 1 / 255
        assert phone.locator("[class*=st-key-notes]").count() == 0
    expect(there.locator(".image figcaption span")).to_have_text("the link’s drawing")
    there.locator(".step-on").click()
    phone.wait_for_function("root => !root.templates.drawn", arg=there.element_handle())
    assert "drawn" not in phone.url


def test_a_picture_that_was_uploaded_stays_in_the_browser(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/{SMALL}")
    root = templates(page)
    picture = page.evaluate(
        """async () => {
          const canvas = new OffscreenCanvas(40, 40), context = canvas.getContext("2d");
          context.fillStyle = "#fff"; context.fillRect(0, 0, 40, 40);
          context.fillStyle = "#000"; context.fillRect(18, 6, 5, 28);
          return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
        }"""
    )
    root.locator("[data-source=upload]").click()
    file = {"name": "one.png", "mimeType": "image/png", "buffer": bytes(picture)}
    root.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(root.locator(".source-words")).to_contain_text("as uploaded")
    assert "drawn" not in copied(page)
    expect(page.locator(".link .said")).to_contain_text("it stays in this browser")
