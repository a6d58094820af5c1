"""Floods of different links of one kind: what the server's memory comes to, and what it is when all have left.

``python -m benchmarks.floods`` starts the app anew for each flood and opens so many links, a few at a time. Each
visitor asks some times for more, as a browser does, and leaves. On MNIST they step an epoch instead, and those who see
the truth ask how good their network is. ``--kinds images digits`` takes only these; ``waves`` are three of visitors to
MNIST who are all there at once, and come and go.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.memory import held_by
from benchmarks.protocol import FINISHED
from benchmarks.serving import Server, serving

LARGEST = "on=mnist&depth=6&units=200&images=50000&batch=0&rule=Adam&init_seed={i}"

LINKS = {
    "plane": "?data=rings&depth=2&units=32&init_seed={i}",
    "truth": "?data=spirals&truth=1&noise={noise}&init_seed={i}",
    "images": "mnist?images={images}",
    "digits": "mnist?depth=2&units=100&init_seed={i}",
    "kinds": "mnist?view=kinds&init_seed={i}",
    "keep": "mnist?view=keep&depth=3&units=200&init_seed={i}",
    "life": "activations?view=unit&on=mnist&units=200&init_seed={i}",
    "flow": "activations?view=depth&on=mnist&init_seed={i}",
    "waves": "mnist?images=10000&init_seed={i}",
    "depth": f"activations?view=depth&{LARGEST}",
    "unit": f"activations?view=unit&{LARGEST}",
    "cliff": f"activations?view=cliff&{LARGEST}",
}
"""For each kind of flood the link, in which each visitor has another number."""

ONE = {"depth", "unit", "cliff"}
"""Kinds of which one link is opened: it is the largest, and its visitor asks often for more."""

WAVES = 3

PATIENCE = 300.0
"""Seconds that a visitor waits for an answer: a busy machine is slow, and what counts here is memory."""

PARTS = ("progress", "player", "twin", "wall", "templates")
"""Parts of a page that ask for more, those first that the page waits for."""

COLUMNS = ("flood", "links", "before, MB", "at most, MB", "at the end, MB", "later, MB", "failed")


@dataclass
class Guest:
    """A visitor of any page, who asks for more of whatever is not done, and looks at nothing."""

    socket: ClientConnection
    errors: list[str] = field(default_factory=list)
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)
    page_hash: str = ""
    judges: bool = False

    async def visit(self, link: str, n_more: int) -> None:
        """Open a link, and ask so many times for more of it."""
        self.judges = "truth=1" in link
        page, _, query = link.partition("?")
        first = BackMsg()
        first.rerun_script.page_name, first.rerun_script.query_string = page, query
        await self.socket.send(first.SerializeToString())
        await self._answer()
        for count in range(n_more):
            if not self.parts:
                return
            name = min(self.parts, key=PARTS.index)
            part, fragment = self.parts[name]
            more = BackMsg()
            state = more.rerun_script
            state.query_string, state.page_script_hash, state.fragment_id = query, self.page_hash, fragment
            state.widget_states.widgets.append(
                WidgetState(
                    id=_make_trigger_id(part, "events"),
                    json_trigger_value=json.dumps([self._wish(name, count)]),
                )
            )
            await self.socket.send(more.SerializeToString())
            await self._answer()

    def _wish(self, name: str, count: int) -> dict[str, Any]:
        """What a part asks for, the first time or a later one."""
        number = time.time() + count
        if name == "templates":
            order = {"what": "stepEpoch", "start": float(count), "nonce": int(1000 * number)}
            return {"event": "do", "value": order}
        if self.judges:
            return {"event": "judge", "value": {"epoch": float(count), "nonce": number}}
        return {"event": "more", "value": number}

    async def _answer(self) -> None:
        """Take messages to the end of a run, and note the parts that ask for more, each with its fragment."""
        async with asyncio.timeout(PATIENCE):
            async for raw in self.socket:
                message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
                kind = message.WhichOneof("type")
                if kind == "new_session":
                    self.page_hash = message.new_session.page_script_hash
                elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                    element: Any = message.delta.new_element
                    shown = element.WhichOneof("type")
                    if shown == "bidi_component" and message.delta.fragment_id:
                        name = element.bidi_component.component_name.rpartition("hidden_layers_")[2]
                        if name in PARTS:
                            self.parts[name] = element.bidi_component.id, message.delta.fragment_id
                    elif shown == "exception" or (
                        shown == "alert" and element.alert.format == element.alert.ERROR
                    ):
                        self.errors.append(element.exception.message or element.alert.body)
                elif kind == "script_finished" and message.script_finished in FINISHED:
                    break


async def guest(port: int, link: str, n_more: int) -> list[str]:
    """Visit and leave; what went wrong."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    protocols: Any = {"subprotocols": ["streamlit"]}
    try:
        async with connect(address, max_size=None, proxy=None, ping_interval=None, **protocols) as socket:
            one = Guest(socket)
            await one.visit(link, n_more)
            return one.errors
    except (TimeoutError, ConnectionClosed, OSError) as error:
        return [f"{type(error).__name__}: {error}"]


