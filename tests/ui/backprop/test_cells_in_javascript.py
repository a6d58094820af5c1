"""Every number that Python sends has a name in the browser; what is written of a number reads back as that number."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.node import Node
from ui.backprop import exchange, worked_example
from ui.backprop.passage.block import network_header
from ui.backprop.settings import BackpropSettings

CELLS, NUMBERS = "ui/backprop/passage/cells.js", "ui/backprop/passage/numbers.js"

WITH_LAYERS = ("W", "b", "z", "h", "g", "s", "f", "dW", "db", "nW", "nb")
NO_NUMBERS = ("collapses", "checks")


def named(kind: str, numbers: Any) -> Iterator[tuple[str, float]]:
    """Each number of a kind by its name: a layer stands beside the kind, all other indices behind underscores."""
    layers = dict(enumerate(numbers, 1)) if kind in WITH_LAYERS else {"": numbers}
    for layer, array in layers.items():
        for place, value in np.ndenumerate(np.asarray(array)):
            yield "_".join([f"{kind}{layer}", *(str(i + 1) for i in place)]), float(value)


@pytest.mark.parametrize(
    "settings",
    [
        BackpropSettings(),
        BackpropSettings(depth=0),
        BackpropSettings(depth=2, units=(4, 3), activation=("tanh", "relu"), patterns=3),
    ],
)
def test_every_number_that_is_sent_is_found_and_called_by_its_name(
    node: Node, settings: BackpropSettings
) -> None:
    run = {**network_header(worked_example.seen(settings)[0].passage), "rate": settings.rate}
    for passage in exchange.passages(settings):
        sent = dict(item for kind in passage if kind not in NO_NUMBERS for item in named(kind, passage[kind]))
        expression = """names.map(name => { const passage = new Passage(numbers, run);
            return [passage.value(name), passage.symbolOf(name), passage.spoken(name)]; })"""

        found = node(CELLS, expression, names=list(sent), numbers=passage, run=run)

        for (name, value), (got, symbol, spoken) in zip(sent.items(), found, strict=True):
            assert got == value, name
            assert "undefined" not in symbol + spoken, name


def test_a_number_that_the_network_lacks_is_refused_by_its_name(node: Node) -> None:
    passage = exchange.passages(BackpropSettings())[0]
    run = {**network_header(worked_example.seen(BackpropSettings())[0].passage), "rate": 0.5}
    assert node(CELLS, "new Passage(numbers, run).has('W9_1_1')", numbers=passage, run=run) is False
    with pytest.raises(RuntimeError, match="no number W9_1_1 in this passage"):
        node(CELLS, "new Passage(numbers, run).value('W9_1_1')", numbers=passage, run=run)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.25, "−0.250"), (1.0005e-5, "1.0·10⁻⁵"), (-3.2e-12, "−3.2·10⁻¹²"), (1.5e6, "1.500·10⁶")],
)
def test_a_number_is_written_with_its_decimals_or_as_a_power_and_reads_back(
    node: Node, value: float, written: str
) -> None:
    assert node(NUMBERS, "rounded(value, 3)", value=value) == written
    assert node(NUMBERS, "numberIn(text)", text=written) == pytest.approx(value, rel=0.01, abs=0)


@pytest.mark.parametrize(
    ("value", "written"), [(0.5, "0.50"), (-1.44, "−1.44"), (0.125, "0.125"), (1 / 3, "0.3333")]
)
def test_a_typed_number_is_written_in_full_where_it_is_short(node: Node, value: float, written: str) -> None:
    assert node(NUMBERS, "given(value, 4)", value=value) == written
