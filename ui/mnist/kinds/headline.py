"""The finding of "Mean or learned" as its headline."""

from collections.abc import Mapping

from ui.digits import runs
from ui.sentences import Sentence, percent


def kinds(accuracies: Mapping[str, float], finished: bool) -> Sentence:
    """Give the headline of the kinds of template.

    Parameters
    ----------
    accuracies : mapping of str to float
        Shares of right answers, from 0 to 1, by the names in ``ui.mnist.kinds.training``.
    finished : bool
        Whether all templates are trained.

    Returns
    -------
    Sentence
        A short one without a full stop.
    """
    learned, mean = accuracies.get("with bias", 0.0), accuracies.get("inner product", 1.0)
    if not finished or learned <= mean:
        return Sentence("mnist.kinds.headline.question", "One template for each digit, by four rules")
    means = runs.test_images(mean)
    return Sentence(
        "mnist.kinds.headline.learned",
        f"Learned templates: {runs.test_images(learned).right_words()}; "
        f"mean images: {percent(means.n_right, means.n)}",
    )
