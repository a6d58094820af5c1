"""Outer products: the small network's, and the film of the gradient on MNIST against the formula written out."""

from dataclasses import replace

import numpy as np
import pytest

from datasets import mnist
from tests.ui.conftest import LOOKS, Visitor
from ui.backprop.film import training as gradient_film
from ui.backprop.film.training import NETWORKS
from ui.digits.runs import own_run
from ui.work import jobs
from ui.work.jobs import Job
from ui.work.keeper import Keeper

MOMENTS, N_IMAGES = (0, 2, 5), 60


@pytest.fixture(autouse=True)
def short_film(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five updates on a thousand images."""
    monkeypatch.setattr(gradient_film, "MOMENTS", MOMENTS)
    monkeypatch.setattr(gradient_film, "N_IMAGES", N_IMAGES)
    for name, settings in list(NETWORKS.items()):
        monkeypatch.setitem(NETWORKS, name, replace(settings, images=1000))
    monkeypatch.setattr(jobs, "KEEPER", Keeper(jobs.KEEPER.budget))


def finished(job: Job[gradient_film.Film]) -> gradient_film.Film:
    while not job.finished:
        job.advance(seconds=1.0)
    assert job.result is not None
    return job.result


def softmax(z: np.ndarray) -> np.ndarray:
    y = np.exp(z - z.max(axis=1, keepdims=True))
    return y / y.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("network", ["single", "hidden"])
def test_each_picture_is_the_gradient_of_the_run_at_that_moment(network: str) -> None:
    film = finished(gradient_film.film(network))
    run = own_run(NETWORKS[network]).run
    training = mnist.load().training
    x, labels = training.inputs[:N_IMAGES] / 255, training.labels[:N_IMAGES]
    assert film.updates.tolist() == list(MOMENTS)
    for index, moment in enumerate(MOMENTS):
        run.advance(moment - run.n_steps)
        params = [param.astype(float) for param in run.architecture.split(run.params)]
        if network == "single":
            y = softmax(x @ params[0].T + params[1])
            g = y - np.eye(10)[labels]
        else:
            h = 1 / (1 + np.exp(-(x @ params[0].T + params[1])))
            y = softmax(h @ params[2].T + params[3])
            g = ((y - np.eye(10)[labels]) @ params[2]) * h * (1 - h)
        np.testing.assert_allclose(film.gradients[index], g.T @ x / N_IMAGES, atol=1e-10)
        np.testing.assert_allclose(film.signals[index], g[0], atol=1e-10)
        np.testing.assert_allclose(film.weights[index], params[0], atol=1e-12)
        assert film.errors[index] == pytest.approx(-np.log(y[np.arange(N_IMAGES), labels]).mean(), rel=1e-9)


def test_the_gradient_of_one_image_is_the_image_times_its_error_signal() -> None:
    film = finished(gradient_film.film("single"))
    _, label = gradient_film.first_image()
    assert (film.signals[:, label] < 0).all()
    assert (np.delete(film.signals, label, axis=1) > 0).all()
    np.testing.assert_allclose(film.signals.sum(axis=1), 0, atol=1e-12)


def test_the_page_shows_the_film_once_it_is_made(visitor: Visitor) -> None:
    visitor.open("backprop", view="outer", digits="hidden", patterns="2", pattern="0")
    for _ in range(LOOKS):
        if gradient_film.film("hidden").finished:
            break
        visitor.look()
    film, block = finished(gradient_film.film("hidden")), visitor.look().block("film")
    arrays = block["arrays"]
    assert block["n_units"] == 15
    gradients = arrays["gradient"].reshape(3, 15, 784) * arrays["gradient_step"][:, np.newaxis, np.newaxis]
    np.testing.assert_allclose(gradients, film.gradients, atol=np.abs(film.gradients).max() / 250)
    outer = visitor.block("outer")
    batch = outer["passages"][0]
    total = sum(np.outer(batch["g"][1][n], batch["h"][0][n]) for n in range(2))
    np.testing.assert_allclose(batch["dW"][1], total, rtol=1e-10, atol=1e-12)
