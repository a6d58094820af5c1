"""Checks of the microscope: each number by NumPy, each line of arithmetic from its own text."""

import re
from itertools import pairwise

import numpy as np

from tests.browser.referee.backprop_reference import (
    Pass,
    close,
    held_in,
    holds,
    part_of,
    pass_of,
    plain,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.frozen import assert_sentence
from tests.browser.referee.reading import Said
from tests.browser.written_numbers import last_digit, number

STEPS = ["Forward", "Error", "Output gradients", "Hidden gradients", "Weight gradients", "Update"]

STAGES = """box => [...box.querySelectorAll(".stage")].map((stage) => ({
  step: Number(stage.dataset.step),
  cells: [...stage.querySelectorAll("[data-cell]")].map((e) =>
    [e.dataset.cell, e.matches("input") ? e.value : e.textContent]),
  shapes: [...stage.querySelectorAll(".matrix")].map((m) =>
    [m.querySelector(".name span").textContent.replace(/ ?pattern \\d/, ""), m.querySelectorAll("[data-cell]").length]),
  leads: [...stage.querySelectorAll(".between")].map((e) => [e.dataset.leads, e.textContent]),
  marks: [...stage.querySelectorAll(".matrix")].map((m) =>
    [m.dataset.matrix, m.querySelector(".staying")?.textContent ?? ""]),
  differences: [...stage.querySelectorAll(".difference")].map((e) => [e.dataset.difference, e.textContent]) }))"""

UNITS = """net => ({
  units: [...net.querySelectorAll(".unit")].map((u) => [u.dataset.unit, ...[...u.querySelectorAll(".line")].map(
    (l) => [l.querySelector("i").textContent, l.querySelector("b").textContent])]),
  targets: [...net.querySelectorAll(".target")].map((t) => t.textContent),
  most: [...net.querySelectorAll(".most:not([hidden])")].map((m) => [m.dataset.layer, m.textContent]),
  labels: [...net.querySelectorAll(".labels [data-edge]")].map((l) => [l.dataset.edge, l.textContent]) })"""

WORDS_ALONE = {
    "A bias is a weight from an input that is always 1.",
    "The same patterns sent forward through the new weights.",
    "Given: drawn by the seed, or typed.",
    "Given: 1 for the pattern's class, 0 for the others.",
}


def shown(scene: Scene) -> Pass:
    return pass_of(scene, "steps")


def in_view(scene: Scene) -> tuple[int, str]:
    """The step that is shown, and the number that is explained."""
    found = part_of(scene, "steps").evaluate("root => [root.steps.step, root.steps.picked]")
    return int(found[0]), str(found[1])


def few(value: float, text: str) -> bool:
    return close(text, value)


def distance(text: str) -> float:
    """A distance as it stands behind a tick: "0", "10⁻⁹" or "4·10⁻¹⁰"."""
    return number(text if text == "0" or "·" in text else f"1·{text}")


@checks("backprop.steps.headline")
def _headline(said: Said, scene: Scene) -> None:
    step, _ = in_view(scene)
    assert_headline(said.text, step, shown(scene))


def gradients(p: Pass) -> tuple[int, list[np.ndarray]]:
    """How many gradients there are, and those that a step uses."""
    pairs = [
        (p.arrays[kind][layer], both[part])
        for layer, both in enumerate(p.all_held)
        for part, kind in enumerate(("dW", "db"))
    ]
    return sum(one.size for one, _ in pairs), [one for one, stays in pairs if not stays]


def assert_headline(text: str, step: int, p: Pass) -> None:
    a, n = p.arrays, p.n
    n_all, used = gradients(p)
    n_used = sum(one.size for one in used)
    if step == 4 and p.depth > 1 and all(map(all, p.all_held[:-1])):
        assert text == "No hidden layer learns: a step does not need their error signals"
        return
    if step == 5 and n_used < n_all:
        rest = f"A step uses {n_used} of {n_all} gradients: the rest is of what stays as drawn"
        assert text == (rest if n_used else "Nothing learns: a step uses none of these gradients")
        return
    if step == 6 and not n_used:
        assert text == "Nothing moves: all weights and biases stay as drawn"
        return
    if step == 1:
        if n > 1:
            assert text == f"{n} patterns go forward as the rows of one matrix"
            return
        found = re.fullmatch(r"Forward: class (\d) is the most probable, y = (\S+)", text)
        assert found
        assert int(found[1]) - 1 == a["y"][0].argmax()
        assert few(a["y"].max(), found[2])
    elif step == 2:
        found = re.fullmatch(
            r"(?:The mean error of (\d) patterns is E = |The right class gets y = (\S+), so the error is )(\S+)",
            text,
        )
        assert found
        assert few(float(a["ME"]), found[3])
        if n > 1:
            assert int(found[1]) == n
        else:
            assert few(float(a["y"][a["t"] == 1][0]), found[2])
    elif step == 3:
        left = "(y − t)/N" if n > 1 else "y − t"
        if text == "A probability of 0 breaks the chain; y − t does not break":
            assert (a["y"][a["t"] == 1] == 0).any()
        else:
            assert text == f"Through the softmax, all that is left is {left}"
            np.testing.assert_allclose(a["c"], a["g"][-1], rtol=1e-6, atol=1e-9)
    elif step == 4:
        if p.depth == 1:
            assert text == "No hidden layer: the output gradients are all there is"
            return
        total = a["g"][-2].sum(axis=0)
        if text == "No gradient gets through to the hidden units":
            assert not a["g"][-2].any()
            return
        found = re.fullmatch(
            r"Hidden unit (\d)(?: of layer (\d))? has the largest error signal(?:, summed over (\d) patterns)?: (\S+)",
            text,
        )
        assert found, text
        assert int(found[1]) - 1 == np.abs(total).argmax()
        assert int(found[2] or 1) == p.depth - 1
        assert int(found[3] or 1) == n
        assert few(total[int(found[1]) - 1], found[4])
    elif step == 5:
        one = "Every gradient is a product of parts you can name"
        assert text == ("Each gradient is a sum over the patterns of products" if n > 1 else one)
    else:
        before, after = float(a["ME"]), float(a["NE"])
        of = f"the mean error of {n} patterns" if n > 1 else "the error"
        found = re.fullmatch(rf"One update (lowers|raises) {of} from (\S+) to (\S+)", text)
        assert found, text
        assert (found[1] == "raises") == (after > before)
        assert (number(found[3]) > number(found[2])) == (after > before)
        assert few(before, found[2])
        assert few(after, found[3])


@checks("backprop.steps.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    step, _ = in_view(scene)
    start = f"Step {step} of 6, {STEPS[step - 1]}. "
    assert said.text.startswith(start)
    assert_headline(said.text.removeprefix(start).removesuffix("."), step, shown(scene))


@checks("backprop.steps.refused")
def _refused(said: Said, scene: Scene) -> None:
    if not said.text:
        return
    found = re.fullmatch(
        r"Update (\d+) was not taken: at the learning rate of (\S+) a weight would become larger than 100,000\.",
        said.text,
    )
    assert found, said.text
    p = shown(scene)
    assert float(found[2]) == scene.settings.rate
    assert int(found[1]) <= scene.settings.updates
    assert max(np.abs(w).max() for w in [*p.arrays["nW"], *p.arrays["nb"]]) > 1e5


@checks("backprop.used")
def _used(said: Said, scene: Scene) -> None:
    """As many gradients as there are weights and biases that learn; that each moves its own is checked of matrices."""
    counts = [(a * b, b) for a, b in pairwise((2, *scene.settings.widths, 3))]
    held, n_all = held_in(scene), sum(map(sum, counts))
    if not any(map(any, held)):
        assert said.text == f"A step uses all {n_all} gradients: every weight and bias learns."
    elif all(map(all, held)):
        still = "Nothing learns: all weights and biases stay as drawn. A step uses none of the"
        assert said.text == f"{still} {n_all} gradients."
    else:
        sentence, _, rest = said.text.partition(" A step ")
        assert rest == "uses the gradients of those alone."
        assert_sentence(sentence, held, [2, *scene.settings.widths, 3], 0.0)


@checks("backprop.staying")
def _staying(said: Said, scene: Scene) -> None:
    """A gradient is not used where what it belongs to stays as drawn, a signal where nothing up to its layer learns."""
    element = scene.page.locator(".staying-words:visible", has_text=said.text).first
    name, held = element.get_attribute("data-of") or "", held_in(scene)
    found = re.fullmatch(r"(dW|db|nW|nb|W|b|dy|J|c|g|s|f)(\d?)(?:_\d+)+", name)
    assert found, name
    layer = int(found[2] or len(held))
    which = f"layer {layer}" if layer < len(held) else "the output layer"
    if found[1][-1] in "Wb":
        assert held[layer - 1]["Wb".index(found[1][-1])]
        part = {"W": "weights", "b": "biases"}[found[1][-1]]
        stay = f"{part} of {which} stay" if not all(held[layer - 1]) else f"{which} stays"
        words = f"{stay} as drawn."
        assert said.text.casefold() == (f"not used by a step: {words}" if found[1][0] == "d" else words)
        return
    assert all(map(all, held[:layer]))
    up = "nothing learns" if all(map(all, held)) else f"the layers up to {layer} stay as drawn"
    assert said.text == f"Not needed for a step: {up}.".replace("the layers up to 1 stay", "layer 1 stays")


@checks("backprop.steps.error")
def _error(said: Said, scene: Scene) -> None:
    p = shown(scene)
    found = re.fullmatch(
        r"E = (\S+), (?:one pattern|mean of (\d) patterns; the boxes show means, g their sum)"
        r"(?: after (\d+) updates?)?",
        said.text,
    )
    assert found, said.text
    assert close(found[1], float(p.arrays["ME"]))
    assert int(found[2] or 1) == p.n
    if not part_of(scene, "steps").locator(".refused").is_visible():
        assert int(found[3] or 0) == scene.settings.updates
    assert ("updates" in said.text) == (int(found[3] or 0) > 1)


@checks("backprop.steps.network")
def _network(said: Said, scene: Scene) -> None:
    """Where the wave is shown, the edges carry g·w back, and no two numbers that can be seen meet."""
    p, (step, _) = shown(scene), in_view(scene)
    products = part_of(scene, "steps").evaluate("root => root.steps.isList") and step == 5
    check_network(scene, "steps", p, carries=step == 4 and p.depth > 1, kind="dW" if products else "W")


def check_network(scene: Scene, view: str, p: Pass, *, carries: bool = False, kind: str = "W") -> None:
    """Units show x, h or y, and z or g; targets their mean; edges the weights, or what they carry back."""
    found = part_of(scene, view).locator(".net").evaluate(UNITS)
    a = p.arrays
    for place, (letter, main), *second in found["units"]:
        column, unit = map(int, place.split("_"))
        layers = [a["x"], *a["h"], a["y"]]
        assert letter == f"{'x' if not column else 'y' if column == p.depth else 'h'}{unit}"
        assert main == "?" or close(main, layers[column][:, unit - 1].mean())
        for what, text in second:
            array = a[what][column - 1][:, unit - 1]
            assert text == "?" or close(text, array.sum() if what == "g" else array.mean()), (
                place,
                what,
                text,
            )
    for layer, text in found["most"]:
        sums = a["g"][int(layer) - 1].sum(axis=0)
        assert close(text.removeprefix("max |g| = "), np.abs(sums).max()), (layer, text)
    for k, text in enumerate(found["targets"]):
        assert abs(float(text.removeprefix("target ")) - a["t"][:, k].mean()) < 0.00501
    for edge, text in found["labels"]:
        layer, j, i = map(int, edge.split("_"))
        weight = p.W[layer - 1][j - 1, i - 1]
        if carries and layer > 1:
            value = weight * a["g"][layer - 1][:, j - 1].sum()
            assert text.startswith("+") == (value > 0), (edge, text)
            assert close(text.removeprefix("+"), value), (edge, text)
        elif written := re.fullmatch(r"∂E/∂w = (\S+)", text):
            assert close(written[1], p.value(f"dW{edge}")), (edge, text)
        else:
            value = weight * a["g"][layer - 1][0, j - 1] if view == "blame" else p.value(f"{kind}{edge}")
            assert close(text, value), (edge, text)


@checks("backprop.steps.formula")
def _formula(said: Said, scene: Scene) -> None:
    """The head is the number; the boxes, as they are written, come to it."""
    _, name = in_view(scene)
    head, *boxes = re.findall(r"<b>([^<]*(?:<sup>[^<]*</sup>[^<]*)*)</b>", said.html)
    assert close(head, shown(scene).value(name))
    ops = re.findall(r'<span class="op">(.*?)</span>', said.html)
    if not boxes:
        assert ops == []
        return
    sign, rest = ops[0], ops[1:]
    if len(rest) == len(boxes):  # one leads to the first box, too
        text = " ".join(f"{plain(op)}({box})" for op, box in zip(rest, boxes, strict=True))
    else:
        text = f"({boxes[0]}) " + " ".join(
            f"{plain(op)}({box})" for op, box in zip(rest, boxes[1:], strict=True)
        )
    assert holds(text, sign, head), (text, sign, head)


@checks("backprop.steps.required")
def _required(said: Said, scene: Scene) -> None:
    """The mean of −Σ t ln y, and a gradient for each array of parameters that learns."""
    p, (step, _) = shown(scene), in_view(scene)
    if step != 3:
        assert said.text == ""
        return
    found = re.match(r"E = −(1/N Σn )?Σk tk ln yk = (\S+?)Required(, and all made from g)?: ?", said.text)
    assert found, said.text
    assert bool(found[1]) == (p.n > 1)
    assert close(found[2], float(-(p.t * np.log(p.arrays["y"])).sum(axis=1).mean()))
    listed = re.findall(r"∂E/∂([wb])\((\d)\)", said.text)
    layers = range(p.depth, 0, -1)
    learn = [
        (kind, str(at)) for part, kind in enumerate("wb") for at in layers if not p.all_held[at - 1][part]
    ]
    assert listed == learn
    assert bool(learn) == bool(found[3])
    assert said.text.endswith("Required: none, for nothing learns") == (not learn)


@checks("backprop.steps.met")
def _met(said: Said, scene: Scene) -> None:
    """The weights between the hidden layers and to the outputs, the last layer's first."""
    p, (step, _) = shown(scene), in_view(scene)
    tables = re.findall(r"\((\d)\)</sup></p><table>(.*?)</table>", said.html)
    assert [int(layer) for layer, _ in tables] == (list(range(p.depth, 1, -1)) if step == 4 else [])
    for layer, html in tables:
        rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr.*?</tr>", html)]
        for j, row in enumerate(rows, 1):
            for i, text in enumerate(row, 1):
                assert close(text, p.value(f"W{layer}_{j}_{i}")), (layer, j, i, text)


@checks("backprop.steps.chain")
def _chain(said: Said, scene: Scene) -> None:
    """The vector times the matrix, as it is written, comes to its sums; so does y − t, and bars show it."""
    step, name = in_view(scene)
    p = shown(scene)
    found = re.fullmatch(rf"(?:c|g{p.depth})_(\d)_\d", name)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr.*?</tr>", said.html)]
    if not found or step != 3:
        assert rows == []
        return
    n, a, classes = int(found[1]) - 1, p.arrays, range(p.t.shape[1])
    (_, *heads), *factors, (summed, *sums), (_, *left), (_, *bars) = rows
    assert [plain(head) for head in heads] == [f"∂yc/∂z{k + 1}" for k in classes]
    numbers = [[plain(cell.split("<b>")[1]) for cell in row] for row in factors]
    for c, row in enumerate(factors):
        first, *names = [plain(re.findall(r"<span>(.*?)</span>", cell)[0]) for cell in row]
        assert first == f"−t{c + 1}/y{c + 1}" + ("/N" if p.n > 1 else "")
        for k, words in enumerate(names):
            assert words == (f"y{c + 1}(1 − y{c + 1})" if c == k else f"−y{c + 1}y{k + 1}")
            assert close(numbers[c][k + 1], a["J"][n, c, k])
        assert close(numbers[c][0], a["dy"][n, c])
    for k in classes:
        total, signal = plain(sums[k]), float(a["g"][-1][n, k])
        assert close(total, a["c"][n, k])
        terms = " + ".join(f"({row[0]})({row[k + 1]})" for row in numbers)
        assert holds(terms, summed[-1], total), (terms, summed, total)
        assert holds(plain(left[k]).removeprefix("≈ "), "≈" if left[k].startswith("≈") else "=", total)
        bar = re.search(r"--from: (\S+)%; --wide: (\S+)%", bars[k])
        assert bar
        np.testing.assert_allclose(
            [float(bar[1]), float(bar[2])], [50 + 50 * min(0, signal), 50 * abs(signal)]
        )


@checks("backprop.steps.ways")
def _ways(said: Said, scene: Scene) -> None:
    """Each product comes from its factors, the sum from the products, and all from NumPy's numbers."""
    step, name = in_view(scene)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr.*?</tr>", said.html)]
    found = re.fullmatch(r"g(\d)_(\d)_(\d)", name)
    p = shown(scene)
    if not found or step != 4 or int(found[1]) == p.depth:
        assert rows == []
        return
    layer, n, j = map(int, found.groups())
    *ways, (_, sign, total) = rows
    written = [text.removeprefix("+") for _, _, text in ways]
    for c, ((symbols, lead, _), result) in enumerate(zip(ways, written, strict=True), 1):
        assert plain(symbols) == f"g{c} w{c}{j}"
        assert close(result, p.value(f"g{layer + 1}_{n}_{c}") * p.value(f"W{layer + 1}_{c}_{j}"))
        equation = re.fullmatch(r"= (.*) ([=≈])", plain(lead))
        assert equation, lead
        assert holds(equation[1], equation[2], result), (lead, result)
    assert holds(" + ".join(f"({text})" for text in written), sign, total)
    assert close(total, p.value(f"s{layer}_{n}_{j}"))


@checks("backprop.steps.peers")
def _peers(said: Said, scene: Scene) -> None:
    """What comes back to each unit of the layer, its slope and what is left, by NumPy; the unit in hand is lit."""
    step, name = in_view(scene)
    p, found = shown(scene), re.fullmatch(r"d[Wb](\d)_(\d)(?:_\d)?", name)
    rows = re.findall(
        r'<tr( class="lit")?><th scope="row">unit (\d)</th><td>(.*?)</td><td>· (.*?)</td><td>= (.*?)</td></tr>',
        said.html,
    )
    if not said.html:
        return
    assert rows
    assert found
    assert step == 5
    layer = int(found[1])
    assert [int(j) for _, j, *_ in rows] == list(range(1, len(p.b[layer - 1]) + 1))
    for lit, j, *texts in rows:
        assert bool(lit) == (j == found[2])
        for kind, text in zip("sfg", texts, strict=True):
            assert close(text, p.value(f"{kind}{layer}_1_{j}")), (kind, j, text)


@checks("backprop.weight")
def _weight(said: Said, scene: Scene) -> None:
    """A single weight or bias of the network that is shown."""
    p = shown(scene)
    found = re.fullmatch(
        r"(\S+) is the (?:bias of|weight from (?:x(\d)|unit (\d) of layer \d) to) "
        r"(?:unit (\d) of layer (\d)|output (\d))\.",
        said.text,
    )
    assert found, said.text
    layer, unit = (len(p.b), int(found[6])) if found[6] else (int(found[5]), int(found[4]))
    start = found[2] or found[3]
    value = p.W[layer - 1][unit - 1][int(start) - 1] if start else p.b[layer - 1][unit - 1]
    assert close(found[1], float(value)), said.text


@checks("backprop.steps.lines")
def _lines(said: Said, scene: Scene) -> None:
    _, name = in_view(scene)
    p = shown(scene)
    for line in re.findall(r"<p>(.*?)</p>", said.html):
        check_line(line, name, p)


def check_line(line: str, name: str, p: Pass) -> None:
    """A line of arithmetic comes to its result, which is the number; a line of words says what is so."""
    words = plain(line)
    if words in WORDS_ALONE:
        return
    if words == "All fractions cancel: what is left is y − t.":
        np.testing.assert_allclose(p.arrays["c"], p.arrays["g"][-1], rtol=1e-6, atol=1e-9)
        return
    if delta := re.fullmatch(r"δ is ([01]) because c (=|≠) k\.", words):
        _, _, c, k = name.split("_")
        assert (delta[1] == "1") == (delta[2] == "=") == (c == k)
        return
    for result in re.findall(r"<b>([^<]*)</b>", line):
        assert close(result, p.value(name)), (line, name)
    if answer := re.fullmatch(r".*? = (\S+), so .*? = (\S+)", words):
        assert close(answer[1], p.value(f"z{name[1:]}"))
        return
    if side := re.fullmatch(r"(\S+) (is|is not) above (\S+): the slope is (\S+)", words):
        assert (side[2] == "is") == (number(side[1]) > number(side[3]))
        return
    if re.fullmatch(r"<i>y</i><sub>\d</sub> = <b>[^<]*</b>", line):
        return
    *_, text, sign, result = re.split(r" ([=≈]) ", words.removeprefix("By the chain: "))
    assert holds(text, sign, result), line


@checks("backprop.steps.difference")
def _difference(said: Said, scene: Scene) -> None:
    if not said.text:
        return
    _, name = in_view(scene)
    p = shown(scene)
    found = re.fullmatch(
        r"([✓✗]) finite difference (\S+), back-propagation (\S+); relative error (\S+)", said.text
    )
    assert found, said.text
    value, own = p.value(name), p.difference(name)
    assert close(found[3], value)
    assert abs(number(found[2]) - own) <= 0.6 * last_digit(found[2]) + 1e-8
    relative = distance(found[4])
    assert abs(number(found[2]) - number(found[3])) <= 1.6 * relative * abs(value) + 2 * last_digit(found[3])
    assert (found[1] == "✓") == (abs(own - value) < 1e-6 + 1e-5 * abs(value))


@checks("backprop.steps.batch")
def _batch(said: Said, scene: Scene) -> None:
    p, (step, _) = shown(scene), in_view(scene)
    if not said.text:
        assert step == 1 or (step == 2 and p.n == 1)
        return
    if found := re.fullmatch(
        r"N = (\d): the step is the batch's, along the mean gradient of its (\d) patterns\.", said.text
    ):
        assert int(found[1]) == int(found[2]) == p.n
    elif found := re.fullmatch(r"N = (\d): the mean over the batch\.", said.text):
        assert int(found[1]) == p.n
    elif found := re.fullmatch(
        r"N = (\d): error\.grad has divided by it, and every g after it carries the 1/(\d)\.", said.text
    ):
        assert int(found[1]) == int(found[2]) == p.n
    elif found := re.fullmatch(
        r"Pattern (\d) alone, as on the slides: N = 1\. In the framework's batch of (\d), each g is divided by (\d)\.",
        said.text,
    ):
        assert int(found[1]) == scene.settings.pattern
        assert int(found[2]) == int(found[3]) == p.in_batch
        assert p.n == 1
    else:
        assert said.text == "N = 1 here. For a batch the framework divides g by N."
        assert p.n == p.in_batch == 1


@checks("backprop.steps.slides")
def _slides(said: Said, scene: Scene) -> None:
    """Of what the slides write only what depends on the network is checked: layers, classes, N and η."""
    p, (step, _) = shown(scene), in_view(scene)
    text = said.text
    if step == 1:
        assert re.findall(r"b\((\d)\)", text) == [str(layer) for layer in range(1, p.depth + 1)]
    elif step == 3:
        assert re.findall(r"the factor (\d)|with N = (\d)", text)[0][p.n == 1] == str(p.n)
    elif step == 4:
        assert text.endswith(f"all three are the number of classes, {p.t.shape[1]}.")
    elif step == 5:
        assert f"w({p.depth})kj leads from unit j to output k" in text
        assert ("summed over the batch" in text) == (p.n > 1)
    elif step == 6:
        found = re.search(r"A learning rate of η = (\S+)\.$", text)
        assert found
        assert close(found[1], p.rate)
    else:
        assert not re.search(r"\d", text)


@checks("backprop.steps.matrices")
def _matrices(said: Said, scene: Scene) -> None:
    """All six stages, also those that are not in sight."""
    p = shown(scene)
    for stage in part_of(scene, "steps").locator(".tables").evaluate(STAGES):
        texts = dict(stage["cells"])
        for name, text in texts.items():
            assert close(text, p.value(name)), (stage["step"], name, text)
        for shape, count in stage["shapes"]:
            sides = [int(side) for side in shape.split(" × ")] if shape.strip() else [1]
            assert np.prod(sides) == count
        for leads, op in stage["leads"]:
            if "=" in op:
                check_row(leads, {name: number(text) for name, text in texts.items()}, texts, p)
            else:
                assert re.fullmatch(r"[·−⊙≈ η]+|/ \d ≈", op.strip()), op
        for array, words in stage["differences"]:
            check_difference(array, words, p)
        for matrix, mark in stage["marks"]:
            assert mark == mark_of(matrix, p), (stage["step"], matrix)


def mark_of(matrix: str, p: Pass) -> str:
    """What stands below a matrix because something stays as drawn."""
    kind, layer = re.sub(r"\d", "", matrix), int(re.sub(r"\D", "", matrix) or p.depth)
    if kind in ("dW", "db", "nW", "nb"):
        return ("not used" if kind[0] == "d" else "as drawn") if p.is_held(kind[1], layer) else ""
    is_signal = kind in ("dy", "J", "c", "g", "s", "f")
    return "not needed" if is_signal and all(map(all, p.all_held[:layer])) else ""


def check_row(result: str, values: dict[str, float], texts: dict[str, str], p: Pass) -> None:
    """A row of matrices comes to the last one, by the digits that stand in the cells."""
    for name, text in texts.items():
        if not re.fullmatch(rf"{result}(_\d+)*", name):
            continue
        kind, place = re.match(r"([a-zA-Z]+)(.*)", name).groups()  # type: ignore[union-attr]
        if kind == "c":
            _, n, k = place.split("_")
            value = sum(values[f"dy_{n}_{c}"] * values[f"J_{n}_{c}_{k}"] for c in (1, 2, 3))
        elif kind in ("nW", "nb"):
            value = values[f"{kind[1]}{place}"]
            if not p.is_held(kind[1], int(place.split("_")[0])):
                value -= p.rate * values[f"d{kind[1]}{place}"]
        elif int(place.split("_")[0]) == p.depth:
            at = place.partition("_")[2]
            value = (values[f"y_{at}"] - values[f"t_{at}"]) / p.n
        else:
            value = values[f"s{place}"] * values[f"f{place}"]
        assert close(text, value), (name, text, value)


def check_difference(array: str, words: str, p: Pass) -> None:
    kinds = {"W": "dW", "b": "db", "z": "g", "h": "s"}
    layer = int(array[1:])
    truth = p.arrays[kinds[array[0]]][layer - 1]
    off = max(
        abs(truth[at] - p.difference("_".join([f"{kinds[array[0]]}{layer}", *(str(i + 1) for i in at)])))
        for at in np.ndindex(truth.shape)
    )
    found = re.fullmatch(
        r"([✓✗]) (?:finite difference )?off by (\S+)(?:: a kink of the \S+ lies within the step)?", words
    )
    assert found, words
    assert (found[1] == "✓") == (off < 1e-6), (array, words, off)
    if found[1] == "✓":
        assert distance(found[2]) < 1e-6
