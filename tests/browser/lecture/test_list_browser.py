"""The list of scenes in a real browser: each with its picture, which needs no room that it did not have."""

from playwright.sync_api import Page, Route, expect

from tests.browser.waiting import until
from ui.lecture.scenes import SCENES

SIZES = "all => all.map(one => [one.offsetWidth, one.offsetHeight, one.naturalWidth])"

LOADED = "one => one.complete && one.naturalWidth === 240 && one.getBoundingClientRect().width === 120"


def test_every_scene_of_the_list_has_its_picture(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_text(SCENES["summary"].look_at).wait_for()
    images = page.locator("[class*='st-key-entry-'] img")
    expect(images).to_have_count(len(SCENES))
    for image in images.all():
        expect(image).to_have_attribute("loading", "lazy")
        image.scroll_into_view_if_needed()
        until(lambda image=image: image.evaluate(LOADED), page, image.get_attribute("src"))


def test_a_picture_has_its_room_before_it_comes(page: Page, app_url: str) -> None:
    held: list[Route] = []
    page.route("**/static/scenes/*", lambda route: held.append(route))
    page.goto(f"{app_url}/lecture")
    page.get_by_text(SCENES["summary"].look_at).wait_for()
    images = page.locator("[class*='st-key-entry-'] img")
    expect(images).to_have_count(len(SCENES))
    assert images.evaluate_all(SIZES) == [[120, 90, 0]] * len(SCENES)
    until(lambda: held, page, "a picture is asked for")
    for route in held:
        route.continue_()
    page.unroute("**/static/scenes/*")
    until(lambda: images.evaluate_all(SIZES)[0] == [120, 90, 240], page, "the first picture")


def test_on_a_phone_words_stand_beside_their_picture(new_page, app_url: str) -> None:
    page = new_page(width=360, height=640)
    page.goto(f"{app_url}/lecture")
    page.get_by_text(SCENES["summary"].look_at).wait_for()
    prepare = page.locator("[class*='st-key-prepare-']").first  # the lecturer's, not a student's
    expect(prepare).to_be_attached()
    expect(prepare).to_be_hidden()
    entry = page.locator(".st-key-entry-hinton")
    image, words = entry.locator("img").bounding_box(), entry.locator(".st-key-words-hinton").bounding_box()
    assert words["x"] >= image["x"] + image["width"]
    assert words["x"] + words["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
