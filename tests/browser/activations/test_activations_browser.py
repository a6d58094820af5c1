"""The page of activations in a real browser: the engine's numbers, scrubbing without a word, a click on a cell."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import curve
from engine.questions.gradient_flow import gradient_sizes
from engine.questions.unit_biography import biographies
from tests.browser import waiting
from tests.browser.waiting import box_of, wait_for_keys, wait_for_server
from ui.activations.settings import ACTIVATION_VIEWS
from ui.palette import PALETTES
from ui.plane import runs
from ui.plane.run_settings import RegionSettings

Part = Callable[[Page, str], Locator]
QUICK = "epochs=40&units=6&points=60"


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the page with a query and give its component."""

    def open_page(query: str) -> Locator:
        page.goto(f"{app_url}/activations?{query}")
        return part(page, "activations")

    return open_page


def wait_for(root: Locator, condition: str) -> None:
    """Wait until a condition in ``p``, the page's script, holds."""
    waiting.wait_for(root, condition, "const p = root.activations;")


def wait_for_end(player: Locator) -> None:
    """Press End until the player of the first page stands at its run's last epoch."""

    def at_end() -> bool:
        player.page.keyboard.press("End")
        return bool(player.evaluate("root => root.player.run.finished && root.player.playback.atEnd"))

    waiting.until(at_end, player.page, "at the end")


def test_the_cursors_numbers_are_the_layers_to_1e6(opened: Any, page: Page) -> None:
    root = opened("")
    for x in (-7.5, -1.0, 0.0, 0.25, 3.14, 8.0):
        root.locator(".cursor").evaluate(
            "(slider, x) => { slider.value = x; slider.dispatchEvent(new Event('input')); }", x
        )
        shown = root.evaluate("root => root.activations.view.atCursor")
        for name in ACTIVATIONS:
            outputs, slopes = curve(name, np.array([x]))
            assert shown[name] == pytest.approx([outputs[0], slopes[0]], abs=1e-6)
            cells = root.locator(f"tr[data-name={name}] td").all_inner_texts()[:2]
            said = [float(cell.replace("−", "-")) for cell in cells]
            assert said == pytest.approx([outputs[0], slopes[0]], abs=6e-5)


def test_the_cursor_follows_the_pointer_and_goes_into_the_link_when_it_is_let_go(
    opened: Any, page: Page, sent: list[Any]
) -> None:
    root = opened("")
    wait_for_server(page)
    expect(page.locator(".progress")).to_have_count(0)
    wait_for_server(page)
    box = box_of(root.locator("[data-plot=slopes]").first)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    before = len(sent)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(box["x"] + box["width"] / 2 + 10 * step, box["y"] + 60)
    x = root.evaluate("root => root.activations.view.x")
    assert x > 1
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"x={x}"))


def test_scrubbing_through_a_units_life_says_no_word_to_the_server(
    opened: Any, page: Page, sent: list[Any]
) -> None:
    root = opened(f"view=unit&at=0&layer=2&unit=3&activation=tanh&{QUICK}")
    wait_for(root, "p.state.finished && p.playback.moments.length === 41")
    wait_for_server(page)
    quiet = len(sent)
    trained = runs.regions_run(RegionSettings(epochs=40, units=(6,), points=60, activation=("tanh",)))
    trained.run.advance(1000)
    half = root.evaluate("root => root.activations.state.layers[1].half_width")
    edges = [np.linspace(-half, half, 49)] * 2
    story = biographies(
        trained.architecture, trained.run.snapshots.params, trained.points.training.inputs, edges
    )[1]
    for epoch in (40, 7, 23, 0):
        root.locator(".scrub").evaluate(
            "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", epoch
        )
        wait_for(root, f"p.playback.moment.epoch === {epoch}")
        said = root.locator(".aside .readout b").all_inner_texts()
        shown = [float(words.replace("−", "-")) for words in said]
        wanted = [story.mean_output[epoch, 2], 100 * story.saturated[epoch, 2], story.passed[epoch, 2]]
        assert shown == pytest.approx(wanted, abs=0.051)
        counts = root.evaluate("root => root.activations.view.counts(root.activations.playback.moment.i)")
        assert counts == pytest.approx((60 * story.shares[epoch, 2]).tolist())
        assert sum(counts) == 60
        when = {0: "Before training", 40: "At the end"}.get(epoch, f"At epoch {epoch}")
        expect(root.locator(".headline")).to_have_text(re.compile(f"^{when} .* the 60 training points$"))
    page.keyboard.press("ArrowRight")
    wait_for(root, "p.playback.moment.epoch === 1")
    page.keyboard.press(" ")
    wait_for(root, "p.playback.atEnd && !p.playback.playing")
    assert len(sent) == quiet


