"""The finding of MNIST's templates as the page's headline."""

from engine.training.stops import Stop
from ui.digits.settings import MnistSettings

TEMPLATES = 0.7
"""Share of right validation images from which a single layer's weights are called templates."""


def mnist(
    settings: MnistSettings,
    epoch: float,
    validation_accuracy: float,
    stop: Stop | None,
    loaded: str | None = None,
) -> str:
    """Give the headline of the MNIST page.

    Parameters
    ----------
    settings : MnistSettings
        The settings of the page.
    epoch : float
        How far the visitor has played.
    validation_accuracy : float
        Share of right validation images there, from 0 to 1.
    stop : Stop or None
        Why training stopped, if it has.
    loaded : str or None
        Name of the file that the network came from; None where it began with random weights.

    Returns
    -------
    str
        A short sentence without a full stop.
    """
    if stop is not None and stop.kind == "diverged":
        return "The steps are too large: training diverged"
    if settings.depth == 0 and validation_accuracy >= TEMPLATES and (epoch > 0 or loaded):
        return "Each output learns one template"
    widths = settings.widths
    units = "unit" if widths == (1,) else "units"
    network = f"{' + '.join(map(str, widths))} hidden {units}" if widths else "Ten outputs, no hidden layer"
    if epoch == 0 and not loaded:
        return f"{network}, before training"
    return f"{network}: {100 * (1 - validation_accuracy):.1f} % of the validation images are wrong"
