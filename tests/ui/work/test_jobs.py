"""Jobs: work that is pushed on by slices, shared, and ended by what goes wrong in it."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from ui.work import jobs
from ui.work.jobs import Job
from ui.work.weights import weight


def squares(count: int) -> Iterator[tuple[float, list[int]]]:
    done: list[int] = []
    for i in range(count):
        done = [*done, i * i]
        yield (i + 1) / count, done


def test_a_job_of_no_time_takes_a_step_at_first_and_then_none() -> None:
    job = Job(lambda: squares(3))

    job.advance(seconds=0.0)
    job.advance(seconds=0.0)

    assert (job.n_steps, job.result, job.finished) == (1, [0], False)
    assert job.share == pytest.approx(1 / 3)


def test_slices_end_with_the_whole_result() -> None:
    job = Job(lambda: squares(3))
    while not job.finished:
        job.advance(seconds=1e-4)

    assert (job.share, job.result) == (1.0, [0, 1, 4])
    assert job.seconds_left == 0.0


def test_the_time_left_is_that_of_a_clock_on_the_wall_and_rest_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(jobs.time, "perf_counter", lambda: now[0])

    def work() -> Iterator[tuple[float, int]]:
        now[0] += 40.0  # images are loaded
        yield 0.0, 0
        for i in range(10):
            now[0] += 0.25
            yield (i + 1) / 10, i

    job = Job(work)
    job.advance(seconds=0.0)
    job.advance(seconds=0.2)
    now[0] += 0.75  # the answer goes to the browser, and the next request comes
    job.advance(seconds=0.2)
    assert (job.share, job.seconds) == (pytest.approx(0.2), 41.25)
    assert job.seconds_left == pytest.approx(1.25 * 8 / 2)
    now[0] += 3600.0  # nobody looks
    job.advance(seconds=0.2)
    assert job.seconds == 41.5


def test_a_result_that_was_given_is_not_changed_by_going_on() -> None:
    job = Job(lambda: squares(3))
    job.advance(seconds=0.0)
    first = job.result
    job.advance(seconds=1.0)

    assert first == [0]


def test_who_asks_with_the_same_key_gets_the_same_job_while_it_is_kept() -> None:
    mine = jobs.shared(("squares", 3), lambda: squares(3))

    assert jobs.shared(("squares", 3), lambda: squares(3)) is mine
    assert jobs.shared(("squares", 4), lambda: squares(4)) is not mine


def test_a_job_weighs_what_its_work_has_at_hand_and_then_its_result() -> None:
    def work() -> Iterator[tuple[float, bytes]]:
        at_hand = np.zeros(1_000_000)
        yield 0.5, bytes(len(at_hand) // 10)

    job = Job(work)
    assert job.n_bytes < 1_000
    job.advance(seconds=0.0)
    assert 8_000_000 < job.n_bytes < 8_200_000
    job.advance(seconds=1.0)
    assert 100_000 < job.n_bytes < 110_000


def test_work_that_needs_a_lock_which_somebody_holds_does_not_wait_for_it_and_comes_to_its_end_later() -> (
    None
):
    busy, seen = threading.Lock(), list[bool]()

    def work() -> Iterator[tuple[float, int]]:
        def act() -> int:
            seen.append(busy.locked())
            return 7

        found = yield from jobs.once_free(busy, act, 0)
        yield 1.0, found

    job = Job(work)
    with busy:
        pushing = threading.Thread(target=lambda: job.advance(seconds=0.01), daemon=True)
        pushing.start()
        pushing.join(60)
        assert not pushing.is_alive(), "it waits for a lock whose holder may wait for the turn"
        assert (job.share, job.result, seen) == (0.0, 0, [])
    while not job.finished:
        job.advance(seconds=0.01)
    assert (job.result, seen) == (7, [True])
    assert not busy.locked()


def test_what_goes_wrong_ends_the_job_and_is_said_to_everybody() -> None:
    def failing() -> Iterator[tuple[float, int]]:
        yield 0.5, 1
        raise ValueError("rate 3 is too large")

    job = Job(failing)
    for _ in range(2):
        with pytest.raises(ValueError, match="rate 3 is too large"):
            job.advance(seconds=1.0)

    assert (job.finished, job.result) == (True, 1)


def test_who_weighs_a_job_does_not_look_into_work_that_another_thread_is_at() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work() -> Iterator[tuple[float, int]]:
        small = np.zeros(1_000)
        yield 0.5, 0
        large = np.zeros(1_000_000)
        begun.set()
        assert go_on.wait(60)
        yield 0.9, len(small) + len(large)

    job = Job(work)
    job.advance(seconds=0)
    at_rest = job.n_bytes
    assert 8_000 <= at_rest < 10_000
    thread = threading.Thread(target=lambda: job.advance(seconds=600))
    thread.start()
    assert begun.wait(60)
    assert job.n_bytes == at_rest
    assert weight(job._work) < 1_000
    go_on.set()
    thread.join(60)
    assert job.finished
    assert job.n_bytes < 1_000
