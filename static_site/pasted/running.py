"""Runs a layer that a visitor has pasted, and says what comes out, message by message.

It runs in a worker of the visitor's own browser alone: ``paste_worker.js`` loads it there, and nothing in ``ui``,
``engine`` or ``datasets`` imports it. Everything that a text can do it does within that worker, which has neither
network nor storage, and is ended from outside.
"""

import builtins
import contextlib
import io
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

import engine.errors
import engine.initialisers
import engine.layers
import engine.learning_rules
import engine.models
import engine.optimisers
import engine.penalties
from datasets import toy
from engine.layer_trial import training, trying
from engine.layer_trial.calls import PASTED, LayerError, said, where

Say = Callable[[Mapping[str, Any], bytes], None]
"""Takes a message, and bytes that belong to it."""

MODULE = "your_layer"
"""The ``__name__`` under which the text runs."""

DATA, SIZE, GRID = "rings", 300, 41
"""The points that the network learns, how many, and the places along a side of the grid."""

SEED = 6102016

MOST_PRINTED = 4_000
"""Letters of what the text prints that are sent on."""

COURSE = ("errors", "initialisers", "layers", "learning_rules", "models", "optimisers", "penalties")
"""Modules of the course's framework; a lab's ``from mlp.layers import …`` finds ours."""


class Printed(io.TextIOBase):
    """Sends on what is printed, up to ``MOST_PRINTED`` letters."""

    def __init__(self, say: Say) -> None:
        self.say, self.left = say, MOST_PRINTED

    def write(self, text: str) -> int:
        """Send it on."""
        if self.left > 0:
            shown = text[: self.left]
            self.left -= len(shown)
            self.say({"printed": shown if self.left else f"{shown}\n… more was printed."}, b"")
        return len(text)


def prepare() -> None:
    """Make the course's modules known under the names that its labs use, and draw the points once."""
    package = types.ModuleType("mlp")
    package.__path__ = []
    sys.modules["mlp"] = package
    for name in COURSE:
        module = sys.modules[f"engine.{name}"]
        sys.modules[f"mlp.{name}"] = module
        setattr(package, name, module)
    _points()


def run(text: str, say: Say) -> None:
    """Run a text, try the layer that it defines, and train a network with it.

    Parameters
    ----------
    text : str
        Python that defines a class with ``fprop`` and ``bprop``.
    say : callable
        Is given each message as soon as it is known: ``{"printed": text}``, ``{"name": text, "kind": text}``, the
        fields of a ``Finding``, ``{"points": …}``, ``{"moment": …}`` with the scores on the grid as bytes of
        float32, class by class, row 0 on top; and ``{"done": true}`` at last.
    """
    printed = Printed(say)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            layer_class = _defined(text)
            say({"name": layer_class.__name__[:80], "kind": trying.kind_of(layer_class)}, b"")
            for finding in trying.findings(layer_class, np.random.default_rng(SEED)):
                say(vars(finding), b"")
            _train(layer_class, say)
        except LayerError as error:
            _wrong("The text", str(error), say)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are a text's too
            _wrong("The text", f"It stopped{where(error)}: {said(error)}", say)
    say({"done": True}, b"")


def _wrong(check: str, sentence: str, say: Say) -> None:
    say({"check": check, "verdict": "wrong", "sentence": sentence, "slip": None}, b"")


def _defined(text: str) -> Any:
    """The layer that the text defines; ``LayerError`` where it is no Python, or defines none."""
    try:
        code = compile(text, PASTED, "exec")
    except SyntaxError as error:
        line = f" at line {error.lineno}" if error.lineno else ""
        raise LayerError(f"This is no Python{line}: {error.msg}.") from error
    except ValueError as error:
        raise LayerError(f"This is no Python: {said(error)}.") from error
    names: dict[str, Any] = {"__name__": MODULE, "__builtins__": builtins, "np": np}
    for module in (engine.initialisers, engine.layers):
        names |= {name: one for name, one in vars(module).items() if isinstance(one, type)}
    module_of_its_own = types.ModuleType(MODULE)
    vars(module_of_its_own).update(names)
    sys.modules[MODULE] = module_of_its_own
    exec(code, vars(module_of_its_own))
    return trying.layer_in(vars(module_of_its_own), MODULE)


def _points() -> Any:
    """Inputs, labels and the extent of the points that are learnt."""
    points = toy.draw(DATA, size=SIZE, seed=1).training
    return points.inputs.astype(np.float64), points.labels, toy.DATASETS[DATA].extent


def _train(layer_class: Any, say: Say) -> None:
    """Train with the layer, send each moment, and hold the end beside the network with the course's layer."""
    inputs, labels, extent = _points()
    left, right, bottom, top = extent
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(top, bottom, GRID))
    places, targets = np.column_stack([x.ravel(), y.ravel()]), np.eye(toy.N_CLASSES)[labels]
    points = {"inputs": inputs.round(4).ravel().tolist(), "labels": labels.tolist()}
    say({"points": points, "extent": extent, "grid": GRID, "epochs": training.EPOCHS}, b"")
    check = "The network with it"
    try:
        models = training.networks(layer_class, inputs.shape[1], toy.N_CLASSES, np.random.default_rng(SEED))
        last = None
        for last in training.moments(models[0], inputs, targets, places, np.random.default_rng(SEED)):
            measures = {"moment": last.epoch, "error": last.error, "accuracy": last.accuracy}
            say(measures, last.scores.tobytes())
    except LayerError as error:
        _wrong(check, str(error), say)
        return
    if last is None:
        return
    ends = f"After {last.epoch} epochs its error is {last.error:.4f} on {SIZE} points"
    if len(models) == 1:
        sentence = f"{ends}; the course has no such layer to set beside it."
        say({"check": check, "verdict": "note", "sentence": sentence, "slip": None}, b"")
        return
    *_, course = training.moments(models[1], inputs, targets, places[:1], np.random.default_rng(SEED))
    alike = bool(np.isclose(last.error, course.error, rtol=1e-6))
    beside = f"{ends}, with the course's layer in its place {course.error:.4f}"
    sentence = f"{beside}: they train alike." if alike else f"{beside}: they train apart."
    say({"check": check, "verdict": "right" if alike else "wrong", "sentence": sentence, "slip": None}, b"")
