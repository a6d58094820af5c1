"""The keeper: values within one budget of bytes, let go by last use, never while they are in use."""

import gc
import tracemalloc
import weakref
from collections.abc import Callable

import numpy as np
import pytest

from engine import pauses
from ui.activations import runs
from ui.activations.settings import ActivationSettings
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings
from ui.plane import runs as plane_runs
from ui.plane.run_settings import RegionSettings
from ui.work import jobs, keeper
from ui.work.keeper import (
    BUDGET,
    CAP,
    IN_USE,
    LIGHT,
    VARIABLE,
    FullError,
    Keeper,
    Parked,
    beside,
    budget_from,
)
from ui.work.weights import weight


class Value:
    """Something of one megabyte, which may grow."""

    def __init__(self, megabytes: float = 1.0) -> None:
        self.n_bytes = int(1e6 * megabytes)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setattr("engine.plans.used_inputs.n_bytes", lambda: 0)
    monkeypatch.setattr("engine.plans.layout.n_bytes", lambda: 0)
    return [100.0]


@pytest.fixture
def ten(now: list[float]) -> Keeper:
    """A keeper of ten megabytes, whose clock stands still."""
    return Keeper(10_000_000, lambda: now[0])


def kept(ten: Keeper, make: Callable[[int], Value], keys: range) -> list[Value]:
    return [ten.have("values", key, lambda key=key: make(key)) for key in keys]  # type: ignore[misc]


def test_equal_keys_are_one_value_and_kinds_are_apart(ten: Keeper) -> None:
    first = ten.have("values", 1, Value)
    assert ten.have("values", 1, Value) is first
    assert ten.have("others", 1, Value) is not first


def test_what_was_not_used_for_longest_goes_first(ten: Keeper, now: list[float]) -> None:
    for key in range(10):
        ten.have("values", key, Value)
        now[0] += 1.0
    now[0] += IN_USE
    first = weakref.ref(ten.have("values", 0, Value))
    ten.have("values", "new", Value)
    gc.collect()

    assert first() is not None, "it was used just now"
    assert ten.n_bytes <= ten.budget
    made: list[int] = []
    ten.have("values", 1, lambda: made.append(1) or Value())  # type: ignore[func-returns-value]
    assert made == [1], "it was the next in turn"


def test_values_are_weighed_again_when_they_have_grown(ten: Keeper, now: list[float]) -> None:
    for key in range(3):
        ten.have("values", key, Value)
        now[0] += 1.0
    ten.have("values", 0, Value).n_bytes = 9_500_000
    now[0] += 2 * IN_USE
    ten.have("values", 0, Value)
    ten.settle()

    assert ten.by_kind()["values"] == 9_500_000


def test_a_working_set_beyond_the_budget_gets_on(ten: Keeper, now: list[float]) -> None:
    """Two runs that together are too much, trained in turns: neither throws out the other (a livelock, if it did)."""
    for _ in range(5):
        for key in range(2):
            ten.have("runs", key, lambda: Value(8.0)).n_bytes += 1
            now[0] += 1.0

    assert [ten.have("runs", key, Value).n_bytes for key in range(2)] == [8_000_005] * 2


def test_beyond_the_cap_nothing_new_is_begun_and_a_sentence_says_so(ten: Keeper, now: list[float]) -> None:
    large = [ten.have("runs", key, lambda: Value(7.0)) for key in range(3)]
    with pytest.raises(FullError, match=f"nothing more fits into memory \\(21 of {10 * CAP:.0f} MB\\)"):
        ten.have("runs", 3, Value)
    assert ten.have("runs", 0, Value) is large[0], "what is there is given"
    now[0] += IN_USE + 1
    ten.have("runs", 3, Value)
    assert ten.n_bytes <= ten.budget


def test_what_was_let_go_of_and_is_in_use_is_taken_in_again(ten: Keeper, now: list[float]) -> None:
    mine = ten.have("values", 1, Value)
    ten.let_go_of_all()
    assert ten.n_bytes == 0
    assert ten.have("values", 1, Value) is mine
    assert ten.n_bytes == 1_000_000


def test_the_keeper_holds_nothing_that_it_let_go_of(ten: Keeper) -> None:
    gone = weakref.ref(ten.have("values", 1, Value))
    ten.let_go_of_all()
    gc.collect()
    assert gone() is None


def test_what_visitors_hold_counts_as_long_as_they_hold_it(ten: Keeper, now: list[float]) -> None:
    ten.have("values", 1, Value)
    now[0] += 2 * IN_USE
    mine = Value(9.5)
    ten.count("own", mine)
    ten.settle()
    assert +ten.by_kind() == {"own": 9_500_000}
    del mine
    gc.collect()
    assert ten.n_bytes == 0


