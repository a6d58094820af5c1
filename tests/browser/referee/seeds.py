"""Checks of what is said of twenty seeds, on both pages: each run trained from its link, and asked in float64."""

import re
from dataclasses import dataclass, replace
from functools import cache
from math import comb
from typing import Any

import numpy as np

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import assert_lines, listed
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import layers_of, scores_of
from ui.plane import runs, truth
from ui.plane.run_settings import RegionSettings

N = 20
FIELDS = {"points": "data_seed", "initial weights": "init_seed", "batches": "order_seed"}
LINKS_NAMES = {"points": "data", "initial weights": "weights", "batches": "batches"}


@dataclass(frozen=True)
class One:
    """A run: its settings, its points, and which patterns of the judging set are wrong, of how many."""

    settings: RegionSettings
    trained: runs.Trained
    wrong: float


@cache
def runs_of(settings: RegionSettings, vary: tuple[str, ...]) -> tuple[One, ...]:
    """All runs of one network."""
    found = []
    for k in range(N):
        seeds: dict[str, Any] = {
            field: (getattr(settings, field) + k) % 10_000
            for name, field in FIELDS.items()
            if LINKS_NAMES[name] in vary
        }
        trained = runs.regions_run(replace(settings, **seeds))
        while not trained.run.finished:
            trained.run.advance(seconds=1)
        found.append(One(replace(settings, **seeds), trained, wrong_share(trained)))
    return tuple(found)


def wrong_share(trained: runs.Trained) -> float:
    """Share of fresh points, or of the points held out, that a run's last network gets wrong."""
    source = runs.truth_of(trained.settings)
    points = truth.fresh_points(source, 20_000) if source else trained.points.validation
    points = points if len(points) else trained.points.training
    return float((answers(trained, trained.run.params, points.inputs) != points.labels).mean())


def answers(trained: runs.Trained, params: Any, inputs: Any) -> Any:
    layers = layers_of(params, trained.architecture.sizes)
    return scores_of(layers, trained.architecture.activations, inputs).argmax(axis=1)


def sides(scene: Scene) -> list[tuple[One, ...]]:
    """The runs of each network on the page."""
    settings = scene.settings
    networks = [settings] if isinstance(settings, RegionSettings) else settings.networks()
    return [runs_of(one.training_part(), settings.vary) for one in networks]


def state(scene: Scene, name: str) -> Any:
    return scene.page.locator(".seeds.part").evaluate(
        "(root, name) => root.seeds[name] ?? root.seeds.state[name]", name
    )


def near(text: str, share: float) -> bool:
    """Whether a per cent is this share; on 20,000 points float32 may tell a few otherwise."""
    return abs(float(text) - 100 * share) < 0.05 + 0.03


def percents(text: str) -> list[str]:
    return re.findall(r"\d+\.\d", text)


@checks("plane.seeds.headline.spread")
def _spread(said: Said, scene: Scene) -> None:
    (mine,) = sides(scene)
    wrong = sorted(one.wrong for one in mine)
    texts = percents(said.text)
    wanted = [wrong[0], wrong[-1], float(np.median(wrong))]
    if len(texts) == 2:
        wanted = wanted[1:]
        assert near(texts[0], wrong[0])
    assert all(map(near, texts, wanted)), (said.text, wanted)
    assert said.text.startswith(f"{N} seeds: ")
    gone = sum(one.trained.run.stop is not None and one.trained.run.stop.kind == "diverged" for one in mine)
    assert ("diverged" in said.text) == bool(gone)
    assert not gone or said.text.endswith(f"; {gone} diverged")


@checks("plane.seeds.headline.same")
def _same(said: Said, scene: Scene) -> None:
    for mine in sides(scene):
        assert all((one.trained.run.params == mine[0].trained.run.params).all() for one in mine)
    assert said.text.startswith(f"{N} times the same ")


