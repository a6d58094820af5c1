"""The hidden space and the formula beside the map: their numbers are the engine's, and pointing works both ways."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.architecture import Architecture
from engine.questions import probe
from tests.browser import waiting
from tests.browser.waiting import box_of

Part = Callable[[Page, str], Locator]


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the first page with a query and give the player, at rest at its last epoch."""

    def open_page(query: str) -> Locator:
        page.goto(f"{app_url}/?epochs=60&at=60&{query}")
        player = part(page, "player")
        wait_for(player, "p.run.finished && p.playback.moment.epoch === 60 && p.map.size")
        return player

    return open_page


def wait_for(player: Locator, condition: str) -> None:
    """Wait until a condition in ``p``, the player, and ``s``, its hidden space, holds."""
    waiting.wait_for(player, condition, "const p = root.player, s = p.beside.space;")


def shown(player: Locator) -> dict[str, Any]:
    """What the hidden space shows, once it does."""
    wait_for(player, "s.scene && s.scene.forward === p.map.forward(161)")
    found: dict[str, Any] = player.evaluate(
        """root => {
          const { map, beside: { space }, playback, run } = root.player, { scene } = space, { axes, range } = scene;
          const xy = map.pointsForward.points, n = map.labels.length;
          return {
            params: Array.from(playback.moment.params), sizes: run.sizes,
            activations: run.activations, inputs: [...map.labels].map((_, i) => [xy[i], xy[n + i]]),
            nTraining: map.nTraining, dots: scene.dots.map((d) => Array.from(d)),
            layer: axes.layer, units: axes.units, shares: axes.shares, mean: axes.mean && Array.from(axes.mean),
            vectors: axes.vectors && axes.vectors.map((v) => Array.from(v)),
            middle: range.middle, half: range.half, boundary: scene.boundary(),
          };
        }"""
    )
    return found


def answers_of(found: dict[str, Any]) -> tuple[Any, Any]:
    """The engine's answers of the layer at all points, and the parameters."""
    architecture = Architecture(tuple(found["sizes"]), tuple(found["activations"]))
    params = np.array(found["params"], dtype=np.float32)
    answers = probe.unit_responses(architecture, params, np.array(found["inputs"], dtype=np.float32))
    return answers[found["layer"] - 1], architecture.split(params)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_chosen_units_stand_where_the_engine_says(opened: Any, activation: str) -> None:
    found = shown(opened(f"beside=space&axes=3-1-5&layer=1&activation={activation}"))
    answers, _ = answers_of(found)
    assert found["layer"] == 1
    assert np.ptp(answers[:, [2, 0, 4]], axis=0).max() > 0.1
    np.testing.assert_allclose(np.transpose(found["dots"]), answers[:, [2, 0, 4]], atol=1e-5)


def test_principal_components_are_those_of_numpy(opened: Any) -> None:
    found = shown(opened("beside=space&axes=pca3&data=rings&batch=1"))  # comes in several blocks
    answers, _ = answers_of(found)
    training = answers[: found["nTraining"]].astype(np.float64)
    values, vectors = np.linalg.eigh(np.cov(training.T, bias=True))
    expected = vectors[:, ::-1][:, :3]
    signs = np.sign(np.sum(expected * np.transpose(found["vectors"]), axis=0))
    assert set(np.abs(signs)) == {1.0}
    np.testing.assert_allclose(np.transpose(found["vectors"]), expected * signs, atol=1e-5)
    np.testing.assert_allclose(found["shares"], values[::-1][:3] / values.sum(), atol=1e-6)
    np.testing.assert_allclose(
        np.transpose(found["dots"]), (answers - training.mean(axis=0)) @ expected * signs, atol=1e-4
    )


def test_the_boundary_is_straight_in_a_last_hidden_space_of_two_units(opened: Any) -> None:
    player = opened("beside=space&depth=2&units=12-2&data=rings")
    found = shown(player)
    _, (*_, weights, biases) = answers_of(found)
    h = np.array([at for line in found["boundary"] for at in line]) * found["half"] + found["middle"]
    scores = np.sort(h @ weights.T + biases, axis=1)
    on_a_line = (scores[:, 2] - scores[:, 1]) / np.linalg.norm(weights, axis=1).max()
    assert len(h) > 50
    assert np.ptp(h, axis=0).max() > 0.5
    assert np.quantile(on_a_line, 0.95) < 1e-4
    expect(player.locator(".space-words")).to_contain_text("Boundaries are straight here")


