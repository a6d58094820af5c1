"""A data set, a rule, a penalty, a derived input and a scene, an entry each: on the pages, in links, in lab code."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_for

Opened = Callable[..., Locator]
Read = Callable[[Locator], str]

NEW = "data=stripes&rule=sign+descent&penalty=Cauchy&l2=0.01&rate=0.01&epochs=20&points=60&units=4"


def test_the_player_trains_with_all_of_them(opened: Opened, read: Read, page: Page) -> None:
    player = opened(f"?{NEW}&at=20&truth=1", "player")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 20")
    said = read(player)
    assert "not a number" not in said
    assert page.get_by_test_id("stAlert").count() == 0
    for words in ("data=stripes", "rule=sign", "penalty=Cauchy", "l2=0.01"):
        assert words in page.url
    errors = player.evaluate("root => Array.from(root.player.run.arrays.history_training_error)")
    assert errors[-1] < errors[0]


def test_the_sidebar_offers_them(opened: Opened, page: Page) -> None:
    opened(f"?{NEW}", "player")
    side = page.get_by_test_id("stSidebar")
    expect(side.get_by_role("combobox", name="Data set")).to_have_value("Stripes, side by side")
    side.get_by_text("weights, penalty").click()
    expect(side.get_by_role("radio", name="Cauchy")).to_be_checked()
    expect(side).to_contain_text("Strength of the penalty")
    side.get_by_role("radio", name="L2").click()
    page.wait_for_url(lambda url: "penalty" not in url)
    side.get_by_text("Rule, batch, epochs, seeds").click()
    expect(side.get_by_role("combobox", name="Learning rule")).to_have_value("sign descent")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"twin?{NEW}", "twin"),
        (f"twin?view=wall&kinds=tanh&depths=1,2&{NEW}", "wall"),
        ("hands?view=lines&data=stripes&rule=sign+descent&learn=1&epochs=20", "hands"),
        ("mnist?images=1000&epochs=1&rule=sign+descent&penalty=Cauchy&l2=0.001&rate=0.001", "templates"),
        (f"activations?view=unit&{NEW}", "activations"),
        (
            "activations?view=cliff&data=stripes&rule=sign+descent&points=30&units=2&depth=1&epochs=1",
            "activations",
        ),
        (f"activations?view=depth&on=points&{NEW}", "activations"),
    ],
)
def test_every_page_takes_them(opened: Opened, read: Read, address: str, name: str, page: Page) -> None:
    root = opened(address, name)
    read(root)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("cell", ["course loop", "whole run"])
def test_lab_code_runs_with_them(opened: Opened, cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = opened(f"?{NEW.replace('data=stripes', 'data=rings')}&code={cell.replace(' ', '+')}")
    text = root.get_by_test_id("stCode").inner_text()
    assert "SignDescentLearningRule(learning_rate=0.01)" in text
    assert "weights_penalty=CauchyPenalty(0.01)" in text
    exec(compile(text, cell, "exec"), {"__name__": "cell"})
    assert "loss" in capsys.readouterr().out


HILL = "data=rings&inputs=x2,hill&depth=0&epochs=20&points=60"


def test_a_derived_input_is_in_the_picture_the_formula_and_the_sidebar(
    opened: Opened, read: Read, page: Page
) -> None:
    player = opened(f"?{HILL}&at=20&beside=formula&code=course+loop", "player")
    wait_for(player, "p.run.finished && p.playback.moment.epoch === 20")
    said = read(player)
    assert "Input exp(−x₁²)" in said
    assert (
        "lies where two weighted sums of x₂ and exp(−x₁²) are equal: it may be curved, since exp(−x₁²)"
        in said
    )
    expect(player.locator(".formula-words")).to_have_text("φ = (x2, exp(−x12))")
    expect(player.locator(".inputs .name").last).to_have_text("exp(−x12)")
    params, found = player.evaluate(
        """root => [Array.from(root.player.playback.moment.params),
          [[0.5, -1], [-2, 3], [4, 0]].map(([x, y]) => root.probabilitiesAt(x, y).scores)]"""
    )
    weights, biases = np.reshape(params[:6], (3, 2)), np.array(params[6:])
    inputs = np.array([[y, np.exp(-(x**2))] for x, y in ((0.5, -1.0), (-2.0, 3.0), (4.0, 0.0))])
    np.testing.assert_allclose(found, inputs @ weights.T + biases, atol=1e-5)
    expect(page.get_by_test_id("stCode")).to_contain_text("derived(points.training.inputs, ('x2', 'hill'))")
    side = page.get_by_test_id("stSidebar")
    side.locator("summary").filter(has_text="Inputs").click()
    side.get_by_role("button", name="exp(−x₁²)").click()
    page.wait_for_url(lambda url: url.endswith("inputs=x2") or "inputs=x2&" in url)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("twin?data=rings&a_inputs=hill&inputs=x1,hill&epochs=20&points=60", "twin"),
        (f"twin?view=wall&depths=0,1&kinds=tanh&{HILL}", "wall"),
        (f"?view=landscape&{HILL}", "landscape"),
        (f"?beside=space&{HILL}", "player"),
    ],
)
def test_every_view_takes_a_derived_input(
    opened: Opened, read: Read, address: str, name: str, page: Page
) -> None:
    read(opened(address, name))
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rule=sign+descent", "No rule of PyTorch is known for sign descent."),
        ("penalty=Cauchy&l2=0.01", "No penalty of PyTorch is known for Cauchy."),
    ],
)
def test_what_pytorch_has_not_is_said(opened: Opened, query: str, words: str) -> None:
    expect(opened(f"?epochs=20&points=60&code=PyTorch&{query}").get_by_test_id("stAlert")).to_have_text(words)


def test_the_scene_is_on_the_lectures_page_in_the_walk_and_has_a_link(opened: Opened, page: Page) -> None:
    lecture = opened("lecture")
    expect(lecture).to_contain_text("Stripes")
    player = opened("?scene=stripes", "player")
    expect(page.get_by_text("Two upright boundaries.")).to_be_visible()
    wait_for(player, "p.run.finished && p.run.activations[0] === 'softsign'")
