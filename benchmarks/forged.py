"""Forged words over the real websocket: ``python -m benchmarks.forged [--each 2000]``.

A forger opens each page and says, for every control and every wish of every part, what no browser of ours would say.
Nobody may see a traceback: the forger's page goes on, and another visitor's is as it was. What fails is printed.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.guest import WHOLE_WITHIN, Guest
from benchmarks.protocol import FINISHED
from benchmarks.serving import logged, serving
from ui.frame import table_of_wishes

PAGES: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("", {"data": "own"}),
    ("twin", {}),
    ("twin", {"view": "wall"}),
    ("hands", {}),
    ("hands", {"view": "lines"}),
    ("hands", {"view": "softmax"}),
    ("backprop", {}),
    ("backprop", {"view": "check"}),
    ("backprop", {"view": "blame"}),
    ("backprop", {"view": "outer"}),
    ("backprop", {"view": "paste"}),
    ("activations", {}),
    ("activations", {"view": "unit"}),
    ("activations", {"view": "depth", "on": "points"}),
    ("activations", {"view": "cliff"}),
    ("mnist", {"images": "2000"}),
    ("mnist", {"view": "quality", "images": "2000"}),
    ("mnist", {"view": "pros"}),
    ("mnist", {"view": "keep", "images": "2000"}),
    ("mnist", {"view": "variability"}),
    ("mnist", {"view": "code"}),
    ("lecture", {}),
    ("", {"room": "ABCD"}),
    ("", {"presenter": "1"}),
]
"""Pages on which together every part stands: the path, and the link's parameters."""

NUMBERS = (float("nan"), float("inf"), -1.0, 1e300, 2.5, 0.0, 3.0)
TEXTS = ("", "x" * 3_000, "NaN", "tanh", "\u202e\u200b![x](http://a.b/c)", "-1", "9" * 50, "[]")
TREES: tuple[Any, ...] = (
    *(None, 1, -1, float("nan"), "x", "x" * 100_000, [], {}, [1] * 10_000, "\ud800"),
    *({"epoch": "a"}, {"epoch": float("nan")}, {"epoch": -5}, {"epoch": 1e300}, {"epoch": 99_999}),
    *({"what": 3}, {"what": "stop"}, {"what": "update"}, {"cell": 99}, {"cell": [1]}, {"text": "zzz"}),
    *({"places": [[1]]}, {"places": [[1, 1]]}, {"places": 3}, {"look": "x", "spot": [1]}, {"look": "x"}),
    *(
        {"cells": {"w1_1_1": "9" * 900}},
        {"cells": [1]},
        {"name": "unit", "text": "a"},
        {"revealed": ["a", 3]},
    ),
    *({"step": [1]}, {"image": {}, "values": {"shift_x": []}}, {"image": "test-99999", "values": {}}),
    *({"stage": [1]}, {"depth": "99"}, {"room": "ABCD", "key": "no"}, {"phone": 3}, {"layer": 9, "unit": 99}),
)
"""Values of wishes, as Python holds JSON: some are close to what a part would say."""

WRITTEN = ("[", "{}", "null", "[" * 5_000, "[1]", '"a"', '[{"event": 3}]', '[{"event": "view", "value": 1}]')

AT_ONCE = 12
"""Controls and parts that one message speaks for at most."""

KINDS = {
    "slider": "double_array_value",
    "number_input": "double_value",
    "selectbox": "string_value",
    "button_group": "string_array_value",
    "button": "trigger_value",
    "download_button": "trigger_value",
    "checkbox": "bool_value",
    "radio": "string_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "file_uploader": "file_uploader_state_value",
}
"""For each of Streamlit's controls the kind of value that its browser's side sends."""


@cache
def _names_of(part: str) -> tuple[str, ...]:
    """The names of a part's wishes."""
    return tuple(table_of_wishes.names_of(part))


def forged(draw: random.Random, name: str, kind: str, names: Collection[str] | None) -> WidgetState:
    """A value that no browser of ours would send: mostly of the right kind, and otherwise of any.

    Parameters
    ----------
    draw : random.Random
        Where it comes from.
    name : str
        The control's or the part's id.
    kind : str
        The field of ``WidgetState`` that holds its values.
    names : collection of str or None
        The names of a part's wishes.

    Returns
    -------
    WidgetState
        To be sent.
    """
    state = WidgetState(id=name)
    if names and kind == "json_trigger_value" and draw.random() < 0.9:
        said = [{"event": one, "value": draw.choice(TREES)} for one in names]
        state.json_trigger_value = json.dumps(said)
        return state

    def several(array: Any, values: tuple[Any, ...]) -> None:
        array.data.extend(draw.choice(values) for _ in range(draw.choice((0, 1, 2, 5))))
        array.SetInParent()

    fill: dict[str, Callable[[], Any]] = {
        "double_value": lambda: setattr(state, "double_value", draw.choice(NUMBERS)),
        "int_value": lambda: setattr(state, "int_value", draw.choice((-1, 0, 3, 2**62))),
        "string_value": lambda: setattr(state, "string_value", draw.choice(TEXTS)),
        "bool_value": lambda: setattr(state, "bool_value", draw.random() < 0.5),
        "trigger_value": lambda: setattr(state, "trigger_value", True),
        "double_array_value": lambda: several(state.double_array_value, NUMBERS),
        "string_array_value": lambda: several(state.string_array_value, TEXTS),
        "json_value": lambda: setattr(state, "json_value", draw.choice(WRITTEN)),
        "json_trigger_value": lambda: setattr(state, "json_trigger_value", draw.choice(WRITTEN)),
        "file_uploader_state_value": lambda: state.file_uploader_state_value.uploaded_file_info.add(
            file_id="x", name="![x](http://a)", size=3
        ),
    }
    fill[kind if kind in fill and draw.random() < 0.8 else draw.choice(list(fill))]()
    return state


