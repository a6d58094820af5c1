"""Two workers behind TLS, below a path, with a Valkey between them that goes in the middle of a vote."""

import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.stack import Stack, nginx_path
from deploy import write
from tests.browser.waiting import PATIENCE, wait_for, wait_for_server
from tests.stores import Store, a_store, missing
from ui.lecture.rooms.ledgers import ValkeyLedger
from ui.lecture.rooms.store import UNCOUNTED, Rooms
from ui.store.place import STORE
from ui.store.valkey import Valkey

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("two workers")]

ASKED = "regions-single/0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with a_store(tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, server: Store) -> Iterator[Stack]:
    if nginx_path() is None:
        missing("nginx is not on this machine")
    folder = tmp_path_factory.mktemp("stack")
    names = str(folder / "certificate.pem"), str(folder / "key.pem")
    asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -out {} -keyout {}"
    subprocess.run(shlex.split(asked.format(*names)), check=True, capture_output=True)
    with Stack(folder, 2, {STORE: server.address}, "/department/layers", names) as two:
        yield two


@pytest.fixture
def opened(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    with ExitStack() as contexts:

        def make(worker: str, path: str) -> Page:
            options = {"ignore_https_errors": True, "viewport": {"width": 1024, "height": 768}}
            context = contexts.enter_context(browser.new_context(**options))  # type: ignore[arg-type]
            context.add_cookies([{"name": write.COOKIE, "value": worker, "url": f"{stack.url}/"}])
            page = context.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            page.goto(f"{stack.url}/{path}")
            wait_for_server(page)
            return page

        yield make


def test_pages_stand_below_the_path_and_browsers_are_sent_on_to_tls(
    opened: Callable[..., Page], stack: Stack
) -> None:
    page = opened("w0", "twin?epochs=20&init_seed=174")
    page.locator(".twin .headline:not(:empty)").wait_for()
    page.goto(f"{stack.url}/?epochs=20&init_seed=174&at=10")
    wait_for(page.locator(".player"), "root.player.playback.moment.epoch === 10")

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *told: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as sent_on:
        urllib.request.build_opener(Stay).open(
            f"http://127.0.0.1:{stack.plain_port}/department/layers/?epochs=20"
        )
    sent_on.value.close()
    assert sent_on.value.code == 308
    assert sent_on.value.headers["Location"] == "https://127.0.0.1/department/layers/?epochs=20"


def test_the_store_goes_in_the_middle_of_a_vote_and_the_vote_is_counted_when_it_is_back(
    opened: Callable[..., Page], stack: Stack, server: Store
) -> None:
    rooms = Rooms(ValkeyLedger(Valkey(server.address)))
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    phone, page = opened("w0", f"?room={room}"), opened("w1", "?epochs=20&init_seed=175")
    answers, said = phone.locator(".phone .answers button"), phone.locator(".phone .said")
    expect(answers).to_have_count(3)
    server.stop()
    expect(said).to_have_text(UNCOUNTED)
    answers.nth(1).click()
    page.goto(f"{stack.url}/?epochs=30&init_seed=176")
    wait_for(page.locator(".player"), "root.player.run.finished")
    expect(answers).to_have_count(3)
    server.start()
    expect(said).to_contain_text("You chose 2")
    assert rooms.counts(room, ASKED, 3) == [0, 1, 0]
    assert "Traceback" not in stack.logs()
