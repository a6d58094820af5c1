"""What comes over the wire, in bytes, for each page: at a first visit by kind, and with a change whose run is there.

``python -m benchmarks.carried`` starts the app on a free port, opens each page in a browser that has nothing of it, and
waits until nothing more comes. Then the page is run again, as any control does, by a visitor without a browser. Runs in
the plane get other first weights: those of a run that nobody has trained, of one that another visitor has trained, and
again of one that this visitor has had. On MNIST a visitor steps from epoch to epoch.
"""

import argparse
import asyncio
import base64
from collections import Counter
from typing import Any

from playwright.sync_api import Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection

from benchmarks.protocol import Visitor
from benchmarks.serving import serving
from benchmarks.visitors import SETTING
from tests.browser import chromium

PAGES = {"": "regions", "twin": "twin", "hands": "by hand", "mnist": "MNIST", "activations": "activations"}

KINDS = ("Streamlit's files", "our files", "blocks", "lines of parts", "other messages")
"""Files come by HTTP and stay with the browser; the rest comes through the websocket, and anew with each change."""

ON_MNIST = {"784-10": "images=2000", "784-100-100-10": "images=2000&depth=2&units=100"}
"""Networks that are stepped on MNIST, with their links."""

N_STEPS = 3

QUIET = 4.0
"""Seconds without a byte after which a page is said to have come."""

MOST = 60.0
"""Seconds after which it is not waited for any longer."""


def by_kind(data: bytes) -> Counter[str]:
    """Bytes of one message through the websocket, by kind."""
    message = ForwardMsg.FromString(data)
    found: Counter[str] = Counter()
    if (
        message.WhichOneof("type") == "delta"
        and message.delta.new_element.WhichOneof("type") == "bidi_component"
    ):
        part = message.delta.new_element.bidi_component
        found["blocks"] = len(part.bytes)
        found["lines of parts"] = sum(
            len(text.encode()) for text in (part.js_content, part.html_content, part.css_content)
        )
    found["other messages"] = len(data) - found.total()
    return found


def first_visit(page: Page, address: str) -> Counter[str]:
    """Bytes by kind, compressed where the server compresses; headers of answers are counted along."""
    found: Counter[str] = Counter()
    names: dict[str, str] = {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")

    def answered(event: dict[str, Any]) -> None:
        is_ours = "/app/static/" in event["response"]["url"] or "/media/" in event["response"]["url"]
        names[event["requestId"]] = "our files" if is_ours else "Streamlit's files"

    def ended(event: dict[str, Any]) -> None:
        found[names.get(event["requestId"], "Streamlit's files")] += int(event["encodedDataLength"])

    def received(event: dict[str, Any]) -> None:
        if event["response"]["opcode"] == 2:
            found.update(by_kind(base64.b64decode(event["response"]["payloadData"])))

    client.on("Network.responseReceived", answered)
    client.on("Network.loadingFinished", ended)
    client.on("Network.webSocketFrameReceived", received)
    page.goto(address)
    before, quiet, waited = -1, 0.0, 0.0
    while quiet < QUIET and waited < MOST:
        page.wait_for_timeout(500)
        quiet, before = (quiet + 0.5 if found.total() == before else 0.0), found.total()
        waited += 0.5
    return found


class Weighing(Visitor):
    """A visitor that weighs each message by kind."""

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.carried: Counter[str] = Counter()
        super().__init__(socket, query)

    def _take(self, message: ForwardMsg) -> None:
        self.carried.update(by_kind(message.SerializeToString()))
        super()._take(message)


async def change(port: int, page: str) -> Counter[str]:
    """Bytes by kind of one more run of a page whose run is trained already: as a seen change has them."""
    part = {"hands": "hands", "activations": "activations"}.get(page, "")
    visitor = await Weighing.open(port, page=page, part=part)
    if not isinstance(visitor, Weighing):
        raise TypeError(f"{type(visitor).__name__} does not weigh what it hears")
    await asyncio.sleep(QUIET)
    visitor.carried.clear()
    await visitor._rerun()
    await asyncio.sleep(QUIET)
    await visitor.leave()
    return visitor.carried


async def changes(port: int, page: str) -> dict[str, Counter[str]]:
    """Bytes by kind of a change of the first weights, by whom its run has been trained for before."""
    other = await Visitor.open(port, page=page)
    await other.change(SETTING, 901)
    await other.leave()
    visitor = await Weighing.open(port, page=page)
    if not isinstance(visitor, Weighing):
        raise TypeError(f"{type(visitor).__name__} does not weigh what it hears")
    found = {}
    for whom, seed in (("nobody", 902), ("another visitor", 901), ("this visitor", 902)):
        await asyncio.sleep(QUIET)
        visitor.carried.clear()
        if not await visitor.change(SETTING, seed):
            raise SystemExit("; ".join(visitor.errors))
        await asyncio.sleep(QUIET)
        found[whom] = Counter(visitor.carried)
    await visitor.leave()
    return found


async def steps(port: int, query: str) -> list[Counter[str]]:
    """Bytes by kind of steps on MNIST, an epoch each."""
    visitor = await Weighing.open(port, query, "mnist")
    if not isinstance(visitor, Weighing):
        raise TypeError(f"{type(visitor).__name__} does not weigh what it hears")
    found = []
    for epoch in range(N_STEPS):
        await asyncio.sleep(QUIET)
        visitor.carried.clear()
        if await visitor.order("stepEpoch", float(epoch)) is None:
            raise SystemExit("; ".join(visitor.errors))
        await asyncio.sleep(QUIET)
        found.append(Counter(visitor.carried))
    await visitor.leave()
    return found


def row(name: str, found: Counter[str]) -> str:
    """A row of the table, in kB."""
    return (
        f"| {name} | "
        + " | ".join(f"{found[kind] / 1000:,.0f}" for kind in KINDS)
        + f" | {found.total() / 1000:,.0f} |"
    )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", default=list(PAGES), help="their words in the link")
    pages = parser.parse_args().pages
    head = f"| kB | {' | '.join(KINDS)} | all |\n|---|{'--:|' * (len(KINDS) + 1)}"
    with serving() as server, sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        print(f"A first visit\n\n{head}")
        for page in pages:
            context = browser.new_context()
            print(
                row(PAGES[page], first_visit(context.new_page(), f"http://127.0.0.1:{server.port}/{page}")),
                flush=True,
            )
            context.close()
        browser.close()
    with serving() as server:
        print(f"\nOne more run of the page, whose run is trained\n\n{head}")
        for page in pages:
            print(row(PAGES[page], asyncio.run(change(server.port, page))), flush=True)
        print(f"\nA change to another run, which has been trained for\n\n{head}")
        for page in {"", "twin"}.intersection(pages):
            for whom, found in asyncio.run(changes(server.port, page)).items():
                print(row(f"{PAGES[page]}: {whom}", found), flush=True)
        if "mnist" in pages:
            print(f"\nA step of an epoch on MNIST\n\n{head}")
            for name, query in ON_MNIST.items():
                for number, found in enumerate(asyncio.run(steps(server.port, query)), start=1):
                    print(row(f"{name}, step {number}", found), flush=True)


if __name__ == "__main__":
    main()
