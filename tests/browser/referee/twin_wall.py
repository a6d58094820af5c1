"""Checks of what the wall of the page ``twin`` says, by the moment's weights and plain NumPy in float64."""

import re

import numpy as np

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import listed
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import cross_entropy, scores_of
from tests.browser.referee.twin_moment import (
    N_FRESH,
    Shown,
    epoch_words,
    near,
    place_of,
    shown_in,
    truth_words,
)
from ui.plane import runs

TAIL = (
    r"(; (?P<diverged>\d+) of \d+ diverged)?"
    r"(; (?P<whose>its training loss|the training loss of (?P<rose>\d+) of \d+) rose)?"
)

SHARES = r"(?P<low>[\d.]+)(?: to (?P<high>[\d.]+))? % of (?P<points>.+?) right"


def name_of(shown: Shown, i: int) -> str:
    """The name of a network, from the settings: a row for each activation, in it the depths from left to right."""
    settings = shown.settings
    depth, kind = int(settings.depths[i % len(settings.depths)]), settings.kinds[i // len(settings.depths)]
    units = list(settings.units)
    assert shown.nets[i].sizes == [2, *(units + [units[-1]] * depth)[:depth], 3]
    assert shown.nets[i].activations == [kind] * depth
    layers = f"{depth or 'no'} hidden layer{'s' if depth > 1 else ''}"
    return f"{layers}, {'ReLU' if kind == 'relu' else kind}" if depth else layers


def all_words(shown: Shown) -> str:
    n, name = len(shown.nets), name_of(shown, 0)
    return f"{name[0].upper()}{name[1:]}:" if n == 1 else "Both get" if n == 2 else f"All {n} get"


def assert_shares(found: re.Match[str], shown: Shown, those: list[int]) -> None:
    """Assert the least and the most share of some networks, on the points that are named."""
    texts = (found["low"], found["high"] or found["low"])
    if found["points"] == "20,000 fresh points":
        assert shown.at_end
        wrong = [shown.true_wrong(i) for i in those]
        assert near(1 - float(texts[0]) / 100, max(wrong), 20_000)
        assert near(1 - float(texts[1]) / 100, min(wrong), 20_000)
        return
    assert found["points"] == shown.the_counted
    shares = [[float(share[:-2]) for share in shown.shares(i)] for i in those]
    assert min(map(min, shares)) <= float(texts[0]) <= min(map(max, shares))
    assert max(map(min, shares)) <= float(texts[1]) <= max(map(max, shares))


def assert_tail(found: re.Match[str], shown: Shown) -> None:
    """Assert how many diverged, and of how many the loss rose."""
    if not shown.at_end:
        assert found["diverged"] is found["whose"] is None
        return
    gone = [net.stop_kind == "diverged" for net in shown.nets]
    assert gone == diverged_here(shown)
    assert int(found["diverged"] or 0) == sum(gone)
    points, rose = shown.points.training, 0
    for net, is_gone in zip(shown.nets, gone, strict=True):
        before = type(net)(**{**vars(net), "params": net.first_params}).layers
        losses = [
            cross_entropy(scores_of(layers, net.activations, points.inputs), points.labels)
            for layers in (before, net.layers)
        ]
        rose += not is_gone and losses[1] > losses[0]
    assert int(found["rose"] or bool(found["whose"])) == rose


def diverged_here(shown: Shown) -> list[bool]:
    """Which of the same runs, trained here, end before their last epoch with a loss that is no number."""
    ends = []
    for settings in shown.settings.wall():
        one = runs.regions_run(settings, 61)
        one.run.advance(10**9)
        stop = one.run.stop
        ends.append(stop is not None and stop.kind == "diverged")
    return ends


@checks("wall.inputs")
def _inputs(said: Said, scene: Scene) -> None:
    """Which inputs all networks have, where these are not the coordinates."""
    names = list(scene.settings.inputs)
    assert said.text == ("" if names == ["x1", "x2"] else f"Inputs of all networks: {listed(names)}.")


@checks("wall.headline.range")
def _range(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    found = re.fullmatch(f"{re.escape(all_words(shown))} {SHARES}{TAIL}", said.text)
    assert found, said.text
    assert_shares(found, shown, list(range(len(shown.nets))))
    assert_tail(found, shown)
    assert not any(shown.framed)
    if shown.at_end and found["points"] == "20,000 fresh points":
        wrong = [shown.true_wrong(i) for i in range(len(shown.nets))]
        assert max(wrong) - min(wrong) < 0.025


@checks("wall.headline.best", "wall.headline.several", "wall.headline.standing")
def _best(said: Said, scene: Scene) -> None:
    """None of the others does better on fresh points of one's own; those that are framed are about as good."""
    shown = shown_in(scene)
    best = [i for i, is_framed in enumerate(shown.framed) if is_framed]
    names = {
        "wall.headline.best": f"Best: {name_of(shown, best[0])},",
        "wall.headline.several": f"Best: {len(best)} of {len(shown.nets)},",
        "wall.headline.standing": f"Not diverged: {name_of(shown, best[0])},",
    }
    found = re.fullmatch(f"{re.escape(names[said.name])} {SHARES}{TAIL}", said.text)
    assert found, said.text
    assert shown.at_end
    assert (len(best) > 1) == (said.name == "wall.headline.several")
    assert_shares(found, shown, best)
    assert_tail(found, shown)
    standing = [i for i, net in enumerate(shown.nets) if net.stop_kind != "diverged"]
    assert set(best) <= set(standing)
    if said.name == "wall.headline.standing":
        assert standing == best
    elif shown.settings.data != "own":
        wrong = [shown.true_wrong(i) for i in standing]
        assert min(wrong) > min(shown.true_wrong(i) for i in best) - 0.002
        assert max(shown.true_wrong(i) for i in best) < min(wrong) + 0.025


@checks("wall.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    n = len(shown.nets)
    assert all(diverged_here(shown))
    where = {1: "", 2: " in both networks"}.get(n, f" in all {n} networks")
    assert said.text == f"Training diverged{where}"


def end_words(shown: Shown, i: int) -> str:
    """Where a run ended early, as far as it has at this moment."""
    net = shown.nets[i]
    if shown.epoch < net.reached - 1e-6 or net.stop_kind == "done":
        return ""
    one = runs.regions_run(shown.settings.wall()[i], 61)
    one.run.advance(10**9)
    assert one.run.n_steps < shown.n_epochs * shown.steps
    if net.stop_kind == "diverged":
        epoch = one.run.epoch + 1 / shown.steps
        return f"diverged at epoch {epoch_words(float(np.ceil(epoch - 1e-9)))}"
    errors = one.run.history.validation_error
    assert one.run.history.epoch[-1] - one.run.history.epoch[int(errors.argmin())] == shown.settings.patience
    return f"stopped at epoch {epoch_words(float(one.run.epoch))}"


@checks("wall.cell")
def _cell(said: Said, scene: Scene) -> None:
    shown, i = shown_in(scene), place_of(said, scene)
    end = end_words(shown, i)
    what = end or f"{shown.nets[i].n_params:,} parameters"
    found = re.fullmatch(rf"([\d.]+ %){re.escape(what)}(wrong.*)?", said.text)
    assert found, said.text
    assert found[1] in shown.shares(i)
    ended = end and f", {end}"
    among = ", among the best" if shown.framed[i] else ""
    label = f"{name_of(shown, i)}: {found[1]} of {shown.counted} right{ended}{among}. Set beside the single layer."
    assert shown.labels[i] == label
    if not shown.settings.truth:
        assert not found[2]
        return
    shares = re.findall(r"([\d.]+ %)(training|validation|true)", found[2])
    assert found[2] == "wrong" + "".join(share + kind for share, kind in shares)
    sets = [kind for kind in ("training", "validation") if len(getattr(shown.points, kind))]
    assert [kind for _, kind in shares] == sets + (["true"] if shown.settings.data != "own" else [])
    for share, kind in shares:
        if kind == "true":
            assert near(float(share[:-2]) / 100, shown.true_wrong(i), N_FRESH)
        else:
            assert share in shown.wrongs(i, kind)


@checks("wall.parameters")
def _parameters(said: Said, scene: Scene) -> None:
    shown, column = shown_in(scene), place_of(said, scene)
    n_columns = len(shown.settings.depths)
    assert {f"{net.n_params:,} parameters" for net in shown.nets[column::n_columns]} == {said.text}


@checks("wall.curves")
def _curves(said: Said, scene: Scene) -> None:
    """The curve in ink is of a network that gets most right, or at the end of one of the best."""
    shown = shown_in(scene)
    start = f"Epoch {epoch_words(shown.epoch)} of {shown.n_epochs:,} Accuracy of {shown.counted}, in ink: "
    assert said.text.startswith(start), said.text
    name = said.text.removeprefix(start)
    those = [i for i in range(len(shown.nets)) if name_of(shown, i) == name]
    if any(shown.framed):
        assert any(shown.framed[i] for i in those)
    elif not shown.at_end:
        most = max(max(map(float, (s[:-2] for s in shown.shares(i)))) for i in range(len(shown.nets)))
        assert any(f"{most:.1f} %" in shown.shares(i) for i in those)
    assert those
    has_curves = shown.playheads or not ("stage=1" in scene.link or "scene=" in scene.link)
    assert not has_curves or set(shown.playheads) == {epoch_words(shown.epoch)}


@checks("wall.status")
def _status(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    clock = "" if shown.settings.truth else "Same points, same batches, one clock. "
    truth = truth_words(shown, said.text)
    assert said.text.strip() == f"{clock}Pick a map to set it beside the single layer. {truth}".strip()
    cells = shown.settings.wall()
    for shared in ("data", "points", "noise", "data_seed", "centres", "batch", "order_seed", "epochs"):
        assert len({getattr(one, shared) for one in cells}) == 1


@checks("wall.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    heading = next(
        one.text for one in scene.reading.said if "headline" in one.name or one.name == "lecture.instead"
    )
    start = (
        f"{heading}. Epoch {epoch_words(shown.epoch)} of {shown.n_epochs}. Most of {shown.counted} right: "
    )
    assert said.text.startswith(start), said.text
    share, _, who = said.text.removeprefix(start).partition("%, ")
    all_shares = [{float(one[:-2]) for one in shown.shares(i)} for i in range(len(shown.nets))]
    most = float(share)
    assert max(map(min, all_shares)) <= most <= max(map(max, all_shares))
    leaders = [i for i, mine in enumerate(all_shares) if most in mine]
    counted = re.fullmatch(r"(\d+) of (\d+) networks\.", who)
    if counted:
        surely = sum(mine == {most} for mine in all_shares)
        assert surely <= int(counted[1]) <= len(leaders)
        assert int(counted[2]) == len(shown.nets)
    else:
        assert who.removesuffix(".") in {name_of(shown, i) for i in leaders}
