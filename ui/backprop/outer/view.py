"""Outer products: the gradient of a weight matrix as g times h, and as pictures while a network trains on MNIST."""

from ui.backprop import exchange
from ui.backprop.film import training
from ui.backprop.film.part import film, film_block
from ui.backprop.film.training import Film
from ui.backprop.outer.part import outer
from ui.backprop.passage.part import LookWishes
from ui.backprop.settings import BackpropSettings
from ui.frame import session
from ui.work.progress.work_on import work_on

KEY = "outer"


def page(settings: BackpropSettings) -> None:
    """The small network's outer products; below them the film."""
    outer(exchange.header(settings, "pick"), exchange.passages(settings), key=KEY, on_look=_look)
    if not settings.stage:  # on the stage the film is not shown, and nothing trains for it
        session.fragment(_film)


def _film() -> None:
    """The film so far; while the network trains, the browser asks for this part of the page again."""
    settings = session.stored(BackpropSettings)
    made = work_on(training.film(settings.digits), key="film_work", doing="Training on MNIST")
    if made is not None and len(made.updates):
        film(_block(settings.digits, made), key="film")


def _block(network: str, made: Film) -> bytes:
    """Pack the film with its words."""
    image, label = training.first_image()
    hidden = network == "hidden"
    header = {
        "id": network,
        "hidden": hidden,
        "label": label,
        "n_images": training.N_IMAGES,
        "headline": "One image’s gradient is the image itself, times g",
        "words": (
            f"784–15–10 sigmoid on MNIST: the image is a {label}; each hidden unit’s picture is x, gold or violet by "
            "the sign of its g."
            if hidden
            else f"784–10 on MNIST: the image is a {label}. Its own output has the negative g; a step against the "
            "gradient adds ink there, and takes it from the others."
        ),
    }
    return film_block(header, made.updates, made.gradients, made.weights, made.signals, made.errors, image)


def _look() -> None:
    """Keep the pattern and the layer that the visitor has picked, so that the link says them."""
    exchange.look(KEY, LookWishes, ("pattern", "pick"))
