"""Drawing on the map in a real browser: what the hand draws is trained on, goes into the link, and can be undone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from datasets import point_table
from datasets.points import Points
from tests.browser.waiting import box_of, wait_for
from ui.plane.settings import OWN

TABLE = "-3,1,1\n-2.5,1.25,1\n-2,1,1\n2,-1,2\n2.5,-1.25,2\n3,-1,2\n"


@pytest.fixture
def opened(app_url: str, part: Callable[[Page, str], Locator]) -> Callable[..., Locator]:
    """Open the first page with a query and give the player."""

    def open_page(page: Page, **link: str) -> Locator:
        page.goto(f"{app_url}/?" + "&".join(f"{name}={value}" for name, value in link.items()))
        return part(page, "player")

    return open_page


def text_of(table: str) -> str:
    return point_table.link_text(point_table.from_csv(table))


def drawn(page: Page) -> Points:
    return point_table.from_text(parse_qs(urlsplit(page.url).query).get("drawn", [""])[0])


def settled(player: Locator, n_points: int) -> None:
    """Wait until so many points are drawn, sent, in the link, and trained on."""
    wait_for(player, f"p.editor.points.length === {n_points} && !p.editor.pending")
    wait_for(player, "(new URL(location.href).searchParams.get('drawn') ?? '') === p.editor.undo.text")
    wait_for(player, f"p.map.labels.length === {n_points}")


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the plane is on the screen."""
    box: Any = box_of(page.locator(".map"))
    return box["x"] + box["width"] * (x + 5) / 10, box["y"] + box["height"] * (5 - y) / 10


def test_the_browser_reads_and_writes_the_same_text_as_python(page: Page, opened: Any) -> None:
    player = opened(page, data=OWN)
    rng = np.random.default_rng(0)
    points = Points(rng.uniform(-5, 5, (200, 2)), rng.integers(0, 3, 200))
    text = point_table.to_text(points)
    found = player.evaluate(
        """(root, text) => {
          const { editor } = root.player;
          editor.takeOver(text);
          const points = editor.points;
          editor.undo.add("");
          editor.undo.add(text);
          editor.commit(points);
          return { points: points.map(({ x, y, k }) => [x, y, k]), text: editor.pending.text };
        }""",
        text,
    )
    assert found["text"] == text
    expected = point_table.from_text(text)
    np.testing.assert_allclose(np.array(found["points"])[:, :2], expected.inputs, atol=1e-12)
    np.testing.assert_array_equal(np.array(found["points"])[:, 2], expected.labels)


def test_points_are_added_moved_recoloured_erased_and_undone_by_mouse(page: Page, opened: Any) -> None:
    player = opened(page, data=OWN)
    expect(player.locator(".headline")).to_have_text("Add points of at least two classes.")
    idle = ".play, .rewind, .step-epoch, .step-batch, .scrub, .fork, .keep, .hidden .unit, .look button"
    assert player.locator(f":is({idle}):enabled").count() == 0
    assert player.locator(".play").get_attribute("data-state") == "play"
    page.mouse.click(*spot(page, -2, 1))
    settled(player, 1)
    player.get_by_label("Draw class 2").click()
    page.mouse.click(*spot(page, 2, -1))
    settled(player, 2)
    wait_for(player, "!p.run.empty")
    assert player.locator(f":is({idle}):disabled").count() == 0
    np.testing.assert_allclose(drawn(page).inputs, [[-2, 1], [2, -1]], atol=0.02)
    np.testing.assert_array_equal(drawn(page).labels, [0, 1])

    page.mouse.move(*spot(page, 2, -1))
    page.mouse.down()
    page.mouse.move(*spot(page, 3, 2), steps=6)
    page.mouse.up()
    wait_for(player, "p.editor.points[1].x > 2.5")
    settled(player, 2)
    np.testing.assert_allclose(drawn(page).inputs, [[-2, 1], [3, 2]], atol=0.03)

    page.mouse.click(*spot(page, -2, 1))  # a click on a point gives it the chosen class
    settled(player, 2)
    wait_for(player, "p.run.empty")
    page.mouse.click(*spot(page, 3, 2), button="right")
    settled(player, 1)
    for n_points in (2, 2, 2):
        page.keyboard.press("Control+z")
        settled(player, n_points)
    np.testing.assert_allclose(drawn(page).inputs, [[-2, 1], [2, -1]], atol=0.02)
    player.get_by_label("Redo").click()
    settled(player, 2)
    np.testing.assert_allclose(drawn(page).inputs[1], [3, 2], atol=0.03)


