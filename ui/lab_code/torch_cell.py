"""The run with PyTorch: the same points and initial weights, drawn by our seeds, so that the numbers agree."""

from engine.initialisers import BIASES
from engine.layers import ACTIVATIONS
from engine.penalties import PENALTIES, L2Penalty
from ui.lab_code import parts
from ui.lab_code.parts import CellSettings
from ui.plane.frozen import is_still
from ui.words import activation_words

OPTIMISERS = {
    "gradient descent": "torch.optim.SGD(model.parameters(), lr={rate})",
    "Adam": "torch.optim.Adam(model.parameters(), lr={rate})",
}
"""Rules that PyTorch has in the course's form."""

UPDATES = {
    "momentum": ("memory.mul_(0.9).sub_(rate * p.grad)", "p += memory"),
    "AdaGrad": ("memory += p.grad**2", "p -= rate * p.grad / torch.sqrt(memory + 1e-8)"),
    "RMSProp": ("memory.mul_(0.9).add_(0.1 * p.grad**2)", "p -= rate * p.grad / torch.sqrt(memory + 1e-8)"),
}
"""Rules that the cell writes out, since PyTorch's own differ. Its momentum scales the whole memory when the rate
changes; its AdaGrad and RMSProp add epsilon after the root, where the course adds it before."""


def pytorch(settings: CellSettings) -> str:
    """A cell for PyTorch.

    Parameters
    ----------
    settings : RegionSettings or MnistSettings
        The run.

    Returns
    -------
    str
        Text that leaves ``model``. It computes in double precision, as ``course_loop`` does, and agrees with it to
        rounding.

    Raises
    ------
    ValueError
        If no rule, penalty or activation of PyTorch is known to be the same, or the run was forked with another
        activation.
    """
    unknown = [name for name in settings.activations if not ACTIVATIONS[name].portrait.torch]
    if unknown:
        raise ValueError(f"No module of PyTorch is known for {', '.join(map(activation_words, unknown))}.")
    if settings.rule not in (*OPTIMISERS, *UPDATES):
        raise ValueError(f"No rule of PyTorch is known for {settings.rule}.")
    stays = parts.stays(settings)
    if is_still(stays):
        raise ValueError("Nothing learns in this run: PyTorch has no step to take.")
    holds = any(any(both) for both in stays)
    if settings.l2 and PENALTIES[settings.penalty] is not L2Penalty:
        raise ValueError(f"No penalty of PyTorch is known for {settings.penalty}.")
    double = (
        ".double()" if parts.floats(settings) else ""
    )  # of one batch only: all images in double precision would fill the memory
    loss = f"error(model(inputs[rows]{double}), labels[rows])"
    if settings.l2:
        counted = " if layer.weight.requires_grad" if holds else ""
        loss = (
            f"({loss} + {settings.l2 / 2!r} * sum((layer.weight**2).sum() for layer in model[::2]{counted}))"
        )
    backward = f"{loss}.backward()"
    if settings.rule in OPTIMISERS:
        start = [f"optimiser = {OPTIMISERS[settings.rule].format(rate=parts.first_rate(settings))}"]
        change = 'optimiser.param_groups[0]["lr"] = rate'
        step = ["optimiser.zero_grad()", backward, "optimiser.step()"]
    else:
        learn = "[p for p in model.parameters() if p.requires_grad]" if holds else "model.parameters()"
        start = [
            f"rate = {parts.first_rate(settings)}",
            f"memories = [torch.zeros_like(p) for p in {learn}]",
        ]
        change = ""
        step = ["model.zero_grad()", backward, "with torch.no_grad():"]
        step += [f"    for p, memory in zip({learn}, memories):"]
        step += [f"        {line}" for line in UPDATES[settings.rule]]
    return parts.cell(
        [*parts.data(settings), parts.floats(settings)],
        _network(settings),
        [
            "inputs, labels = torch.tensor(inputs), torch.tensor(labels)",
            "error = torch.nn.CrossEntropyLoss()",
            parts.rate_line(settings),
            *start,
            *parts.steps(settings, change, step, _set_weight),
        ],
        [
            "with torch.no_grad():",
            f"    outputs = model(inputs{double})",
            "right = (outputs.argmax(dim=1) == labels).double().mean()",
            'print(f"loss {error(outputs, labels):.3f}, {right:.1%} right")',
        ],
        _by_hand(settings),
        _without_units(settings),
    )


