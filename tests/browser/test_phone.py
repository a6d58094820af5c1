"""A phone: what a page is for stands on one screen, without opening anything; all else is one tap away."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.sidebar import CLOSED, OPEN
from tests.browser.waiting import box_of, until, wait_for, wait_for_server

SIZES = ((360, 640), (390, 844))

HEADER, LEAST_MAP, ROW, PLAY, HEADLINE, MOST_GAPS = 44, 300, 48, 92, 28, 40
"""CSS pixels of the parts of a screen, from ``looks-stage.md``."""

TWIN_MAP = 170

LEAST_LARGE = 144
"""CSS pixels of the picked template."""

TARGET = 44
"""CSS pixels that a finger hits."""

WIDTHS = """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
  .map((box) => box.scrollWidth)"""

NewPage = Callable[..., Page]
Part = Callable[[Page, str], Locator]


@pytest.fixture
def on_phone(new_page: NewPage, app_url: str, part: Part) -> Callable[..., Locator]:
    """Open a page on a phone, and wait until it has drawn: ``on_phone("twin", "twin", 360, 640)``."""

    def opened(path: str, name: str, width: int, height: int, **more: Any) -> Locator:
        page = new_page(width=width, height=height, has_touch=True, **more)
        page.goto(f"{app_url}/{path}")
        root = part(page, name)
        page.locator(".part.bar").wait_for(state="attached")
        wait_for_server(page)
        return root

    return opened


def _stand_on_one_screen(page: Page, boxes: dict[str, Any]) -> None:
    """Each box is within the window, and below the one before it."""
    size = page.viewport_size
    assert size is not None
    above = 0.0
    for name, box in boxes.items():
        assert box["x"] >= 0, (name, box)
        assert box["x"] + box["width"] <= size["width"], (name, box)
        assert box["y"] >= above - 0.5, (name, box, above)
        above = box["y"] + box["height"]
        assert above <= size["height"] + 0.5, (name, box)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_map_units_play_depth_and_activation_stand_on_one_screen(
    on_phone: Any, width: int, height: int
) -> None:
    player = on_phone("", "player", width, height)
    wait_for(player, "p.pictures > 3")
    page = player.page
    places = {
        "header": page.locator(".part.bar"),
        "headline": player.locator("header"),
        "map": player.locator(".map"),
        "units": player.locator(".diagram"),
        "play": player.locator(".chart[data-chart=loss]"),
        "strip": page.locator(".strip .controls"),
    }
    boxes = {name: box_of(place) for name, place in places.items()}
    _stand_on_one_screen(page, boxes)
    heights = {name: round(box["height"]) for name, box in boxes.items()}
    assert heights.pop("map") >= LEAST_MAP
    assert heights == {"header": HEADER, "headline": HEADLINE, "units": ROW, "play": PLAY, "strip": ROW}
    in_order = list(boxes.values())[:-1]
    gaps = [below["y"] - above["y"] - above["height"] for above, below in pairwise(in_order)]
    assert sum(gaps) <= MOST_GAPS
    for button in (player.locator(".round.play"), player.locator(".step-epoch")):
        box = box_of(button)
        assert min(box["width"], box["height"]) >= TARGET
        _stand_on_one_screen(page, {"button": box})
    expect(page.locator(".strip [data-name=depth] button")).to_have_count(5)
    assert page.locator(".strip [data-name=depth] button").last.bounding_box()["width"] >= TARGET  # type: ignore[index]
    assert page.locator(".strip select").bounding_box()["height"] >= TARGET  # type: ignore[index]


@pytest.mark.parametrize(("path", "name"), [("", "player"), ("twin", "twin")])
def test_nothing_scrolls_sideways(on_phone: Any, path: str, name: str) -> None:
    root = on_phone(path, name, 320, 640)
    wait_for(root, "p.pictures > 3", f"const p = root.{name};")
    for width in (320, 360, 390, 430):
        root.page.set_viewport_size({"width": width, "height": 640})
        until(lambda: root.evaluate("root => root.clientWidth") > width - 40, root.page, "the new width")  # noqa: B023
        assert max(root.page.evaluate(WIDTHS)) <= width


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_two_maps_side_by_side_where_they_differ_and_play_stand_on_one_screen(
    on_phone: Any, width: int, height: int
) -> None:
    twin = on_phone("twin?at=250", "twin", width, height)
    wait_for(twin, "t.pictures > 0", "const t = root.twin;")
    first, second, third = (box_of(twin.locator(".map").nth(i)) for i in range(3))
    assert round(first["width"]) == round(second["width"]) == round(third["width"]) >= TWIN_MAP
    assert first["y"] == second["y"]
    assert second["x"] >= first["x"] + first["width"]
    assert second["x"] + second["width"] <= width
    rows = {"header": twin.page.locator(".part.bar"), "headline": twin.locator("header")}
    play = twin.locator(".chart[data-chart=loss]")
    strip = twin.page.locator(".strip .controls")
    _stand_on_one_screen(
        twin.page,
        {name: box_of(place) for name, place in rows.items()}
        | {"maps": first, "difference": third, "play": box_of(play), "strip": box_of(strip)},
    )
    _stand_on_one_screen(twin.page, {"button": box_of(twin.locator(".round.play"))})
    twin.page.touchscreen.tap(first["x"] + 0.3 * first["width"], first["y"] + 0.3 * first["height"])
    for read, place in zip(twin.locator(".values").all(), (first, second, third), strict=True):
        box = box_of(read)
        assert place["x"] <= box["x"]
        assert box["x"] + box["width"] <= place["x"] + place["width"]
        assert read.evaluate("read => read.scrollWidth <= read.clientWidth"), "the table is whole"


def _from_the_top(part: Locator, **between: Locator) -> dict[str, Locator]:
    """What a phone's page with views shows, from the top: what is common to all, and between it the part's own."""
    return {
        "header": part.page.locator(".part.bar"),
        "views": part.page.get_by_test_id("stMain").get_by_test_id("stButtonGroup"),
        "headline": part.locator(".headline"),
        **between,
        "strip": part.page.locator(".strip .controls"),
    }


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_templates_play_and_the_picked_one_large_stand_on_one_screen(
    on_phone: Any, width: int, height: int
) -> None:
    templates = on_phone("mnist?images=1000&epochs=1", "templates", width, height)
    wait_for(templates, "t.painted > 0", "const t = root.templates;")
    page = templates.page
    places = _from_the_top(
        templates,
        templates=templates.locator(".pictures"),
        play=templates.locator(".chart[data-chart=loss]"),
        large=templates.locator(".large"),
    )
    boxes = {name: box_of(place) for name, place in places.items()}
    _stand_on_one_screen(page, boxes)
    assert boxes["large"]["width"] >= LEAST_LARGE
    image, play = box_of(templates.locator(".image canvas")), box_of(templates.locator(".round.play"))
    assert image["x"] >= boxes["large"]["x"] + boxes["large"]["width"]
    _stand_on_one_screen(page, {"play": play, "image": image})
    templates.locator(".one").nth(8).tap()
    expect(templates.locator(".one").nth(8)).to_have_attribute("aria-checked", "true")
    expect(templates.locator(".stage h2")).to_contain_text("8")
    picked = box_of(templates.locator(".large"))
    assert (picked["x"], picked["y"]) == (boxes["large"]["x"], boxes["large"]["y"])
    less = boxes["large"]["width"] - picked["width"]  # what stands above may have found its last height
    assert abs(less) < 8
    _stand_on_one_screen(page, {"large": picked})


def test_draw_opens_with_its_pad_in_view(on_phone: Any) -> None:
    templates = on_phone("mnist?images=1000&epochs=1", "templates", 360, 640)
    wait_for(templates, "t.painted > 0", "const t = root.templates;")
    templates.locator("[data-source=draw]").tap()
    expect(templates.locator(".pad")).to_be_in_viewport(ratio=1)
    _stand_on_one_screen(
        templates.page,
        {"bar": box_of(templates.page.locator(".part.bar")), "pad": box_of(templates.locator(".pad"))},
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_microscopes_network_step_and_controls_stand_on_one_screen(
    on_phone: Any, width: int, height: int
) -> None:
    steps = on_phone("backprop?step=6", "steps", width, height)
    page = steps.page
    places = _from_the_top(
        steps,
        steps=steps.locator(".stepper"),
        network=steps.locator(".net"),
        computed=steps.locator(".formula"),
        taken=steps.locator(".take"),
    )
    _stand_on_one_screen(page, {name: box_of(place) for name, place in places.items()})
    steps.get_by_role("button", name="4 Hidden gradients").tap()
    expect(steps.locator(".wave-play")).to_be_visible()
    places |= {"computed": steps.locator(".wave-controls"), "taken": steps.locator(".formula")}
    _stand_on_one_screen(page, {name: box_of(place) for name, place in places.items()})
    for button in steps.locator(".stepper button").all():
        box = box_of(button)
        assert min(box["width"], box["height"]) >= TARGET


def test_the_view_that_is_chosen_is_in_view(on_phone: Any) -> None:
    outer = on_phone("backprop?view=outer", "outer", 360, 640)
    chosen = outer.page.get_by_test_id("stMain").get_by_role("radio", checked=True)
    expect(chosen).to_have_text("Outer products")
    _stand_on_one_screen(outer.page, {"chosen": box_of(chosen)})
    ground = chosen.evaluate("button => getComputedStyle(button).backgroundColor")
    assert ground.startswith("rgb("), "views that are swiped below it shine through"


def test_the_run_restarts_where_it_is_seen(on_phone: Any) -> None:
    player = on_phone("?at=250", "player", 360, 640)
    before, page = box_of(player.locator(".map")), player.page
    page.locator(".strip [data-name=depth] [data-value='1']").tap()
    wait_for(player, "p.run.sizes.length === 3")
    expect(page).to_have_url(re.compile("depth=1"))
    assert box_of(player.locator(".map")) == before
    page.locator(".strip select").select_option("relu")
    wait_for(player, "p.run.activations[0] === 'relu'")
    expect(page).to_have_url(re.compile("activation=relu"))
    page.locator(".strip [data-name=depth] [data-value='0']").tap()
    wait_for(player, "p.run.sizes.length === 2")
    expect(page.locator(".strip select")).to_be_disabled()
    assert box_of(player.locator(".map")) == before


def test_a_unit_is_picked_and_its_weights_are_read_with_map_and_play_in_view(on_phone: Any) -> None:
    player = on_phone("?depth=3&at=250", "player", 360, 640)
    before = box_of(player.locator(".map"))
    last = player.locator(".hidden .unit").last
    last.tap()
    expect(last).to_have_attribute("aria-pressed", "true")
    assert player.locator(".diagram").evaluate("box => box.scrollLeft") > 0
    assert box_of(player.locator(".map")) == before
    expect(player.locator(".unit-words")).to_contain_text("layer 3")
    switch, choices = box_of(player.locator(".switch")), box_of(player.locator(".beside"))
    assert switch["y"] + switch["height"] <= choices["y"], "the switch covers what stands below"
    page, weights = player.page, player.locator(".weights-read")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        player.locator(".map").tap()
        expect(weights).to_be_hidden()
        last.tap()
        expect(weights).to_be_in_viewport(ratio=1)
        lowest = box_of(player.locator(".chart[data-chart=loss]"))
        _stand_on_one_screen(
            page, {"map": box_of(player.locator(".map")), "play": lowest, "list": box_of(weights)}
        )
        number = box_of(weights.locator("p").nth(1))
        assert number["height"] >= TARGET, "a tap on it sets the weight"
        assert number["x"] < width
        assert number["y"] + number["height"] <= height, "the next number shows that there are more"


def test_the_settings_are_a_sheet_that_leaves_the_picture_in_view(on_phone: Any) -> None:
    player = on_phone("?at=250", "player", 360, 640)
    page = player.page
    settings, sheet = (
        page.get_by_role("button", name="Settings", exact=True),
        page.get_by_test_id("stSidebar"),
    )
    expect(sheet).to_be_hidden()
    settings.tap()
    expect(sheet).to_be_visible()
    expect(settings).to_have_attribute("aria-expanded", "true")
    place, picture = box_of(sheet), box_of(player.locator(".map"))
    assert (place["x"], place["width"]) == (0, 360)
    assert place["y"] - picture["y"] >= 0.6 * picture["height"]
    expect(sheet.get_by_text("Learning rate")).to_be_attached()
    assert max(page.evaluate(WIDTHS)) <= 360
    settings.tap()
    expect(sheet).to_be_hidden()


def test_the_pages_stand_in_a_menu(on_phone: Any) -> None:
    player = on_phone("?at=250", "player", 360, 640)
    page = player.page
    menu = page.locator(".bar [data-sheet=pages]")
    expect(menu).to_have_text("Decision regions")
    menu.tap()
    page.get_by_test_id("stSidebarNav").get_by_text("Single and multi-layer").tap()
    page.locator(".twin .headline:not(:empty)").wait_for()
    expect(menu).to_have_text("Single and multi-layer")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def test_a_scene_has_its_arrows_beside_its_title(on_phone: Any) -> None:
    player = on_phone("?scene=regions-single", "player", 360, 640)
    page = player.page
    title, on = page.locator(".question .title"), page.locator(".question [data-way=next]")
    box = box_of(on)
    assert min(box["width"], box["height"]) >= TARGET
    before = title.inner_text()
    on.tap()
    until(lambda: title.inner_text() not in ("", before), page, "the next scene")
    page.locator(".question [data-way=previous]").tap()
    expect(title).to_have_text(before)


OVER = """(map, n) => {
  const box = map.getBoundingClientRect(), seen = new Set();
  for (let i = 1; i < n; i++) for (let j = 1; j < n; j++) {
    const x = box.left + (i * box.width) / n, y = box.top + (j * box.height) / n;
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot?.elementFromPoint(x, y)) found = found.shadowRoot.elementFromPoint(x, y);
    if (!map.contains(found)) seen.add(`${x}, ${y}: ${found?.className}`);
  }
  return [...seen];
}"""


@pytest.mark.parametrize(("path", "name", "n_maps"), [("?at=250", "player", 1), ("twin?at=250", "twin", 2)])
def test_on_its_side_the_picture_stands_left_and_its_controls_right(
    on_phone: Any, path: str, name: str, n_maps: int
) -> None:
    root = on_phone(path, name, 844, 390, is_mobile=True)
    page, maps = root.page, [root.locator(".map").nth(i) for i in range(n_maps)]
    play, strip = root.locator(".round.play"), page.locator(".strip .controls")
    expect(page.locator(CLOSED)).to_have_count(1)
    for one in maps:
        picture = box_of(one)
        assert picture["y"] + picture["height"] <= 390
        assert min(picture["width"], picture["height"]) >= TWIN_MAP
        for control in (play, strip):
            box = box_of(control)
            assert box["x"] >= picture["x"] + picture["width"], (control, box, picture)
            assert box["y"] + box["height"] <= 390
        assert one.evaluate(OVER, 8) == []
    assert max(page.evaluate(WIDTHS)) <= 844


@pytest.mark.parametrize(
    ("path", "name", "picture", "controls"),
    [
        ("mnist?images=1000&epochs=1", "templates", ".pictures", (".round.play", ".chart[data-chart=loss]")),
        ("mnist?images=1000&epochs=1&depth=1", "templates", ".pictures", (".round.play",)),
        ("backprop?step=6", "steps", ".net", (".stepper", ".formula", ".take")),
    ],
)
def test_on_its_side_templates_and_microscope_have_their_controls_at_the_right(
    on_phone: Any, path: str, name: str, picture: str, controls: tuple[str, ...]
) -> None:
    root = on_phone(path, name, 844, 390, is_mobile=True)
    page, shown = root.page, root.locator(picture)
    strip = page.locator(".strip .controls")
    expect(strip).to_be_visible()
    seen = box_of(shown)
    assert seen["width"] >= LEAST_LARGE
    for control in (*(root.locator(one) for one in controls), strip):
        box = box_of(control)
        assert box["x"] >= seen["x"] + seen["width"] - 1, (control, box, seen)
        assert box["y"] + box["height"] <= 390, (control, box)
        if control is not strip:
            above = box_of(strip)
            assert box["y"] >= above["y"] + above["height"], (control, box)
    assert seen["y"] < 195, "its picture begins below the screen's middle"
    assert max(page.evaluate(WIDTHS)) <= 844


@pytest.mark.parametrize(
    ("slug", "name", "picture", "play"),
    [
        ("regions-single", "player", ".map", ".round.play"),
        ("summary", "twin", ".map", ".round.play"),
        ("five-steps", "steps", ".stepper [aria-current]", ".formula .term"),
    ],
)
def test_on_its_side_nothing_lies_over_a_scenes_picture_and_its_play(
    on_phone: Any, slug: str, name: str, picture: str, play: str
) -> None:
    root = on_phone(f"?scene={slug}", name, 844, 390, is_mobile=True)
    page, strip = root.page, box_of(root.page.locator(".strip .controls"))
    for one, n in ((root.locator(picture).first, 8), (root.locator(play).first, 2)):
        assert box_of(one)["y"] >= strip["y"] + strip["height"], one
        one.scroll_into_view_if_needed()
        assert one.evaluate(OVER, n) == []
        strip = box_of(page.locator(".strip .controls"))
    assert max(page.evaluate(WIDTHS)) <= 844


@pytest.mark.parametrize(("view", "n_sliders"), [("unit", 5), ("planes", 9), ("softmax", 2)])
def test_on_its_side_numbers_by_hand_have_their_sliders_in_view(
    on_phone: Any, view: str, n_sliders: int
) -> None:
    hands = on_phone(f"hands?view={view}", "hands", 844, 390, is_mobile=True)
    shown = hands.locator(f"[data-view={view}]")
    sliders = shown.locator("input[type=range]")
    for slider in (sliders.nth(i) for i in range(n_sliders)):
        expect(slider).to_be_in_viewport(ratio=1)
        assert box_of(slider)["height"] >= TARGET
    if view != "softmax":
        for picture in (shown.locator(".map"), shown.locator(".cube")):
            expect(picture).to_be_in_viewport(ratio=1)
            box = box_of(picture)
            assert box["x"] + box["width"] <= box_of(sliders.first)["x"]
    assert max(hands.page.evaluate(WIDTHS)) <= 844


@pytest.mark.parametrize("width", [820, 1024])
def test_a_tablet_has_the_desktops_anatomy_and_folds_the_sidebar_once(on_phone: Any, width: int) -> None:
    player = on_phone("?depth=2&at=250", "player", width, 1100, is_mobile=True)
    page = player.page
    expect(page.locator(CLOSED)).to_have_count(1)
    expect(page.locator(".part.bar")).to_be_hidden()
    picture, network = box_of(player.locator(".map")), box_of(player.locator(".diagram"))
    assert network["x"] >= picture["x"] + picture["width"]
    choices = box_of(player.locator(".beside button").first)
    assert choices["y"] + choices["height"] <= network["y"], "choices cover the names of layers"
    assert box_of(player.locator(".panel"))["y"] >= picture["y"] + picture["height"]
    assert max(page.evaluate(WIDTHS)) <= width
    page.get_by_test_id("stExpandSidebarButton").tap()
    expect(page.locator(OPEN)).to_have_count(1)
    page.get_by_test_id("stTopNavLink").filter(has_text="By hand").tap()
    page.locator(".hands .headline:not(:empty)").wait_for()
    expect(page.locator(OPEN)).to_have_count(1)
