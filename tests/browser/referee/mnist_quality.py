"""Checks of "How good is it?": the run trained anew, and every image of every set answered in float64."""

import re

import numpy as np

from tests.browser.referee import mnist_reference
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import (
    Floats,
    forward,
    instead_of,
    off_words,
    part_of,
    percent,
    run_of,
    softmax,
    units_off,
)
from tests.browser.referee.reading import Said

NAME = "mnist.quality"

SIZES = {"training": 50_000, "validation": 10_000, "test": 10_000}


def epoch_of(scene: Scene) -> float:
    return float(scene.page.locator(".quality .epoch").inner_text())


def scores_of(part: str, scene: Scene) -> tuple[Floats, np.ndarray]:
    """Scores and labels of a whole set at the epoch that is shown."""
    inputs, labels = part_of(part, scene.settings.images)
    run = run_of(scene.settings.training_part())
    layers = mnist_reference.trained(scene.settings, epoch_of(scene))
    names, off = run.architecture.activations, units_off(scene.settings)
    return forward(layers, names, inputs, instead_of(scene.settings, layers, names, off)), labels


def counts_of(part: str, scene: Scene) -> np.ndarray:
    scores, labels = scores_of(part, scene)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, scores.argmax(axis=1)), 1)
    return counts


def patterns(scene: Scene) -> str:
    if scene.settings.set != "training" or scene.settings.images == SIZES["training"]:
        return f"the {SIZES[scene.settings.set]:,} {scene.settings.set} images"
    return f"the {scene.settings.images:,} training images"


def article(digit: int) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"


def headline(scene: Scene) -> str:
    counts = counts_of(scene.settings.set, scene)
    share = f"{percent(np.trace(counts), counts.sum())} % of {patterns(scene)} are right"
    if epoch_of(scene) == 0 and not scene.settings.off:
        return f"Before training, {share}"
    wrong = counts - np.diag(np.diagonal(counts))
    places = np.argwhere(wrong == wrong.max())
    if len(places) > 1:
        return share
    label, answer = places[0]
    return f"{share}; most often {article(label)} is taken for {article(answer)}"


@checks(f"{NAME}.headline.right", f"{NAME}.headline.before")
def _headline(said: Said, scene: Scene) -> None:
    assert said.text == headline(scene)
    assert said.name.endswith("before") == (epoch_of(scene) == 0)


@checks(f"{NAME}.headline.without")
def _without(said: Said, scene: Scene) -> None:
    """Of the network in which those units' answers are overwritten."""
    assert said.text == f"Without {off_words(scene.settings)}: {headline(scene)}"


