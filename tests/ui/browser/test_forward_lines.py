"""The forward lines of activations: read, held against ``fprop``, and written into the module that the browser gets."""

from pathlib import Path

import numpy as np
import pytest

from engine.layers import ACTIVATIONS, Layer
from engine.portrait import Portrait
from ui.browser import forward_lines, modules

PLAYER = modules.ROOT / "ui" / "regions" / "player" / "player.js"


def softsign(line):
    """A softsign layer with a forward line."""

    class SoftsignLayer(Layer):
        """``inputs / (1 + |inputs|)``."""

        portrait = Portrait(browser_line=line)

        def fprop(self, inputs):
            return inputs / (1 + np.abs(inputs))

        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return grads_wrt_outputs * (1 - np.abs(outputs)) ** 2

    return SoftsignLayer


@pytest.fixture
def with_line(monkeypatch):
    """Put a softsign with a line among the activations."""
    return lambda line, name="softsign": monkeypatch.setitem(ACTIVATIONS, name, softsign(line))


def test_every_activation_is_in_the_module_that_the_browser_gets(with_line):
    with_line("z / (1 + Math.abs(z))")

    text = modules.one_text(PLAYER)

    assert "Python writes" not in text
    for name, kind in ACTIVATIONS.items():
        assert f'"{name}": (a) => {{' in text
        assert f"a[i] = {kind.portrait.browser_line};" in text


@pytest.mark.parametrize(
    "line",
    [
        "z/(1+Math.abs(z))",
        "z > 0 ? z / (1 + z) : z / (1 - z)",
        "z < 0 ? -(-z / (1 - z)) : z <= 0 ? 0 : 1 - 1 / (1 + z)",
        "Math.sign(z) * (1 - Math.pow(1 + Math.max(z, -z), -1e0))",
        "z / Math.max(1 + z, 1 - z) * 1.5e0 * 2 / 3",
    ],
)
def test_a_line_may_be_written_in_many_ways(with_line, line):
    with_line(line)

    assert f"a[i] = {line};" in forward_lines.table()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "is empty: the browser needs what fprop makes of z, in JavaScript"),
        ("z / (1 + abs(z))", "has 'abs' where a number, z, a call or a bracket should be"),
        ("z / (1 + Math.abs(z)", r"ends where '\)' should be"),
        ("z / (1 + Math.abs(z)))", r"goes on with '\)' where it should end"),
        ("z / (1 + Math.max(z))", r"has '\)' where ',' should be"),
        ("z /", "ends where a number"),
        ("z ** 1", r"has '\*' where"),
        ("1 --z", "has '--z' in it, which is not understood"),
        ("z / (1 + |z|)", "which is not understood"),
        ("010 * z", "goes on with '10'"),
        ("z; alert(1)", "has '; alert"),
        ("z / (1 + z)", "gives .* for z = -.*, where fprop gives"),
        ("tanh(z)", "gives .* for z = .*, where fprop gives"),
        ("Math.log(z) * 0 + z / (1 + Math.abs(z))", "gives nan for z = -"),
    ],
)
def test_a_mistake_is_told_by_the_name_of_the_class(with_line, line, words):
    with_line(line)

    with pytest.raises(ValueError, match=rf"^SoftsignLayer: its browser_line .*{words}"):
        modules.one_text(PLAYER)


def test_a_name_with_quotes_stays_a_name(with_line):
    with_line("z / (1 + Math.abs(z))", name='soft "sign"')

    assert r'"soft \"sign\"": (a) =>' in forward_lines.table()


def test_a_module_that_wants_what_python_cannot_write_is_named(tmp_path: Path):
    path = tmp_path / "part.js"
    path.write_text("export const a = {\n  // Python writes here: the weather.\n};\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"part\.js wants the weather written"):
        modules.module(path)
