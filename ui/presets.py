"""Networks for MNIST that have a name: each is a complete set of settings, and adding one is one entry."""

from dataclasses import replace

from ui.settings import MnistSettings

_SINGLE = MnistSettings(depth=0, rate=0.3, schedule="falling", start="course (±0.1)", epochs=20)
_HUNDRED = MnistSettings(depth=1, units=(100,), rate=0.2, start="Glorot uniform", epochs=20)

PRESETS: dict[str, MnistSettings] = {
    "Single layer": _SINGLE,
    "784–15–10 sigmoid (Nielsen)": MnistSettings(
        depth=1, units=(15,), activation=("sigmoid",), rate=0.2, batch=10, start="Glorot normal", epochs=30
    ),
    "784–100–10 sigmoid": replace(_HUNDRED, activation=("sigmoid",), rate=0.5),
    "784–100–10 tanh": replace(_HUNDRED, activation=("tanh",)),
    "784–100–10 ReLU": replace(_HUNDRED, activation=("relu",)),
    "Lab 3 of the course": MnistSettings(
        depth=2, units=(100,), activation=("relu",), rate=0.1, start="course (±0.1)", epochs=100
    ),
    "The fast 98 %": MnistSettings(
        depth=2,
        units=(100,),
        activation=("relu",),
        rule="momentum",
        rate=0.1,
        schedule="falling",
        start="He normal",
        epochs=8,
    ),
}
"""From the name on the page to the settings.

Nielsen's network is that of chapter 1 of "Neural Networks and Deep Learning" (2015), with the cross-entropy of his
chapter 3. The lab's is lab 3's; its biases start at 0 here.
"""


def name_of(settings: MnistSettings) -> str | None:
    """The preset whose run this is, however it is looked at; None for a visitor's own settings."""
    part = settings.training_part()
    return next((name for name, preset in PRESETS.items() if preset.training_part() == part), None)
