"""A table is dropped on any picture that has points, and all that is read there has its names and numbers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_for, wait_for_server

Part = Callable[[Page, str], Locator]

TABLE = "length;width;species\n" + "".join(
    f"{100 + 7 * i};{3 + i % 9}e-3;{('<b>setosa</b>', 'virginica')[i % 2]}\n" for i in range(30)
)

CARRY = """(element, [text, kind]) => {
  const carried = new DataTransfer(), given = { bubbles: true, cancelable: true, composed: true };
  if (kind === "paste") {
    carried.setData("text/plain", text);
    const pasted = new ClipboardEvent(kind, { ...given, clipboardData: carried });
    return document.body.dispatchEvent(pasted);
  }
  carried.items.add(new File([text], "mine.csv"));
  for (const kind of ["dragover", "drop"])
    element.dispatchEvent(new DragEvent(kind, { ...given, dataTransfer: carried }));
}"""


@pytest.mark.parametrize(
    ("link", "name", "box", "arrived"),
    [
        (
            "twin?view=wall&epochs=20",
            "wall",
            ".cell:nth-of-type(7) .map",
            "w.cells[0].map.labels.length === 30",
        ),
        (
            "?view=seeds&epochs=20",
            "seeds",
            ".map",
            "w.state.arrays.training_labels.length + w.state.arrays.validation_labels.length === 30",
        ),
        (
            "hands?view=lines",
            "hands",
            ".learning .map",
            "w.run.arrays.training_labels.length + w.run.arrays.validation_labels.length === 30",
        ),
    ],
)
def test_a_table_is_dropped_on_it(
    page: Page, app_url: str, part: Part, link: str, name: str, box: str, arrived: str
) -> None:
    page.goto(f"{app_url}/{link}")
    shown = part(page, name)

    shown.locator(box).first.evaluate(CARRY, [TABLE, "drop"])

    expect(page.get_by_text("Read 30 points; 2 of 3 columns used: length, width")).to_be_visible()
    wait_for_server(page)
    expect(shown).to_have_count(
        1
    )  # Streamlit keeps the part from before beside the new one until the page has run
    wait_for(shown, arrived, f"const w = root.{name};")
    legend = shown.locator(".legend")
    expect(legend).to_contain_text("<b>setosa</b>")
    expect(legend).to_contain_text("virginica")
    expect(legend.locator("svg[aria-label=Triangle]")).to_have_count(0)
    if name != "wall":  # its small maps have no axes
        expect(shown.locator(".axis-x").last).to_contain_text("200")
        expect(shown.locator(".axis-x").last).to_contain_text("length")
        expect(shown.locator(".axis-y").last).to_contain_text("0.004")
        assert shown.locator(".axis-x").last.evaluate(
            """axis => {
              const { left } = axis.querySelector("b").getBoundingClientRect();
              return [...axis.querySelectorAll("span")].every((tick) => tick.getBoundingClientRect().right <= left);
            }"""
        ), "a number stands half under the name"


def test_a_paste_is_taken_where_there_are_points_and_else_left_alone(
    page: Page, app_url: str, part: Part
) -> None:
    page.goto(f"{app_url}/hands?view=unit")
    hands = part(page, "hands")
    assert hands.evaluate(CARRY, [TABLE, "paste"]), "nobody has prevented what the browser does"

    page.goto(f"{app_url}/hands?view=lines")
    hands = part(page, "hands")
    assert not hands.evaluate(CARRY, [TABLE, "paste"])
    wait_for(hands, "w.run.sizes.at(-1) === 2", "const w = root.hands;")
