"""A run with Keras 3, on any of its backends, in double precision."""

from engine.learning_rules import (
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
    RMSPropLearningRule,
)
from ui.lab_code.alone import sections
from ui.lab_code.alone.recipe import Recipe
from ui.lab_code.alone.sections import Place, Section, section
from ui.words import activation_words

ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu"}
"""From our name to Keras's."""


def keras(recipe: Recipe) -> list[Section]:
    """A run for Keras, in sections."""
    names, sizes = recipe.architecture.activations, recipe.architecture.sizes
    unknown = [name for name in names if name not in ACTIVATIONS]
    if unknown:
        raise ValueError(f"No activation of Keras is known for {', '.join(map(activation_words, unknown))}.")
    more = f", kernel_regularizer=keras.regularizers.L2({recipe.l2 / 2!r})" if recipe.l2 else ""
    layers = [f"    keras.layers.Input(({sizes[0]},)),"]
    for size, name in zip(sizes[1:-1], names, strict=True):
        layers += [f'    keras.layers.Dense({size}, activation="{ACTIVATIONS[name]}"{more}),']
    layers += [f"    keras.layers.Dense({sizes[-1]}{more}),  # scores: the loss takes the softmax with it"]
    rows = sections.measured(recipe)
    return [
        sections.imports(
            *(["import gzip", ""] if recipe.are_images else []),
            "import keras  # version 3; KERAS_BACKEND in the environment chooses TensorFlow, PyTorch or JAX",
            "import numpy as np",
        ),
        sections.data(recipe),
        sections.weights(recipe),
        section(
            "The network, in double precision; Keras keeps weights as (inputs, units)",
            'keras.config.set_floatx("float64")',
            "model = keras.Sequential([",
            *layers,
            "])",
            "model.set_weights([param.T for param in params])",
            *_held(recipe),
        ),
        section(
            f"Training: {recipe.rule_name}",
            sections.plan(recipe),
            "model.compile(",
            f"    optimizer={_optimiser(recipe.rule)},",
            "    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),",
            ")",
            sections.loop(
                recipe,
                ["model.train_on_batch(inputs[rows], labels[rows])"],
                changed="model.optimizer.learning_rate = rate",
                set_weight=_set_weight,
                said='print(f"step {step + 1} of {n_steps}")',
            ),
        ),
        section(
            "What has come of it",
            f"scores = model.predict_on_batch(inputs{rows})",
            "scores = scores - scores.max(axis=1, keepdims=True)",
            f"right = scores[np.arange(len(scores)), labels{rows}]",
            "loss = (np.log(np.exp(scores).sum(axis=1)) - right).mean()",
            f"accuracy = (scores.argmax(axis=1) == labels{rows}).mean()",
            sections.ending(recipe),
        ),
        *sections.asked(recipe, "model.predict_on_batch(places)"),
    ]


def _held(recipe: Recipe) -> list[str]:
    """Lines that keep what does not learn as it was drawn: a layer, or its weights or its biases alone."""
    lines = []
    for index, (weights, biases) in enumerate(zip(recipe.learns[::2], recipe.learns[1::2], strict=True)):
        halves = [""] if not (weights or biases) else [".kernel"] * (not weights) + [".bias"] * (not biases)
        lines += [f"model.layers[{index}]{half}.trainable = False  # stays as drawn" for half in halves]
    return lines


def _optimiser(rule: GradientDescentLearningRule) -> str:
    """The call that makes Keras's own optimiser. Its Adam adds epsilon a little elsewhere; the others are the same."""
    if type(rule) is GradientDescentLearningRule:
        return "keras.optimizers.SGD(rate)"
    if isinstance(rule, MomentumLearningRule):
        return f"keras.optimizers.SGD(rate, momentum={rule.mom_coeff!r})"
    if isinstance(rule, AdamLearningRule):
        return f"keras.optimizers.Adam(rate, {rule.beta_1!r}, {rule.beta_2!r}, epsilon={rule.epsilon!r})"
    if isinstance(rule, AdaGradLearningRule):
        return f"keras.optimizers.Adagrad(rate, initial_accumulator_value=0.0, epsilon={rule.epsilon!r})"
    if isinstance(rule, RMSPropLearningRule):
        return f"keras.optimizers.RMSprop(rate, rho={rule.beta!r}, epsilon={rule.epsilon!r})"
    raise ValueError(f"No optimiser of Keras is known for {type(rule).__name__}.")


def _set_weight(number: int, place: Place, value: float) -> list[str]:
    """Lines that set a weight by hand: Keras has inputs first, and gives copies."""
    return [
        "kept = model.get_weights()",
        f"kept[{number}][{', '.join(map(str, reversed(place)))}] = {value!r}",
        "model.set_weights(kept)",
    ]