def test_another_unit_and_another_activation_are_drawn_on_the_same_canvas(opened: Any, page: Page) -> None:
    root = opened(f"view=unit&at=40&{QUICK}")
    wait_for(root, "p.state.finished")
    root.evaluate("root => root.querySelectorAll('canvas').forEach((canvas) => (canvas.mark = 1))")
    root.get_by_label("Unit 4 of layer 2").click()
    expect(page).to_have_url(re.compile("layer=2.*unit=4|unit=4.*layer=2"))
    page.get_by_role("radio", name="tanh", exact=True).click()
    wait_for(root, "p.state.layers[0].words === 'tanh' && p.state.finished")
    marks = (
        "root => [...root.querySelectorAll('.view[data-view=unit] canvas, .chart canvas')].map((c) => c.mark)"
    )
    assert root.evaluate(marks) == [1] * 6
    assert root.evaluate("root => root.activations.view.picked") == {"layer": 1, "unit": 3}


def test_gradients_by_layer_are_the_engines_at_the_moment_that_is_shown(opened: Any) -> None:
    root = opened(f"view=depth&on=points&depth=4&{QUICK}")
    wait_for(root, "p.state.finished && p.playback.moments.length === 41")
    root.locator(".scrub").evaluate(
        "slider => { slider.value = 25; slider.dispatchEvent(new Event('input')); }"
    )
    wait_for(root, "p.playback.moment.epoch === 25")
    for name in ACTIVATIONS:
        trained = runs.regions_run(
            RegionSettings(epochs=40, units=(6,), points=60, depth=4, activation=(name,))
        )
        trained.run.advance(1000)
        training = trained.points.training
        sizes = gradient_sizes(
            trained.architecture, trained.run.snapshots.params[25], training.inputs, training.labels
        )
        shown = root.evaluate("(root, name) => root.activations.view.row('signal', name, 25)", name)
        assert shown == pytest.approx(sizes.signals.tolist(), rel=1e-3)
        ratio = sizes.mean_weights[-1] / sizes.mean_weights[0]
        said = root.locator(".ratios tbody tr").nth(list(ACTIVATIONS).index(name)).locator("td").nth(2)
        first, last = (float(part.replace(",", "")) for part in said.inner_text().split(" : "))
        assert last / first == pytest.approx(ratio, rel=0.06)


def test_one_step_after_a_sigmoid_goes_up_or_down_in_both_weights(opened: Any) -> None:
    root = opened("view=signs")
    for taken, all_together in (("4", False), ("1", True)):
        root.locator(f"[data-name=taken] [data-value='{taken}']").click()
        wait_for(root, f"p.state.taken === '{taken}'")
        places = root.evaluate("root => root.activations.view.places('sigmoid')")
        moves = np.diff(np.array(places), axis=0)
        assert bool((moves[:, 0] * moves[:, 1] > 0).all()) == all_together
    expect(root.locator(".ways tr").nth(1)).to_contain_text("100.0 %")
    expect(root.locator(".headline")).to_have_text(
        "After sigmoids each of the 80 steps moves both weights the same way"
    )


def test_a_click_on_a_cell_picks_its_run_and_the_link_opens_it(opened: Any, page: Page, part: Part) -> None:
    root = opened("view=cliff&epochs=20&units=6")
    wait_for(root, "Object.keys(p.state.outcomes).length === 63")
    root.get_by_role("button", name="tanh, He normal, learning rate 0.3").click()
    expect(root.locator(".picked-title")).to_have_text("tanh, He normal, learning rate 0.3")
    expect(page).to_have_url(re.compile("rate=0.3"))
    words = root.locator(".picked-words").inner_text()
    share = re.match(r"([\d.]+) %", words)
    assert share
    with page.expect_popup() as opening:
        root.locator(".open").click()
    player = part(opening.value, "player")
    assert parse_qs(urlsplit(opening.value.url).query)["rate"] == ["0.3"]
    wait_for_end(player)
    readout = player.locator(".readout[data-name=validation_accuracy] b")
    expect(readout).to_have_text(share[1])


def test_a_dead_relu_is_examined_at_a_click(opened: Any) -> None:
    root = opened("view=cliff&epochs=20&units=6&rate=3")
    wait_for(root, "Object.keys(p.state.outcomes).length === 63")
    root.locator(".dead-units button").first.click()
    expect(root.locator(".autopsy li").first).to_contain_text(re.compile("Update|Dead before"))


