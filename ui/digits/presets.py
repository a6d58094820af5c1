"""Networks for MNIST that have a name: each is a complete set of settings, and a new one is one more entry."""

from dataclasses import replace

from ui.digits.settings import MnistSettings

_DEEP = MnistSettings(depth=2, units=(100,), activation=("relu",), rate=0.1)
_HUNDRED = MnistSettings(depth=1, units=(100,), rate=0.2, schedule="constant", start="Glorot uniform")

PRESETS: dict[str, MnistSettings] = {
    "Single layer": MnistSettings(),
    "784–15–10 sigmoid (Nielsen)": replace(
        _HUNDRED, units=(15,), activation=("sigmoid",), start="Glorot normal", batch=10, epochs=30
    ),
    "784–100–10 sigmoid": replace(_HUNDRED, activation=("sigmoid",), rate=0.5),
    "784–100–10 tanh": replace(_HUNDRED, activation=("tanh",)),
    "784–100–10 ReLU": replace(_HUNDRED, activation=("relu",)),
    "784–100–100–10 sigmoid": replace(_HUNDRED, depth=2, activation=("sigmoid",), rate=0.5),
    "784–100–100–10 tanh": replace(_HUNDRED, depth=2, activation=("tanh",)),
    "784–100–100–10 ReLU": replace(_HUNDRED, depth=2, activation=("relu",)),
    "Lab 3 of the course": replace(_DEEP, schedule="constant", epochs=100),
    "The fast 98 %": replace(_DEEP, rule="momentum", start="He normal", epochs=8),
}
"""From the name on the page to the settings.

Nielsen's network is that of chapter 1 of "Neural Networks and Deep Learning" (2015), with the cross-entropy of his
chapter 3. The lab's is lab 3's; its biases start at 0 here.
"""


def name_of(settings: MnistSettings) -> str | None:
    """The preset that has this run, in whatever way it is shown; None for a visitor's own settings."""
    here = MnistSettings()
    part = settings.changed(data=here.data, transposed=here.transposed).training_part()
    return next((name for name, preset in PRESETS.items() if preset.training_part() == part), None)
