"""The Bayes boundary: the two best classes are equally probable on it, with the shape that the source gives it."""

import numpy as np
import pytest

from datasets.boundary import bayes_boundary
from datasets.toy import DATASETS

SMOOTH = [name for name in DATASETS if name not in ("checkerboard", "xor")]


def ends_of(pieces):
    return pieces.reshape(-1, 2)


@pytest.mark.parametrize("name", SMOOTH)
def test_two_classes_are_equally_probable_on_it(name):
    truth, extent = DATASETS[name].truth(), DATASETS[name].extent
    places, counts = np.unique(ends_of(bayes_boundary(truth, extent, 60)), axis=0, return_counts=True)
    crossings = places[counts <= 2]  # three pieces meet in the middle of a cell
    best = np.sort(truth.posterior(crossings), axis=1)[:, ::-1]
    assert len(crossings) > 50
    np.testing.assert_allclose(best[:, 0], best[:, 1], atol=2e-3)


def test_equal_gaussians_are_parted_by_straight_lines_through_their_centre():
    pieces = bayes_boundary(DATASETS["blobs"].truth(), DATASETS["blobs"].extent)
    angles = np.degrees(np.arctan2(*ends_of(pieces).T[::-1]))[np.linalg.norm(ends_of(pieces), axis=1) > 0.2]
    rays = np.array([-90.0, 30.0, 150.0])
    assert np.abs(angles[:, np.newaxis] - rays).min(axis=1).max() < 0.05
    assert set(np.abs(angles[:, np.newaxis] - rays).argmin(axis=1)) == {0, 1, 2}


def test_the_boundary_of_a_checkerboard_lies_on_its_lines():
    pieces = bayes_boundary(DATASETS["checkerboard"].truth(), DATASETS["checkerboard"].extent)
    across, up = ends_of(pieces).T
    lines = np.array([-4.5, -1.5, 1.5, 4.5])
    off = np.minimum(
        np.abs(across[:, np.newaxis] - lines).min(axis=1), np.abs(up[:, np.newaxis] - lines).min(axis=1)
    )
    assert off.max() < 2e-4


def test_pieces_that_meet_have_the_same_end():
    pieces = bayes_boundary(DATASETS["lecture"].truth(), DATASETS["lecture"].extent)
    left, right, bottom, top = DATASETS["lecture"].extent
    places, counts = np.unique(ends_of(pieces), axis=0, return_counts=True)
    loose = places[counts == 1]
    on_frame = np.isclose(loose[:, 0], (left,)) | np.isclose(loose[:, 0], right)
    on_frame |= np.isclose(loose[:, 1], bottom) | np.isclose(loose[:, 1], top)
    assert len(loose) >= 3
    assert on_frame.all()


def test_where_one_class_is_everywhere_best_there_is_no_boundary():
    assert bayes_boundary(DATASETS["lecture"].truth(), (8.0, 9.0, 8.0, 9.0)).shape == (0, 4)


@pytest.mark.parametrize(("extent", "n_cells"), [((1.0, 1.0, 0.0, 1.0), 10), ((0.0, 1.0, 0.0, 1.0), 0)])
def test_an_empty_lattice_is_refused(extent, n_cells):
    with pytest.raises(ValueError, match="no lattice"):
        bayes_boundary(DATASETS["blobs"].truth(), extent, n_cells)
