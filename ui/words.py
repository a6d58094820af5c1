"""What the pages say of the engine's names: each activation's word, formulas and facts, from its layer's portrait."""

from functools import cache
from typing import Any

from engine.layers import ACTIVATIONS
from engine.portrait import Portrait
from engine.questions.gradient_flow import flat_stretches
from engine.questions.linear_pieces import segments_of


def activation_words(name: str) -> str:
    """Word for an activation on the page: the name itself where its layer has no other."""
    return _portrait(name).word or name


def several_words(name: str) -> str:
    """Several units of one activation, in words: "sigmoids", "ReLUs", "softsign units"."""
    return _portrait(name).several or f"{activation_words(name)} units"


def with_article(words: str) -> str:
    """A noun with its indefinite article, as its first letter asks for: "a tanh", "an arctan", "an 8"."""
    return f"{'an' if words[:1].lower() in tuple('aeiou8') else 'a'} {words}"


def activation_facts() -> dict[str, dict[str, Any]]:
    """Facts about every activation, for the header of a block: the browser's words and formulas are made of them.

    Returns
    -------
    dict of str to dict
        The keys are the names in ``engine.layers.ACTIVATIONS``. ``ActivationFacts`` in
        ``ui/browser/maps/activations.js`` describes the values. Formulas hold ``{z}`` and ``{h}``, for which the
        browser puts its own letters or numbers: see ``Portrait``.
    """
    return {name: _facts(name, kind) for name, kind in ACTIVATIONS.items()}


@cache
def _facts(name: str, kind: type) -> dict[str, Any]:
    """Facts about one activation, looked for once: where it is flat takes longer than all else in a block's header."""
    said = _portrait(name)
    slope = said.slope or "<i>f</i>′({z})"
    return {
        "word": activation_words(name),
        "layer": kind.__name__,
        "gate": said.gate or _gate(name, said.slope_bound),
        "reading": said.reading,
        "formula": said.formula or f"{name}({{z}})",
        "slope": slope,
        "slope_in_numbers": said.slope_in_numbers or ("" if len(said.kinks) == 1 else slope),
        "kinks": tuple(sorted(said.kinks)),
        "limits": said.limits,
        "flat": [
            [low if abs(low) < float("inf") else None, high if abs(high) < float("inf") else None]
            for low, high in flat_stretches(name)
        ],
        "dead_share": said.dead_share,
        "can_die": said.can_die,
        "segments": [(segment.slope, segment.offset) for segment in segments_of(name)],
    }


def _gate(name: str, bound: float | None) -> str:
    """Words that follow "the slope of": the activation, and how steep it is at most."""
    return activation_words(name) + ("" if bound is None else f", {100 * bound:.3g} % at most")


def _portrait(name: str) -> Portrait:
    return ACTIVATIONS[name].portrait


def layers_words(depth: int) -> str:
    """Count hidden layers in words: "no hidden layer", "1 hidden layer", "2 hidden layers"."""
    return f"{depth or 'no'} hidden layer{'s' if depth > 1 else ''}"
