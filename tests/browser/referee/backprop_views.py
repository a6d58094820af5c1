"""Checks of blame, outer products with their film, and the hand-check, by NumPy and from their own digits."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from datasets import mnist
from tests.browser.referee.backprop_reference import (
    CELLS,
    SLOPE,
    Floats,
    Pass,
    close,
    holds,
    part_of,
    pass_of,
    plain,
    worth,
)
from tests.browser.referee.backprop_steps import check_network
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.written_numbers import last_digit, number
from ui.backprop import worked_example
from ui.backprop.check import sheets
from ui.backprop.film.training import NETWORKS
from ui.digits.runs import own_run


def blamed(scene: Scene) -> tuple[Pass, int, int]:
    """The pass, and the layer and the number of the hidden unit that is blamed; 0 where there is none."""
    unit = part_of(scene, "blame").evaluate("root => root.blame.unit")
    layer, j = map(int, unit[1:].split("_")) if unit else (0, 0)
    return pass_of(scene, "blame"), layer, j


def parts_of(p: Pass, layer: int, j: int) -> Floats:
    """What each unit above makes of it."""
    return np.asarray(p.arrays["g"][layer][0] * p.W[layer][:, j - 1])


def unit_words(p: Pass, layer: int, j: int) -> str:
    return f"hidden unit {j}" + (f" of layer {layer}" if p.depth > 2 else "")


@checks("backprop.blame.network")
def _blame_network(said: Said, scene: Scene) -> None:
    check_network(scene, "blame", pass_of(scene, "blame"))


@checks("backprop.blame.headline")
def _blame_headline(said: Said, scene: Scene) -> None:
    p, layer, j = blamed(scene)
    if not layer:
        assert said.text == "No hidden layer: each output answers for itself"
        assert p.depth == 1
        return
    parts, unit, last = parts_of(p, layer, j), unit_words(p, layer, j), layer + 1 == p.depth
    slope = float(p.arrays["f"][layer - 1][0, j - 1])
    if said.text == f"Nobody blames {unit}":
        assert not parts.any()
    elif said.text.endswith("is shut: none of its blame gets through"):
        assert said.text.startswith(unit.capitalize())
        assert slope == 0
    elif "mostly cancel" in said.text:
        assert (
            said.text == f"The {'outputs' if last else f'units of layer {layer + 1}'} mostly cancel in {unit}"
        )
        assert abs(parts.sum()) < 0.25 * np.abs(parts).sum()
    else:
        most = int(np.abs(parts).argmax()) + 1
        above = f"Output {most}" if last else f"Unit {most} of layer {layer + 1}"
        assert said.text == f"{above} blames {unit} the most"
        assert slope != 0


@checks("backprop.blame.rows")
def _rows(said: Said, scene: Scene) -> None:
    """The parts, their sum, the gate, and what it leaves: each by NumPy, and by the digits of those before it."""
    if not (found := blamed(scene))[1]:
        return
    p, layer, j = found
    *texts, total, slope, left = [plain(text) for text in re.findall(r"<b>([^<]*)</b>", said.html)]
    parts = parts_of(p, layer, j)
    assert len(texts) == len(parts)
    assert all(close(text, value) for text, value in zip(texts, parts, strict=True))
    signal = float(p.arrays["g"][layer - 1][0, j - 1])
    assert close(total.removeprefix("≈ "), float(parts.sum()))
    assert close(slope, float(p.arrays["f"][layer - 1][0, j - 1]))
    assert close(left.removeprefix("≈ "), signal)
    if "≈" not in total:
        assert holds(" + ".join(f"({text})" for text in texts), "=", total)
    if "≈" not in left:
        assert holds(f"({total.removeprefix('≈ ')})({slope})", "=", left)
    widths = re.findall(r'class="bar [a-z]+" style="left:[\d.e-]+%;width:([\d.e-]+)%"', said.html)
    assert len(widths) == np.count_nonzero([*parts, parts.sum(), signal])


@checks("backprop.blame.product")
def _product(said: Said, scene: Scene) -> None:
    """The unit's error signal times what one of its weights carries is the gradient by that weight."""
    p, layer, j = blamed(scene)
    if not layer:
        return
    words = re.findall(r"<p>(.*?)</p>", said.html)
    found = re.fullmatch(
        r"∂E/∂w\((\d)\)(\d)(\d) = g\(\1\)\2 · (?:x|h\(\d\))\3", re.sub("</?sup>", "", plain(words[0]))
    )
    assert found, words
    assert [int(found[1]), int(found[2])] == [layer, j]
    arithmetic, sign, result = re.split(r" ([=≈]) ", plain(words[1]))
    assert close(result, p.value(f"dW{layer}_{j}_{found[3]}"))
    assert holds(arithmetic, sign, result)


