"""The lecture's list, a scene that the visitor has changed, and what a link says in vain."""

import pytest
from playwright.sync_api import Page

from tests.browser.referee import lecture
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for_server
from ui.lecture.scenes import SCENES
from ui.plane.run_settings import RegionSettings


def test_the_list_of_scenes_says_what_is_so(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_text(SCENES["summary"].look_at).wait_for()
    wait_for_server(page)
    reading = read(page)

    assert not reading.unnamed
    assert [said.text for said in reading.said] == [
        text for scene in SCENES.values() for text in (scene.look_at, f"{scene.minutes:g} min")
    ]
    for said in reading.said:
        CHECKS[said.name](said, Scene(page, "/lecture", None, reading))


def test_what_is_said_of_a_lecture_that_is_brought_is_so(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture?lecture=0123456789abcdef")
    page.get_by_text("A lecture of your own").click()
    field = page.locator("input[type=file]")
    for data, last in (
        (b"nothing", "no scene that can be used"),
        (lecture.BROUGHT.encode(), "the rest opens"),
    ):
        field.set_input_files({"name": "mine.toml", "mimeType": "text/plain", "buffer": data})
        page.get_by_text(last).wait_for()
        wait_for_server(page)
        reading = read(page)
        assert not reading.unnamed
        for said in reading.said:
            if said.name.startswith("lecture.") and said.name != "lecture.look":
                CHECKS[said.name](said, Scene(page, "/lecture?lecture=0123456789abcdef", None, reading))


@pytest.mark.parametrize(
    ("link", "names"),
    [
        (
            "/?scene=example-data&centres=2,2,-3,0,3,-3",
            {"lecture.answer", "lecture.look", "lecture.question"},
        ),
        ("/?scene=regions-single&epochs=2500", {"lecture.answer", "lecture.look", "lecture.row"}),
        ("/?scene=nonsense&depth=99&foo=1", {"frame.notes"}),
        ("/?data=own", {"plane.own.count"}),
    ],
)
def test_what_stands_around_a_page_is_so(page: Page, app_url: str, link: str, names: set[str]) -> None:
    page.goto(f"{app_url}{link}")
    wait_for_server(page)
    page.locator(".headline:not(:empty)").first.wait_for()
    if "lecture.answer" in names:
        page.locator(".question .reveal").click()
    given = dict(pair.split("=", 1) for pair in link.partition("?")[2].split("&"))
    own = SCENES.get(given.pop("scene", ""))
    settings, _ = RegionSettings.from_url(given, own.settings if own else None)  # type: ignore[arg-type]
    reading = read(page)
    scene = Scene(page, link, settings, reading)

    assert names <= {said.name for said in reading.said}
    for said in reading.said:
        if said.name.startswith(("lecture.", "frame.", "plane.own.")):
            CHECKS[said.name](said, scene)
