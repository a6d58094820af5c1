"""Two networks on one clock in a real browser: numbers are the engine's, canvases stay, keys and links work."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.architecture import Architecture
from engine.questions import probe
from tests.browser import waiting
from tests.browser.sidebar import next_weights
from tests.browser.waiting import box_of, wait_for_server

Part = Callable[[Page, str], Locator]


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the page of two networks with a query and give the twin."""

    def open_page(query: str = "") -> Locator:
        page.goto(f"{app_url}/twin?{query}")
        return part(page, "twin")

    return open_page


def wait_for(twin: Locator, condition: str) -> None:
    """Wait until a condition in ``t``, the twin, holds."""
    waiting.wait_for(twin, condition, "const t = root.twin;")


def architecture_of(net: dict[str, Any]) -> Architecture:
    return Architecture(tuple(net["sizes"]), tuple(net["activations"]))


READ = """(root) => {
  const t = root.twin, moment = t.playback.moment, G = 161;
  return {
    share: t.difference.share,
    shown: t.sides[2].querySelector(".big").textContent,
    extent: t.run.extent,
    nets: t.run.nets.map(({ sizes, activations }, i) => (
      { sizes, activations, params: Array.from(moment.nets[i].params) })),
  };
}"""


def test_the_share_of_the_plane_is_the_engines(opened: Any) -> None:
    twin = opened("epochs=60&at=60&activation=sigmoid-relu")
    wait_for(twin, "t.playback.moment.epoch === 60 && !t.playback.playing && t.difference.share > 0")
    found = twin.evaluate(READ)
    places = probe.grid(tuple(found["extent"]), 161)
    answers = [
        probe.class_scores(architecture_of(net), np.array(net["params"], np.float32), places).argmax(axis=1)
        for net in found["nets"]
    ]
    share = float((answers[0] != answers[1]).mean())
    assert 0.05 < share < 0.95
    assert found["share"] == pytest.approx(share, abs=5 / 161**2)  # a place on a boundary may fall either way
    assert found["shown"] == f"{round(100 * found['share'])} %"


def test_the_third_map_is_grey_where_both_agree_and_striped_where_not(opened: Any) -> None:
    twin = opened("epochs=60&at=60")
    wait_for(twin, "t.playback.moment.epoch === 60 && t.difference.image.width > 100")
    spots = twin.evaluate(
        """(root) => {
          const t = root.twin, { image } = t.difference, M = image.width, context = image.getContext("2d");
          const [left, right, bottom, top] = t.run.extent, grey = t.difference.grey, spots = [];
          for (let i = 0; i < 120; i++) {
            const px = (i * 37) % M, py = (i * 91) % M;
            const x = left + (px + 0.5) / M * (right - left), y = top - (py + 0.5) / M * (top - bottom);
            const values = t.valuesAt(x, y).map(({ scores }) => {
              const sorted = [...scores].sort((a, b) => b - a);
              return { best: scores.indexOf(sorted[0]), lead: sorted[0] - sorted[1] };
            });
            const [r, g, b] = context.getImageData(px, py, 1, 1).data;
            const colour = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
            spots.push({ values, isGrey: colour === grey, stripe: t.difference.stripes.indexOf(colour) });
          }
          return spots;
        }"""
    )
    clear = [spot for spot in spots if min(value["lead"] for value in spot["values"]) > 0.2]
    differing = [spot for spot in clear if spot["values"][0]["best"] != spot["values"][1]["best"]]
    assert len(differing) > 5
    assert len(clear) - len(differing) > 20
    for spot in clear:
        best = [value["best"] for value in spot["values"]]
        if best[0] == best[1]:
            assert spot["isGrey"]
        else:
            assert spot["stripe"] in best


