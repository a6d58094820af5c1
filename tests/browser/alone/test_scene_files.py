"""Every scene as a file, opened from disk with the network off: it draws, answers, plays, and complains of nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.scene_files import folder
from ui.lecture.scenes import SCENES

pytestmark = pytest.mark.xdist_group("scene_files")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A window without a network; an error in it, or a request for anything but a file, fails the test."""
    context = browser.new_context(
        offline=True, viewport={"width": 1024, "height": 768}, reduced_motion="reduce"
    )
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: line.type in ("error", "warning") and wrong.append(line.text))
    page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
    yield page
    context.close()
    assert not wrong, wrong


def go(page: Page, slug: str) -> None:
    """Open a scene's file, and wait until every part of it is drawn."""
    page.goto((folder() / f"{slug}.html").as_uri())
    page.evaluate("sessionStorage.clear()")
    page.wait_for_function(
        "() => { const hosts = [...document.querySelectorAll('main > div')];"
        "return hosts.length > 1 && hosts.every((host) => host.shadowRoot.querySelector('[data-drawn]')); }"
    )


@pytest.mark.parametrize("slug", SCENES)
def test_a_scene_opens_offline_and_gives_its_answers(opened, slug):
    scene = SCENES[slug]

    go(opened, slug)

    expect(opened.locator(".question .title")).to_have_text(scene.title)
    for place, question in enumerate(scene.questions):
        expect(opened.locator(".question .words")).to_have_text(question.words)
        opened.locator(".question .reveal").click()
        expect(opened.locator(".question .right")).to_have_text(question.answer)
        expect(opened.locator(".question[data-telling]")).to_have_count(0)
        if place + 1 < len(scene.questions):
            opened.locator(".question .following").click()
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(opened.locator(".needs")).to_have_text("")


def test_a_run_plays_and_is_scrubbed_and_its_units_and_hidden_space_can_be_picked(opened):
    go(opened, "layered")
    player = opened.locator(".player")
    epoch = "root => root.player.playback.moment.epoch"

    player.locator(".scrub").first.evaluate(
        "scrub => { scrub.value = 3; scrub.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    begun = player.evaluate(epoch)
    player.locator(".play").click()
    opened.wait_for_function(
        f"() => document.querySelector('[data-part=player]').shadowRoot.querySelector('.player')"
        f".player.playback.moment.epoch > {begun}"
    )
    player.locator(".play").click()
    expect(player.locator("[data-picture=space], .space").first).to_be_visible()
    player.locator("[data-name=beside] button[data-value=network]").click()
    player.locator(".unit:visible").nth(4).click()

    assert begun < SCENES["layered"].settings.epochs
    assert player.evaluate("root => root.player.picked") is not None


def test_an_answer_brings_its_picture_and_takes_it_back(opened):
    go(opened, "summary")
    place = next(at for at, then in enumerate(SCENES["summary"].thens) if then)
    expect(opened.locator(".twin")).to_be_visible()

    for _ in range(place):
        opened.locator(".question .following").click()
    opened.locator(".question .reveal").click()
    expect(opened.locator(".wall")).to_be_visible()
    opened.locator(".question .reveal").click()

    expect(opened.locator(".wall")).to_have_count(0)
    expect(opened.locator(".twin")).to_be_visible()


def test_the_microscope_steps_and_the_tug_of_war_answers_to_the_brush(opened):
    go(opened, "five-steps")
    opened.keyboard.press("a")
    opened.locator(".steps").get_by_role("button", name="Hidden gradients").click()
    expect(opened.locator(".steps .headline")).not_to_have_text("")

    go(opened, "hinton")
    opened.keyboard.press("a")
    rows = opened.locator(".templates .rows")
    before = rows.inner_text()
    opened.locator(".templates .empty").click()

    expect(rows).not_to_have_text(before)


def test_what_needs_python_is_said_to(opened):
    go(opened, "five-steps")

    opened.locator(".steps").evaluate("root => root.steps.ask('do', { what: 'update', nonce: 1 })")

    expect(opened.locator(".needs")).to_contain_text("in the program, to which the link below leads")