def chance(n_lower: int, n_higher: int) -> float:
    n = n_lower + n_higher
    as_uneven = [k for k in range(n + 1) if abs(2 * k - n) >= abs(n_lower - n_higher)]
    return sum(comb(n, k) for k in as_uneven) / 2**n


def split(scene: Scene) -> tuple[int, int]:
    first, second = sides(scene)
    lower = sum(b.wrong < a.wrong for a, b in zip(first, second, strict=True))
    return lower, sum(b.wrong > a.wrong for a, b in zip(first, second, strict=True))


def assert_chance(text: str, p: float) -> None:
    found = re.search(r"p (=|<) (0\.\d+)", text)
    assert found
    decimals = len(found[2]) - 2
    assert p < float(found[2]) if found[1] == "<" else abs(p - float(found[2])) <= 0.5001 * 10**-decimals


@checks("twin.seeds.headline.lower", "twin.seeds.headline.luck")
def _verdict(said: Said, scene: Scene) -> None:
    lower, higher = split(scene)
    first, second = (name.lower() for name in scene.settings.names())
    p = chance(lower, higher)
    assert_chance(said.text, p)
    found = re.search(r"lower with (?:the )?(.+) in (\d+) of 20", said.text)
    assert found
    assert (p < 0.05) == (said.name == "twin.seeds.headline.lower")
    is_second = found[1].lower() == second
    assert is_second or (found[1].lower() == first and p < 0.05)
    assert int(found[2]) == (lower if is_second else higher)


@checks("plane.seeds.test")
def _test(said: Said, scene: Scene) -> None:
    lower, higher = split(scene)
    found = re.search(r"over (\d+) pairs.* a split of (\d+) to (\d+) ", said.text)
    assert found
    assert tuple(map(int, found.groups())) == (lower + higher, lower, higher)
    assert_chance(said.text, chance(lower, higher))


@checks("plane.seeds.varies")
def _varies(said: Said, scene: Scene) -> None:
    found = re.match(r"Varies from run to run: ([^.]+)\.(?: The same in all: ([^.]+)\.)?(.*)", said.text)
    assert found
    vary = re.split(r", | and ", found[1])
    assert {LINKS_NAMES[name] for name in vary} == set(scene.settings.vary)
    assert set(vary) | set(re.split(r", | and ", found[2]) if found[2] else []) == set(FIELDS)
    n_training = len(runs.points_of(sides(scene)[0][0].settings).training)
    full = "batches" in vary and not 0 < scene.settings.batch < n_training
    assert (f"batches (each is all {n_training:,} training points)" in found[3]) == full
    assert ("own points are given" in found[3]) == (scene.settings.is_own and "points" in vary)


@checks("plane.seeds.judged")
def _judged(said: Said, scene: Scene) -> None:
    if scene.settings.is_own:
        points = sides(scene)[0][0].trained.points
        kind, n = (
            ("validation", points.validation) if len(points.validation) else ("training", points.training)
        )
        assert f"the {len(n):,} {kind} points" in said.text
    else:
        assert "the same 20,000 fresh points" in said.text


@checks("plane.seeds.ends")
def _ends(said: Said, scene: Scene) -> None:
    stops = [one.trained.run.stop for mine in sides(scene) for one in mine]
    gone = sum(stop is not None and stop.kind == "diverged" for stop in stops)
    early = sum(stop is not None and stop.kind not in ("done", "diverged") for stop in stops)
    for n, words in ((gone, "runs diverged"), (early, "stopped early|runs stopped early")):
        found = re.search(rf"(\d+) of {len(stops)} (?:{words})", said.text)
        assert (int(found[1]) if found else 0) == n


@checks("plane.seeds.moment")
def _moment(said: Said, scene: Scene) -> None:
    wanted = state(scene, "epochs")[state(scene, "moment")]
    assert said.text == f"Maps: epoch {wanted:,g} of {scene.settings.epochs:,}"