def test_a_kind_has_its_share_and_no_more(ten: Keeper, now: list[float]) -> None:
    ten.have("values", "theirs", Value)
    for key in range(12):
        now[0] += IN_USE + 1
        ten.have("own points", key, Value, share=0.3)
    assert ten.by_kind()["own points"] <= 3_000_000
    assert ten.by_kind()["values"] == 1_000_000


def test_what_is_dear_goes_last(ten: Keeper, now: list[float]) -> None:
    prepared = [ten.have("values", key, Value) for key in range(3)]
    ten.hold_dear(prepared, seconds=3600.0)
    for key in range(20):
        now[0] += IN_USE + 1
        ten.have("other values", key, Value)
    assert ten.by_kind()["values"] == 3_000_000
    now[0] += 3600.0
    for key in range(20):
        now[0] += IN_USE + 1
        ten.have("more values", key, Value)
    assert ten.by_kind()["values"] == 0


def test_what_is_dear_takes_no_more_than_its_share(ten: Keeper, now: list[float]) -> None:
    ten.hold_dear([ten.have("values", key, Value) for key in range(9)], seconds=3600.0)
    for key in range(20):
        now[0] += IN_USE + 1
        ten.have("other values", key, Value)
    assert ten.by_kind()["values"] == 5_000_000


def test_answers_beside_a_run_go_with_it_and_count_with_it(ten: Keeper) -> None:
    asked: list[int] = []

    @beside(1, most=2)
    def answer(number: int, value: Value) -> bytes:
        asked.append(number)
        return bytes(number * 1_000_000)

    value = ten.have("values", 1, Value)
    for number in (1, 1, 2, 3, 1):
        assert len(answer(number, value)) == number * 1_000_000
    assert asked == [1, 2, 3, 1]
    ten.settle()
    assert ten.by_kind()["values"] == pytest.approx(5e6, abs=1_000), "itself, and the last two"
    gone = weakref.ref(value)
    ten.let_go_of_all()
    del value
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    ("rule", "units", "rows"), [("momentum", 100, 100), ("Adam", 200, 1_000), ("Adam", 20, 100)]
)
def test_a_run_weighs_about_what_it_takes(rule: str, units: int, rows: int) -> None:
    settings = MnistSettings(images=1_000, depth=2, units=(units,), rule=rule, batch=rows, epochs=2)
    own_run(settings).run.advance(1)
    gc.collect()
    tracemalloc.start()
    run = own_run(settings).run
    run.advance(3)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.65 < weight(run) / taken < 1.5


def test_images_that_are_there_anyway_weigh_nothing() -> None:
    whole = np.zeros(1_000_000, np.uint8)
    part = whole[:500_000]
    assert weight(part) > 500_000
    whole.setflags(write=False)
    assert weight(whole[:500_000]) == 0


def test_what_occurs_twice_counts_once() -> None:
    array = np.zeros(1_000)
    assert weight([array, {"again": array}]) < 9_000


@pytest.mark.parametrize("said", ["", "300"])
def test_the_environment_says_the_budget(said: str) -> None:
    assert budget_from({VARIABLE: said}) == 1_000_000 * BUDGET


@pytest.mark.parametrize("said", ["much", "-3", "49", "1e9", "٣٠٠"])
def test_a_budget_that_is_none_is_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(
        ValueError, match=f"{VARIABLE} is '{said}'; it must be a number of megabytes, from 50"
    ):
        budget_from({VARIABLE: said})


class Runner(Value):
    """A value that can be parked."""

    def __init__(self, megabytes: float = 1.0, at: int = 0, light: float = 0.2) -> None:
        super().__init__(megabytes)
        self.at, self.light = at, light

    def park(self) -> Parked | None:
        at, size, light = self.at, self.n_bytes / 1e6, self.light
        return Parked(int(light * self.n_bytes), lambda: Runner(size, at, light))


def test_what_can_be_parked_goes_on_where_it_was(ten: Keeper, now: list[float]) -> None:
    ten.have("runs", "mine", Runner).at = 7
    for key in range(10):
        now[0] += IN_USE + 1
        ten.have("values", key, Value)
    assert ten.by_kind()["parked"] == 200_000
    assert ten.n_bytes <= ten.budget
    again = ten.have("runs", "mine", Runner)
    assert again.at == 7
    assert ten.by_kind()["parked"] == 0
    assert ten.have("runs", "mine", Runner) is again


def test_nobody_gets_the_turn_while_the_keeper_parks(ten: Keeper, now: list[float]) -> None:
    class Pausing(Runner):
        def park(self) -> Parked | None:
            pauses.look()
            return super().park()

    ten.have("runs", "mine", Pausing)
    looks: list[int] = []
    with pauses.looking(lambda: looks.append(1)):
        for key in range(10):
            now[0] += IN_USE + 1
            ten.have("values", key, Value)
        assert not looks
        pauses.look()
    assert looks == [1]
    assert ten.by_kind()["parked"] == 200_000


