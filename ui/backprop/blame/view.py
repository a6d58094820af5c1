"""Blame: whose error is it? Each output's part in a hidden unit's error signal, and one weight nudged by hand."""

from ui.backprop import exchange, worked_example
from ui.backprop.blame.part import blame
from ui.backprop.passage.block import network_header
from ui.backprop.settings import BackpropSettings
from ui.frame import session

KEY = "blame"


def page(settings: BackpropSettings) -> None:
    """The stack of blame, and the nudge below it."""
    seen = worked_example.seen(settings)
    name, param, place = worked_example.weight_of(settings)
    slider, curve = worked_example.nudged(settings)
    header = {
        **network_header(seen[0].passage),
        "opened": exchange.talk().opened,
        "unit": settings.unit,
        "epsilon": settings.nudge,
        **{field: getattr(settings, field) for field in ("pattern", "numbers", "rate")},
        "nudge": {
            "weight": name,
            "value": float(seen[0].passage.params[param][place]),
            "gradient": slider.gradient,
            "slopes": slider.slopes[0].tolist(),
            "scale": slider.distances.tolist(),
            "errors": slider.errors.tolist(),
            "probabilities": slider.probabilities[:, 0].tolist(),
            "curve": {"distances": curve.distances.tolist(), "errors": curve.errors.tolist()},
        },
    }
    blame(header, exchange.passages(settings), key=KEY, on_look=_look)


def _look() -> None:
    """Take over what the visitor has picked."""
    wish = session.wish(KEY, "look")
    if isinstance(wish, dict):
        exchange.look(wish, ("unit", "weight", "pattern", "nudge"))
