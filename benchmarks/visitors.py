"""Many visitors change a setting at the same moment: how long each waits, and what the server pays.

``python -m benchmarks.visitors`` starts the app itself and speaks Streamlit's websocket protocol to it over
the loopback. No browser is there, so no picture is drawn. All visitors live in this one process, which shares
the cores with the server: the table says what it uses. Every answer is checked: the same seed always brings
the same run, and no other seed brings it.
"""

import argparse
import asyncio
import itertools
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

import numpy as np

from benchmarks.protocol import Answer, Visitor
from benchmarks.serving import Server, serving

SETTING = "init_seed"
SEEN = range(2, 10)
"""Seeds that are trained before the visitors come; 1 is the page's own, which a link leaves out."""
UNSEEN = 1000
LONG = "batch=1&epochs=5000"
"""A run that nobody waits for to its end: 1.5 million steps."""
COLUMNS = (
    "change",
    "N",
    "first picture p50 / p95, ms",
    "whole run p50 / p95, ms",
    "at once, changes/s",
    "in a row, changes/s",
    "server CPU, ms",
    "client CPU, ms",
    "kB",
    "errors",
)
MEMORY_COLUMNS = ("N", "opening at once p50 / p95, ms", "before, MB", "a visitor, MB", "at the end, MB")


