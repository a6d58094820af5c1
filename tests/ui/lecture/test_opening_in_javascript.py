"""What a scene says is said of the scene as it opens, once the link's settings are no longer the scene's."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.node import Node
from ui.lecture.scenes import SCENES
from ui.settings.base import Settings

OPENING = "ui/lecture/question/opening.js"

MOVED: list[tuple[str, dict[str, Any], bool]] = [
    ("example-data", {}, False),
    ("example-data", {"centres": ((2.0, 2.0), (-3.0, 0.0), (3.0, -3.0))}, True),
    ("example-data", {"noise": 0.5}, True),
    ("example-data", {"epochs": 250, "rate": 0.1, "truth": False}, False),
    ("regions-single", {"epochs": 1_000}, False),
    ("regions-single", {"depth": 2}, True),
    ("mnist-single", {"images": 1_000}, True),
    ("mnist-single", {"cell": (4, 9), "set": "training"}, False),
    ("variability", {"vary_shift": 4}, True),
    ("variability", {"rotation": 20.0}, False),
    ("depth", {"init_seed": 8}, False),
    ("depth", {"start": "Glorot uniform"}, True),
    ("depth", {"depth": 6}, True),
    ("dying-relu", {"activation": ("sigmoid",), "rate": 3.0}, False),
    ("dying-relu", {"init_seed": 1}, True),
    ("lab", {"epochs": 8}, True),
    ("softmax", {"softmax": (0.0,) * 12}, False),
    ("softmax", {"stage": True}, False),
    ("error-signal", {"depth": 1}, True),
]
"""A scene, settings that a visitor changes, and whether its answer is then one of the scene as it opens."""


@pytest.mark.parametrize(("slug", "changes", "moved"), MOVED)
def test_an_answer_is_labelled_where_a_setting_that_it_depends_on_is_another(
    node: Node, slug: str, changes: dict[str, Any], moved: bool
) -> None:
    scene = SCENES[slug]
    settings: Settings = replace(scene.settings, **changes)  # type: ignore[type-var]
    search = "?" + urlencode({"scene": slug} | settings.to_url(scene.settings))

    said = node(
        OPENING,
        "saidOfOpening(text, saidOf, search, thens)",
        text="About 92 %.",
        saidOf=scene.said_of,
        search=search,
        thens=[question.then for question in scene.questions],
    )

    assert said == ("As the scene opens: " if moved else "") + "About 92 %."


@pytest.mark.parametrize("slug", SCENES)
def test_an_answer_depends_on_settings_that_there_are(slug: str) -> None:
    scene = SCENES[slug]
    assert scene.settings is not None

    assert {*scene.said_of, *scene.holds_for} <= set(scene.settings.choices())
    assert not scene.holds_for or scene.depends_on is None
