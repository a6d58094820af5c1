"""The finding of "How good is it?" as its headline."""

import numpy as np

from engine.questions.assessment import Assessment, most_mistaken
from engine.training.stops import Stop
from ui.sentences import Measured, Sentence
from ui.words import with_article

NAME = "mnist.quality.headline"


def quality(
    name: str,
    found: Assessment | None,
    epoch: float,
    stop: Stop | None,
    loaded: str | None = None,
    off: str = "",
    *,
    n_images: int,
) -> Sentence:
    """Give the headline: how many images are right, and which digit is most often taken for which, if one is.

    Parameters
    ----------
    name : str
        The set of images: "training", "validation" or "test".
    found : Assessment or None
        The network on that set; None while it is counted.
    epoch : float
        How far the network is trained.
    stop : Stop or None
        Why training stopped, if it has.
    loaded : str or None
        Name of the file that the network came from, if it did.
    off : str, default ""
        The units that are switched off, in words.
    n_images : int
        Images of the whole set; ``found`` may have counted its first ones only.

    Returns
    -------
    Sentence
        A short one without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return Sentence(f"{NAME}.diverged", "Training diverged: the loss is no longer finite")
    if found is None:
        return Sentence(f"{NAME}.question", f"How many {name} images are right?")
    share = Measured.of(found.accuracy, len(found.labels), f"{name} images", out_of=n_images).right_words()
    if epoch == 0 and not loaded and not off:
        return Sentence(f"{NAME}.before", f"Before training, {share}")
    label, answer, count = most_mistaken(found.confusion)
    wrong = found.confusion - np.diag(np.diagonal(found.confusion))
    if not count or (wrong == count).sum() > 1:  # none is the most frequent mistake
        mistakes = share
    else:
        often = f"most often {with_article(str(label))} is taken for {with_article(str(answer))}"
        mistakes = f"{share}; {often}"
    if off:
        return Sentence(f"{NAME}.without", f"Without {off}: {mistakes}")
    return Sentence(f"{NAME}.right", mistakes)
