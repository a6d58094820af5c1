"""The finding of a page as its headline: what can be seen, as far as the run bears it out."""

from engine.training import TrainingRun
from ui.plane import inputs, runs, truth
from ui.sentences import Measured

SOLVED = 0.9
"""Share of right fresh points from which a boundary is said to follow the data."""

OVERFIT = 0.08
"""Training accuracy less validation accuracy, from which both are said: noise may be the cause, or few points."""

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
    "moons": "Straight lines cannot bend along the moons",
    "checkerboard": "Straight lines cannot cut out squares",
    "xor": "Straight lines cannot join opposite sectors",
}
"""What no single layer can do: straight lines get at least 16 % of each data set wrong, whatever the noise.

``tests/ui/plane/test_claims.py`` looks for the best lines: with the least noise 34 % of the spirals are wrong, 39 % of
the rings, 16 % of the moons, 34 % of the checkerboard and 42 % of XOR.
"""


def measured(trained: runs.Trained, accuracies: str = "validation") -> Measured:
    """How many points of a set a run gets right at its end: "validation" or "training".

    Where no point is held out there is only the training set, and the sentence says so.
    """
    points, history = trained.points, trained.run.history
    if accuracies == "validation" and len(points.validation):
        return Measured.of(history.validation_accuracy[-1], len(points.validation), "validation points")
    return Measured.of(history.training_accuracy[-1], len(points.training), "training points")


def solves(trained: runs.Trained) -> bool | None:
    """Whether a run ends with a boundary that follows the data: by the truth; None where no truth is known.

    Validation points are few: 12 of 12 right ones were once seen over a true error of 44.7 %.
    """
    right = truth.right_at_end(trained)
    return None if right is None else right >= SOLVED


def lines_fail(trained: runs.Trained) -> bool:
    """Whether a single layer fails because its lines are straight: the best boundary of any shape would not.

    With more noise than that no boundary gets so many points right, and the lines are not the cause.
    """
    source = runs.truth_of(trained.settings)
    if source is None or trained.settings.data not in CANNOT or solves(trained):
        return False
    if not inputs.is_straight(trained.settings.inputs):
        return False
    return source.bayes_error <= 1 - SOLVED


def went_wrong(run: TrainingRun) -> bool:
    """Whether training diverged, or ended worse than it began."""
    errors = run.history.training_error
    return (run.stop is not None and run.stop.kind == "diverged") or bool(errors[-1] > errors[0])


ROSE = "The training loss has risen: it ends above its beginning"
"""What is seen where training went wrong. Too large a step is one cause; a penalty lifts the loss as well."""


def no_number(run: TrainingRun) -> str:
    """What is seen of a run that diverged. Too large a step is a cause that only a run at a smaller rate would show."""
    return f"From epoch {run.stop.epoch:.4g} on the loss is no finite number" if run.stop else ""


def borne_out_from(run: TrainingRun) -> float:
    """The epoch from which a headline about the whole run may stand: its last one, since it was measured there.

    While the run is not finished this is 0: the headline then only names the data.
    """
    return float(run.history.epoch[-1]) if run.finished else 0.0
