"""Outer products and the film in a real browser: products stand at their crossings, pictures have the right sign."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.written_numbers import computed, last_digit, number


def test_outer_products_are_shown_where_row_and_column_cross(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/backprop?view=outer&patterns=2&pattern=0")
    root = part(page, "outer")
    tiles = root.evaluate("""root => ["row", "column", "product"].map(kind =>
        [...root.querySelectorAll(`[data-${kind}]`)].map(t => [t.dataset[kind], t.dataset.crossing, t.textContent]))""")
    g = {place: number(text) for place, _, text in tiles[0]}
    h = {place: number(text) for place, _, text in tiles[1]}
    assert len(tiles[2]) == 2 * 9
    for pattern, crossing, text in tiles[2]:
        _, k, j = crossing.split("_")
        value = g[f"{pattern}_{k}"] * h[f"{pattern}_{j}"]
        assert number(text) == pytest.approx(value, abs=0.5001 * last_digit(text))
    root.locator("[data-cell=dW2_3_2]").hover()
    expect(root.locator(".tile.lit")).to_have_count(2 * 3 + 3)
    sentence = root.locator(".reason").inner_text()
    found = re.findall(r"= ([^=]+) = (\S+)\.(?: |$)", sentence)
    assert len(found) == 2
    for left, right in found:
        assert computed(left.split("= ")[-1]) == pytest.approx(number(right), abs=0.5001 * last_digit(right))
    root.locator(".layers button", has_text="1").click()
    page.wait_for_url("**pick=W1**")
    expect(root.locator(".cross").first.locator(".tile")).to_have_count(2 + 3 * 3)


def test_no_row_stands_out_before_the_answer_and_nothing_trains_on_the_stage(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/backprop?scene=output-weights&stage=1")
    root = page.locator(".outer.part")
    looks = """root => [...root.querySelectorAll(".tile[data-row]")].map((tile) => {
      const { backgroundColor, borderColor, fontWeight } = getComputedStyle(tile);
      return [backgroundColor, borderColor, fontWeight].join(); })"""
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(root.locator(".tile[data-row]")).to_have_count(3)
    assert len(set(root.evaluate(looks))) == 1
    expect(root.locator(".weights .sign small")).to_have_text(re.compile(r"^η = 0\.50?$"))
    expect(root.locator(".updated .tile").first).to_be_hidden()
    page.keyboard.press("a")
    expect(root.locator(".updated .tile").first).to_be_visible()
    assert len(set(root.evaluate(looks))) == 3
    expect(page.locator(".film, .progress .bar")).to_have_count(0)


def test_the_film_paints_one_image_in_the_sign_of_its_error_signals(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?view=outer")
    film = page.locator(".film")
    film.locator(".headline:not(:empty)").wait_for()
    film.locator(".scrub-moment").fill("0")
    expect(film.locator("output")).to_contain_text("Before training")
    inks = film.evaluate("""root => [...root.querySelectorAll("[data-kind=alone] canvas")].map(canvas => {
        const image = root.film.run.arrays.image, darkest = image.indexOf(Math.max(...image));
        const k = canvas.width / 28, [x, y] = [darkest % 28, Math.floor(darkest / 28)], sums = [0, 0, 0, 0];
        const cell = canvas.getContext("2d").getImageData(k * x, k * y, k, k).data;
        cell.forEach((value, i) => (sums[i % 4] += value));
        return sums; })""")
    label = film.evaluate("root => root.film.run.label")
    for digit, (red, _, blue, _) in enumerate(inks):
        assert (blue > red) == (digit == label), digit
