"""A visitor without a browser: opens a page, uses controls, and reads what the server sends.

Everything that depends on how Streamlit's AppTest holds components and figures stands here and nowhere else.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.components import v2
from streamlit.components.v2 import component_manager
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.util import calc_hash

from ui.frame import held, session
from ui.work.preparing import PREPARATION

APP = Path(__file__).parents[2] / "app.py"
PATIENCE = 600
"""Seconds that a page may take on a busy machine."""

LOOKS = 5_000
"""Slices of time after which any work of a test is done, even where another program leaves little of each slice."""

REGISTRY = component_manager.BidiComponentManager()
if not hasattr(
    v2, "_ensure_component_on_active_runtime"
):  # Streamlit 1.62: an AppTest forgets what was registered before
    component_manager.BidiComponentManager = lambda: REGISTRY


def wait_for_end(runner: local_script_runner.LocalScriptRunner, seconds: float = PATIENCE) -> None:
    """Wait until a page's thread has ended. AppTest itself asks for it all the time, a quarter of a page's cost."""
    if runner._script_thread is not None:
        runner._script_thread.join(seconds)
    assert runner.script_stopped(), f"the page was not whole after {seconds:g} s"


local_script_runner.require_widgets_deltas = wait_for_end

TYPES = {"f4": np.float32, "u1": np.uint8, "i1": np.int8, "i2": np.int16}


session.HEAD_START = 0.0  # nobody draws a picture meanwhile


@dataclass
class Visitor:
    """Somebody who looks at one page of the app.

    Parameters
    ----------
    app : AppTest
        For its controls: ``visitor.app.slider(key="RegionSettings.points").set_value(100)``, then ``look()``.
    """

    app: AppTest = field(default_factory=lambda: AppTest.from_file(APP, default_timeout=PATIENCE))
    held: dict[str, bytes] = field(default_factory=dict)
    """What the browser has of blocks, by their keys."""

    def open(self, page: str = "", **link: str) -> "Visitor":
        """Follow a link: the page's path, "" for the first one, and the link's parameters."""
        self.app._bidi_component_manager = REGISTRY
        self.app._page_hash = calc_hash(page)
        self.app.query_params = dict(link)
        return self.look()

    def unfold(self, key: str) -> "Visitor":
        """Open a group of controls that is drawn only while it is open."""
        self.app.session_state[key] = True
        return self.look()

    def look(self) -> "Visitor":
        """Run the page with the controls as they are set; an exception in the page fails the test."""
        self._run()
        try:
            self._remember()
        except (
            KeyError
        ):  # of a rerun within that run AppTest shows the last page alone; a browser would say `anew`
            self.app.session_state["visitor"].kept[held.KEY].n_bytes.clear()
            self._run()
            self._remember()
        return self

    def _run(self) -> None:
        self.app.run()
        assert not self.app.exception, self.app.exception[0].stack_trace

    def _remember(self) -> None:
        for part in self.app.get("bidi_component"):
            remember(part.proto.bytes, self.held)

    @property
    def link(self) -> dict[str, str]:
        """Parameters in the address bar. Streamlit 1.62's AppTest gives each value as a list of one."""
        given = dict(self.app.query_params)
        return {name: value if isinstance(value, str) else value[-1] for name, value in given.items()}

    @property
    def texts(self) -> list[str]:
        """Every note, sentence and error outside the components, errors first."""
        kinds = ("error", "warning", "info", "text", "markdown", "caption")
        return [
            element.value if kind == "text" else without_escapes(element.value)
            for kind in kinds
            for element in self.app.get(kind)
        ]

    @property
    def labels(self) -> list[str]:
        """Names of the controls in the sidebar, folded ones too."""
        return [label for element in self.app.sidebar if (label := getattr(element, "label", None))]

    @property
    def parts(self) -> list[str]:
        """Names of the components on the page."""
        sent = [part.proto.component_name for part in self.app.get("bidi_component")]
        return [name.rpartition("hidden_layers_")[2] for name in sent]

    def block(self, name: str) -> dict[str, Any]:
        """The header that a component was sent last, with its arrays under ``arrays``: what its script unpacks.

        Parameters
        ----------
        name : str
            The component's folder: ``"player"``.
        """
        return unpack(self.sent(name), self.held)

    def sent(self, name: str) -> bytes:
        """The bytes that a component was sent last."""
        parts = [part.proto for part in self.app.get("bidi_component")]
        (proto,) = [part for part in parts if part.component_name.endswith(f"hidden_layers_{name}")]
        return bytes(proto.bytes)

    def finished(self, name: str) -> dict[str, Any]:
        """The block of a run that has ended: asks for more as long as the browser would."""
        for _ in range(LOOKS):
            block = self.block(name)
            if block["finished"]:
                return block
            self.look()
        raise AssertionError(f"not finished at epoch {block['trained_epochs']} of {block['n_epochs']}")

    def worked_out(self, name: str) -> dict[str, Any]:
        """The block of a view once no bar of progress is left: asks for more as long as the browser would."""
        for _ in range(LOOKS):
            if "progress" not in self.parts:
                return self.block(name)
            self.look()
        raise AssertionError("still at work")

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Plotly figures, as the JSON that is sent: ``data`` and ``layout``."""
        return [json.loads(chart.proto.spec) for chart in self.app.get("plotly_chart")]


def without_escapes(markdown: str) -> str:
    """Words as Markdown shows them: what ``as_written`` puts before and between their signs is gone."""
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", markdown).replace("\u2060", "")


def unpack(block: bytes, held: dict[str, bytes] | None = None) -> dict[str, Any]:
    """What ``blocks.pack`` packed, read as ``ui/browser/blocks.js`` reads it; what has a key joins what is held."""
    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4 : 4 + length])
    body = block[-(-(4 + length) // 8) * 8 :]
    have = {} if held is None else held
    arrays: dict[str, Any] = {}
    for part, found in brought(body, header.pop("arrays"), have):
        if "as" in part:
            arrays[part["name"]] = arrays[part["as"]]
        elif part["type"] == "json":
            header[part["name"]] = json.loads(found[0])
        elif "smooth" in part:
            arrays[part["name"]] = over_time(found, part)
        else:
            arrays[part["name"]] = np.frombuffer(b"".join(found), TYPES[part["type"]], part["length"])
    return {**header, "arrays": arrays}


def remember(block: bytes, held: dict[str, bytes]) -> None:
    """Hold what a block has brought, without reading its numbers."""
    if block:
        length = int.from_bytes(block[:4], "little")
        body = block[-(-(4 + length) // 8) * 8 :]
        for _ in brought(body, json.loads(block[4 : 4 + length])["arrays"], held):
            pass


def brought(
    body: bytes, directory: list[dict[str, Any]], held: dict[str, bytes]
) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """Each place of a directory with the bytes of its pieces: from the block, or from what is held."""
    start = 0
    for part in directory:
        found = []
        for piece in part.get("smooth", part.get("rows", [] if "as" in part else [part])):
            if not piece.get("held"):
                found.append(body[start : start + piece["n_bytes"]])
                start += piece["n_bytes"]
                if "key" in piece:
                    held[piece["key"]] = found[-1]
            else:
                found.append(held[piece["key"]])
        start += -start % 8
        yield part, found


FORETOLD: list[Callable[..., Any]] = [
    lambda: np.zeros(1),
    lambda a: a,
    lambda a, b: 2 * a - b,
    lambda a, b, c: 3 * a - 3 * b + c,
    lambda a, b, c, d: 4 * a - 6 * b + 4 * c - d,
]
"""The next number by those before it, the last one first."""


def over_time(found: list[bytes], part: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Numbers whose rows change slowly, read as ``ui/browser/over_time.js`` reads them."""
    n_columns = part["length"] // sum(piece["n_rows"] for piece in part["smooth"])
    rows = np.zeros((0, n_columns), np.float32)
    for octets, piece in zip(found, part["smooth"], strict=True):
        for apart, orders in distances(np.frombuffer(octets, np.uint8), piece["n_rows"], n_columns):
            before = [rows[-k].astype(np.float64) for k in range(1, 1 + min(4, len(rows)))]
            near = np.zeros(n_columns, np.float32)
            for order in range(1, 5):
                with np.errstate(over="ignore", invalid="ignore"):
                    told = np.float32(FORETOLD[min(order, len(before))](*before[:order]))
                near[orders == order] = (told * np.ones(n_columns, np.float32))[orders == order]
            near[~np.isfinite(near)] = 0
            places = near.view(np.int32).astype(np.int64)
            places = np.where(places < 0, -(places & 0x7FFFFFFF) - 1, places) + apart
            places = (places + 2**31) % 2**32 - 2**31
            bits = np.where(places < 0, ~places & 0x7FFFFFFF | 0x80000000, places)
            rows = np.concatenate([rows, bits.astype(np.uint32).view(np.float32)[None]])
    return rows.ravel()


