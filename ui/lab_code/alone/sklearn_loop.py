"""A run with scikit-learn's MLPClassifier, where that makes the same steps."""

from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule, MomentumLearningRule
from ui.lab_code.alone import sections
from ui.lab_code.alone.recipe import Recipe
from ui.lab_code.alone.sections import Place, Section, section
from ui.words import activation_words

ACTIVATIONS = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
"""From our name to scikit-learn's."""


def scikit_learn(recipe: Recipe) -> list[Section]:
    """A run for scikit-learn, in sections; a ValueError says what its MLPClassifier cannot do of it."""
    names, sizes = recipe.architecture.activations, recipe.architecture.sizes
    kinds = list(dict.fromkeys(names))
    if len(kinds) > 1:
        raise ValueError(
            "scikit-learn’s MLPClassifier has one activation for all layers; this network has several."
        )
    if kinds and kinds[0] not in ACTIVATIONS:
        raise ValueError(f"scikit-learn’s MLPClassifier does not have {activation_words(kinds[0])}.")
    if recipe.holds:
        raise ValueError(
            "scikit-learn’s MLPClassifier trains every layer; here some stay as they were drawn."
        )
    rows = sections.measured(recipe)
    return [
        sections.imports(
            *(["import gzip", ""] if recipe.are_images else []),
            "import numpy as np",
            "from sklearn.neural_network import MLPClassifier",
        ),
        sections.data(recipe),
        sections.weights(recipe),
        section(
            f"The network, and its training: {recipe.rule_name}",
            sections.plan(recipe),
            "inputs = inputs.astype(float)  # the model takes the precision of its inputs",
            "model = MLPClassifier(",
            f"    hidden_layer_sizes={sizes[1:-1]},",
            *([f'    activation="{ACTIVATIONS[kinds[0]]}",'] if kinds else []),
            f"    solver={_solver(recipe.rule)},",
            "    learning_rate_init=rate,",
            *(
                [
                    f"    alpha={recipe.l2!r} * batch_size,  # it divides the penalty by the patterns of a batch"
                ]
                if recipe.l2
                else ["    alpha=0.0,"]
            ),
            "    batch_size=batch_size,",
            "    shuffle=False,",
            "    max_iter=n_steps + 2,",
            ")",
            f"model.partial_fit(inputs[:batch_size], labels[:batch_size], classes=range({sizes[-1]}))",
            "# That step made its arrays and its optimiser. Now both begin as on the page.",
            "model.coefs_ = [param.T.copy() for param in params[::2]]",
            "model.intercepts_ = [param.copy() for param in params[1::2]]",
            "optimiser = model._optimizer",
            *[
                f"optimiser.{name} = [0 * array for array in optimiser.{name}]"
                for name in _memory(recipe.rule)
            ],
            *(["optimiser.t = 0"] if isinstance(recipe.rule, AdamLearningRule) else []),
        ),
        section(
            "Each step is a partial_fit on one batch",
            sections.loop(
                recipe,
                [*_epsilon(recipe.rule), "model.partial_fit(inputs[rows], labels[rows])"],
                changed="optimiser.learning_rate = optimiser.learning_rate_init = rate",
                set_weight=_set_weight,
                said='print(f"step {step + 1}: loss of the batch {model.loss_:.4f}")',
            ),
        ),
        section(
            "What has come of it",
            f"probabilities = model.predict_proba(inputs{rows})",
            f"right = probabilities[np.arange(len(probabilities)), labels{rows}]",
            "loss = -np.log(np.maximum(right, np.finfo(float).tiny)).mean()",
            f"accuracy = (probabilities.argmax(axis=1) == labels{rows}).mean()",
            sections.ending(recipe),
        ),
        *sections.asked(recipe, "model.predict_proba(places)"),
    ]


def _solver(rule: GradientDescentLearningRule) -> str:
    """The arguments that make scikit-learn's solver the rule."""
    if type(rule) is GradientDescentLearningRule:
        return '"sgd", momentum=0.0, nesterovs_momentum=False'
    if isinstance(rule, MomentumLearningRule):
        return f'"sgd", momentum={rule.mom_coeff!r}, nesterovs_momentum=False'
    if isinstance(rule, AdamLearningRule):
        return f'"adam", beta_1={rule.beta_1!r}, beta_2={rule.beta_2!r}, epsilon={rule.epsilon!r}'
    raise ValueError("scikit-learn’s MLPClassifier knows gradient descent, momentum and Adam only.")


def _memory(rule: GradientDescentLearningRule) -> tuple[str, ...]:
    """Names of the arrays that the solver remembers."""
    return ("ms", "vs") if isinstance(rule, AdamLearningRule) else ("velocities",)


def _epsilon(rule: GradientDescentLearningRule) -> list[str]:
    """The line that has scikit-learn's Adam add epsilon where ours does: it adds it before the root is corrected."""
    if not isinstance(rule, AdamLearningRule):
        return []
    return [
        f"optimiser.epsilon = {rule.epsilon!r} * (1 - {rule.beta_2!r} ** (step + 1)) ** 0.5  # as Kingma and Ba do"
    ]


def _set_weight(number: int, place: Place, value: float) -> list[str]:
    """Lines that set a weight by hand: scikit-learn has inputs first."""
    name = "intercepts_" if number % 2 else "coefs_"
    return [f"model.{name}[{number // 2}][{', '.join(map(str, reversed(place)))}] = {value!r}"]