@checks("backprop.blame.gate")
def _gate(said: Said, scene: Scene) -> None:
    p, layer, j = blamed(scene)
    if not layer:
        return
    found = re.match(
        r"The gate lets (\S+) % through: the slope of ([^.]*)\. AffineLayer\.bprop, then (\w+)\.bprop\.$",
        said.text,
    )
    assert found, said.text
    name = p.activations[layer - 1]
    assert close(found[1], 100 * float(p.arrays["f"][layer - 1][0, j - 1]))
    slopes = SLOPE[name](np.linspace(-20, 20, 40_001))
    if most := re.search(r"(\S+) % at most", found[2]):
        assert abs(100 * slopes.max() - float(most[1])) < 0.01
    elif name == "relu":
        assert "1 or 0" in found[2]
        assert set(slopes) == {0.0, 1.0}
    else:
        assert not re.search(r"\d", found[2])
    assert found[3].lower().startswith(name)


def nudged(scene: Scene) -> tuple[Pass, str, float, float]:
    """The pass, the weight that is moved, where it stands, and by how much."""
    name, value, epsilon = part_of(scene, "blame").evaluate(
        "root => { const { run, nudge: { at } } = root.blame, { weight, value, scale } = run.nudge;"
        " return [weight, value, scale[at]]; }"
    )
    return pass_of(scene, "blame"), name, value, epsilon


def moved(p: Pass, name: str, by: float) -> tuple[float, Floats]:
    """Error and probabilities once a weight or a bias has moved."""
    found = re.fullmatch(r"([Wb])(\d)((?:_\d)+)", name)
    assert found
    arrays = [array.copy() for array in (p.W if found[1] == "W" else p.b)]
    arrays[int(found[2]) - 1][tuple(int(i) - 1 for i in found[3][1:].split("_"))] += by
    given: dict[str, Any] = {"weights" if found[1] == "W" else "biases": arrays}
    _, _, y = p.forward(**given)
    return p.mean_error(**given), y[0]


def slopes_of(p: Pass, name: str) -> tuple[float, Floats]:
    """∂E/∂w and ∂y/∂w, by differences of the fourth order."""
    step = 1e-3
    (a, ya), (b, yb), (c, yc), (d, yd) = (moved(p, name, k * step) for k in (-2, -1, 1, 2))
    return (a - 8 * b + 8 * c - d) / (12 * step), np.asarray((ya - 8 * yb + 8 * yc - yd) / (12 * step))


@checks("backprop.blame.weight")
def _weight(said: Said, scene: Scene) -> None:
    p, name, value, _ = nudged(scene)
    assert p.value(name) == value
    assert close(said.text.rpartition(" = ")[2], value)
    if scene.settings.weight:
        assert name.lower() == scene.settings.weight


@checks("backprop.blame.epsilon")
def _epsilon(said: Said, scene: Scene) -> None:
    *_, epsilon = nudged(scene)
    assert epsilon == scene.settings.nudge
    assert float(said.text.replace("−", "-")) == epsilon


@checks("backprop.blame.changes")
def _changes(said: Said, scene: Scene) -> None:
    p, name, _, epsilon = nudged(scene)
    (error, y), (error_after, y_after), (slope, slopes) = (
        moved(p, name, 0),
        moved(p, name, epsilon),
        slopes_of(p, name),
    )
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row)[1:] for row in said.html.split("</tr>")[:-1]]
    truths = np.column_stack([[error, *y], [error_after, *y_after], [slope, *slopes]])
    assert len(rows) == len(truths)
    for (before, after, change, predicted), (was, now, rises) in zip(rows, truths, strict=True):
        assert close(before, was)
        assert close(after, now)
        assert close(change.removeprefix("≈ ").removeprefix("+"), now - was)
        text = predicted.removeprefix("+")
        assert abs(number(text) - epsilon * rises) <= 0.51 * last_digit(text) + 1e-8
        if "≈" not in change:
            assert holds(f"{after} − {before}", "=", change.removeprefix("+"))