def test_the_cross_hair_reads_the_engines_numbers_in_both_maps(opened: Any, page: Page) -> None:
    twin = opened("epochs=40&at=40&data=rings")
    wait_for(twin, "t.playback.moment.epoch === 40")
    found = twin.evaluate(READ)
    places = np.random.default_rng(2).uniform(-5, 5, size=(100, 2)).astype(np.float32)
    values = twin.evaluate(
        "(root, places) => places.map(([x, y]) => root.twin.valuesAt(x, y))", places.tolist()
    )
    for i, net in enumerate(found["nets"]):
        params = np.array(net["params"], np.float32)
        expected = probe.class_probabilities(architecture_of(net), params, places)
        np.testing.assert_allclose([value[i]["probabilities"] for value in values], expected, atol=1e-5)
        scores = probe.class_scores(architecture_of(net), params, places)
        np.testing.assert_allclose([value[i]["scores"] for value in values], scores, atol=1e-4)
    box = box_of(twin.locator(".map").nth(1))
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    expect(twin.locator(".values").first).to_be_visible()
    shown = twin.locator(".values").all_inner_texts()
    at = twin.evaluate("root => root.twin.valuesAt(...root.twin.cross.place)")
    for i in (0, 1):
        assert re.search(r"2\.5\d?", shown[i])
        for number in at[i]["probabilities"]:
            assert f"{number:.3f}" in shown[i]
    assert "single layer" in shown[2]


def test_a_click_pins_the_cross_hair_into_the_link_and_escape_takes_it_away(opened: Any, page: Page) -> None:
    twin = opened("epochs=20&at=20")
    box = box_of(twin.locator(".map").first)
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page).to_have_url(re.compile(r"spot=-?0"))
    page.mouse.move(5, 5)
    expect(twin.locator(".cross").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("spot"))
    expect(twin.locator(".cross").first).to_be_hidden()


def test_an_answer_from_before_escape_does_not_leave_the_cross_hair_behind(opened: Any) -> None:
    twin = opened("epochs=10&at=10")
    wait_for(twin, "t.run.finished && t.playback.moment.epoch === 10")
    show = "(root, spot) => root.twin.update({ ...root.twin.run, view: { ...root.twin.run.view, spot } })"
    twin.evaluate(show, [1, 1])
    expect(twin.locator(".cross").first).to_be_visible()
    twin.evaluate(show, None)
    expect(twin.locator(".cross").first).to_be_hidden()


