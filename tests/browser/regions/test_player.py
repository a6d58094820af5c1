"""The player in a real browser: its numbers are the engine's, its pictures move in place, its keys and links work."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.questions import probe
from tests.browser.sidebar import next_weights
from tests.browser.waiting import A_WHILE, box_of, wait_for, wait_for_server
from ui.palette import PALETTES
from ui.plane.run_settings import RegionSettings

Part = Callable[[Page, str], Locator]


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the first page with a query and give the player."""

    def open_page(query: str = "") -> Locator:
        page.goto(f"{app_url}/?{query}")
        return part(page, "player")

    return open_page


def epoch_of(player: Locator) -> float:
    return float(player.evaluate("root => root.player.playback.moment.epoch"))


def key(page: Page, name: str) -> None:
    page.keyboard.press(name)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_players_probabilities_are_the_engines(opened: Any, page: Page, activation: str) -> None:
    start = (
        "large+(±4)" if activation == "sigmoid" else "He+normal"
    )  # else deep sigmoids answer the same everywhere
    player = opened(f"depth=6&activation={activation}&epochs=30&at=30&start={start}&data=rings")
    for depth in (6, 5, 4, 3, 2, 1, 0):
        page.get_by_role("radio", name=str(depth), exact=True).click()
        wait_for(player, f"p.run.sizes.length === {depth + 2} && p.playback.moment.epoch === 30")
        compare_with_engine(player, RegionSettings(depth=depth, activation=(activation,)).architecture(2, 3))


def compare_with_engine(player: Locator, architecture: Architecture) -> None:
    """Hold the probabilities at 200 places against those of the engine, for the weights that are shown."""
    places = np.random.default_rng(1).uniform(-5, 5, size=(200, 2)).astype(np.float32)
    found = player.evaluate(
        """(root, places) => ({
          sizes: root.player.run.sizes,
          params: Array.from(root.player.playback.moment.params),
          probabilities: places.map(([x, y]) => root.probabilitiesAt(x, y).probabilities),
        })""",
        places.tolist(),
    )
    assert tuple(found["sizes"]) == architecture.sizes
    params = np.array(found["params"], dtype=np.float32)
    expected = probe.class_probabilities(architecture, params, places)
    assert np.ptp(expected[:, 0]) > 0.05
    np.testing.assert_allclose(found["probabilities"], expected, atol=1e-5)


def test_a_browser_that_has_lost_what_it_was_sent_gets_it_again(opened: Any, page: Page) -> None:
    player = opened("epochs=60&at=60")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 60")
    weights = "root => Array.from(root.player.playback.moment.params)"
    before, pictures = player.evaluate(weights), player.evaluate("root => root.player.pictures")
    is_drawn = f"p.run.finished && p.playback.moment.epoch === 60 && p.pictures > {pictures}"

    page.get_by_role("radio", name="1", exact=True).first.click()

    wait_for(player, "p.run.sizes.length === 3 && p.run.finished")
    page.evaluate("hiddenLayersHeld.clear()")
    page.get_by_role("radio", name="2", exact=True).first.click()
    wait_for(player, f"p.run.sizes.length === 4 && {is_drawn}")
    assert player.evaluate(weights) == before


def test_the_grid_behind_the_map_holds_the_engines_scores_the_right_way_up(opened: Any) -> None:
    player = opened("epochs=50&at=50")
    wait_for(player, "p.playback.moment.epoch === 50")
    found = player.evaluate(
        """(root) => {
          const p = root.player, forward = p.map.forward(44);
          forward.run(p.playback.moment.params);
          const params = Array.from(p.playback.moment.params);
          return { params, scores: Array.from(forward.scores), extent: p.run.extent };
        }"""
    )
    architecture = Architecture((2, 16, 16, 3), ("tanh", "tanh"))
    places = probe.grid(tuple(found["extent"]), 44)
    expected = probe.class_scores(architecture, np.array(found["params"], dtype=np.float32), places)
    upright = expected.reshape(44, 44, 3)[::-1]  # the browser's row 0 is on top, the engine's at the bottom
    np.testing.assert_allclose(
        np.reshape(found["scores"], (3, 44, 44)), np.moveaxis(upright, -1, 0), atol=2e-4
    )


