"""The microscope in a real browser: what it shows is what Python computed, and stepping and editing lose nothing."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.architecture import Architecture
from engine.questions import microscope
from tests.browser.written_numbers import computed, last_digit, number
from tests.ui.backprop.test_backprop_page import link_to

VECTORS = Path(__file__).parents[2] / "reference" / "vectors"

SHOWN = """root => [...root.querySelectorAll("[data-cell]")].filter(c => c.dataset.cell).map(c =>
    [c.dataset.cell, c.tagName === "INPUT" ? c.value : (c.querySelector("b") || c).textContent])"""

SMALL = """root => [...root.querySelectorAll("*")].filter(e => e.checkVisibility() && !e.closest("sub, sup, .ix")
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 13.9).map(e => e.outerHTML.slice(0, 80))"""

ARITHMETIC = """root => {
  const { matrices, reasons } = root.steps, plain = document.createElement("p");
  const text = html => {
    plain.innerHTML = html;
    plain.querySelectorAll(".ix, sub").forEach(e => e.remove());
    return plain.textContent; };
  return [...new Set([...root.querySelectorAll(".tables [data-cell]")].map(c => c.dataset.cell))].map(name => {
    const reason = reasons.of(name);
    return { name, lines: reason.lines.map(text), head: reason.head.text, sources: reason.sources,
             boxes: reason.boxes.map(box => [box.op, text(box.text), box.names.length]) };
  }); }"""


@pytest.fixture
def open_part(app_url: str, part: Callable[[Page, str], Locator]) -> Callable[..., Locator]:
    """Open a link of the Backprop page and give the microscope's root."""

    def go(page: Page, **link: str) -> Locator:
        page.goto(f"{app_url}/backprop?" + "&".join(f"{name}={value}" for name, value in link.items()))
        return part(page, "steps")

    return go


def every_value(passage: microscope.Passage) -> Callable[[str], float]:
    """What the engine computed, by the names of the page; the learning rate is the page's own, 0.5."""
    stepped = passage.updated(0.5)
    after = microscope.look(passage.architecture, stepped, passage.inputs, passage.targets)
    arrays: dict[str, Any] = {
        "x": passage.inputs, "t": passage.targets, "y": passage.probabilities, "E": passage.errors,
        "ME": np.float64(passage.error), "NE": np.float64(after.error), "c": passage.chain,
        "dy": passage.grads_wrt_probabilities, "J": passage.jacobians,
        "W": passage.params[::2], "b": passage.params[1::2], "z": passage.sums, "h": passage.activations,
        "g": passage.signals, "s": passage.blames, "f": passage.slopes,
        "dW": passage.grads[::2], "db": passage.grads[1::2], "nW": stepped[::2], "nb": stepped[1::2],
    }  # fmt: skip

    def value(name: str) -> float:
        kind, layer, at = re.fullmatch(r"([A-Za-z]+)(\d*)((?:_\d+)*)", name).groups()  # type: ignore[union-attr]
        found = arrays[kind][int(layer) - 1] if layer else arrays[kind]
        return float(found[tuple(int(i) - 1 for i in at.split("_")[1:])])

    return value


