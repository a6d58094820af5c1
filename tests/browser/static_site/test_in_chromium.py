"""The static site in a real browser: what a visitor does there, with no server but a host of files.

``bash .ci/test static`` runs this: it builds the site, which takes minutes, and so is not part of every run.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from static_site.serving import Host, serving
from tests.browser.waiting import PATIENCE, wait_for, wait_for_server
from ui.lecture.scenes import SCENES

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site")]

MOST_BYTES = 13_000_000
"""Of a first page, as the host sends it."""

BASE = "/repo/"

SWITCHING = "() => ['Suspending', 'promising', 'SuspendError'].filter((name) => name in WebAssembly)"


@pytest.fixture(scope="module")
def host(built_site: Path) -> Iterator[Host]:
    """The site at a path of a host, as GitHub Pages has it."""
    with serving(built_site, BASE) as serves:
        yield serves


class Visit:
    """A visitor's page, all that went wrong on it, and all that it asked of other hosts.

    Parameters
    ----------
    context : BrowserContext
        Fresh: nothing is kept in it.
    host : Host
        Of the site.
    """

    def __init__(self, context: BrowserContext, host: Host) -> None:
        self.page: Page = context.new_page()
        self.root = f"http://127.0.0.1:{host.port}{BASE}"
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        context.on("request", lambda request: self._look(request.url))

    def _look(self, address: str) -> None:
        if not address.startswith((self.root.removesuffix(BASE), "data:", "blob:")):
            self.outside.append(address)

    def open(self, link: str, part: str) -> None:
        """Open a link below the site's root, and wait for a part of the page."""
        self.page.goto(self.root + link)
        self.see(part)

    def see(self, part: str) -> None:
        """Wait until a part is drawn."""
        self.page.locator(f"#root .{part} .headline:not(:empty)").first.wait_for(timeout=1000 * PATIENCE)