def test_views_that_are_turned_while_networks_train_are_all_reached(opened: Any, page: Page) -> None:
    root = opened("view=unit&activation=relu")
    for view in ("cliff", "signs", "depth", "unit"):  # each after the page has settled, if only for a moment
        wait_for_server(page)
        page.get_by_role("radio", name=ACTIVATION_VIEWS[view], exact=True).click()
        wait_for(root, f"p.state.view === '{view}'")
        expect(page).to_have_url(re.compile(f"view={view}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_drawn_in_the_visitors_colours(
    new_page: Any, app_url: str, part: Part, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{app_url}/activations?{QUICK}")
    root = part(page, "activations")
    for view, title in ACTIVATION_VIEWS.items():
        if view in ("depth", "cliff"):
            page.goto(f"{app_url}/activations?view={view}&on=points&{QUICK}")
            root = part(page, "activations")
        else:
            page.get_by_role("radio", name=title, exact=True).click()
        wait_for(root, f"p.state.view === '{view}' && p.theme")
        assert root.get_attribute("data-theme") == scheme
        ink = str(PALETTES[scheme]["ink"])
        assert root.evaluate("root => getComputedStyle(root).getPropertyValue('--ink')") == ink
        assert root.locator(f".view[data-view={view}]").is_visible()
        if view != "cliff":
            drawn = """(root, view) => [...root.querySelectorAll(`.view[data-view=${view}] canvas`)]
              .filter((canvas) => canvas.checkVisibility()).every((canvas) => {
                const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                return pixels.some((value, i) => i % 4 === 3 && value > 0); })"""
            assert root.evaluate(drawn, view)


def test_nothing_scrolls_sideways_on_a_phone(new_page: Any, app_url: str, part: Part) -> None:
    page = new_page(width=390, height=844)
    for view in ("curves", "unit", "signs", "cliff"):
        page.goto(f"{app_url}/activations?view={view}")
        part(page, "activations")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".activations").evaluate("root => root.scrollWidth <= root.clientWidth + 1")


def test_a_function_alone_is_swept_until_a_hand_takes_the_cursor(opened: Any, page: Page) -> None:
    root = opened("curve=tanh&x=-3")
    assert root.evaluate("root => root.activations.view.drawn") == ["tanh"]
    wait_for(root, "p.view.x > -2")
    box = box_of(root.locator("[data-plot=values]").first)
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.up()
    stands = root.evaluate("root => root.activations.view.x")
    page.wait_for_timeout(400)
    assert root.evaluate("root => root.activations.view.x") == stands


def test_the_cursor_rests_for_those_who_want_no_motion_and_where_all_functions_stand(
    new_page: Any, app_url: str, part: Part
) -> None:
    for query, motion in (("curve=relu&x=-4", "reduce"), ("x=-4", "no-preference")):
        page = new_page(reduced_motion=motion)
        page.goto(f"{app_url}/activations?{query}")
        root = part(page, "activations")
        page.wait_for_timeout(500)
        assert root.evaluate("root => root.activations.view.x") == -4


def test_the_scene_of_three_readings_waits_at_the_answer_it_asks_about(
    page: Page, app_url: str, part: Part
) -> None:
    page.goto(f"{app_url}/activations?scene=sigmoid-readings")
    root = part(page, "activations")
    page.wait_for_timeout(500)
    assert root.evaluate("root => root.activations.view.x") == 2.2
    expect(root.locator(".three-readings b")).to_have_text(["0.90", "90 %", "90 in 100"])


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
@pytest.mark.parametrize(("slug", "named"), [("sigmoid", 0), ("sigmoid-readings", 2.2), ("relu", -4)])
def test_under_an_answer_the_cursor_stands_at_the_input_that_it_names(
    new_page: Any, app_url: str, part: Part, slug: str, named: float, motion: str
) -> None:
    page = new_page(reduced_motion=motion)
    page.goto(f"{app_url}/activations?scene={slug}")
    root = part(page, "activations")
    if slug == "sigmoid" and motion == "reduce":  # until then it is somewhere else
        assert root.evaluate("root => root.activations.view.x") == -4
    wait_for_keys(page)
    page.keyboard.press("a")
    wait_for(root, f"p.view.x === {named}")
    page.wait_for_timeout(400)
    assert root.evaluate("root => root.activations.view.x") == named
