"""What one visitor's long work does to the others, and who of many waits longest.

``python -m benchmarks.fairness`` starts the app itself, as ``benchmarks.visitors`` does. One visitor asks for each of
the worst things in turn (``benchmarks.demands``). Meanwhile, and before and after for comparison, one visitor changes
to seeds that were trained before, and one steps on MNIST to and fro: these are seen changes. Then visitors of three
pages change to seeds that nobody has had, all at once.

Beside the time that passes stands what the server worked meanwhile for all its visitors, in its own processor time.
It hardly depends on what else the machine does: a server that has a core to itself, and works all the while, takes as
long as that.
"""

import argparse
import asyncio
import itertools
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.demands import DEMANDS, Demand, asked_for
from benchmarks.protocol import Visitor
from benchmarks.serving import Server, serving
from benchmarks.visitors import SEEN, SETTING, UNSEEN

SMALL = "mnist?images=1000&epochs=2"
MIXED = {"regions": "", "twin": "twin", "wall": "twin?view=wall"}
PATIENCE = 60.0
THINKING = 0.15
"""Seconds between an answer and the next change."""

STEPS = 9
"""Places on MNIST that a visitor steps to in turn, all trained before."""


async def opened(port: int, link: str) -> Visitor:
    """A visitor at a link, its page before the question mark."""
    page, _, query = link.partition("?") if "?" in link else (link, "", "")
    visitor = await Visitor.open(port, query, page)
    visitor.patience = PATIENCE
    return visitor


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and largest, in ms."""
    if not seconds:
        return "none"
    return " / ".join(f"{1000 * value:.0f}" for value in [*np.percentile(seconds, [50, 95]), max(seconds)])


@dataclass(frozen=True)
class Wait:
    """Seconds from a change to its answer, and what the server worked meanwhile, in processor seconds."""

    passed: float
    worked: float


def both_spreads(waits: Sequence[Wait]) -> list[str]:
    """Two cells: the time that passed, and the server's processor time."""
    return [spread([wait.passed for wait in waits]), spread([wait.worked for wait in waits])]


@dataclass
class Onlookers:
    """One visitor in the plane and one on MNIST, who change to what is trained already."""

    server: Server
    in_plane: Visitor
    on_mnist: Visitor
    _seeds: "itertools.cycle[int]" = field(default_factory=lambda: itertools.cycle(SEEN))
    _steps: "itertools.cycle[int]" = field(default_factory=lambda: itertools.cycle(range(STEPS)))

    @classmethod
    async def open(cls, server: Server) -> "Onlookers":
        """Both, once all that they change to is trained."""
        both = cls(server, await opened(server.port, ""), await opened(server.port, SMALL))
        for seed in SEEN:
            await both.in_plane.change(SETTING, seed)
        for start in (0.0, 1.0):
            await both.on_mnist.order("stepEpoch", start)
        return both

    async def changes(self, seconds: float) -> tuple[list[Wait], list[Wait]]:
        """What came of each change in the plane, and of each step on MNIST, for so long."""
        until = time.perf_counter() + seconds
        changes, steps = list[Wait](), list[Wait]()

        async def change() -> float | None:
            answer = await self.in_plane.change(SETTING, next(self._seeds))
            return answer.whole if answer else None

        async def step() -> float | None:
            return await self.on_mnist.order("stepBatch", next(self._steps) / 10)

        async def again_and_again(act: Callable[[], Awaitable[float | None]], found: list[Wait]) -> None:
            while time.perf_counter() < until:
                cpu = self.server.cpu
                passed = await act()
                found.append(Wait(passed or PATIENCE, self.server.cpu - cpu))
                await asyncio.sleep(THINKING)

        await asyncio.gather(again_and_again(change, changes), again_and_again(step, steps))
        return changes, steps

    async def leave(self) -> list[str]:
        """Leave; what went wrong."""
        for visitor in (self.in_plane, self.on_mnist):
            await visitor.leave()
        return self.in_plane.errors + self.on_mnist.errors


