"""Checks of what is said of the landscape: each run asked in float64, its plane from a decomposition of its own."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import assert_lines
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import cross_entropy, layers_of, right_counts, scores_of
from ui.plane import runs
from ui.plane.run_settings import RegionSettings

AS_WRITTEN = 0.00051
"""How far a loss of three decimals may lie off, with float32 in the browser."""

SEEN = """root => { const p = root.landscape, { run, playback } = p;
  return { epoch: playback.moment.nets[0].epoch, clock: playback.moment.epoch, plane: run.plane,
    nets: playback.moment.nets.map((net) => net.epoch), stop: run.nets[0].stop_kind }; }"""


@dataclass(frozen=True)
class Walked:
    """A run with the weights of its snapshots in float64, and its losses there."""

    trained: runs.Trained
    epochs: Any
    params: Any

    def loss(self, params: Any) -> float:
        """The loss of any network on the training points."""
        training = self.trained.points.training
        layers = layers_of(params, self.trained.architecture.sizes)
        with np.errstate(all="ignore"):
            scores = scores_of(layers, self.trained.architecture.activations, training.inputs)
            return cross_entropy(scores, training.labels)

    def at(self, epoch: float) -> int:
        return int(np.abs(self.epochs - epoch).argmin())


@cache
def walked(settings: RegionSettings) -> Walked:
    """The run of these settings at its end."""
    trained = runs.regions_run(settings)
    while not trained.run.finished:
        trained.run.advance(seconds=1)
    snapshots = trained.run.snapshots
    return Walked(trained, snapshots.epochs, snapshots.params.astype(np.float64))


def ways(scene: Scene) -> list[Walked]:
    own = scene.settings.training_part()
    rival = scene.settings.rival
    others = [] if rival in (None, own.init_seed) else [replace(own, init_seed=rival)]
    return [walked(one) for one in (own, *others)]


def seen(scene: Scene) -> Any:
    return scene.page.locator(".landscape.part").evaluate(SEEN)


def principal(scene: Scene) -> tuple[Any, float]:
    """Two principal directions of all snapshots, and their share of the variance."""
    together = np.concatenate([way.params for way in ways(scene)])
    _, lengths, rows = np.linalg.svd(together - together.mean(axis=0), full_matrices=False)
    return rows[:2], float((lengths[:2] ** 2).sum() / (lengths**2).sum())


def readings(scene: Scene, number: int) -> tuple[Any, Any]:
    """What the plane has at each shadow of a run, and the run's own losses."""
    first, way = ways(scene)[0], ways(scene)[number]
    here = first.params[first.at(seen(scene)["plane"]["epoch"])]
    if scene.settings.directions == "weights":
        kept = np.repeat(here[np.newaxis], len(way.params), axis=0)
        for name in (scene.settings.across, scene.settings.upwards):
            place = place_of(name, first.trained.architecture.sizes)
            kept[:, place] = way.params[:, place]
    else:
        directions, _ = principal(scene)
        kept = here + (way.params - here) @ directions.T @ directions
    return np.array([way.loss(one) for one in kept]), np.array([way.loss(one) for one in way.params])


def place_of(name: str, sizes: Any) -> int:
    """Where a weight stands: counted through the network."""
    layer, unit, source = map(int, name.split("-"))
    place = 0
    for number, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        for j in range(1, outputs + 1):
            for i in range(1, inputs + 1):
                if (number, j, i) == (layer, unit, source):
                    return place
                place += 1
        for j in range(1, outputs + 1):
            if (number, j, 0) == (layer, unit, source):
                return place
            place += 1
    raise AssertionError(f"no weight {name}")


def line(scene: Scene) -> Any:
    first, second = ways(scene)
    ends = first.params[-1], second.params[-1]
    return np.array([first.loss((1 - s) * ends[0] + s * ends[1]) for s in np.linspace(0, 1, 101)])


def near(text: str, value: float, within: float = AS_WRITTEN) -> bool:
    return abs(float(text) - value) <= within + 1e-5 * abs(value)


@checks("regions.landscape.headline.share")
def _share(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"Two directions hold (\d+\.\d) % of the variance of the run’s parameters", said.text
    )
    assert found
    assert near(found[1], 100 * principal(scene)[1], 0.051)


