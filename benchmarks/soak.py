"""Many visitors of every kind, for half an hour: memory, answers, and what the server's log says.

``python -m benchmarks.soak`` starts the app itself, with its own rooms and its own log. Each visitor opens links, sets
controls, works in the page's parts, goes back, loses the connection, sends files that are good and broken, votes,
leaves and comes again. ``--together 300`` has so many open one link within ten seconds instead.
"""

import argparse
import asyncio
import os
import platform
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.guest import WHOLE_WITHIN, Guest, Reply
from benchmarks.memory import held_by
from benchmarks.roles import ROLES, Act, Diary, Hall, Stay, host
from benchmarks.serving import Server, logged, serving

FEW = 40
"""So many seeds stand in links, so that some visitors meet at the same run and others do not."""

ANSWERS = (
    "kind",
    "asked",
    "answered p50 / p95 / most, ms",
    "whole p50 / p95 / most, ms",
    f"not whole in {WHOLE_WITHIN:.0f} s",
    "refused",
)


def _row(kind: str, replies: Sequence[Reply]) -> str:
    """A row of the table of answers."""
    answered = [reply.answered for reply in replies if reply.answered is not None]
    whole = [reply.whole for reply in replies if reply.whole is not None]
    late = sum(reply.whole is None or reply.whole > WHOLE_WITHIN for reply in replies)
    refused = sum(bool(reply.refusals) for reply in replies)
    return _line(kind, len(replies), _spread(answered), _spread(whole), late, refused)


