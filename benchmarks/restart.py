"""One restart of the server while visitors are there: how many are whole again, and after how long.

``python -m benchmarks.restart`` starts the app itself, as ``benchmarks.visitors`` does. Visitors of four pages open
their links, MNIST among them. The server is killed and started again on the same port. Each visitor tries again as
Streamlit's script does (``schedulePingServer``: after 0.1 s, then twice as long each time, at most 4 s, less up to 30 %
by lot), and asks for the page with its link. A visitor is whole again once the page has been drawn and the run is as
far as it was. A browser shows its picture all the while; a client here has none.
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from websockets.exceptions import ConnectionClosed

from benchmarks.protocol import Visitor
from benchmarks.serving import serving

LINKS = {
    "regions": ("", "epochs=100"),
    "twin": ("twin", "epochs=100"),
    "MNIST": ("mnist", "images=1000&epochs=2&at=1"),
    "stage": ("", "epochs=100&stage=1"),
}
"""By name: the page's path, and what follows the question mark."""

EPOCHS = {"regions": 100.0, "twin": 100.0, "MNIST": 1.0, "stage": 100.0}
"""How far each run is before, and has to be again."""

AWAY = 5.0
"""Seconds without a server."""

PATIENCE = 120.0
"""Seconds after which a visitor counts as not whole."""


def waits() -> Iterator[float]:
    """Seconds between two tries, as Streamlit's script waits."""
    for number in itertools.count():
        longest = min(4.0, 0.1 * 2**number)
        yield longest * (1.0 if number == 0 else 0.7 + 0.3 * random.random())


def is_healthy(port: int) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=15) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


async def come_back(port: int, link: tuple[str, str], n_epochs: float) -> tuple[float, bool]:
    """Try until the server is there, and then until the page is whole: when that was, and whether it came to that."""
    for wait in waits():
        await asyncio.sleep(wait)
        if await asyncio.to_thread(is_healthy, port):
            break
    is_whole = False
    try:
        async with asyncio.timeout(PATIENCE):
            visitor = await Visitor.open(port, link[1], link[0], PATIENCE)
            is_whole = await visitor.has(n_epochs) and not visitor.errors
            await visitor.leave()
    except (TimeoutError, OSError):
        pass
    return time.perf_counter(), is_whole


async def restart(n_visitors: int) -> list[str]:
    """Rows of the table: for each page, how many are whole again, and seconds since the server was healthy."""
    names = list(itertools.islice(itertools.cycle(LINKS), n_visitors))
    with serving(60.0) as server:
        port = server.port
        visitors = [await Visitor.open(port, LINKS[name][1], LINKS[name][0], PATIENCE) for name in names]
        await asyncio.gather(
            *(visitor.has(EPOCHS[name]) for visitor, name in zip(visitors, names, strict=True))
        )
        os.kill(server.pid, signal.SIGKILL)
    for visitor in visitors:
        with suppress(ConnectionClosed):
            await visitor.leave()
    tries = [asyncio.create_task(come_back(port, LINKS[name], EPOCHS[name])) for name in names]
    await asyncio.sleep(AWAY)
    running = serving(60.0, port=port)
    await asyncio.to_thread(running.__enter__)
    healthy = time.perf_counter()
    try:
        came = await asyncio.gather(*tries)
    finally:
        running.__exit__(None, None, None)
    rows = []
    for name in [*LINKS, ""]:
        mine = [one for one, of in zip(came, names, strict=True) if name in ("", of)]
        seconds = [at - healthy for at, is_whole in mine if is_whole]
        spread = (
            " / ".join(f"{value:.1f}" for value in np.percentile(seconds, [50, 95, 100]))
            if seconds
            else "none"
        )
        rows.append(f"| {name or 'all'} | {len(mine)} | {len(seconds)} | {spread} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.restart")
    parser.add_argument("--visitors", type=int, default=60)
    asked = parser.parse_args()
    print(
        "| page | visitors | whole again | p50 / p95 / most, s after the server is healthy |\n|---|---|---|---|"
    )
    print("\n".join(asyncio.run(restart(asked.visitors))), flush=True)


if __name__ == "__main__":
    main()