@checks("backprop.blame.nudge")
def _nudge(said: Said, scene: Scene) -> None:
    p, name, _, epsilon = nudged(scene)
    (error, _), (after, _), (half, _) = (moved(p, name, by) for by in (0, epsilon, epsilon / 2))
    slope, _ = slopes_of(p, name)
    if epsilon == 0:
        still = re.fullmatch(r"∂E/∂w = (\S+)\. Move the slider: how far off will ε ∂E/∂w be\?", said.text)
        assert still, said.text
        assert abs(number(still[1]) - slope) <= 0.51 * last_digit(still[1]) + 1e-8
        return
    if known := re.fullmatch(
        r"∂E/∂w = 0: no change is predicted(, and none comes|, but the error changes all the same)\.",
        said.text,
    ):
        assert abs(slope) < 1e-9
        assert known[1].startswith(", and") == (abs(after - error) < 1e-12)
        return
    found = re.fullmatch(
        r"ε · ∂E/∂w = (\S+), the change is (\S+): off by (about )?(\S+) %\. Half the step is off by (\S+) %\.",
        said.text,
    )
    assert found, said.text
    predicted, change = epsilon * slope, after - error
    assert abs(number(found[1]) - predicted) <= 0.51 * last_digit(found[1]) + 1e-8
    assert close(found[2], change)
    for text, off in ((found[4], change / predicted - 1), (found[5], (half - error) / (predicted / 2) - 1)):
        assert abs(number(text) - 100 * abs(off)) <= 0.51 * last_digit(text) + 1e-4
    if not found[3]:
        assert holds(f"100 * ({found[2]} / ({found[1]}) − 1)".replace(" * ", "·"), "=", found[4]) or holds(
            f"100·(1 − {found[2]} / ({found[1]}))", "=", found[4]
        )


@checks("backprop.blame.curve")
def _curve(said: Said, scene: Scene) -> None:
    *_, value, _ = nudged(scene)
    (label,) = said.attributes
    found = re.fullmatch(r"Error against the weight, from (\S+) to (\S+)", label)
    assert found, label
    assert close(found[1], value - 2)
    assert close(found[2], value + 2)
    ticks = re.findall(r"<text[^>]*>([^<]*)</text>", said.html)
    assert len(ticks) == 3
    assert all(close(tick, value + by) for tick, by in zip(ticks, (-2, 0, 2), strict=True))


@checks("backprop.blame.spoken")
def _blame_spoken(said: Said, scene: Scene) -> None:
    """What screen readers are told is what stands on the page."""
    root = part_of(scene, "blame")
    head, gate, nudge = (
        root.locator(s).text_content() for s in (".headline", ".stack-words", ".nudge-words")
    )
    assert said.text == f"{head}. {gate} {nudge}"


TILES = """box => Object.fromEntries(["row", "column", "product"].map((kind) => [kind,
  [...box.querySelectorAll(`[data-${kind}]`)].map((t) =>
    [t.dataset[kind], t.dataset.crossing ?? "", t.textContent])]))"""


@checks("backprop.outer.headline")
def _outer_headline(said: Said, scene: Scene) -> None:
    p, layer = pass_of(scene, "outer"), layer_of(scene)
    g = p.arrays["g"][layer - 1]
    if p.is_held("W", layer):
        assert said.text == "The weights of this layer stay as drawn: no step uses these gradients"
        return
    if p.n > 1:
        assert said.text == f"{p.n} outer products add up to one gradient"
        return
    found = re.fullmatch(
        r"The strongest row is that of (output|hidden unit) (\d), where g = (\S+)", said.text
    )
    assert found, said.text
    assert (found[1] == "output") == (layer == p.depth)
    assert int(found[2]) - 1 == np.abs(g[0]).argmax()
    assert close(found[3], g[0, int(found[2]) - 1])


def layer_of(scene: Scene) -> int:
    return int(part_of(scene, "outer").evaluate("root => root.outer.layer"))


