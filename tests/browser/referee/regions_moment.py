"""The moment that the page ``regions`` shows, read from its player in the browser."""

from dataclasses import dataclass
from typing import Any

from tests.browser.referee.checks import Scene
from tests.browser.referee.reference import Layers, layers_of

MOMENT = """root => { const p = root.player, { run, playback, map } = p, { moments } = playback, moment = p.shown;
  const forkAt = p.run.begin_at || 0;
  const at = (epoch) => [...p.without.at(moments[playback.nearest(epoch)]).params];
  return { epoch: moment.epoch, params: [...moment.params], sizes: run.sizes, activations: run.activations,
    n_epochs: run.n_epochs, steps: run.steps_per_epoch, reached: run.trained_epochs, stop_kind: run.stop_kind,
    at_end: playback.atEnd && run.finished, empty: Boolean(run.empty), first_params: at(0),
    fork_params: [...moments[playback.nearest(forkAt)].params],
    since_params: at(run.view.since), since_epoch: moments[playback.nearest(run.view.since)].epoch,
    off: p.without.units.map(({ layer, unit }) => [layer, unit]),
    look: run.view.look, picked: p.picked, extent: run.extent, axes: run.view.axes, layer: run.view.layer,
    playheads: [...root.querySelectorAll(".playhead b")]
      .filter((b) => b.checkVisibility({ visibilityProperty: true })).map((b) => b.textContent),
    states: [...root.querySelectorAll(".hidden .unit")].map((b) => [b.getAttribute("aria-label"), b.title]) }; }"""


@dataclass(frozen=True)
class Shown:
    """What the player shows."""

    epoch: float
    params: list[float]
    sizes: list[int]
    activations: list[str]
    n_epochs: int
    steps: int
    reached: float
    stop_kind: str
    at_end: bool
    empty: bool
    first_params: list[float]
    fork_params: list[float]
    since_params: list[float]
    since_epoch: float
    off: list[tuple[int, int]]
    look: str
    picked: dict[str, int] | None
    extent: tuple[float, float, float, float]
    axes: str
    layer: int
    playheads: list[str]
    states: list[tuple[str, str]]
    settings: Any

    @property
    def layers(self) -> Layers:
        """Weights and biases of the moment."""
        return layers_of(self.params, self.sizes, self.settings.inputs)

    @property
    def first(self) -> Layers:
        """Weights and biases before the first step."""
        return layers_of(self.first_params, self.sizes, self.settings.inputs)

    @property
    def marked(self) -> Layers:
        """Weights and biases of the moment since which changes are shown."""
        return layers_of(self.since_params, self.sizes, self.settings.inputs)


def shown_in(scene: Scene) -> Shown:
    """Read the player."""
    read = scene.page.locator(".player").evaluate(MOMENT)
    return Shown(**read | {"off": [(layer, unit) for layer, unit in read["off"]]}, settings=scene.settings)


def epoch_words(epoch: float) -> str:
    """Whole, or to the hundredth."""
    return f"{epoch:.0f}" if epoch == round(epoch) else f"{epoch:.2f}"
