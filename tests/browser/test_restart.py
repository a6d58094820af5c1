"""The server goes and comes back during a scene: the picture stays, a line says so, and all is whole again."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.serving import Server, serving
from datasets import point_table
from datasets.points import Points
from engine.architecture import Architecture
from tests.browser.conftest import SECONDS_TO_START
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.referee.restart import AWAY
from tests.browser.waiting import PATIENCE, box_of, until, wait_for, wait_for_rest, wait_for_server
from ui.lecture.rooms.store import Rooms
from ui.lecture.scenes import SCENES
from ui.plane.settings import MOST_LETTERS_IN_LINK, OWN
from ui.take_away import weights_out


class Restarted:
    """A server on one port that is killed and started anew."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._port = 0
        self.start()

    def start(self) -> None:
        """Start it, and wait until it is healthy."""
        self.server: Server = self._running.enter_context(serving(SECONDS_TO_START, port=self._port))
        self._port = self.server.port

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        os.kill(self.server.pid, signal.SIGKILL)
        self._running.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._port}"


@pytest.fixture(scope="module")
def app() -> Iterator[Restarted]:
    """A server of this module's own."""
    app = Restarted()
    yield app
    app._running.close()


@pytest.fixture
def opened(browser: Browser, app: Restarted) -> Iterator[Callable[..., Page]]:
    """Open pages of that server: ``opened("twin?epochs=20", width=1024, height=768)``."""
    with ExitStack() as contexts:

        def make(path: str, *, width: int = 1440, height: int = 900) -> Page:
            context = contexts.enter_context(browser.new_context(viewport={"width": width, "height": height}))
            page = context.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            page.goto(f"{app.url}/{path}")
            expect(line_of(page)).to_be_attached()  # it stands behind all else of the page
            wait_for_server(page)
            return page

        yield make


def line_of(page: Page) -> Locator:
    return page.locator(".connection .line")


def picture_of(root: Locator) -> list[str]:
    """What is drawn: each canvas as a text, and the readouts, but for how long the training took."""
    drawn: list[str] = root.evaluate(
        "root => [...[...root.querySelectorAll('canvas')].map(one => one.toDataURL()),"
        " root.querySelector('.panel')?.innerText ?? '']"
    )
    return [re.sub(r"[\d.,]+ s, [\d.,]+ images a second", "", one) for one in drawn]


COUNT_BOXES = """() => {
  window.boxes = { come: 0, seen: 0 };
  const isBox = (node) => node.matches?.("[data-testid=stDialog]") || node.querySelector?.("[data-testid=stDialog]");
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) if ([...addedNodes].some(isBox)) window.boxes.come++;
  }).observe(document.body, { childList: true, subtree: true });
  const look = () => {
    if (document.querySelector("[data-testid=stDialog]")) window.boxes.seen++;
    requestAnimationFrame(look);
  };
  look();
}"""
"""How often Streamlit's box came, and in how many frames it was there."""


def goes_and_comes_back(app: Restarted, page: Page, root: Locator) -> None:
    """The server is killed and started anew; the picture and the moment stay all the while."""
    page.evaluate(COUNT_BOXES)
    before = picture_of(root)
    app.kill()
    expect(line_of(page)).to_have_text(AWAY)
    said = [one for one in read(page).said if one.name == "frame.connection"]
    for one in said:
        CHECKS[one.name](one, Scene(page, "", None, read(page)))
    assert picture_of(root) == before
    until(lambda: page.evaluate("window.boxes.come"), page, "Streamlit's box comes with its sixth try")
    expect(page.locator("[data-testid=stDialog]")).to_have_count(0)
    assert picture_of(root) == before
    app.start()
    expect(line_of(page)).to_be_hidden()
    wait_for_server(page)
    assert page.evaluate("window.boxes.seen") == 0  # and nobody has reloaded the page, or there were none
    assert picture_of(root) == before


NAMES = "const c = root.connection;"


def connection_of(page: Page) -> Locator:
    return page.locator(".connection")


def wait_for_kept(page: Page, name: str) -> None:
    """Until the browser has a thing to bring."""
    wait_for(connection_of(page), f"c.things.texts()[{name!r}]", NAMES)


def session_of(page: Page) -> str:
    name: str = page.locator(".connection").evaluate("root => root.connection.block.session")
    return name


def test_a_run_and_its_moment_stay_and_the_new_server_trains_it_again(
    app: Restarted, opened: Callable[..., Page]
) -> None:
    page = opened("?epochs=150&batch=50&at=120")
    player = page.locator(".player")
    wait_for(player, "p.isServed && p.playback.moment.epoch === 120")
    before = session_of(page)
    goes_and_comes_back(app, page, player)
    assert session_of(page) != before
    wait_for(player, "p.isServed && p.served === 150")
    assert player.evaluate("root => root.player.playback.moment.epoch") == 120
    page.keyboard.press("Shift+ArrowRight")
    wait_for(player, "p.playback.moment.epoch !== 120")
    assert 120 < player.evaluate("root => root.player.playback.moment.epoch") < 121