class Forger:
    """A connection that says what it likes; made by ``Forger.open``.

    Attributes
    ----------
    known : dict
        For each control and part that it has seen, the kind of its values and the names of its wishes.
    faults : list of str
        What should not have come: exceptions, pages that failed.
    """

    def __init__(self, socket: ClientConnection, page: str, link: dict[str, str]) -> None:
        self.known: dict[str, tuple[str, tuple[str, ...] | None]] = {}
        self.faults: list[str] = []
        self._socket, self._page = socket, calc_hash(page)
        self._query = "&".join(f"{name}={value}" for name, value in link.items())

    @classmethod
    async def open(cls, port: int, page: str, link: dict[str, str]) -> "Forger":
        """Open a page, and wait for its end."""
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        protocols: Any = ["streamlit"]
        forger = cls(
            await connect(
                address,
                subprotocols=protocols,
                compression=None,
                max_size=None,
                open_timeout=4 * WHOLE_WITHIN,
                ping_interval=None,  # a busy machine is no fault here either
                proxy=None,
            ),
            page,
            link,
        )
        await forger.say()
        return forger

    async def say(self, *states: WidgetState) -> None:
        """Send values, and wait for the end of the rerun."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.widget_states.widgets.extend(states)
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(4 * WHOLE_WITHIN):  # a busy machine is no fault
            while True:
                raw = await self._socket.recv(decode=False)
                answer = ForwardMsg.FromString(raw)
                kind = answer.WhichOneof("type")
                if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                    self._see(answer.delta.new_element)
                elif kind == "script_finished" and answer.script_finished in FINISHED:
                    return

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type") or ""
        part = getattr(element, kind)
        if kind == "exception":
            self.faults.append(f"{part.type}: {part.message}")
        elif kind == "alert" and "failed" in part.body:
            self.faults.append(part.body)
        elif kind == "bidi_component":
            names = _names_of(part.component_name.partition("hidden_layers_")[2])
            self.known[_make_trigger_id(part.id, "events")] = ("json_trigger_value", names)
        elif kind in KINDS:
            scale = kind == "slider" and part.type == part.SELECT_SLIDER
            self.known[part.id] = ("string_array_value" if scale else KINDS[kind], None)

    async def leave(self) -> None:
        """Close the connection."""
        await self._socket.close()


async def forge_on(
    port: int, page: str, link: dict[str, str], each: int, draw: random.Random
) -> tuple[str, list[str]]:
    """Forge on one page until each control and part has been spoken for so often.

    Parameters
    ----------
    port : int
        The server's.
    page, link : str and dict of str
        The page's path, and the link's parameters.
    each : int
        Values for each control and part; there are four times as many messages at most.
    draw : random.Random
        Where they come from.

    Returns
    -------
    row : str
        What was said.
    faults : list of str
        What should not have come.
    """
    start, said, n_messages, faults = time.perf_counter(), Counter[str](), 0, list[str]()
    forger = await Forger.open(port, page, link)
    while (least := [name for name in forger.known if said[name] < each]) and n_messages < 4 * each:
        some = draw.sample(least, min(len(least), draw.choice((1, AT_ONCE))))
        states = [forged(draw, name, *forger.known[name]) for name in some]
        try:
            await forger.say(*states)
        except (TimeoutError, OSError, EOFError, WebSocketException) as error:
            forger.faults.append(type(error).__name__)
        n_messages += 1
        said.update(some)
        if forger.faults:
            faults += [f"{fault} after {', '.join(some)}" for fault in forger.faults]
            await forger.leave()
            forger = await Forger.open(port, page, link)
    await forger.leave()
    row = f"/{page} {link}: {sum(said.values())} values in {n_messages} messages"
    return f"{row}, {time.perf_counter() - start:.0f} s", faults


async def forge(each: int) -> int:
    """Forge on every page; the number of faults, of which each traceback in the server's log is one."""
    draw, n_faults = random.Random(1), 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with serving(environment={"TMPDIR": folder}, log=log) as server:
            other, _ = await Guest.arrive(server.port, "")
            for page, link in PAGES:
                row, faults = await forge_on(server.port, page, link, each, draw)
                n_faults += len(faults)
                await other.set("init_seed", draw)  # another visitor goes on
                print(f"{row}, {len(other.errors)} errors of another visitor", flush=True)
                print("".join(f"  {fault}\n" for fault in faults[:20]), end="")
            n_faults += len(other.errors)
            await other.leave()
            print("".join(f"  another visitor: {error}\n" for error in other.errors[:20]), end="")
            print(f"the server has {server.megabytes:.0f} MB")
        _, tracebacks, _ = logged(log)
    n_faults += len(tracebacks)
    print(f"{n_faults} faults; tracebacks in the log: {Counter(tracebacks).most_common(20) or 'none'}")
    return n_faults


def main() -> int:
    """Print what was said on each page, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.forged")
    parser.add_argument(
        "--each", type=int, default=2_000, help="values for each control and part on each page"
    )
    return int(asyncio.run(forge(parser.parse_args().each)) > 0)


if __name__ == "__main__":
    sys.exit(main())
