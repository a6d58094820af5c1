"""A network from a file on the points of the page: what a visitor has brought, and the run at rest that shows it."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from datasets.derived_inputs import COORDINATES, derived
from datasets.points import N_CLASSES
from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.weights_in.network import TWO, Bounds, FoundNetwork, found_in
from ui.frame.saying import plain
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.sentences import Measured
from ui.settings.base import MOST_LAYERS, MOST_UNITS
from ui.settings.choices import for_layers, shortened
from ui.work.new_runs import make_run

LONGEST_NAME = 100


def bounds(n_inputs: int) -> Bounds:
    """The bounds of networks that the page can show, with as many inputs as it has."""
    return Bounds(
        input_dim=n_inputs,
        n_classes=N_CLASSES,
        most_hidden=MOST_LAYERS,
        most_units=MOST_UNITS,
        least_classes=TWO,
    )


@dataclass(eq=False)
class Brought:
    """A network from a file.

    Parameters
    ----------
    name : str
        Of the file.
    data : bytes
        That it was read from.
    network : FoundNetwork
        As it was read.
    activation : str or None, default None
        What its visitor says of the hidden units, where the file does not.
    in_own_units : bool, default False
        Whether its visitor says that it was trained on own points as they came, before the map scaled them.
    inputs : tuple of str, default the coordinates
        What its inputs are taken for.
    """

    name: str
    data: bytes
    network: FoundNetwork
    activation: str | None = None
    in_own_units: bool = False
    inputs: tuple[str, ...] = COORDINATES

    @property
    def n_outputs(self) -> int:
        """Classes that it tells apart."""
        return self.network.sizes[-1]

    def has_outputs_for(self, settings: RegionSettings) -> bool:
        """Whether each class of the page's points has an output."""
        return self.n_outputs >= n_classes_of(settings)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be said which activation the hidden units have."""
        return self.network.activations is None and self.activation is None

    def activations(self, chosen: str | None = None) -> tuple[str, ...]:
        """Activation of each hidden layer; where the file names none, the chosen one."""
        return self.network.architecture(chosen or self.activation or next(iter(ACTIVATIONS))).activations

    def layers(self) -> dict[str, Any]:
        """The settings that describe its layers."""
        hidden = {"units": self.network.sizes[1:-1], "activation": self.activations()}
        given = {name: shortened(values) for name, values in hidden.items() if values}
        return {"depth": len(self.network.sizes) - 2, "inputs": self.inputs, **given}

    def belongs_to(self, settings: RegionSettings) -> bool:
        """Whether the page's layers are still those of the network."""
        depth = len(self.network.sizes) - 2
        return (
            not self.is_open
            and self.has_outputs_for(settings)
            and not settings.past
            and settings.depth == depth
            and settings.inputs == self.inputs
            and for_layers(settings.units, depth) == self.network.sizes[1:-1]
            and settings.activations == self.activations()
        )


def n_classes_of(settings: RegionSettings) -> int:
    """Classes up to the last one that the page's points have."""
    return int(settings.own.points.labels.max(initial=0)) + 1 if settings.is_own else N_CLASSES


def brought_in(name: str, data: bytes, inputs: tuple[str, ...] = COORDINATES) -> Brought:
    """The network in a file that a visitor has brought; a ``NoNetworkError`` says why there is none.

    A file does not say what its inputs are: they are taken for the page's, in their order, where there are as many.
    """
    network = found_in(data, bounds(len(inputs)))
    return Brought(plain(name)[:LONGEST_NAME], data, network, inputs=inputs)


def at_rest(
    settings: RegionSettings,
    brought: Brought,
    activation: str | None = None,
    in_own_units: bool | None = None,
) -> runs.Trained:
    """A run of the page's points that stands at its beginning, with the network of the file.

    Parameters
    ----------
    settings : RegionSettings
        Of the page; its points are the run's. The network must have an output for each of their classes.
    brought : Brought
        The network.
    activation : str or None
        To be tried, where the file names none.
    in_own_units : bool or None
        Whether it answers to the visitor's own numbers, to be tried; None: as its visitor says.
    """
    points = runs.points_of(settings)
    held_out = points.validation if len(points.validation) else points.training
    depth = len(brought.network.sizes) - 2
    layers = brought.layers() | ({"activation": shortened(brought.activations(activation))} if depth else {})
    part = settings.changed(**layers, past=()).training_part()
    architecture = part.architecture(input_dim=len(part.inputs), n_classes=brought.n_outputs)
    units = settings.own_units
    in_own_units = brought.in_own_units if in_own_units is None else in_own_units
    is_turned = in_own_units and not units.is_plain and part.inputs == COORDINATES
    params: Array = (
        brought.network.seen_through(units.scale, units.origin) if is_turned else brought.network
    ).params
    run = make_run(
        part,
        architecture,
        (derived(points.training.inputs, part.inputs), points.training.labels),
        (derived(held_out.inputs, part.inputs), held_out.labels),
        params,
    )
    return runs.Trained(part, points, architecture, run)


def right(trained: runs.Trained) -> Measured:
    """How many points a network gets right as it was loaded: of validation, or of training where none is held out."""
    history, points = trained.run.history, trained.points
    if len(points.validation):
        return Measured.of(float(history.validation_accuracy[0]), len(points.validation), "validation points")
    return Measured.of(float(history.training_accuracy[0]), len(points.training), "training points")


def as_text(brought: Brought) -> str:
    """The file with its name and what was said of it, for the browser to keep."""
    data = base64.b64encode(brought.data).decode()
    own = {"in_own_units": brought.in_own_units}
    inputs = {"inputs": brought.inputs} if brought.inputs != COORDINATES else {}
    return json.dumps({"name": brought.name, "data": data, "activation": brought.activation} | own | inputs)


def from_text(text: str) -> Brought:
    """Read such a text; a ValueError says what is wrong with it."""
    try:
        said = json.loads(text)
        name, data = str(said["name"]), base64.b64decode(said["data"], validate=True)
        activation = said["activation"]
        inputs = RegionSettings.choices()["inputs"].read(",".join(said.get("inputs", COORDINATES)))
    except (RecursionError, KeyError, TypeError, binascii.Error):
        raise ValueError("it is no network") from None
    brought = brought_in(name, data, inputs)
    brought.activation = activation if activation in ACTIVATIONS else None
    brought.in_own_units = said.get("in_own_units") is True
    return brought
