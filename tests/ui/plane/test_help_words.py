"""What the help of a control claims is so."""

import numpy as np

from ui.plane import runs
from ui.plane.presets import OVERFIT
from ui.plane.run_settings import RegionSettings

CENTRES, SPREAD, PRIORS = ((2, 2), (0, 0), (1, -1)), np.sqrt((0.5, 1.0, 0.6)), (0.4, 0.3, 0.3)
"""The lecture's three Gaussians."""


def test_the_example_is_overfitted_far_fewer_of_its_training_points_end_wrong_than_fresh_ones() -> None:
    trained = runs._trained(RegionSettings(**OVERFIT))
    trained.run.advance(trained.run.n_epochs * trained.run.steps_per_epoch)
    w1, b1, w2, b2 = (part.astype(np.float64) for part in trained.run.architecture.split(trained.run.params))
    rng = np.random.default_rng(0)
    labels = rng.choice(3, size=20_000, p=PRIORS)
    fresh = np.array(CENTRES)[labels] + rng.normal(size=(20_000, 2)) * SPREAD[labels, np.newaxis]

    wrong = [
        ((np.tanh(inputs @ w1.T + b1) @ w2.T + b2).argmax(axis=1) != of).mean()
        for inputs, of in ((trained.points.training.inputs, trained.points.training.labels), (fresh, labels))
    ]

    assert trained.run.finished
    assert wrong[0] < 0.07
    assert wrong[1] > 0.18