def test_the_map_shows_the_colour_of_the_class_at_each_place(opened: Any) -> None:
    player = opened("epochs=100&at=100&look=hard")
    wait_for(player, "p.playback.moment.epoch === 100 && p.map.image.width > 300")
    found = player.evaluate(
        """(root) => {
          const { map, playback } = root.player, M = map.image.width, image = map.image.getContext("2d");
          const spots = [];
          for (let i = 0; i < 60; i++) {
            const px = (i * 37) % M, py = (i * 91) % M;
            const [left, right, bottom, top] = root.player.run.extent;
            const x = left + (px + 0.5) / M * (right - left), y = top - (py + 0.5) / M * (top - bottom);
            const { scores } = map.valuesAt(playback.moment.params, x, y);
            const order = [...scores].sort((a, b) => b - a);
            const rgb = Array.from(image.getImageData(px, py, 1, 1).data.slice(0, 3));
            spots.push({ rgb, best: scores.indexOf(order[0]), lead: order[0] - order[1] });
          }
          return spots;
        }"""
    )
    regions = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in PALETTES["light"]["regions"]]
    clear = [spot for spot in found if spot["lead"] > 0.5]
    assert len(clear) > 30
    assert {spot["best"] for spot in clear} == {0, 1, 2}
    for spot in clear:
        assert spot["rgb"] == regions[spot["best"]]


def test_the_default_spiral_is_solved_and_a_single_layer_is_one_click_away(opened: Any, page: Page) -> None:
    player = opened()
    wait_for(player, "p.playback.atEnd")
    assert player.evaluate("root => root.player.playback.moment.validation_accuracy") >= 0.95
    expect(player.locator(".headline")).to_have_text("Two hidden layers wrap around the arms")
    page.get_by_role("radio", name="0", exact=True).click()
    expect(player.locator(".headline")).to_have_text("Straight lines cannot follow the arms")
    assert player.evaluate("root => root.player.run.sizes") == [2, 3]
    wait_for(player, "p.playback.atEnd")
    assert player.evaluate("root => root.player.playback.moment.validation_accuracy") < 0.7


def test_twenty_changes_keep_the_same_canvas_and_the_same_page(opened: Any, page: Page) -> None:
    player = opened("epochs=20&at=20")
    player.evaluate("root => { root.player.map.canvas.dataset.first = 'yes'; window.stillHere = true; }")
    up = next_weights(page)
    for _ in range(20):
        before = player.evaluate("root => root.player.run.id")
        up.click()
        wait_for(player, f"p.run.id !== '{before}'")
        wait_for_server(page)
    assert player.evaluate("root => root.querySelector('canvas.regions').dataset.first") == "yes"
    assert page.evaluate("window.stillHere")


def test_a_change_plays_the_new_run_from_the_start(opened: Any, page: Page) -> None:
    player = opened()
    key(page, "End")
    page.get_by_role("radio", name="3", exact=True).click()
    wait_for(player, "p.run.sizes.length === 5 && p.playback.playing")
    first = epoch_of(player)
    wait_for(player, f"p.playback.moment.epoch > {first} + 5")


def test_keys_play_step_and_rewind(opened: Any, page: Page) -> None:
    player = opened("at=10")
    assert epoch_of(player) == 10
    for name, expected in [
        ("ArrowRight", 11),
        ("ArrowRight", 12),
        ("ArrowLeft", 11),
        ("r", 0),
        ("ArrowRight", 1),
        ("Home", 0),
    ]:
        key(page, name)
        wait_for(player, f"p.playback.moment.epoch === {expected}")
    key(page, "Space")
    wait_for(player, "p.playback.moment.epoch > 10")
    key(page, "Space")
    paused = epoch_of(player)
    page.wait_for_timeout(A_WHILE)
    assert epoch_of(player) == paused