@pytest.fixture
def visit(browser: Browser, host: Host) -> Iterator[Visit]:
    """A visitor who comes for the first time."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(1000 * PATIENCE)
    host.sent.clear()
    comes = Visit(context, host)
    yield comes
    context.close()
    assert comes.errors == []
    assert comes.outside == []


def test_one_visit_trains_draws_and_walks_and_takes_no_more_than_it_may(visit: Visit, host: Host) -> None:
    page = visit.page
    page.goto(visit.root)
    first = page.locator("#first-picture .player[data-drawn]")
    first.wait_for()
    assert not page.locator("#root .player").count(), "the first picture comes before Python"
    first.locator("[data-name=look] [data-value=hard]").click()
    expect(page.locator("#site-says")).to_have_text("Python is on its way. What you asked it for comes then.")
    first.evaluate("root => { root.player.playback.goTo(40); }")
    expect(first).to_have_count(0)
    player = page.locator("#root .player")
    expect(page).to_have_url(re.compile("look=hard"))
    expect(page.locator("#site-says")).to_have_text("")
    assert player.evaluate("root => root.player.run.view.look") == "hard"
    wait_for(player, "p.playback.moment.epoch === 40 && !p.playback.playing")
    expect(page).to_have_url(re.compile("at=40"))

    assert page.evaluate(SWITCHING), "this browser can wait for promises"
    (worker,) = page.workers
    assert worker.evaluate(SWITCHING) == []
    assert sum(host.sent.values()) <= MOST_BYTES
    assert not [path for path in host.sent if "mnist" in path or "figures" in path or "Plotly" in path]

    page.locator(".st-key-RegionSettings\\.depth, [class*=st-key-RegionSettings]").get_by_role(
        "radio", name="1", exact=True
    ).first.click()
    wait_for(player, "p.run.sizes.length === 3 && p.run.trained_epochs > 20")
    expect(page).to_have_url(re.compile("depth=1"))
    wait_for(player, "p.playback.moment.epoch > 5 && p.map.canvas.toDataURL().length > 10_000")
    page.go_back()
    wait_for(player, "p.run.sizes.length === 4 && p.run.trained_epochs > 20")
    expect(page).not_to_have_url(re.compile("depth=1"))
    wait_for_server(page)
    page.go_forward()
    wait_for(player, "p.run.sizes.length === 3 && p.run.trained_epochs > 20")
    expect(page).to_have_url(re.compile("depth=1"))

    page.get_by_test_id("stTopNavLink").filter(has_text="Activations").click()
    visit.see("activations")
    expect(page.locator(".repetitions")).to_contain_text("cannot be measured here")
    page.get_by_test_id("stTopNavLink").filter(has_text="MNIST").click()
    visit.see("templates")
    expect(page).to_have_url(re.compile(f"^{re.escape(visit.root)}mnist.*images=10000"))
    assert [path for path in host.sent if path.endswith("train-images-idx3-ubyte.gz")]
    templates = page.locator("#root .templates")
    templates.locator(".step-epoch").click()
    wait_for(templates, "t.playback.moment.epoch === 1 && !t.live", "const t = root.templates;")
    page.go_back()
    visit.see("activations")


def test_a_deep_link_opens_reloads_and_its_links_lead_below_the_sites_path(visit: Visit, host: Host) -> None:
    visit.open("mnist?view=pros", "pros")
    expect(visit.page).to_have_url(f"{visit.root}mnist?view=pros")
    taught = [path for path in host.sent if path.endswith("kept.json")]
    assert [path for path in taught if path.endswith("ui/mnist/pros/kept.json")] == taught, "when it is read"
    assert taught
    links = visit.page.get_by_test_id("stTopNavLink").evaluate_all("all => all.map((link) => link.href)")
    assert f"{visit.root}activations" in links
    assert all(link.startswith(visit.root) for link in links)
    visit.page.get_by_test_id("stTopNavLink").filter(has_text="Activations").click()
    visit.see("activations")
    visit.page.reload()
    visit.see("activations")
    expect(visit.page).to_have_url(re.compile(f"^{re.escape(visit.root)}activations"))


def test_points_go_out_and_come_in_as_csv_and_a_figure_brings_plotly(visit: Visit, host: Host) -> None:
    visit.open("?data=own", "player")
    visit.page.get_by_text("Paste, upload, validation").click()
    table = b"x1,x2,class\n0.5,-1.25,1\n2,3,2\n-1,1,3\n-2,-2,2\n"
    upload = {"name": "mine.csv", "mimeType": "text/csv", "buffer": table}
    visit.page.locator("input[type=file]").first.set_input_files(upload)  # type: ignore[arg-type]
    wait_for(visit.page.locator("#root .player"), "p.run.arrays.training_labels.length >= 3")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download the points (CSV)").click()
    remark, heading, *rows = Path(download.value.path()).read_text().splitlines()
    assert remark.startswith("# Hidden Layers: ")
    assert heading == "x1,x2,class"
    assert [row.rpartition(",")[2] for row in rows] == ["1", "2", "3", "2"]
    assert not [path for path in host.sent if "figures.pack" in path]
    visit.page.get_by_text("Figures to keep").click()
    visit.page.locator(".js-plotly-plot").first.wait_for()
    assert [path for path in host.sent if "figures.pack" in path]


def test_a_page_that_is_saved_there_opens_from_disk_without_a_network(
    visit: Visit, browser: Browser, tmp_path: Path
) -> None:
    visit.open("?scene=regions-single", "player")
    wait_for(visit.page.locator("#root .player"), "p.run.finished")
    visit.page.get_by_text("Take away").first.click()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="This page: HTML").click()
    file = tmp_path / "page.html"
    download.value.save_as(file)
    assert file.stat().st_size <= 1_000_000

    context, wrong = browser.new_context(offline=True), list[str]()
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
    page.goto(file.as_uri())
    player = page.locator(".player[data-drawn]")
    player.wait_for()
    begun = player.evaluate(
        "root => { root.player.playback.goTo(3); return root.player.playback.moment.epoch; }"
    )
    player.locator(".play").click()
    wait_for(player, f"p.playback.moment.epoch > {begun}")
    page.locator(".question .reveal").click()
    expect(page.locator(".question .right")).to_have_text(SCENES["regions-single"].questions[0].answer)
    expect(page.locator("a.source")).to_have_attribute(
        "href", re.compile(f"^{re.escape(visit.root)}.*scene=regions-single")
    )
    context.close()
    assert wrong == []


def test_what_is_kept_for_offline_opens_when_the_host_is_gone(browser: Browser, built_site: Path) -> None:
    context = browser.new_context()
    context.set_default_timeout(1000 * PATIENCE)
    with serving(built_site, BASE) as host:
        visit = Visit(context, host)
        visit.open("", "player")
        visit.page.get_by_role("button", name=re.compile("Keep for offline")).click()
        expect(visit.page.locator("#site-says")).to_contain_text("Kept:", timeout=1000 * PATIENCE)
    visit.page.goto(f"{visit.root}mnist?images=1000")
    visit.see("templates")
    context.close()
    assert visit.outside == []
