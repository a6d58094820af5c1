"""Checks of what the page ``twin`` says, by the moment's weights and a forward pass of plain NumPy in float64."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import Page

from datasets import point_table, toy
from tests.browser.referee import frozen, twin_wall  # noqa: F401  its checks are declared when it is imported
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import TITLES, assert_lines
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import cross_entropy, scores_of, softmax
from tests.browser.referee.twin_moment import (
    Shown,
    epoch_words,
    near,
    place_of,
    shown_in,
    truth_words,
)
from tests.browser.waiting import wait_for
from ui.lecture.scenes import SCENES
from ui.plane import runs
from ui.plane.run_settings import RegionSettings

DRAWN = point_table.to_text(toy.draw("rings", size=60, seed=4).training)

LINKS: tuple[str, ...] = (
    "/twin?truth=1&data=moons&noise=.45&points=100&data_seed=3&depth=1&units=8&epochs=150&at=150",
    "/twin?data=lecture&truth=1&at=250",
    "/twin?at=40&spot=1.5,-2",
    "/twin?data=blobs&points=100&a_depth=1&a_units=8&units=8&epochs=60&at=60",
    "/twin?data=lecture&l2=1&start=He+normal&epochs=60&at=60",
    "/twin?a_depth=2&a_rule=gradient+descent&a_rate=100&a_activation=relu&a_start=large+(±4)&epochs=60&at=60",
    "/twin?a_depth=1&depth=1&frozen=hidden&data=rings&epochs=60&at=60",
    "/twin?a_depth=2&a_frozen=2&depth=2&frozen=hidden,out&l2=0.001&epochs=40&at=40&truth=1",
    "/twin?a_depth=1&view=seeds&depth=1&frozen=hidden&epochs=40&points=60",
    "/twin?patience=5&epochs=400&at=400&points=60",
    "/twin?data=rings&a_inputs=x1x1,x2x2&depth=1&epochs=60&at=60&truth=1",
    f"/twin?data=own&drawn={DRAWN}&truth=1&validation=none&epochs=60&at=60",
    "/twin?data=own",
    "/twin?view=seeds&epochs=40&points=60",
    "/twin?view=seeds&data=lecture&epochs=40&points=60&vary=weights,batches",
    "/twin?view=wall&at=250",
    "/twin?view=wall&at=40",
    "/twin?view=wall&data=lecture&truth=1&epochs=100&at=100",
    "/twin?view=wall&depths=0,2&data=rings&points=60&patience=5&epochs=200&at=200",
    "/twin?view=wall&depths=1&kinds=tanh&epochs=30&at=30&truth=1",
    "/twin?view=wall&rule=gradient+descent&rate=100&start=large+(±4)&kinds=tanh,relu&epochs=60&at=60",
    f"/twin?view=wall&data=own&drawn={DRAWN}&epochs=40&at=40&kinds=relu",
)


def settle(page: Page) -> None:
    """Wait until the runs have been trained, the moment stands, and its true errors have come."""
    page.locator(
        ".twin.part, .wall.part, .seeds.part, [class*='says-plane-headline-too_few']"
    ).first.wait_for()
    if page.locator(".seeds.part").count():
        wait_for(page.locator(".seeds.part"), "p.state.n_done === 20", "const p = root.seeds;")
    for name in ("twin", "wall"):
        root = page.locator(f".{name}.part")
        if root.count():
            player = f"const p = root.{name};"
            wait_for(root, "p.run.finished && !p.playback.playing && p.pictures", player)
            wait_for(root, "!p.run.truth || p.judge.at(p.playback.moment)", player)
            page.locator(".headline:not(:empty)").first.wait_for(state="attached")


def shape_words(shown: Shown, i: int) -> str:
    """Widths and activations of a network, as the settings have them."""
    settings = shown.settings
    first = i == 0
    depth = settings.a_depth if first else settings.depth
    units = list(settings.a_units if first else settings.units)
    kinds = list(settings.a_activation if first else settings.activation)
    units, kinds = [(given + [given[-1]] * depth)[:depth] for given in (units, kinds)]  # type: ignore[operator]
    inputs = list(settings.a_inputs if first else settings.inputs)
    n = len(inputs)
    assert shown.nets[i].sizes == [n, *units, 3]
    assert shown.nets[i].activations == kinds
    while len(kinds) > 1 and kinds[-1] == kinds[-2]:
        kinds.pop()
    words = "-".join({"relu": "ReLU"}.get(kind, kind) for kind in kinds)
    on = "" if inputs == ["x1", "x2"] else f" on {', '.join(TITLES[name] for name in inputs)}"
    on = f" on {n} inputs" if n > 3 else on
    return f"{'-'.join(map(str, [n, *units, 3]))}{f' {words}' if words else ''}{on}"


def name_of(shown: Shown, i: int) -> str:
    """The name of a network, which fits what it is."""
    name, is_single = shown.nets[i].name, len(shown.nets[i].sizes) == 2
    shapes = [shape_words(shown, k) for k in (0, 1)]
    as_drawn = [frozen.name_of(held(shown, k)) for k in (0, 1)]
    kind, _, on = name.partition(" on ")
    if kind in ("Single layer", "Multi-layer"):
        assert is_single == (kind == "Single layer")
        assert on == shapes[i].partition(" on ")[2]
    elif name == "Output weights only":
        assert as_drawn[i] == name.lower()
    elif name in ("First network", "Second network"):
        assert shapes[0] == shapes[1]
    else:
        assert name.startswith(shapes[i])
        if as_drawn[0] != as_drawn[1]:
            assert name.endswith(f"({as_drawn[i]})" if as_drawn[i] else shapes[i])
        assert len(shown.nets[0].sizes) > 2 or not is_single
    return name


def held(shown: Shown, i: int) -> frozen.Held:
    """What of a network has not moved since epoch 0; where nothing is to stay as drawn, nothing is asked."""
    net = shown.nets[i]
    if not (shown.settings.frozen if i else shown.settings.a_frozen):
        return [(False, False)] * (len(net.sizes) - 1)
    return frozen.held_of(net.first_params, net.params, net.sizes)


@checks("twin.frozen")
def _frozen(said: Said, scene: Scene) -> None:
    shown, rest = shown_in(scene), said.text
    for i in (1, 0):
        if any(any(both) for both in held(shown, i)):
            rest, _, words = rest.rpartition(f"{shown.nets[i].name}: ")
            first = scene.settings.a_l2 is not None and i == 0
            l2 = scene.settings.a_l2 if first else scene.settings.l2
            frozen.assert_sentence(words.strip(), held(shown, i), shown.nets[i].sizes, l2)
    assert rest.strip() == ""


@checks("twin.inputs")
def _inputs(said: Said, scene: Scene) -> None:
    """Behind each network's name what its own inputs do; nothing where it has the coordinates."""
    shown, rest = shown_in(scene), said.text
    for i in (1, 0):
        names = shown.settings.inputs if i else shown.settings.a_inputs
        if tuple(names) != ("x1", "x2"):
            rest, _, words = rest.rpartition(f"{shown.nets[i].name}: ")
            assert_lines(words.strip(), names, len(shown.nets[i].activations))
    assert rest.strip() == ""


