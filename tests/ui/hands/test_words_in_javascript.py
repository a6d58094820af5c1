"""What the page "By hand" says of a unit, of planes and of a softmax is so, by NumPy on the whole square."""

import re

import numpy as np
import pytest

from tests.node import Node

WORDS = "ui/hands/words.js"
SQUARE = [-5, 5, -5, 5]
AXIS = np.linspace(-5, 5, 401)
PLACES = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)
ON_PLACES = np.column_stack([PLACES, np.ones(len(PLACES))])


@pytest.mark.parametrize("seed", range(40))
def test_a_class_is_called_nowhere_the_highest_only_where_it_is(node: Node, seed: int) -> None:
    planes = np.round(np.random.default_rng(seed).normal(scale=[1, 1, 3], size=(3, 3)), 2)
    heights = ON_PLACES @ planes.T
    said = node(WORDS, "planesFinding(planes, square)", planes=planes.tolist(), square=SQUARE)
    shares = np.bincount(heights.argmax(axis=1), minlength=3) / len(heights)
    areas = node(
        WORDS, "planes.map((_, k) => areaOfHighest(planes, k, square))", planes=planes.tolist(), square=SQUARE
    )
    np.testing.assert_allclose(np.array(areas) / 100, shares, atol=0.005)
    for k in range(3):
        named = "nowhere" in said and str(k + 1) in said.split(":")[0]
        assert named == (areas[k] <= 1e-9)
        assert not (named and shares[k])
    at = np.linalg.solve(planes[1:, :2] - planes[0, :2], planes[0, 2] - planes[1:, 2])
    if "nowhere" not in said:
        assert said.endswith("over one point") == (np.abs(at) <= 5).all()


def test_a_small_corner_of_the_square_counts(node: Node) -> None:
    planes = [[1.0, 1.0, -9.35], [0.0, 0.1, 0.0], [0.1, 0.0, 0.0]]
    assert (ON_PLACES @ np.array(planes).T).argmax(axis=1).tolist().count(0) in range(1, 40)
    said = node(WORDS, "planesFinding(planes, square)", planes=planes, square=SQUARE)
    assert "nowhere" not in said


@pytest.mark.parametrize(
    ("planes", "kind", "words"),
    [
        ([[1, 0, 0], [-1, 1, 0], [0, -1, 0]], "point", "over one point"),
        ([[2, 0, -3], [0, 0, 0], [-2, 0, -3]], "nowhere", "Parallel boundaries"),
        ([[2, 0, 0], [0, 0, 0.0], [-2, 0, 0]], "line", "nowhere the highest"),
        ([[1, 0, 0], [1, 0, 0], [-1, 0, 0]], "parallel", "Two of the planes are parallel"),
        ([[1, 0, 0], [1, 0, 5], [-1, 0, 0]], "parallel", "Class 1: nowhere the highest"),
    ],
)
def test_where_three_planes_meet(node: Node, planes: list[list[float]], kind: str, words: str) -> None:
    assert node(WORDS, "meetingOf(planes).kind", planes=planes) == kind
    assert words in node(WORDS, "planesFinding(planes, square)", planes=planes, square=SQUARE)


@pytest.mark.parametrize(
    "line", [[0.12, 0.16, 0.2], [0.4, 0, 0], [0.3, 0, 1.5], [1, 1, 0], [2.4, 3.2, 0], [5, 0, 1]]
)
def test_a_sigmoid_is_called_almost_a_plane_or_a_step_only_where_it_is(node: Node, line: list[float]) -> None:
    said = node(WORDS, "unitFinding(line, square)", line=line, square=SQUARE)
    answers = 1 / (1 + np.exp(-(ON_PLACES @ np.array(line))))
    plane, *_ = np.linalg.lstsq(ON_PLACES, answers, rcond=None)
    off = np.abs(ON_PLACES @ plane - answers).max()
    between = ((answers > 0.1) & (answers < 0.9)).mean()
    assert ("almost a plane" in said) <= (off < 0.06)
    assert ("almost a plane" in said) >= (off < 0.02)
    assert ("almost a step" in said) == (between < 0.16)


@pytest.mark.parametrize(
    ("constant", "words"),
    [
        (0, "is the same here, to three decimals"),
        (800, "would be ∞ / ∞, which is no number"),
        (-800, "would be 0 / 0, which is no number"),
        (-745, "Without the shift <i>y</i> would be"),
        (708.5, "Without the shift <i>y</i> would be 0.000, 0.000, 0.000"),
    ],
)
def test_the_shift_is_said_to_change_nothing_only_where_it_does(
    node: Node, constant: float, words: str
) -> None:
    z = np.array([1.0, 0.8, 0.6]) + constant
    y = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    with np.errstate(all="ignore"):
        powers = np.exp(z)
        naive = powers / powers.sum()
    scores = "{ y, powers: z.map(Math.exp), naive: z.map((v) => Math.exp(v) / z.reduce((a, b) => a + Math.exp(b), 0)) }"
    said = node(WORDS, f"verdictHtml({scores})", y=y.tolist(), z=z.tolist())
    assert words in said
    same = np.isfinite(naive).all() and [f"{v:.3f}" for v in naive] == [f"{v:.3f}" for v in y]
    assert ("is the same here" in said) == same


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.56, "4.56"),
        (9999.6, "1.0·10<sup>4</sup>"),
        (99_600.0, "1.0·10<sup>5</sup>"),
        (5e-324, "4.9·10<sup>−324</sup>"),
        (0.00012, "1.2·10<sup>−4</sup>"),
    ],
)
def test_a_power_is_written_with_one_digit_before_its_point(node: Node, value: float, text: str) -> None:
    assert node(WORDS, "smallOrLarge(value)", value=value) == text


@pytest.mark.parametrize("seed", range(5))
def test_a_power_of_e_comes_to_what_stands_behind_it(node: Node, seed: int) -> None:
    about = 0
    for exponent in np.random.default_rng(seed).uniform(-30, 12, 100):
        said = node(WORDS, "powerHtml(exponent)", exponent=float(exponent))
        text, sign, value = re.fullmatch(r"e<sup>(.*?)</sup> ([=≈]) (.*)", said).groups()  # type: ignore[union-attr]
        factor, power = re.fullmatch(r"([\d.]+)(?:·10<sup>(.*)</sup>)?", value).groups()  # type: ignore[union-attr]
        shown = float(factor) * 10 ** int((power or "0").replace("−", "-"))
        digits = 1 if power else 2
        worked_out = float(f"{np.exp(float(text.replace('−', '-'))):.{digits}e}")
        about += sign == "≈"
        assert sign == "≈" or worked_out == pytest.approx(shown, rel=1e-9)
    assert about <= 1