@pytest.mark.parametrize(
    ("stem", "pattern", "numbers"),
    [("d1_sigmoid", 2, "rounded"), ("d2_tanh", 0, "full"), ("d3_relu", 0, "rounded"), ("d0_none", 1, "full")],
)
def test_every_number_on_screen_is_the_engines_to_its_last_digit(
    page: Page, open_part: Callable[..., Locator], stem: str, pattern: int, numbers: str
) -> None:
    arrays, link = link_to(VECTORS / f"{stem}.npz")
    root = open_part(page, **link, pattern=str(pattern), numbers=numbers)
    sizes = tuple(arrays["sizes"].tolist())
    model = Architecture(sizes, (stem.split("_")[1],) * (len(sizes) - 2))
    params = [arrays[f"{kind}{layer}"] for layer in range(1, len(sizes)) for kind in "Wb"]
    rows = slice(pattern - 1, pattern) if pattern else slice(4)
    value = every_value(microscope.look(model, params, arrays["X"][rows], arrays["T"][rows]))

    shown = root.evaluate(SHOWN)

    assert len({name for name, _ in shown}) > 30
    for name, text in shown:
        expected = value(name)
        assert abs(number(text) - expected) <= 0.5001 * last_digit(text) + 1e-15, (name, text, expected)


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"patterns": "3", "pattern": "0", "depth": "2", "activation": "tanh-relu", "units": "4-3"},
        {"patterns": "2", "pattern": "2", "depth": "3", "activation": "sigmoid-relu-tanh", "numbers": "full"},
    ],
)
def test_the_arithmetic_of_every_number_comes_to_that_number(
    page: Page, open_part: Callable[..., Locator], link: dict[str, str]
) -> None:
    reasons = open_part(page, **link).evaluate(ARITHMETIC)

    checked = 0
    for reason in reasons:
        for line in reason["lines"]:
            equation = re.search(r"([-−(0-9][^=≠a-z]*|−\(.*ln.*) = (\S+)$", line)
            if not equation or "<" in line:
                continue
            left, right = equation.groups()
            size = max(
                1.0, *(abs(number(n)) for n in re.findall(r"[−\d.]+(?:·10[⁻⁰-⁹¹²³]+)?", left) if n != "−")
            )
            if "/" in left:  # a small divisor enlarges what rounding left out of it
                size = max(size, abs(computed(left)) ** 2)
            assert abs(computed(left) - number(right)) <= 1.01 * last_digit(right) * size, (
                reason["name"],
                line,
            )
            checked += 1
        if reason["boxes"] and all(op in ("", "·") for op, _, _ in reason["boxes"]):
            texts = [text for _, text, _ in reason["boxes"]]
            if all(re.fullmatch(r"[−\d.]+(·10\S+)?", text) for text in texts):
                product, head = math.prod(number(text) for text in texts), reason["head"]
                size = max(1.0, *(abs(number(text)) for text in texts))
                assert abs(product - number(head)) <= 1.01 * last_digit(head) * size, reason
                checked += 1
    assert checked > 40


@pytest.mark.parametrize("link", [{"patterns": "1"}, {"patterns": "2", "pattern": "0"}])
def test_stepping_with_the_arrow_keys_creates_and_removes_nothing(
    page: Page, open_part: Callable[..., Locator], link: dict[str, str]
) -> None:
    root = open_part(page, **link)
    root.evaluate("""root => {
      root.changed = 0;
      new MutationObserver(records => { root.changed += records.filter(r =>
          [...r.addedNodes, ...r.removedNodes].some(node => node.nodeType === 1)).length; })
        .observe(root.querySelector(".tables"), { childList: true, subtree: true });
      root.kept = [root, ...root.querySelectorAll(".unit, .edges line, .cell")]; }""")
    headlines = {root.locator(".headline").inner_text()}
    for step, key in ((2, "Right"), (3, "Right"), (4, "Right"), (5, "Right"), (6, "Right"), (5, "Left")):
        page.keyboard.press(f"Arrow{key}")
        expect(root.locator("[aria-current=step]")).to_have_attribute("data-step", str(step))
        headlines.add(root.locator(".headline").inner_text())
    page.wait_for_url("**step=5**")
    assert len(headlines) == 6
    assert root.evaluate("root => [root.changed, root.kept.every(node => node.isConnected)]") == [0, True]


def test_pointing_at_a_number_lights_its_sources_and_says_its_method(
    page: Page, open_part: Callable[..., Locator]
) -> None:
    root = open_part(page, step="5")
    root.locator(".stage:not([hidden]) [data-cell=dW1_3_2]").hover()
    expect(root.locator("h2")).to_contain_text("from input 2 to hidden unit 3")
    methods = root.locator(".parts td:nth-child(2)").all_inner_texts()
    assert methods == [
        "CrossEntropySoftmaxError.grad",
        "AffineLayer.bprop",
        "SigmoidLayer.bprop",
        "AffineLayer.grads_wrt_params",
    ]
    lit = root.locator(".edges line.lit").evaluate_all("lines => lines.map(line => line.dataset.edge).sort()")
    assert lit == ["1_3_2", "2_1_3", "2_2_3", "2_3_3"]
    units = root.locator(".unit.lit").evaluate_all("units => units.map(unit => unit.dataset.unit)")
    assert units == ["0_2", "1_3", "2_1", "2_2", "2_3"]
    expect(root.locator(".verdict")).to_contain_text("✓ finite difference")


