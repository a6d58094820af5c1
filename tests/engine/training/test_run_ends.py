"""Claims about the learning rate of a run on its way, and about how a run ends: done, diverged, out of patience."""

import re

import numpy as np
import pytest

from tests.engine.training.small_runs import COLUMNS, everything, make_run, whole


def test_a_rate_of_zero_holds_the_weights_still():
    run = make_run(rule="gradient descent")
    run.learning_rate = 0.0
    before = run.params
    run.advance(10)
    np.testing.assert_array_equal(run.params, before)


def test_the_rate_falls_to_zero_and_stays_a_control():
    run = make_run(schedule="falling", n_epochs=2, rate=0.8)
    rates = []
    for _ in range(8):
        rates.append(run.present_rate)
        run.advance_batch()
    np.testing.assert_allclose(rates, 0.8 * np.arange(8, 0, -1) / 8)
    run.restore(1)
    run.learning_rate = 0.2
    assert run.learning_rate == 0.2
    assert run.present_rate == pytest.approx(0.1)
    run.rewind()
    assert run.present_rate == 0.2
    assert len(run.rate_changes) == 1


def test_a_long_run_falls_in_stairs_of_equal_length():
    run = make_run(schedule="falling", n_epochs=1000)
    run.advance(1999)
    assert run.present_rate == pytest.approx(0.1 * (1 - 1984 / 4000))


def test_a_run_ends_by_itself_and_says_so():
    run = whole()
    assert run.finished
    assert (run.stop.kind, run.stop.epoch, run.stop.message) == ("done", 6.0, "Finished: 6 epochs")
    assert run.advance(10) == run.advance(seconds=0.1) == 0
    assert whole(n_epochs=1).stop.message == "Finished: 1 epoch"


def test_a_run_that_is_done_goes_on_when_there_are_more_epochs():
    run = whole(n_epochs=3)
    run.n_epochs = 6
    assert not run.finished
    run.advance(10_000)
    assert everything(run)[:-1] == everything(whole(n_epochs=6))[:-1]
    with pytest.raises(ValueError, match=r"n_epochs is 5; .* from 6 to 1000000"):
        run.n_epochs = 5


@pytest.mark.parametrize("batch_size", [5, None])
def test_divergence_is_a_reason_to_stop_and_never_raises(batch_size):
    run = make_run("gradient descent", 3e30, (8, 8), "relu", batch_size=batch_size, n_epochs=50)
    run.advance(10_000)
    assert run.stop.kind == "diverged"
    assert run.stop.epoch < 50
    assert re.fullmatch(
        r"Diverged at epoch [\d.]+: the loss is no longer finite\. "
        r"The learning rate is 3e\+30: try 3e\+29\.",
        run.stop.message,
    )
    for column in COLUMNS:
        assert np.isfinite(getattr(run.history, column)).all()
    assert np.isfinite(run.snapshots.params).all()
    assert run.snapshots.epochs[-1] == run.history.epoch[-1] == run.epoch
    assert run.advance(3) == 0
    run.learning_rate = 0.1
    run.rewind()
    assert run.advance(3) == 3


@pytest.mark.parametrize(("rate", "batch_size"), [(0.3, None), (1.0, 5)])
@pytest.mark.parametrize("patience", [1, 3])
def test_patience_ends_where_the_full_history_says(patience, rate, batch_size):
    options = {"rate": rate, "batch_size": batch_size, "n_epochs": 60, "records_per_epoch": 2}
    history, run = whole(**options).history, whole(patience=patience, **options)
    best = np.array([history.validation_error[: i + 1].argmin() for i in range(len(history.epoch))])
    waited = history.epoch - history.epoch[best]
    expected = history.epoch[waited >= patience][0]
    assert (run.stop.kind, run.stop.epoch) == ("patience", expected)
    assert run.stop.message == (
        f"Finished: no new minimum of the validation loss for {patience} epoch{'s' * (patience > 1)}"
    )
    np.testing.assert_array_equal(run.history.epoch, history.epoch[history.epoch <= expected])
