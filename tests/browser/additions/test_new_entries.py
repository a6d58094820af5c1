"""A data set, a learning rule, a penalty and a scene, added by an entry each: on the pages, in links, in lab code."""

from collections.abc import Callable

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
    side.get_by_text("Layers, weights, penalty").click()
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
