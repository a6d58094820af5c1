"""Other inputs and a run's story, twenty seeds, a landscape: in the site, and in pages that are saved there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from static_site.serving import Host, serving
from tests.browser.static_site.test_in_chromium import BASE, Visit
from tests.browser.waiting import PATIENCE, wait_for, wait_for_server

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site"), pytest.mark.every_case]

FOLLOW = "link => { history.pushState({}, '', link); dispatchEvent(new PopStateEvent('popstate')); }"
"""Goes to a link as Back does: Python goes on."""

AT_REST = "p.run?.finished !== false && !p.run?.story_owed"
"""Before that a page is refused to be saved, in a sentence, or is saved without the run's story."""


@dataclass(frozen=True)
class Lesson:
    """A link, the part that shows it, and what is so there and in the saved page: in JavaScript, on the part ``p``."""

    link: str
    part: str
    holds: str


LESSONS = {
    "inputs": Lesson(
        "?data=rings&inputs=x1x1,x2x2&depth=1&units=3&epochs=120&points=60",
        "player",
        "p.run.sizes[0] === 2 && p.run.story.length > 0 && p.playback.moments.at(-1).training_accuracy > 0.9",
    ),
    "seeds": Lesson(
        "?view=seeds&epochs=20&points=60&init_seed=5",
        "seeds",
        "p.state.n_done === 20 && p.places.length >= 20",
    ),
    "landscape": Lesson(
        "?view=landscape&epochs=20&points=60&init_seed=5&at=20",
        "landscape",
        "p.run.plane && Math.abs(p.run.plane.epoch - p.playback.moment.nets[0].epoch) < 1e-3",
    ),
}


@pytest.fixture(scope="module")
def host(built_site: Path) -> Iterator[Host]:
    with serving(built_site, BASE) as serves:
        yield serves


@pytest.fixture(scope="module")
def visit(browser: Browser, host: Host) -> Iterator[Visit]:
    """One visitor, who goes from one lesson to the next: Python starts once."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    context.set_default_timeout(1000 * PATIENCE)
    comes = Visit(context, host)
    comes.open("", "player")
    expect(comes.page.locator("#first-picture")).to_have_count(0)
    wait_for_server(comes.page)
    yield comes
    context.close()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_works_in_the_site_and_in_a_page_that_is_saved_there(
    visit: Visit, browser: Browser, tmp_path: Path, name: str
) -> None:
    lesson, page = LESSONS[name], visit.page
    visit.errors.clear()
    page.evaluate(FOLLOW, visit.root + lesson.link)
    here = f"const p = root.{lesson.part};"
    part = page.locator(f"#root .{lesson.part}[data-drawn]")
    wait_for(part, f"{lesson.holds} && {AT_REST}", here)
    wait_for_server(page)
    said = part.locator(".headline").first.inner_text()

    save = page.get_by_role("button", name="This page: HTML")
    if not save.is_visible():  # the lesson before may have left the panel open
        page.get_by_text("Take away").first.click()
    with page.expect_download() as download:
        save.click()
    file = tmp_path / "page.html"
    download.value.save_as(file)

    context, wrong = browser.new_context(offline=True, reduced_motion="reduce"), list[str]()
    alone = context.new_page()
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    alone.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    alone.goto(file.as_uri())
    kept = alone.locator(f".{lesson.part}[data-drawn]")
    kept.wait_for()
    wait_for(kept, lesson.holds, here)
    expect(kept.locator(".headline").first).to_have_text(said)
    context.close()
    assert wrong == []
    assert visit.errors == []
    assert visit.outside == []
