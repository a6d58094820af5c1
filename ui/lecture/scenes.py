"""The lecture's slides as scenes: from the slug in a link to settings, what to look at, and a question. No Streamlit.

Adding a scene is one entry. Numbers in the answers are what the scene's own run comes to; a test plays them.
"""

from dataclasses import dataclass

from ui.activations.settings import ActivationSettings
from ui.backprop.settings import BackpropSettings
from ui.digits.presets import PRESETS
from ui.digits.settings import MnistSettings
from ui.hands.settings import HandsSettings
from ui.plane.run_settings import RegionSettings
from ui.settings.base import Settings
from ui.twin.settings import TwinSettings

PAGES: dict[type[Settings], str] = {
    RegionSettings: "regions",
    TwinSettings: "twin",
    HandsSettings: "hands",
    MnistSettings: "mnist",
    BackpropSettings: "backprop",
    ActivationSettings: "activations",
}
"""The page that shows settings of a kind, by its address."""

HALL = ("stage", "hide", "at", "code", "figures")
"""Settings of the hall and of what is done with a run: no scene's answer depends on them."""

VARIED = ("shift", "rotation", "scale", "skew", "images")
"""What the lessons in variability vary, and on how many images they train: their settings are called ``vary_…``."""


@dataclass(frozen=True)
class Scene:
    """One slide, live.

    Parameters
    ----------
    row : int
        The slide's number in the lecture.
    title : str
        The slide's subject, in the slide's own terms.
    look_at : str
        One line: what to look at.
    question, answer : str
        A question to predict, and its answer to reveal.
    settings : Settings or None
        Settings that the page opens with; None where the slide has no view yet.
    focus : str
        The part of the view that is the scene's picture on the stage, "" for the view's own first one.
    instead : str
        The page's headline until the answer is revealed, where the page's own would give the answer away.
    more : tuple of (str, str)
        Further questions, each with its answer.
    depends_on : tuple of str or None
        Settings that decide whether ``look_at`` and the answers hold: once one of them is no longer the scene's, the
        page says them of the scene as it opens. None for all that make the run, the view, and what the scene sets
        itself; () where they hold whatever the settings are.
    holds_for : tuple of str
        Settings that None leaves out: the answers hold for whatever the visitor makes of them.
    """

    row: int
    title: str
    look_at: str
    question: str
    answer: str
    settings: Settings | None
    instead: str = ""
    focus: str = ""
    more: tuple[tuple[str, str], ...] = ()
    depends_on: tuple[str, ...] | None = None
    holds_for: tuple[str, ...] = ()

    @property
    def said_of(self) -> list[str]:
        """Settings whose change makes what is said here a matter of the scene as it opens, by their names in a link."""
        names = self.depends_on
        if names is None:
            choices = self.settings.choices() if self.settings is not None else {}
            own = {name: getattr(self.settings, name) != choice.default for name, choice in choices.items()}
            names = tuple(n for n, choice in choices.items() if n == "view" or not choice.view or own[n])
        return [name for name in names if name not in (*HALL, *self.holds_for)]

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Every question with its answer, in the order in which they are asked."""
        return [(self.question, self.answer), *self.more]

    @property
    def page(self) -> str:
        """Address of the page that shows the scene, "" where there is none yet."""
        return PAGES[type(self.settings)] if self.settings is not None else ""


SCENES: dict[str, Scene] = {
    "softmax": Scene(
        1,
        "Recap: softmax single-layer network",
        "Scores z on the left become probabilities y on the right; they always sum to 1.",
        "What happens to the probabilities if 5 is added to every score z?",
        "Nothing: softmax looks at differences of scores only.",
        HandsSettings(view="softmax"),
        depends_on=(),
    ),
    "one-output": Scene(
        2,
        "Single layer, one output, two inputs",
        "The line where wᵀx + b is 0, with w standing upright on it.",
        "Weights and bias are doubled. What happens to the line, and to the slope?",
        "The line stays: wᵀx + b is 0 at the same places. The sigmoid becomes twice as steep there.",
        HandsSettings(),
        depends_on=(),
    ),
    "three-outputs": Scene(
        3,
        "Single layer, three outputs, two inputs",
        "Three planes; the highest one at a place decides its class.",
        "How many straight pieces of boundary can three outputs make, and where do they meet?",
        "Three at most. Where there are three, they meet in one point: all three scores are equal there.",
        HandsSettings(view="planes"),
        instead="The highest of three planes decides",
        depends_on=(),
    ),
    "example-data": Scene(
        4,
        "Example data: three classes",
        "One hundred points from three Gaussians that overlap. Each framed centre can be dragged.",
        "Could any classifier get all fresh points of these classes right?",
        "No. Where the Gaussians overlap even the best rule is wrong: 15.4 % of the time.",
        RegionSettings(data="lecture", depth=0, epochs=100, handles=True, truth=True),
        depends_on=("data", "points", "noise", "centres", "handles"),
    ),
    "regions-single": Scene(
        5,
        "Decision regions of a single layer",
        "Regions that are convex, with straight boundaries, and the points that they get wrong.",
        "Can a single layer follow the arms of a spiral if it trains ten times as long?",
        "No: its boundaries stay straight and cut three wedges. About half of the points stay wrong.",
        RegionSettings(depth=0),
        instead="Decision regions, epoch by epoch",
        holds_for=("epochs", "init_seed", "order_seed"),
    ),
    "mnist-single": Scene(
        6,
        "Single layer on MNIST",
        "Error and accuracy while 7,850 parameters are learned, and which digits are taken for which.",
        "How many of the 10,000 test images will the ten outputs get right?",
        "About 92 %, once they have learned.",
        MnistSettings(view="quality"),
        holds_for=("init_seed", "order_seed"),
    ),
    "templates": Scene(
        7,
        "Weights of each output are a template",
        "Row k of W as a picture: from noise to a template in a few epochs.",
        "Which parts of the template of the digit 0 will be negative?",
        "Its middle: ink there speaks against a 0.",
        MnistSettings(diagram="heat", image="test-3"),
        holds_for=("diagram", "image", "init_seed", "order_seed"),
    ),
    "hinton": Scene(
        8,
        "Hinton diagram",
        "Squares as large as the weights: filled is positive, hollow negative.",
        "The highest score wins. What decides between two digits?",
        "The difference of their templates under the ink, (W_a − W_b) ⊙ x, and of their biases: pixels where both"
        " templates agree do not count.",
        MnistSettings(row="hinton"),
        depends_on=("view", "row", "depth"),
    ),
    "pros-and-cons": Scene(
        9,
        "Pros and cons of a single layer",
        "The question first; then the evidence for each answer.",
        "Name two things that speak for a single layer on MNIST, and one against.",
        "For: 7,850 parameters, an error that is one valley, weights that can be read. Against: one linear "
        "template for each class.",
        MnistSettings(view="pros"),
        depends_on=(),
    ),
    "variability": Scene(
        10,
        "Variability of real data",
        "One digit shifted, turned, scaled and slanted, and what two networks say of it.",
        "Let both networks train on images shifted by up to two pixels. How far apart will they be?",
        "Far: about 79 % against 96 %. Trained and tested on digits as they are: about 91 % against 96 %.",
        MnistSettings(view="variability", trained="varied", image="test-61"),
        instead="How much may a digit vary?",
        depends_on=("view", "trained", *(f"vary_{what}" for what in VARIED)),
    ),
    "features": Scene(
        11,
        "Use features rather than templates",
        "About as many parameters, spent on templates or on features.",
        "What does better: several templates for a class, or hidden features that all classes share?",
        "Features: all ten classes use each of them, and each template serves one class only.",
        MnistSettings(view="features", trained="varied"),
        instead="Several templates a class, or features?",
        depends_on=("view", "trained", "templates", *(f"vary_{what}" for what in VARIED)),
    ),
    "layered": Scene(
        12,
        "Layered processing",
        "The input plane, pushed through the hidden layer: what was wound up is pulled apart.",
        "Hidden layers let the boundary bend in the plane of the inputs. Why is it straight in the space of the last"
        " hidden layer?",
        "The last layer is a single-layer network on its features: it can only cut straight.",
        RegionSettings(units=(16, 2), epochs=500, init_seed=2, beside="space"),
    ),
    "by-hand": Scene(
        13,
        "How to obtain features? Learning",
        "Hidden lines set by hand, and those that were learned, both scored.",
        "Set the lines yourself. Will you beat back-propagation?",
        "The scores tell. Learning moves all lines and the outputs at once, a hand one line at a time.",
        HandsSettings(view="lines"),
        depends_on=(),
    ),
    "multi-layer": Scene(
        14,
        "Multi-layer network",
        "Each term of the formula is a part of the network.",
        "Which weights change the first hidden unit, and which change what becomes of it?",
        "Its row of W⁽¹⁾ and its bias change the unit; its column of W⁽²⁾ what becomes of it.",
        RegionSettings(
            depth=1, units=(8,), activation=("sigmoid",), rate=0.1, data="moons", beside="formula"
        ),
        depends_on=("depth", "beside"),
    ),
    "nielsen": Scene(
        15,
        "Multi-layer network for MNIST",
        "Fifteen features, and the weights from each of them to the ten digits.",
        "Will fifteen hidden units look like digits?",
        "No: none of them resembles a digit, and each digit uses several.",
        PRESETS["784–15–10 sigmoid (Nielsen)"],
        focus="pair",
    ),
    "credit": Scene(
        16,
        "Credit assignment",
        "What each output blames a hidden unit for, and how much of it passes the gate.",
        "A hidden unit has no target. Where does its error come from?",
        "From all outputs: each one's error times the weight that leads to it, added up, times the slope of the"
        " unit's own activation.",
        BackpropSettings(view="blame"),
        depends_on=("view", "depth"),
    ),
    "output-weights": Scene(
        17,
        "Training output weights",
        "The outer product of g and h beside the weights that it updates.",
        "Which row of the gradient is the largest?",
        "The row of the output that is most wrong: each row is h, times the g of its output.",
        BackpropSettings(view="outer"),
        instead="A gradient of weights is an outer product",
        depends_on=("view", "depth", "patterns"),
    ),
    "error-gradient": Scene(
        18,
        "Error function and required gradients",
        "The chain through the softmax, number by number: a vector times a full matrix.",
        "How large can the error signal of an output become?",
        "Never more than 1 in size: the chain comes down to y − t, and both lie between 0 and 1.",
        BackpropSettings(step=3),
        depends_on=(),
    ),
    "error-signal": Scene(
        19,
        "Hidden unit error signal",
        "Arrows back: the values on the edges while the error goes through the network.",
        "In which direction do the same weights carry the error?",
        "Backwards, from the outputs to the inputs: first W⁽³⁾ transposed, then W⁽²⁾ transposed.",
        BackpropSettings(step=4, depth=2),
        depends_on=("depth",),
    ),
    "hidden-weights": Scene(
        20,
        "Training input-to-hidden weights",
        "Two factors with a name each: AffineLayer.bprop and SigmoidLayer.bprop.",
        "When does a hidden unit learn almost nothing although the outputs are wrong?",
        "When it is saturated: h(1 − h) is almost 0.",
        BackpropSettings(step=5),
        depends_on=("depth", "activation"),
    ),
    "biases": Scene(
        21,
        "Gradients, and the exercise: the biases",
        "Cells left blank, for you to work out.",
        "What is ∂E/∂b of an output unit?",
        "The output's own g, as the input of a bias is always 1.",
        BackpropSettings(view="check", blanks=("biases",), cells=4),
        depends_on=("view", "patterns"),
    ),
    "five-steps": Scene(
        22,
        "The algorithm in five steps",
        "Forward, error, output gradients, hidden gradients, weight gradients.",
        "Which of the five steps need the targets?",
        "The second and the third: error, and its gradient with respect to the outputs.",
        BackpropSettings(),
        depends_on=(),
    ),
    "depth": Scene(
        23,
        "Training with several hidden layers",
        "The sizes of error signals and gradients in each layer, on a logarithmic axis.",
        "Four hidden layers of sigmoids: how much smaller is the gradient of a weight in the first layer than in"
        " the last?",
        "Before training 7,900 to 20,600 times with weights of ±0.1, over eight seeds without and eight with biases;"
        " 1,630 to 2,730 times with Glorot's uniform weights, 480 to 1,030 with He's.",
        ActivationSettings.opening("depth"),
        instead="The size of the gradient, layer by layer",
        depends_on=("view", "on", "depth", "units"),
    ),
    "sigmoid": Scene(
        24,
        "Sigmoid",
        "The curve and its slope, which is never more than 0.25.",
        "At which input does a sigmoid learn fastest?",
        "At 0, where the slope is 1/4.",
        ActivationSettings(x=0.0),
        depends_on=(),
    ),
    "sigmoid-readings": Scene(
        25,
        "Three readings of a sigmoid",
        "Every score is squashed to between 0 and 1.",
        "A unit answers 0.9. What can that number mean?",
        "A value squashed to (0, 1), the probability of a feature, or a firing rate.",
        ActivationSettings(x=2.2),
        depends_on=(),
    ),
    "saturation": Scene(
        26,
        "Saturation",
        "The scores of a whole batch, lying on the curve and on its slope.",
        "Answers near 0 or 1: what does the error signal become there?",
        "Almost 0: f′ = h(1 − h).",
        ActivationSettings(view="unit", start="large (±4)"),
        depends_on=("view", "activation"),
    ),
    "tanh": Scene(
        27,
        "tanh",
        "The sigmoid, stretched and moved: sigmoid(x) = (1 + tanh(x/2))/2.",
        "Can a network of sigmoids always be rewritten with tanh?",
        "Yes, exactly: halve the weights and biases that arrive, halve the weights that leave, and move the next"
        " biases.",
        ActivationSettings(overlay=True),
        depends_on=(),
    ),
    "same-sign": Scene(
        28,
        "Inputs of one sign",
        "The gradients into one unit for one example.",
        "All inputs of a unit are positive, as sigmoids are. Which signs can its gradients have?",
        "For one example all have the same sign: each is g times an h. With tanh they can be mixed.",
        ActivationSettings.opening("signs"),
        instead="Each gradient into the unit is g times an input",
        depends_on=(),
    ),
    "relu": Scene(
        29,
        "ReLU",
        "A curve of two straight pieces; the slope is 1 or 0.",
        "Where does a ReLU saturate?",
        "Only on the left, where its slope is 0.",
        ActivationSettings(x=-1.0),
        instead="A ReLU is two straight pieces",
        depends_on=(),
    ),
    "dying-relu": Scene(
        30,
        "Dying ReLU and the learning rate",
        "Accuracy and dead units for each learning rate.",
        "Which learning rate kills the ReLU network, and does it kill the sigmoid's?",
        "At 3 every ReLU network is lost, and from He's weights most units are dead already at 1. The sigmoid is"
        " at its best at 3.",
        ActivationSettings(view="cliff").preset("784–100–100–10, 10,000 images"),
        instead="The same network, trained at every learning rate",
        holds_for=("activation", "start", "rate"),
    ),
    "lab": Scene(
        31,
        "Lab 3",
        "The lab's network on MNIST; its code is one click away.",
        "What does a second hidden layer of 100 ReLU units bring over one?",
        "Nothing that chance does not: after 100 epochs both get 97.6 to 97.9 % of the test images right, over three"
        " starts each.",
        PRESETS["Lab 3 of the course"],
    ),
    "summary": Scene(
        32,
        "Summary",
        "Two networks on one clock, with all that was learned at work. Reading: Nielsen, chapter 2;"
        " Goodfellow and others, 6.3 to 6.5; Bishop, 3.1, 3.2 and chapter 4.",
        "What does a single-layer network compute?",
        "A score for each class, linear in the inputs: its boundaries are straight.",
        TwinSettings(),
        depends_on=(),
        more=(
            (
                "What does a hidden layer add?",
                "Features that are learned; the next layer cuts their space with straight boundaries.",
            ),
            (
                "How do the weights of a hidden layer learn without a target?",
                "By back-propagation: the errors of the outputs, weighted by the ways that lead to them, times the"
                " unit's own slope.",
            ),
            (
                "What speaks for tanh, and what for ReLU, over the sigmoid?",
                "tanh has answers of both signs; a ReLU does not saturate on the right, and needs no exponential."
                " But a ReLU can die.",
            ),
            (
                "Two other names for a multi-layer network?",
                "Deep neural network, and multi-layer perceptron.",
            ),
        ),
    ),
}


def settings_of(slug: str) -> Settings | None:
    """The settings that a scene opens with; None where there is no such scene."""
    return SCENES[slug].settings if slug in SCENES else None


def playable() -> list[str]:
    """Slugs of the scenes that have a view, in the lecture's order."""
    return [slug for slug, scene in SCENES.items() if scene.settings is not None]


def neighbours(slug: str) -> tuple[str, str]:
    """The scenes before and after one, "" where there is none."""
    slugs = playable()
    if slug not in slugs:
        return "", ""
    at = slugs.index(slug)
    return (slugs[at - 1] if at else ""), (slugs[at + 1] if at + 1 < len(slugs) else "")
