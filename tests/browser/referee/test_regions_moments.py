"""What the page of decision regions says is so at the start, in the middle and at the end of a run, and while it is
pointed at: a picked unit, values under the pointer, terms of the formula."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.referee import regions
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import box_of, wait_for
from ui.plane.run_settings import RegionSettings

Part = Callable[[Page, str], Locator]


def opened(page: Page, app_url: str, part: Part, link: str) -> tuple[Locator, RegionSettings]:
    page.goto(f"{app_url}{link}")
    root = part(page, "player")
    regions.settle(page)
    settings, notes = RegionSettings.from_url(dict(parse_qsl(urlsplit(link).query)))
    assert not notes
    return root, settings


def refereed(page: Page, settings: RegionSettings) -> dict[str, str]:
    """Check all that is said; every sentence's text by its name."""
    reading = read(page)
    assert not reading.unnamed
    for said in reading.said:
        CHECKS[said.name](said, Scene(page, page.url, settings, reading))
    return {said.name: said.text for said in reading.said}


@pytest.mark.parametrize(
    "link",
    [
        "/?epochs=60&at=60",
        "/?activation=relu&depth=3&rule=gradient+descent&rate=3&epochs=40&look=changed&at=40",
    ],
)
def test_every_sentence_follows_the_moment(page: Page, app_url: str, part: Part, link: str) -> None:
    root, settings = opened(page, app_url, part, link)
    heads = []
    for place in ("0", "p.playback.moments.length >> 2", "p.playback.moments.length - 1"):
        root.evaluate(f"root => {{ const p = root.player; p.playback.goTo({place}); p.playback.pause(); }}")
        names = refereed(page, settings)
        heads.append(next(name for name in names if name.startswith("plane.headline")))
        assert {"regions.spoken", "regions.map", "regions.unit"} <= set(names)
    assert heads[:2] == ["plane.headline.title", "plane.headline.moment"]
    assert heads[2] not in heads[:2]


def test_while_it_plays_nothing_is_said_of_a_moment_that_is_over(
    page: Page, app_url: str, part: Part
) -> None:
    root, _ = opened(page, app_url, part, "/?epochs=250&at=3")
    expect(root.locator(".spoken")).to_contain_text("Epoch 3 of 250")
    root.locator(".play").click()
    wait_for(root, "p.playback.playing && p.playback.moment.epoch > 5")
    expect(root.locator(".spoken")).to_have_text("")
    label = root.locator(".map").get_attribute("aria-label")
    assert label == "Decision regions of three classes. The run is playing."
    expect(root.locator(".headline")).to_have_text("Spiral, three arms")


def test_a_picked_unit_and_the_values_under_the_pointer_are_so(page: Page, app_url: str, part: Part) -> None:
    root, settings = opened(page, app_url, part, "/?epochs=60&at=60&activation=relu&rate=1&lines=pieces")
    for unit in range(1, 9):
        root.get_by_role("button", name=re.compile(rf"Unit {unit} of layer 1\b")).click()
        assert refereed(page, settings)["regions.unit"].startswith(f"Unit {unit} of layer 1")
    box = box_of(root.locator(".map"))
    for x, y in ((0.2, 0.3), (0.5, 0.5), (0.8, 0.6)):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        wait_for(root, "!root.querySelector('.values').hidden")
        said = refereed(page, settings)
        assert "In this piece" in said["regions.values"]
        assert "linear pieces: " in said["regions.pieces"]