@pytest.mark.full
def test_a_fork_comes_back_from_its_recipe(app: Restarted, opened: Callable[..., Page]) -> None:
    page = opened("?epochs=150&at=60")
    player = page.locator(".player")
    wait_for(player, "p.run.finished")
    player.locator(".fork").click()
    wait_for(player, "p.run.fork_words && p.run.finished && p.run.id === p.run.wanted")
    player.evaluate("root => root.player.playback.scrubTo(100)")
    expect(page).to_have_url(re.compile("at=100"))
    name = player.evaluate("root => root.player.run.id")
    goes_and_comes_back(app, page, player)
    wait_for(player, "p.isServed")
    assert player.evaluate("root => root.player.run.id") == name
    assert "past=60" in page.url


def test_points_that_no_link_holds_come_back(app: Restarted, opened: Callable[..., Page]) -> None:
    page = opened(f"?data={OWN}&epochs=40")
    rng = np.random.default_rng(3)
    n = MOST_LETTERS_IN_LINK // 4 + 50
    drawn = point_table.to_text(Points(rng.uniform(-4, 4, (n, 2)), np.arange(n) % 3))
    player = page.locator(".player")
    wait_for(player, "p.run.empty")
    player.evaluate("(root, text) => root.player.ask('drawn', { text })", drawn)
    wait_for(player, f"!p.run.empty && p.run.finished && p.run.edit.drawn.length === {4 * n}")
    player.evaluate("root => root.player.playback.scrubTo(30)")
    expect(page).to_have_url(re.compile("at=30"))
    wait_for(player, "p.isServed")
    goes_and_comes_back(app, page, player)
    assert player.evaluate("root => root.player.run.edit.drawn") == drawn
    assert "drawn=" not in page.url


@pytest.mark.full
def test_runs_kept_come_back_after_a_restart_and_after_a_reload(
    app: Restarted, opened: Callable[..., Page]
) -> None:
    page = opened("?epochs=40&rate=0.05")
    player = page.locator(".player")
    wait_for(player, "p.run.finished && p.run.id === p.run.wanted")
    player.get_by_role("button", name="Keep this run").click()
    row = page.get_by_text("epoch 40: loss")
    expect(row).to_have_count(1)
    said = row.inner_text()
    note = page.get_by_role("textbox", name="Your note on run 1")
    note.fill("<i>too</i> slow")
    note.press("Enter")
    wait_for(connection_of(page), "c.things.texts()['kept runs']?.includes('<i>too</i> slow')", NAMES)
    wait_for_kept(page, "kept runs")
    goes_and_comes_back(app, page, player)
    expect(row).to_have_text(said)
    expect(note).to_have_value("<i>too</i> slow")
    wait_for_kept(page, "kept runs")
    page.reload()
    expect(row).to_have_text(said)
    expect(note).to_have_value("<i>too</i> slow")
    expect(line_of(page)).to_be_hidden()
    page.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    wait_for(connection_of(page), "!('kept runs' in c.things.texts())", NAMES)
    page.reload()
    wait_for(player, "p.run.finished && p.run.id === p.run.wanted")
    wait_for(connection_of(page), "c.connection.state === 'here'", NAMES)
    expect(row).to_have_count(0)


