"""Blame, hand-check, outer products and the film in a real browser: what they show adds up, on paper too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.written_numbers import computed, last_digit, number


def test_blame_adds_up_and_a_nudge_shows_what_the_forward_pass_gave(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/backprop?view=blame")
    root = part(page, "blame")
    root.evaluate("root => { root.marked = true; }")
    root.locator(".units button", has_text="3").click()
    expect(root.locator(".stack h2")).to_have_text("What the outputs blame hidden unit 3 for")
    shown = [number(text) for text in root.locator(".row > b").all_inner_texts()]
    *parts, total, slope, left = shown
    assert sum(parts) == pytest.approx(total, abs=0.002)
    assert total * slope == pytest.approx(left, abs=0.002)
    passage = "root.blame.passage.value"
    assert left == pytest.approx(root.evaluate(f"root => {passage}('g1_1_3')"), abs=0.00051)
    edge = root.locator(".edges line[data-edge='2_1_2']")
    edge.dispatch_event("click")
    expect(root.locator(".nudge h2")).to_contain_text("−1.44")
    root.locator(".scale").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**nudge=2**")
    nudge = root.evaluate("root => root.blame.run.nudge")
    before, after, change, predicted = [
        number(text.lstrip("+"))
        for text in root.locator(".changes tbody tr").first.locator("td").all_inner_texts()[1:]
    ]
    assert after - before == pytest.approx(change, abs=2e-4)
    assert change == pytest.approx(nudge["errors"][-1] - nudge["errors"][11], abs=5e-5)
    assert predicted == pytest.approx(2 * nudge["gradient"], abs=5e-5)
    assert root.evaluate("root => root.marked && root.isConnected")


def test_a_sheet_is_filled_in_marked_and_helped_with(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/backprop?view=check&student=9&cells=3&blanks=weights,biases")
    root = part(page, "handcheck")
    answers = root.evaluate(
        "({ handcheck: { run, passage } }) => run.blanks.map(name => [name, passage.value(name)])"
    )
    assert len(answers) == 3
    for count, (name, value) in enumerate(answers[:2], 1):
        field = root.locator(f"[data-cell={name}]")
        field.fill(f"{value:.3f}")
        field.press("Enter")
        expect(field).to_have_class(re.compile("right"))
        expect(root.locator(".headline")).to_have_text(f"{count} of 3 numbers are right")
    name, value = answers[2]
    field = root.locator(f"[data-cell={name}]")
    field.fill(f"{-value:.3f}")
    field.press("Enter")
    expect(root.locator(".mark")).to_contain_text("the sign is not")
    expect(field).to_be_focused()
    for depth in (1, 2, 3):
        root.locator(".hint").click()
        expect(root.locator(".hints p")).to_have_count(depth)
    assert f"{abs(value):.4f}" not in root.locator(".hints").inner_text()
    field.fill("a third")
    field.press("Enter")
    expect(root.locator(".mark")).to_contain_text("“a third” is not a number.")
    field.fill(f"{value:.4f}")
    field.press("Enter")
    expect(root.locator(".headline")).to_have_text("All 3 numbers are right")


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
        assert number(text) == pytest.approx(g[f"{pattern}_{k}"] * h[f"{pattern}_{j}"], abs=0.0012)
    root.locator("[data-cell=dW2_3_2]").hover()
    expect(root.locator(".tile.lit")).to_have_count(2 * 3 + 3)
    sentence = root.locator(".reason").inner_text()
    left, right = re.search(r"= ([^=]+) = (\S+);", sentence).groups()  # type: ignore[union-attr]
    assert computed(left) == pytest.approx(number(right), abs=1.01 * last_digit(right))
    root.locator(".layers button", has_text="1").click()
    page.wait_for_url("**pick=W1**")
    expect(root.locator(".cross").first.locator(".tile")).to_have_count(2 + 3 * 3)


def test_the_film_paints_one_image_in_the_sign_of_its_error_signals(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?view=outer")
    film = page.locator(".film")
    film.locator(".headline:not(:empty)").wait_for()
    film.locator(".scrub-moment").fill("0")
    expect(film.locator("output")).to_contain_text("Before training")
    inks = film.evaluate("""root => [...root.querySelectorAll("[data-kind=alone] canvas")].map(canvas => {
        const image = root.film.run.arrays.image, darkest = image.indexOf(Math.max(...image));
        return [...canvas.getContext("2d").getImageData(darkest % 28, Math.floor(darkest / 28), 1, 1).data]; })""")
    label = film.evaluate("root => root.film.run.label")
    for digit, (red, _, blue, _) in enumerate(inks):
        assert (blue > red) == (digit == label), digit


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_the_sheet_or_the_answers_in_black(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator], scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{app_url}/backprop?view=check&student=9")
    root = part(page, "handcheck")
    page.emulate_media(media="print")
    expect(root.locator("input.blank").first).to_be_visible()
    for gone in (".net", ".hint", ".answers"):
        expect(root.locator(gone)).to_be_hidden()
    expect(page.locator(".stSidebar")).to_be_hidden()
    page.emulate_media(media="screen")
    page.goto(f"{app_url}/backprop?view=check&answers=1&students=3")
    root = part(page, "handcheck")
    page.emulate_media(media="print")
    expect(root.locator(".answers tr")).to_have_count(3)
    expect(root.locator(".headline")).to_be_hidden()
    expect(root.locator("input.blank").first).to_be_hidden()
    ink = root.locator(".answers td").first.evaluate("cell => getComputedStyle(cell).color")
    assert ink == "rgb(0, 0, 0)"
