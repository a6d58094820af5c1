"""Unit biography: where a batch falls on a unit's f and f′, at every moment of a run."""

import numpy as np

from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import curve
from engine.questions.gradient_flow import SATURATED_SLOPE
from ui.activations import runs
from ui.activations.header import sight, through_time
from ui.activations.part import activations_block
from ui.activations.runs import N_BINS, Life
from ui.activations.settings import ActivationSettings
from ui.sentences import Measured
from ui.words import activation_words
from ui.work.progress.work_on import work_on

N_PLACES = 401
"""Points of a curve."""

SECONDS_TO_PLAY = 4.0


def block(settings: ActivationSettings) -> bytes | None:
    """Pack the lives of all hidden units; None while there are none yet."""
    job = runs.life(settings)
    life = work_on(job, key="life", doing="Training, and following every unit")
    if life is None:
        return None
    speed = max(0.02, len(life.epochs) / SECONDS_TO_PLAY / 60)
    header = {
        **sight(settings),
        **through_time(settings, n_epochs=life.n_epochs, stop=life.stop, finished=job.finished, speed=speed),
        "layers": [_layer(life, depth) for depth in range(len(life.layers))],
        "layer": settings.layer,
        "unit": settings.unit,
        "n_bins": N_BINS,
        "seen": _seen(life, runs.kinds_of(settings)[0]),
        "saturated_slope": SATURATED_SLOPE,
        "reached_at_end": None
        if life.reached_at_end is None
        else np.concatenate(life.reached_at_end).tolist(),
        "loss_key": _loss_key(settings, life),
    }
    history = life.history
    arrays = {
        "snapshot_epoch": life.epochs,
        "history_epoch": history.epoch,
        "history_training_error": history.training_error,
        "history_validation_error": history.validation_error,
        "history_validation_accuracy": history.validation_accuracy,
    }
    for name in ("mean_output", "passed"):
        arrays[name] = np.concatenate([getattr(layer, name) for layer in life.layers], axis=1)
    for name, measure in (("counts", "shares"), ("saturated", "saturated"), ("reached", "reached")):
        shares = np.concatenate([getattr(layer, measure) for layer in life.layers], axis=1)
        arrays[name] = np.rint(life.n_seen * shares).astype(np.int16)
    for depth, name in enumerate(life.architecture.activations):
        places = np.linspace(life.edges[depth][0], life.edges[depth][-1], N_PLACES)
        outputs, slopes = curve(name, places)
        arrays |= {f"x_{depth}": places, f"f_{depth}": outputs, f"d_{depth}": slopes}
    return activations_block(header, arrays)


def _seen(life: Life, kind: str) -> dict[str, object]:
    """The header's entry for the patterns on which units are followed: ``Seen`` in ``sentences.js``."""
    n, of = life.n_seen, life.n_patterns
    return {
        "n": n,
        "of": of,
        "words": Measured(n, n, kind, out_of=of).patterns,
        "all_words": Measured(of, of, kind).patterns,
    }


def _loss_key(settings: ActivationSettings, life: Life) -> tuple[str, str]:
    """What the two curves of the loss are measured on."""
    sample = f" (first {life.n_seen:,})" if life.n_seen < life.n_patterns else ""
    training, held_out = runs.kinds_of(settings)
    return f"training{sample}", "validation" if held_out != training else "all training"


def _layer(life: Life, depth: int) -> dict[str, object]:
    """The header's entry for one hidden layer: its activation, width, bins and slopes."""
    name, edges = life.architecture.activations[depth], life.edges[depth]
    middles = (edges[:-1] + edges[1:]) / 2
    return {
        "words": activation_words(name),
        "width": life.architecture.sizes[depth + 1],
        "half_width": float(edges[-1]),
        "steepest": float(curve(name, np.linspace(-8, 8, 1601))[1].max()),
        "bin_slopes": curve(name, middles)[1].tolist(),
        "dead_share": ACTIVATIONS[name].portrait.dead_share,
        "can_die": ACTIVATIONS[name].portrait.can_die,
    }