async def flood(server: Server, links: list[str], at_once: int, n_more: int) -> tuple[float, list[str]]:
    """Open links, so many at a time; the most megabytes on the way, and what went wrong."""
    most, errors, places = server.megabytes, list[str](), asyncio.Semaphore(at_once)

    async def one(link: str) -> None:
        async with places:
            errors.extend(await guest(server.port, link, n_more))

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, server.megabytes)
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(one(link) for link in links))
    watching.cancel()
    return most, errors


def link(kind: str, number: int) -> str:
    """The link of a visitor."""
    return LINKS[kind].format(i=1000 + number, images=49_999 - number, noise=round(0.1 + number / 200, 3))


def row(*cells: object) -> None:
    """Print a row of the table."""
    print(
        f"| {' | '.join(f'{one:.0f}' if isinstance(one, float) else str(one) for one in cells)} |", flush=True
    )


def say(errors: list[str]) -> None:
    """Print the first of the different things that went wrong."""
    for error in sorted(set(errors))[:3]:
        print("  ", error[:160], flush=True)


def one_kind(kind: str, n_links: int, at_once: int, n_more: int, wait: float) -> None:
    """Flood a server with links of a kind; its row, what it holds at the end, and what went wrong."""
    n_links, n_more = (1, 10 * n_more) if kind in ONE else (n_links, n_more)
    with started() as server:
        before = server.megabytes
        most, errors = asyncio.run(flood(server, [link(kind, i) for i in range(n_links)], at_once, n_more))
        end, what = server.megabytes, held_by(f"http://127.0.0.1:{server.port}")
        time.sleep(wait)
        row(kind, n_links, before, most, end, server.megabytes, len(errors))
    print(
        "  held at the end:",
        ", ".join(f"{name} {one:.0f}" for name, one in what.items()) or "not said",
        flush=True,
    )
    say(errors)


def waves(n_links: int, n_more: int, wait: float) -> None:
    """Let visitors to MNIST come all at once and go, and others after them; a row for each wave."""
    with started() as server:
        for wave in range(WAVES):
            before = server.megabytes
            links = [link("waves", wave * n_links + i) for i in range(n_links)]
            most, errors = asyncio.run(flood(server, links, n_links, n_more))
            end = server.megabytes
            time.sleep(wait)
            row(f"wave {wave + 1}", n_links, before, most, end, server.megabytes, len(errors))
            say(errors)


@contextmanager
def started() -> Iterator[Server]:
    """A server on which each of the two kinds of pages has been opened once, so that what all share is there."""
    with serving(120.0) as server:
        asyncio.run(guest(server.port, "?", 0))
        asyncio.run(guest(server.port, "mnist?images=1000", 0))
        yield server


def main() -> None:
    """A row for each flood."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.floods")
    parser.add_argument("--kinds", nargs="+", choices=LINKS, default=list(LINKS))
    parser.add_argument("--links", type=int, default=30)
    parser.add_argument("--at-once", type=int, default=4, help="visitors who are there together")
    parser.add_argument("--more", type=int, default=3, help="how often each asks for more")
    parser.add_argument(
        "--wait", type=float, default=120.0, help="seconds from the last one's leaving to the last look"
    )
    asked = parser.parse_args()
    row(*COLUMNS)
    print(f"|{'---|' * len(COLUMNS)}", flush=True)
    for kind in asked.kinds:
        if kind == "waves":
            waves(asked.links, asked.more, asked.wait)
        else:
            one_kind(kind, asked.links, asked.at_once, asked.more, asked.wait)


if __name__ == "__main__":
    main()
