"""Principal axes against ``numpy.linalg.eigh``."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.node import Node

PCA = "ui/browser/solids/pca.js"


@given(n_units=st.integers(1, 12), n_points=st.integers(20, 60), seed=st.integers(0, 2**32 - 1))
def test_axes_are_the_covariances_eigenvectors(node: Node, n_units: int, n_points: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = (rng.normal(size=(n_points, n_units)) @ rng.normal(size=(n_units, n_units))).astype(np.float32)
    n_axes = min(3, n_units)

    found = node(
        PCA,
        "principalAxes(answers, n, units, n, 3)",
        answers=answers.T,
        n=n_points,
        units=n_units,
    )

    covariance = np.atleast_2d(np.cov(answers.astype(np.float64).T, bias=True))
    values = np.linalg.eigvalsh(covariance)[::-1]
    vectors = np.array([list(v.values()) if isinstance(v, dict) else v for v in found["vectors"]])
    np.testing.assert_allclose(found["mean"], answers.astype(np.float64).mean(axis=0), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["shares"], values[:n_axes] / values.sum(), atol=1e-7)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(n_axes), atol=1e-7)
    np.testing.assert_allclose(
        covariance @ vectors.T, vectors.T * values[:n_axes], atol=1e-6 * (1 + values.max())
    )


def test_axes_keep_the_signs_and_places_of_the_picture_before(node: Node) -> None:
    axes = {"mean": [0, 0], "vectors": [np.array([0.0, 1.0]), np.array([-1.0, 0.0])], "shares": [0.6, 0.4]}
    before = [np.array([0.99, 0.1]), np.array([0.1, -0.99])]

    found = node(PCA, "inKeeping(axes, before)", axes=axes, before=before)

    np.testing.assert_allclose(found["vectors"], [[1, 0], [0, -1]], atol=1e-12)
    assert (found["shares"], found["ranks"]) == ([0.4, 0.6], [2, 1])
