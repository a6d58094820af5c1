"""Several workers behind nginx: what visitors who change settings get of each number of workers, and of a worker's end.

``python -m benchmarks.workers`` starts stacks of one, two and four workers, and lets the same visitors change to
settings that were seen before, stack after stack and round after round. The visitors and nginx share the cores. Then a
worker of the last stack is killed: its visitors try again as Streamlit's script does, with the cookie that nginx gives
them anew, and ask for the page with their link.
"""

import argparse
import asyncio
import itertools
import os
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
from websockets.exceptions import ConnectionClosed

from benchmarks.protocol import Visitor
from benchmarks.restart import waits
from benchmarks.stack import Stack
from benchmarks.visitors import SEEN, SETTING
from deploy import write

PATIENCE = 120.0


def cookie(worker: str) -> str:
    """What a browser has of a worker."""
    return f"{write.COOKIE}={worker}"


async def change_in_a_row(visitor: Visitor, until: float) -> int:
    """Change as often as the server answers; how often that was."""
    count = 0
    for seed in itertools.cycle(SEEN):
        if time.perf_counter() > until or await visitor.change(SETTING, seed) is None:
            break
        count += 1
    return count


async def measured(stacks: list[Stack], n_visitors: int, rounds: int, seconds: float) -> list[str]:
    """Rows of the table: for each stack, changes a second, and processor time of all its workers for each."""
    crowds = []
    for stack in stacks:
        names = itertools.cycle(stack.workers)
        crowd = [
            await Visitor.open(stack.port, "", "", PATIENCE, cookie(next(names))) for _ in range(n_visitors)
        ]
        for visitor in crowd[: len(stack.workers)]:
            for seed in SEEN:
                await visitor.change(SETTING, seed)
        crowds.append(crowd)
    rates: list[list[float]] = [[] for _ in stacks]
    costs: list[list[float]] = [[] for _ in stacks]
    for _ in range(rounds):
        for place, (stack, crowd) in enumerate(zip(stacks, crowds, strict=True)):
            cpu, began = sum(worker.cpu for worker in stack.workers.values()), time.perf_counter()
            counts = await asyncio.gather(*(change_in_a_row(one, began + seconds) for one in crowd))
            rates[place].append(sum(counts) / (time.perf_counter() - began))
            spent = sum(worker.cpu for worker in stack.workers.values()) - cpu
            costs[place].append(1000 * spent / max(1, sum(counts)))
    errors = sum(len(visitor.errors) for crowd in crowds for visitor in crowd)
    for visitor in itertools.chain(*crowds):
        await visitor.leave()
    one = float(np.median(rates[0]))
    rows = [
        f"| {len(stack.workers)} | {np.median(rate):.1f} | {np.median(rate) / one:.2f} | {np.median(cost):.1f} |"
        for stack, rate, cost in zip(stacks, rates, costs, strict=True)
    ]
    return [*rows, f"\n{errors} errors"]


async def come_back(stack: Stack, worker: str, query: str, n_epochs: float) -> tuple[float, bool]:
    """Try until somebody answers, and then until the page is whole: when that was, and whether it came to that."""
    for wait in waits():
        await asyncio.sleep(wait)
        try:
            _, given = await asyncio.to_thread(stack.get, "/_stcore/health", worker)
            break
        except OSError:
            continue
    visitor = await Visitor.open(stack.port, query, "", PATIENCE, cookie(given or worker))
    is_whole = await visitor.has(n_epochs) and not visitor.errors and (given or worker) != "w1"
    await visitor.leave()
    return time.perf_counter(), is_whole


async def killed(stack: Stack, n_visitors: int) -> str:
    """Seconds from the end of a worker until each of its visitors has the whole page at another."""
    query = "epochs=100&rate=0.03&at=20"
    visitors = [await Visitor.open(stack.port, query, "", PATIENCE, cookie("w1")) for _ in range(n_visitors)]
    await asyncio.gather(*(visitor.has(100) for visitor in visitors))
    began = time.perf_counter()
    stack.kill("w1")
    came = await asyncio.gather(*(come_back(stack, "w1", query, 100) for _ in visitors))
    for visitor in visitors:
        with suppress(ConnectionClosed):
            await visitor.leave()
    seconds = [at - began for at, is_whole in came if is_whole]
    spread = (
        " / ".join(f"{value:.1f}" for value in np.percentile(seconds, [50, 95, 100])) if seconds else "none"
    )
    return f"{len(seconds)} of {n_visitors} visitors of a worker that was killed are whole at another: {spread} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.workers")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n"
    )
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        stacks = []
        for number in asked.workers:
            (Path(folder) / str(number)).mkdir()
            stacks.append(running.enter_context(Stack(Path(folder) / str(number), number)))
        print(
            "| workers | seen changes a second | ÷ one worker's | workers' CPU a change, ms |\n|---|--:|--:|--:|"
        )
        print(
            "\n".join(asyncio.run(measured(stacks, asked.visitors, asked.rounds, asked.seconds))), flush=True
        )
        megabytes = [worker.megabytes for stack in stacks for worker in stack.workers.values()]
        print(f"A worker takes {min(megabytes):.0f} to {max(megabytes):.0f} MB after it.")
        if len(stacks[-1].workers) > 1:
            print(asyncio.run(killed(stacks[-1], asked.visitors // 2)))


if __name__ == "__main__":
    main()
