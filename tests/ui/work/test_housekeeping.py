"""Housekeeping: who has left is forgotten soon, who comes back is not; a quiet server holds less."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.proto.openmetrics_data_model_pb2 import Metric

from ui.digits.settings import MnistSettings
from ui.mnist.visits import Visit
from ui.work import allocator, housekeeping
from ui.work.housekeeping import AWAY, GOING, PROGRAM, QUIET, WHEN_QUIET, Held, Housekeeper
from ui.work.keeper import IN_USE, KEEPER, LEAST


class Script:
    """What runs a page for a session, and holds its values."""

    def __init__(self, held: object) -> None:
        self.held, self.itself = held, self


class Session:
    """As much of a session as is needed; what it holds hangs in a cycle, as in Streamlit's."""

    def __init__(self, name: str, held: object, runs: bool) -> None:
        self.id, self.held, self.itself = name, held, self
        self._scriptrunner = Script(held) if runs else None


class Runtime:
    """As much of Streamlit's runtime as is needed: browsers that are there, and sessions of those that are not."""

    def __init__(self) -> None:
        self.there: list[str] = []
        self.stored: dict[str, Session] = {}
        self.closed: list[str] = []
        storage = SimpleNamespace(
            list=lambda: [SimpleNamespace(session=session) for session in self.stored.values()]
        )
        self._session_mgr = SimpleNamespace(_session_storage=storage, list_active_sessions=lambda: self.there)
        self.stops = False
        loop = SimpleNamespace(
            call_soon_threadsafe=lambda act, *arguments: act(*arguments), is_closed=lambda: self.stops
        )
        self._get_async_objs = lambda: SimpleNamespace(eventloop=loop)

    def leave(self, name: str, held: object = None, runs: bool = False) -> None:
        self.stored[name] = Session(name, held, runs)

    def close_session(self, name: str) -> None:
        del self.stored[name]
        self.closed.append(name)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock says, to everybody."""
    time = [1e6]
    monkeypatch.setattr("time.monotonic", lambda: time[0])
    monkeypatch.setattr(KEEPER, "_clock", lambda: time[0])
    monkeypatch.setattr(allocator, "resident", lambda: 0)  # the tests' own process is large
    KEEPER.let_go_of_all()
    return time


def test_who_left_is_forgotten_and_who_came_back_is_not(now: list[float]) -> None:
    runtime = Runtime()
    keeping = Housekeeper(runtime)
    runtime.there = ["c"]
    runtime.leave("a")
    runtime.leave("b")
    keeping.round()
    now[0] += AWAY - 1
    del runtime.stored["b"]  # comes back
    keeping.round()
    assert not runtime.closed
    now[0] += 1
    keeping.round()
    assert runtime.closed == ["a"]
    runtime.leave("b")  # again: its time begins anew
    keeping.round()
    now[0] += AWAY - 1
    keeping.round()
    assert runtime.closed == ["a"]


def test_where_the_process_takes_more_than_is_accounted_for_less_is_held_until_it_is_gone(
    now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping, several = Housekeeper(Runtime()), 10
    keeping._runtime.there = ["a"]

    def hold() -> float:
        for key in range(several):
            KEEPER.have("values", key, lambda: SimpleNamespace(n_bytes=KEEPER.budget // several))
        now[0] += IN_USE + 1
        keeping.round()
        return KEEPER.by_kind()["values"] / KEEPER.budget

    within = PROGRAM + KEEPER.budget
    for beyond, held in ((-0.2, 1.0), (0.1, 0.8), (0.2, 0.6), (5.0, LEAST), (0.0, 1.0)):
        monkeypatch.setattr(allocator, "resident", lambda beyond=beyond: within + int(beyond * KEEPER.budget))
        assert hold() == pytest.approx(held, abs=0.11)  # values of a tenth, and what else is held


def test_the_system_says_what_a_process_takes() -> None:
    before = allocator.resident()
    if not sys.platform.startswith("linux"):
        assert before == 0
        return
    array = np.ones(25_000_000)
    assert allocator.resident() > before + 0.9 * array.nbytes


def test_a_server_that_stops_is_left_alone(now: list[float]) -> None:
    runtime = Runtime()
    keeping = Housekeeper(runtime)
    runtime.leave("a")
    runtime.stops = True
    for _ in range(2):
        keeping.round()
        now[0] += AWAY
    assert not runtime.closed


@pytest.fixture
def by_hand() -> Iterator[None]:
    """No garbage is collected but by the housekeeper."""
    gc.disable()
    yield
    gc.enable()


def test_what_a_visitor_held_is_free_half_a_minute_after_they_left_a_quiet_server(
    now: list[float], by_hand: None
) -> None:
    runtime = Runtime()
    keeping = Housekeeper(runtime)
    runtime.leave("a", Visit(MnistSettings(images=1_000, units=(10,), init_seed=88)))
    visit = weakref.ref(runtime.stored["a"].held)
    for _ in range(6):
        keeping.round()
        now[0] += housekeeping.TICK
    keeping.round()
    assert visit() is None


def test_what_a_script_that_runs_on_holds_is_free_once_it_has_ended(now: list[float], by_hand: None) -> None:
    runtime = Runtime()
    keeping = Housekeeper(runtime)
    runtime.leave("a", Visit(MnistSettings(images=1_000, units=(10,), init_seed=88)), runs=True)
    visit, script = weakref.ref(runtime.stored["a"].held), runtime.stored["a"]._scriptrunner
    for _ in range(10):
        keeping.round()
        now[0] += housekeeping.TICK
    assert runtime.closed == ["a"]
    assert visit() is not None
    del script
    for _ in range(2):
        now[0] += housekeeping.TICK
        keeping.round()
    assert visit() is None


def test_what_never_goes_is_not_waited_for_for_ever(
    now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = Runtime()
    keeping = Housekeeper(runtime)
    collections: list[float] = []
    monkeypatch.setattr(gc, "collect", lambda: collections.append(now[0]))
    runtime.leave("a")
    leak = runtime.stored["a"]
    for _ in range(100):
        keeping.round()
        now[0] += housekeeping.TICK
    assert leak.held is None
    assert 1 < len(collections) <= 1 + GOING / housekeeping.COLLECT_EVERY


def test_a_quiet_server_holds_only_a_part(now: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    class Megabyte:
        n_bytes = 1_000_000

    runtime = Runtime()
    keeping = Housekeeper(runtime)
    monkeypatch.setattr(KEEPER, "budget", 30_000_000)
    monkeypatch.setattr("engine.plans.used_inputs.n_bytes", lambda: 0)
    monkeypatch.setattr("engine.plans.layout.n_bytes", lambda: 0)
    dear = [KEEPER.have("prepared", key, Megabyte) for key in range(12)]
    KEEPER.hold_dear(dear, 3600.0)
    for key in range(15):
        KEEPER.have("values", key, Megabyte)
    runtime.there = ["a"]
    now[0] += QUIET + IN_USE
    keeping.round()
    assert KEEPER.by_kind()["values"] == 15_000_000, "somebody is there"
    runtime.there = []
    now[0] += QUIET + 1
    keeping.round()
    assert KEEPER.by_kind()["values"] == 0
    assert KEEPER.by_kind()["prepared"] == 12_000_000 > WHEN_QUIET * KEEPER.budget
    now[0] += 3600.0
    keeping.round()
    assert KEEPER.n_bytes <= WHEN_QUIET * KEEPER.budget


def test_a_failure_is_a_line_in_the_log_and_not_the_end(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    rounds: list[int] = []

    def sleep(seconds: float) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            raise SystemExit

    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(SystemExit):
        Housekeeper(SimpleNamespace()).run()
    assert caplog.text.count("Housekeeping failed") == 2


def test_without_a_server_no_thread_starts() -> None:
    housekeeping.start()
    assert housekeeping._thread is None


def test_the_figures_are_lines_that_name_the_kind() -> None:
    held = Held("runs on MNIST", 12)
    assert held.to_metric_str() == 'hidden_layers_held_bytes{kind="runs on MNIST"} 12'
    metric = Metric()
    held.marshall_metric_proto(metric)
    assert metric.metric_points[0].gauge_value.int_value == 12


def test_a_visit_does_not_hold_a_shared_run_and_gets_it_again() -> None:
    visit = Visit(MnistSettings(images=1_000, units=(10,), init_seed=89, epochs=1))
    visit.step_from(0.0, 3)
    _, before = visit.network()
    gone = weakref.ref(visit.trained)
    KEEPER.let_go_of_all()
    gc.collect()
    assert gone() is None
    visit.step_from(0.0, 3)
    _, again = visit.network()
    assert (before == again).all()


def test_the_network_that_a_visitor_looks_at_counts_and_asks_for_nothing() -> None:
    KEEPER.let_go_of_all()
    gc.collect()
    before = KEEPER.by_kind()["networks that visitors look at"]
    visit = Visit(MnistSettings(images=1_000, units=(10,), init_seed=91, epochs=1))
    _, params = visit.network()
    visit._asked = -1e9  # a look at the run would ask for it
    KEEPER.let_go_of_all()
    gc.collect()

    assert KEEPER.by_kind()["networks that visitors look at"] - before == params.nbytes
    assert KEEPER.by_kind()["runs on MNIST"] == 0


def test_a_run_of_the_visitors_own_stays_with_them_and_counts() -> None:
    settings = MnistSettings(images=1_000, units=(10,), init_seed=90, epochs=2)
    visit = Visit(settings)
    visit.step_from(0.0, 3)
    visit.follow(settings.changed(rate=0.01), from_link=False)
    mine = weakref.ref(visit.trained)
    assert visit.own
    KEEPER.let_go_of_all()
    gc.collect()
    assert mine() is visit.trained
    assert KEEPER.by_kind()["runs of visitors' own"] > 100_000
    visit.rewind()
    gc.collect()
    assert mine() is None


FREED = """
import gc
from ui.work import allocator
assert allocator.fix()
import numpy as np
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
before, large, small = resident(), [], []
for _ in range(60):
    large.append(np.ones(200_000))
    small.append(np.ones(100))
full = resident()
del large
gc.collect()
allocator.trim()
assert full - before > 90e6
assert resident() - before < 20e6, (resident() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or not allocator.fix(), reason="there is no glibc")
def test_what_is_let_go_of_goes_back_to_the_system() -> None:
    subprocess.run([sys.executable, "-c", FREED], check=True)
