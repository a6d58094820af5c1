"""Four workers behind nginx: a cookie deals them, a worker that is gone is replaced, and all share what they should."""

import asyncio
import sqlite3
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.protocol import Visitor
from benchmarks.stack import Stack, nginx_path
from deploy import write
from tests.browser.waiting import PATIENCE, until, wait_for, wait_for_server
from tests.event_loop import aside
from tests.stores import missing
from tests.ui.lecture.test_lecture_file import GOOD
from ui.lecture.rooms.ledgers import FileLedger
from ui.lecture.rooms.store import Rooms, ledger_file

pytestmark = pytest.mark.xdist_group("four workers")

ASKED = "regions-single/0"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Four workers, for all tests of this module; a test that kills one starts it again."""
    if nginx_path() is None:
        missing("nginx is not on this machine")
    with Stack(tmp_path_factory.mktemp("stack"), 4) as four:
        yield four


def cookie(worker: str) -> str:
    return f"{write.COOKIE}={worker}"


def test_visitors_without_a_cookie_are_dealt_to_all_workers_and_stay_there(stack: Stack) -> None:
    dealt = Counter(stack.get("/_stcore/health")[1] for _ in range(120))
    assert set(dealt) == {"w0", "w1", "w2", "w3"}
    assert min(dealt.values()) >= 10, "of 120, where 30 are to be expected: less has one chance in 50,000"
    for worker in dealt:
        assert {stack.get("/", worker) for _ in range(5)} == {(200, "")}
    assert stack.get("/", "w7")[1] in dealt, "a cookie that names none is dealt anew"


def test_figures_of_a_worker_are_not_for_everybody(stack: Stack) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        stack.get("/_stcore/metrics")


async def whole(stack: Stack, worker: str, query: str, page: str = "") -> Visitor:
    """A visitor of a worker, with the page drawn."""
    visitor = await Visitor.open(stack.port, query, page, PATIENCE, cookie(worker))
    assert not visitor.errors
    return visitor


def handed_on(stack: Stack) -> None:
    """Wait until a run is in the store."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if (stack.store / "shared.sqlite").is_file():
            with (
                closing(sqlite3.connect(stack.store / "shared.sqlite")) as db,
                suppress(sqlite3.OperationalError),
            ):
                if db.execute("SELECT 1 FROM blobs WHERE kind = 'runs'").fetchone():
                    return
        time.sleep(0.2)
    raise AssertionError("no run was handed on")


def test_a_run_that_one_worker_has_trained_is_there_at_all_others(stack: Stack) -> None:
    query = "epochs=1500&init_seed=171"

    async def visit() -> None:
        first = await whole(stack, "w0", query)
        assert first.block is not None
        assert not first.block.finished
        assert await first.has(1500)
        await first.leave()
        await asyncio.to_thread(handed_on, stack)
        for worker in ("w1", "w2", "w3"):
            seen = await whole(stack, worker, query)
            assert seen.block is not None
            assert seen.block.finished, (
                "it is whole in the first answer, which trains for a tenth of a second at most"
            )
            await seen.leave()

    aside(visit())


def test_a_worker_that_is_killed_leaves_its_visitors_to_the_others(stack: Stack) -> None:
    query = "epochs=100&init_seed=172&rate=0.03"

    async def visit() -> None:
        visitor = await whole(stack, "w1", query)
        stack.kill("w1")
        status, worker = stack.get("/_stcore/health", "w1")
        assert (status, worker != "w1", worker != "") == (200, True, True)
        back = await whole(stack, worker, visitor.query)
        assert await back.has(100)
        assert back.query == visitor.query
        await back.leave()
        assert stack.get("/", worker) == (200, "")

    aside(visit())
    stack.start(1)
    for _ in range(100):
        if {stack.get("/", "w1") for _ in range(3)} == {(200, "")}:
            break
    else:
        raise AssertionError("the worker is back, and nobody is dealt to it")


