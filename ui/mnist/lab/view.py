"""One layer or two: the lab's networks as lists of layers, and right test images while they learn."""

import numpy as np

from ui.digits.settings import MnistSettings
from ui.mnist.lab import headline, kept, stacks
from ui.mnist.lab.part import lab
from ui.mnist.visits import visit_of


def page(settings: MnistSettings) -> None:
    """The kept runs, which do not depend on the page's settings; and the list of layers, which the strip changes."""
    visit_of().pause()
    made = kept.load()
    asked, shown = (stacks.layers_of(depth, settings.activation) for depth in (1, settings.depth))
    shallower = stacks.layers_of(settings.depth - 1, settings.activation) if settings.depth else shown
    header = {
        "headline": headline.headline(made).said(),
        "epochs": kept.LAB.epochs,
        "ends": [headline.ends(made, depth) for depth in kept.DEPTHS],
        "made": headline.made_words(made),
        "stacks": [asked, shown],
        "added": stacks.added(shallower, shown) if settings.depth else [],
        "spoken": headline.spoken(made),
    }
    one, two = (np.array(made.of_depth(depth)) / headline.N_TEST for depth in kept.DEPTHS)
    lab(header, one, two, key="lab")
