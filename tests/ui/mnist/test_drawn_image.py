"""A drawn image in a link: read as the browser writes it, and refused in a sentence where it is none."""

import base64

import numpy as np
import pytest

from ui.digits.drawn_image import levels
from ui.digits.settings import MnistSettings


def written(grey: np.ndarray, kind: str = "pad") -> str:
    """Levels from 0 to 15 as a link has them, two a byte."""
    pairs = (16 * grey[::2] + grey[1::2]).astype(np.uint8).tobytes()
    return f"{kind}-{base64.urlsafe_b64encode(pairs).decode().rstrip('=')}"


@pytest.mark.parametrize("kind", ["pad", "brush"])
def test_a_link_restores_what_was_drawn(rng_levels, kind):
    text = written(rng_levels, kind)
    settings, notes = MnistSettings.from_url({"drawn": text})

    assert notes == []
    assert settings.to_url() == {"drawn": text}
    assert (levels(settings.drawn) == rng_levels).all()


@pytest.fixture
def rng_levels() -> np.ndarray:
    return np.random.default_rng(4).integers(0, 16, 784)


@pytest.mark.parametrize(
    "text", ["pad-", "x", "pad-" + "A" * 522, "pad-" + "A" * 524, "pen-" + "A" * 523, "pad-" + "é" * 523]
)
def test_what_is_no_image_is_refused_in_a_sentence(text):
    settings, notes = MnistSettings.from_url({"drawn": text})

    assert settings == MnistSettings()
    (note,) = notes
    assert "is not “pad-” or “brush-” and 523 letters" in note


def test_nothing_drawn_has_no_ink():
    assert not levels("").any()