def test_a_batch_is_a_step_of_its_own(opened: Any, page: Page) -> None:
    player = opened("at=3&batch=50&epochs=10")
    before = player.evaluate("root => Array.from(root.player.playback.moment.params)")
    player.get_by_text("Step one batch").click()
    wait_for(player, "Math.abs(p.playback.moment.epoch - 3.1667) < 0.001")
    assert player.evaluate("root => Array.from(root.player.playback.moment.params)") != before
    key(page, "Shift+ArrowRight")
    wait_for(player, "Math.abs(p.playback.moment.epoch - 3.3333) < 0.001")
    key(page, "ArrowRight")
    wait_for(player, "p.playback.moment.epoch === 4")


def test_steps_go_on_beyond_the_batches_that_are_sent_at_a_time(opened: Any, page: Page) -> None:
    player = opened("at=0&batch=1&points=400&epochs=5000&depth=0")
    wait_for(player, "p.run.trained_epochs > 2 && p.playback.moments[1].epoch > 1")
    key(page, "ArrowRight")
    wait_for(player, "p.playback.moment.epoch === 1")
    for sent_to in (1.5, 1.75, 2.0):
        player.evaluate(f"root => root.player.playback.scrubTo({sent_to})")
        wait_for(player, f"p.playback.moment.epoch === {sent_to}")
        player.get_by_text("Step one batch").click()
        wait_for(player, f"Math.abs(p.playback.moment.epoch - {sent_to} - 0.0025) < 1e-9")


def test_every_epoch_of_a_long_run_can_be_stepped_to(opened: Any, page: Page) -> None:
    player = opened("at=8&epochs=1000")
    assert player.evaluate("root => root.player.playback.moments[1].epoch") > 1
    wait_for(player, "p.playback.moment.epoch === 8")
    for epoch in (9, 10):
        key(page, "ArrowRight")
        wait_for(player, f"p.playback.moment.epoch === {epoch}")


def test_a_step_is_taken_though_its_request_was_lost(opened: Any, page: Page) -> None:
    player = opened("at=8&epochs=1000")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 8")
    wait_for_server(page)
    player.evaluate(
        """root => { const { player } = root, { ask } = player;
          player.lost = 0;
          player.ask = (...wish) => (wish[0] === "replay" && !player.lost++) || ask(...wish); }"""
    )
    key(page, "ArrowRight")
    wait_for(player, "p.lost > 1 && p.playback.moment.epoch === 9")
    page.wait_for_timeout(A_WHILE)
    assert player.evaluate("root => root.player.lost") == 2


def test_dragging_the_curve_scrubs_without_a_word_to_the_server(
    opened: Any, page: Page, sent: list[Any]
) -> None:
    player = opened("at=0")
    wait_for(player, "p.run.finished")
    wait_for_server(page)
    box = box_of(player.locator("[data-chart=loss]"))
    sent.clear()
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    seen = []
    for share in (0.3, 0.5, 0.7, 0.9):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + 40)
        seen.append(epoch_of(player))
    page.mouse.up()
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] > 100
    page.wait_for_timeout(A_WHILE)
    assert sent == []


def test_reload_restores_every_control(opened: Any, page: Page, part: Part) -> None:
    player = opened()
    page.get_by_role("radio", name="1", exact=True).click()
    wait_for(player, "p.run.sizes.length === 3")
    page.get_by_role("radio", name="ReLU").click()
    wait_for(player, "p.run.activations[0] === 'relu'")
    expect(page).to_have_url(re.compile("depth=1.*activation=relu"))
    page.reload()
    player = part(page, "player")
    assert player.evaluate("root => [root.player.run.sizes, root.player.run.activations]") == [
        [2, 16, 3],
        ["relu"],
    ]
    expect(page.get_by_role("radio", name="1", exact=True)).to_be_checked()


def test_the_back_button_undoes_a_change(opened: Any, page: Page) -> None:
    player = opened("depth=1")
    page.get_by_role("radio", name="4", exact=True).click()
    wait_for(player, "p.run.sizes.length === 6")
    page.go_back()
    wait_for(player, "p.run.sizes.length === 3")
    expect(page.get_by_role("radio", name="1", exact=True)).to_be_checked()


