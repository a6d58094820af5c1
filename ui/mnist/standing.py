"""Where a visitor stood on a run on MNIST, in words that their browser keeps for a server that has begun anew.

The browser says them of what it shows: ``standing`` in ``templates.js`` writes what ``read`` reads. A network from a
file goes beside them, as the file that it is.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Annotated, Any

from datasets import mnist
from engine.weights_in.network import Bounds
from engine.weights_in.network import read as read_network
from ui.digits.runs import Loaded
from ui.digits.settings import MOST_UNITS, N_PIXELS, MnistSettings
from ui.frame import wishes
from ui.frame.saying import plain
from ui.frame.wishes import Most, Within
from ui.take_away import weights_out

Epoch = Annotated[float, Within(0, 100_000)]

MOST_RATES = 100


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A visitor's moment.

    Parameters
    ----------
    id : str
        Name of the run, as ``Visit.identity`` gives it; it is only told back.
    to : float
        How far the visitor had played, in epochs.
    at : float
        The moment that was shown, in epochs.
    plays : bool
        Whether the run was playing.
    rates : tuple of (float, float)
        Of a run of the visitor's own the epochs and the learning rate from each on, the first from 0.
    """

    id: str = ""
    to: Epoch = 0.0
    at: Epoch = 0.0
    plays: bool = False
    rates: Annotated[tuple[tuple[Epoch, Annotated[float, Within(0, 1e6)]], ...], Most(MOST_RATES)] = ()


def read(text: str) -> Standing:
    """Read where a visitor stood; a ValueError says what is wrong with the text."""
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(said, dict):
        raise ValueError("it is no record")
    standing, faults = wishes.heard(Standing, said)
    if faults:
        raise ValueError("; ".join(faults[:3]))
    epochs = [epoch for epoch, _ in standing.rates]
    if epochs != sorted(set(epochs)) or (epochs and epochs[0] != 0):
        raise ValueError("its learning rates have no order")
    return standing


def bounds() -> Bounds:
    """The bounds of networks that the page can show."""
    choices: Any = MnistSettings.choices()
    depth, units = choices["depth"].high, choices["units"].item.high
    return Bounds(N_PIXELS, mnist.N_CLASSES, depth, MOST_UNITS, units)


def network_written(settings: MnistSettings, loaded: Loaded) -> str:
    """A network from a file as text: the file's name and its weights, to the last bit."""
    architecture = settings.architecture(N_PIXELS, mnist.N_CLASSES)
    data = base64.b64encode(weights_out.numpy_npz(architecture, loaded.params)).decode()
    return json.dumps({"name": loaded.name[:100], "data": data})


def network_read(text: str) -> tuple[dict[str, Any], Loaded]:
    """Read such a text, as a file that somebody has uploaded: its settings of layers, and the network.

    Raises
    ------
    ValueError
        If it is no such network.
    """
    try:
        said = json.loads(text)
        name, data = said["name"], base64.b64decode(said["data"], validate=True)
    except (RecursionError, KeyError, TypeError, binascii.Error):
        raise ValueError("it is no network") from None
    architecture, params = read_network(data, bounds())
    return MnistSettings.layers_of(architecture), Loaded(plain(str(name))[:100], params)