@checks("plane.seeds.alike", "plane.seeds.map", "plane.seeds.spoken")
def _alike(said: Said, scene: Scene) -> None:
    text = said.text or " ".join(said.attributes)
    epoch, side = state(scene, "epochs")[state(scene, "moment")], state(scene, "side")
    left, right, bottom, top = scene.settings.extent
    x, y = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
    grid, shares = np.column_stack([x.ravel(), y.ravel()]), []
    for mine in sides(scene):
        nets = [
            (one.trained, truth.params_at(one.trained, min(epoch, one.trained.run.epoch))) for one in mine
        ]
        said_by = np.array([answers(trained, params, grid) for trained, params in nets])
        shares.append(float((said_by == said_by[0]).all(axis=0).mean()))
    for number in re.findall(r"All 20 alike on (\d+\.\d) %", text):
        assert any(abs(float(number) - 100 * share) < 0.15 for share in shares), (text, shares)
    if said.name == "plane.seeds.spoken":
        assert len(re.findall("All 20 alike", text)) == len(shares)
    if said.name == "plane.seeds.spoken":
        assert text.count("dotted elsewhere") == sum(share < 1 for share in shares)


@checks("plane.seeds.band", "plane.seeds.bands")
def _bands(said: Said, scene: Scene) -> None:
    text = said.text or " ".join(said.attributes)
    assert f"range and median of {N} runs" in text
    if said.name == "plane.seeds.band":
        return
    all_sides = sides(scene)
    for name, low, high, median in re.findall(
        r"([^;:.]+): (\d+\.\d+) to (\d+\.\d+), median (\d+\.\d+)", text
    ):
        which = "training" if name.strip().endswith("training") else "validation"
        names = [n.lower() for n in scene.settings.names()] if len(all_sides) > 1 else []
        mine = (
            all_sides[names.index(name.replace("At the end", "").strip().lower())] if names else all_sides[0]
        )
        ends = [float(getattr(one.trained.run.history, f"{which}_error")[-1]) for one in mine]
        for shown, value in ((low, min(ends)), (high, max(ends)), (median, float(np.median(ends)))):
            assert abs(float(shown) - value) <= 0.0006 + 0.01 * value, (text, ends)


@checks("plane.seeds.dots", "plane.seeds.open")
def _dots(said: Said, scene: Scene) -> None:
    pairs = len(sides(scene)) > 1
    if said.name == "plane.seeds.open":
        assert said.text == ("Open this pair" if pairs else "Open this run")
        return
    assert ("pairs joined" in said.text) == pairs
    assert said.text.startswith("Error on the " if scene.settings.is_own else "True error of each run")


@checks("plane.seeds.run")
def _run(said: Said, scene: Scene) -> None:
    found = re.match(r"Run (\d+), seeds: (?:points (\d+), )?weights (\d+), batches (\d+): (.+)", said.text)
    assert found
    row = [mine[int(found[1]) - 1] for mine in sides(scene)]
    settings = row[0].settings
    assert (int(found[3]), int(found[4])) == (settings.init_seed, settings.order_seed)
    assert found[2] is None if settings.is_own else int(found[2]) == settings.data_seed
    assert all(map(near, re.findall(r"(\d+\.\d) % wrong", found[5]), [one.wrong for one in row]))


@checks("plane.seeds.inputs")
def _inputs(said: Said, scene: Scene) -> None:
    """Of one network, or of each of two that has other inputs than the coordinates, behind its name."""
    networks = scene.settings.networks() if hasattr(scene.settings, "networks") else [scene.settings]
    derived = [one for one in networks if tuple(one.inputs) != ("x1", "x2")]
    assert derived
    for one in derived:
        start = "The boundary between" if one.depth == 0 else "The zero line of"
        (text,) = [part for part in re.findall(rf"{start}[^.]+\.", said.text) if listed(one.inputs) in part]
        assert_lines(text, one.inputs, one.depth)
