"""What every page with runs in it offers: their points, their weights at a moment, their history, their code."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from datasets.derived_inputs import COORDINATES
from datasets.own_points import OwnPoints
from engine.arrays import Array
from engine.training import TrainingRun
from engine.training.history import History
from ui import lab_code
from ui.lab_code import CellSettings
from ui.lab_code.alone import ALONE, Derived, Exported, exported, recipe_of
from ui.plane import runs
from ui.plane.settings import PlaneSettings
from ui.settings.base import Settings
from ui.take_away import tables, weights_out
from ui.take_away.offers import Offer, named
from ui.work import turns

UNSAID = (None, "", (), COORDINATES)
"""Values of settings that a file does not mention: nothing was chosen there."""

Found = tuple[TrainingRun, Lock]
"""A run, and the lock that is held while it is trained or read."""


@dataclass(frozen=True)
class Shown:
    """A run that a page shows.

    Parameters
    ----------
    title : str
        What it learns, for headings and files.
    settings : Settings
        Of the page, for its link.
    page : str
        The page's path, from the slash on.
    find : callable
        Gives the run; called when a file is asked for.
    epoch : callable
        The moment that the page shows, where the browser does not say it.
    derived : callable
        Gives what the run's inputs are computed from, where that is so.
    """

    title: str
    settings: Settings
    page: str
    find: Callable[[], Found]
    epoch: Callable[[], float] | None = None
    derived: Callable[[], Derived | None] = lambda: None

    @property
    def link(self) -> str:
        """The page's link, from the slash on."""
        return link_of(self.page, self.settings)

    @property
    def own(self) -> OwnPoints | None:
        """The training points as the visitor has brought them; None where they are none of the visitor's."""
        settings = self.settings
        if not isinstance(settings, PlaneSettings) or not settings.is_own:
            return None
        return OwnPoints(runs.points_as_they_came(settings).training, settings.own_units)

    @property
    def said(self) -> dict[str, str]:
        """What a file says of where it is from."""
        return said_of(self.title, self.page, self.settings)


def link_of(page: str, settings: Settings) -> str:
    """A page's link, from the slash on."""
    params = settings.to_url()
    return f"/{page}{'?' if params else ''}{urlencode(params)}"


def said_of(title: str, page: str, settings: Settings) -> dict[str, str]:
    """What a file says of where it is from: the data, the link, and each setting that changes what is computed."""
    choices = settings.choices()
    given = {name: getattr(settings, name) for name, choice in choices.items() if not choice.view}
    told = {name: value for name, value in given.items() if name != "drawn" and value not in UNSAID}
    settings_words = ", ".join(f"{name} {choices[name].write(value)}" for name, value in told.items())
    return {"data": title, "link": link_of(page, settings), "settings": settings_words}


def weights(shown: Shown, of: str = "") -> list[Offer]:
    """The weights at the moment shown, in three orders.

    Parameters
    ----------
    shown : Shown
        The run.
    of : str, default ""
        The network's name, where a page shows several.

    Returns
    -------
    list of Offer
        For NumPy, PyTorch and Keras.
    """

    def make(kind: str, epoch: float | None) -> Exported:
        run, busy = shown.find()
        if epoch is None and shown.epoch is not None:
            epoch = shown.epoch()
        with turns.turn(busy):
            params, reached = params_at(run, epoch)
        stem = named(shown.title, of, f"epoch {reached:.6g}".replace(".", "_"))
        said = {name: words for name, words in shown.said.items() if name != "settings"}
        if kind == "numpy":
            return Exported(f"{stem}.npz", weights_out.numpy_npz(run.architecture, params))
        if kind == "keras":
            return Exported(f"{stem}-keras.npz", weights_out.keras_npz(run.architecture, params))
        content = weights_out.torch_safetensors(run.architecture, params, {**said, "epoch": f"{reached:.6g}"})
        return Exported(f"{stem}.safetensors", content)

    group = f"Weights at this moment{_of(of)}"
    scaled = _scaled_words(shown)
    return [
        Offer(
            group,
            "NumPy npz",
            partial(make, "numpy"),
            f"W1 (units, inputs), b1, W2, …, and the activations{scaled}",
        ),
        Offer(
            group,
            "PyTorch safetensors",
            partial(make, "torch"),
            "0.weight (units, inputs), 0.bias, 2.weight, …: model.load_state_dict(safetensors.torch.load_file(path))"
            f"{scaled}",
        ),
        Offer(
            group,
            "Keras npz",
            partial(make, "keras"),
            f"arr_0 (inputs, units), arr_1, …: the list that model.set_weights takes{scaled}",
        ),
    ]


