"""The finding of MNIST's templates as the page's headline, for each moment that the browser may show."""

from collections.abc import Sequence

from engine.training.stops import Stop
from ui.digits.settings import MnistSettings
from ui.sentences import Measured, Said, Sentence

TEMPLATES = 0.7
"""Share of right validation images from which a single layer's weights are called templates."""

NAME = "mnist.templates.headline"


def at_moment(
    settings: MnistSettings,
    epoch: float,
    validation: Measured,
    stop: Stop | None,
    loaded: str | None = None,
    *,
    trained: bool = False,
    why: str = "",
) -> Sentence:
    """Give the headline of one moment of a run.

    Parameters
    ----------
    settings : MnistSettings
        The settings of the page.
    epoch : float
        The moment.
    validation : Measured
        The validation images that are right there.
    stop : Stop or None
        Why training stopped, if it has stopped at this moment.
    loaded : str or None
        Name of the file that the network came from; None where it began with random weights.
    trained : bool, default False
        Whether steps have been taken that nothing was measured after yet.
    why : str, default ""
        Why the network answers no better than by chance, where it does not and that is known.

    Returns
    -------
    Sentence
        A short one without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return Sentence(f"{NAME}.diverged", "Training diverged: the loss is no longer finite")
    if settings.depth == 0 and validation.right >= TEMPLATES and (epoch > 0 or loaded):
        return Sentence(f"{NAME}.templates", "Each output learns one template")
    widths = settings.widths
    units = "unit" if widths == (1,) else "units"
    network = f"{' + '.join(map(str, widths))} hidden {units}" if widths else "Ten outputs, no hidden layer"
    if settings.is_output_only and not loaded:
        network += " as drawn"
    if epoch == 0 and not loaded:
        when = "training begins" if trained else "before training"
        return Sentence(f"{NAME}.before", f"{network}, {when}")
    if why:
        return Sentence(f"{NAME}.at_chance", why)
    return Sentence(f"{NAME}.wrong", f"{network}: {validation.wrong_words()}")


def numbered(sentences: Sequence[Sentence]) -> tuple[list[Said], list[int]]:
    """Each sentence once, and for each moment the number of its sentence."""
    unique = list(dict.fromkeys(sentences))
    places = {sentence: place for place, sentence in enumerate(unique)}
    return [sentence.said() for sentence in unique], [places[sentence] for sentence in sentences]
