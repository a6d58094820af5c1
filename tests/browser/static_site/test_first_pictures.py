"""A picture before Python, on every page, every view and every scene; and the program's own in its place after it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from static_site.first_pictures import Opening, openings
from static_site.serving import Host, serving
from tests.browser.static_site.test_in_chromium import BASE, Visit
from tests.browser.waiting import PATIENCE, until
from ui.lecture.scenes import LECTURES

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site")]

WITHOUT = ("mnist.keep", "mnist.code", "backprop.paste")
"""Views of words and files, and one that is written in."""

OF_BARS = ("hands.softmax", "scene.softmax")
"""Pictures of plain elements, without a canvas."""

OPENINGS = {name: opening for name, opening in openings().items() if name not in WITHOUT}
LECTURE = [f"scene.{slug}" for slug in next(iter(LECTURES.values())).scenes]
PAGES = list({opening.page: name for name, opening in reversed(OPENINGS.items()) if "." in name}.values())
DRAWN = """() => {
  const places = [...document.querySelectorAll("#first-picture [data-part]")];
  return places.length > 0 && places.every((place) => place.shadowRoot.querySelector("[data-drawn]"));
}"""
PLACES = """(names) => names.flatMap((name) => {
  const roots = [...document.querySelectorAll("#first-picture *, #root .stBidiComponent *, #root .stBidiComponent")];
  const found = roots.map((each) => each.shadowRoot?.querySelector(`.${name}[data-drawn]`)).filter(Boolean);
  const { x, y, width } = found[0].getBoundingClientRect();
  return [x, y, width].map(Math.round);
})"""


@pytest.fixture(scope="module")
def host(built_site: Path) -> Iterator[Host]:
    with serving(built_site, BASE) as serves:
        yield serves


@pytest.fixture(scope="module")
def without_python(browser: Browser, host: Host) -> Iterator[Visit]:
    """A visitor to whom Python never comes."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    context.route("**/core.pack", lambda route: None)
    yield Visit(context, host)
    context.close()


def link_of(opening: Opening) -> str:
    page = "" if opening.page == "regions" else opening.page
    return f"{page}?{'&'.join(f'{name}={text}' for name, text in opening.link.items())}"


@pytest.mark.parametrize("name", OPENINGS)
def test_a_picture_comes_without_python(without_python: Visit, name: str) -> None:
    opening, page = OPENINGS[name], without_python.page
    without_python.errors.clear()

    page.goto("about:blank")
    page.goto(without_python.root + link_of(opening))
    page.wait_for_function(DRAWN)

    assert not page.locator("#root .part").count()
    if "scene" in opening.link:
        expect(page.locator("#first-picture .question .title")).not_to_have_text("")
    kind = ".bar-cell" if name in OF_BARS else ":is(canvas, svg)"
    drawn = page.locator(f"#first-picture {kind}").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().width > 40).length"
    )
    assert drawn, "there is a picture in it"
    assert without_python.errors == []
    assert without_python.outside == []


@pytest.mark.parametrize("name", [*PAGES, *LECTURE])
def test_the_programs_own_picture_takes_its_place(browser: Browser, host: Host, name: str) -> None:
    opening = OPENINGS[name]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    visit = Visit(context, host)
    page = visit.page
    page.goto(visit.root + link_of(opening))
    page.wait_for_function(DRAWN)
    assert not page.locator("#root .part").count(), "it comes before Python"
    names = page.locator("#first-picture [data-part]").evaluate_all(
        "all => all.map((one) => one.dataset.part)"
    )
    before = page.evaluate(PLACES, names)

    expect(page.locator("#first-picture")).to_have_count(0)

    page.wait_for_function("document.querySelector('#root').inert === false")
    near(page, names, before)
    context.close()
    assert visit.errors == []
    assert visit.outside == []


def near(page: Page, names: list[str], before: Any) -> None:
    """Wait until each part stands where its first picture stood, to two pixels."""

    def stands() -> bool:
        now = page.evaluate(PLACES, names)
        return all(abs(own - first) <= 2 for own, first in zip(now, before, strict=True))

    until(stands, page, f"{names} stand at {before}")


def test_mnist_goes_to_the_epoch_that_was_scrubbed_to_before_python(browser: Browser, host: Host) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(1000 * PATIENCE)
    visit = Visit(context, host)
    visit.page.goto(f"{visit.root}mnist")
    first = visit.page.locator("#first-picture .templates[data-drawn]")
    first.wait_for()
    first.evaluate("root => root.templates.playback.scrubTo(3)")

    expect(visit.page.locator("#first-picture")).to_have_count(0)

    own = visit.page.locator("#root .templates[data-drawn]")
    until(lambda: own.evaluate("root => root.templates.playback.moment.epoch === 3"), visit.page, "epoch 3")
    context.close()
    assert visit.errors == []


def test_a_device_with_little_memory_is_offered_the_scene_as_a_file(browser: Browser, host: Host) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(1000 * PATIENCE)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 });")
    context.route("**/core.pack", lambda route: None)
    visit = Visit(context, host)
    visit.page.goto(f"{visit.root}?scene=regions-single")

    visit.page.get_by_role("link", name="This scene as a page without Python").click()

    visit.page.locator("[data-part=player] .player[data-drawn]").wait_for()
    assert visit.page.url.endswith("/scenes/regions-single.html")
    source = visit.page.locator("a.source").evaluate("link => link.href")
    context.close()
    assert source == f"{visit.root}?scene=regions-single"
    assert visit.errors == []
