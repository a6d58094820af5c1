"""What changes in the settings where a visitor trains on from a moment, with the weights that they have set there."""

from typing import Any

from ui.plane import by_hand
from ui.plane.run_settings import MOST_EPOCHS, RegionSettings


def trained_on(settings: RegionSettings, epoch: float, text: str) -> dict[str, Any]:
    """Fields of the settings that make the fork.

    At the run's last epoch, as many epochs again follow, so that there is something to train. Where the learning rate
    falls to the run's end they would change its past, so there the fork ends where it begins.

    Parameters
    ----------
    settings : RegionSettings
        Of the run that is shown.
    epoch : float
        Moment of the fork.
    text : str
        Weights set by hand as a link writes them, "" for none; those that the network does not have are left out.

    Returns
    -------
    dict of str to object
        New values by field.

    Raises
    ------
    ValueError
        If the text cannot be read, or there are as many forks as may be.
    """
    architecture = settings.network
    given = by_hand.kept(by_hand.read(text), architecture)
    forked = settings.forked(min(epoch, settings.epochs), given)
    fields: dict[str, Any] = {"past": forked.past, "by_hand": forked.by_hand}
    if given and epoch >= settings.epochs and settings.schedule == "constant":
        fields["epochs"] = min(2 * settings.epochs, MOST_EPOCHS)
    return fields
