"""Fingers and buttons: a second finger takes back what the first began, and the primary button alone draws."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import A_WHILE, box_of, wait_for, wait_for_rest
from ui.plane.settings import OWN

Spot = tuple[float, float]

INK = "root => root.templates.brush.image.filter((level) => level > 0).length"


def spread(page: Page, element: Locator, first: Spot, second: Spot) -> None:
    """Put two fingers on an element, move both, and lift them; places are shares of its width and height."""
    box = box_of(element)
    touches = page.context.new_cdp_session(page)

    def tell(kind: str, fingers: list[Spot]) -> None:
        places = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": number}
            for number, (x, y) in enumerate(fingers)
        ]
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    tell("touchStart", [first])
    tell("touchMove", [(first[0] + 0.15, first[1])])
    tell("touchStart", [(first[0] + 0.15, first[1]), second])
    tell("touchMove", [(first[0] + 0.3, first[1]), (second[0] - 0.2, second[1])])
    tell("touchEnd", [])


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(width=390, height=844, has_touch=True, is_mobile=True)


def test_what_a_tap_on_the_map_reads_stays_until_the_next_tap(phone: Page, app_url: str, part: Any) -> None:
    phone.goto(f"{app_url}/?at=250")
    player = part(phone, "player")
    wait_for(player, "p.pictures > 0")
    box: Any = box_of(player.locator(".map"))
    values = player.locator(".values")
    read = []
    for share in (0.3, 0.6):
        phone.touchscreen.tap(box["x"] + share * box["width"], box["y"] + share * box["height"])
        expect(values).to_be_visible()
        phone.wait_for_timeout(A_WHILE)
        expect(values).to_be_visible()
        place: Any = box_of(values)
        assert box["x"] <= place["x"]
        assert place["x"] + place["width"] <= box["x"] + box["width"]
        read.append(values.inner_text())
    assert read[0] != read[1]
    headline: Any = box_of(player.locator(".headline"))
    phone.touchscreen.tap(headline["x"] + 5, headline["y"] + 5)
    expect(values).to_be_hidden()


def test_two_fingers_over_the_map_set_no_point(phone: Page, app_url: str, part: Any) -> None:
    phone.goto(f"{app_url}/?data={OWN}")
    player = part(phone, "player")
    spread(phone, player.locator(".map"), (0.3, 0.3), (0.7, 0.7))
    wait_for_rest(player.locator(".map"))
    assert player.evaluate("root => root.player.editor.points.length") == 0
    assert "drawn" not in phone.url
    box: Any = box_of(player.locator(".map"))
    phone.touchscreen.tap(box["x"] + 100, box["y"] + 100)  # one finger draws, as before
    wait_for(player, "p.editor.points.length === 1")


@pytest.mark.parametrize(("source", "pad"), [("draw", ".pad"), ("", ".image canvas")])
def test_two_fingers_over_a_digit_leave_it_as_it_was(
    phone: Page, app_url: str, part: Any, source: str, pad: str
) -> None:
    phone.goto(f"{app_url}/mnist?images=1000&epochs=1")
    templates = part(phone, "templates")
    if source:
        templates.locator(f"[data-source={source}]").click()
    canvas = templates.locator(pad)
    canvas.scroll_into_view_if_needed()
    before = templates.evaluate("root => Array.from(root.templates.brush.image)")
    spread(phone, canvas, (0.3, 0.3), (0.7, 0.7))
    wait_for_rest(canvas)
    assert templates.evaluate("root => Array.from(root.templates.brush.image)") == before


def drag(page: Page, element: Locator, button: Any) -> None:
    box: Any = box_of(element)
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down(button=button)
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.8 * box["height"], steps=6)
    page.mouse.up(button=button)


def test_the_primary_button_alone_inks_the_pad(page: Page, app_url: str, part: Any) -> None:
    page.goto(f"{app_url}/mnist?images=1000&epochs=1")
    templates = part(page, "templates")
    templates.locator("[data-source=draw]").click()
    for button in ("right", "middle"):
        drag(page, templates.locator(".pad"), button)
        assert templates.evaluate(INK) == 0
    drag(page, templates.locator(".pad"), "left")
    assert templates.evaluate(INK) > 20


def test_the_primary_button_alone_moves_a_handle_or_a_centre(page: Page, app_url: str, part: Any) -> None:
    page.goto(f"{app_url}/hands")
    hands = part(page, "hands")
    values = hands.evaluate("root => root.hands.views.unit.values")
    drag(page, hands.get_by_label("Tip of w: turn and scale it"), "right")
    assert hands.evaluate("root => root.hands.views.unit.values") == values
    page.goto(f"{app_url}/?data=lecture&handles=1")
    player = part(page, "player")
    places = player.evaluate("root => root.player.editor.centres.places")
    drag(page, player.get_by_label("Centre of class 1"), "right")
    assert player.evaluate("root => root.player.editor.centres.places") == places
