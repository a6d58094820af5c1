"""What a reader of the README adds: an entry in each of the program's dicts, exactly as "Make it yours" says.

``softsign`` and ``leaky relu`` say all that a portrait can say; ``softplus`` says no more than it must.
"""

import numpy as np

from datasets import sources
from datasets.derived_inputs import DERIVED_INPUTS, DerivedInput
from datasets.toy import DATASETS, Dataset
from datasets.truth import NoisyRegions, Truth
from engine.layers import ACTIVATIONS, Layer
from engine.learning_rules import LEARNING_RULES, GradientDescentLearningRule
from engine.penalties import PENALTIES, Penalty
from engine.portrait import Portrait


class SoftsignLayer(Layer):
    """``inputs / (1 + |inputs|)``, element by element."""

    portrait = Portrait(
        browser_line="z / (1 + Math.abs(z))",
        reading="answers −1 to 1, and comes near its limits more slowly than others.",
        formula="{z} / (1 + |{z}|)",
        slope="(1 − |{h}|)²",
        slope_bound=1.0,
        limits=(-1.0, 1.0),
        dead_share=0.95,
        torch="Softsign()",
    )

    def fprop(self, inputs):
        return inputs / (1.0 + np.abs(inputs))

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * (1.0 - np.abs(outputs)) ** 2


class LeakyReluLayer(Layer):
    """``inputs`` above 0, a tenth of them below, element by element."""

    portrait = Portrait(
        browser_line="z > 0 ? z : 0.1 * z",
        word="leaky ReLU",
        several="leaky ReLUs",
        gate="a leaky ReLU, 1 or 0.1",
        reading="answers the sum itself above 0 and a tenth of it below: something always gets through.",
        formula="max({z}, 0.1 · {(z)})",
        slope="[{z} > 0] + 0.1 [{z} ≤ 0]",
        slope_bound=1.0,
        kinks=(0.0,),
        torch="LeakyReLU(0.1)",
    )

    def fprop(self, inputs):
        return np.where(inputs > 0, inputs, 0.1 * inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * np.where(outputs > 0, 1.0, 0.1)


class SoftplusLayer(Layer):
    """``ln(1 + exp(inputs))``, element by element."""

    portrait = Portrait(browser_line="Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))")

    def fprop(self, inputs):
        return np.logaddexp(0.0, inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs / (1.0 + np.exp(-inputs))


class SignDescentLearningRule(GradientDescentLearningRule):
    """``p ← p − learning_rate · sign(g)``."""

    def update_params(self, grads_wrt_params):
        for param, grad in zip(self.params, grads_wrt_params, strict=True):
            param -= self.learning_rate * np.sign(grad)


class CauchyPenalty(Penalty):
    """``½ · coefficient · Σ ln(1 + p²)``."""

    def __call__(self, parameter):
        return 0.5 * self.coefficient * float(np.log1p(np.square(parameter, dtype=np.float64)).sum())

    def grad(self, parameter):
        return self.coefficient * parameter / (1 + parameter**2)


def stripes(noise: float) -> Truth:
    """Three upright stripes."""
    return NoisyRegions(_place, _stripe, noise)


def _place(label, places):
    """Points of one stripe, evenly spread."""
    return np.column_stack([-4.5 + 3.0 * (label + places[:, 0]), -4.5 + 9.0 * places[:, 1]])


def _stripe(inputs):
    """The stripe of each point."""
    return np.clip(np.floor((inputs[:, 0] + 4.5) / 3.0), 0, 2).astype(int)


NEW_ACTIVATIONS: dict[str, type[Layer]] = {
    "softsign": SoftsignLayer,
    "leaky relu": LeakyReluLayer,
    "softplus": SoftplusLayer,
}


HILL = DerivedInput("exp(−x₁²)", lambda x1, x2: np.exp(-x1 * x1), "Math.exp(-x1 * x1)", "np.exp(-x1 * x1)")


LECTURE = """
title = "Stripes"

[[scene]]
slug = "stripes"
title = "Stripes"
look_at = "Two upright boundaries."
view = "regions?data=stripes&depth=1&activation=softsign&rule=sign+descent&epochs=20"
question = "Are they straight with softsign units?"
choices = ["Yes", "Not quite"]
right = 2
answer = "Not quite."
"""


def add() -> None:
    """Add them all; before the pages are imported, which read the dicts, and then a scene."""
    ACTIVATIONS.update(NEW_ACTIVATIONS)
    LEARNING_RULES["sign descent"] = SignDescentLearningRule
    PENALTIES["Cauchy"] = CauchyPenalty
    sources.stripes = stripes
    DATASETS["stripes"] = Dataset(
        "Stripes, side by side", stripes, 0.0, (0.0, 0.5), "share of the labels drawn afresh", (-5, 5, -5, 5)
    )

    DERIVED_INPUTS["hill"] = HILL

    from ui.lecture import lecture_file
    from ui.lecture.scenes import LECTURES, SCENES

    LECTURES["stripes"] = lecture_file.read(LECTURE.encode())
    SCENES.update(LECTURES["stripes"].scenes)
