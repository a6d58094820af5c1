"""A short soak over the websocket: a visitor of each kind, one who forges, and what is let go when all have left."""

import asyncio
import os
import random
import time
from collections import Counter
from pathlib import Path

from benchmarks.forged import forge_on
from benchmarks.memory import held_by
from benchmarks.roles import ROLES, Diary
from benchmarks.serving import Server, logged, serving
from benchmarks.soak import Plan, crowd
from tests.event_loop import aside

ACTIONS = 4
FORGED = ("backprop", {})
"""The page on which every value is forged meanwhile, and its link."""

BUDGET = 60.0
"""Megabytes: less than the visitors need together, so that something must go."""

PATIENCE = 600.0
"""Seconds that the server has to start, and to let go. A quiet one lets go in a quarter of a minute."""

VISITS = ("runs of visitors' own",)
"""What visitors hold for themselves: nothing of it may be left of those who have gone."""


def test_visitors_of_every_kind_are_answered_and_leave_no_traceback_and_no_memory(tmp_path: Path) -> None:
    log, diary, found = tmp_path / "log", Diary(), list[str]()
    environment = {"TMPDIR": str(tmp_path), "HIDDEN_LAYERS_MEMORY": f"{BUDGET:.0f}"}
    with serving(PATIENCE, environment=environment, log=log) as server:
        faults = aside(_all(server, diary))
        address, until = f"http://127.0.0.1:{server.port}", time.monotonic() + PATIENCE
        while not _is_let_go(held := _held_by(address)) and time.monotonic() < until:
            time.sleep(1.0)
    _, tracebacks, _ = logged(log)
    came = {kind.partition(":")[0] for kind in diary.replies}
    unanswered = Counter(
        kind for kind, replies in diary.replies.items() for reply in replies if reply.answered is None
    )
    found += [f"a traceback in the server's log: {end}" for end in tracebacks]
    found += [f"a visitor met with an error: {error}" for error in diary.errors]
    found += [f"the forger met with what should not have come: {fault}" for fault in faults]
    found += [f"nobody of the kind {role!r} did anything" for role in ROLES if role not in came]
    found += [f"{count} × no answer: {kind}" for kind, count in unanswered.items()]
    if not _is_let_go(held):
        found.append(
            f"not let go {PATIENCE:.0f} s after all had left, of {BUDGET:.0f} MB: {held or 'not said'}"
        )
    words = log.read_text("utf-8", "replace")[-6000:]
    assert not found, "\n".join([*found, f"load {os.getloadavg()[0]:.1f}; the log's end:", words])


async def _all(server: Server, diary: Diary) -> list[str]:
    """Let all visitors do what they do; what the forger met that should not have come."""
    page, link = FORGED
    (_, faults, _), _ = await asyncio.gather(
        forge_on(server.port, page, link, 5, random.Random(1)),
        crowd(server, Plan(len(ROLES), float("inf"), ACTIONS, 0.0), diary),
    )
    return faults


def _held_by(address: str) -> dict[str, float]:
    """Megabytes by kind that the server says it holds; empty where it is too busy to say."""
    try:
        return held_by(address)
    except OSError:
        return {}


def _is_let_go(held: dict[str, float]) -> bool:
    """Whether the server says that nothing is left which visitors held, and that all else is within the budget."""
    return bool(held) and sum(held.values()) <= BUDGET and not any(held.get(kind) for kind in VISITS)


def test_a_log_is_read_line_by_line_and_a_traceback_counts_once_with_its_end(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "Dropped a wish of quality: do is 7\nTraceback (most recent call last):\n"
        '  File "a.py", line 1, in b\n    c()\nKeyError: 3\nDropped a wish of quality: do is 8\n'
    )
    n_lines, tracebacks, kinds = logged(log)
    assert (n_lines, tracebacks) == (6, ["KeyError: 3"])
    assert kinds == {"Dropped a wish of quality:": 2}
