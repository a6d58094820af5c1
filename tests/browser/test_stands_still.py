"""What stands on a page does not move by itself: a headline that comes to say more keeps its row's height."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.waiting import wait_for_rest

SAID = """(root, words) => {
  const heading = root.querySelector(".headline"), below = [...root.querySelectorAll("header ~ *")];
  heading.textContent = words;
  heading.classList.toggle("long", words.length > 40);
  const { top } = below.find((one) => one.checkVisibility()).getBoundingClientRect();
  const { scrollWidth, clientWidth } = heading;
  return [top, scrollWidth <= clientWidth];
}"""

WORDS = (
    "Training",
    "Straight lines cannot bend along the moons",
    "Two hidden layers: 98.5 % of the 1 200 validation points are right",
)


@pytest.mark.parametrize(
    ("link", "name"), [("?data=own", "player"), ("twin?epochs=5", "twin"), ("hands", "hands")]
)
def test_what_stands_below_a_headline_stays_whatever_it_says(
    new_page: Callable[..., Page], app_url: str, part: Any, link: str, name: str
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/{link}")
    root = part(page, name)
    for width, height in ((1440, 900), (1280, 720), (1024, 768), (820, 1180), (360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        wait_for_rest(root)
        said = [root.evaluate(SAID, words) for words in WORDS]
        assert {top for top, _ in said} == {said[0][0]}, (width, said)
        assert all(fits for _, fits in said), (width, said)


ROW = """(root, isSaid) => {
  const words = [...root.querySelectorAll(".bench :is(.exact, .running p)")], name = root.querySelector(".stage h2 b");
  const was = [...words, name].map((one) => one.innerHTML);
  if (!isSaid) words.forEach((one) => one.replaceChildren());
  else name.innerHTML = "<span>Hinton diagram of </span><i>W</i><sub>9</sub> − <i>W</i><sub>4</sub>";
  const { top } = root.querySelector("canvas.large").getBoundingClientRect();
  const { height } = root.querySelector(".bench > .stage").getBoundingClientRect();
  [...words, name].forEach((one, i) => (one.innerHTML = was[i]));
  return [top, height];
}"""


def test_templates_stay_where_they_are_whatever_is_said_beside_them(
    new_page: Callable[..., Page], app_url: str, part: Any
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/mnist?images=1000&epochs=1&at=0&digit=9")
    root = part(page, "templates")
    for width, height in ((1440, 900), (1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        wait_for_rest(root)
        assert root.evaluate(ROW, False) == root.evaluate(ROW, True), width