@pytest.fixture
def opened(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """Open pages at a worker: ``opened("w0", "twin?epochs=20", width=360, height=640)``."""
    with ExitStack() as contexts:

        def make(worker: str, path: str, *, width: int = 1440, height: int = 900) -> Page:
            context = contexts.enter_context(browser.new_context(viewport={"width": width, "height": height}))
            context.add_cookies([{"name": write.COOKIE, "value": worker, "url": stack.url}])
            page = context.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            page.goto(f"{stack.url}/{path}")
            wait_for_server(page)
            return page

        yield make


def worker_of(page: Page) -> str:
    """The worker that a page's cookie names."""
    (found,) = [one["value"] for one in page.context.cookies() if one["name"] == write.COOKIE]
    return str(found)


def session_of(page: Page) -> str:
    """What tells a page's session from others."""
    return str(page.locator(".connection").evaluate("root => root.connection.block.session"))


def at_moment(page: Page, epoch: float) -> Locator:
    root = page.locator(".player")
    wait_for(root, f"root.player.playback?.moment.epoch === {epoch} && root.player.run.finished")
    return root


def bring(page: Page, lecture: str) -> None:
    """Upload a lecture."""
    page.get_by_text("A lecture of your own").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": "mine.toml", "mimeType": "text/plain", "buffer": lecture.encode()}
    )


def test_a_page_outlives_its_worker_with_settings_and_moment_and_uploads_at_the_next(
    opened: Callable[..., Page], stack: Stack
) -> None:
    page = opened("w2", "?epochs=60&rate=0.03&init_seed=173&at=20")
    root = at_moment(page, 20)
    address, run, first = page.url, root.evaluate("root => root.player.run.id"), session_of(page)

    stack.start_nginx()  # every connection ends, and no worker
    until(
        lambda: page.locator("[data-test-connection-state=CONNECTED]").count() == 1,
        page,
        "it is connected again",
    )
    wait_for_server(page)
    assert (worker_of(page), session_of(page)) == ("w2", first), "it came back to its own session"

    stack.kill("w2")
    until(lambda: worker_of(page) != "w2", page, "its cookie is dealt anew")
    until(lambda: session_of(page) != first, page, "it has another session")
    expect(page.locator(".connection .line")).to_be_hidden()
    wait_for_server(page)
    at_moment(page, 20)
    assert (page.url, root.evaluate("root => root.player.run.id")) == (address, run)
    assert worker_of(page) in ("w0", "w1", "w3")

    page.goto(f"{stack.url}/lecture")
    bring(page, GOOD)
    page.get_by_role("button", name="One line").click()
    page.locator(".question").wait_for()
    there = next(name for name in ("w0", "w1", "w3") if name != worker_of(page))
    other = opened(there, page.url.removeprefix(f"{stack.url}/"))
    expect(other.locator(".question")).to_contain_text("One line")
    assert (worker_of(other), worker_of(page) != there) == (there, True)
    stack.start(2)


def test_a_hall_of_four_workers_votes_in_one_room(opened: Callable[..., Page], stack: Stack) -> None:
    rooms = Rooms(FileLedger(ledger_file(stack.store / "rooms.sqlite")))
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    page = opened("w3", f"?room={room}", width=360, height=640)
    page.locator(".phone .answers button").nth(1).click()
    expect(page.locator(".phone .said")).to_contain_text("You chose 2")
    assert rooms.counts(room, ASKED, 3) == [0, 1, 0]
    shown: list[dict[str, Any]] = []

    async def visit() -> None:
        for worker in ("w0", "w1", "w2", "w3"):
            phone = await Visitor.open(stack.port, f"room={room}", "", PATIENCE, cookie(worker), "phone")
            shown.append(phone.header)
            await phone.leave()

    aside(visit())
    assert [(header["question"], header["answered"]) for header in shown] == [(ASKED, 1)] * 4
    rooms.close(room, key)


def test_no_worker_has_logged_a_failure(stack: Stack) -> None:
    assert "Traceback" not in stack.logs()