def test_a_stroke_draws_many_points_and_one_undo_takes_them_back(page: Page, opened: Any) -> None:
    player = opened(page, data=OWN, drawn=text_of(TABLE))
    player.get_by_label("Draw class 3").click()
    page.mouse.move(*spot(page, -4, -4))
    page.mouse.down()
    page.mouse.move(*spot(page, 4, -4), steps=40)
    page.mouse.up()
    wait_for(player, "p.editor.points.length > 15 && !p.editor.pending && p.map.labels.includes(2)")
    page.keyboard.press("Control+z")
    settled(player, 6)
    page.keyboard.press("Control+Shift+z")
    wait_for(player, "p.editor.points.length > 15 && !p.editor.pending")


def test_the_keyboard_alone_draws_erases_and_never_steps_the_run(page: Page, opened: Any) -> None:
    player = opened(page, data=OWN, drawn=text_of(TABLE), at="7")
    player.locator(".map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    assert player.evaluate("root => root.player.playback.moment.epoch") == 7
    page.keyboard.press("3")
    settled(player, 7)
    np.testing.assert_allclose(drawn(page).inputs[-1], [0.25, 0.3], atol=1e-9)
    assert drawn(page).labels[-1] == 2
    page.keyboard.press("Backspace")
    settled(player, 6)


def test_a_finger_draws_and_the_page_stays_where_it_is(new_page: Any, opened: Any) -> None:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    player = opened(page, data=OWN)
    page.touchscreen.tap(*spot(page, -2, 1))
    settled(player, 1)
    player.get_by_label("Draw class 2").tap()
    page.touchscreen.tap(*spot(page, 2, -1))
    settled(player, 2)
    player.get_by_label("Undo").tap()
    settled(player, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_table_is_uploaded_downloaded_and_a_bad_one_changes_nothing(page: Page, opened: Any) -> None:
    player = opened(page, data=OWN, drawn=text_of(TABLE))
    page.get_by_text("Paste, upload, validation").click()
    choose = page.get_by_test_id("stSidebar").locator("[data-testid=stFileUploader] input[type=file]")
    choose.set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"x,y,c\n1,2,1\n1,two,1\n3,3,2\n4,5,2\n"}
    )
    words = "Line 3: y is “two”, not a number: write digits alone. What was drawn is kept."
    expect(page.get_by_text(words)).to_be_visible()
    assert len(drawn(page)) == 6
    table = "x1,x2,class\n" + "".join(f"{i / 2},{i % 3},{i % 3 + 1}\n" for i in range(9))
    choose.set_input_files({"name": "good.csv", "mimeType": "text/csv", "buffer": table.encode()})
    settled(player, 9)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the points").click()
    saved = point_table.from_csv(download.value.path().read_bytes())
    np.testing.assert_array_equal(saved.points.inputs, point_table.from_csv(table).points.inputs)
    page.keyboard.press("Control+z")  # an upload can be undone too
    settled(player, 6)


NAMED = "length;width;species\n" + "".join(
    f"{100 + 7 * i},5;{(3 + i % 9) / 1000};{('setosa', 'virginica')[i % 2]}\n" for i in range(30)
).replace(".", ",")

DROP = """(root, [text, name]) => {
  const carried = new DataTransfer();
  if (name) carried.items.add(new File([text], name));
  else carried.setData("text/plain", text);
  const map = root.querySelector(".map");
  if (name) for (const kind of ["dragover", "drop"])
    map.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  else document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true }));
}"""