@checks("backprop.outer.products")
def _products(said: Said, scene: Scene) -> None:
    """Each tile by NumPy; and by its digits the product of its row and its column, and the sum of all patterns."""
    p, layer, box = pass_of(scene, "outer"), layer_of(scene), part_of(scene, "outer").locator(".products")
    tiles = box.evaluate(TILES)
    answers = [p.arrays["x"], *p.arrays["h"]][layer - 1]
    rows = {place: text for place, _, text in tiles["row"]}
    columns = {place: text for place, _, text in tiles["column"]}
    for texts, array in ((rows, p.arrays["g"][layer - 1]), (columns, answers)):
        assert len(texts) == array.size
        assert all(
            close(text, array[tuple(int(i) - 1 for i in place.split("_"))]) for place, text in texts.items()
        )
    sums: dict[str, list[str]] = {}
    exact = "≈" not in plain(said.html) and not part_of(scene, "outer").evaluate("root => root.outer.brief")
    for pattern, crossing, text in tiles["product"]:
        _, k, j = crossing.split("_")
        n = int(pattern) - 1
        assert close(text, p.arrays["g"][layer - 1][n, int(k) - 1] * answers[n, int(j) - 1])
        assert not exact or holds(f"({rows[f'{pattern}_{k}']})({columns[f'{pattern}_{j}']})", "=", text)
        sums.setdefault(crossing, []).append(f"({text})")
    for name, text in box.evaluate(CELLS):
        assert close(text, p.value(name))
        assert not exact or holds(" + ".join(sums[name.removeprefix("dW")]), "=", text)
    titles = [plain(title) for title in re.findall(r'<p class="title">(.*?)</p>', said.html)]
    whose = [plain(words) for words in re.findall(r'<span class="who">(.*?)</span>', said.html)]
    for words in (one for one in whose if one.startswith("output")):
        check_row_words(words, p)
    if p.n > 1:
        assert titles[:-1] == [f"pattern {i + 1}" for i in range(p.n)] or not exact


def check_row_words(words: str, p: Pass) -> None:
    """An output's row says what its error signal is made of."""
    found = re.fullmatch(r"output (\d): y − t = \(?(\S+) − ([01])\)?(?: / (\d))? =", words)
    assert found, words
    assert int(found[4] or 1) == p.n
    k, y, t = int(found[1]) - 1, number(found[2]), int(found[3])
    assert any(
        abs(row[k] - y) < 0.000501 and target[k] == t for row, target in zip(p.arrays["y"], p.t, strict=True)
    )


@checks("backprop.outer.weights")
def _outer_weights(said: Said, scene: Scene) -> None:
    """W − η ∂E/∂W, with the gradient as it stands beside it, is the new W."""
    p, root = pass_of(scene, "outer"), part_of(scene, "outer")
    texts = dict(root.locator(".weights").evaluate(CELLS))
    gradient = dict(root.locator(".products").evaluate(CELLS))
    if not gradient:
        gradient = {
            f"dW{place}": text for _, place, text in root.locator(".products").evaluate(TILES)["product"]
        }
    (sign,) = re.findall(r"= *$|[=≈](?=</span>)", re.search(r'<span class="sign">.*?</span>', said.html)[0])  # type: ignore[index]
    rates = re.findall(r"<small><i>η</i> = (\S+)</small>", said.html)
    held = p.is_held("W", layer_of(scene))
    assert [number(rate) for rate in rates] == ([] if held else [p.rate])
    for name, text in texts.items():
        assert close(text, p.value(name))
        if name.startswith("nW") and sign == "=" and not root.evaluate("root => root.outer.brief"):
            step = 0.0 if held else p.rate * number(gradient[f"dW{name[2:]}"])
            value = number(texts[name[1:]]) - step
            assert close(text, value), (name, text, value)


@checks("backprop.outer.reason")
def _reason(said: Said, scene: Scene) -> None:
    p, layer = pass_of(scene, "outer"), layer_of(scene)
    crossing = part_of(scene, "outer").evaluate("root => root.outer.pinned")
    text = re.sub(r"<span class=\"ix\">.*?</sub></span>", "", said.html)
    found = re.search(
        r" ([=]) ([^=≈]*) ([=≈]) <b>(.*?)</b>\. (?:With <i>η</i> = (\S+),|It stays as drawn:) "
        r"new <i>w</i> = ([^=≈]*) ([=≈]) <b>(.*?)</b>\.",
        text,
    )
    assert found, text
    assert int(crossing.split("_")[0]) == layer
    assert holds(found[2], found[3], found[4])
    assert holds(found[6], found[7], found[8])
    assert close(found[4], p.value(f"dW{crossing}"))
    assert close(found[8], p.value(f"nW{crossing}"))
    assert bool(found[5]) != p.is_held("W", layer)
    if found[5]:
        assert close(found[5], p.rate)
        assert f"({found[5]})" in found[6]
    n = re.search(r"Each <i>g</i> has 1/(\d) in it", said.html)
    assert (int(n[1]) if n else 1) == p.n


