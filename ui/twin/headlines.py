"""The finding where several networks are compared: which is better, and by how much, as far as the runs bear it out."""

from collections.abc import Sequence

import numpy as np

from ui.plane import headlines, truth
from ui.plane.runs import Trained
from ui.sentences import Sentence
from ui.twin.settings import TwinSettings
from ui.words import activation_words, layers_words

ALIKE = 0.03
"""Distance to the best of a wall up to which networks are counted as alike; their shares are said with it."""

AS_WELL = 0.005
"""Distance between two true shares of right points up to which no difference is claimed. It is about as much as 20,000
fresh points, the same for both, can tell from none; with 3 % a gain from 19.0 to 16.4 % wrong counted as nothing."""

CLEARLY = 0.03
"""Distance between two true shares from which a single layer is said to fail where hidden layers do not; a network
that is worse by more gets no verdict, but both shares."""


def twin(settings: TwinSettings, pair: Sequence[Trained]) -> Sentence:
    """Give the headline of two networks side by side.

    "The hidden layers gain nothing" is said by the truth at the end of both runs, and only where it is known.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    pair : sequence of Trained
        Both runs, finished or not; the caller holds their locks.

    Returns
    -------
    Sentence
        Short, without a full stop.
    """
    names = [name[0].lower() + name[1:] for name in settings.names()]
    runs = [one.run for one in pair]
    for name, run in zip(names, runs, strict=True):
        if run.stop is not None and run.stop.kind == "diverged":
            return Sentence("twin.headline.diverged", f"The steps are too large: training diverged ({name})")
    if not all(run.finished for run in runs):
        return Sentence("plane.headline.title", settings.title)
    for name, run in zip(names, runs, strict=True):
        if headlines.went_wrong(run):
            return Sentence("twin.headline.rose", f"{headlines.ROSE} ({name})")
    is_single = [network.depth == 0 for network in settings.networks()]
    true = [truth.right_at_end(one) for one in pair]
    held_out = [headlines.measured(one) for one in pair]
    if true[0] is not None and true[1] is not None:
        apart = true[1] - true[0]
        cuts = is_single == [True, False] and settings.data in headlines.CANNOT
        if cuts and apart > CLEARLY and true[0] < headlines.SOLVED:
            return Sentence("twin.headline.cannot", headlines.CANNOT[settings.data])
        if is_single == [True, False] and -CLEARLY <= apart <= AS_WELL:
            return Sentence("twin.headline.nothing", "The hidden layers gain nothing here")
        if abs(apart) <= AS_WELL:
            return Sentence("twin.headline.alike", "Both do as well")
    winner = int(held_out[1].right > held_out[0].right)
    shares = [f"{100 * one.right:.1f} %" for one in held_out]
    both = f"{settings.names()[winner]} {shares[winner]}, {names[1 - winner]} {shares[1 - winner]}"
    return Sentence("twin.headline.both", f"{both} of {held_out[0].patterns} right")


def wall(settings: TwinSettings, several: Sequence[Trained]) -> Sentence:
    """Give the headline of a wall of networks: the best of them, or that several are as good.

    Parameters
    ----------
    settings : TwinSettings
        The visitor's choices.
    several : sequence of Trained
        Their runs, finished or not, in the order of ``settings.wall()``.

    Returns
    -------
    Sentence
        Short, without a full stop. A share is of the validation points, since these are what the wall shows.
    """
    if not all(one.run.finished for one in several):
        return Sentence("plane.headline.title", settings.title)
    held_out = [headlines.measured(one) for one in several]
    right, kind = np.array([one.right for one in held_out]), held_out[0].kind
    winner = settings.wall()[int(right.argmax())]
    n_alike = int((right >= right.max() - ALIKE).sum())
    if n_alike == len(several) > 1:
        spread = f"{100 * right.min():.1f} to {100 * right.max():.1f} %"
        return Sentence("wall.headline.alike", f"All {n_alike} get {spread} of the {kind} right")
    name = ", ".join([layers_words(winner.depth), *map(activation_words, winner.activations[:1])])
    return Sentence("wall.headline.best", f"Best: {name}, {100 * right.max():.1f} % of the {kind} right")
