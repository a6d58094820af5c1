"""The finding where several networks are compared: which is better, and by how much, as far as the runs bear it out."""

from collections.abc import Sequence

import numpy as np

from engine.training import TrainingRun
from ui.plane import headlines
from ui.twin.settings import TwinSettings
from ui.words import activation_words, layers_words

AS_WELL = 0.03
"""Distance between two validation accuracies up to which the networks are said to do as well."""


def twin(settings: TwinSettings, first: TrainingRun, second: TrainingRun) -> str:
    """Give the headline of two networks side by side.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    first, second : TrainingRun
        Their runs, finished or not.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    names = [name[0].lower() + name[1:] for name in settings.names()]
    both = (first, second)
    for name, run in zip(names, both, strict=True):
        if run.stop is not None and run.stop.kind == "diverged":
            return f"The steps are too large: training diverged ({name})"
    if not (first.finished and second.finished):
        return settings.title
    for name, run in zip(names, both, strict=True):
        if headlines.went_wrong(run):
            return f"The steps are too large: the loss has risen ({name})"
    right = [float(run.history.validation_accuracy[-1]) for run in both]
    apart = right[1] - right[0]
    is_single = [network.depth == 0 for network in settings.networks()]
    if (
        is_single == [True, False]
        and apart > AS_WELL
        and right[0] < headlines.SOLVED
        and settings.data in headlines.CANNOT
    ):
        return headlines.CANNOT[settings.data]
    lost = [float(run.history.training_accuracy[-1] - run.history.validation_accuracy[-1]) for run in both]
    worse = int(lost[1] > lost[0])
    gained = apart if worse else -apart
    if (
        not is_single[worse]
        and lost[worse] > max(headlines.OVERFIT, lost[1 - worse] + headlines.OVERFIT / 2)
        and gained < AS_WELL
        and (settings.noise_level > 0 or settings.is_own)
    ):
        name = names[worse]
        return f"{name if name[0].isdigit() else f'The {name} network'} follows the noise"
    if abs(apart) <= AS_WELL:
        return "The hidden layers gain nothing here" if is_single == [True, False] else "Both do as well"
    winner = int(apart > 0)
    shares = [f"{100 * share:.1f} %" for share in right]
    return f"{settings.names()[winner]} {shares[winner]} right, {names[1 - winner]} {shares[1 - winner]}"


def wall(settings: TwinSettings, several: Sequence[TrainingRun]) -> str:
    """Give the headline of a wall of networks: the best of them, or that several are as good.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    several : sequence of TrainingRun
        Their runs, finished or not, in the order of ``settings.wall()``.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    if not all(run.finished for run in several):
        return settings.title
    right = np.array([run.history.validation_accuracy[-1] for run in several])
    winner = settings.wall()[int(right.argmax())]
    n_alike = int((right >= right.max() - AS_WELL).sum())
    if n_alike == len(several) > 1:
        return f"All {n_alike} do as well: {100 * right.min():.1f} to {100 * right.max():.1f} % right"
    name = ", ".join([layers_words(winner.depth), *map(activation_words, winner.activations[:1])])
    return f"Best: {name}, {100 * right.max():.1f} % right"
