"""Progress in a real browser: it asks until the work is done, and a click stops it."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import ROOT, serving
from tests.browser.conftest import SECONDS_TO_START
from tests.browser.waiting import A_WHILE

SCRIPT = """
import time
from pathlib import Path
import streamlit as st
from ui.work import jobs
from ui.work.progress import work_on as working

def count():
    for i in range(2000):
        if not Path(__file__).with_name("hurry").exists():
            time.sleep(0.03)
        yield (i + 1) / 2000, i + 1

def watch():
    job = jobs.shared("count", count)
    st.text(f"counted {working.work_on(job, key='count', doing='Counting')}")

st.fragment(watch)()
"""


@pytest.fixture
def counting(chromium_path: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a page that counts to 2,000, for a minute; and a file that makes it hurry once it is there."""
    script = tmp_path / "counting.py"
    script.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "static").symlink_to(ROOT / "static")  # Streamlit serves the folder beside the script
    with serving(SECONDS_TO_START, script=script) as server:
        yield f"http://127.0.0.1:{server.port}", tmp_path / "hurry"


def test_work_is_stopped_by_a_click_and_goes_on_to_its_end(page: Page, counting: tuple[str, Path]) -> None:
    address, hurry = counting
    page.goto(address)
    stop = page.locator(".progress .do")
    expect(page.locator(".progress .doing")).to_contain_text("left")
    stop.click()
    expect(page.locator(".progress .doing")).to_contain_text("stopped")
    expect(stop).to_have_text("Go on")
    counted = page.get_by_text("counted").inner_text()
    page.wait_for_timeout(A_WHILE)
    assert page.get_by_text("counted").inner_text() == counted
    percent = math.floor(100 * (int(counted.split()[1]) / 2000))
    expect(page.locator(".progress .doing")).to_have_text(f"Counting: {percent} % done, stopped")
    expect(page.get_by_role("progressbar", name="Counting")).to_have_attribute("aria-valuenow", str(percent))
    hurry.touch()
    stop.click()
    expect(page.get_by_text("counted 2000")).to_be_visible()
    expect(page.locator(".progress")).to_have_count(0)