async def quiet(server: Server, patience: float = 20.0) -> None:
    """Wait until the server has nothing to do."""
    until = time.perf_counter() + patience
    while time.perf_counter() < until:
        before = server.cpu
        await asyncio.sleep(0.5)
        if server.cpu - before < 0.1:
            return


async def beside(server: Server, others: Onlookers, demand: Demand, seconds: float) -> str:
    """Seen changes beside a demand, and without it before and after."""
    before = await others.changes(seconds / 3)
    async with asked_for(server.port, demand) as demander:
        await asyncio.sleep(0.5)
        cpu, began = server.cpu, time.perf_counter()
        meanwhile = await others.changes(seconds)
        cpu = (server.cpu - cpu) / (time.perf_counter() - began)
    await quiet(server)
    after = await others.changes(seconds / 3)
    cells = []
    for one, during, two in zip(before, meanwhile, after, strict=True):
        cells += both_spreads([*one, *two]) + both_spreads(during)
    cells += [str(demander.n_answers), f"{cpu:.2f}", f"{os.getloadavg()[0]:.1f}", str(len(demander.errors))]
    for error in sorted(set(demander.errors))[:2]:
        cells[-1] += f" ({error[:60]})"
    return " | ".join(cells)


async def beside_all(names: Sequence[str], seconds: float) -> None:
    """A row for each demand."""
    print(
        "| another asks for | in the plane alone | worked | meanwhile | worked | on MNIST alone | worked | meanwhile "
        "| worked | answers | server CPU | load | errors |\n|---|---|---|---|---|---|---|---|---|--:|--:|--:|---|",
        flush=True,
    )
    with serving(120.0) as server:
        others = await Onlookers.open(server)
        for name in names:
            print(f"| {name} | {await beside(server, others, DEMANDS[name], seconds)} |", flush=True)
        errors = await others.leave()
    print(
        f"\n{len(errors)} errors of the others{''.join(f'{chr(10)}- {e}' for e in errors[:20])}", flush=True
    )


async def mixed(n_visitors: int) -> list[str]:
    """Changes of visitors of three pages at one moment: how long until each has the whole run."""
    with serving(120.0) as server:
        names = list(itertools.islice(itertools.cycle(MIXED), n_visitors))
        visitors = [await opened(server.port, MIXED[name]) for name in names]
        await quiet(server)
        cpu, began = server.cpu, time.perf_counter()
        answers = await asyncio.gather(
            *(visitor.change(SETTING, UNSEEN + i) for i, visitor in enumerate(visitors))
        )
        cpu, took = server.cpu - cpu, time.perf_counter() - began
        waits = [answer.whole if answer else PATIENCE for answer in answers]
        rows = []
        for name in [*MIXED, ""]:
            mine = [wait for wait, of in zip(waits, names, strict=True) if name in ("", of)]
            late = sum(wait >= PATIENCE for wait in mine)
            rows.append(
                f"| {name or 'all'} | {len(mine)} | {spread(mine)} | {max(mine) / np.median(mine):.2f} | {late} |"
            )
        for visitor in visitors:
            await visitor.leave()
        errors = [error for visitor in visitors for error in visitor.errors]
        rows.append(f"\n{cpu:.1f} s of processor time in {took:.1f} s, load {os.getloadavg()[0]:.1f}")
        return [*rows, f"\n{len(errors)} errors{''.join(f'{chr(10)}- {e}' for e in errors[:20])}"]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.fairness")
    parser.add_argument("--visitors", type=int, default=60, help="who change at one moment; 0 for none")
    parser.add_argument("--seconds", type=float, default=15.0, help="of each demand")
    parser.add_argument(
        "--only", default="", help="what a demand's name must hold; several, parted by |; no for none"
    )
    asked = parser.parse_args()
    names = [name for name in DEMANDS if any(part in name for part in asked.only.split("|"))]
    if names:
        asyncio.run(beside_all(names, asked.seconds))
    if asked.visitors:
        print(
            "\n| page | N | whole run p50 / p95 / most, ms | slowest ÷ median | not whole in 60 s |"
            "\n|---|--:|---|--:|--:|"
        )
        print("\n".join(asyncio.run(mixed(asked.visitors))), flush=True)


if __name__ == "__main__":
    main()