def test_nonsense_in_the_link_gets_a_sentence_and_the_default(opened: Any, page: Page) -> None:
    player = opened("depth=99&walls=4")
    note = page.locator(".st-key-notes")
    expect(note).to_contain_text("2 parts of the link could not be used.")
    expect(note).to_contain_text("Hidden layers: “99” is not between 0 and 6")
    assert player.evaluate("root => root.player.run.sizes") == [2, 16, 16, 3]


def test_divergence_is_explained_and_the_last_finite_picture_stays(opened: Any) -> None:
    player = opened("rule=gradient+descent&rate=100&activation=relu&start=large+(±4)")
    wait_for(player, "p.run.finished && p.playback.atEnd")
    expect(player.locator(".headline")).to_have_text(
        re.compile(r"From epoch [\d.]+ on the loss is no finite number")
    )
    expect(player.locator(".status")).to_contain_text("The learning rate is 100: try 10.")
    params = player.evaluate("root => Array.from(root.player.playback.moment.params)")
    assert all(math.isfinite(value) for value in params)


def test_a_picked_unit_is_named_and_its_zero_line_drawn(opened: Any) -> None:
    player = opened("at=100")
    unit = player.get_by_role("button", name="Unit 7 of layer 1")
    wait_for(player, "p.map.canvas.width > 100")
    before = player.evaluate("root => root.player.map.canvas.toDataURL()")
    unit.click()
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(player.locator(".unit-words")).to_have_text(
        "Unit 7 of layer 1. Dashed on the map: where its z is 0."
    )
    assert player.evaluate("root => root.player.map.canvas.toDataURL()") != before


def test_the_look_goes_into_the_link(opened: Any, page: Page) -> None:
    player = opened("at=5")
    player.get_by_role("button", name="hatched").click()
    expect(page).to_have_url(re.compile("look=hatched"))
    assert epoch_of(player) == 5


def test_dark_pages_are_drawn_dark(new_page: Callable[..., Page], app_url: str, part: Part) -> None:
    page = new_page(color_scheme="dark")
    page.goto(app_url)
    player = part(page, "player")
    wait_for(player, "p.theme && p.theme.name === 'dark'")
    assert player.evaluate("root => root.style.getPropertyValue('--ink')") == PALETTES["dark"]["ink"]


