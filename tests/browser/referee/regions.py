"""Checks of what the page ``regions`` says, by the moment's weights and a forward pass of plain NumPy in float64."""

import re
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

from datasets import point_table, toy
from datasets.points import Points, Split, hold_out_every
from tests.browser.referee import (  # noqa: F401  checks are declared at import
    frozen,
    landscape,
    regions_by_hand,
    regions_space,
    regions_worth,
    seeds,
    story,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.derived import assert_lines, titles
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import (
    Layers,
    cross_entropy,
    layers_of,
    right_counts,
    scores_of,
    sums_and_answers,
)
from tests.browser.referee.regions_moment import Shown, epoch_words, shown_in
from tests.browser.waiting import wait_for
from ui.plane import runs

DRAWN = point_table.to_text(toy.draw("rings", size=60, seed=4).training)
ONE_HELD_OUT = point_table.to_text(
    Points(np.array([[-1.0, 0], [-2, 0], [-3, 0], [-4, 0], [1, 0]]), np.array([0, 0, 0, 0, 1]))
)

LINKS: tuple[str, ...] = (
    "/?code=whole+run&rate=1&batch=10&epochs=30&activation=relu",
    "/?code=course+loop&epochs=20&activation=relu&past=8:0.02:tanh",
    "/?at=100&look=pieces",
    "/?at=48",
    "/?view=seeds&epochs=40&points=60&code=course+loop&inputs=x1x1,x2x2&depth=0",
    "/?view=landscape&epochs=40&points=60&code=PyTorch&inputs=x1,x1x2&rival=2&at=40",
    "/?data=rings&activation=relu&at=17",
    "/?view=seeds&epochs=60&points=60",
    "/?view=seeds&epochs=40&points=60&batch=16&vary=batches&patience=3&at=10",
    "/?view=seeds&epochs=30&points=60&vary=batches",
    "/?view=seeds&epochs=30&points=60&rule=gradient+descent&l2=1&rate=100",
    "/?view=landscape&epochs=60&at=20",
    "/?view=landscape&epochs=60&points=60&rival=2&at=60",
    "/?view=landscape&epochs=60&depth=0&rival=2&at=60",
    "/?view=landscape&directions=weights&across=2-3-4&upwards=3-2-0&epochs=60&at=30",
    "/?view=landscape&rule=gradient+descent&l2=1&rate=100&activation=relu&depth=4&epochs=50&at=50",
    "/?at=250&truth=1",
    "/?depth=0&at=250&truth=1",
    "/?data=rings&noise=0.8&depth=0&epochs=60&at=60",
    "/?data=lecture&l2=1&start=He+normal&at=250",
    "/?points=30&noise=0.001&at=250",
    "/?data=checkerboard&depth=1&units=4&epochs=100&points=12&data_seed=7&truth=1&at=100",
    "/?data=lecture&data_seed=14&init_seed=2&depth=1&units=20&epochs=1000&truth=1&at=1000",
    "/?rule=gradient+descent&rate=100&activation=relu&start=large+(±4)&at=250",
    "/?activation=relu&depth=3&rule=gradient+descent&rate=3&at=250",
    "/?activation=relu&depth=2&epochs=60&lines=pieces&at=60",
    "/?look=changed&since=10&epochs=100&at=60",
    "/?past=12:0.05:tanh&epochs=40&off=2-1&unit=2-1&at=30",
    "/?activation=relu&epochs=60&off=1-3,2-5,1-9&off_as=mean&beside=worth&at=60",
    "/?past=12:0.05:tanh&activation=relu&epochs=40&beside=formula&at=20",
    "/?by_hand=1-3-2:0.5,2-1-0:-2,3-1-4:0,1-1-1:0.1&off=1-1&epochs=60&at=30",
    "/?past=12:0.05:tanh:1-3-2:0.5:2-1-0:-2&epochs=40&at=12&by_hand=3-1-0:1.5&cut=1-1-1,2-4-5",
    "/?beside=space&depth=1&units=3&epochs=120&at=120",
    "/?beside=space&epochs=60&at=60",
    "/?beside=space&depth=0&epochs=60&at=60",
    "/?frozen=hidden&epochs=60&at=60",
    "/?frozen=1&epochs=40&beside=worth&at=40",
    "/?frozen=1,2w&l2=0.001&data=rings&depth=2&epochs=200&at=200",
    "/?frozen=hidden,out&depth=1&epochs=30&at=30",
    "/?frozen=hidden&view=seeds&epochs=40&points=60",
    "/?points=60&rate=0.05&patience=10&at=60",
    "/?data=rings&depth=0&inputs=x1x1,x2x2&epochs=120&at=120&truth=1",
    "/?data=xor&depth=1&units=4&inputs=x1,x2,sinx1,abs&activation=relu&lines=pieces&epochs=40&at=40",
    "/?data=rings&depth=0&inputs=x1x1,x2x2,x1x2&beside=space&epochs=40&at=40",
    "/?data=own",
    f"/?data=own&drawn={DRAWN}&epochs=120&at=120&truth=1",
    f"/?data=own&drawn={ONE_HELD_OUT}&epochs=60&at=60",
)


def settle(page: Page) -> None:
    """Wait until the run has been trained, the moment stands, and its true error has come."""
    root = page.locator(".player")
    page.locator(".player, .seeds.part, .landscape.part").first.wait_for()
    if page.locator(".landscape.part").count():
        stands = "Math.abs(p.run.plane.epoch - p.playback.moment.nets[0].epoch) < 1e-3"
        is_there = f"p.run.plane && !p.playback.playing && {stands}"
        wait_for(page.locator(".landscape.part"), is_there, "const p = root.landscape;")
        return
    if page.locator(".seeds.part").count():
        wait_for(page.locator(".seeds.part"), "p.state.n_done === 20", "const p = root.seeds;")
        return
    wait_for(root, "p.run.empty || (p.run.finished && !p.playback.playing && p.map.size)")
    wait_for(root, "!p.run.truth || p.judge.at(p.playback.moment)")
    page.locator(".headline:not(:empty)").first.wait_for(state="attached")


# How well the network does at the moment that is shown.


def points_of(shown: Shown) -> Split:
    settings = shown.settings
    if settings.data == "own":
        points = point_table.from_text(settings.drawn)
        return hold_out_every(points, 4 if settings.validation == "every fourth" else 0)
    return toy.draw(
        settings.data,
        size=settings.n_points,
        noise=settings.noise_level,
        seed=settings.data_seed,
        centres=settings.centres,
    )


def shares(shown: Shown, points: Points) -> set[str]:
    """Percentages of right points, as they may be written."""
    counts = right_counts(scores_of(shown.layers, shown.activations, points.inputs), points.labels)
    return {f"{100 * count / len(points):.1f}" for count in counts}


def right_words(shown: Shown, kind: str) -> set[str]:
    """Clauses about the right points of a set that are so."""
    points: Points = getattr(points_of(shown), kind)
    if len(points) == 1:
        ends = {"0.0": "wrong", "100.0": "right"}
        return {f"the only {kind} point is {ends[share]}" for share in shares(shown, points)}
    return {f"{share} % of the {len(points):,} {kind} points are right" for share in shares(shown, points)}


def held_out(shown: Shown) -> str:
    return "validation" if len(points_of(shown).validation) else "training"


def loss_of(shown: Shown, kind: str, layers: Layers | None = None) -> float:
    points: Points = getattr(points_of(shown), kind)
    scores = scores_of(layers or shown.layers, shown.activations, points.inputs)
    return cross_entropy(scores, points.labels)


def is_loss(text: str, loss: float) -> bool:
    """Three decimals, whole numbers from 100 on, two digits and a power of ten from 10,000 on."""
    if found := re.fullmatch(r"(?:([\d.]+)·)?10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
        power = int(found[2].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
        return loss >= 9_999 and abs(float(found[1] or 1) - loss / 10**power) < 0.051
    return abs(float(text) - loss) < (0.00051 if loss < 100 else 0.51) + 1e-5 * loss


def true_wrong(shown: Shown, n: int = 200_000) -> float:
    """Share of fresh points that are wrong, drawn with another seed than the page's."""
    settings = shown.settings
    source = toy.DATASETS[settings.data].truth(settings.noise_level, settings.centres)
    points = source.draw(n, np.random.default_rng(31_337))
    return float(
        (scores_of(shown.layers, shown.activations, points.inputs).argmax(axis=1) != points.labels).mean()
    )


@cache
def best_wrong(data: str, noise: float, centres: toy.Centres | None) -> float:
    """Share of fresh points that the likeliest class gets wrong."""
    source = toy.DATASETS[data].truth(noise, centres)
    points = source.draw(40_000, np.random.default_rng(4_242))
    return float((source.posterior(points.inputs).argmax(axis=1) != points.labels).mean())


def bayes(shown: Shown) -> float:
    settings = shown.settings
    return best_wrong(settings.data, settings.noise_level, settings.centres)


TITLES = {
    "lecture": "Lecture: three Gaussians",
    "spirals": "Spiral, three arms",
    "rings": "Rings, one inside the other",
    "moons": "Moons, three in a row",
    "checkerboard": "Checkerboard, three by three",
    "xor": "XOR: opposite sectors alike",
    "blobs": "Blobs, equally wide",
    "own": "Own points",
}


@checks("plane.headline.title")
def _title(said: Said, scene: Scene) -> None:
    assert said.text == TITLES[scene.settings.data]


@checks("plane.headline.moment")
def _moment(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    assert said.text in {f"{TITLES[shown.settings.data]}: {w}" for w in right_words(shown, held_out(shown))}


FOLLOWS = {
    "spirals": r"wraps? around the arms",
    "rings": r"closes? around the rings",
    "moons": r"bends? along the moons",
    "checkerboard": r"cuts? out the squares",
    "xor": r"joins? opposite sectors",
}

LAYERS = (
    "No hidden layer",
    "One hidden layer",
    *(f"{n} hidden layers" for n in ("Two", "Three", "Four", "Five", "Six")),
)


@checks("plane.headline.follows")
def _follows(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    layers, as_drawn = LAYERS[len(shown.activations)], frozen.name_of(held(shown))
    layers += f" ({as_drawn})" if as_drawn else ""
    assert re.fullmatch(f"{re.escape(layers)} {FOLLOWS[shown.settings.data]}", said.text)
    assert true_wrong(shown) < 0.11


@checks("plane.headline.cannot")
def _cannot(said: Said, scene: Scene) -> None:
    """Others can: the best boundary of any shape is right. What lines can do at best is in ``test_claims``."""
    shown = shown_in(scene)
    assert said.text.startswith("Straight lines cannot ")
    assert not shown.activations
    assert true_wrong(shown) > 0.09
    assert bayes(shown) < 0.11


@checks("plane.headline.right", "plane.headline.straight")
def _right(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    layers, as_drawn = LAYERS[len(shown.activations)], frozen.name_of(held(shown))
    if not shown.activations:
        layers = f"Straight boundaries{f' ({as_drawn})' if as_drawn else ''}"
    elif as_drawn:
        layers = f"{as_drawn[0].upper()}{as_drawn[1:]}"
    assert said.text in {f"{layers}: {words}" for words in right_words(shown, held_out(shown))}
    assert shown.at_end


def held(shown: Shown) -> frozen.Held:
    """What has not moved since epoch 0; where a run is not to leave anything as drawn, nothing is asked."""
    if not shown.settings.frozen:
        return [(False, False)] * (len(shown.sizes) - 1)
    assert shown.epoch > 0
    return frozen.held_of(shown.first_params, shown.params, shown.sizes)


@checks("plane.headline.inputs")
def _inputs(said: Said, scene: Scene) -> None:
    """Of a single layer on other inputs than the coordinates its share is said, and nothing of straight lines."""
    shown = shown_in(scene)
    names = list(shown.settings.inputs)
    assert names != ["x1", "x2"]
    assert not shown.activations
    on = f"on {titles(names)}" if len(names) <= 3 else f"on {len(names)} inputs"
    as_drawn = frozen.name_of(held(shown))
    opening = f"Single layer {on}{f' ({as_drawn})' if as_drawn else ''}"
    assert said.text in {f"{opening}: {words}" for words in right_words(shown, held_out(shown))}
    assert shown.at_end


@checks("regions.inputs")
def _input_words(said: Said, scene: Scene) -> None:
    """Nothing is said of coordinates; of other inputs which they are, and lines as they are seen on the map."""
    shown = shown_in(scene)
    assert_lines(said.text, shown.settings.inputs, len(shown.activations))


@checks("plane.headline.still")
def _still(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    assert np.array_equal(shown.first_params, shown.params)
    assert said.text in {
        f"Nothing learns: as drawn, {words}" for words in right_words(shown, held_out(shown))
    }


@checks("regions.frozen")
def _frozen(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    frozen.assert_sentence(said.text, held(shown), shown.sizes, shown.settings.l2)


@checks("plane.headline.gap")
def _gap(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    n = len(points_of(shown).validation)
    seconds = shares(shown, points_of(shown).validation)
    assert said.text in {
        f"{first}, {second} % of the {n:,} validation points"
        for first in right_words(shown, "training")
        for second in seconds
    }


@checks("plane.headline.rose")
def _rose(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    assert said.text == "The training loss has risen: it ends above its beginning"
    assert loss_of(shown, "training") > loss_of(shown, "training", shown.first)
    assert shown.at_end


@checks("plane.headline.dead")
def _dead(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    found = re.fullmatch(r"Every unit of layer (\d) is dead", said.text)
    assert found
    sums, _ = sums_and_answers(shown.layers, shown.activations, points_of(shown).training.inputs)
    assert shown.activations[int(found[1]) - 1] == "relu"
    assert (sums[int(found[1]) - 1] <= 1e-6).all()


@checks("plane.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    """The next record after the last finite moment is not finite, and that is all that is said."""
    shown = shown_in(scene)
    found = re.fullmatch(r"From epoch ([\d.]+) on the loss is no finite number", said.text)
    assert found
    assert shown.at_end
    assert shown.epoch < float(found[1]) <= shown.epoch + 1.001
    assert np.isfinite(loss_of(shown, "training"))
    settings = shown.settings
    assert (settings.rule, settings.batch, settings.l2) == ("gradient descent", 0, 0.0)
    assert not one_step_is_finite(shown)


def one_step_is_finite(shown: Shown) -> bool:
    """Whether the scores are finite after a step of plain gradient descent in float32, on all training points."""
    points = points_of(shown).training
    layers = [(w.astype(np.float32), b.astype(np.float32)) for w, b in shown.layers]
    here, inputs = points.inputs.astype(np.float32), []
    with np.errstate(all="ignore"):
        for weights, biases in layers:
            inputs.append(here)
            here = np.maximum(here @ weights.T + biases, 0)
        scores = inputs[-1] @ layers[-1][0].T + layers[-1][1]
        signal = np.exp(scores - scores.max(axis=1, keepdims=True))
        signal /= signal.sum(axis=1, keepdims=True)
        signal[np.arange(len(points)), points.labels] -= 1
        signal /= np.float32(len(points))
        after = []
        for (weights, biases), before in zip(reversed(layers), reversed(inputs), strict=True):
            rate = np.float32(shown.settings.rate)
            after.insert(0, (weights - rate * signal.T @ before, biases - rate * signal.sum(axis=0)))
            signal = (signal @ weights) * (before > 0)
        here = points.inputs.astype(np.float32)
        for weights, biases in after[:-1]:
            here = np.maximum(here @ weights.T + biases, 0)
        return bool(np.isfinite(here @ after[-1][0].T + after[-1][1]).all())


@checks("plane.headline.too_few")
def _too_few(said: Said, scene: Scene) -> None:
    assert said.text == "Add points of at least two classes."
    assert len(set(point_table.from_text(scene.settings.drawn).labels.tolist())) < 2


# Readouts.


@checks("regions.readout.epoch")
def _epoch(said: Said, scene: Scene) -> None:
    """The whole epoch, and the batch within it; the playhead of both curves stands there too."""
    shown = shown_in(scene)
    batch = round((shown.epoch % 1) * shown.steps)
    small = f"batch {batch} of {shown.steps}" if batch else f"of {shown.n_epochs:,}"
    assert said.text == f"Epoch{int(shown.epoch + 1e-6):,} {small}"
    has_curves = shown.playheads or not ("stage=1" in scene.link or "scene=" in scene.link)
    assert not has_curves or set(shown.playheads) == {epoch_words(shown.epoch)}
    last = 0 if shown.empty else shown.settings.epochs
    if shown.settings.past and not shown.settings.keeps_the_past:
        last -= shown.settings.past[-1].epoch
    assert shown.empty or shown.n_epochs == last


@checks("regions.readout.params")
def _params(said: Said, scene: Scene) -> None:
    sizes = shown_in(scene).sizes
    assert sizes[1:-1] == list(scene.settings.widths)
    assert said.text.strip() == f"Parameters{sum((a + 1) * b for a, b in pairwise(sizes)):,}"


@checks("regions.readout.training_accuracy", "regions.readout.validation_accuracy")
def _accuracy(said: Said, scene: Scene) -> None:
    shown, kind = shown_in(scene), said.name.rpartition(".")[2].partition("_")[0]
    points: Points = (
        getattr(points_of(shown), kind) if not shown.empty else Points(np.empty((0, 2)), np.empty(0, int))
    )
    has_truth = shown.settings.truth and shown.settings.data != "own"
    found = re.fullmatch(rf"{'Wrong' if has_truth else 'Accuracy'}, {kind}([\d.]+|–|…) %", said.text)
    assert found, said.text
    if not len(points):
        assert found[1] == "–"
        return
    counts = right_counts(scores_of(shown.layers, shown.activations, points.inputs), points.labels)
    rights = [count / len(points) for count in counts]
    assert any(abs(float(found[1]) - 100 * (1 - share if has_truth else share)) < 0.0501 for share in rights)


@checks("regions.readout.training_error")
def _training_error(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if shown.settings.truth and shown.settings.data != "own":
        found = re.fullmatch(r"(?:Wrong, fresh points|Wrong: this network)([\d.]+) %", said.text)
        assert found, said.text
        assert near(float(found[1]) / 100, true_wrong(shown), 200_000)
        return
    assert_loss(said.text, shown, "training")


@checks("regions.readout.validation_error")
def _validation_error(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if shown.settings.truth and shown.settings.data != "own":
        found = re.fullmatch(r"(?:Wrong: b|B)est rule \(Bayes\)([\d.]+) %", said.text)
        assert found, said.text
        assert near(float(found[1]) / 100, bayes(shown), 40_000)
        return
    assert_loss(said.text, shown, "validation")


def assert_loss(text: str, shown: Shown, kind: str) -> None:
    found = re.fullmatch(rf"Loss, {kind}(\S+) ?", text)
    assert found, text
    if shown.empty or not len(getattr(points_of(shown), kind)):
        assert found[1] == "–"
    else:
        assert is_loss(found[1], loss_of(shown, kind)), (text, loss_of(shown, kind))


@checks("regions.recipe")
def _recipe(said: Said, scene: Scene) -> None:
    """Each class's share, centre and variance, by the spread of very many points of each."""
    settings = shown_in(scene).settings
    rows = re.findall(r"<td>([\d.]+)</td><td>\((.+?), (.+?)\)</td><td>([\d.]+)</td>", said.html)
    source = toy.DATASETS[settings.data].truth(settings.noise_level, settings.centres)
    points = source.draw(100_000, np.random.default_rng(7))
    for k, row in enumerate(rows):
        own = points.inputs[points.labels == k]
        true = [len(own) / len(points), *own.mean(axis=0), own.var(axis=0).mean()]
        np.testing.assert_allclose([float(text.replace("−", "-")) for text in row], true, atol=0.025)
    assert len(rows) == 3


@checks("regions.ringed")
def _ringed(said: Said, scene: Scene) -> None:
    """How many of the training points lie where another class is likelier."""
    shown = shown_in(scene)
    settings, training = shown.settings, points_of(shown).training
    source = toy.DATASETS[settings.data].truth(settings.noise_level, settings.centres)
    wrong = int((source.posterior(training.inputs).argmax(axis=1) != training.labels).sum())
    assert said.text.strip() == f"{wrong} of {len(training)} points: wrong by the best rule"


def near(share: float, other: float, n: int) -> bool:
    """Whether two shares of different fresh points may be one, up to the digit that is written."""
    return abs(share - other) < 5 * np.sqrt(2 * max(other * (1 - other), 1e-5) / n) + 0.0006


# The sentence for who cannot see the map, and the words around it.

HOW_TO_DRAW = (
    "Click on the map, or draw with the button held down. By keyboard: Tab to the map, arrow keys, 1, 2, 3."
)


def assert_sentence(text: str, scene: Scene) -> None:
    """Everything that can be seen: the headline, shares and losses, how many are wrong, what changed, the state."""
    shown = shown_in(scene)
    state = next(
        (said.text for said in scene.reading.said if said.name == "regions.status"), ""
    )  # empty: not read
    heading = next(
        said
        for said in scene.reading.said
        if said.name.startswith(("plane.headline", "plane.story")) or said.name == "lecture.instead"
    )
    if shown.empty:
        n = len(point_table.from_text(scene.settings.drawn))
        assert text == f"{heading.text} {n} point{'' if n == 1 else 's'} on the map. {state}"
        return
    openings = {heading.text, TITLES[shown.settings.data]} - {
        heading.text if "moment" in heading.name else ""
    }
    if shown.off:
        openings = {f"{TITLES[shown.settings.data]}, without {regions_worth.off_words(scene, shown)}"}
    if regions_by_hand.set_now(scene):
        done = regions_by_hand.opening(scene, shown)
        openings = {f"{TITLES[shown.settings.data]}, {done[0].lower()}{done[1:]}"}
    points = points_of(shown)
    sets = [kind for kind in ("training", "validation") if len(getattr(points, kind))]
    on_stage = "stage=1" in scene.link
    seen = [kind for kind in sets if kind == "training" or not on_stage]
    opening, _, rest = text.partition(f". Epoch {epoch_words(shown.epoch)} of {shown.n_epochs}: ")
    assert opening in openings, text
    wrong: npt.NDArray[np.int_] = np.zeros(2, dtype=int)
    for kind in sets:
        words, loss, rest = re.fullmatch(r"(.+?), loss (\S+); (.+)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
        assert words in right_words(shown, kind)
        assert is_loss(loss, loss_of(shown, kind))
        part: Points = getattr(points, kind)
        counts = right_counts(scores_of(shown.layers, shown.activations, part.inputs), part.labels)
        if kind in seen:
            wrong += [len(part) - max(counts), len(part) - min(counts)]
    n = sum(len(getattr(points, kind)) for kind in seen)
    found = re.fullmatch(rf"([\d,]+) of the {n:,} points on the map (is|are) wrong\.(.*)", rest, re.DOTALL)
    assert found, rest
    assert wrong[0] <= int(found[1].replace(",", "")) <= wrong[1]
    assert (found[2] == "is") == (found[1] == "1")
    changed = next((f" {said.text}" for said in scene.reading.said if said.name == "regions.since"), "")
    assert found[3].strip() == f"{changed} {state}".strip()


@checks("regions.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    assert_sentence(said.text, scene)


@checks("regions.map")
def _map(said: Said, scene: Scene) -> None:
    (label,) = [text for text in said.attributes if text.startswith("Decision regions of three classes. ")]
    assert_sentence(label.removeprefix("Decision regions of three classes. "), scene)


@checks("regions.status")
def _status(said: Said, scene: Scene) -> None:
    shown, settings = shown_in(scene), scene.settings
    state, text = "", said.text
    if shown.empty:
        state = HOW_TO_DRAW
    elif shown.stop_kind == "diverged":
        found = re.match(r"Diverged at epoch ([\d.]+): the loss is no longer finite\. ", text)
        assert found
        assert shown.reached < float(found[1])
        state = f"{found[0]}The learning rate is {settings.rate:.3g}: try {settings.rate / 10:.3g}."
    elif shown.stop_kind == "patience":
        patience = settings.patience
        state = f"Finished: no new minimum of the validation loss for {patience} epoch{'s' * (patience > 1)}"
    elif shown.at_end:
        assert shown.stop_kind == "done"
        state = f"Finished: {shown.n_epochs} epoch{'' if shown.n_epochs == 1 else 's'}"
    truth = ""
    if settings.truth and settings.data == "own":
        truth = "The truth of drawn points is unknown: there is no source to ask."
    elif settings.truth:
        found = re.search(
            r"True error ([\d.]+) % on 200,000 fresh points \(seed 20,000, standard error ([\d.]+) %\); "
            r"Bayes error ([\d.]+) %\.$",
            text,
        )
        assert found, text
        truth, wrong = found[0], true_wrong(shown)
        assert near(float(found[1]) / 100, wrong, 200_000)
        assert abs(float(found[2]) - 100 * np.sqrt(wrong * (1 - wrong) / 200_000)) < 0.011
        assert near(float(found[3]) / 100, bayes(shown), 40_000)
    assert text == ". ".join(part for part in (state, truth) if part)


@checks("regions.lowest")
def _lowest(said: Said, scene: Scene) -> None:
    """No moment of a run that stopped early has a lower validation loss; all its epochs are moments."""
    shown = shown_in(scene)
    found = re.fullmatch(r"Lowest loss (\S+), epoch (\d+)", said.text)
    assert found
    moments = scene.page.locator(".player").evaluate(
        "root => root.player.playback.moments.map(({ epoch, params }) => [epoch, [...params]])"
    )
    losses = {
        epoch: loss_of(shown, "validation", layers_of(params, shown.sizes)) for epoch, params in moments
    }
    assert set(losses) >= set(range(int(shown.reached) + 1))
    assert losses[int(found[2])] <= min(losses.values()) + 1e-6
    assert is_loss(found[1], losses[int(found[2])])


@checks("regions.fork")
def _fork(said: Said, scene: Scene) -> None:
    """The weights at the fork are those of the run before, trained here to that moment."""
    settings, shown = scene.settings, shown_in(scene)
    if not settings.past:
        assert said.text == ""
        return
    *_, last = settings.past
    now, by_hand = settings.activation[0], list(last.by_hand)
    told, is_set, named = said.text.partition(" Set by hand there: ")
    assert bool(is_set) == bool(by_hand)
    if by_hand:
        regions_by_hand.assert_named(named, by_hand, shown.sizes)
    if last.activation == settings.activation:
        changed = settings.rate != last.rate
        words = f": learning rate {settings.rate:g} from there on, {last.rate:g} before."
        kept = ": the learning rate or the activation that you choose now holds from there on."
        assert told == f"Forked at epoch {last.epoch:g}{words if changed else kept}"
    else:
        names = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
        words = f"Begun with the weights of epoch {last.epoch:g} behind {names[last.activation[0]]}; now {names[now]}."
        rate = (
            f" Learning rate {settings.rate:g}, before {last.rate:g}." if settings.rate != last.rate else ""
        )
        assert told == words + rate
    before = runs.regions_run(settings.before_fork.training_part()).run
    before.advance(max(0, round(last.epoch * before.steps_per_epoch) - before.n_steps))
    at_fork = before.snapshots.params[int(np.abs(before.snapshots.epochs - last.epoch).argmin())].copy()
    for name, value in by_hand:
        at_fork[regions_by_hand.place(name, shown.sizes)] = value
    np.testing.assert_allclose(shown.fork_params, at_fork, atol=1e-6)