def test_an_edit_is_followed_by_every_number_and_keeps_the_focus(
    page: Page, open_part: Callable[..., Locator]
) -> None:
    root = open_part(page)
    root.evaluate("root => { root.marked = true; }")
    field = root.locator(".stage:not([hidden]) [data-cell=W1_2_1]")
    before = root.locator(".error-words").inner_text()
    field.fill("1.25")
    field.press("Enter")
    page.wait_for_url("**edits=w1_2_1_1.25**")
    expect(root.locator(".error-words")).not_to_have_text(before)
    field.press("ArrowUp")
    page.wait_for_url("**edits=w1_2_1_1.35**")
    expect(field).to_be_focused()
    field.fill("one")
    field.press("Enter")
    expect(root.locator(".refused")).to_have_text("“one” is not a number; the number stays as it was.")
    assert root.evaluate("root => root.marked && root.steps.passage.value('W1_2_1')") == 1.35


def test_an_edit_that_got_lost_is_asked_for_again(page: Page, open_part: Callable[..., Locator]) -> None:
    root = open_part(page)
    root.evaluate(
        """root => {
          const part = root.steps, { ask } = part;
          window.lost = [];
          part.ask = (name, value) => {
            if (name === "edit" && !window.lost.length) window.lost.push(name);
            else ask(name, value);
          };
        }"""
    )
    field = root.locator(".stage:not([hidden]) [data-cell=W1_2_1]")
    field.fill("1.25")
    field.press("Enter")
    page.wait_for_url("**edits=w1_2_1_1.25**")
    assert page.evaluate("window.lost") == ["edit"]