def test_a_phone_scrolls_in_one_direction_only(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page = new_page(width=390, height=844, has_touch=True)
    page.goto(app_url)
    player = part(page, "player")
    wait_for(player, "p.pictures > 3")
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 390
    box = player.locator(".map").bounding_box()
    assert box is not None
    assert box["width"] > 320
    assert player.locator(".round.play").bounding_box()["width"] >= 48  # type: ignore[index]


def test_screen_readers_get_a_sentence_at_a_pause(opened: Any, page: Page) -> None:
    player = opened("at=100")
    spoken = player.locator(".spoken")
    expect(spoken).to_contain_text("Epoch 100 of 250")
    expect(spoken).to_contain_text("% of the 300 validation points are right")
    expect(player.locator(".map")).to_have_attribute("aria-label", re.compile("Decision regions"))
    assert player.locator(".map").get_attribute("role") == "img"


def test_on_the_stage_the_sentence_counts_the_points_that_are_shown(opened: Any) -> None:
    spoken = opened("depth=0&at=100&stage=1").locator(".spoken")
    expect(spoken).to_contain_text("50.0 % of the 300 training points are right")
    expect(spoken).to_contain_text("150 of the 300 points on the map are wrong")  # validation waits for D


def test_who_prefers_no_motion_sees_the_last_epoch(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(app_url)
    player = part(page, "player")
    assert epoch_of(player) == 250
    assert not player.evaluate("root => root.player.playback.playing")


def test_figures_to_keep_appear_on_demand(opened: Any, page: Page) -> None:
    opened("at=250")
    assert page.locator(".js-plotly-plot").count() == 0
    page.get_by_text("Figures to keep").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    expect(page).to_have_url(re.compile("figures=1"))


def test_a_frame_older_than_the_click_on_play_does_no_harm(opened: Any) -> None:
    player = opened("at=0")
    moment = player.evaluate(
        """root => {
          const playback = root.player.playback;
          playback.play();
          playback.tick(playback.last - 40);
          return [playback.at, playback.moment.epoch];
        }"""
    )
    assert moment == [0, 0]


def test_the_headline_says_at_rest_what_the_moment_shows_until_the_end_bears_out_more(
    opened: Any, page: Page
) -> None:
    player = opened("at=0")
    expect(player.locator(".headline")).to_have_text("Spiral, three arms")
    key(page, "ArrowRight")
    expect(player.locator(".headline")).to_have_text(
        re.compile(r"Spiral, three arms: \d+\.\d % of the 300 validation points are right")
    )
    key(page, "End")
    expect(player.locator(".headline")).to_have_text("Two hidden layers wrap around the arms")


def test_space_plays_also_after_a_click_on_something_else(opened: Any, page: Page) -> None:
    player = opened("at=10")
    player.get_by_role("button", name="Unit 3 of layer 1").click()
    key(page, "Space")
    wait_for(player, "p.playback.playing && p.picked")
    page.get_by_role("radio", name="1", exact=True).click()
    wait_for(player, "p.run.sizes.length === 3 && p.playback.playing")
    key(page, "Space")
    wait_for(player, "!p.playback.playing && !p.playback.atEnd")


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [("", 1440, 900), ("", 1280, 720), ("", 1024, 768), ("", 1920, 1080), ("stage=1", 1920, 1080)],
)
def test_map_and_play_are_in_view_at_once(
    new_page: Callable[..., Page], app_url: str, part: Part, query: str, width: int, height: int
) -> None:
    page = new_page(width=width, height=height)
    page.goto(f"{app_url}/?{query}")
    player = part(page, "player")
    for selector in (".map", ".round.play", ".chart"):
        box = f"root.querySelector('{selector}').getBoundingClientRect()"
        wait_for(player, f"p.map.size && {box}.top >= 0 && {box}.bottom <= {height}")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_map_beneath_a_question_takes_a_sixth_of_the_window(opened: Any) -> None:
    player = opened("scene=regions-single")
    wait_for(player, "p.map.size ** 2 >= 0.16 * 1440 * 900")


def test_a_link_to_a_moment_waits_until_it_has_been_trained(opened: Any) -> None:
    player = opened("at=150&epochs=400&batch=2&depth=3")
    wait_for(player, "p.playback.moment.epoch === 150")
    assert not player.evaluate("root => root.player.playback.playing")


def test_a_long_run_goes_on_by_itself_and_says_how_far_it_is(opened: Any, page: Page) -> None:
    player = opened("batch=1&epochs=5000&depth=4&units=32&points=1000&at=0")
    expect(player.locator(".status")).to_contain_text(
        re.compile(r"Training: epoch \d+ of 5,000, about \d+ min left")
    )
    first = player.evaluate("root => root.player.run.trained_epochs")
    wait_for(player, f"p.run.trained_epochs > {first}")
    player.evaluate("root => { root.player.map.canvas.dataset.first = 'yes'; }")
    wait_for(player, f"p.run.trained_epochs > {first} + 3")
    assert player.evaluate("root => root.querySelector('canvas.regions').dataset.first") == "yes"
    page.get_by_role("radio", name="1", exact=True).click()
    wait_for(player, "p.run.sizes.length === 3")


def test_a_run_is_forked_where_it_stands_and_both_are_kept_side_by_side(opened: Any, page: Page) -> None:
    player = opened("epochs=40&at=12")
    wait_for(player, "p.playback.moment.epoch === 12 && p.run.finished")
    before = player.evaluate("root => Array.from(root.player.playback.moments[13].params)")
    player.get_by_role("button", name="Fork here").click()
    expect(page).to_have_url(re.compile(r"past=12%3A0\.02%3Atanh"))
    expect(page.get_by_role("heading", name="Runs kept")).to_be_visible()
    page.get_by_role("slider", name="Learning rate").focus()
    key(page, "ArrowRight")
    wait_for(player, "p.run.fork_words.startsWith('Forked at epoch 12: learning rate 0.05')")
    wait_for(player, "p.run.finished && p.playback.moment.epoch > 14")
    assert player.evaluate("root => Array.from(root.player.playback.moments[13].params)") != before
    player.get_by_role("button", name="Keep this run").click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(1)
    page.get_by_role("radio", name="ReLU").first.click()
    wait_for(player, "p.run.activations[0] === 'relu' && p.run.n_epochs === 28 && p.run.finished")
    expect(player.locator(".fork-words")).to_contain_text("Begun with the weights of epoch 12 behind tanh")
    player.get_by_role("button", name="Leave the fork").click()
    wait_for(player, "p.run.activations[0] === 'tanh' && p.run.n_epochs === 40 && !p.run.fork_words")
    assert "past" not in page.url
    expect(player.get_by_role("button", name="Leave the fork")).to_be_hidden()


def test_a_click_is_answered_though_another_request_took_its_place(
    new_page: Callable[..., Page], app_url: str, part: Part
) -> None:
    page, requests = new_page(), list[list[str]]()

    def overtake(socket: WebSocketRoute) -> None:
        """Do with the first request to leave what Streamlit does with one that the next overtakes."""
        server = socket.connect_to_server()

        def on_the_way(message: str | bytes) -> None:
            asked = BackMsg.FromString(message if isinstance(message, bytes) else message.encode())
            for state in asked.rerun_script.widget_states.widgets:
                names = [each["event"] for each in json.loads(state.json_trigger_value or "[]")]
                if "leave" in names:
                    requests.append(names)
                    if len(requests) == 1:
                        state.json_trigger_value = json.dumps([{"event": "more", "value": 1}])
            server.send(asked.SerializeToString())

        socket.on_message(on_the_way)

    page.route_web_socket(re.compile("_stcore/stream"), overtake)
    page.goto(f"{app_url}/?epochs=5000&batch=1&past=2:0.05:tanh")
    player = part(page, "player")
    wait_for(player, "p.run.fork_words && !p.run.finished")
    player.get_by_role("button", name="Leave the fork").click()
    wait_for(player, "!p.run.fork_words")
    assert "past" not in page.url
    assert requests[0][-2:] == ["leave", "numbers"]
    assert requests[1][-3:] == ["leave", "more", "numbers"]
    wait_for(player, "p.run.trained_epochs > 1")
    assert len(requests) < 5  # what Python has heard is not said for ever


def test_the_map_of_changes_shows_where_two_moments_answer_differently(opened: Any, page: Page) -> None:
    player = opened("epochs=100&look=changed")
    wait_for(player, "p.playback.moment.epoch > 5")
    expect(player.locator(".since-words")).to_contain_text("Changed since epoch 0: ")
    player = opened("epochs=100&at=60&look=changed&since=10")
    wait_for(player, "p.playback.moment.epoch === 60 && p.changes.difference.image.width > 300")
    found = player.evaluate(
        """(root) => {
          const { playback, changes, map } = root.player;
          const at = (epoch) => Array.from(playback.moments[playback.nearest(epoch)].params);
          const M = changes.difference.image.width, image = changes.difference.image.getContext("2d");
          const [left, right, bottom, top] = root.player.run.extent, places = [], grey = [];
          for (let i = 0; i < 300; i++) {
            const px = (i * 37) % M, py = (i * 91) % M;
            places.push([left + (px + 0.5) / M * (right - left), top - (py + 0.5) / M * (top - bottom)]);
            grey.push([...image.getImageData(px, py, 1, 1).data.slice(0, 3)].join() === "241,241,236");
          }
          return { before: at(10), after: at(60), places, grey, share: changes.difference.share };
        }"""
    )
    architecture = Architecture((2, 16, 16, 3), ("tanh", "tanh"))
    places = np.array(found["places"])
    scores = [
        probe.class_scores(architecture, np.array(found[name], dtype=np.float32), places)
        for name in ("before", "after")
    ]
    gaps = [np.diff(np.sort(one, axis=1)[:, 1:]).ravel() for one in scores]
    clear = np.minimum(*gaps) > 0.2
    differ = scores[0].argmax(axis=1) != scores[1].argmax(axis=1)
    np.testing.assert_array_equal(np.array(found["grey"])[clear], ~differ[clear])
    assert 0.1 < found["share"] < 0.9
    assert abs(found["share"] - differ.mean()) < 0.1
    expect(player.locator(".since-words")).to_have_text(
        f"Changed since epoch 10: {100 * found['share']:.1f} % of the plane."
    )
    player.get_by_role("button", name="Mark this moment").click()
    expect(page).to_have_url(re.compile("since=60"))
    expect(player.locator(".since-words")).to_have_text("Changed since epoch 60: 0.0 % of the plane.")


@pytest.mark.parametrize("link", ["data=lecture&handles=1&truth=1", "data=own", "past=12%3A0.05%3Atanh"])
def test_the_sidebar_fits_a_window_of_900_pixels(opened: Any, page: Page, link: str) -> None:
    opened(link)
    sidebar = page.get_by_test_id("stSidebarContent")
    expect(sidebar.get_by_text("Rule, batch, epochs, seeds")).to_be_visible()
    assert sidebar.evaluate("box => box.scrollHeight <= box.clientHeight")


def test_the_lowest_loss_of_a_run_that_stopped_early_is_marked_and_one_press_away(
    opened: Any, page: Page
) -> None:
    player = opened("points=60&rate=0.05&patience=10&at=250")
    wait_for(player, "p.run.finished && p.run.stop_kind === 'patience'")
    history = player.evaluate(
        "root => ['epoch', 'validation_error'].map((name) => [...root.player.run.arrays[`history_${name}`]])"
    )
    at = int(np.argmin(history[1]))
    lowest, last = history[0][at], history[0][-1]
    wait_for(player, f"p.playback.moment.epoch === {last}")
    assert last == lowest + 10
    assert player.evaluate("root => root.player.charts.map((chart) => chart.named)") == [
        [{"epoch": lowest, "value": history[1][at], "words": "lowest"}],
        [],
    ]
    button = player.locator(".lowest")
    expect(button).to_have_text(f"Lowest loss {history[1][at]:.3f}, epoch {lowest:g}")
    button.click()
    wait_for(player, f"p.playback.moment.epoch === {lowest}")
    expect(button).to_be_hidden()
    expect(page).to_have_url(re.compile(f"at={lowest:g}$"))


def test_an_epoch_between_two_snapshots_is_shown_at_its_very_place(opened: Any) -> None:
    player = opened("data=lecture&depth=0&epochs=2000&at=2000")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 2000")
    between = player.evaluate("""({ player: { run, playback } }) => {
      const snapshots = new Set(playback.moments.map((moment) => moment.epoch));
      return [...run.arrays.history_epoch].find((epoch) => epoch > 900 && !snapshots.has(epoch)); }""")
    player.evaluate("(root, epoch) => root.player.standAt(epoch)", between)
    wait_for(player, f"p.playback.moment.epoch === {between}")


def test_edges_that_do_not_learn_are_grey_and_said_to_stay_as_drawn(opened: Any) -> None:
    player = opened("epochs=40&at=40&depth=1&units=4&frozen=hidden")
    grey = """root => {
      const d = root.player.beside.diagram, seen = [], stroke = CanvasRenderingContext2D.prototype.stroke;
      CanvasRenderingContext2D.prototype.stroke = function () {
        seen.push(this.strokeStyle);
        return stroke.call(this);
      };
      d.paintEdges(d.drawn.params, d.drawn.forward, null);
      CanvasRenderingContext2D.prototype.stroke = stroke;
      const c = document.createElement("canvas").getContext("2d");
      c.strokeStyle = d.theme.soft;
      return [seen.filter((colour) => colour === c.strokeStyle).length, seen.length]; }"""
    assert player.evaluate(grey) == [8, 20]
    expect(player.locator(".frozen-words")).to_have_text("Layer 1 stays as drawn: 15 of 27 parameters learn.")
