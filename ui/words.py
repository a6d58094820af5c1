"""What the page calls the engine's names, where that is not the name itself."""

ACTIVATION_WORDS = {"relu": "ReLU"}
"""Activations whose word on the page is not their key in ``engine.layers.ACTIVATIONS``."""


def activation_words(name: str) -> str:
    """Word for an activation on the page: the name itself where ``ACTIVATION_WORDS`` has no other."""
    return ACTIVATION_WORDS.get(name, name)


def layers_words(depth: int) -> str:
    """Count hidden layers in words: "no hidden layer", "1 hidden layer", "2 hidden layers"."""
    return f"{depth or 'no'} hidden layer{'s' if depth > 1 else ''}"
