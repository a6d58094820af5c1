"""What the page of MNIST offers to take away: the weights at the visitor's moment, the history, and the run as code."""

from ui.digits.settings import MnistSettings
from ui.mnist.code.view import another_run
from ui.mnist.visits import visit_of
from ui.take_away import of_runs
from ui.take_away.of_runs import Found, Shown
from ui.take_away.offers import Offer

PAGE = "mnist"


def takings(settings: MnistSettings) -> list[Offer]:
    """Of the run that the visitor stands on, whatever the view; the course's loop only where it makes that run."""

    def find() -> Found:
        visit = visit_of()
        return visit.run, visit.trained.busy

    shown = Shown("MNIST", settings, PAGE, find, lambda: visit_of().shown_epoch)
    lab = [] if another_run(visit_of()) else [of_runs.lab(settings, "MNIST")]
    return [*of_runs.weights(shown), of_runs.history({"": shown}), *of_runs.code(shown), *lab]
