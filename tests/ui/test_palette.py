"""Classes are told apart by their colours alone, whatever eye or screen a visitor has."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from ui.palette import PALETTES

Floats = npt.NDArray[np.float64]

TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
MACHADO = {
    "protanopia": "0.152286 1.052583 -0.204868  0.114503 0.786281 0.099216  -0.003882 -0.048116 1.051998",
    "deuteranopia": "0.367322 0.860646 -0.227968  0.280085 0.672501 0.047413  -0.011820 0.042940 0.968881",
    "tritanopia": "1.255528 -0.076749 -0.178779  -0.078411 0.930809 0.147602  0.004733 0.691367 0.303900",
}
"""Machado, Oliveira and Fernandes, 2009, at full severity; they work on linear light."""

EYES = {eye: np.array(numbers.split(), float).reshape(3, 3) for eye, numbers in MACHADO.items()}
EYES["all cones"] = np.eye(3)

LEAST_APART = 10  # CIEDE2000
LEAST_LIGHTER = 11  # steps of L*


def linear(colour: str) -> Floats:
    """Red, green and blue of a colour as linear light, from 0 to 1."""
    v = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def lab(light: Floats) -> Floats:
    """CIE L*, a*, b* of linear light under D65."""
    xyz = TO_XYZ @ np.clip(light, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Floats, other: Floats) -> float:
    """The difference of two colours, after Sharma, Wu and Dalal, 2005."""
    chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    (l1, a1, b1), (l2, a2, b2) = one * [1, stretch, 1], other * [1, stretch, 1]
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2([b1, b2], [a1, a2])) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    hue_apart = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    waves = zip((-0.17, 0.24, 0.32, -0.20), (hue - 30, 2 * hue, 3 * hue + 6, 4 * hue - 63), strict=True)
    t = 1 + sum(share * np.cos(np.radians(angle)) for share, angle in waves)
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    by_chroma, by_hue = (c2 - c1) / (1 + 0.045 * chroma), hue_apart / (1 + 0.015 * chroma * t)
    blues = np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))
    twist = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(blues)
    return float(np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_difference_is_that_of_its_authors_table(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("of", ["points", "regions"])
@pytest.mark.parametrize("eye", EYES)
def test_every_eye_tells_the_classes(theme: str, of: str, eye: str) -> None:
    seen = [lab(EYES[eye] @ linear(colour)) for colour in PALETTES[theme][of]]

    assert min(ciede2000(one, other) for one, other in combinations(seen, 2)) >= LEAST_APART


@pytest.mark.parametrize("theme", PALETTES)
def test_regions_differ_in_lightness_too(theme: str) -> None:
    lightness = sorted(lab(linear(colour))[0] for colour in PALETTES[theme]["regions"])

    assert min(np.diff(lightness)) >= LEAST_LIGHTER


@pytest.mark.parametrize("theme", PALETTES)
def test_words_can_be_read_on_every_region(theme: str) -> None:
    ink = TO_XYZ[1] @ linear(str(PALETTES[theme]["ink"]))
    for colour in PALETTES[theme]["regions"]:
        dark, light = sorted([ink, TO_XYZ[1] @ linear(colour)])

        assert (light + 0.05) / (dark + 0.05) >= 4.5
