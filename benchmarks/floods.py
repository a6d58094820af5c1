"""Floods of different links of one kind: what the server's memory comes to, and what it is when all have left.

``python -m benchmarks.floods`` starts the app anew for each flood and opens so many links, a few at a time. Each
visitor asks some times for more, as a browser does, and leaves. ``--kinds images digits`` takes only these.
"""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.memory import held_by
from benchmarks.protocol import FINISHED, PATIENCE
from benchmarks.serving import Server, serving

LINKS = {
    "plane": "?data=rings&depth=2&units=32&init_seed={i}",
    "images": "mnist?images={images}",
    "digits": "mnist?depth=2&units=100&init_seed={i}",
    "kinds": "mnist?view=kinds&init_seed={i}",
    "keep": "mnist?view=keep&depth=3&units=200&init_seed={i}",
    "life": "activations?view=unit&on=mnist&units=200&init_seed={i}",
    "flow": "activations?view=depth&on=mnist&init_seed={i}",
    "largest": "activations?view=depth&on=mnist&depth=6&units=200&images=50000&batch=0&rule=Adam&init_seed={i}",
}
"""For each kind of flood the link, in which each visitor has another number."""

COLUMNS = ("flood", "links", "before, MB", "at most, MB", "at the end, MB", "later, MB", "failed")


@dataclass
class Guest:
    """A visitor of any page, who asks for more of whatever is not done, and looks at nothing."""

    socket: ClientConnection
    errors: list[str] = field(default_factory=list)

    async def visit(self, link: str, n_more: int) -> None:
        """Open a link, and ask so many times for more of it."""
        page, _, query = link.partition("?")
        first = BackMsg()
        first.rerun_script.page_name, first.rerun_script.query_string = page, query
        await self.socket.send(first.SerializeToString())
        part, fragment, page_hash = await self._answer("", "", "")
        for count in range(n_more if part else 0):
            more = BackMsg()
            state = more.rerun_script
            state.query_string, state.page_script_hash, state.fragment_id = query, page_hash, fragment
            wish = json.dumps([{"event": "more", "value": time.time() + count}])
            state.widget_states.widgets.append(
                WidgetState(id=_make_trigger_id(part, "events"), json_trigger_value=wish)
            )
            await self.socket.send(more.SerializeToString())
            part, fragment, page_hash = await self._answer(part, fragment, page_hash)

    async def _answer(self, part: str, fragment: str, page_hash: str) -> tuple[str, str, str]:
        """Take messages to the end of a run; what there is more of, its fragment, and the page."""
        async with asyncio.timeout(PATIENCE):
            async for raw in self.socket:
                message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
                kind = message.WhichOneof("type")
                if kind == "new_session":
                    page_hash = message.new_session.page_script_hash
                elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                    element: Any = message.delta.new_element
                    shown = element.WhichOneof("type")
                    if shown == "bidi_component" and message.delta.fragment_id:
                        name = element.bidi_component.component_name
                        if name.endswith(("player", "progress", "twin", "wall")):
                            part, fragment = element.bidi_component.id, message.delta.fragment_id
                    elif shown == "exception" or (
                        shown == "alert" and element.alert.format == element.alert.ERROR
                    ):
                        self.errors.append(element.exception.message or element.alert.body)
                elif kind == "script_finished" and message.script_finished in FINISHED:
                    break
        return part, fragment, page_hash


async def guest(port: int, link: str, n_more: int) -> list[str]:
    """Visit and leave; what went wrong."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    try:
        async with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:  # type: ignore[list-item]
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


def main() -> None:
    """A row for each flood."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.floods")
    parser.add_argument("--kinds", nargs="+", choices=LINKS, default=list(LINKS))
    parser.add_argument("--links", type=int, default=30)
    parser.add_argument("--at-once", type=int, default=4, help="visitors who are there together")
    parser.add_argument("--more", type=int, default=3, help="how often each asks for more")
    parser.add_argument(
        "--wait", type=float, default=45.0, help="seconds from the last one's leaving to the last look"
    )
    asked = parser.parse_args()
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
    for kind in asked.kinds:
        links = [LINKS[kind].format(i=1000 + i, images=49_999 - i) for i in range(asked.links)]
        with serving(120.0) as server:
            asyncio.run(guest(server.port, "?", 0))
            asyncio.run(guest(server.port, "mnist?images=1000", 0))
            before = server.megabytes
            most, errors = asyncio.run(flood(server, links, asked.at_once, asked.more))
            end, what = server.megabytes, held_by(f"http://127.0.0.1:{server.port}")
            time.sleep(asked.wait)
            figures = [before, most, end, server.megabytes]
        print(
            f"| {' | '.join([kind, str(len(links)), *(f'{one:.0f}' for one in figures), str(len(errors))])} |",
            flush=True,
        )
        print(
            "  held at the end:",
            ", ".join(f"{name} {one:.0f}" for name, one in what.items()) or "not said",
            flush=True,
        )
        for error in sorted(set(errors))[:3]:
            print("  ", error[:160])


if __name__ == "__main__":
    main()
