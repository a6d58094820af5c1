"""Checks of what the page ``hands`` says: lines, planes and powers by NumPy in float64, on the whole square."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

from datasets import toy
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.waiting import until
from tests.browser.written_numbers import last_digit, number
from ui.lecture.scenes import SCENES

Floats = npt.NDArray[np.float64]

LINKS: tuple[str, ...] = (
    "/hands?view=unit&unit=0.1,0.1,0.3",
    "/hands?view=unit&unit=5,0,1",
    "/hands?view=unit&unit=0,0,-1",
    "/hands?view=unit&unit=1,0,-20",
    "/hands?view=planes&planes=1,1,-30,0,0.1,0,0.1,0,0",
    "/hands?view=planes&planes=2,0,-3,0,0,0,-2,0,-3",
    "/hands?view=softmax&softmax=1.3,0.55,1.25,0.35,0,-1,0.5,0.5,0.5,-1,0,800",
    "/hands?view=softmax&softmax=1.3,0.55,1.25,0.35,0.1,-1,0.5,0.5,0.5,-1,0,5",
    "/hands?view=lines&data=xor&activation=tanh&hidden=1,0.2,0,0.1,1,0",
    "/hands?view=lines&learn=1&points=60&epochs=200",
)

AXIS = np.linspace(-5, 5, 401)
PLACES = np.array(np.meshgrid(AXIS, AXIS)).reshape(2, -1).T
ON_PLACES = np.column_stack([PLACES, np.ones(len(PLACES))])

AT_REST = """root => { const p = root.hands; if (!p?.run || !p.still) return false;
  const spoken = root.querySelector(".spoken").textContent, status = root.querySelector(".status").textContent;
  if (!spoken.endsWith(status)) return false;
  if (p.run.view !== "lines" || !p.run.learn) return true;
  return p.views.lines.compared && spoken.includes("learned "); }"""

SIDES = """root => { const { views, run } = root.hands, { lines } = views, array = (values) => [...values];
  return { fitted: array(run.arrays.fitted), hand: array(lines.params()), sizes: run.sizes,
    learning: run.learn ? array(lines.film.moment.params) : null }; }"""

SQUASH = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def settle(page: Page) -> None:
    """Wait until the page shows what it will: a film of learning is at its end, and screen readers have been told."""
    page.locator(".headline:not(:empty)").first.wait_for(state="attached")
    until(lambda: page.locator(".hands").evaluate(AT_REST), page, "the view is at rest")


def close(text: str, value: float) -> bool:
    """Whether a text is a number as it is written there."""
    return abs(number(text) - value) <= 0.5001 * last_digit(text) + 1e-9


def said_as(scene: Scene, name: str) -> str:
    """The text of the one sentence with a name."""
    (text,) = [said.text for said in scene.reading.said if said.name == name]
    return text


def line_in(text: str) -> Floats:
    """The three numbers of "1.20 x₁ − 0.70 x₂ + 0.50"."""
    found = re.fullmatch(r"(−?)([\d.]+) x₁ ([+−]) ([\d.]+) x₂ ([+−]) ([\d.]+)", text)
    assert found, text
    signs = [found[1], found[3], found[5]]
    values = [float(found[i]) for i in (2, 4, 6)]
    return np.array([-v if sign == "−" else v for sign, v in zip(signs, values, strict=True)])


@checks(*(f"hands.{view}.spoken" for view in ("unit", "planes", "softmax", "lines")))
def _spoken(said: Said, scene: Scene) -> None:
    view = scene.settings.view
    status = scene.page.locator(".hands .status").text_content()  # for softmax it is for screen readers alone
    assert said.text.endswith(f". {status}")
    if view == "softmax":
        _softmax_words(str(status), scene)
    if "scene=" not in scene.link:
        assert said.text == f"{said_as(scene, f'hands.{view}.headline')}. {status}"


@checks(*(f"hands.{view}.picture" for view in ("unit", "planes", "lines")))
def _picture(said: Said, scene: Scene) -> None:
    """What is said of a picture is what stands below it, and for planes the lines beside it."""
    words = said_as(scene, f"hands.{scene.settings.view}.status")
    assert len(said.attributes) == 1
    name, _, rest = said.attributes[0].partition(". ")
    assert not re.search(r"\d", name)
    if scene.settings.view != "planes":
        assert rest == words
        return
    assert rest.startswith(f"{words} In the plane, ")
    planes = np.reshape(scene.settings.planes, (3, 3))
    found = re.findall(r"classes (\d) and (\d) are equal where (.*?) = 0", rest)
    assert len(found) == 3
    for a, b, line in found:
        np.testing.assert_allclose(line_in(line), planes[int(a) - 1] - planes[int(b) - 1], atol=0.00501)


@checks("hands.unit.under")
def _under(said: Said, _: Scene) -> None:
    assert said.text == ""  # no pointer is on the map


@checks("hands.unit.headline")
def _unit_headline(said: Said, scene: Scene) -> None:
    line = np.array(scene.settings.unit)
    heights = ON_PLACES @ line
    answers = 1 / (1 + np.exp(-heights))
    if not line[:2].any():
        assert said.text == "No weights, no line: the answer is the same everywhere"
        assert np.ptp(answers) == 0
        return
    if heights.min() * heights.max() > 0:
        assert said.text == "The line lies out of view"
        return
    plane, *_ = np.linalg.lstsq(ON_PLACES, answers, rcond=None)
    off = np.abs(ON_PLACES @ plane - answers).max()
    between = ((answers > 0.1) & (answers < 0.9)).mean()
    expected = {
        "Small weights: the sigmoid is almost a plane": off < 0.06,
        "Large weights: the sigmoid is almost a step": between < 0.16,
        "One unit draws one straight line": off > 0.02 and between > 0.05,
    }
    assert expected[said.text]


@checks("hands.unit.status")
def _unit_status(said: Said, scene: Scene) -> None:
    line = np.array(scene.settings.unit)
    found = re.match(r"y = sigmoid\((.*?)\)\. (.*)", said.text)
    assert found
    np.testing.assert_allclose(line_in(found[1]), line, atol=0.00501)
    length = float(np.hypot(*line[:2]))
    if not length:
        everywhere = re.fullmatch(r"It is ([\d.]+) everywhere\.", found[2])
        assert everywhere
        assert close(everywhere[1], 1 / (1 + np.exp(-line[2])))
        return
    where = re.fullmatch(
        r"(?:The line is ([\d.]+) from the origin, on the side (to which w points|away from w)\.|"
        r"The line goes through the origin\.) Across it y rises from 0\.1 to 0\.9 within ([\d.]+)\.",
        found[2],
    )
    assert where, found[2]
    # Walk along w from the origin: where y is 0.1, 0.5 and 0.9.
    at = [(np.log(y / (1 - y)) - line[2]) / length for y in (0.1, 0.5, 0.9)]
    if where[1]:
        assert close(where[1], abs(at[1]))
        assert (where[2] == "to which w points") == (at[1] > 0)
    else:
        assert abs(at[1]) < 1e-8
    assert close(where[3], at[2] - at[0])


@checks("hands.planes.pairs")
def _pairs(said: Said, scene: Scene) -> None:
    planes = np.reshape(scene.settings.planes, (3, 3))
    lines = [line.strip() for line in re.findall(r"([^<>]*) = 0</li>", said.html)]
    assert len(lines) == 3
    for line, (a, b) in zip(lines, [(0, 1), (0, 2), (1, 2)], strict=True):
        np.testing.assert_allclose(line_in(line), planes[a] - planes[b], atol=0.00501)


@checks("hands.softmax.before")
def _before(said: Said, scene: Scene) -> None:
    """What stood there as the scene opened; nothing while its answer has changed nothing."""
    slug = re.search(r"scene=([\w-]+)", scene.link)
    answered = scene.page.locator("html").get_attribute("data-asks") == "answered"
    opening: Any = SCENES[slug[1]].settings if slug and answered else scene.settings
    if opening.softmax == scene.settings.softmax:
        assert said.text == ""
        return
    x, rows, constant = opening.softmax[:2], np.reshape(opening.softmax[2:11], (3, 3)), opening.softmax[11]
    z = rows @ [*x, 1.0] + constant
    values = {"z": z, "y": np.exp(z - z.max()) / np.exp(z - z.max()).sum()}[said.data["of"]]
    assert close(said.text.removeprefix("before "), values[int(said.data["class"]) - 1])


@checks("hands.planes.headline")
def _planes_headline(said: Said, scene: Scene) -> None:
    planes = np.reshape(scene.settings.planes, (3, 3))
    heights = ON_PLACES @ planes.T
    seen = np.unique(heights.argmax(axis=1))
    if nowhere := re.fullmatch(r"Class(?:es)? ([\d and]+): nowhere the highest plane in view", said.text):
        assert [int(k) - 1 for k in nowhere[1].split(" and ")] == sorted({0, 1, 2} - set(seen.tolist()))
        return
    assert len(seen) == 3
    differences = planes[1:, :2] - planes[0, :2]
    parallel = abs(np.linalg.det(differences)) < 1e-9
    if said.text == "Parallel boundaries: the three lines meet nowhere":
        assert parallel
        return
    at = np.linalg.solve(differences, planes[0, 2] - planes[1:, 2])
    inside = bool((np.abs(at) <= 5).all())
    expected = "The highest of three planes decides" + ("; all three meet over one point" if inside else "")
    assert said.text == expected


@checks("hands.planes.status")
def _planes_status(said: Said, scene: Scene) -> None:
    planes = np.reshape(scene.settings.planes, (3, 3))
    first = "Seen from above, the highest plane is the region of its class. "
    assert said.text.startswith(first)
    rest = said.text.removeprefix(first)
    differences = planes[1:, :2] - planes[0, :2]
    if rest == "All three together meet nowhere.":
        assert np.linalg.matrix_rank(differences) < 2
        assert np.linalg.matrix_rank(planes[1:] - planes[0]) == 2  # no place has one height on all three
        return
    found = re.fullmatch(r"All three meet at \((\S+), (\S+)\)\.", rest)
    assert found, rest
    at = np.linalg.solve(differences, planes[0, 2] - planes[1:, 2])
    assert all(close(found[i + 1], at[i]) for i in (0, 1))


def softmax_of(scene: Scene) -> tuple[Floats, Floats]:
    """z with its constant, and y, which is computed without it."""
    x = np.array(scene.settings.softmax[:2])
    layer = np.reshape(scene.settings.softmax[2:11], (3, 3))
    z = layer[:, :2] @ x + layer[:, 2]
    return z + scene.settings.softmax[11], np.exp(z) / np.exp(z).sum()


@checks("hands.softmax.headline")
def _softmax_headline(said: Said, scene: Scene) -> None:
    z, y = softmax_of(scene)
    assert abs(y.sum() - 1) < 1e-12
    if constant := scene.settings.softmax[11]:
        assert said.text == f"{constant:g} added to every z: y stays as it is".replace("-", "−")
        np.testing.assert_allclose(np.exp(z - z.max()) / np.exp(z - z.max()).sum(), y, atol=1e-9)
    else:
        assert said.text == "Softmax turns three scores into probabilities"


@checks("hands.softmax.x")
def _inputs(said: Said, scene: Scene) -> None:
    found = re.fullmatch(r"; x = \((\S+), (\S+)\)", said.text)
    assert found, said.text
    assert all(close(text, x) for text, x in zip(found.groups(), scene.settings.softmax[:2], strict=True))


@checks("hands.softmax.plus")
def _plus(said: Said, scene: Scene) -> None:
    constant = scene.settings.softmax[11]
    sign = "−" if constant < 0 else "+"
    assert said.text == (f" {sign} {abs(constant):g}" if constant else "")


def _softmax_words(text: str, scene: Scene) -> None:
    z, y = softmax_of(scene)
    found = re.findall(r"Class (\d): z = (\S+), y = (\S+)\.(?: |$)", text)
    assert [k for k, _, _ in found] == ["1", "2", "3"]
    assert all(close(shown, z[i]) and close(share, y[i]) for i, (_, shown, share) in enumerate(found))


@checks("hands.softmax.status")
def _softmax_status(said: Said, scene: Scene) -> None:
    """What screen readers hear of the table; on the stage it is read as well."""
    _softmax_words(said.text, scene)


@checks("hands.softmax.z", "hands.softmax.y")
def _score(said: Said, scene: Scene) -> None:
    z, y = softmax_of(scene)
    values = {"z": z, "y": y}[said.name[-1]]
    assert close(said.text, values[int(said.data["class"]) - 1])


@checks("hands.softmax.shifted", "hands.softmax.naive")
def _power(said: Said, scene: Scene) -> None:
    """The exponent is the score; and e to what is written there is what stands behind it, by its own digits."""
    z, _ = softmax_of(scene)
    exact = z[int(said.data["class"]) - 1] - (z.max() if said.name.endswith("shifted") else 0)
    found = re.fullmatch(r"e<sup>([−\d.]+)</sup> = (?:([\d.]+)(?:·10<sup>([−\d]+)</sup>)?|(∞))", said.html)
    assert found, said.html
    assert close(found[1], exact)
    with np.errstate(over="ignore"):
        value = float(np.exp(number(found[1])))
    if found[4]:
        assert value == np.inf
        return
    shown = number(found[2]) * 10.0 ** int(number(found[3] or "0"))
    count = 1 if found[3] else 2
    assert shown == 0 == value or abs(float(f"{value:.{count}e}") / shown - 1) < 1e-9


@checks("hands.softmax.verdict")
def _verdict(said: Said, scene: Scene) -> None:
    z, y = softmax_of(scene)
    with np.errstate(all="ignore"):
        naive = np.exp(z) / np.exp(z).sum()
    if said.text == "With or without the shift, y is the same here, to three decimals.":
        assert [f"{v:.3f}" for v in naive] == [f"{v:.3f}" for v in y]
        return
    found = re.fullmatch(
        r"Without the shift y would be (.*): 64 bits hold 4\.9·10−324 to 1\.8·10308\.", said.text
    )
    assert found, said.text
    assert f"{np.finfo(float).max:.1e}" == "1.8e+308"
    assert f"{np.nextafter(0, 1):.1e}" == "4.9e-324"
    if np.isnan(naive).any():
        quotient = "∞ / ∞" if (z > np.log(np.finfo(float).max)).any() else "0 / 0"
        assert found[1] == f"{quotient}, which is no number"
    else:
        assert all(close(text, v) for text, v in zip(found[1].split(", "), naive, strict=True))


def points_of(scene: Scene) -> Any:
    s = scene.settings
    return toy.draw(s.data, size=s.n_points, noise=s.noise_level, seed=s.data_seed, centres=s.centres)


def shares_of(scene: Scene, side: str) -> dict[str, tuple[float, int]]:
    """The share of training and of validation points that a side's network has right, and their number."""
    shown = scene.page.locator(".hands").evaluate(SIDES)
    weights, points = network_in(shown[side], shown["sizes"]), points_of(scene)
    return {
        part: (
            float((scores(scene, weights, split.inputs).argmax(axis=1) == split.labels).mean()),
            len(split.labels),
        )
        for part, split in (("training", points.training), ("validation", points.validation))
    }


