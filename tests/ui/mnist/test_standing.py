"""A visit that another server knew is taken up where it stood: the same run, the same moment, the same bits."""

import gc
import json

import numpy as np
import pytest

from engine.architecture import Architecture
from ui.digits.runs import Loaded
from ui.digits.settings import MnistSettings
from ui.frame import gate
from ui.frame.reconnect import keepsakes
from ui.mnist import standing
from ui.mnist.standing import Standing
from ui.mnist.visits import Visit
from ui.work.keeper import KEEPER

SETTINGS = MnistSettings(images=1_000, units=(10,), epochs=4, init_seed=91)
NETWORK = Architecture((784, 12, 10), ("tanh",))


def played(visit: Visit, epoch: float) -> Visit:
    """Play a visit up to an epoch, and pause there."""
    visit.play()
    visit.goal = round(epoch * visit.run.steps_per_epoch)
    while visit.playing:
        visit.tick()
    return visit


def taken_up(stood: Standing, settings: MnistSettings = SETTINGS, loaded: Loaded | None = None) -> Visit:
    """The visit on a server that has begun anew, once it is there."""
    visit = Visit(settings)
    visit.take_up(stood, loaded)
    while visit.returning:
        visit.tick()
    return visit


def stands(visit: Visit, *, plays: bool = False) -> Standing:
    """What a browser says of a visit, as it comes back from it."""
    rates = [(change.epoch, change.learning_rate) for change in visit.run.rate_changes] if visit.own else []
    said = {
        "id": visit.identity,
        "to": visit.epoch,
        "at": visit.shown_epoch,
        "plays": plays,
        "rates": rates,
    }
    return standing.read(json.dumps(said))


@pytest.fixture(autouse=True)
def began_anew_before() -> None:
    """What another test has trained is not there."""
    began_anew()


def began_anew() -> None:
    """Another server has none of the runs, not even those that only a cycle still holds."""
    KEEPER.let_go_of_all()
    gc.collect()


def test_a_moment_on_a_shared_run_is_trained_again_and_is_the_same() -> None:
    visit = played(Visit(SETTINGS), 2.5)
    before, stood = visit.network()[1], stands(visit)
    began_anew()
    again = taken_up(stood)
    assert not again.playing
    assert again.identity == stood.id
    np.testing.assert_array_equal(again.network()[1], before)


def test_an_earlier_moment_of_a_run_that_had_come_further_is_looked_at_again() -> None:
    visit = played(Visit(SETTINGS), 2.0)
    visit.step_from(0.5, 3)
    before, stood = visit.network()[1], stands(visit)
    assert stood.at < stood.to
    began_anew()
    again = taken_up(stood)
    assert (again.epoch, again.shown_epoch) == (stood.to, pytest.approx(stood.at))
    np.testing.assert_array_equal(again.network()[1], before)


def test_a_run_that_played_plays_on_from_there() -> None:
    stood = stands(played(Visit(SETTINGS), 1.5), plays=True)
    began_anew()
    again = taken_up(stood)
    assert again.playing
    assert again.epoch == pytest.approx(1.5)


def test_learning_rates_that_were_changed_on_the_way_are_changed_there_again() -> None:
    visit = played(Visit(SETTINGS), 1.0)
    for epoch, rate in ((1.5, 0.03), (2.0, 0.5)):
        visit.follow(SETTINGS.changed(rate=rate), from_link=False)
        played(visit, epoch)
    before, stood = visit.network()[1], stands(visit)
    assert [epoch for epoch, _ in stood.rates] == [0, 1.0, 1.5]
    began_anew()
    again = taken_up(stood, SETTINGS.changed(rate=0.5))
    assert again.own
    assert again.identity == stood.id
    np.testing.assert_array_equal(again.network()[1], before)


def test_a_network_from_a_file_comes_back_to_the_last_bit_and_as_far_as_it_was_trained() -> None:
    params = np.random.default_rng(5).normal(scale=0.1, size=NETWORK.n_params).astype(np.float32)
    settings = SETTINGS.changed(**MnistSettings.layers_of(NETWORK))
    visit = Visit(settings)
    visit.load(settings, Loaded("mine.npz", params))
    played(visit, 1.0)
    assert visit.loaded is not None
    before, stood = visit.network()[1], stands(visit)
    layers, loaded = standing.network_read(standing.network_written(settings, visit.loaded))
    assert layers == MnistSettings.layers_of(NETWORK)
    assert (loaded.name, loaded.sign) == ("mine.npz", visit.loaded.sign)
    np.testing.assert_array_equal(loaded.params, params)
    again = taken_up(stood, settings, loaded)
    assert again.identity == stood.id
    np.testing.assert_array_equal(again.network()[1], before)


def test_the_largest_network_is_not_too_long_to_be_kept() -> None:
    settings = SETTINGS.changed(depth=3, units=(200,))
    architecture = settings.architecture(784, 10)
    loaded = Loaded("x" * 500, np.zeros(architecture.n_params, dtype=np.float32))
    assert len(standing.network_written(settings, loaded)) <= keepsakes.MOST_LETTERS


def test_on_the_way_back_pause_and_play_say_how_it_goes_on_and_a_step_waits() -> None:
    stood = stands(played(Visit(SETTINGS), 3.0))
    began_anew()
    visit = Visit(SETTINGS)
    visit.take_up(stood)
    visit.step_from(1.0, 3)
    assert visit.returning
    visit.play()
    while visit.returning:
        visit.tick()
    assert visit.playing
    assert visit.epoch == pytest.approx(3.0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        "NaN",
        '{"to": "far"}',
        '{"to": -1}',
        '{"to": NaN}',
        '{"rates": [[0, 0.1], [0, 0.2]]}',
        '{"rates": [[1, 0.1]]}',
        '{"strange": 1}',
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        standing.read(text)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"name": "x", "data": "?"}', '{"name": "x", "data": "AAAA"}']
)
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        standing.network_read(text)


def test_the_widest_network_that_can_be_loaded_fits_into_what_a_browser_keeps() -> None:
    wide = Architecture((784, 512, 10), ("relu",))
    params = np.random.default_rng(0).normal(size=wide.n_params).astype(np.float32)
    settings = MnistSettings(**MnistSettings.layers_of(wide))
    text = standing.network_written(settings, Loaded("wide.npz", params))
    layers, loaded = standing.network_read(text)
    assert len(text) <= keepsakes.MOST_LETTERS < gate.MOST_BYTES
    assert layers == MnistSettings.layers_of(wide)
    np.testing.assert_array_equal(loaded.params, params)