@pytest.mark.parametrize("axes", ["", "&axes=3-1-2"])
def test_planes_part_the_classes_of_a_last_hidden_space_of_three_units(opened: Any, axes: str) -> None:
    player = opened(f"beside=space&depth=2&units=12-3{axes}")
    found = shown(player)
    _, (*_, weights, biases) = answers_of(found)
    cuts = player.evaluate("root => root.player.beside.space.cube.cuts")
    assert 2 <= len(cuts) <= 3
    pairs = set()
    for cut in cuts:
        corners = np.array(cut)
        assert np.abs(corners).max() < 1 + 1e-9
        assert np.abs(corners).max(axis=1).max() > 1 - 1e-9  # it ends at the cube, or where three classes tie
        scores = (corners * found["half"] + found["middle"]) @ weights[:, found["units"]].T + biases
        ranked = np.sort(scores, axis=1)
        np.testing.assert_allclose(ranked[:, 2], ranked[:, 1], atol=1e-4)
        pairs.add(tuple(sorted(scores.mean(axis=0).argsort()[1:])))
    assert len(pairs) == len(cuts)
    expect(player.locator(".space-words")).to_contain_text("The grey planes are where two classes tie.")
    player.get_by_label("On the way from the input plane to the layer").fill("0.5")
    assert player.evaluate("root => root.player.beside.space.cube.cuts") == []


def test_only_the_last_hidden_layer_has_planes(opened: Any) -> None:
    player = opened("beside=space&depth=2&units=3-8&layer=1")
    shown(player)
    assert player.evaluate("root => root.player.beside.space.cube.cuts") == []


def test_the_mesh_of_an_earlier_layer_is_said_to_bend(opened: Any) -> None:
    player = opened("beside=space&depth=2&units=2-8&layer=1")
    expect(player.locator(".space-words")).to_contain_text(
        "Boundaries may bend here: layer 2 is still to come."
    )


def test_components_keep_their_signs_while_the_run_is_scrubbed(opened: Any) -> None:
    player = opened("beside=space")
    shown(player)
    worst = player.evaluate(
        """root => {
          const { playback, beside: { space } } = root.player;
          let before = null, worst = 1;
          for (let i = playback.moments.length - 1; i > 20; i--) {
            playback.goTo(i);
            const { vectors } = space.scene.axes;
            for (const [k, v] of before ? vectors.entries() : []) {
              worst = Math.min(worst, v.reduce((sum, x, j) => sum + x * before[k][j], 0));
            }
            before = vectors;
          }
          return worst;
        }"""
    )
    assert worst > 0


def test_layer_and_axes_go_into_the_link_and_come_back(opened: Any, page: Page, part: Part) -> None:
    player = opened("")
    player.get_by_role("button", name="Hidden space").click()
    player.get_by_role("button", name="PCA 3-D").click()
    player.locator(".space-controls").get_by_role("button", name="1", exact=True).click()
    expect(page).to_have_url(re.compile("beside=space&layer=1&axes=pca3"))
    page.reload()
    player = part(page, "player")
    wait_for(player, "s.scene.axes.layer === 1 && s.scene.axes.pca === 3")
    player.get_by_role("button", name="units").click()
    player.get_by_label("Unit along axis 1").select_option("7")
    wait_for(player, "s.scene.axes.units.join() === '6,1'")
    expect(page).to_have_url(re.compile("axes=7-2"))


@pytest.mark.parametrize("axes", ["pca2", "pca3"])
def test_a_hand_leads_the_input_plane_to_the_layer(opened: Any, page: Page, axes: str) -> None:
    player = opened(f"beside=space&axes={axes}")
    found = shown(player)
    arrived, inputs = np.transpose(found["dots"]), np.array(found["inputs"])
    slider = player.get_by_label("On the way from the input plane to the layer")
    flat = np.zeros_like(arrived)
    flat[:, :2] = inputs / 5
    begun = flat * found["half"] + found["middle"]
    for share in (0, 0.25):
        slider.fill(str(share))
        dots = player.evaluate("root => root.player.beside.space.scene.dots.map((d) => Array.from(d))")
        np.testing.assert_allclose(np.transpose(dots), share * arrived + (1 - share) * begun, atol=1e-4)
    expect(player.locator(".space-words")).to_have_text(
        "The input plane on its way to layer 2: every place moves in a straight line."
    )
    slider.fill("1")
    expect(player.locator(".space-words")).to_contain_text("% of the variance")


