"""The class that the browser calls likeliest at a place is the one with the largest posterior."""

import numpy as np
import pytest

from datasets.toy import DATASETS
from tests.node import Node
from ui.plane import truth
from ui.plane.run_settings import RegionSettings

MODULE = "ui/browser/maps/gaussians.js"

CENTRES = ((2.5, 1.0), (-1.0, 0.5), (0.0, -2.0))


@pytest.mark.parametrize(
    "settings",
    [
        RegionSettings(data="lecture"),
        RegionSettings(data="lecture", noise=0.4),
        RegionSettings(data="lecture", centres=CENTRES),
        RegionSettings(data="blobs"),
    ],
)
def test_the_best_rule_in_the_browser_is_the_posteriors(node: Node, settings: RegionSettings) -> None:
    header, _ = truth.told(settings, [], None)
    source = DATASETS[settings.data].truth(settings.noise_level, settings.centres)
    places = np.random.default_rng(1).uniform(-4, 5, (400, 2))
    found = node(
        MODULE,
        "places.map(([x, y]) => bestClass(gaussians, x, y))",
        gaussians=header["truth"]["gaussians"],
        places=places.tolist(),
    )
    assert found == source.posterior(places).argmax(axis=1).tolist()
    assert len(set(found)) == 3


def test_only_noisy_gaussians_are_told() -> None:
    for settings in (RegionSettings(data="spirals"), RegionSettings(data="lecture", noise=0.0)):
        assert truth.told(settings, [], None)[0]["truth"]["gaussians"] is None


def test_the_lectures_gaussians_are_those_of_the_slide() -> None:
    told = truth.told(RegionSettings(data="lecture"), [], None)[0]["truth"]["gaussians"]
    assert [one["prior"] for one in told] == [0.4, 0.3, 0.3]
    assert [one["centre"] for one in told] == [[2, 2], [0, 0], [1, -1]]
    np.testing.assert_allclose([one["variance"] for one in told], [0.5, 1, 0.6])