@cache
def trained(network: str, updates: int) -> list[Floats]:
    """Weights and biases after so many updates, from a run of one's own."""
    run = own_run(NETWORKS[network]).run
    run.advance(updates)
    return [part.astype(np.float64) for part in run.architecture.split(run.params)]


@cache
def digits_pass(network: str, updates: int, first: int) -> tuple[Floats, Floats, float]:
    """Mean gradient of the first layer on the first images, its error signals times N, and the mean error."""
    training, params = mnist.load().training, trained(network, updates)
    inputs, targets = training.inputs[:first] / 255, np.eye(10)[training.labels[:first]]
    names = ["sigmoid"] if network == "hidden" else []
    p = Pass(inputs, targets, list(params[::2]), list(params[1::2]), names, 1.0, first)
    _, h, y = p.forward()
    g = (y - targets) / first
    if names:
        g = (g @ p.W[1]) * h[0] * (1 - h[0])
    return g.T @ inputs, first * g, float(-np.log(y[targets == 1]).mean())


MOMENT = """root => { const { run, at } = root.film; return [run.id, run.arrays.updates[at], run.label]; }"""


def moment_of(scene: Scene) -> tuple[str, int, int]:
    network, updates, label = part_of(scene, "film").evaluate(MOMENT)
    assert network == scene.settings.digits
    assert label == int(mnist.load().training.labels[0])
    return network, int(updates), label


@checks("backprop.film.headline")
def _film_headline(said: Said, scene: Scene) -> None:
    """Back-propagated through all images but one, which have no part in it: what is left is g times the image."""
    network, updates, _ = moment_of(scene)
    assert said.text == "One image’s gradient is the image itself, times g"
    gradient, signals, _ = digits_pass(network, updates, 1)
    np.testing.assert_allclose(gradient, np.outer(signals[0], mnist.load().training.inputs[0] / 255))


@checks("backprop.film.words")
def _film_words(said: Said, scene: Scene) -> None:
    network, updates, label = moment_of(scene)
    _, signals, _ = digits_pass(network, updates, 1)
    if network == "single":
        assert said.text.startswith(
            f"784–10 on MNIST: the image is a {label}. Its own output has the negative g;"
        )
        assert ((signals[0] < 0) == (np.arange(10) == label)).all()
    else:
        assert said.text.startswith(f"784–15–10 sigmoid on MNIST: the image is a {label};")
        assert signals.shape == (1, 15)


@checks("backprop.film.moment")
def _film_moment(said: Said, scene: Scene) -> None:
    network, updates, _ = moment_of(scene)
    _, _, error = digits_pass(network, updates, 1_000)
    when = f"After {updates:,} update{'' if updates == 1 else 's'}" if updates else "Before training"
    assert said.text == f"{when}, E = {error:.3f} on the first 1,000 training images"


@checks("backprop.film.strips")
def _strips(said: Said, scene: Scene) -> None:
    network, updates, _ = moment_of(scene)
    gradient, _, _ = digits_pass(network, updates, 1_000)
    _, signals, _ = digits_pass(network, updates, 1)
    captions = [
        re.fullmatch(r"(\d+): (\S+)", text)
        for text in re.findall(r"<figcaption>(.*?)</figcaption>", said.html)
    ]
    found = [(int(one[1]), one[2]) for one in captions if one]
    first = 1 if network == "hidden" else 0
    assert [unit for unit, _ in found] == list(range(first, first + signals.shape[1]))
    assert all(
        abs(number(text) - g) <= 0.51 * last_digit(text) + 1e-6
        for (_, text), g in zip(found, signals[0], strict=True)
    )
    largest = re.findall(r"the strongest pixel is (\S+?)<", said.html)
    assert len(largest) == 2
    for text, array in zip(largest, (gradient, trained(network, updates)[0]), strict=True):
        assert abs(number(text) - np.abs(array).max()) <= 0.51 * last_digit(text) + 1e-6, (
            text,
            np.abs(array).max(),
        )
    assert "mean of the first 1,000 training images" in said.text


def sheet_of(scene: Scene) -> tuple[Pass, list[str], dict[str, Any]]:
    blanks, marks = part_of(scene, "check").evaluate("root => [root.check.run.blanks, root.check.run.marks]")
    return pass_of(scene, "check"), blanks, marks