@checks(f"{NAME}.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    run = run_of(scene.settings.training_part())
    run.advance(run.n_epochs * run.steps_per_epoch)
    assert said.text == "Training diverged: the loss is no longer finite"
    assert run.stop is not None
    assert run.stop.kind == "diverged"
    assert not np.isfinite(run.history.training_error[-1])


@checks(f"{NAME}.epoch", f"{NAME}.epochs", f"{NAME}.status")
def _moment(said: Said, scene: Scene) -> None:
    """Nobody has played here, or the run that all visitors share is at its end."""
    epoch, last = epoch_of(scene), scene.settings.epochs
    assert epoch in (0, last)
    state = f"Finished: {last} epoch{'' if last == 1 else 's'}." if epoch else "Before training. Press play."
    if scene.settings.off:
        state += " The curves are those of the whole network."
    expected = {"epoch": f"{epoch:.0f}", "epochs": f"of {last}", "status": state}
    assert said.text == expected[said.name.rpartition(".")[2]]


@checks(f"{NAME}.sample")
def _sample(said: Said, scene: Scene) -> None:
    """The training images on which the curves are measured, where these are not all."""
    assert said.text == (" (first 10,000)" if scene.settings.images > 10_000 else "")


@checks(f"{NAME}.set")
def _set(said: Said, scene: Scene) -> None:
    part = said.data["set"]
    scores, labels = scores_of(part, scene)
    loss = mnist_reference.losses(scores, labels).mean()
    right = percent((scores.argmax(axis=1) == labels).sum(), len(labels))
    assert said.text == (f"{part.capitalize()}{len(labels):,} images{right} % rightloss {loss:.3f}"), (
        said.text,
        loss,
    )


@checks(f"{NAME}.counted")
def _counted(said: Said, scene: Scene) -> None:
    assert said.text == f"{patterns(scene)}; rows: the true digit, columns: the answer"


@checks(f"{NAME}.matrix")
def _matrix(said: Said, scene: Scene) -> None:
    """Each of the hundred counts, in digits and in words, and the share that is right of each digit."""
    counts = counts_of(scene.settings.set, scene)
    cells = re.findall(r'aria-label="([^"]*)"[^>]*>(\d+)</button>', said.html)
    assert len(cells) == 100
    for place, (words, shown) in enumerate(cells):
        label, answer = divmod(place, 10)
        count = int(counts[label, answer])
        assert int(shown) == count, (label, answer)
        images = f"{count:,} image{'' if count == 1 else 's'} of {label} {'is' if count == 1 else 'are'}"
        assert words == f"{images} {'right' if label == answer else f'taken for {answer}'}"
    rights = [f"{percent(counts[k, k], counts[k].sum())} %" for k in range(10)]
    assert re.findall(r'<span class="right">([^<]*)</span>', said.html) == rights
    listed = ", ".join(f"{k}: {words}" for k, words in enumerate(rights))
    assert said.text.endswith(f"Right of {patterns(scene)}, digit by digit: {listed}")


@checks(f"{NAME}.title")
def _title(said: Said, scene: Scene) -> None:
    if scene.settings.cell is None:
        assert said.text == "Mistakes"
        return
    label, answer = scene.settings.cell
    assert said.text == (f"{label}, right" if label == answer else f"{label} taken for {answer}")


def listed(scene: Scene) -> tuple[np.ndarray, Floats, np.ndarray]:
    """Places of all images that are meant, in no order; scores and labels of the set."""
    scores, labels = scores_of(scene.settings.set, scene)
    answers = scores.argmax(axis=1)
    cell = scene.settings.cell
    meant = answers != labels if cell is None else (labels == cell[0]) & (answers == cell[1])
    return np.flatnonzero(meant), scores, labels


@checks(f"{NAME}.order")
def _order(said: Said, scene: Scene) -> None:
    places, _, _ = listed(scene)
    cell, count = scene.settings.cell, len(places)
    shown = scene.page.locator(".quality .thumb:visible").count()
    assert shown == min(count, 120)
    order = f"the {'least' if cell and cell[0] == cell[1] else 'most'} confident"
    if count < 2:
        assert said.text == f"{count or 'none'} of {patterns(scene)}"
    elif shown == count:
        assert said.text == f"{count:,} of {patterns(scene)}, {order} first"
    else:
        assert said.text == f"{count:,} of {patterns(scene)}, {order} {shown} of them shown"


def sure(probability: float) -> str:
    if 99.95 <= 100 * probability < 100:
        return "> 99.9 %"
    return "< 0.1 %" if 0 < 100 * probability < 0.05 else f"{100 * probability:.1f} %"


def near(written: str, probability: float) -> bool:
    """Whether a per cent is the probability, up to the last digit of float32."""
    return written in {sure(probability + off) for off in (-1e-6, 0, 1e-6)}


@checks(f"{NAME}.thumbs")
def _thumbs(said: Said, scene: Scene) -> None:
    """Each image is of the cell, with its digit, its answer and how sure it is; the surest, or least sure, first."""
    meant, scores, labels = listed(scene)
    probabilities = softmax(scores)
    found = re.findall(r'<button class="thumb"(?![^>]*hidden)[^>]*aria-label="([^"]*)"', said.html)
    if not len(meant):
        assert said.text.endswith("There is no such image.")
        return
    pattern = r"(\w+) image (\d+): true digit (\d), answer (\d) with (.*)"
    matches = [re.fullmatch(pattern, words.replace("&gt;", ">").replace("&lt;", "<")) for words in found]
    assert len(matches) == min(120, len(meant))
    odds = []
    for match in matches:
        assert match
        place = int(match[2])
        assert match[1].lower() == scene.settings.set
        assert place in meant
        answer = int(scores[place].argmax())
        assert (int(match[3]), int(match[4])) == (labels[place], answer)
        assert near(match[5], probabilities[place, answer]), match[0]
        odds.append(probabilities[place, answer])
    cell = scene.settings.cell
    falls = -1 if cell and cell[0] == cell[1] else 1
    assert (falls * np.diff(odds) < 1e-5).all()
    rest = np.setdiff1d(meant, [int(match[2]) for match in matches if match])
    if len(rest):
        others = probabilities[rest].max(axis=1)
        assert (falls * (others - odds[-1]) < 1e-5).all()


def picked(scene: Scene) -> int:
    words = scene.page.locator(".quality .caption").inner_text()
    found = re.match(r"\w+ image (\d+): ", words)
    assert found
    return int(found[1])


@checks(f"{NAME}.caption", f"{NAME}.large")
def _caption(said: Said, scene: Scene) -> None:
    meant, scores, labels = listed(scene)
    if not len(meant):
        return  # nothing is shown
    place = picked(scene)
    label, answer = labels[place], int(scores[place].argmax())
    name = f"{scene.settings.set.capitalize()} image {place}: {article(label)}"
    is_right = label == answer
    if said.name.endswith("caption"):
        verdict = ", and the answer is right" if is_right else f", taken for {article(answer)}"
        assert said.text == name + verdict
        return
    (words,) = said.attributes
    start = f"{name}, {'answered rightly' if is_right else f'taken for {article(answer)}'} with "
    assert words.startswith(start)
    assert near(words.removeprefix(start), softmax(scores[place])[answer])


@checks(f"{NAME}.scores")
def _scores(said: Said, scene: Scene) -> None:
    meant, scores, labels = listed(scene)
    if not len(meant):
        return
    place = picked(scene)
    z, probabilities = scores[place], softmax(scores[place])
    rows = re.findall(
        r'class="digit[^>]*>(\d)</span>.*?class="z[^>]*>([^<]*)</span><span class="p[^>]*>([^<]*)</span>'
        r'<span class="is">([^<]*)</span>',
        said.html,
    )
    assert [int(row[0]) for row in rows] == list(range(10))
    for k, (_, score, share, role) in enumerate(rows):
        assert abs(float(score.replace("−", "-")) - z[k]) < (0.0501 if abs(z[k]) < 99.95 else 0.501)
        assert near(share.replace("&gt;", ">").replace("&lt;", "<"), probabilities[k])
        assert role == ("true" if k == labels[place] else "answer" if k == z.argmax() else "")


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    shown = {one.name: one.text for one in scene.reading.said}
    (first,) = [text for name, text in shown.items() if name.startswith(f"{NAME}.headline.")]
    status, title, order = (shown[f"{NAME}.{name}"] for name in ("status", "title", "order"))
    assert said.text == f"{first}. {status} {title}: {order}."
