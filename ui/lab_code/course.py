"""The run with the course's classes: step by step, or as the whole run that the page makes."""

from engine.learning_rules import LEARNING_RULES
from ui.lab_code import parts
from ui.lab_code.parts import CellSettings
from ui.plane import weights_named
from ui.plane.by_hand import by_place
from ui.plane.run_settings import RegionSettings


def course_loop(settings: CellSettings) -> str:
    """A cell in the course's vocabulary: fprop, grad, grads_wrt_params, update_params, for each batch.

    Parameters
    ----------
    settings : RegionSettings or MnistSettings
        The run.

    Returns
    -------
    str
        Text that leaves ``model``. It computes in double precision, the page in single: parameters part by rounding,
        which training may enlarge. Early stopping, and the stop where training diverges, are left out.

    Raises
    ------
    ValueError
        If the run was forked with another activation, which only ``whole_run`` can write.
    """
    return parts.cell(
        [*parts.data(settings), parts.floats(settings)],
        parts.network(settings),
        [
            f"targets = np.eye({parts.sizes(settings)[-1]})[labels]",
            "error = CrossEntropySoftmaxError()",
            parts.rate_line(settings),
            f"learning_rule = {_rule(settings)}(learning_rate={parts.first_rate(settings)})",
            "learning_rule.initialise(model.params)",
            *parts.steps(
                settings,
                "learning_rule.learning_rate = rate",
                [
                    "activations = model.fprop(inputs[rows])",
                    "grads_wrt_outputs = error.grad(activations[-1], targets[rows])",
                    "grads_wrt_params = model.grads_wrt_params(activations, grads_wrt_outputs)",
                    "learning_rule.update_params(grads_wrt_params)",
                ],
                _set_weight,
            ),
        ],
        [
            "outputs = model.fprop(inputs)[-1]",
            "right = (outputs.argmax(axis=1) == labels).mean()",
            'print(f"loss {error(outputs, targets):.3f}, {right:.1%} right")',
        ],
        _by_hand(settings),
        _without_units(settings),
    )


def whole_run(settings: CellSettings) -> str:
    """A cell that makes the run as the page does, forks and early stop included.

    It ends bit for bit where the page ends, on the same machine with the same NumPy: it sets as many threads as the
    page trains with, which NumPy must read when it is imported. Where NumPy is imported already, the cell says so.

    Parameters
    ----------
    settings : RegionSettings or MnistSettings
        The run.

    Returns
    -------
    str
        Text that leaves ``run``, at its end.
    """
    first = parts.forks(settings)[0]
    options: dict[str, object] = {
        "batch_size": first.batch if 0 < first.batch < parts.n_training(first) else None,
        "n_epochs": first.epochs,
        "order_seed": first.order_seed,
    }
    if first.schedule != "constant":
        options["schedule"] = repr(first.schedule)
    options |= parts.recorded(first)
    if first.patience:
        is_plain = parts.inputs_of(settings, "points.training") == "points.training.inputs"
        there = "held_out.inputs is not inputs" if is_plain else "held_out is not points.training"
        options["patience"] = f"{first.patience} if {there} else None"
    lines = [
        "run = TrainingRun(",
        "    model,",
        "    CrossEntropySoftmaxError(),",
        f"    {_rule(first)}(learning_rate={first.rate!r}),",
        "    (inputs, labels),",
        f"    ({parts.inputs_of(settings, 'held_out')}, held_out.labels),",
        *(f"    {name}={value}," for name, value in options.items()),
        ")",
    ]
    for branch in parts.branches(settings):
        epoch = f"{branch.past[-1].epoch!r}"
        lines += [f"run.advance(max(0, round({epoch} * run.steps_per_epoch) - run.n_steps))"]
        moment = f"min({epoch}, run.epoch)"
        by_hand = branch.past[-1].by_hand
        if branch.keeps_the_past or by_hand:
            lines += [f"run = run.fork({moment}, learning_rate={branch.rate!r})"]
        if by_hand:
            architecture = branch.network
            lines += ["run.set_by_hand({  # by their places in run.params"]
            lines += [
                f"    {place}: {value!r},  # {weights_named.words(name, architecture)}"
                for (name, value), place in zip(by_hand, by_place(by_hand, architecture), strict=True)
            ]
            lines += ["})"]
        if not branch.keeps_the_past:
            lines += [
                f"run = transplanted(run, {moment}, {branch.activations!r}, learning_rate={branch.rate!r})"
            ]
    return parts.cell(
        [*parts.data(first), parts.held_out(first)],
        parts.network(first),
        [*lines, "while not run.finished:", "    run.advance(1000)"],
        ['print(run.stop.message, f"training loss {run.history.training_error[-1]:.3f}", sep=", ")'],
        _by_hand_in_run(settings),
        _without_in_run(settings),
        opening=parts.same_threads(),
    )


