"""The browser's line of each derived input is tried against its function when the app starts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.derived_inputs import DERIVED_INPUTS
from ui.browser import input_lines, modules

PLAYER = Path("ui/regions/player/player.js")


@pytest.fixture
def with_line(monkeypatch):
    """Put the cube of x₁ among the inputs, with a line."""
    cube = replace(DERIVED_INPUTS["x1x1"], title="x₁³", function=lambda x1, x2: x1**3, numpy_line="x1**3")
    return lambda line: monkeypatch.setitem(DERIVED_INPUTS, "cube", replace(cube, browser_line=line))


def test_every_input_is_in_the_module_that_the_browser_gets(with_line) -> None:
    with_line("x1 * x1 * x1")
    text = modules.one_text(PLAYER)
    for name, one in DERIVED_INPUTS.items():
        assert f'"{name}": (x, y, out) => {{' in text
        assert f"out[i] = {one.browser_line};" in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "is empty: the browser needs an expression in x1, x2"),
        ("x1 * x1", r"gives .* at \(.*\), where the function gives"),
        ("x1 ** 3", r"has '\*' where a number, x1, x2, a call"),
        ("z * z * z", "has 'z' where a number, x1, x2, a call"),
        ("Math.log(x1) * 0 + x1 * x1 * x1", r"gives nan at \(-5, 0\), where"),
    ],
)
def test_a_slip_is_told_by_the_inputs_name(with_line, line: str, words: str) -> None:
    with_line(line)
    with pytest.raises(ValueError, match=rf"^derived input 'cube': its browser_line .*{words}"):
        modules.one_text(PLAYER)


def test_an_input_that_is_no_number_somewhere_is_refused(monkeypatch) -> None:
    root = replace(DERIVED_INPUTS["x1"], function=lambda x1, x2: np.sqrt(x1), browser_line="Math.sqrt(x1)")
    monkeypatch.setitem(DERIVED_INPUTS, "root", root)
    with pytest.raises(
        ValueError, match=r"derived input 'root': .* has a function that gives nan at \(-10, -10\)"
    ):
        input_lines.table()