def test_what_is_no_number_is_refused_in_a_sentence_and_the_field_lets_go_of_it(
    page: Page, open_part: Callable[..., Locator]
) -> None:
    root = open_part(page)
    field = root.locator(".stage:not([hidden]) input[data-cell=W1_1_1]")
    before = field.input_value()
    for typed, words in (
        ("abc", "“abc” is not a number"),
        ("nan", "“nan” is not a number"),
        ("1e9", "between"),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(root.locator(".refused")).to_contain_text(words)
        expect(field).to_be_focused()
        field.blur()
        expect(field).to_have_value(before)


def test_a_step_of_gradient_descent_is_taken_and_taken_back(
    page: Page, open_part: Callable[..., Locator]
) -> None:
    root = open_part(page, step="6")
    expected = root.evaluate("root => root.steps.passage.numbers.NE")
    root.locator(".take").click()
    page.wait_for_url("**updates=1**")
    page.wait_for_function("root => root.steps.run.updates === 1", arg=root.element_handle())
    assert root.evaluate("root => root.steps.passage.numbers.ME") == pytest.approx(expected, rel=1e-12)
    root.locator(".back").click()
    page.wait_for_function("root => root.steps.run.updates === 0", arg=root.element_handle())


@pytest.mark.parametrize(("patterns", "pattern"), [(1, 1), (2, 0), (3, 1), (4, 3)])
def test_the_step_that_is_announced_is_the_step_that_is_taken(
    page: Page, open_part: Callable[..., Locator], patterns: int, pattern: int
) -> None:
    link = {"patterns": str(patterns), "pattern": str(pattern), "numbers": "full"}
    root = open_part(page, **link, step="5")
    page.keyboard.press("ArrowRight")
    expect(root.locator(".stepper [aria-current]")).to_contain_text("Update")
    shown = dict(root.evaluate(SHOWN))
    announced = {name[1:]: text for name, text in shown.items() if name[:2] in ("nW", "nb")}
    expect(root.locator(".headline")).to_have_text(re.compile(r"\d\.\d.*\d\.\d"))
    _, error = re.findall(r"[\d.]+\d", root.locator(".headline").inner_text())[-2:]
    if patterns > 1:
        expect(root.locator(".headline")).to_contain_text(f"of {patterns} patterns")
        expect(root.locator(".batch-words")).to_contain_text(
            f"the batch's, along the mean gradient of its {patterns}"
        )
    root.locator(".take").click()
    page.wait_for_function("root => root.steps.run.updates === 1", arg=root.element_handle())
    expect(root.locator(".error-words")).to_contain_text("after 1 update")
    taken = dict(root.evaluate(SHOWN))
    assert len(announced) > 10
    for name, text in announced.items():
        assert number(taken[name]) == pytest.approx(number(text), abs=1.01 * last_digit(text)), name
    after = root.locator(".error-words").inner_text().split("=")[1].split(",")[0].strip()
    assert number(after) == pytest.approx(number(error), abs=0.501 * last_digit(error))
    page.keyboard.press("ArrowLeft")
    if pattern:
        assert root.evaluate("root => root.steps.passage.n") == 1


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_nothing_scrolls_sideways_and_no_text_is_small(
    new_page: Callable[..., Page], open_part: Callable[..., Locator], width: int, scheme: str
) -> None:
    page = new_page(width=width, color_scheme=scheme)
    root = open_part(page, depth="3", units="5", patterns="4", pattern="0", step="5")
    assert root.evaluate("root => root.dataset.theme") == scheme
    assert (
        root.evaluate("""() => { const main = document.querySelector("[data-testid=stMain]");
        return main.scrollWidth - main.clientWidth; }""")
        == 0
    )
    assert root.evaluate(SMALL) == []


def test_the_clicker_walks_the_steps_after_the_answer(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?scene=five-steps&stage=1")
    step, rule = page.locator(".steps .stepper [aria-current] span"), page.locator(".steps .rule")
    lit = page.locator(".steps .unit.lit")
    expect(step).to_have_text("Forward")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(rule).to_be_hidden()
    assert page.locator(".steps .stepper [data-step='6'] i").evaluate_all(
        "all => all.map((one) => getComputedStyle(one, '::before').content)"
    ) == ['"then"', "none"]
    seen = [("Error", "E = −Σ", 3), ("Output gradients", "y − t", 3), ("Hidden gradients", "Σ", 3)]
    for build, (name, formula, units) in enumerate([*seen, ("Weight gradients", "∂E/∂w", 0)], start=1):
        page.keyboard.press("PageDown")
        expect(step).to_have_text(name)
        expect(rule).to_contain_text(formula)
        expect(lit).to_have_count(units)
        page.wait_for_url(f"**build={build}**")
    for name, *_ in reversed(seen):
        page.keyboard.press("PageUp")
        expect(step).to_have_text(name)
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    page.keyboard.press("PageUp")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(step).to_have_text("Forward")


def test_a_link_opens_a_step_of_the_five(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?scene=five-steps&stage=1&build=3")
    step = page.locator(".steps .stepper [aria-current] span")
    expect(step).to_have_text("Hidden gradients")
    page.locator(".steps .stepper [data-step='2']").click()
    expect(step).to_have_text("Error")
    page.wait_for_url("**step=2**")
    page.keyboard.press("PageDown")
    expect(step).to_have_text("Weight gradients")


def test_what_is_pointed_at_does_not_move_away(page: Page, open_part: Callable[..., Locator]) -> None:
    root = open_part(page, step="5", patterns="2")
    names = root.evaluate(
        """root => [...root.querySelectorAll(".stage:not([hidden]) [data-cell]")].map(c => c.dataset.cell)"""
    )
    assert len(names) > 20
    tops = """([root, names]) => names.map(name => {
      root.steps.point(name);
      return Math.round(root.querySelector(".tables").getBoundingClientRect().top); })"""
    page.evaluate(tops, [root.element_handle(), names])
    assert len(set(page.evaluate(tops, [root.element_handle(), names]))) == 1


@pytest.mark.parametrize("depth", ["1", "2", "3"])
def test_on_a_phone_no_weight_covers_a_number_and_no_number_is_cut_off(
    new_page: Callable[..., Page], open_part: Callable[..., Locator], depth: str
) -> None:
    root = open_part(new_page(width=390), depth=depth, units="5", activation="tanh", step="4")
    cut = root.evaluate("""root => [...root.querySelectorAll(".unit .line")].filter(line =>
        line.lastChild.getBoundingClientRect().right > line.parentElement.getBoundingClientRect().right)
        .map(line => line.textContent)""")
    covered = root.evaluate("""root => {
      const numbers = [...root.querySelectorAll(".unit .line b")].map(b => b.getBoundingClientRect());
      return [...root.querySelectorAll(".labels .lit")].filter(l => getComputedStyle(l).visibility === "visible")
        .filter(label => { const l = label.getBoundingClientRect();
          return numbers.some(n => l.left < n.right && n.left < l.right && l.top < n.bottom && n.top < l.bottom); })
        .map(label => label.textContent); }""")
    assert cut == []
    assert covered == []
