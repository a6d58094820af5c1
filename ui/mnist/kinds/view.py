"""Four templates for each digit: the mean image, the nearest mean, and those learned without and with bias."""

from typing import Any

import numpy as np
import streamlit as st

from engine.architecture import Architecture
from ui.digits import runs
from ui.digits.runs import digits_architecture
from ui.digits.settings import MnistSettings
from ui.frame import session
from ui.mnist.kinds import headline, training
from ui.mnist.kinds.part import kinds
from ui.mnist.kinds.training import Kind, Kinds
from ui.mnist.visits import visit_of
from ui.sentences import percent
from ui.words import with_article
from ui.work.progress.work_on import work_on

SPANNED = 0.995
"""Share of a row's weights that its colours span."""

ROWS: dict[str, tuple[str, str]] = {
    "inner product": ("Mean image, inner product", "<i>z</i><sub>k</sub> = <b>m</b><sub>k</sub> · <b>x</b>"),
    "nearest mean": (
        "Nearest mean",
        "<i>z</i><sub>k</sub> = <b>m</b><sub>k</sub> · <b>x</b> − ½ ‖<b>m</b><sub>k</sub>‖²",
    ),
    "without bias": ("Learned, without bias", "<i>z</i><sub>k</sub> = <b>w</b><sub>k</sub> · <b>x</b>"),
    "with bias": (
        "Learned, with bias",
        "<i>z</i><sub>k</sub> = <b>w</b><sub>k</sub> · <b>x</b> + <i>b</i><sub>k</sub>",
    ),
}
"""Name and score of each row, by the name in ``ui.mnist.kinds.training``."""


def page(settings: MnistSettings) -> None:
    """Four rows of templates; the last two are trained while the visitor watches."""
    visit_of().pause()
    session.fragment(_watch)


def _watch() -> None:
    """The rows so far, and the progress of the training."""
    settings, above = session.stored(MnistSettings), st.container()
    job = training.job(settings)
    found = work_on(job, key="kinds_work", doing="Training the templates without and with bias")
    with above:
        _draw(settings, found or Kinds({}), finished=job.finished)


def _draw(settings: MnistSettings, found: Kinds, *, finished: bool) -> None:
    """Mount the rows."""
    architecture = digits_architecture(settings.changed(depth=0))
    shapes = (10, 784), (10,), (10,)
    weights, biases, shares = (np.zeros((len(ROWS), *shape), np.float32) for shape in shapes)
    rows = []
    for place, name in enumerate(ROWS):
        kind = found.kinds.get(name)
        if kind is not None:
            weights[place], biases[place] = architecture.split(kind.params)
            shares[place] = kind.class_accuracies
        rows.append(_row(name, kind, architecture, settings.epochs))
    header = {
        "headline": headline.kinds(
            {name: kind.accuracy for name, kind in found.kinds.items()}, finished
        ).said(),
        "lead": f"Templates from {runs.trained_on(settings.images)}. Per cent: right answers among the 10,000 "
        "test images, and below each template among those of its digit.",
        "note": _note(found, settings) if finished else "",
        "finished": finished,
        "class_names": runs.images_of(settings).names,
        "rows": rows,
    }
    kinds(header, weights, biases, shares, key="kinds")


def _row(name: str, kind: Kind | None, architecture: Architecture, n_epochs: int) -> dict[str, Any]:
    """The header of a row: title, formula, accuracy, state and the limit of its colours."""
    title, formula = ROWS[name]
    row: dict[str, Any] = {"name": title, "formula": formula, "accuracy": None, "state": "", "limit": 1.0}
    row["has_bias"] = name in ("nearest mean", "with bias")
    if kind is None:
        return {**row, "state": "not trained yet"}
    weights, _ = architecture.split(kind.params)
    limit = float(np.quantile(np.abs(weights), SPANNED)) or 1.0
    trained = "" if kind.epoch is None else f"epoch {kind.epoch:.0f} of {n_epochs}, "
    return {**row, "accuracy": kind.accuracy, "limit": limit, "state": f"{trained}colours to ±{limit:.2g}"}


def _note(found: Kinds, settings: MnistSettings) -> str:
    """A note on what the terms of each rule do, as measured here."""
    by_product, nearest, _, _ = (found.kinds[name] for name in ROWS)
    _, biases = digits_architecture(settings.changed(depth=0)).split(nearest.params)
    inkiest, images = int(biases.argmin()), runs.images_of(settings)
    called = images.names[inkiest]
    n_shown = int((images.test.labels == inkiest).sum())
    dropped = "–" if found.bias_dropped is None else _share(found.bias_dropped)
    shares = [_share(found.kinds[name].accuracy) for name in ROWS]
    epochs = "1 epoch" if settings.epochs == 1 else f"{settings.epochs} epochs"
    return (
        f"The mean image of the {called} is the longest vector. By the inner product "
        f"{by_product.n_answers[inkiest]:,} of the 10,000 test images are taken for {with_article(called)}, "
        f"by the nearest mean {nearest.n_answers[inkiest]:,}; {n_shown:,} show one. "
        f"Without bias: trained with every b at 0. Trained with biases that are then set to 0: {dropped} are right. "
        f"Measured here, with {runs.trained_on(settings.images)} and up to {epochs}: "
        f"{', '.join(shares[:-1])} and {shares[-1]} of the 10,000 test images are right."
    )


def _share(accuracy: float) -> str:
    """A share of the test images in words."""
    found = runs.test_images(accuracy)
    return percent(found.n_right, found.n)