def test_a_hand_and_the_arrow_keys_turn_it_and_the_epoch_stays(opened: Any, page: Page) -> None:
    player = opened("beside=space&axes=pca3")
    shown(player)
    stage = player.locator(".space-stage")
    box = box_of(stage)
    turn = "root => [root.player.beside.space.turntable.yaw, root.player.beside.space.turntable.pitch]"
    before = player.evaluate(turn)
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 130)
    page.mouse.up()
    dragged = player.evaluate(turn)
    assert dragged[0] > before[0]
    assert dragged[1] > before[1]
    stage.focus()
    page.keyboard.press("ArrowLeft")
    assert player.evaluate(turn)[0] == pytest.approx(dragged[0] - np.radians(5))
    assert player.evaluate("root => root.player.playback.moment.epoch") == 60


def test_the_place_under_the_pointer_is_marked_in_the_hidden_space(opened: Any, page: Page) -> None:
    player = opened("beside=space&units=2&depth=1")
    found = shown(player)
    box = box_of(player.locator(".map"))
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    wait_for(player, "s.marked")
    marked, answers = player.evaluate(
        """root => {
          const { marked, scene } = root.player.beside.space;
          return [marked, scene.coordinatesAt(...marked).map((a) => a[0])];
        }"""
    )
    assert marked == pytest.approx([2.5, 2.5], abs=0.1)
    found["inputs"] = [marked]
    np.testing.assert_allclose(answers, answers_of(found)[0][0], atol=1e-5)


def lit(player: Locator) -> dict[str, Any]:
    """What stands out: the terms' names, and the edges and units as triples and pairs."""
    found: dict[str, Any] = player.evaluate(
        """root => {
          const { diagram } = root.player.beside, edges = [];
          const sizes = root.player.run.sizes;
          sizes.slice(1).forEach((width, l) => {
            for (let to = 0; to < width; to++) {
              for (let from = 0; from < sizes[l]; from++) {
                if (diagram.standsOut(null, l, to, from)) edges.push([l, to, from]);
              }
            }
          });
          return {
            edges, units: diagram.units.filter((u) => u.button.classList.contains("lit")).map((u) => [u.layer, u.unit]),
            terms: [...root.querySelectorAll(".term.lit")].map((t) => `${t.dataset.line} ${t.dataset.does}`),
          };
        }"""
    )
    return found


def test_a_term_lights_its_edges_and_units_by_pointer_and_by_keyboard(opened: Any, page: Page) -> None:
    player = opened("beside=formula&depth=1&units=4")
    player.locator(".term[data-line='0'][data-does=weight]").hover()
    assert lit(player) == {
        "edges": [[1, k, r] for k in range(3) for r in range(4)],
        "units": [],
        "terms": ["0 weight"],
    }
    expect(player.locator(".formula-words")).to_contain_text("12 weights")
    page.keyboard.press("Tab")
    player.locator(".term[data-line='1'][data-does=source]").focus()
    assert lit(player) == {"edges": [], "units": [[0, 0], [0, 1]], "terms": ["1 source"]}


def test_a_unit_and_an_edge_light_their_terms_with_their_own_indices(opened: Any, page: Page) -> None:
    player = opened("beside=formula&depth=1&units=4")
    player.get_by_role("button", name="Unit 3 of layer 1").focus()
    assert lit(player)["terms"] == ["0 weight", "0 source", "1 out", "1 f", "1 weight", "1 bias"]
    assert lit(player)["edges"] == [[0, 2, 0], [0, 2, 1], *[[1, k, 2] for k in range(3)]]
    assert player.locator(".term[data-line='1'][data-does=weight]").inner_text().split()[-1] == "3s"
    place = player.evaluate(
        """root => {
          const { diagram } = root.player.beside, box = diagram.box.getBoundingClientRect();
          const of = (layer, unit) => diagram.units.find((u) => u.layer === layer && u.unit === unit);
          const a = of(1, 0), b = of(2, 2);
          return [box.left + (a.right + b.left) / 2, box.top + (a.middle + b.middle) / 2];
        }"""
    )
    page.mouse.move(*place)
    found = lit(player)
    assert found["terms"] == ["0 weight"]
    ((layer, to, source),) = found["edges"]
    weight = player.evaluate(
        "(root, [l, to, from]) => root.player.playback.moment.params[12 + to * 4 + from]", [layer, to, source]
    )
    expect(player.locator(".formula-words")).to_contain_text(f"{weight:.3f}".replace("-", "−"))
    expect(player.locator(".formula-words")).to_contain_text(
        f"unit {source + 1} of layer 1 to class {to + 1}"
    )


def test_a_deep_network_has_one_line_for_its_later_hidden_layers(opened: Any) -> None:
    player = opened("beside=formula&depth=4&units=6")
    expect(player.locator(".formula-lines p")).to_have_count(3)
    player.locator(".term[data-line='1'][data-does=weight]").hover()
    assert {edge[0] for edge in lit(player)["edges"]} == {1, 2, 3}