def network_in(params: list[float], sizes: list[int]) -> list[Floats]:
    """W1, b1, W2, b2."""
    inputs, units, classes = sizes
    ends = np.cumsum([inputs * units, units, units * classes])
    first, bias, second, last = np.split(np.array(params, dtype=np.float64), ends)
    return [first.reshape(units, inputs), bias, second.reshape(classes, units), last]


def scores(scene: Scene, weights: list[Floats], inputs: npt.NDArray[Any]) -> Floats:
    w1, b1, w2, b2 = weights
    hidden = SQUASH[scene.settings.activation[0]](inputs.astype(np.float64) @ w1.T + b1)
    return np.asarray(hidden @ w2.T + b2)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


@checks("hands.lines.share")
def _share(said: Said, scene: Scene) -> None:
    if said.data["side"] == "learning" and not scene.settings.learn:
        assert said.text == "?"
        return
    assert said.text == percent(shares_of(scene, said.data["side"])["validation"][0])


@checks("hands.lines.set")
def _set(said: Said, scene: Scene) -> None:
    if said.data["side"] == "learning" and not scene.settings.learn:
        assert said.text == "predict first"
        return
    training, _ = shares_of(scene, said.data["side"])["training"]
    assert said.text == f"right in validation; training {percent(training)}"


