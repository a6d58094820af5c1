"""What is said of both networks: how often each is right at the end, over its starts, and how they were made."""

from datasets.mnist import N_CLASSES
from ui.digits.settings import N_PIXELS
from ui.mnist.lab.kept import DEPTHS, LAB, SEEDS, Kept, settings_of
from ui.sentences import Sentence

NAME = "mnist.lab"

N_TEST = 10_000
"""Test images, on which every network is counted."""


def percent(count: int) -> str:
    """A count of the test images as a per cent, exactly."""
    return f"{100 * count / N_TEST:.2f} %"


def ends(kept: Kept, depth: int) -> tuple[str, str]:
    """The smallest and the largest share of right test images at the end, over the starts, as per cents."""
    last = [counts[-1] for counts in kept.of_depth(depth)]
    return percent(min(last)), percent(max(last))


def _between(kept: Kept, depth: int) -> str:
    """Both ends in words: "97.56 to 97.79 %"."""
    low, high = ends(kept, depth)
    return high if low == high else f"{low.removesuffix(' %')} to {high}"


def headline(kept: Kept) -> Sentence:
    """How often both are right at the end."""
    one, two = (_between(kept, depth) for depth in DEPTHS)
    return Sentence(
        f"{NAME}.headline",
        f"After {LAB.epochs} epochs one hidden layer gets {one} right, two hidden layers get {two}",
    )


def spoken(kept: Kept) -> str:
    """The same for who cannot see the picture: the end of each run."""
    told = [
        f"{depth} hidden, seed {seed}: {percent(counts[-1])}" for (depth, seed), counts in kept.runs.items()
    ]
    return f"Right test images after {LAB.epochs} epochs: {'; '.join(told)}."


def made_words(kept: Kept) -> str:
    """How the runs were made."""
    one, two = (
        "–".join(map(str, settings_of(depth, 1).architecture(N_PIXELS, N_CLASSES).sizes)) for depth in DEPTHS
    )
    return (
        f"{one} and {two} with ReLU, each from {len(SEEDS)} starts, seeds {SEEDS[0]} to {SEEDS[-1]}, at a learning "
        f"rate of {LAB.rate:g} in batches of {LAB.batch}; counted on the {N_TEST:,} test images. They were trained "
        f"once, by “{kept.command}” ({kept.machine})."
    )
