"""The finding of "How good is it?" as its headline."""

from engine.questions.assessment import Assessment, most_mistaken
from engine.training.stops import Stop


def quality(
    name: str, found: Assessment | None, epoch: float, stop: Stop | None, loaded: str | None = None
) -> str:
    """Give the headline: how many images are right, and which digit is most often taken for which.

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

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return "The steps are too large: training diverged"
    if found is None:
        return f"How many {name} images are right?"
    share = f"{100 * found.accuracy:.1f} % of the {name} images are right"
    if epoch == 0 and not loaded:
        return f"Before training, {share}"
    label, answer, count = most_mistaken(found.confusion)
    return f"{share}; most often {label} is taken for {answer}" if count else share