def _set_weight(layer: int, unit: int, source: int | None, value: float) -> str:
    """The line that sets a weight of ``model`` by hand; ``data`` is what no gradient is asked of."""
    if source is None:
        return f"model[{2 * layer}].bias.data[{unit}] = {value!r}"
    return f"model[{2 * layer}].weight.data[{unit}, {source}] = {value!r}"


def _by_hand(settings: CellSettings) -> list[str]:
    """Lines that set in ``model`` the weights that are set by hand, and not trained on from."""
    lines = [_set_weight(*where, value) for where, value in parts.located(parts.by_hand(settings))]
    if not lines:
        return []
    return [
        f"{lines[0]}  # set by hand",
        *lines[1:],
        "with torch.no_grad():",
        "    outputs = model(inputs)",
        "right = (outputs.argmax(dim=1) == labels).double().mean()",
        'print(f"by hand: loss {error(outputs, labels):.3f}, {right:.1%} right")',
    ]


def _without_units(settings: CellSettings) -> list[str]:
    """Lines that switch units off, the deepest first: means are those of the whole network."""
    if not (off := parts.units_off(settings)):
        return []
    seen = parts.seen(settings)
    mean = f"        behind.bias += behind.weight[:, unit - 1] * model[: 2 * layer](inputs{seen})[:, unit - 1].mean()"
    return [
        "with torch.no_grad():",
        f"    for layer, unit in {parts.listed(sorted(off, reverse=True))}:  # switched off",
        "        behind = model[2 * layer]",
        mean if settings.off_as == "mean" else "",
        "        behind.weight[:, unit - 1] = 0.0",
        f"    outputs = model(inputs{seen})",
        f"right = (outputs.argmax(dim=1) == labels{seen}).double().mean()",
        f'print(f"without them: loss {{error(outputs, labels{seen}):.3f}}, {{right:.1%}} right")',
    ]


def _network(settings: CellSettings) -> list[str]:
    """Lines that make ``model``, and give it the weights that the page draws."""
    sizes = parts.sizes(settings)
    modules = [f"    torch.nn.Linear({sizes[0]}, {sizes[1]}),"]
    for name, inputs, outputs in zip(settings.activations, sizes[1:-1], sizes[2:], strict=True):
        modules += [
            f"    torch.nn.{ACTIVATIONS[name].portrait.torch},",
            f"    torch.nn.Linear({inputs}, {outputs}),",
        ]
    held = [
        f"model[{2 * index}].{name}.requires_grad_(False)  # stays as drawn"
        for index, both in enumerate(parts.stays(settings))
        for name, still in zip(("weight", "bias"), both, strict=True)
        if still
    ]
    drawn = "torch.from_numpy(biases(tuple(layer.bias.shape)))"
    parted = []
    for index in parts.wires_cut(settings):
        name = f"model[{2 * index}].weight"
        parted += [
            f"wires_{index + 1} = torch.from_numpy(wires_{index + 1})",
            f"{name}.data *= wires_{index + 1}",
        ]
        if not parts.stays(settings)[index][0]:
            parted += [f"{name}.register_hook(lambda grad: grad * wires_{index + 1})"]
    return [
        *parts.initialisers(settings),
        *parts.masks(settings),
        "model = torch.nn.Sequential(",
        *modules,
        ").double()  # the page trains in single precision",
        "with torch.no_grad():",
        "    for layer in model[::2]:",
        "        layer.weight.copy_(torch.from_numpy(weights(tuple(layer.weight.shape))))",
        f"        layer.bias.copy_({drawn})" if settings.start in BIASES else "        layer.bias.zero_()",
        *held,
        *parted,
    ]
