"""A run in plain NumPy: forward, backward and the learning rule written out, each in a few lines."""

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

ACTIVATIONS = {
    "sigmoid": ("lambda z: 0.5 + 0.5 * np.tanh(0.5 * z)", "lambda h: h * (1 - h)"),
    "tanh": ("np.tanh", "lambda h: 1 - h**2"),
    "relu": ("lambda z: np.maximum(z, 0)", "lambda h: h > 0"),
}
"""Each activation, and its slope from its own output h."""


def numpy(recipe: Recipe) -> list[Section]:
    """A run for NumPy, in sections."""
    names = recipe.architecture.activations
    unknown = [name for name in names if name not in ACTIVATIONS]
    if unknown:
        raise ValueError(f"No plain NumPy is known for {', '.join(map(activation_words, unknown))}.")
    setup, step = rule(recipe.rule)
    rows = sections.measured(recipe)
    return [
        sections.imports(*(["import gzip", ""] if recipe.are_images else []), "import numpy as np"),
        sections.data(recipe),
        sections.weights(recipe),
        section(
            "Forward, and back",
            "activations = {",
            *(f'    "{name}": ({", ".join(ACTIVATIONS[name])}),' for name in dict.fromkeys(names)),
            "}  # the function, and its slope from its own output",
            f"names = {list(names)}  # of each hidden layer",
            "",
            "",
            "def forward(inputs):",
            '    """The inputs, each hidden layer\'s outputs, and last the scores of the classes."""',
            "    outputs = [inputs]",
            "    for layer in range(len(params) // 2):",
            "        sums = outputs[-1] @ params[2 * layer].T + params[2 * layer + 1]",
            "        outputs.append(activations[names[layer]][0](sums) if layer < len(names) else sums)",
            "    return outputs",
            "",
            "",
            "def softmax(scores):",
            '    """Probabilities of the classes; the largest score is made 0 first, so that none overflows."""',
            "    powers = np.exp(scores - scores.max(axis=1, keepdims=True))",
            "    return powers / powers.sum(axis=1, keepdims=True)",
            "",
            "",
            "def gradients(inputs, labels):",
            '    """The gradient of the mean cross-entropy with respect to each of params, in their order."""',
            "    outputs, grads = forward(inputs), []",
            "    signals = softmax(outputs[-1])",
            "    signals[np.arange(len(labels)), labels] -= 1",
            "    signals /= len(labels)",
            "    for layer in reversed(range(len(params) // 2)):",
            f"        grads = [signals.T @ outputs[layer]{_penalty(recipe)}, signals.sum(axis=0), *grads]",
            "        if layer:",
            "            slopes = activations[names[layer - 1]][1](outputs[layer])",
            "            signals = signals @ params[2 * layer] * slopes",
            "    return grads",
            "",
            "",
            "def measured(inputs, labels):",
            '    """The mean cross-entropy, and the share of patterns whose highest score is the right class."""',
            "    scores = forward(inputs)[-1]",
            "    scores = scores - scores.max(axis=1, keepdims=True)",
            "    right = scores[np.arange(len(labels)), labels]",
            "    loss = (np.log(np.exp(scores).sum(axis=1)) - right).mean()",
            "    return loss, (scores.argmax(axis=1) == labels).mean()",
        ),
        section(
            f"Training: {recipe.rule_name}",
            sections.plan(recipe),
            sections.learning(recipe),
            setup,
            sections.loop(
                recipe,
                ["grads = gradients(inputs[rows], labels[rows])", *_held(recipe), *step],
                set_weight=_set_weight,
                said=f'print(f"step {{step + 1}}: loss {{measured(inputs{rows}, labels{rows})[0]:.4f}}")',
            ),
        ),
        section(
            "What has come of it",
            f"loss, accuracy = measured(inputs{rows}, labels{rows})",
            sections.ending(recipe),
        ),
        *sections.asked(recipe, "forward(places)[-1]"),
    ]


def _held(recipe: Recipe) -> list[str]:
    """The line that leaves no gradient where nothing learns; none where all does."""
    return ["grads = [g * learns for g, learns in zip(grads, learning)]"] if recipe.holds else []


def _penalty(recipe: Recipe) -> str:
    return f" + {recipe.l2!r} * params[2 * layer]" if recipe.l2 else ""


def rule(rule: GradientDescentLearningRule) -> tuple[list[str], list[str]]:
    """Lines before the first step, and lines that change ``params`` by ``grads`` at ``rate``."""
    zeros = "[np.zeros_like(p) for p in params]"
    if type(rule) is GradientDescentLearningRule:
        return [], ["for p, g in zip(params, grads):", "    p -= rate * g"]
    if isinstance(rule, MomentumLearningRule):
        return [f"moms = {zeros}"], [
            "for p, g, m in zip(params, grads, moms):",
            f"    m *= {rule.mom_coeff!r}",
            "    m -= rate * g",
            "    p += m",
        ]
    if isinstance(rule, AdamLearningRule):
        one, two = rule.beta_1, rule.beta_2
        return [f"means, squares = {zeros}, {zeros}"], [
            "for p, g, m, s in zip(params, grads, means, squares):",
            f"    m += (1 - {one!r}) * (g - m)",
            f"    s += (1 - {two!r}) * (g**2 - s)",
            f"    size = np.sqrt(s / (1 - {two!r} ** (step + 1))) + {rule.epsilon!r}",
            f"    p -= rate * m / (1 - {one!r} ** (step + 1)) / size",
        ]
    if isinstance(rule, AdaGradLearningRule):
        return [f"sums = {zeros}"], [
            "for p, g, s in zip(params, grads, sums):",
            "    s += g**2",
            f"    p -= rate * g / np.sqrt(s + {rule.epsilon!r})",
        ]
    if isinstance(rule, RMSPropLearningRule):
        return [f"squares = {zeros}"], [
            "for p, g, s in zip(params, grads, squares):",
            f"    s += (1 - {rule.beta!r}) * (g**2 - s)",
            f"    p -= rate * g / np.sqrt(s + {rule.epsilon!r})",
        ]
    raise ValueError(f"No plain NumPy is known for the rule {type(rule).__name__}.")


def _set_weight(number: int, place: Place, value: float) -> list[str]:
    """Lines that set a weight by hand."""
    return [f"params[{number}][{', '.join(map(str, place))}] = {value!r}"]
