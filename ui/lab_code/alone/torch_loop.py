"""A run with PyTorch, in double precision."""

from engine.layers import ACTIVATIONS
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


def pytorch(recipe: Recipe) -> list[Section]:
    """A run for PyTorch, in sections."""
    names, sizes = recipe.architecture.activations, recipe.architecture.sizes
    unknown = [name for name in names if not ACTIVATIONS[name].portrait.torch]
    if unknown:
        raise ValueError(f"No module of PyTorch is known for {', '.join(map(activation_words, unknown))}.")
    modules = [f"    torch.nn.Linear({sizes[0]}, {sizes[1]}),"]
    for name, before, after in zip(names, sizes[1:-1], sizes[2:], strict=True):
        modules += [
            f"    torch.nn.{ACTIVATIONS[name].portrait.torch},",
            f"    torch.nn.Linear({before}, {after}),",
        ]
    learn = "[p for p in model.parameters() if p.requires_grad]" if recipe.holds else "model.parameters()"
    setup, changed, update = _rule(recipe.rule, learn)
    loss = "error(model(inputs[rows].double()), labels[rows])"
    if recipe.l2:
        counted = " if layer.weight.requires_grad" if recipe.holds else ""
        loss += f" + {recipe.l2 / 2!r} * sum((layer.weight**2).sum() for layer in model[::2]{counted})"
    rows = sections.measured(recipe)
    return [
        sections.imports(
            *(["import gzip", ""] if recipe.are_images else []), "import numpy as np", "import torch"
        ),
        sections.data(recipe),
        sections.weights(recipe),
        section(
            "The network, in double precision",
            "inputs, labels = torch.tensor(inputs), torch.tensor(labels)",
            "model = torch.nn.Sequential(",
            *modules,
            ").double()",
            "with torch.no_grad():",
            "    for mine, param in zip(model.parameters(), params):",
            "        mine.copy_(torch.tensor(param))",
            sections.learning(recipe),
            *(
                [
                    "for mine, learns in zip(model.parameters(), learning):",
                    "    mine.requires_grad_(learns)",
                ]
                if recipe.holds
                else []
            ),
            "error = torch.nn.CrossEntropyLoss()",
        ),
        section(
            f"Training: {recipe.rule_name}",
            sections.plan(recipe),
            setup,
            sections.loop(
                recipe,
                ["model.zero_grad()", f"loss = {loss}", "loss.backward()", *update],
                changed=changed,
                set_weight=_set_weight,
                said='print(f"step {step + 1}: loss of the batch {loss.item():.4f}")',
            ),
        ),
        section(
            "What has come of it",
            "with torch.no_grad():",
            f"    scores = model(inputs{rows}.double())",
            f"    loss = error(scores, labels{rows}).item()",
            f"    accuracy = (scores.argmax(dim=1) == labels{rows}).double().mean().item()",
            sections.ending(recipe),
        ),
        *sections.asked(recipe, "model(torch.tensor(places)).detach()"),
    ]


def _rule(rule: GradientDescentLearningRule, learn: str) -> tuple[list[str], str, list[str]]:
    """Lines before the first step, the line for another rate, and the lines that take the step on what learns."""
    change = 'optimiser.param_groups[0]["lr"] = rate'
    if type(rule) is GradientDescentLearningRule:
        return [f"optimiser = torch.optim.SGD({learn}, lr=rate)"], change, ["optimiser.step()"]
    if isinstance(rule, AdamLearningRule):
        numbers = f"betas=({rule.beta_1!r}, {rule.beta_2!r}), eps={rule.epsilon!r}"
        made = f"optimiser = torch.optim.Adam({learn}, lr=rate, {numbers})"
        return [made], change, ["optimiser.step()"]
    # Of these PyTorch's own differ: its momentum scales the whole memory when the rate changes; its AdaGrad and RMSProp
    # add epsilon after the root.
    if isinstance(rule, MomentumLearningRule):
        update = [f"m.mul_({rule.mom_coeff!r}).sub_(rate * p.grad)", "p += m"]
    elif isinstance(rule, AdaGradLearningRule):
        update = ["m += p.grad**2", f"p -= rate * p.grad / torch.sqrt(m + {rule.epsilon!r})"]
    elif isinstance(rule, RMSPropLearningRule):
        update = [
            f"m.mul_({rule.beta!r}).add_({1 - rule.beta!r} * p.grad**2)",
            f"p -= rate * p.grad / torch.sqrt(m + {rule.epsilon!r})",
        ]
    else:
        raise ValueError(f"No rule of PyTorch is known for {type(rule).__name__}.")
    lines = ["with torch.no_grad():", f"    for p, m in zip({learn}, memory):"]
    return (
        [f"memory = [torch.zeros_like(p) for p in {learn}]"],
        "",
        [*lines, *(f"        {line}" for line in update)],
    )


def _set_weight(number: int, place: Place, value: float) -> list[str]:
    """Lines that set a weight by hand."""
    name = "bias" if number % 2 else "weight"
    return [f"model[{number // 2 * 2}].{name}.data[{', '.join(map(str, place))}] = {value!r}"]
