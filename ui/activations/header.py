"""Header fields that all views share, and fields of the time panel, which views of a run's moments have."""

import hashlib
from typing import Any

from engine.training.stops import Stop
from ui.activations.settings import ActivationSettings

KEY = "activations"


def sight(settings: ActivationSettings) -> dict[str, Any]:
    """Fields that say which view a block is for; ``id`` changes with the run."""
    identity = (settings.view, settings.training_part())
    return {
        "view": settings.view,
        "id": hashlib.sha256(repr(identity).encode()).hexdigest()[:16],
    }


def through_time(
    settings: ActivationSettings, *, n_epochs: int, stop: Stop | None, finished: bool, speed: float
) -> dict[str, Any]:
    """Fields of the time panel; ``speed`` is a factor on 60 moments a second."""
    return {
        "n_epochs": n_epochs,
        "finished": finished,
        "stop_kind": stop.kind if stop and finished else "",
        "status": ending(stop) if stop and finished else "",
        "speed": speed,
        "open_at": settings.at,
    }


def ending(stop: Stop) -> str:
    """How a run ended, in words that hold for whichever of its moments is shown."""
    if stop.kind == "diverged":
        return f"At epoch {stop.epoch:.4g} this run diverged: its loss is no longer finite."
    epochs = f"{stop.epoch:.4g} epoch{'' if stop.epoch == 1 else 's'}"
    why = (
        ""
        if stop.kind == "done"
        else ": its validation loss found no new minimum for as long as it was to wait"
    )
    return f"This run ended after {epochs}{why}."


def network_words(settings: ActivationSettings, data: str) -> str:
    """Network and training in words: "784–100–100–10 on 10,000 MNIST images, Adam, batches of 100, 5 epochs"."""
    batch = f"batches of {settings.batch}" if settings.batch else "full batches"
    epochs = "1 epoch" if settings.epochs == 1 else f"{settings.epochs} epochs"
    return f"{sizes_on(settings, data)}, {settings.rule}, {batch}, {epochs}"


def sizes_on(settings: ActivationSettings, data: str) -> str:
    """Network and data in words: "784–100–100–10 on 10,000 MNIST images"."""
    sizes = "–".join(map(str, (784 if settings.on == "mnist" else 2, *settings.widths)))
    last = 10 if settings.on == "mnist" else 3
    seen = f"{settings.images:,} MNIST images" if settings.on == "mnist" else f"“{data}”"
    return f"{sizes}–{last} on {seen}"
