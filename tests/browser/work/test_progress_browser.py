"""Progress in a real browser: it asks until the work is done, and a click stops it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import serving
from tests.browser.waiting import A_WHILE

SCRIPT = """
import time
import streamlit as st
from ui.work import jobs
from ui.work.progress import work_on as working

def count():
    for i in range(40):
        time.sleep(0.03)
        yield (i + 1) / 40, i + 1

def watch():
    job = jobs.shared("count", count)
    st.text(f"counted {working.work_on(job, key='count', doing='Counting')}")

st.fragment(watch)()
"""


@pytest.fixture(scope="module")
def counting_url(chromium_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that counts to 40."""
    script = tmp_path_factory.mktemp("counting") / "counting.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with serving(60.0, script=script) as server:
        yield f"http://127.0.0.1:{server.port}"


def test_work_is_stopped_by_a_click_and_goes_on_to_its_end(page: Page, counting_url: str) -> None:
    page.goto(counting_url)
    stop = page.locator(".progress .do")
    expect(page.locator(".progress .doing")).to_contain_text("left")
    stop.click()
    expect(page.locator(".progress .doing")).to_contain_text("stopped")
    expect(stop).to_have_text("Go on")
    counted = page.get_by_text("counted").inner_text()
    page.wait_for_timeout(A_WHILE)
    assert page.get_by_text("counted").inner_text() == counted
    percent = 100 * int(counted.split()[1]) // 40
    expect(page.locator(".progress .doing")).to_have_text(f"Counting: {percent} % done, stopped")
    expect(page.get_by_role("progressbar", name="Counting")).to_have_attribute("aria-valuenow", str(percent))
    stop.click()
    expect(page.get_by_text("counted 40")).to_be_visible()
    expect(page.locator(".progress")).to_have_count(0)
