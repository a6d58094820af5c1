"""The loss on planes and lines, held against the teaching classes, one network at a time in float64."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import GlorotUniformInit
from engine.models import make_model
from engine.questions import landscape
from engine.questions.landscape import Plane

DEEP = Architecture((2, 7, 5, 3), ("tanh", "relu"))
SINGLE = Architecture((2, 3))


def course_loss(architecture: Architecture, params: np.ndarray, patterns) -> float:
    """The error of the course's own classes."""
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = [part.astype(np.float64) for part in architecture.split(params)]
    inputs, labels = patterns
    outputs = model.fprop(inputs.astype(np.float64))[-1]
    return CrossEntropySoftmaxError()(outputs, np.eye(architecture.sizes[-1])[labels])


@pytest.fixture
def patterns(rng: np.random.Generator):
    """Ninety points of three classes."""
    return rng.normal(size=(90, 2)).astype(np.float32), rng.integers(3, size=90)


def a_path(rng: np.random.Generator, architecture: Architecture, n: int = 40) -> np.ndarray:
    """A walk through the networks of an architecture."""
    return np.cumsum(0.2 * rng.normal(size=(n, architecture.n_params)), axis=0).astype(np.float32)


@pytest.mark.parametrize("architecture", [DEEP, SINGLE])
@pytest.mark.parametrize("kind", ["path", "weights"])
def test_the_grid_is_the_courses_error_at_fifty_places(architecture, kind, rng, patterns) -> None:
    path = a_path(rng, architecture)
    plane = (
        landscape.of_path(path).through(path[17])
        if kind == "path"
        else landscape.of_weights(path[17], 1, architecture.n_params - 1)
    )
    extent, side = landscape.square_around(plane.shadows(path)), 23
    grid = landscape.grid_losses(architecture, plane, extent, side, patterns)
    x, y = np.linspace(*extent[:2], side), np.linspace(*extent[2:], side)
    for row, column in rng.integers(side, size=(50, 2)):
        network = plane.origin + x[column] * plane.directions[0] + y[row] * plane.directions[1]
        expected = course_loss(architecture, network, patterns)
        assert abs(grid[row, column] - expected) < 1e-5 * max(1.0, expected)


def test_chunks_change_nothing(rng, patterns, monkeypatch) -> None:
    plane = landscape.of_path(a_path(rng, DEEP))
    whole = landscape.grid_losses(DEEP, plane, (-1, 2, -3, 1), 9, patterns)
    monkeypatch.setattr(landscape, "BYTES_AT_ONCE", 4 * DEEP.n_params * 7)
    seen = []
    networks = Plane.networks
    monkeypatch.setattr(
        Plane, "networks", lambda self, places: seen.append(len(places)) or networks(self, places)
    )
    np.testing.assert_array_equal(landscape.grid_losses(DEEP, plane, (-1, 2, -3, 1), 9, patterns), whole)
    assert (max(seen), sum(seen)) == (7, 81)


def test_no_other_plane_holds_more_of_the_way(rng) -> None:
    path = a_path(rng, DEEP)
    plane = landscape.of_path(path)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    _, lengths, _ = np.linalg.svd(path.astype(np.float64) - path.mean(axis=0, dtype=np.float64))
    assert plane.share == pytest.approx((lengths[:2] ** 2).sum() / (lengths**2).sum(), abs=1e-9)
    shadows = plane.shadows(path)
    assert shadows[:, 0].var() > shadows[:, 1].var()
    assert (shadows[-1] >= shadows[0]).all()


def test_more_moments_than_parameters_give_the_same_plane(rng) -> None:
    path = a_path(rng, SINGLE, n=60)
    _, lengths, rows = np.linalg.svd(path.astype(np.float64) - path.mean(axis=0, dtype=np.float64))
    plane = landscape.of_path(path)
    np.testing.assert_allclose(np.abs(np.sum(plane.directions * rows[:2], axis=1)), 1.0, atol=1e-9)
    assert plane.share == pytest.approx((lengths[:2] ** 2).sum() / (lengths**2).sum(), abs=1e-9)