def _spread(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and largest, in ms."""
    if not seconds:
        return "none"
    return " / ".join(f"{1000 * value:.0f}" for value in [*np.percentile(seconds, [50, 95]), max(seconds)])


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _head(columns: Sequence[str]) -> str:
    return f"{_line(*columns)}\n|{'---|' * len(columns)}"


@dataclass(frozen=True)
class Plan:
    """How many visitors there are, and until when.

    Parameters
    ----------
    n_visitors : int
        Their kinds go round.
    seconds : float
        How long new actions begin; infinite where ``n_actions`` is the end.
    n_actions : int or None
        Actions of each visitor.
    pause : float
        Seconds between two actions of a visitor, in the mean.
    """

    n_visitors: int
    seconds: float
    n_actions: int | None
    pause: float


async def visitor(port: int, number: int, plan: Plan, hall: Hall, diary: Diary) -> None:
    """Come, act, leave and come again, until the plan's end."""
    draw, role = random.Random(number), list(ROLES)[number % len(ROLES)]
    links, acts = ROLES[role]
    until, n_left = time.monotonic() + plan.seconds, plan.n_actions or 10**9
    await asyncio.sleep(draw.random() * plan.pause)
    while n_left > 0 and time.monotonic() < until:
        link = draw.choice(links).format(seed=draw.randrange(FEW), room=hall.room)
        try:
            guest, reply = await Guest.arrive(port, link)
        except (OSError, WebSocketException) as error:
            diary.errors.append(f"{link}: no connection: {type(error).__name__}: {error}")
            n_left -= 1
            continue
        stay = Stay(guest, role, draw, diary)
        diary.note(f"{role}: open a link", reply)
        for _ in range(min(n_left, draw.randint(2, 8))):
            n_left -= 1
            if time.monotonic() > until or guest.errors:
                break
            await asyncio.sleep(draw.expovariate(1.0) * plan.pause)
            try:
                await _act(stay, draw, links, acts, hall)
            except (OSError, WebSocketException) as error:
                diary.errors.append(f"{link}: {type(error).__name__}: {error}")
                break
        with suppress(WebSocketException):  # its errors say so
            await stay.guest.leave()
        diary.errors += [f"{role}, {link}: {error}" for error in stay.guest.errors]


async def _act(
    stay: Stay, draw: random.Random, links: Sequence[str], acts: Sequence[Act], hall: Hall
) -> None:
    """Do one of what this visitor does; seldom, go back to another link, or lose the connection."""
    chance = draw.random()
    if chance < 0.08:
        stay.guest, reply = await stay.guest.come_again()
        stay.diary.note("connection lost and back", reply)
    elif chance < 0.16:
        page, _, query = draw.choice(links).format(seed=draw.randrange(FEW), room=hall.room).partition("?")
        stay.diary.note("back button, tab", await stay.guest.go(page, query))
    else:
        for act in draw.sample(acts, len(acts)):
            if await act(stay):
                return


async def crowd(server: Server, plan: Plan, diary: Diary) -> None:
    """All visitors of a plan, and the host of the room in which some of them vote."""
    hall, opened = Hall(), asyncio.Event()
    hosting = asyncio.create_task(host(server.port, hall, diary, opened))
    await opened.wait()
    await asyncio.gather(*(visitor(server.port, i, plan, hall, diary) for i in range(plan.n_visitors)))
    hosting.cancel()
    (end,) = await asyncio.gather(hosting, return_exceptions=True)
    if not isinstance(end, asyncio.CancelledError):
        diary.errors.append(f"the room's host went: {end!r}")


async def together(server: Server, n_visitors: int, seconds: float, link: str, diary: Diary) -> None:
    """So many open one link within some seconds, stay until it is whole for all of them, and leave."""
    draw = random.Random(1)

    async def one(wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            guest, reply = await Guest.arrive(server.port, link)
        except (OSError, WebSocketException) as error:
            diary.errors.append(f"no connection: {type(error).__name__}: {error}")
            return
        guests.append(guest)
        diary.note(f"open {link or 'the first page'}", reply)

    guests: list[Guest] = []
    await asyncio.gather(*(one(draw.random() * seconds) for _ in range(n_visitors)))
    for guest in guests:
        with suppress(WebSocketException):
            await guest.leave()
        diary.errors += guest.errors


@dataclass
class Watch:
    """Looks at the server's memory each second; a row for each minute."""

    server: Server
    most: float = 0.0
    rows: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Look until cancelled."""
        began, most_of_minute = time.monotonic(), 0.0
        while True:
            await asyncio.sleep(1.0)
            now = self.server.megabytes
            self.most, most_of_minute = max(self.most, now), max(most_of_minute, now)
            minutes = int((time.monotonic() - began) // 60)
            if minutes > len(self.rows):
                held = await asyncio.to_thread(_held, self.server)
                self.rows.append(_line(minutes, f"{now:.0f}", f"{most_of_minute:.0f}", held))
                print(self.rows[-1], flush=True)
                most_of_minute = 0.0


def _held(server: Server) -> str:
    """Megabytes that the server says it holds."""
    try:
        return f"{sum(held_by(f'http://127.0.0.1:{server.port}').values()):.0f}"
    except OSError:
        return "not said"


async def measured(server: Server, work: Awaitable[None], wait: float) -> list[float]:
    """The memory before, at most, at the end of some work, and some seconds after it."""
    watch, before = Watch(server), server.megabytes
    watching = asyncio.create_task(watch.run())
    await work
    end = server.megabytes
    watching.cancel()
    await asyncio.sleep(wait)
    return [before, max(watch.most, end), end, server.megabytes]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.soak")
    parser.add_argument("--visitors", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--actions", type=int, help="of each visitor, in place of minutes")
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between a visitor's actions")
    parser.add_argument("--together", type=int, help="so many open one link instead")
    parser.add_argument("--within", type=float, default=10.0, help="seconds, for --together")
    parser.add_argument("--link", default="?init_seed=77", help="for --together")
    parser.add_argument("--wait", type=float, default=120.0, help="seconds from leaving to the last look")
    parser.add_argument("--log", type=Path, help="where the server's log stays")
    asked = parser.parse_args()
    diary, began = Diary(), time.monotonic()
    seconds = float("inf") if asked.actions else 60 * asked.minutes
    plan = Plan(asked.visitors, seconds, asked.actions, asked.pause)
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, "
        f"Python {platform.python_version()}\n\n"
        f"{_head(('minute', 'resident, MB', 'most in it, MB', 'held by its own account, MB'))}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        log = asked.log or Path(folder) / "log"
        environment = {"TMPDIR": folder, "PYTHONFAULTHANDLER": "1"}
        with serving(120.0, environment=environment, log=log) as server:
            asyncio.run(_first(server.port))
            if asked.together:
                work: Awaitable[None] = together(server, asked.together, asked.within, asked.link, diary)
            else:
                work = crowd(server, plan, diary)
            figures = asyncio.run(measured(server, work, asked.wait))
            held = held_by(f"http://127.0.0.1:{server.port}")
        n_lines, tracebacks, kinds = logged(log)
    spent = (time.monotonic() - began - asked.wait) / 60
    visitors = asked.together or asked.visitors
    print(f"\n{visitors} visitors, {spent:.1f} minutes, load {os.getloadavg()[0]:.1f} after\n")
    print(_head(("before, MB", "at most, MB", "at the end, MB", f"{asked.wait:.0f} s after all left, MB")))
    print(_line(*(f"{one:.0f}" for one in figures)))
    rows = [_row(kind, diary.replies[kind]) for kind in sorted(diary.replies)]
    print(f"\n{_head(ANSWERS)}", *rows, sep="\n")
    print(f"\nheld at last: {', '.join(f'{kind} {one:.0f}' for kind, one in held.items()) or 'not said'}")
    print(f"{n_lines} lines in the log, {len(tracebacks)} tracebacks, {len(diary.errors)} errors")
    for title, found in (("log", kinds), ("refused", diary.refusals), ("tracebacks", Counter(tracebacks))):
        for words, count in found.most_common(8):
            print(f"- {title}, {count} ×: {words}")
    for error, count in Counter(error[:200] for error in diary.errors).most_common(20):
        print(f"- error, {count} ×: {error}")
    return int(bool(tracebacks or diary.errors))


async def _first(port: int) -> None:
    """A first visitor of the first page and of MNIST, so that what all share is there."""
    for link in ("", "mnist?images=1000"):
        guest, _ = await Guest.arrive(port, link)
        await guest.leave()


if __name__ == "__main__":
    raise SystemExit(main())
