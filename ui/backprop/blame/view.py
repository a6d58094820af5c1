"""Blame: each output's share in a hidden unit's error signal, and one weight nudged by hand."""

from ui.backprop import exchange, worked_example
from ui.backprop.blame.part import blame
from ui.backprop.passage.part import LookWishes
from ui.backprop.settings import BackpropSettings

KEY = "blame"


def page(settings: BackpropSettings) -> None:
    """The outputs' shares as a stack, and the nudge below it."""
    passage = worked_example.seen(settings)[0].passage
    name, param, place = worked_example.weight_of(settings)
    slider, halves, curve = worked_example.nudged(settings)
    header = {
        **exchange.header(settings, "unit"),
        "epsilon": settings.nudge,
        "nudge": {
            "weight": name,
            "value": float(passage.params[param][place]),
            "gradient": slider.gradient,
            "slopes": slider.slopes[0].tolist(),
            "scale": slider.distances.tolist(),
            "errors": slider.errors.tolist(),
            "halves": halves.errors.tolist(),
            "probabilities": slider.probabilities[:, 0].tolist(),
            "curve": {"distances": curve.distances.tolist(), "errors": curve.errors.tolist()},
        },
    }
    blame(header, exchange.passages(settings), key=KEY, on_look=_look)


def _look() -> None:
    """Keep the unit, weight, pattern or nudge that the visitor has picked, so that the link says it."""
    exchange.look(KEY, LookWishes, ("unit", "weight", "pattern", "nudge"))