def is_open(name: str, blanks: list[str], marks: dict[str, Any]) -> bool:
    return name in blanks and not marks.get(name, {}).get("right")


@checks("backprop.check.headline")
def _check_headline(said: Said, scene: Scene) -> None:
    _, blanks, marks = sheet_of(scene)
    missing = sum(is_open(name, blanks, marks) for name in blanks)
    expected = {
        0: f"All {len(blanks)} numbers are right",
        len(blanks): f"{len(blanks)} numbers are missing: work them out",
    }.get(missing, f"{len(blanks) - missing} of {len(blanks)} numbers are right")
    if len(blanks) == 1:
        expected = "One number is missing: work it out" if missing else "The number is right"
    assert said.text == (expected if blanks else "Nothing is blank on this sheet")


@checks("backprop.check.who")
def _who(said: Said, scene: Scene) -> None:
    p, _, _ = sheet_of(scene)
    s = scene.settings
    assert said.text.startswith(f"Student {s.student}" if s.student else "The page's own network")
    assert said.text.endswith(f" · right within {s.tolerance:g}")
    assert (f", mean over {p.n} patterns" in said.text) == (p.n > 1)
    hidden = re.search(r"hidden units: (.*?) ·", said.text)
    assert (hidden[1].lower().split(", ") if hidden else []) == list(dict.fromkeys(p.activations))


@checks("backprop.check.network")
def _check_network(said: Said, scene: Scene) -> None:
    check_network(scene, "check", sheet_of(scene)[0])


@checks("backprop.check.sheet")
def _sheet(said: Said, scene: Scene) -> None:
    """Numbers are right; blanks are empty until something is typed there."""
    p, blanks, marks = sheet_of(scene)
    cells = part_of(scene, "check").locator(".tables").evaluate(CELLS)
    assert len({name for name, _ in cells} | set(blanks)) > 10
    for name, text in cells:
        if name not in blanks or (text and name not in marks):  # a revealed answer fills what was left blank
            assert close(text, p.value(name)), name
        elif re.fullmatch(r"[-−+]?[0-9]+(?:[.,][0-9]+)?", text):
            off = abs(number(text.replace(",", ".")) - p.value(name))
            assert marks[name]["right"] == (off <= scene.settings.tolerance)
        else:
            assert not marks[name]["right"]


HAND = """root => { const { taken, run, depths } = root.check;
  return [taken, run.typed[taken] ?? "", depths[taken] ?? 0]; }"""


@checks("backprop.check.mark")
def _mark(said: Said, scene: Scene) -> None:
    """What is said of an answer, from the text that was typed and the number by NumPy."""
    p, _, _ = sheet_of(scene)
    name, typed, _ = part_of(scene, "check").evaluate(HAND)
    if not typed:
        assert said.text == "Type your answer into the cell with the thick frame."
        return
    tolerance, value = scene.settings.tolerance, p.value(name)
    sign, _, words = said.text.partition(" ")
    if words.endswith("is not a number."):
        assert sign == "✗"
        assert not re.fullmatch(r"[-−+]?[0-9]+(?:[.,][0-9]+)?", typed)
        return
    answer = float(typed.replace("−", "-").replace(",", "."))
    off = abs(answer - value)
    assert (sign == "✓") == (off <= tolerance), (name, typed, value)
    near, rounded = off < 0.05 * abs(value), off <= 0.5001 * last_digit(typed.replace(",", "."))
    if sign == "✓":
        assert (words == "Right.") == (near or (rounded and answer != 0) or off == 0)
        if words != "Right.":
            assert words.startswith(f"Within {tolerance:g} of it; the number itself is ")
            assert close(words.rpartition(" is ")[2].removesuffix("."), value)
    elif words.startswith("Close: off by less than 5 %"):
        assert near
    elif words.startswith("Only the rounding is off"):
        assert rounded
    elif words == "The size is right, the sign is not.":
        assert abs(answer + value) <= tolerance
    elif words == "The bias is missing.":
        bias = p.value(re.sub(r"z(\d)_\d_(\d)", r"b\1_\2", name))
        assert abs(answer + bias - value) <= tolerance
    else:
        assert words == "Not yet."
        assert not near
        assert abs(answer + value) > tolerance