@pytest.mark.full
def test_points_that_no_link_holds_are_there_after_a_reload_and_another_link_is_its_own(
    app: Restarted, opened: Callable[..., Page]
) -> None:
    page = opened(f"?data={OWN}&epochs=40")
    rng = np.random.default_rng(3)
    drawn = point_table.to_text(
        Points(
            rng.uniform(-4, 4, (MOST_LETTERS_IN_LINK // 4 + 50, 2)),
            np.arange(MOST_LETTERS_IN_LINK // 4 + 50) % 3,
        )
    )
    player = page.locator(".player")
    wait_for(player, "p.run.empty")
    player.evaluate("(root, text) => root.player.ask('drawn', { text })", drawn)
    wait_for(player, f"!p.run.empty && p.run.finished && p.run.edit.drawn.length === {len(drawn)}")
    wait_for_kept(page, "own points")
    page.reload()
    wait_for(player, f"!p.run.empty && p.run.finished && p.run.edit.drawn.length === {len(drawn)}")
    assert player.evaluate("root => root.player.run.edit.drawn") == drawn
    page.goto(f"{app.url}/?data={OWN}&epochs=30")
    wait_for(player, "p.run.empty")
    wait_for_server(page)
    wait_for(connection_of(page), "c.connection.state === 'here'", NAMES)
    assert player.evaluate("root => root.player.run.empty")


@pytest.mark.parametrize(("width", "height"), [(1024, 768), pytest.param(1920, 1080, marks=pytest.mark.full)])
def test_on_the_stage_the_line_stands_in_the_strips_place(
    app: Restarted, opened: Callable[..., Page], width: int, height: int
) -> None:
    page = opened("?stage=1&epochs=150&at=120", width=width, height=height)
    player = page.locator(".player")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 120")
    strip = page.locator(".strip")
    expect(strip).to_be_visible()
    place = box_of(strip)
    app.kill()
    expect(line_of(page)).to_be_visible()
    expect(strip).to_be_hidden()
    line, over = box_of(line_of(page)), box_of(player.locator("[data-picture]").first)
    assert place["y"] <= line["y"]
    assert line["y"] + line["height"] <= height
    assert over["y"] + over["height"] <= line["y"]
    app.start()
    expect(line_of(page)).to_be_hidden()
    expect(strip).to_be_visible()


def on_mnist(page: Page, condition: str) -> Locator:
    """The templates, once a condition holds."""
    root = page.locator(".templates")
    wait_for(root, condition, "const t = root.templates;")
    return root


def test_on_mnist_the_moment_and_a_drawing_are_there_again(
    app: Restarted, opened: Callable[..., Page]
) -> None:
    page = opened("mnist?images=1000&epochs=6&depth=1&units=20&at=2")
    root = on_mnist(page, "!t.live && t.playback.moment.epoch === 2")
    root.evaluate("root => { root.templates.brush.image.fill(0.5); root.templates.imageChanged(true); }")
    wait_for_rest(root)
    drawn = root.evaluate("root => Array.from(root.templates.brush.image)")
    name = root.evaluate("root => root.templates.run.id")
    goes_and_comes_back(app, page, root)
    on_mnist(page, "!t.isReturning && !t.live")
    assert root.evaluate("root => root.templates.run.id") == name
    assert root.evaluate("root => root.templates.playback.moment.epoch") == 2
    assert root.evaluate("root => Array.from(root.templates.brush.image)") == drawn


@pytest.mark.full
def test_a_run_on_mnist_that_was_trained_to_its_end_is_there_again_after_a_reload(
    app: Restarted, opened: Callable[..., Page]
) -> None:
    page = opened("mnist?images=1000&epochs=3&depth=1&units=12")
    root = on_mnist(page, "!t.live && t.playback.moment.epoch === 0")
    root.locator(".play").click()
    on_mnist(page, "!t.live && t.playback.moment.epoch === 3")
    expect(page).to_have_url(re.compile("at=3"))
    weights = root.evaluate("root => Array.from(root.templates.playback.moment.params ?? [])")
    goes_and_comes_back(app, page, root)
    page.reload()
    again = on_mnist(page, "!t.live && t.playback.moment.epoch === 3")
    assert again.evaluate("root => Array.from(root.templates.playback.moment.params ?? [])") == weights


@pytest.mark.full
def test_a_network_from_a_file_is_loaded_again(app: Restarted, opened: Callable[..., Page]) -> None:
    page = opened("mnist?images=1000&epochs=6&view=keep")
    architecture = Architecture((784, 12, 10), ("tanh",))
    rng = np.random.default_rng(4)
    params = rng.normal(scale=0.1, size=architecture.n_params).astype(np.float32)
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {
            "name": "mine.npz",
            "mimeType": "application/zip",
            "buffer": weights_out.numpy_npz(architecture, params),
        }
    )
    expect(page.get_by_text("mine.npz is loaded")).to_be_visible()
    wait_for_kept(page, "network")
    page.get_by_text("Templates", exact=True).first.click()
    root = on_mnist(page, "!t.live && t.run.sizes[1] === 12")
    name = root.evaluate("root => root.templates.run.id")
    goes_and_comes_back(app, page, root)
    on_mnist(page, f"!t.isReturning && t.run.id === '{name}'")
    page.get_by_text("Save and load", exact=True).first.click()
    expect(page.get_by_text("mine.npz is loaded")).to_be_visible()
    wait_for_kept(page, "network")
    page.reload()
    expect(page.get_by_text("mine.npz is loaded")).to_be_visible()


def test_a_vote_after_the_restart_counts(app: Restarted, opened: Callable[..., Page]) -> None:
    rooms, question = Rooms(), "regions-single/0"
    room, key = rooms.open()
    n_choices = len(SCENES["regions-single"].questions[0].choices)
    rooms.ask(room, key, question, n_choices)
    page = opened(f"?room={room}", width=360, height=640)
    answers = page.locator(".phone .answers button")
    expect(answers).to_have_count(n_choices)
    wait_for_server(page)
    app.kill()
    expect(line_of(page)).to_have_text(AWAY)
    expect(answers).to_have_count(n_choices)
    answers.nth(1).click()
    app.start()
    expect(line_of(page)).to_be_hidden()
    expect(page.locator(".phone .said")).to_contain_text("You chose 2")
    assert rooms.counts(room, question, n_choices) == [0, 1, *[0] * (n_choices - 2)]
    rooms.close(room, key)
