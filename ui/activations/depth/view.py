"""Depth: how large error signals and gradients are in each layer, while a network is trained with each activation."""

from ui.activations import headlines, runs
from ui.activations.header import network_words, sight, through_time
from ui.activations.part import activations_block
from ui.activations.settings import ActivationSettings
from ui.work.progress.work_on import work_on

SECONDS_TO_PLAY = 5.0


def block(settings: ActivationSettings) -> bytes | None:
    """Pack the sizes of gradients; None while there are none yet."""
    job = runs.flow(settings)
    flow = work_on(job, key="flow", doing="Training the network with each activation")
    if flow is None:
        return None
    speed = max(0.02, len(flow.epochs) / SECONDS_TO_PLAY / 60)
    stop = next((stop for stop in flow.stops.values() if stop and stop.kind == "diverged"), None)
    n_seen = min(runs.BATCH // 4, settings.images if settings.on == "mnist" else settings.n_points)
    header = {
        **sight(settings.changed(activation=("sigmoid",)), headline=headlines.depth(flow)),
        **through_time(settings, n_epochs=flow.n_epochs, stop=None, finished=job.finished, speed=speed),
        "status": stop.message if stop and job.finished else "",
        "network_words": f"{network_words(settings, settings.title)}, rate {settings.rate:g}, "
        f"initial weights: {settings.start}. Sizes on {n_seen} training patterns.",
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
