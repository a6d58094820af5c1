"""Questions about a single layer; the evidence decides which answer is right."""

from typing import Any

import numpy as np

from ui.digits.runs import digits_architecture
from ui.mnist.pros.evidence import DEEP, SINGLE, WALKED, Evidence, Shapes
from ui.words import with_article

ASKED = 3
"""The digit whose template is to be recognised."""

HILL = 0.02
"""A way that is higher than both its ends by this much, in nats, has a hill."""

NAMES = {"single": "single layer", "deep": "100 hidden units"}
"""The names of both networks beside bars and curves."""

SPANNED = 0.995
"""Share of the weights that the colours span."""

Question = dict[str, Any]


def questions(found: Evidence, digit: int) -> list[Question]:
    """All questions; those whose evidence is there come with answers.

    Parameters
    ----------
    found : Evidence
        The evidence so far.
    digit : int
        The digit whose ways of being written are on view.

    Returns
    -------
    list of dict
        As ``ui.mnist.pros.part`` takes them.
    """
    return [_parameters(), _convex(found), _interpretable(found), _shapes(found, digit)]


def _parameters() -> Question:
    single, deep = (digits_architecture(settings) for settings in (SINGLE, DEEP))
    counts = single.sizes[0] + single.sizes[1], single.n_params, deep.n_params
    return {
        "name": "parameters",
        "question": "How many parameters does a single layer for MNIST have?",
        "topic": "How many parameters?",
        "options": [f"{count:,}" for count in counts],
        "ready": True,
        "right": 1,
        "verdict": "Pro: few parameters.",
        "words": f"784 · 10 weights and 10 biases are {single.n_params:,}, about a tenth of what "
        "100 hidden units take.",
        "evidence": {
            "sizes": [
                {"name": name, "n": shape.n_params}
                for name, shape in zip(NAMES.values(), (single, deep), strict=True)
            ]
        },
    }


def _convex(found: Evidence) -> Question:
    question: Question = {
        "name": "convex",
        "question": "Two runs begin with different random weights. On the straight way between their results, "
        "does the loss rise?",
        "topic": "How many valleys has the loss?",
        "options": ["always", "only with a hidden layer", "never"],
        "ready": len(found.ways) == 2,
    }
    if not question["ready"]:
        return question
    ends = {name: (way[0], way[-1]) for name, way in found.ways.items()}
    hills = {name: way.max() > max(way[0], way[-1]) + HILL for name, way in found.ways.items()}
    losses = {name: " and ".join(f"{end:.3f}" for end in both) for name, both in ends.items()}
    between = {
        name: "a hill between them" if hill else "no rise between them" for name, hill in hills.items()
    }
    return {
        **question,
        "right": 0 if hills["single"] else 1 if hills["deep"] else 2,
        "verdict": "Pro: the loss is convex, one valley.",
        "words": f"From its two starts the single layer comes to a loss of {losses['single']} on the first {WALKED:,} "
        f"training images, with {between['single']}. With 100 hidden units: {losses['deep']}, with {between['deep']}.",
        "evidence": {
            "ways": [
                {
                    "name": words,
                    "values": found.ways[name].tolist(),
                    "dashed": name == "deep",
                    "hill": bool(hills[name]),
                }
                for name, words in NAMES.items()
            ]
        },
    }


def _interpretable(found: Evidence) -> Question:
    weights = templates(found)
    return {
        "name": "interpretable",
        "question": "This is one of the ten templates that were learned. Which digit does it look for?",
        "topic": "Can its weights be read?",
        "options": [str(digit) for digit in range(10)],
        "ready": bool(weights.any()),
        "right": ASKED,
        "verdict": "Pro: it can be read.",
        "words": f"Gold: ink here speaks for {with_article(str(ASKED))}. Violet: ink here speaks against it.",
        "evidence": {"asked": ASKED, "limit": float(np.quantile(np.abs(weights), SPANNED)) or 1.0},
    }


def _shapes(found: Evidence, digit: int) -> Question:
    question: Question = {
        "name": "shapes",
        "question": f"One template must serve every way of writing {digit}. Of six ways, how much more often is the "
        "worst one wrong than the best?",
        "topic": f"Every way to write {with_article(str(digit))}?",
        "options": ["hardly", "2 to 10 times", "more than 10 times"],
        "ready": len(found.shapes) > digit and "deep" in found.courses,
    }
    if not question["ready"]:
        return question
    here = found.shapes[digit]
    shares = wrong_shares(here)
    low, high = float(np.nanmin(shares)), float(np.nanmax(shares))
    ratio = high / low if low else np.inf if high else 1.0
    single, deep = (100 * found.courses[name][0].accuracy[-1] for name in ("single", "deep"))
    return {
        **question,
        "right": 0 if ratio < 2 else 1 if ratio <= 10 else 2,
        "verdict": "Con: one linear template for each class.",
        "words": f"From {100 * low:.1f} to {100 * high:.1f} % of the test images of a way are wrong. Over all digits "
        f"the single layer ends its first run with {single:.1f} % of the 10,000 validation images right, 100 hidden "
        f"units with {deep:.1f} %.",
        "evidence": {
            "digit": digit,
            "shapes": [
                {"count": int(count), "wrong": int(wrong)}
                for count, wrong in zip(here.counts, here.wrong, strict=True)
            ],
        },
    }


def wrong_shares(here: Shapes) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Share of wrong answers for each shape, from 0 to 1; NaN for a shape to which no test image is nearest."""
    nothing = np.full(len(here.counts), np.nan)
    shares: np.ndarray[Any, np.dtype[np.float64]]
    shares = np.divide(here.wrong, here.counts, out=nothing, where=here.counts > 0)
    return shares


def templates(found: Evidence) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Weights of the first single layer, shape (10, 784); 0 while there is none."""
    architecture = digits_architecture(SINGLE)
    courses = found.courses.get("single")
    params = courses[0].params if courses else np.zeros(architecture.n_params, np.float32)
    weights: np.ndarray[Any, np.dtype[np.float32]] = architecture.split(params)[0].astype(np.float32)
    return weights