def distances(
    octets: np.ndarray[Any, Any], n_rows: int, n_columns: int
) -> Iterator[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """How far each number of a piece lies from what was foretold, and by how many numbers, row by row."""
    n = n_rows * n_columns
    heads = octets[: -(-n // 16)]
    last = {g: int(head & 63) - 1 for g, head in enumerate(heads) if head & 63}
    ends = {}
    start = len(heads)
    for g in sorted(last, key=lambda g: last[g]):
        ends[g] = "".join(f"{octet:08b}" for octet in octets[start : start + 2 * last[g]])
        start += 2 * last[g]
    before = "".join(f"{octet:08b}" for octet in octets[start:]).split("1")
    counts = np.zeros((len(heads), 16), np.int64)
    for nth, (g, width) in enumerate(last.items()):
        for k in range(16):
            low = ends[g][k * width : (k + 1) * width]
            counts[g, k] = len(before[16 * nth + k]) * 2**width + int(low or "0", 2)
    assert len(before) == 16 * len(last) + 1
    assert len(before[-1]) < 8
    apart = ((counts >> 1) ^ -(counts & 1)).ravel()[:n].reshape(n_columns, n_rows).T
    orders = (1 + (np.repeat(heads, 16) >> 6)).ravel()[:n].reshape(n_columns, n_rows).T
    return zip(apart, orders, strict=True)


@pytest.fixture(autouse=True)
def nothing_prepared() -> Iterator[None]:
    """A lecture that a test has begun to prepare is not prepared beside the next one, which would see it."""
    yield
    PREPARATION.stop()
    PREPARATION.wait()
    PREPARATION.tasks, PREPARATION.of = (), ""


@pytest.fixture
def visitor() -> Visitor:
    """A visitor who has just come, and has opened nothing yet."""
    return Visitor()
