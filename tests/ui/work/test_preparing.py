"""Preparing: one thread works through tasks, says how far it is, and keeps what it has made."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ui.work import preparing
from ui.work.jobs import Job
from ui.work.needs import Needs, of_job
from ui.work.preparing import Preparation, State, Task


@pytest.fixture
def preparation() -> Iterator[Preparation]:
    made = Preparation()
    yield made
    made.stop()
    made.wait()


def counted(count: int) -> Job[int]:
    return Job(lambda: (((i + 1) / count, i) for i in range(count)))


def task(name: str, *works: Job[int]) -> Task:
    return Task(name, lambda: (of_job(work) for work in works))


@contextmanager
def held(work: Job[int]) -> Iterator[threading.Event]:
    """Work that has come to its second step, and waits there until the block ends."""
    reached, go_on, step = threading.Event(), threading.Event(), work._step

    def patched() -> None:
        if work.n_steps == 1:
            reached.set()
            go_on.wait()
        step()

    work._step = patched  # type: ignore[method-assign]
    try:
        yield reached
    finally:
        go_on.set()


def test_tasks_are_done_in_their_order_whoever_looks(preparation: Preparation) -> None:
    works = [counted(3) for _ in range(3)]
    tasks = [task("first", works[0]), task("second", works[1], works[2]), task("nothing")]
    assert preparation.begin("a lecture", tasks)
    preparation.wait()
    assert all(work.finished for work in works)
    assert [one.state for one in tasks] == [State.READY] * 3
    assert (preparation.share, preparation.going) == (1.0, False)
    assert preparation.task("second") is tasks[1]
    assert preparation.task("third") is None


def test_a_piece_is_asked_for_when_the_one_before_is_finished(preparation: Preparation) -> None:
    seen: list[bool] = []

    def needs() -> Needs:
        first = counted(5)
        yield of_job(first)
        seen.append(first.finished)
        yield of_job(counted(2))

    preparation.begin("a lecture", [Task("only", needs)])
    preparation.wait()
    assert seen == [True]


def test_there_is_one_preparation_at_a_time(preparation: Preparation) -> None:
    work = counted(3)
    with held(work) as reached:
        assert preparation.begin("one", [task("a", work)])
        reached.wait()
        assert preparation.going
        assert not preparation.begin("other", [task("b")])
        assert preparation.of == "one"
    preparation.wait()
    assert preparation.begin("other", [task("b")])


def test_what_is_stopped_stays_as_far_as_it_is_and_goes_on(preparation: Preparation) -> None:
    work, later = counted(3), counted(3)
    with held(work) as reached:
        preparation.begin("a lecture", [task("a", work), task("b", later)])
        reached.wait()
        preparation.stop()
    preparation.wait()
    assert not preparation.going
    assert preparation.tasks[1].state == State.WAITING
    preparation.begin("a lecture", [task("a", work), task("b", later)])
    preparation.wait()
    assert work.finished
    assert later.finished


def test_what_goes_wrong_in_one_task_leaves_the_others_be(preparation: Preparation) -> None:
    def broken() -> Iterator[tuple[float, int]]:
        yield 0.5, 1
        raise ValueError("this cannot be trained")

    tasks = [task("broken", Job(broken)), task("whole", counted(2))]
    preparation.begin("a lecture", tasks)
    preparation.wait()
    assert [one.state for one in tasks] == [State.FAILED, State.READY]
    assert preparation.share == 1.0


def test_the_time_left_is_reckoned_from_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(preparing.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(preparing, "REST", 0.0)

    def work() -> Iterator[tuple[float, int]]:
        for i in range(10):
            now[0] += 2.0
            yield (i + 1) / 10, i

    first, unlike = Job(work), Job(work)
    again = Preparation(tasks=[Task(name, lambda job=job: iter((of_job(job, of=2),))) for name, job in
                               (("a", first), ("same work", first), ("b", unlike))])  # fmt: skip
    assert again.seconds_left is None, "nobody has looked yet"
    for one in again.tasks[:2]:
        need = one.take()
        assert need is not None
    need = again.tasks[0].take()
    assert need is not None
    again.tasks[0].push(need, 0.0)
    assert again.tasks[0].seconds_left is None, "the first slice only sets the work up"
    again.tasks[0].push(need, 0.5)
    assert again.tasks[0].seconds_left == pytest.approx(2.0 * 8 + 20.0), "this piece, and another one like it"
    assert again.seconds_left is None, "one task was not looked at"
    again.tasks[2].take()
    assert again.seconds_left == pytest.approx(2 * 36.0), "the same work once; the unknown as the known ones"


def test_within_a_browser_nothing_is_prepared(
    monkeypatch: pytest.MonkeyPatch, preparation: Preparation
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert not preparation.possible
    assert not preparation.begin("a lecture", [task("a", counted(1))])
    assert not preparation.going


def test_what_is_prepared_is_let_go_of_last(
    preparation: Preparation, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear: list[object] = []
    monkeypatch.setattr(preparing.KEEPER, "hold_dear", lambda values, seconds: dear.extend(values))
    works = [counted(2), counted(2)]
    preparation.begin("a lecture", [task("only", *works)])
    preparation.wait()
    assert set(map(id, dear)) == set(map(id, works))
