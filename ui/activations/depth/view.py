"""Depth: how large error signals and gradients are in each layer, before and while networks are trained."""

from engine.layers import ACTIVATIONS
from ui.activations import runs
from ui.activations.header import network_words, sight, through_time
from ui.activations.part import activations_block
from ui.activations.settings import ActivationSettings
from ui.sentences import Measured
from ui.words import several_words
from ui.work.progress.work_on import work_on

SECONDS_TO_PLAY = 5.0

_START = {"weights only (±0.1)": "initial weights within ±0.1, biases 0"}
"""Initialisers in other words, where their name alone is not clear."""


def block(settings: ActivationSettings) -> bytes | None:
    """Pack the sizes of gradients; None while there are none yet."""
    job = runs.flow(settings)
    doing = "Measuring" if settings.untrained else "Training"
    flow = work_on(job, key="flow", doing=f"{doing} the network with each activation")
    if flow is None:
        return None
    speed = max(0.02, len(flow.epochs) / SECONDS_TO_PLAY / 60)
    training, held_out = runs.kinds_of(settings)
    (_, labels), (_, held_out_labels) = runs.patterns_of(settings)
    seen = min(runs.GRADIENTS_ON, len(labels))
    measured = Measured(seen, seen, training, out_of=len(labels)).patterns
    header = {
        **sight(settings.changed(activation=("sigmoid",))),
        **through_time(
            settings,
            n_epochs=0 if settings.untrained else flow.n_epochs,
            stop=None,
            finished=job.finished,
            speed=speed,
        ),
        "untrained": settings.untrained,
        "status": " ".join(
            f"At epoch {stop.epoch:.4g} the network of {several_words(name)} diverged: its loss is no longer finite."
            for name, stop in flow.stops.items()
            if stop and stop.kind == "diverged"
        ),
        "network_words": f"{network_words(settings, settings.title)}, rate {settings.rate:g}, "
        f"initial weights: {settings.start}. Gradients are those of the error on {measured}.",
        "start": _START.get(settings.start, f"initial weights: {settings.start}"),
        "several": {name: several_words(name) for name in ACTIVATIONS},
        "held_out": Measured.of(1.0, len(held_out_labels), held_out).patterns,
        "n_layers": settings.depth + 1,
        "measure": settings.measure,
    }
    arrays = {"snapshot_epoch": flow.epochs}
    for name, sizes in flow.sizes.items():
        arrays |= {
            f"signal_{name}": sizes.signals,
            f"matrix_{name}": sizes.weights,
            f"weight_{name}": sizes.mean_weights,
            f"accuracy_{name}": flow.accuracy[name],
        }
    return activations_block(header, arrays)