@checks("hands.lines.epoch")
def _epoch(said: Said, scene: Scene) -> None:
    """A film at rest is at the run's end."""
    last = f"{scene.settings.epochs:,}"
    assert said.text == (f"Epoch {last} of {last}" if scene.settings.learn else "")


@checks("hands.lines.headline")
def _lines_headline(said: Said, scene: Scene) -> None:
    mine, n = shares_of(scene, "hand")["validation"]
    if not scene.settings.learn:
        count = {2: "two", 3: "three", 4: "four"}[len(scene.settings.hidden) // 3]
        assert said.text == f"Your {count} lines: {percent(mine)} of the validation points are right"
        return
    theirs, _ = shares_of(scene, "learning")["validation"]
    claim, _, numbers = said.text.partition(": ")
    assert numbers == f"yours {percent(mine)}, learned {percent(theirs)} of {n} validation points"
    spread = np.sqrt((mine * (1 - mine) + theirs * (1 - theirs)) / n)
    lead = theirs - mine
    better = "Learning finds better lines" if lead > 0 else "Your lines beat the learned ones"
    assert claim == (better if abs(lead) > 2 * spread else "No clear winner")


@checks("hands.lines.status")
def _lines_status(said: Said, scene: Scene) -> None:
    """The loss with its penalty is convex in the outputs: where its gradient is 0, it is the least."""
    count = len(scene.settings.hidden) // 3
    found = re.fullmatch(
        rf"Both networks have {count} (\w+) units: a dashed line is where a unit's z is 0\. The outputs for your lines "
        r"have the least training loss, with an L2 penalty of ([\d.]+) that keeps them finite\.",
        said.text,
    )
    assert found, said.text
    assert found[1].lower() == scene.settings.activation[0]
    shown = scene.page.locator(".hands").evaluate(SIDES)
    weights = network_in(shown["fitted"], shown["sizes"])
    np.testing.assert_allclose(
        np.column_stack(weights[:2]), np.reshape(scene.settings.hidden, (-1, 3)), atol=1e-6
    )
    training = points_of(scene).training
    hidden = SQUASH[scene.settings.activation[0]](
        training.inputs.astype(np.float64) @ weights[0].T + weights[1]
    )
    hidden = np.column_stack([hidden, np.ones(len(hidden))])
    outputs = np.column_stack(weights[2:])
    z = hidden @ outputs.T
    y = np.exp(z - z.max(axis=1, keepdims=True))
    y /= y.sum(axis=1, keepdims=True)
    slope = (y - np.eye(3)[training.labels]).T @ hidden / len(hidden) + float(found[2]) * outputs
    assert np.abs(slope).max() < 1e-5
