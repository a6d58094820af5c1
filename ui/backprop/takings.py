"""What the page of back-propagation offers to take away: its patterns, and its network after the updates."""

from ui.backprop import worked_example
from ui.backprop.settings import BackpropSettings
from ui.lab_code.alone import Exported
from ui.take_away import tables, weights_out
from ui.take_away.of_runs import said_of
from ui.take_away.offers import Offer

PAGE = "backprop"
TITLE = "back-propagation"


def takings(settings: BackpropSettings) -> list[Offer]:
    """The batch as a table, and the weights for NumPy, PyTorch and Keras."""
    if settings.view == "paste":  # its network is none of the page's
        return []
    example = worked_example.example(settings)
    stem = f"hidden-layers-backprop-{settings.updates}-updates"

    def patterns(_: float | None) -> Exported:
        classes = example.targets.argmax(axis=1) + 1
        rows = [
            (repr(x1), repr(x2), label)
            for (x1, x2), label in zip(example.inputs.tolist(), classes.tolist(), strict=True)
        ]
        text = tables.written(("x1", "x2", "class"), rows, said_of(TITLE, PAGE, settings))
        return Exported("hidden-layers-backprop-patterns.csv", text.encode())

    def numpy(_: float | None) -> Exported:
        return Exported(f"{stem}.npz", weights_out.numpy_npz(example.architecture, example.flat))

    def torch(_: float | None) -> Exported:
        said = {"updates": str(settings.updates)}
        content = weights_out.torch_safetensors(example.architecture, example.flat, said)
        return Exported(f"{stem}.safetensors", content)

    def keras(_: float | None) -> Exported:
        return Exported(f"{stem}-keras.npz", weights_out.keras_npz(example.architecture, example.flat))

    return [
        Offer("Patterns", "CSV", patterns, "x1, x2 and class; settings in comments above them"),
        Offer("Weights", "NumPy npz", numpy, "W1 (units, inputs), b1, W2, …, and the activations"),
        Offer("Weights", "PyTorch safetensors", torch, "0.weight (units, inputs), 0.bias, 2.weight, …"),
        Offer(
            "Weights",
            "Keras npz",
            keras,
            "arr_0 (inputs, units), arr_1, …: the list that model.set_weights takes",
        ),
    ]
