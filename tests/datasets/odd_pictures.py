"""Pictures as people have them, and some that nobody has: drawn by NumPy, for the tests of what becomes of them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from datasets import mnist

Picture = npt.NDArray[np.uint8]


def on(grey: npt.ArrayLike) -> Picture:
    """A picture of grey levels, or of red, green and blue, that hides all that is under it."""
    levels = np.asarray(grey, np.float64).clip(0, 255).round().astype(np.uint8)
    colours = levels if levels.ndim == 3 else np.repeat(levels[..., np.newaxis], 3, axis=2)
    return np.concatenate([colours, np.full((*levels.shape[:2], 1), 255, np.uint8)], axis=2)


def seven(side: int = 200, pen: float = 0.06) -> npt.NDArray[np.bool_]:
    """A seven; the width of the pen in parts of the side."""
    y, x = (np.mgrid[:side, :side] + 0.5) / side
    bar = (np.abs(y - 0.25) < pen / 2) & (np.abs(x - 0.5) < 0.22)
    leg = (np.abs(x - 0.72 + (y - 0.25) * 0.6) < 0.6 * pen) & (y > 0.25 - pen / 2) & (y < 0.8)
    return np.asarray(bar | leg)


def inked(ink: tuple[int, ...] = (0, 0, 0), paper: tuple[int, ...] = (255, 255, 255), **of: float) -> Picture:
    """A seven in one colour on another."""
    shape = seven(int(of.get("side", 200)), of.get("pen", 0.06))
    return on(np.where(shape[..., np.newaxis], ink, paper))


def transparent(ink: tuple[int, int, int]) -> Picture:
    """A seven in some colour on nothing."""
    shape = seven()
    return np.dstack([*(np.full(shape.shape, level) for level in ink), 255 * shape]).astype(np.uint8)


def card() -> Picture:
    """A dark seven on a yellow card, with nothing around it."""
    picture = np.zeros((240, 240, 4), np.uint8)
    picture[20:220, 20:220] = inked((30, 40, 120), (250, 220, 60))
    return picture


def framed(*frames: int) -> Picture:
    """A seven within frames, the innermost first."""
    levels = np.where(seven(), 0, 255)
    for level in frames:
        levels = np.pad(levels, 14, constant_values=level)
    return on(levels)


def barred(level: int, *, above: bool) -> Picture:
    """A seven between two bars, above and below it or at its sides."""
    bars = [(70, 70), (0, 0)] if above else [(0, 0), (70, 70)]
    return on(np.pad(np.where(seven(), 0, 255), bars, constant_values=level))


def ruled(distance: int, level: int, *, squared: bool = False, slope: float = 0.0) -> Picture:
    """A seven on ruled or squared paper whose lines are so dark."""
    y, x = np.mgrid[:300, :300]
    levels = np.full((300, 300), 250)
    levels[((y + slope * x).astype(int) + 7) % distance < 2] = level
    if squared:
        levels[((x - slope * y).astype(int) + 5) % distance < 2] = level
    levels[50:250, 50:250][seven()] = 20
    return on(levels)


def two() -> Picture:
    """Two sevens side by side."""
    return on(np.where(np.hstack([seven()[:, 30:170], seven()[:, 30:170]]), 0, 255))


def noisy(amount: float) -> Picture:
    """A seven under noise."""
    noise = np.random.default_rng(4).normal(0, amount, (200, 200, 3))
    return on(np.where(seven()[..., np.newaxis], 20, 235) + noise)


def specked() -> Picture:
    """A seven among specks."""
    levels = np.where(seven(), 0, 255)
    for y, x in ((5, 190), (20, 12), (180, 30), (150, 180)):
        levels[y : y + 4, x : x + 4] = 10
    return on(levels)


def lit(light: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Picture:
    """A dark seven on paper in some light."""
    y, x = np.mgrid[:200, :200] / 200
    return on(np.where(seven(), 40, 235) * light(y, x))


def desk() -> Picture:
    """A sheet that lies on a dark desk."""
    levels = np.full((300, 360), 60)
    levels[40:270, 70:300] = 235
    levels[55:255, 85:285][seven()] = 30
    return on(levels)


ODD: dict[str, Callable[[], Picture]] = {
    "black on white": inked,
    "white on black": lambda: inked((255, 255, 255), (0, 0, 0)),
    "yellow on white": lambda: inked((255, 235, 40)),
    "red on green of equal grey": lambda: inked((200, 60, 60), (70, 134, 60)),
    "chalk on a board": lambda: inked((235, 240, 235), (40, 90, 60)),
    "faint": lambda: inked((200, 200, 200)),
    "hair's breadth": lambda: inked(side=280, pen=0.006),
    "bold": lambda: inked(pen=0.2),
    "black ink on nothing": lambda: transparent((0, 0, 0)),
    "white ink on nothing": lambda: transparent((255, 255, 255)),
    "card on nothing": card,
    "black frame": lambda: framed(0),
    "two frames": lambda: framed(0, 190),
    "bars above and below": lambda: barred(0, above=True),
    "bars at the sides": lambda: barred(0, above=False),
    "lined": lambda: ruled(25, 150),
    "lined as dark as ink, askew": lambda: ruled(25, 20, slope=0.03),
    "squared": lambda: ruled(20, 170, squared=True),
    "squared as dark as ink, askew": lambda: ruled(30, 20, squared=True, slope=-0.02),
    "noise": lambda: noisy(45),
    "specks": specked,
    "light from one side": lambda: lit(lambda y, x: 1 - 0.7 * x),
    "vignette": lambda: lit(lambda y, x: 1 - 1.3 * ((y - 0.5) ** 2 + (x - 0.5) ** 2)),
    "edge of a shadow": lambda: lit(lambda y, x: np.where(x + 0.3 * y > 0.6, 0.4, 1.0)),
    "on a desk": desk,
    "small": lambda: on(mnist.load().test.inputs[0].reshape(28, 28)[3:26, 2:25]),
    "two digits": two,
    "nothing": lambda: on(np.full((50, 50), 255)),
    "one pixel": lambda: on([[0]]),
    "a line of pixels": lambda: on(np.arange(900)[np.newaxis] % 256),
    "a column of pixels": lambda: on(np.zeros((900, 1))),
    "pure noise": lambda: on(np.random.default_rng(3).integers(0, 256, (120, 150, 3))),
    "half and half": lambda: on(np.arange(100)[:, np.newaxis] // 50 * np.full((100, 80), 255)),
    "clear": lambda: np.zeros((30, 40, 4), np.uint8),
}
"""Name to what draws it."""

REFUSED = {
    "two digits": "shows 2 digits",
    "nothing": "is empty",
    "one pixel": "is empty",
    "a column of pixels": "is empty",
    "a line of pixels": "specks only, or noise",
    "half and half": "is empty",
    "pure noise": "specks only, or noise",
    "clear": "is empty",
}
"""Those of them that show no digit, and words of the sentence that says so."""
