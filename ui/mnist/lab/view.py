"""One layer or two: the lab's networks as lists of layers, and right test images while they learn."""

import numpy as np

from ui.digits.settings import MnistSettings
from ui.mnist.lab import headline, kept, stacks
from ui.mnist.lab.part import lab
from ui.mnist.visits import visit_of


def page(settings: MnistSettings) -> None:
    """The kept runs; they do not depend on the page's settings."""
    visit_of().pause()
    made = kept.load()
    one_hidden, two_hidden = (stacks.layers_of(depth) for depth in kept.DEPTHS)
    header = {
        "headline": headline.headline(made).said(),
        "epochs": kept.LAB.epochs,
        "ends": [headline.ends(made, depth) for depth in kept.DEPTHS],
        "made": headline.made_words(made),
        "stacks": [one_hidden, two_hidden],
        "added": stacks.added(one_hidden, two_hidden),
        "spoken": headline.spoken(made),
    }
    one, two = (np.array(made.of_depth(depth)) / headline.N_TEST for depth in kept.DEPTHS)
    lab(header, one, two, key="lab")