@dataclass
class Referee:
    """Remembers which run each seed brought."""

    runs: dict[int, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def judge(self, seed: int, run_id: str) -> None:
        """Note an error where a seed brings another run than before, or another seed's run."""
        if seed not in self.runs and run_id in self.runs.values():
            self.errors.append(f"seed {seed} brought the run of another seed, {run_id}")
        if self.runs.setdefault(seed, run_id) != run_id:
            self.errors.append(f"seed {seed} brought {run_id}, before {self.runs[seed]}")


@dataclass
class Load:
    """A server with visitors; ``seeds(visitor)`` gives what the visitor changes to next."""

    server: Server
    visitors: list[Visitor]
    referee: Referee

    async def round(self, seeds: Sequence[int]) -> list[Answer]:
        """All change at the same moment."""
        answers = await asyncio.gather(
            *(v.change(SETTING, s) for v, s in zip(self.visitors, seeds, strict=True))
        )
        for seed, answer in zip(seeds, answers, strict=True):
            if answer is not None:
                self.referee.judge(seed, answer.run_id)
        return [answer for answer in answers if answer is not None]

    async def alone(self, visitor: Visitor, seeds: Iterator[int], until: float) -> int:
        """One visitor changes as often as the server answers; gives the number of changes."""
        count = 0
        while time.perf_counter() < until:
            seed = next(seeds)
            answer = await visitor.change(SETTING, seed)
            if answer is None:
                break
            self.referee.judge(seed, answer.run_id)
            count += 1
        return count

    async def measure(
        self, name: str, seeds: Callable[[int], Iterator[int]], rounds: int, seconds: float
    ) -> str:
        """A row of the table: rounds at once, then changes in a row."""
        each = [seeds(index) for index in range(len(self.visitors))]
        errors = self._n_errors()
        n_bytes, server_cpu, own_cpu = self._n_bytes(), self.server.cpu, time.process_time()
        answers, spent = [], 0.0
        for _ in range(rounds):
            start = time.perf_counter()
            answers += await self.round([next(mine) for mine in each])
            spent += time.perf_counter() - start
        start = time.perf_counter()
        counts = await asyncio.gather(
            *(self.alone(v, mine, start + seconds) for v, mine in zip(self.visitors, each, strict=True))
        )
        in_a_row = sum(counts) / (time.perf_counter() - start)
        n = len(answers) + sum(counts)
        if not n:
            raise RuntimeError(f"no change was answered: {[e for v in self.visitors for e in v.errors]}")
        server_cpu, own_cpu = self.server.cpu - server_cpu, time.process_time() - own_cpu
        cells = [
            name,
            str(len(self.visitors)),
            _spread([answer.first for answer in answers]),
            _spread([answer.whole for answer in answers]),
            f"{len(answers) / spent:.1f}",
            f"{in_a_row:.1f}",
            f"{1000 * server_cpu / n:.1f}",
            f"{1000 * own_cpu / n:.1f}",
            f"{(self._n_bytes() - n_bytes) / n / 1000:.0f}",
            str(self._n_errors() - errors),
        ]
        return f"| {' | '.join(cells)} |"

    def _n_bytes(self) -> int:
        return sum(visitor.n_bytes for visitor in self.visitors)

    def _n_errors(self) -> int:
        return len(self.referee.errors) + sum(len(visitor.errors) for visitor in self.visitors)


def _head(columns: Sequence[str]) -> str:
    """Head of a Markdown table."""
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def _spread(seconds: Sequence[float]) -> str:
    """Median and 95th percentile, in ms."""
    if not seconds:
        return "none"
    return " / ".join(f"{1000 * value:.0f}" for value in np.percentile(seconds, [50, 95]))


async def crowd(n_visitors: int, rounds: int, seconds: float, link: str) -> tuple[list[str], str, list[str]]:
    """One server, so many visitors: rows of the table, a row on memory, errors.

    Parameters
    ----------
    n_visitors : int
        Sessions.
    rounds : int
        Changes of every visitor at the same moment.
    seconds : float
        How long visitors then change in a row.
    link : str
        What all of them open, after ``?``.

    Returns
    -------
    rows : list of str
        Seen, then unseen.
    memory : str
        A row.
    errors : list of str
        What went wrong.
    """
    with serving() as server:
        referee = Referee()
        first = await Visitor.open(server.port, link)
        warm = Load(server, [first], referee)
        for seed in SEEN:
            await warm.round([seed])
        before = server.megabytes
        start = time.perf_counter()
        visitors = list(await asyncio.gather(*(Visitor.open(server.port, link) for _ in range(n_visitors))))
        arrivals = [v.block.arrived - start for v in visitors if v.block]
        opened = server.megabytes
        load, fresh = Load(server, visitors, referee), itertools.count(UNSEEN)
        rows = [
            await load.measure("seen", lambda _: itertools.cycle(SEEN), 2 * rounds, seconds),
            await load.measure("unseen", lambda _: fresh, rounds, seconds),
        ]
        memory = (
            f"| {n_visitors} | {_spread(arrivals)} | {before:.0f} | {(opened - before) / n_visitors:.2f} "
            f"| {server.megabytes:.0f} |"
        )
        for visitor in [first, *visitors]:
            await visitor.leave()
    return rows, memory, [e for v in [first, *visitors] for e in v.errors] + referee.errors


async def leaving(n_visitors: int, seconds: float = 2.0) -> tuple[str, list[str]]:
    """Processor time of the server with nobody there, with all at a long run, and after all have left.

    Parameters
    ----------
    n_visitors : int
        Each with a run of its own.
    seconds : float
        Length of each look.

    Returns
    -------
    sentence : str
        What was measured.
    errors : list of str
        What went wrong.
    """

    async def busy(server: Server) -> float:
        start, cpu = time.perf_counter(), server.cpu
        await asyncio.sleep(seconds)
        return 1000 * (server.cpu - cpu) / (time.perf_counter() - start)

    with serving() as server:
        await (await Visitor.open(server.port)).leave()
        await asyncio.sleep(1.0)
        idle = await busy(server)
        links = [f"{LONG}&{SETTING}={UNSEEN + index}" for index in range(n_visitors)]
        visitors = await asyncio.gather(*(Visitor.open(server.port, link) for link in links))
        watching = await busy(server)
        errors = [error for visitor in visitors for error in visitor.errors]
        errors += ["a long run was over too soon" for v in visitors if v.block and v.block.finished]
        for visitor in visitors:
            await visitor.leave()
        at_once = await busy(server)
        later = await busy(server)
    return (
        f"{n_visitors} visitors, each at an unfinished run (`{LONG}`); server CPU in ms a second, over "
        f"{seconds:g} s each: nobody there {idle:.0f}, all there {watching:.0f}, "
        f"from the moment all have left {at_once:.0f}, after that {later:.0f}.",
        errors,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.visitors")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 10, 30, 60])
    parser.add_argument(
        "--rounds", type=int, default=4, help="changes at once (twice as many to seen settings)"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="how long visitors change in a row")
    parser.add_argument("--link", default="", help="settings that all share, as after ? in a link")
    asked = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "numpy", "websockets"))
    machine = f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}, Python {platform.python_version()}, {packages}\n")
    print(_head(COLUMNS), flush=True)
    memories, errors = [], []
    for n_visitors in asked.visitors:
        rows, memory, wrong = asyncio.run(crowd(n_visitors, asked.rounds, asked.seconds, asked.link))
        print("\n".join(rows), flush=True)
        memories.append(memory)
        errors += wrong
    print(
        "\n| N | opening one link at once p50 / p95, ms | server before, MB | MB a visitor | at the end, MB |"
    )
    print("|---|---|---|---|---|\n" + "\n".join(memories), flush=True)
    sentence, wrong = asyncio.run(leaving(10))
    errors += wrong
    print(f"\n{sentence}\n\n{len(errors)} errors{''.join(f'{chr(10)}- {e}' for e in errors[:20])}")


if __name__ == "__main__":
    main()