def test_arrow_keys_move_the_cross_hair_of_a_map_reached_by_tab_and_its_values_are_spoken(
    opened: Any, page: Page
) -> None:
    twin = opened("epochs=20&at=10&spot=0,0")
    wait_for(twin, "t.playback.moment.epoch === 10 && t.cross.place")
    page.keyboard.press("Tab")
    twin.locator(".map").nth(1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    wait_for(twin, "Math.abs(t.cross.place[0] - 0.2) < 1e-9 && Math.abs(t.cross.place[1] - 0.2) < 1e-9")
    assert twin.evaluate("root => root.twin.playback.moment.epoch") == 10
    expect(twin.locator(".spoken")).to_contain_text(re.compile(r"At 0\.20, 0\.20\. Single layer: class \d"))


def test_one_scrubber_moves_both_networks(opened: Any, page: Page) -> None:
    twin = opened("at=3&batch=50&epochs=10")
    wait_for(twin, "t.playback.moment.epoch === 3 && t.run.finished")
    for name, expected in [("ArrowRight", 4), ("ArrowLeft", 3), ("End", 10), ("Home", 0)]:
        page.keyboard.press(name)
        wait_for(twin, f"t.playback.moment.nets.every(net => net.epoch === {expected})")
    page.keyboard.press("Shift+ArrowRight")
    wait_for(twin, "t.playback.moment.nets.every(net => Math.abs(net.epoch - 1 / 6) < 1e-3)")


def test_twenty_updates_keep_every_node(opened: Any, page: Page) -> None:
    twin = opened("epochs=10&at=10")
    twin.evaluate(
        """root => {
          window.kept = [...root.querySelectorAll("canvas, .map, .curve-name, .big")];
          window.kept.forEach((node) => { node.mine = root; });
        }"""
    )
    up = next_weights(page)
    for _ in range(20):
        before = twin.evaluate("root => root.twin.run.id")
        up.click()
        wait_for(twin, f"t.run.id !== '{before}'")
        wait_for_server(page)
    kept, still = twin.evaluate(
        "root => [window.kept.length, [...root.querySelectorAll('*')].filter((node) => node.mine === root).length]"
    )
    assert still == kept > 12


def test_the_truth_is_drawn_and_the_true_error_comes_when_the_picture_rests(opened: Any) -> None:
    twin = opened(
        "data=lecture&data_seed=14&init_seed=2&depth=1&units=20&epochs=1000&truth=1&at=1000&look=hard"
    )
    facts = twin.locator(".facts")
    expect(facts.nth(1)).to_contain_text(re.compile(r"training 6\.0 %, validation 23\.0 %, true 2[01]\.\d %"))
    expect(facts.nth(0)).to_contain_text(re.compile(r"true 16\.\d %"))
    expect(facts.nth(2)).to_contain_text("Bayes error 15.4 %")
    expect(twin.locator(".status")).to_contain_text(
        "on 200,000 fresh points (seed 20,000, standard error 0.09 % at most); Bayes error 15.4 %"
    )
    assert twin.evaluate("root => root.twin.truth.length") >= 2


def test_the_player_shows_the_bayes_boundary_and_the_true_error_at_the_paused_moment(
    page: Page, app_url: str, part: Part
) -> None:
    page.goto(
        f"{app_url}/?data=lecture&data_seed=14&init_seed=2&depth=1&units=20&epochs=1000&truth=1&at=1000"
    )
    player = part(page, "player")
    readouts = player.locator(".readouts")
    expect(readouts).to_contain_text(re.compile(r"Wrong, fresh points\s*21\.0"))
    expect(readouts).to_contain_text(re.compile(r"Wrong, training\s*6\.0"))
    expect(readouts).to_contain_text(re.compile(r"Best rule \(Bayes\)\s*15\.4"))
    expect(player.locator(".status")).to_contain_text(
        "on 200,000 fresh points (seed 20,000, standard error 0.09 %)"
    )
    page.keyboard.press("Home")
    expect(readouts).not_to_contain_text("21.0")
    expect(readouts).to_contain_text(re.compile(r"Wrong, fresh points\s*[5-9]\d\.\d"))
    page.locator("label", has_text="Bayes boundary, true error").click()
    expect(readouts).to_contain_text("Loss, training")
    waiting.wait_for(player, "p.map.truth === null")


def test_the_truth_of_drawn_points_is_said_to_be_unknown(page: Page, app_url: str, part: Part) -> None:
    page.goto(f"{app_url}/?data=own&truth=1&drawn=AAAAHHHHAHAHHAHA&epochs=10")
    player = part(page, "player")
    expect(player.locator(".status")).to_contain_text("The truth of drawn points is unknown")


def test_regions_are_painted_hard_at_a_click_and_by_link(opened: Any, page: Page) -> None:
    twin = opened("epochs=10&at=10&spot=1,1")
    twin.get_by_role("button", name="hard").click()
    expect(page).to_have_url(re.compile("look=hard"))
    expect(page).to_have_url(re.compile("spot=1(,|%2C)1"))
    page.reload()
    expect(page.locator(".twin").get_by_role("button", name="hard")).to_have_attribute("aria-pressed", "true")


def test_a_table_pasted_over_the_maps_names_the_classes_of_both(opened: Any, page: Page) -> None:
    twin = opened("data=rings&epochs=20&depth=0")
    table = "x1\tx2\tkind\n" + "".join(f"{i % 7}\t{i % 5}\t{('ham', 'spam')[i % 2]}\n" for i in range(24))
    twin.evaluate(
        """(root, table) => {
          const carried = new DataTransfer();
          carried.setData("text/plain", table);
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true }));
        }""",
        table,
    )
    wait_for(twin, "t.run.nets.every((net) => net.sizes.at(-1) === 2) && t.maps[1].labels.length === 24")
    expect(twin.locator(".legend")).to_contain_text("spam")
    expect(twin.locator(".facts").last).to_contain_text("one says ham, the other spam")
    expect(page.get_by_text("Read 24 points; 2 of 3 columns used: x1, x2; classes ham, spam")).to_be_visible()