def test_a_plane_through_a_moment_reads_its_loss_and_keeps_all_shadows(rng, patterns) -> None:
    path = a_path(rng, DEEP)
    plane = landscape.of_path(path)
    through = plane.through(path[30])
    np.testing.assert_allclose(through.shadows(path), plane.shadows(path), atol=1e-9)
    (read,) = landscape.losses_at(DEEP, through, through.shadows(path[30:31]), patterns)
    assert read == pytest.approx(course_loss(DEEP, path[30], patterns), abs=1e-5)
    (off,) = landscape.losses_at(DEEP, plane, plane.shadows(path[30:31]), patterns)
    assert abs(off - read) > 1e-3


def test_coordinates_of_two_weights_are_the_weights(rng, patterns) -> None:
    path = a_path(rng, DEEP)
    plane = landscape.of_weights(path[-1], 4, 40)
    np.testing.assert_allclose(plane.shadows(path), path[:, [4, 40]], atol=1e-12)
    assert np.isnan(plane.share)
    moved = path[-1].copy()
    moved[[4, 40]] = 0.5, -2.0
    np.testing.assert_array_equal(plane.networks(np.array([[0.5, -2.0]]))[0], moved)


def test_a_path_that_rests_or_goes_straight_has_a_plane_too(rng) -> None:
    still = np.repeat(a_path(rng, SINGLE, n=1), 5, axis=0)
    plane = landscape.of_path(still)
    assert np.isnan(plane.share)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    assert landscape.square_around(plane.shadows(still)) == pytest.approx((-0.5, 0.5, -0.5, 0.5))
    straight = np.linspace(0, 1, 9)[:, np.newaxis] * rng.normal(size=SINGLE.n_params)
    plane = landscape.of_path(straight)
    assert plane.share == pytest.approx(1.0)
    assert np.ptp(plane.shadows(straight)[:, 1]) < 1e-9


def test_a_single_layers_loss_stays_below_the_chord_and_two_layers_may_not(rng, patterns) -> None:
    for _ in range(20):
        start, end = 3 * rng.normal(size=(2, SINGLE.n_params))
        line = landscape.line_losses(SINGLE, start, end, 31, patterns)
        assert landscape.above_the_chord(line) < 1e-5
        assert line[0] == pytest.approx(course_loss(SINGLE, start, patterns), rel=1e-5)
        assert line[12] == pytest.approx(course_loss(SINGLE, 0.6 * start + 0.4 * end, patterns), rel=1e-5)
    two = Architecture((2, 3, 3), ("tanh",))
    model = make_model(two, weights_initialiser=GlorotUniformInit(rng=rng))
    start = np.concatenate([param.ravel() for param in model.params])
    # The same network with both weights of each unit negated, which tanh does not notice: halfway nothing is left.
    parts = [-start[:6], start[6:9], -start[9:18], start[18:]]
    line = landscape.line_losses(two, start, np.concatenate(parts), 31, patterns)
    assert line[0] == pytest.approx(line[-1], abs=1e-6)
    assert np.ptp(line) > 1e-3


def test_losses_beyond_float32_are_infinite_and_never_nan(rng, patterns) -> None:
    plane = landscape.of_path(a_path(rng, DEEP))
    grid = landscape.grid_losses(DEEP, plane, (-1e30, 1e30, -1e30, 1e30), 5, patterns)
    assert not np.isnan(grid).any()
    assert np.isinf(grid).any()


def test_what_spans_no_plane_is_refused(rng, patterns) -> None:
    path = a_path(rng, SINGLE)
    with pytest.raises(ValueError, match="places 3 and 3"):
        landscape.of_weights(path[0], 3, 3)
    with pytest.raises(ValueError, match="of 9 weights"):
        landscape.of_weights(path[0], 0, 9)
    path[2, 4] = np.nan
    for refused in (lambda: landscape.of_path(path), lambda: landscape.of_weights(path[2], 0, 1)):
        with pytest.raises(ValueError, match=r"1 of \d+ parameters are no finite numbers"):
            refused()
    with pytest.raises(ValueError, match="spans no plane"):
        landscape.of_path(np.zeros((0, 9)))
    plane = landscape.of_weights(path[0], 0, 1)
    with pytest.raises(ValueError, match="side"):
        landscape.grid_losses(SINGLE, plane, (0, 1, 0, 1), 1, patterns)
    with pytest.raises(ValueError, match="no grid spans 1 to 1"):
        landscape.grid_losses(SINGLE, plane, (1, 1, 0, 1), 5, patterns)
    with pytest.raises(ValueError, match="not all of which are finite"):
        landscape.square_around(np.array([[np.inf, 0]]))
