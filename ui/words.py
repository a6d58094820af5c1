"""What the page calls the engine's names, where that is not the name itself."""

ACTIVATION_WORDS = {"relu": "ReLU"}
"""Activations whose word on the page is not their key in ``engine.layers.ACTIVATIONS``."""


def activation_words(name: str) -> str:
    """Word for an activation on the page: the name itself where ``ACTIVATION_WORDS`` has no other."""
    return ACTIVATION_WORDS.get(name, name)
