"""Checks of the bar that says how far long work is: what is being done is counted from the settings."""

import re
from collections.abc import Callable
from typing import Any

from engine.layers import ACTIVATIONS
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said


def _features(found: re.Match[str], scene: Scene) -> None:
    """As many hidden units as come nearest to the parameters of the templates."""
    n_templates, n_units = int(found[1]), int(found[2])
    n_params = {units: 784 * units + units + 10 * units + 10 for units in (n_units - 1, n_units, n_units + 1)}
    assert min(n_params, key=lambda units: abs(n_params[units] - n_templates * 7850)) == n_units
    assert n_templates <= 10


def _networks(found: re.Match[str], scene: Scene) -> None:
    """A cell of the tables for each."""
    n_cells = scene.page.locator(".activations table td").count()
    assert int(found[1]) == n_cells
    assert n_cells % len(ACTIVATIONS) == 0


def _unit(found: re.Match[str], scene: Scene) -> None:
    assert (int(found[1]), int(found[2])) == (scene.settings.unit, scene.settings.layer)


def _digits(found: re.Match[str], scene: Scene) -> None:
    settings: Any = scene.settings
    varied = settings.trained != "clean" and any(
        (settings.vary_shift, settings.vary_rotation, settings.vary_scale, settings.vary_skew)
    )
    assert found[1].startswith("digits varied by") or not varied or found[1] == "digits as they are"


def _seeds(found: re.Match[str], scene: Scene) -> None:
    assert int(found[1]) == 20
    assert scene.settings.view == "seeds"


DOING: dict[str, Callable[[re.Match[str], Scene], None]] = {
    r"Training (\d+) × 10 templates, and (\d+) features": _features,
    r"Training (\d+) networks": _networks,
    r"Training (?:both networks )?with (\d+) seeds": _seeds,
    r"Taking the steps again to see how unit (\d+) of layer (\d+) died": _unit,
    r"Training both networks on (.+)": _digits,
}
"""What is being done, with a number or a claim in it; all else is said in words alone."""

PLAIN = (
    "Training the templates without and with bias",
    "Training the evidence",
    "Counting right and wrong answers",
    "Testing both networks",
    "Testing them at each amount of change",
    "Training a network of sigmoids",
    "Training the network with each activation",
    "Measuring the network with each activation",
    "Training, and following every unit",
    "Training on MNIST",
)


def assert_is_done(doing: str, scene: Scene) -> None:
    """What is said to be done is what the settings ask for."""
    for pattern, check in DOING.items():
        if found := re.fullmatch(pattern, doing):
            check(found, scene)
            return
    assert doing in PLAIN


@checks("work.progress")
def _progress(said: Said, scene: Scene) -> None:
    """Work only goes on: by now it is at least as far as was said; what is not finished is never all done."""
    if not said.text:  # the bar itself, which screen readers name
        assert_is_done(said.attributes[0], scene)
        return
    left = r"(, stopped|, about [1-9]\d* (s|min) left at this pace)?"
    on_stage = re.fullmatch(r"(\w+): (\d+) %" + left.replace(" at this pace", ""), said.text)
    found = on_stage or re.fullmatch(r"(.+): (\d+) % done" + left, said.text)
    assert found, said.text
    bar = scene.page.locator(".progress .track")
    doing = bar.get_attribute("aria-label") if bar.count() else None
    if on_stage:
        assert found[1] in {"Training", "Testing", "Counting", "Measuring"}
        doing = re.split(r"\W", doing)[0] if doing else None
    else:
        assert_is_done(found[1], scene)
    assert int(found[2]) < 100
    if doing == found[1]:
        assert int(found[2]) <= int(bar.get_attribute("aria-valuenow") or "0")