def _scaled_words(shown: Shown) -> str:
    """What the weights are for, where the network sees other numbers than the visitor's own."""
    if shown.own is None or shown.own.units.is_plain:
        return ""
    units = shown.own.units
    return f"; its inputs are (own - {list(units.origin)}) / {list(units.scale)}"


def params_at(run: TrainingRun, epoch: float | None) -> tuple[Array, float]:
    """The network at the step nearest to a moment of a run, and that moment; where None is given, at its end.

    Parameters
    ----------
    run : TrainingRun
        Nobody trains it meanwhile.
    epoch : float or None
        The moment; what lies beyond the run's end is its end.

    Returns
    -------
    params : ndarray of shape (n_params,)
        In the order of ``Architecture.split``.
    epoch : float
        The moment that they are of.
    """
    step = run.n_steps if epoch is None else min(max(0, round(epoch * run.steps_per_epoch)), run.n_steps)
    params = run.params if step == run.n_steps else run.retrace(step, step)[0]
    return params, step / run.steps_per_epoch


def history(all_shown: Mapping[str, Shown]) -> Offer:
    """The course of one run, or of several by their names."""

    def make(_: float | None) -> Exported:
        histories: dict[str, History] = {}
        for name, shown in all_shown.items():
            run, busy = shown.find()
            with turns.turn(busy):
                histories[name] = run.history
        first = next(iter(all_shown.values()))
        content = tables.history_csv(histories, first.said)
        return Exported(f"{named(first.title, 'history')}.csv", content.encode())

    return Offer(
        "History", "CSV", make, "loss in nats and share of right answers, a row for each record so far"
    )


def code(shown: Shown, of: str = "") -> list[Offer]:
    """The run as code that runs alone, a script and a notebook for each library.

    Parameters
    ----------
    shown : Shown
        The run.
    of : str, default ""
        The network's name, where a page shows several.

    Returns
    -------
    list of Offer
        Two for each of ``ALONE``.
    """

    def make(library: str, kind: str, _: float | None) -> Exported:
        run, busy = shown.find()
        with turns.turn(busy):
            recipe = recipe_of(run, shown.title, shown.link, shown.own, shown.derived())
        return exported(recipe, library, ALONE[library](recipe), kind)

    needs = (
        "It needs none of our modules, comes with points and initial weights, and ends by telling both losses"
    )
    return [
        Offer(f"Code that runs alone{_of(of)}", f"{library} .{kind}", partial(make, library, kind), needs)
        for library in ALONE
        for kind in ("ipynb", "py")
    ]


def lab(settings: CellSettings, title: str) -> Offer:
    """The course's loop as a notebook that imports the engine as ``pip install .`` installs it."""

    def make(_: float | None) -> Exported:
        cell = lab_code.course_loop(settings)
        for name in ("engine", "datasets"):
            cell = cell.replace(f"from {name}", f"from hidden_layers.{name}")
        words = (
            f"# {title}: the course's loop\n\nIt imports `hidden_layers`, this page's engine: `pip install .` in a "
            "copy of the program installs it. It computes in double precision, the page in single."
        )
        cells: list[dict[str, Any]] = [
            {"cell_type": "markdown", "id": "what", "metadata": {}, "source": words},
            {
                "cell_type": "code",
                "id": "run",
                "metadata": {},
                "source": cell,
                "execution_count": None,
                "outputs": [],
            },
        ]
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        return Exported(f"{named(title, 'lab')}.ipynb", text.encode())

    return Offer(
        "Code for the course’s lab",
        "hidden_layers .ipynb",
        make,
        "The course's loop with the engine installed",
    )


def _of(name: str) -> str:
    return f", {name}" if name else ""
