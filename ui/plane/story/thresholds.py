"""From when on something has happened: every threshold of every mark, in one table with its unit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """A number from which on a mark stands.

    Parameters
    ----------
    value : float
        The number.
    unit : str
        Of what: "of the square", "nats".
    words : str
        What it decides.
    """

    value: float
    unit: str
    words: str


THRESHOLDS = {
    "marks": Threshold(12, "marks", "A run has at most so many"),
    "stays": Threshold(3, "moments", "What is said to last does so for so many more that are looked at"),
    "region": Threshold(
        0.01, "of the square", "A class has a region, and a region has a piece, from this size on"
    ),
    "no region": Threshold(0.007, "of the square", "A class has none below this size"),
    "sure piece": Threshold(
        0.014, "of the square", "Pieces are counted where none lies between these two sizes"
    ),
    "came from": Threshold(
        0.6, "of the piece", "Overlap from which on a piece came out of another, or went into it"
    ),
    "wrong": Threshold(5, "training points", "A class has at least so many, where its last wrong ones go"),
    "plateau": Threshold(
        0.1, "of the run", "Length of a plateau, and of the fall behind it; 5 moments at least"
    ),
    "flat": Threshold(0.02, "of the loss", "On a plateau the training loss stays within this"),
    "fall": Threshold(0.2, "of the loss", "Behind a plateau the training loss falls by at least this"),
    "within": Threshold(
        0.05, "of the training points", "A unit's line is in the data with so many on either side"
    ),
    "saturated": Threshold(0.95, "of the training points", "A unit is saturated on so many"),
    "not saturated": Threshold(
        0.8, "of the training points", "A unit was not saturated before: on so many at most"
    ),
    "worth": Threshold(0.1, "nats", "A unit is worth something from this on, and remains so"),
    "worthless": Threshold(0.02, "nats", "Before, it was worth no more than this"),
    "moves": Threshold(
        0.02, "of the square", "The boundary moves most where the answer changes on at least this"
    ),
    "asked": Threshold(2000, "validation images", "A run on images is asked about the first so many"),
    "answers": Threshold(
        0.2, "of the images", "A digit first gets half of its images right where so many are right in all"
    ),
    "mixed": Threshold(
        0.06, "of two digits’ images", "Two digits are taken for each other from this share on"
    ),
    "apart": Threshold(0.03, "of two digits’ images", "and have come apart where no more are, and remain so"),
    "best": Threshold(
        0.01, "of the loss", "The lowest validation loss lies below the first and the last by this"
    ),
    "over-fits": Threshold(
        0.05, "of the loss", "Over-fitting begins where the validation loss has risen by this"
    ),
    "learns on": Threshold(
        0.02, "of the loss", "and the training loss has fallen since, by this until the end"
    ),
}
"""By name. A share of a loss is relative to the loss before."""


def threshold(name: str) -> float:
    """The number of a threshold."""
    return THRESHOLDS[name].value