def test_weights_under_the_pointer_the_focus_and_a_finger_are_so(
    page: Page, app_url: str, part: Part, new_page: Callable[..., Page]
) -> None:
    root, settings = opened(page, app_url, part, "/?depth=1&units=3&epochs=60&at=60")
    bubble = root.locator(".weights-read")
    ends: list[list[float]] = root.evaluate(
        """root => {
          const { units, box } = root.player.beside.diagram, { left, top } = box.getBoundingClientRect();
          return units.filter((u) => u.layer === 1).map((u) =>
            [left + u.left - 9, top + u.middle, left + (u.left + u.right) / 2]);
        }"""
    )
    for x, y, middle in ends:
        page.mouse.move(x, y)
        assert " is the weight from x" in refereed(page, settings)["regions.weight"]
        page.mouse.move(middle, y)
        assert " is the bias of unit " in refereed(page, settings)["regions.weight"]
    before = bubble.text_content()
    root.evaluate("root => root.player.playback.scrubTo(3)")
    expect(root.locator("[aria-label*=' Epoch 3 of 60']")).to_have_count(1)  # said once the hand rests
    assert " is the bias of unit 3 of layer 1." in refereed(page, settings)["regions.weight"]
    assert bubble.text_content() != before
    page.mouse.move(1, 1)
    expect(bubble).to_be_hidden()

    root.locator(".beside [data-value=worth]").focus()
    page.keyboard.press("Tab")
    expect(root.locator(".unit:focus")).to_have_attribute("aria-label", "Input 1")
    expect(bubble.locator("p")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    expect(bubble.locator("p")).to_have_count(1 + 2 + 3)
    expect(root.locator(".unit:focus")).to_have_attribute("aria-describedby", re.compile("^weights-read"))
    refereed(page, settings)
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()

    phone = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    root, settings = opened(phone, app_url, part, "/?depth=1&units=3&epochs=60&at=60")
    root.get_by_role("button", name=re.compile(r"Unit 2 of layer 1\b")).tap()
    expect(root.locator(".weights-read p")).to_have_count(1 + 2 + 3)
    expect(root.locator(".weights-read p").first).to_contain_text("is the bias of unit 2 of layer 1.")
    root.locator(".map").tap()
    expect(root.locator(".weights-read")).to_be_hidden()


@pytest.mark.parametrize("link", ["/?depth=2&units=3-1&epochs=40&at=40", "/?depth=4&units=5&epochs=20&at=20"])
def test_every_term_of_the_formula_says_what_is_so(page: Page, app_url: str, part: Part, link: str) -> None:
    root, settings = opened(page, app_url, part, f"{link}&beside=formula")
    texts = set()
    for target in [*root.locator(".formula-lines .term").all(), *root.locator(".unit:visible").all()]:
        target.hover(force=True)
        texts.add(refereed(page, settings).get("regions.formula.words", ""))
    assert len(texts) > 12
    assert not any(re.search(r"\b1 (units|biases|weights|inputs)\b|all 1 ", text) for text in texts)


def test_what_is_said_without_units_is_so(page: Page, app_url: str, part: Part) -> None:
    root, settings = opened(page, app_url, part, "/?epochs=100&at=100&activation=relu&beside=worth")
    root.locator(".fewest").click()
    wait_for(root, "root.querySelector('.fewest-words').textContent && p.without.isOn")
    wait_for(root, "!root.querySelector('.worth tr:not(.off) .number:empty')")
    said = refereed(page, settings)
    assert said["plane.headline.without"].startswith("Without ")
    assert "units do it" in said["regions.worth.fewest"]
    root.get_by_role("button", name="All on").click()
    wait_for(root, "!p.without.isOn")
    assert "plane.headline.without" not in refereed(page, settings)

    root.get_by_role("button", name="Network", exact=True).click()
    unit = root.get_by_role("button", name=re.compile(r"Unit 2 of layer 1\b"))
    unit.click()
    for press in (lambda: page.keyboard.press("o"), root.get_by_role("button", name="Switch on").click):
        press()
        wait_for(root, "p.without.isOn !== (p.seenOn ?? false) && ((p.seenOn = p.without.isOn), true)")
        assert ("plane.headline.without" in refereed(page, settings)) == root.evaluate(
            "r => r.player.without.isOn"
        )
    expect(unit).not_to_have_class(re.compile(r"\boff\b"))


def test_what_the_data_are_made_of_on_the_stage_is_so(page: Page, app_url: str, part: Part) -> None:
    link = "/?data=lecture&depth=0&handles=1&truth=1&epochs=60&at=60&stage=1"
    root, settings = opened(page, app_url, part, link)
    expect(root.locator(".recipe")).to_be_visible()
    reading = read(page)
    named = {said.name: said for said in reading.said}
    for name in ("regions.recipe", "regions.ringed"):
        CHECKS[name](named[name], Scene(page, page.url, settings, reading))
    page.keyboard.press("d")
    expect(root.locator(".recipe")).to_be_hidden()
