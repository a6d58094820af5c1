"""Housekeeping while the server is quiet: who has left is forgotten, garbage is collected, free memory is given back.

Streamlit keeps the session of a browser that left for two minutes, and longer on a quiet server. What goes then hangs
in a cycle that only a full collection frees. One thread looks after this, beside the server's own. In a browser no
thread starts, and the one visitor never leaves: there is none.
"""

import gc
import logging
import sys
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.work import allocator, finished
from ui.work.keeper import KEEPER

TICK = 5.0
"""Seconds between two rounds."""

AWAY = 15.0
"""Seconds after which a browser that does not come back has left. Its link then opens what it saw, not what it kept."""

COLLECT_EVERY = 10.0
"""Least seconds between two full collections: while one goes on, all other work waits."""

GOING = 120.0
"""Seconds for which a closed session is waited for: a script that still runs holds its values until it ends."""

QUIET = 60.0
"""Seconds without visitors after which the server holds only a part of what it may."""

WHEN_QUIET = 0.1
"""That part of the budget."""

PROGRAM = 200_000_000
"""Bytes that the program itself takes, with the images of MNIST."""

YIELD = 2.0
"""For each byte beyond the program and the budget so many bytes less are held. Sessions, and what is on its way to slow
visitors, are in nobody's account, and go by themselves."""

FAMILY = "hidden_layers_held_bytes"
"""Name of the figures in Streamlit's ``/_stcore/metrics``."""


@dataclass(frozen=True)
class Held:
    """Bytes that are held of one kind, as Streamlit's metrics are written."""

    kind: str
    n_bytes: int
    family_name: str = FAMILY
    type: str = "gauge"
    unit: str = "bytes"
    help: str = "What this process holds for visitors, by kind."

    def to_metric_str(self) -> str:
        """A line of the text."""
        return f'{FAMILY}{{kind="{self.kind}"}} {self.n_bytes}'

    def marshall_metric_proto(self, metric: Any) -> None:
        """The same for those who ask for protocol buffers."""
        label = metric.labels.add()
        label.name, label.value = "kind", self.kind
        metric.metric_points.add().gauge_value.int_value = self.n_bytes


class _Figures:
    """What the keeper holds, for Streamlit's metrics."""

    stats_families = (FAMILY,)

    def get_stats(self, family_names: Sequence[str] | None = None) -> Mapping[str, Sequence[Held]]:
        """All kinds, the heaviest first; names of families are not needed, there is one."""
        KEEPER.settle()
        return {FAMILY: [Held(kind, n_bytes) for kind, n_bytes in KEEPER.by_kind().most_common()]}


class Housekeeper:
    """One round after another.

    Parameters
    ----------
    runtime : object
        Streamlit's runtime.
    """

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        self._left_at: dict[str, float] = {}
        self._going: list[tuple[weakref.ref[Any], float]] = []
        self._n_let_go = 0
        self._garbage = False
        self._collected = self._busy = time.monotonic()

    def round(self) -> None:
        """Hand on what is finished; let go of sessions of those who left, of what is too much, and of garbage."""
        now = time.monotonic()
        loop = self._runtime._get_async_objs().eventloop
        if loop.is_closed():  # the server stops
            return
        loop.call_soon_threadsafe(self.close_left, now)  # sessions are the event loop's
        if self._runtime._session_mgr.list_active_sessions():
            self._busy = now
        finished.hand_on()
        beyond = allocator.resident() - PROGRAM - KEEPER.budget
        KEEPER.leave_room(int(YIELD * max(0, beyond)))
        KEEPER.settle(WHEN_QUIET if now - self._busy > QUIET else 1.0)
        if KEEPER.n_let_go != self._n_let_go:
            self._n_let_go, self._garbage = KEEPER.n_let_go, True
        is_going = any(one() is not None for one, _ in self._going)
        if (self._garbage or is_going) and now - self._collected >= COLLECT_EVERY:
            self._garbage, self._collected = False, now
            gc.collect()
            allocator.trim()

    def close_left(self, now: float) -> None:
        """Close the sessions of browsers that left and did not come back; on the event loop.

        A script that still runs holds what its session held. So garbage is collected until both are gone, not once.
        """
        stored = {
            info.session.id: info.session for info in self._runtime._session_mgr._session_storage.list()
        }
        self._left_at = {name: self._left_at.get(name, now) for name in stored}
        going = [one for one in self._going if one[0]() is not None and now - one[1] < GOING]
        away = [name for name, left_at in self._left_at.items() if now - left_at >= AWAY]
        for name in away:
            holders = stored[name], getattr(stored[name], "_scriptrunner", None)
            going += [(weakref.ref(holder), now) for holder in holders if holder is not None]
            self._runtime.close_session(name)
            self._garbage = True
        self._going = going

    def run(self) -> None:
        """Go round for as long as the process lives."""
        while True:
            time.sleep(TICK)
            try:
                self.round()
            except Exception:
                logging.getLogger(__name__).exception("Housekeeping failed; visitors are not disturbed by it")


_thread: threading.Thread | None = None


def start() -> None:
    """Start the thread, once in this process; nothing happens where no server runs, as within a test of a page."""
    global _thread
    if _thread is not None or sys.platform == "emscripten" or not st.runtime.exists():
        return
    runtime = st.runtime.get_instance()
    if type(runtime) is not st.runtime.Runtime:
        return
    allocator.fix()
    _thread = threading.Thread(target=Housekeeper(runtime).run, name="housekeeping", daemon=True)
    _thread.start()
    try:
        runtime.stats_mgr.register_provider(_Figures())
    except (AttributeError, TypeError):
        logging.getLogger(__name__).warning("This Streamlit takes no figures of what is held")
