"""Save and load in a real browser: the file that is downloaded is the network, and comes back as that network."""

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_for_rest, wait_for_server


def download(page: Page, label: str, folder: Path) -> Path:
    button = page.get_by_role("button", name=label).first
    wait_for_rest(button)
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_trained_network_goes_into_a_file_and_comes_back(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], tmp_path: Path
) -> None:
    page.goto(f"{app_url}/mnist?view=quality&images=1000&epochs=2&init_seed=71")
    root = part(page, "quality")
    root.locator(".play").click()
    expect(root.locator(".status")).to_have_text("Finished: 2 epochs.")
    right = root.locator(".set b").nth(2).inner_text()
    page.get_by_role("radio", name="Save and load").click()
    expect(page.get_by_role("heading", name="784–10, 7,850 parameters: epoch 2 of 2")).to_be_visible()
    expect(page.locator(".progress")).to_have_count(0)  # the bar goes, and buttons move up
    expect(page.get_by_text("Validation, 10,000 images, loss")).to_be_visible()
    wait_for_server(page)
    weights = download(page, "Weights (.npz)", tmp_path)
    history = download(page, "History (.csv)", tmp_path)
    picture = download(page, "Templates (.png)", tmp_path)
    assert weights.name == "784-10-epoch-2.npz"
    with np.load(weights, allow_pickle=False) as arrays:
        assert {name: arrays[name].shape for name in ("W1", "b1")} == {"W1": (10, 784), "b1": (10,)}
    assert [line.split(",")[0] for line in history.read_text().splitlines()] == ["epoch", "0.0", "1.0", "2.0"]
    drawn = page.evaluate(
        """async bytes => {
          const image = new Image();
          image.src = `data:image/png;base64,${bytes}`;
          await image.decode();
          return [image.naturalWidth, image.naturalHeight]; }""",
        base64.b64encode(picture.read_bytes()).decode(),
    )
    assert drawn == [6 * 302, 6 * 32]
    page.goto(f"{app_url}/mnist?view=keep&images=1000&epochs=2&init_seed=72")
    page.locator("input[type=file]").set_input_files(weights)
    expect(page.get_by_role("heading", name="784–10, 7,850 parameters: as loaded")).to_be_visible()
    page.get_by_role("radio", name="How good is it?").click()
    expect(part(page, "quality").locator(".status")).to_have_text("As loaded from 784-10-epoch-2.npz.")
    expect(root.locator(".set b").nth(2)).to_have_text(right)


def test_a_file_that_is_none_is_one_sentence_on_the_page(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/mnist?view=keep&images=1000&epochs=2")
    page.locator("input[type=file]").set_input_files(
        {"name": "bad.npz", "mimeType": "application/zip", "buffer": b"PK\x03\x04 is not enough"}
    )
    expect(page.get_by_text("bad.npz was not loaded. The file is not a whole .npz archive")).to_be_visible()