def differing(shown: Shown) -> float:
    """Share of the map, on a lattice of points of its own, on which the answers differ."""
    left, right, bottom, top = shown.extent
    shares = (np.arange(401) + 0.5) / 401
    x, y = np.meshgrid(left + shares * (right - left), bottom + shares * (top - bottom))
    places = np.column_stack([x.ravel(), y.ravel()])
    one, other = (net.answers(places) for net in shown.nets)
    return float((one != other).mean())


def assert_differing(text: str, shown: Shown) -> None:
    share = 100 * differing(shown)
    if text == "< 1 %":
        assert 0 < share < 0.9
    elif text == "> 99 %":
        assert 99.1 < share < 100
    else:
        found = re.fullmatch(r"(\d+) %", text)
        assert found, text
        assert abs(int(found[1]) - share) < 0.9, (text, share)


# The headline.


@checks("twin.headline.both")
def _both(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    first, second = (name_of(shown, i) for i in (0, 1))
    apart = {
        f"{first} {one}, {second[0].lower()}{second[1:]} {other} of {shown.the_counted} right"
        for one in shown.shares(0)
        for other in shown.shares(1)
        if one != other
    }
    alike = {f"Both get {one} of {shown.the_counted} right" for one in shown.shares(0) & shown.shares(1)}
    assert said.text in apart | alike, (said.text, apart, alike)


def assert_true(said: Said, shown: Shown, start: str) -> float:
    """Assert both true shares in a headline, and give the gain of the second network."""
    assert shown.at_end
    found = re.fullmatch(rf"{start}: ([\d.]+)(?: and ([\d.]+))? % of 20,000 fresh points right", said.text)
    assert found, said.text
    wrong = [shown.true_wrong(i) for i in (0, 1)]
    for text, share in zip((found[1], found[2] or found[1]), wrong, strict=True):
        assert near(1 - float(text) / 100, share, 20_000)
    return wrong[0] - wrong[1]


@checks("twin.headline.nothing")
def _nothing(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    assert [len(net.sizes) > 2 for net in shown.nets] == [False, True]
    assert -0.04 < assert_true(said, shown, "The hidden layers gain nothing here") < 0.01


@checks("twin.headline.alike")
def _alike(said: Said, scene: Scene) -> None:
    assert abs(assert_true(said, shown_in(scene), "Both do as well")) < 0.01


@checks("twin.headline.cannot")
def _cannot(said: Said, scene: Scene) -> None:
    """The other network does better, and others can: the best boundary. What lines can do at best is in other tests."""
    shown = shown_in(scene)
    wrong = [shown.true_wrong(i) for i in (0, 1)]
    assert said.text.startswith("Straight lines cannot ")
    assert [len(net.sizes) > 2 for net in shown.nets] == [False, True]
    assert wrong[0] > 0.09
    assert wrong[0] - wrong[1] > 0.02
    assert shown.bayes < 0.11
    assert shown.at_end


@checks("twin.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    """The same runs, trained here, come to a loss that is no finite number."""
    shown = shown_in(scene)
    gone = [net.within for net in shown.nets if net.stop_kind == "diverged"]
    trained = [runs.regions_run(network) for network in shown.settings.networks()]
    for net, one in zip(shown.nets, trained, strict=True):
        one.run.advance(10**9)
        assert (one.run.n_steps < shown.n_epochs * shown.steps) == (net.stop_kind == "diverged")
    where = " in both networks" if len(gone) == 2 else f" ({gone[0]})"
    assert said.text == f"Training diverged{where}"


@checks("twin.headline.rose")
def _rose(said: Said, scene: Scene) -> None:
    shown, points = shown_in(scene), shown_in(scene).points.training
    assert shown.at_end
    gone = []
    for net in shown.nets:
        losses = [
            cross_entropy(scores_of(layers, net.activations, points.inputs), points.labels)
            for layers in (type(net)(**{**vars(net), "params": net.first_params}).layers, net.layers)
        ]
        if losses[1] > losses[0]:
            gone.append(net.within)
    which = "both networks" if len(gone) == 2 else gone[0]
    assert said.text == f"The training loss has risen: it ends above its beginning ({which})"


# Above and below each map.


@checks("twin.share")
def _share(said: Said, scene: Scene) -> None:
    shown, i = shown_in(scene), place_of(said, scene)
    start = f"{name_of(shown, i)}of {shown.counted} right, {shape_words(shown, i)}"
    assert said.text in {start + share for share in shown.shares(i)}, said.text


@checks("twin.difference")
def _difference(said: Said, scene: Scene) -> None:
    start = "Where they differof the map, a stripe for each answer"
    assert said.text.startswith(start)
    assert_differing(said.text.removeprefix(start), shown_in(scene))


@checks("twin.facts")
def _facts(said: Said, scene: Scene) -> None:
    """Size and work are counted; the time of an epoch was measured where the page runs, and is only bounded."""
    shown, i = shown_in(scene), place_of(said, scene)
    net = shown.nets[i]
    work = sum(weights.size for weights, _ in net.layers)
    start = f"{net.n_params:,} parameters, {work:,} multiply-adds a point"
    assert said.text.startswith(start), said.text
    rest = said.text.removeprefix(start)
    timed = re.match(r", ([\d.]+) ms/epoch", rest)
    if timed:
        assert 0 < float(timed[1]) < 60_000
        assert abs(float(timed[1]) - 1_000 * net.seconds) <= 0.051 * float(timed[1])
        rest = rest.removeprefix(timed[0])
    if not shown.settings.truth:
        assert rest == ""
        return
    shares = re.findall(r"(training|validation|true) ([\d.]+ %)", rest)
    assert rest == "wrong: " + ", ".join(f"{kind} {share}" for kind, share in shares)
    sets = [kind for kind in ("training", "validation") if len(getattr(shown.points, kind))]
    assert [kind for kind, _ in shares] == sets + (["true"] if shown.settings.data != "own" else [])
    for kind, share in shares:
        if kind == "true":
            assert near(float(share[:-2]) / 100, shown.true_wrong(i), 200_000)
        else:
            assert share in shown.wrongs(i, kind)


@checks("twin.bayes")
def _bayes(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if not shown.settings.truth:
        assert said.text == ""
    elif shown.settings.data == "own":
        assert said.text == "The truth of drawn points is unknown: there is no source to ask."
    else:
        found = re.fullmatch(r"Bayes error ([\d.]+) %: a smaller true error is chance\.", said.text)
        assert found, said.text
        assert near(float(found[1]) / 100, shown.bayes, 200_000)
        assert min(shown.true_wrong(i) for i in (0, 1)) > shown.bayes - 0.002


@checks("twin.map")
def _map(said: Said, scene: Scene) -> None:
    shown, i = shown_in(scene), place_of(said, scene)
    (label,) = (text for text in said.attributes if text.endswith("Arrow keys move the cross-hair."))
    text = label.removesuffix(" Arrow keys move the cross-hair.")
    if text == "The points; the regions are covered until the answer is revealed.":
        place = ("first", "second", "apart")[i]
        later = SCENES[parse_qs(urlsplit(scene.link).query)["scene"][0]].questions[1:]
        assert any(f"regions-{place}" in (question.covers or ()) for question in later)
        return
    if i == 2:
        found = re.fullmatch(r"Where the two networks differ: (.+) of the map\.", text)
        assert found, text
        assert_differing(found[1], shown)
        return
    start = f"Decision regions, {shown.nets[i].within}: "
    assert text.startswith(start)
    assert_does(text.removeprefix(start), shown, i)


def assert_does(text: str, shown: Shown, i: int) -> None:
    """Assert how well a network does, in a clause with a full stop."""
    found = re.fullmatch(rf"([\d.]+ %) of {shown.counted} right, loss (.+)\.", text)
    assert found, text
    assert found[1] in shown.shares(i)
    assert shown.is_loss(found[2], i, shown.kind)


@checks("twin.values")
def _values(said: Said, scene: Scene) -> None:
    """Each network's z and y at the cross-hair; on the third map both answers."""
    shown, which = shown_in(scene), place_of(said, scene)
    assert shown.place is not None
    scores = [scores_of(net.layers, net.activations, [shown.place])[0] for net in shown.nets]
    cells = [
        re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", said.html, re.DOTALL)
    ]
    if which == 2:
        pairs = zip(shown.nets, scores, strict=True)
        assert cells == [text for net, z in pairs for text in (net.within, str(int(z.argmax()) + 1))]
        return
    place = "".join(f"x{k} {written:.2f}".replace("-", "−") for k, written in enumerate(shown.place, start=1))
    start = re.sub(
        r"\s+",
        "",
        re.sub("<[^>]*>", "", said.html.partition("<table>")[0].replace("&emsp;", "").replace("&ensp;", "")),
    )
    assert start == place.replace(" ", ""), start
    for k, (z, y) in enumerate(zip(scores[which], softmax(scores[which]), strict=True)):
        name, sum_, answer = cells[3 * k : 3 * k + 3]
        assert name == str(k + 1)
        assert abs(float(sum_.replace("−", "-")) - z) < 0.00505 + 1e-4 * abs(z)
        assert abs(float(answer) - y) < 0.00055


# The panel.


@checks("twin.readout.epoch")
def _epoch(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    batch = round((shown.epoch % 1) * shown.steps)
    small = f"batch {batch} of {shown.steps}" if batch else f"of {shown.n_epochs:,}"
    assert said.text == f"Epoch{int(shown.epoch + 1e-6):,} {small}"
    has_curves = shown.playheads or not ("stage=1" in scene.link or "scene=" in scene.link)
    assert not has_curves or set(shown.playheads) == {epoch_words(shown.epoch)}
    assert shown.n_epochs == shown.settings.epochs


@checks("twin.readout.loss")
def _loss(said: Said, scene: Scene) -> None:
    shown, i = shown_in(scene), place_of(said, scene)
    found = re.fullmatch(
        rf"Loss, {re.escape(shown.nets[i].within)}(.+) training\s+(.+) validation", said.text
    )
    assert found, said.text
    assert shown.is_loss(found[1], i, "training")
    assert shown.is_loss(found[2], i, "validation")


def stop_words(shown: Shown, i: int) -> str:
    """Why a run has ended, as far as it has at this moment; each reason is so of the same run, trained here."""
    net, settings = shown.nets[i], shown.settings.networks()[i]
    if shown.epoch < net.reached - 1e-6:
        return ""
    run = trained(settings).run
    if net.stop_kind == "diverged":
        gone = run.epoch + 1 / shown.steps
        assert run.n_steps < shown.n_epochs * shown.steps
        rate = settings.rate
        return (
            f"diverged at epoch {np.ceil(gone - 1e-9):.4g}: the loss is no longer finite. "
            f"The learning rate is {rate:.3g}: try {rate / 10:.3g}."
        )
    if net.stop_kind == "patience":
        errors = run.history.validation_error
        assert run.history.epoch[-1] - run.history.epoch[int(errors.argmin())] == settings.patience
        return f"finished: no new minimum of the validation loss for {settings.patience} epochs."
    assert net.reached == shown.n_epochs
    return f"finished: {shown.n_epochs} epoch{'' if shown.n_epochs == 1 else 's'}."


def trained(settings: RegionSettings) -> runs.Trained:
    one = runs.regions_run(settings)
    one.run.advance(10**9)
    return one


@checks("twin.status")
def _status(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    first, second = shown.settings.networks()
    for shared in ("data", "points", "noise", "data_seed", "centres", "batch", "order_seed", "epochs"):
        assert getattr(first, shared) == getattr(second, shared)
    assert said.text.strip() == status_words(said.text, shown).strip(), (
        said.text,
        status_words(said.text, shown),
    )


def status_words(text: str, shown: Shown) -> str:
    stops = [stop_words(shown, i) for i in (0, 1)]
    if stops[0] and stops[0] == stops[1]:
        state = f"Both: {stops[0]}"
    else:
        state = " ".join(f"{net.name}: {stop}" for net, stop in zip(shown.nets, stops, strict=True) if stop)
    truth = (
        "" if shown.settings.data == "own" else truth_words(shown, text)
    )  # else it stands below the third map
    parts = ("Same points, same batches, one clock.", state, truth)
    return " ".join(part for part in parts if part)


@checks("twin.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    heading = next(
        one.text
        for one in scene.reading.said
        if "headline" in one.name or one.name == "lecture.instead" or one.name.startswith("plane.story")
    )
    status = next(one.text for one in scene.reading.said if one.name == "twin.status")
    start = f"{heading}. Epoch {epoch_words(shown.epoch)} of {shown.n_epochs}. "
    assert said.text.startswith(start), said.text
    rest = said.text.removeprefix(start)
    first, second = (re.escape(net.name) for net in shown.nets)
    found = re.fullmatch(
        rf"{first}: (.+?, loss \S+\.) {second}: (.+?, loss \S+\.) They answer differently on (.+?) of the map\.(.*)",
        rest,
        re.DOTALL,
    )
    assert found, rest
    for i in (0, 1):
        assert_does(found[i + 1], shown, i)
    assert_differing(found[3], shown)
    state = status.removeprefix("Same points, same batches, one clock.")
    assert found[4].strip() == state.strip()
