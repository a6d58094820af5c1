"""The finding of a page as its headline: what can be seen, as far as the run bears it out."""

import numpy as np

from engine.training import TrainingRun

SOLVED = 0.9
"""Share of right validation points from which a boundary is said to follow the data."""

OVERFIT = 0.08
"""Training accuracy less validation accuracy, from which the boundary is said to follow the noise."""

FOLLOWS = {
    "spirals": "wrap around the arms",
    "rings": "close around the rings",
    "moons": "bend along the moons",
    "checkerboard": "cut out the squares",
    "xor": "join opposite sectors",
}
"""What hidden layers that solve the data set are seen to do; the verb is in the plural."""

CANNOT = {
    "spirals": "Straight lines cannot follow the arms",
    "rings": "Straight lines cannot close around a ring",
    "moons": "Straight lines cut through the moons",
    "checkerboard": "Straight lines cannot cut out squares",
    "xor": "Straight lines cannot join opposite sectors",
}
"""What a single layer is seen to fail at."""


STEADY = 0.03
"""Distance of the validation accuracy from its last value, up to which the picture bears the headline out."""


def borne_out_from(run: TrainingRun) -> float:
    """The epoch from which the picture bears out the headline of the whole run.

    Parameters
    ----------
    run : TrainingRun
        Finished or not.

    Returns
    -------
    float
        From here on the validation accuracy stays near its last value. While the run is not finished this is 0, since
        the headline then only names the data. Where training went wrong it is the last epoch.
    """
    history = run.history
    if not run.finished:
        return 0.0
    if went_wrong(run):
        return float(history.epoch[-1])
    far = np.abs(history.validation_accuracy - history.validation_accuracy[-1]) > STEADY
    return float(history.epoch[np.flatnonzero(far)[-1] + 1]) if far.any() else 0.0


def went_wrong(run: TrainingRun) -> bool:
    """Whether training diverged, or ended worse than it began."""
    errors = run.history.training_error
    return (run.stop is not None and run.stop.kind == "diverged") or bool(errors[-1] > errors[0])