@checks("backprop.check.rules")
def _rules(said: Said, scene: Scene) -> None:
    """A rule for each array of parameters, as NumPy multiplies them; the bias in hand comes to its number."""
    p, _, _ = sheet_of(scene)
    name, _, _ = part_of(scene, "check").evaluate(HAND)
    rows = [
        [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", said.html)
    ]
    if name.startswith("db"):
        *rows, (_, _, terms) = rows
        assert abs(worth(terms) - p.value(name)) <= 0.6 * p.n * last_digit(terms.split(" ·")[0])
    entering = [p.arrays["x"], *p.arrays["h"]]
    sign = "Σn " if p.n > 1 else ""
    expected = []
    for layer in range(p.depth, 0, -1):
        g, came = p.arrays["g"][layer - 1], entering[layer - 1]
        np.testing.assert_allclose(p.arrays["dW"][layer - 1], g.T @ came)
        np.testing.assert_allclose(p.arrays["db"][layer - 1], g.T @ np.ones(p.n))
        to, source = ("k", "j") if layer == p.depth else ("j", "i")
        letter = f"h({layer - 1}){source}" if layer > 1 else f"x{source}"
        expected += [
            [f"∂E/∂w({layer}){to}{source}", "=", f"{sign}g({layer}){to} · {letter}"],
            [f"∂E/∂b({layer}){to}", "=", f"{sign}g({layer}){to} · 1"],
        ]
    assert [[re.sub("</?sup>", "", cell) for cell in row] for row in rows] == expected


@checks("backprop.check.hints")
def _hints(said: Said, scene: Scene) -> None:
    """The arithmetic, with a question mark for its result, comes to the number."""
    p, _, _ = sheet_of(scene)
    name, _, depth = part_of(scene, "check").evaluate(HAND)
    hints = re.findall(r"<p>(.*?)</p>", said.html)
    assert len(hints) == depth
    if depth == 3:
        lines = hints[2].split("<br>")
        text, sign = re.findall(r"(?:^|= )([^=≈]*) ([=≈]) <b>\?</b>", lines[-1])[-1]
        assert abs(worth(text.rpartition("</b> ")[2]) - p.value(name)) <= (0.00006 if sign == "=" else 0.0002)


@checks("backprop.check.slides")
def _check_slides(said: Said, scene: Scene) -> None:
    p, _, _ = sheet_of(scene)
    g = p.arrays["g"][-1]
    if p.n > 1:
        assert said.text.startswith(f"N = {p.n}: here g is the framework's, divided by N")
    else:
        assert said.text.startswith("One pattern: here g is y − t")
    np.testing.assert_allclose(g * p.n, p.arrays["y"] - p.t)


@checks("backprop.check.within")
def _within(said: Said, scene: Scene) -> None:
    s = scene.settings
    assert said.text.startswith(f"Right within {s.tolerance:g}. ")
    assert said.text.endswith(f"and a number from 1 to {s.students}.")


@checks("backprop.check.answers")
def _answers(said: Said, scene: Scene) -> None:
    """The numbers that each student is given are drawn anew here; the answers are worked out from them."""
    rows = re.findall(r"<tr><td>Student (\d+)</td><td>(.*?)</td></tr>", said.html)
    sent = part_of(scene, "check").evaluate("root => root.check.run.sheets")
    assert [int(student) for student, _ in rows] == list(range(1, scene.settings.students + 1))
    for (student, row), (_, cells) in zip(rows, sent, strict=True):
        made = worked_example.example(sheets.own_numbers(replace(scene.settings, student=int(student))))
        place = scene.settings.pattern
        chosen = slice(place - 1, place) if place else slice(None)
        p = Pass(
            made.inputs[chosen], made.targets[chosen], made.params[::2], made.params[1::2],
            list(made.architecture.activations), 1.0, scene.settings.patterns,
        )  # fmt: skip
        texts = re.findall(r" = (\S+?)</span>(?= <span class=\"one|$)", row)
        assert len(texts) == len(cells) > 0
        assert all(close(text, p.value(name)) for text, (name, _) in zip(texts, cells, strict=True))


@checks("backprop.paste.headline")
def _paste_headline(said: Said, scene: Scene) -> None:
    """On a server nothing is tried; `tests/browser/static_site` has the headlines of what was."""
    part = part_of(scene, "paste")
    assert said.text == "Paste a layer: it is tried against central differences"
    assert part.evaluate("root => [root.paste.isHere, root.paste.outcome.findings.length]") == [False, 0]
    assert not part.get_by_role("button", name="Run").count()
