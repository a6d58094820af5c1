"""Checks of what MNIST's files and figures say, of a run that nobody has played: its weights are those of the seed."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from datasets import mnist
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import ACTIVATE, run_of
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings

NAME = "mnist.keep"


@cache
def parts_of(settings: MnistSettings) -> list[npt.NDArray[np.float64]]:
    """Weights and biases of each layer before training."""
    run = run_of(settings)
    return [
        part.astype(np.float64) for part in run.architecture.split(run.replay(0.0, max_batches=1).params[0])
    ]


def loss_and_right(settings: MnistSettings, name: str) -> tuple[float, float]:
    """Mean cross-entropy, and percentage of right answers, on a whole set."""
    images = getattr(mnist.load(), name)
    count = settings.images if name == "training" else 10_000
    here, labels = images.inputs[:count].astype(np.float64) / 255, images.labels[:count]
    *hidden, (weights, biases) = zip(parts_of(settings)[::2], parts_of(settings)[1::2], strict=True)
    for (w, b), activation in zip(hidden, settings.activations, strict=True):
        here = ACTIVATE[activation](here @ w.T + b)
    z = here @ weights.T + biases
    top = z.max(axis=1)
    losses = top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[np.arange(count), labels]
    return float(losses.mean()), 100 * float((z.argmax(axis=1) == labels).mean())


@checks(f"{NAME}.headline")
def _headline(said: Said, scene: Scene) -> None:
    parts = parts_of(scene.settings.training_part())
    shape = "–".join(map(str, [784, *(len(biases) for biases in parts[1::2])]))
    n_params = sum(part.size for part in parts)
    assert said.text == f"{shape}, {n_params:,} parameters: epoch 0 of {scene.settings.epochs}"


@checks(*(f"{NAME}.{name}" for name in ("training", "validation", "test")))
def _counted(said: Said, scene: Scene) -> None:
    name = said.name.rpartition(".")[2]
    loss, right = loss_and_right(scene.settings.training_part(), name)
    count = scene.settings.images if name == "training" else 10_000
    found = re.fullmatch(
        rf"{name.capitalize()}, {count:,} images, loss (\d+\.\d{{3}})(\d+\.\d) % right", said.text
    )
    assert found, said.text
    assert abs(float(found[1]) - loss) < 0.000501
    assert abs(float(found[2]) - right) < 0.0501


@checks(f"{NAME}.file.npz", f"{NAME}.file.csv", f"{NAME}.file.png")
def _file(said: Said, scene: Scene) -> None:
    """The file that the button gives is as large as is said."""
    kind = said.name.rpartition(".")[2]
    with scene.page.expect_download() as download:
        scene.page.get_by_role("button", name=f"(.{kind})").and_(
            scene.page.locator("[data-testid=stDownloadButton] button")
        ).click()
    data = download.value.path().read_bytes()
    size = f"{len(data) / 1000:,.0f} kB" if len(data) >= 1000 else f"{len(data)} bytes"
    assert said.text.startswith(f"{size}: ")
    if kind == "npz":
        with np.load(download.value.path()) as arrays:
            assert {"W1", "b1"} <= set(arrays)
            np.testing.assert_allclose(arrays["W1"], parts_of(scene.settings.training_part())[0], atol=1e-7)
    if kind == "csv":
        assert len(data.decode().splitlines()) == 2, "a row of names, and one for the only moment so far"


@checks(f"{NAME}.camera")
def _camera(said: Said, scene: Scene) -> None:
    assert scene.page.locator(".modebar-btn[data-title*='Download plot']").count() == 2


@checks(f"{NAME}.figure.templates")
def _templates(said: Said, scene: Scene) -> None:
    """A picture for each unit of the first layer; the scale ends where 99.5 % of the weights do, or at the largest."""
    weights = np.abs(parts_of(scene.settings.training_part())[0])
    limit = float(np.quantile(weights, 0.995))
    low, high = ("≤ ", "≥ ") if weights.max() > limit else ("", "")
    first = 1 if scene.settings.depth else 0
    names = "".join(str(first + unit) for unit in range(len(weights)))
    assert said.text == f"{low}−{limit:.2g}0{high}+{limit:.2g}{names}"


@checks(f"{NAME}.figure.curves")
def _curves(said: Said, scene: Scene) -> None:
    assert "training" in said.text
    assert "validation" in said.text