def _set_weight(layer: int, unit: int, source: int | None, value: float) -> str:
    """The line that sets a weight of ``model`` by hand."""
    if source is None:
        return f"model.layers[{2 * layer}].biases[{unit}] = {value!r}"
    return f"model.layers[{2 * layer}].weights[{unit}, {source}] = {value!r}"


def _by_hand(settings: CellSettings) -> list[str]:
    """Lines that set in ``model`` the weights that are set by hand, and not trained on from."""
    if not (by_hand := parts.by_hand(settings)):
        return []
    lines = [_set_weight(*where, value) for where, value in parts.located(by_hand)]
    return [
        f"{lines[0]}  # set by hand",
        *lines[1:],
        "outputs = model.fprop(inputs)[-1]",
        "right = (outputs.argmax(axis=1) == labels).mean()",
        'print(f"by hand: loss {error(outputs, targets):.3f}, {right:.1%} right")',
    ]


def _by_hand_in_run(settings: CellSettings) -> list[str]:
    """The same of the whole run, whose network stays as it is."""
    if not isinstance(settings, RegionSettings) or not (by_hand := parts.by_hand(settings)):
        return []
    architecture = settings.network
    return [
        "by_hand = run.params.copy()",
        *(
            f"by_hand[{place}] = {value!r}  # {weights_named.words(name, architecture)}"
            for (name, value), place in zip(by_hand, by_place(by_hand, architecture), strict=True)
        ),
        "loss, right = error_and_accuracy(run.architecture, by_hand, inputs, labels)",
        'print(f"by hand: loss {loss:.3f}, {right:.1%} right")',
    ]


def _without_units(settings: CellSettings) -> list[str]:
    """Lines that switch units off in ``model``: what they send on becomes a constant in the biases behind them."""
    if not (off := parts.units_off(settings)):
        return []
    by_mean, seen = settings.off_as == "mean", parts.seen(settings)
    mean = "    behind.biases += behind.weights[:, unit - 1] * activations[2 * layer][:, unit - 1].mean()"
    return [
        f"activations = model.fprop(inputs{seen})" if by_mean else "",
        f"for layer, unit in {parts.listed(off)}:  # switched off",
        "    behind = model.layers[2 * layer]",
        mean if by_mean else "",
        "    behind.weights[:, unit - 1] = 0.0",
        f"outputs = model.fprop(inputs{seen})[-1]",
        f"right = (outputs.argmax(axis=1) == labels{seen}).mean()",
        f'print(f"without them: loss {{error(outputs, targets{seen}):.3f}}, {{right:.1%}} right")',
    ]


def _without_in_run(settings: CellSettings) -> list[str]:
    """The same of the whole run, whose network stays as it is."""
    if not (off := parts.units_off(settings)):
        return []
    seen, params = parts.seen(settings), "by_hand" if parts.by_hand(settings) else "run.params"
    answers = f", mean_answers(run.architecture, {params}, inputs{seen})" if settings.off_as == "mean" else ""
    units = [(layer - 1, unit - 1) for layer, unit in off]
    return [
        f"off = {parts.listed(units)}  # layers and units from 0",
        f"without = switched_off(run.architecture, {params}, off{answers})",
        f"loss, right = error_and_accuracy(run.architecture, without, inputs{seen}, labels{seen})",
        'print(f"without them: loss {loss:.3f}, {right:.1%} right")',
    ]


def _rule(settings: CellSettings) -> str:
    return LEARNING_RULES[settings.rule].__name__