def test_a_table_dropped_or_pasted_on_any_map_speaks_its_own_names_and_numbers(
    page: Page, opened: Any
) -> None:
    player = opened(page, data="rings")
    player.evaluate(DROP, [NAMED, "mine.csv"])
    wait_for(player, "p.editor.isOwn && p.run.finished && p.map.labels.length === 30")
    assert player.evaluate("root => root.player.run.sizes.at(-1)") == 2
    expect(
        page.get_by_text("Read 30 points; 2 of 3 columns used: length, width; classes setosa")
    ).to_be_visible()
    expect(player.locator(".legend")).to_contain_text("virginica")
    assert player.get_by_label("Draw class 3").count() == 0
    expect(player.locator(".axis-x")).to_contain_text("200")
    expect(player.locator(".axis-y")).to_contain_text("0.004")
    own = point_table.read(player.evaluate("root => root.player.editor.undo.text"))
    np.testing.assert_array_equal(own.points.inputs, point_table.from_csv(NAMED).points.inputs)
    np.testing.assert_allclose(
        player.evaluate("root => root.player.editor.points.map(({ x, y }) => [x, y])"),
        own.on_plane.inputs,
        atol=1e-12,
    )

    player.get_by_text("look").click()
    page.mouse.move(*spot(page, 1, 1))
    expected = own.units.to_own(np.array([[1.0, 1.0]]))[0]
    values = player.locator(".values")
    expect(values).to_contain_text("setosa")
    length, width = [float(word) for word in values.locator("p").inner_text().split() if word[0].isdigit()]
    np.testing.assert_allclose([length, width], expected, rtol=0.01)

    player.get_by_label("Draw class “setosa”").click()
    page.mouse.click(*spot(page, -4.7, 4.7))  # the other points keep all their digits
    settled_own(player, 31)
    more = point_table.read(player.evaluate("root => root.player.editor.undo.text"))
    np.testing.assert_array_equal(more.points.inputs[:30], own.points.inputs)
    assert more.units == own.units

    player.evaluate(DROP, ["a,b\n1,2\n3,4\n", ""])
    expect(page.get_by_text("The table has two columns of numbers and no class")).to_be_visible()
    settled_own(player, 31)


def settled_own(player: Locator, n_points: int) -> None:
    """Wait until so many points are drawn, sent and trained on; the link has them rounded."""
    wait_for(
        player,
        f"p.editor.points.length === {n_points} && !p.editor.pending && p.map.labels.length === {n_points}",
    )


def test_a_dragged_centre_takes_its_points_along_and_trains_anew(page: Page, opened: Any) -> None:
    player = opened(page, data="lecture", handles="1")
    before = player.evaluate("root => Array.from(root.player.run.arrays.training_inputs)")
    handle = player.get_by_label("Centre of class 1")
    box: Any = box_of(handle)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    step: Any = box_of(page.locator(".map"))["width"] / 9
    page.mouse.move(box["x"] + box["width"] / 2 - step, box["y"] + box["height"] / 2 + step, steps=5)
    page.mouse.up()
    wait_for(player, "p.run.edit.moved")
    x, y = player.evaluate("root => root.player.run.edit.centres[0]")
    assert abs(x - 1) <= 0.051
    assert abs(y - 1) <= 0.051
    found = player.evaluate("root => Array.from(root.player.run.arrays.training_inputs)")
    labels = player.evaluate("root => Array.from(root.player.run.arrays.training_labels)")
    moved = np.reshape(found, (-1, 2)) - np.reshape(before, (-1, 2))
    np.testing.assert_allclose(moved[np.array(labels) == 0], [[x - 2, y - 2]] * 40, atol=1e-5)
    np.testing.assert_allclose(moved[np.array(labels) != 0], 0, atol=1e-6)
    handle.focus()
    page.keyboard.press("ArrowUp")
    wait_for(player, f"Math.abs(p.run.edit.centres[0][1] - {y} - 0.25) < 1e-6")
    player.get_by_text("Centres of the lecture").click()
    wait_for(player, "!p.run.edit.moved && p.run.edit.centres[0][0] === 2")