def test_what_is_parked_goes_when_that_is_not_enough(ten: Keeper, now: list[float]) -> None:
    for key in range(100):
        ten.have("runs", key, Runner)
        now[0] += IN_USE + 1
        assert ten.n_bytes <= ten.budget
    assert ten.by_kind()["parked"] > 1_000_000


def test_what_would_hardly_be_lighter_is_not_parked(ten: Keeper, now: list[float]) -> None:
    for key in range(20):
        ten.have("runs", key, lambda: Runner(light=0.9))
        now[0] += IN_USE + 1
    assert ten.by_kind()["parked"] == 0


def test_a_run_on_mnist_is_parked_with_all_that_it_has_learned() -> None:
    mine = own_run(MnistSettings(images=1_000, epochs=1, depth=1, units=(10,), init_seed=79))
    mine.run.advance(5)
    parked = mine.park()
    assert parked is not None
    assert parked.n_bytes < weight(mine)
    again = parked.resume()
    mine.run.advance(3)
    again.run.advance(3)
    np.testing.assert_array_equal(again.run.params, mine.run.params)
    with mine.busy:
        assert mine.park() is None, "it is in training"


SMALL = RegionSettings(epochs=30, depth=1, units=(4,), init_seed=79)


@pytest.mark.parametrize(
    "settings",
    [
        SMALL,
        SMALL.changed(rule="momentum", batch=10, patience=3),
        SMALL.forked(2.0).changed(rate=0.05),
        SMALL.forked(2.0).changed(activation=("relu",)),
    ],
    ids=["as it is", "in batches", "forked", "with another activation"],
)
def test_a_run_in_the_plane_goes_on_from_where_it_was_parked(settings: RegionSettings) -> None:
    plane_runs.regions_run(settings).run.advance(3)
    mine = plane_runs.regions_run(settings)
    assert mine.settings == settings.training_part()
    mine.run.advance(5)
    parked = mine.park()
    assert parked is not None
    again = parked.resume()
    mine.run.advance(7)
    again.run.advance(7)

    assert again.settings == mine.settings
    np.testing.assert_array_equal(again.run.params, mine.run.params)
    np.testing.assert_array_equal(again.run.history.training_error, mine.run.history.training_error)
    with mine.busy:
        assert mine.park() is None, "it is in training"


def test_an_unfinished_run_in_the_plane_is_lighter_at_rest() -> None:
    mine = plane_runs.regions_run(RegionSettings(depth=2, units=(32,), batch=10, init_seed=80))
    mine.run.advance(60)
    parked = mine.park()
    assert parked is not None
    assert parked.n_bytes <= LIGHT * weight(mine)


def test_what_is_light_is_weighed_once_and_made_beyond_the_cap_too(ten: Keeper) -> None:
    for key in range(3):
        ten.have("runs", key, lambda: Value(7.0))
    small = ten.have("small", "a", lambda: Value(0.1), share=0.02, light=True)
    small.n_bytes = 9_000_000
    ten.settle()

    assert ten.have("small", "a", Value, share=0.02, light=True) is small
    assert 100_000 <= ten.by_kind()["small"] < 101_000


def test_small_answers_stay_within_their_share(ten: Keeper, now: list[float]) -> None:
    for key in range(30):
        ten.have("small", key, lambda: Value(0.1), share=0.02, light=True)
        now[0] += IN_USE + 1
    assert ten.by_kind()["small"] <= 200_000


def test_a_run_that_was_let_go_of_is_trained_again_to_the_last_bit() -> None:
    settings = MnistSettings(images=1_000, epochs=1, depth=1, units=(10,), init_seed=77)
    ends = []
    for _ in range(2):
        run = keeper.KEEPER.have("test", settings, lambda: own_run(settings)).run
        run.advance(10)
        ends.append(run.params)
        del run
        keeper.KEEPER.let_go_of_all()
        gc.collect()
    np.testing.assert_array_equal(ends[0], ends[1])


def test_jobs_are_kept_by_the_keeper_and_go_with_their_runs() -> None:
    job = runs.life(ActivationSettings(on="points", epochs=5, init_seed=78))
    job.advance(seconds=0.0)
    keeper.KEEPER.settle()
    assert keeper.KEEPER.by_kind()["jobs"] > 10_000
    gone = weakref.ref(job)
    keeper.KEEPER.let_go_of_all()
    del job
    gc.collect()
    assert gone() is None
    assert jobs.shared(("a", "b"), lambda: iter([(1.0, 1)])).result is None