@checks("regions.landscape.headline.still")
def _still(said: Said, scene: Scene) -> None:
    (way,) = ways(scene)
    assert np.ptp(way.params, axis=0).max() < 1e-5 * np.abs(way.params).max()


@checks("regions.landscape.headline.weights")
def _weights(said: Said, scene: Scene) -> None:
    """Its numbers are those of the weights in the link, in one order or the other."""
    settings = scene.settings
    for name in (settings.across, settings.upwards):
        layer, unit, source = map(int, name.split("-"))
        target = f"class {unit}" if layer > settings.depth else f"unit {unit} of layer {layer}"
        origin = f"x{'₁₂'[source - 1]} →" if layer == 1 and source else f"unit {source}"
        assert f"bias of {target}" in said.text if source == 0 else f"→ {target}" in said.text
        assert source == 0 or origin in said.text


@checks("regions.landscape.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    found = re.fullmatch(r"From epoch ([\d.]+) on the loss is no finite number", said.text)
    assert found
    (way, *_) = ways(scene)
    assert seen(scene)["stop"] == "diverged"
    assert way.epochs[-1] < float(found[1]) <= way.epochs[-1] + 1.001
    assert np.isfinite(way.loss(way.params[-1]))


@checks("regions.landscape.headline.barrier", "regions.landscape.headline.valley")
def _between(said: Said, scene: Scene) -> None:
    losses = line(scene)
    is_barrier = losses.max() > max(losses[0], losses[-1]) + 1e-4
    assert is_barrier == said.name.endswith("barrier")
    if is_barrier:
        found = re.fullmatch(r"Between both ends the loss rises to (\d+\.\d+): a barrier", said.text)
        assert found
        assert near(found[1], losses.max())


@checks("regions.landscape.plane")
def _plane(said: Said, scene: Scene) -> None:
    all_ways = ways(scene)
    assert f"of the {len(all_ways[0].trained.points.training):,} training points" in said.text
    if scene.settings.directions == "weights":
        n_params = all_ways[0].params.shape[1]
        found = re.search(r"The ([\d,]+) other parameters are as at epoch ([\d.]+)\.", said.text)
        assert found
        assert int(found[1].replace(",", "")) == n_params - 2
        assert float(found[2]) == seen(scene)["plane"]["epoch"]
        return
    found = re.search(r"of (the run|both runs), at ([\d,]+) snapshots, hold (\d+\.\d) %", said.text)
    if not found:
        _still(said, scene)
        return
    assert (found[1] == "both runs") == (len(all_ways) == 2)
    assert int(found[2].replace(",", "")) == sum(len(way.epochs) for way in all_ways)
    assert near(found[3], 100 * principal(scene)[1], 0.051)


@checks("regions.landscape.line")
def _line(said: Said, scene: Scene) -> None:
    if not said.text:
        assert len(ways(scene)) == 1
        return
    losses = line(scene)
    above = (losses - np.linspace(losses[0], losses[-1], len(losses))).max()
    found = re.search(
        r"(\d+) places: the loss is ([\d.]+) and ([\d.]+) at the ends, ([\d.]+) at most", said.text
    )
    assert found
    assert int(found[1]) == len(losses)
    assert near(found[2], losses[0])
    assert near(found[3], losses[-1])
    assert near(found[4], losses.max())
    assert ("nowhere above the chord" in said.text) == (above <= 1e-4)
    assert ("of a single layer the loss is convex" in said.text) == (scene.settings.depth == 0)
    if risen := re.search(r"([\d.]+) above the chord", said.text):
        assert near(risen[1], above)


@checks("regions.landscape.infinite")
def _infinite(said: Said, scene: Scene) -> None:
    """As many places as the browser's own grid has without a finite loss."""
    grid = scene.page.locator(".landscape.part").evaluate(
        "root => { const { losses } = root.landscape.run.arrays;"
        " return [losses.filter((loss) => !Number.isFinite(loss)).length, losses.length]; }"
    )
    found = re.match(r"At ([\d,]+) of ([\d,]+) places", said.text)
    assert [int(text.replace(",", "")) for text in found.groups()] == grid if found else grid[0] == 0


@checks(
    "regions.landscape.reads", "regions.landscape.off", "regions.landscape.map", "regions.landscape.spoken"
)
def _reads(said: Said, scene: Scene) -> None:
    """Each loss that is read off the plane or the run, and the place where both lie farthest apart."""
    text, moment = said.text or " ".join(said.attributes), seen(scene)
    for part in re.findall(
        r"(?:Epoch|Seed) [\d.]+: the plane[^;]*?\d\.\d+(?:, the run has \d+\.\d+|\.)", text
    ):
        seed = re.match(r"Seed (\d+)", part)
        number = int(seed is not None and int(seed[1]) != scene.settings.init_seed)
        epoch = re.match(r"Epoch ([\d.]+)", part)
        assert not epoch or abs(float(epoch[1]) - moment["clock"]) < 0.006
        read, has = readings(scene, number)
        at = ways(scene)[number].at(moment["nets"][number])
        losses = re.findall(r"\d+\.\d{3}", part)
        assert near(losses[-1], has[at])
        assert near(losses[0], read[at])
    if goes := re.search(r"The plane goes through epoch ([\d.]+?)(?: of seed (\d+))?\.(?: |$)", text):
        assert abs(float(goes[1]) - moment["plane"]["epoch"]) < 0.006
        assert not goes[2] or int(goes[2]) == scene.settings.init_seed
    read, has = readings(scene, 0)
    off = re.search(r"farthest off at epoch ([\d.]+): it reads (\d+\.\d+), the run has (\d+\.\d+)", text)
    if off:
        at = ways(scene)[0].at(float(off[1]))
        assert abs(read[at] - has[at]) >= np.abs(read - has).max() - 1e-4
        assert near(off[2], read[at])
        assert near(off[3], has[at])
    elif "All along its path" in text:
        assert np.abs(read - has).max() < 1e-3


@checks("regions.landscape.right")
def _right(said: Said, scene: Scene) -> None:
    way = ways(scene)[0]
    points = way.trained.points
    kind = "validation" if len(points.validation) else "training"
    some = getattr(points, kind)
    layers = layers_of(way.params[way.at(seen(scene)["epoch"])], way.trained.architecture.sizes)
    counts = right_counts(scores_of(layers, way.trained.architecture.activations, some.inputs), some.labels)
    assert said.text in {
        f"{100 * count / len(some):.1f} % of the {len(some):,} {kind} points right" for count in counts
    }


@checks(*(f"regions.landscape.readout.{name}" for name in ("epoch", "training", "validation", "parameters")))
def _readout(said: Said, scene: Scene) -> None:
    way, number = ways(scene)[0], re.search(r"[\d,.·⁰¹²³⁴⁵⁶⁷⁸⁹]+(?= of|\s*$)", said.text)
    assert number, said.text
    value = number[0].replace(",", "")
    if said.name.endswith("epoch"):
        assert int(value) == int(seen(scene)["clock"])
        assert said.text.endswith(f"of {scene.settings.epochs:,}")
    elif said.name.endswith("parameters"):
        assert int(value) == way.params.shape[1]
    else:
        points = getattr(way.trained.points, said.name.split(".")[-1])
        layers = layers_of(way.params[way.at(seen(scene)["epoch"])], way.trained.architecture.sizes)
        scores = scores_of(layers, way.trained.architecture.activations, points.inputs)
        loss = cross_entropy(scores, points.labels)
        if power := re.fullmatch(r"(\d\.\d)·10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", value):
            value = f"{power[1]}e{power[2].translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹', '0123456789'))}"
            assert abs(float(value) - loss) <= 0.06 * 10 ** np.floor(np.log10(loss))
        else:
            assert near(value, loss)


@checks("regions.landscape.key")
def _key(said: Said, scene: Scene) -> None:
    seeds = [scene.settings.init_seed, scene.settings.rival]
    assert not said.text or said.text == f"Solid: weights of seed {seeds[0]}. Dashed: seed {seeds[1]}."


@checks("regions.landscape.surface")
def _surface(said: Said, scene: Scene) -> None:
    text = said.text or " ".join(said.attributes)
    assert "height is the logarithm of the loss" in text
    assert not re.search(r"\d", text)


@checks("regions.landscape.status")
def _status(said: Said, scene: Scene) -> None:
    stop = ways(scene)[0].trained.run.stop
    assert stop is not None
    assert said.text == ("" if stop.kind == "done" else stop.message)


@checks("regions.landscape.inputs")
def _inputs(said: Said, scene: Scene) -> None:
    assert_lines(said.text, scene.settings.inputs, scene.settings.depth)
