"""Every answer of every scene is so: what it claims is computed anew, in float64, without the page's code.

Answers about training on MNIST take minutes: they are computed where the environment says EVERY_ANSWER=true.
"""

import os
import re

import pytest

from tests.browser.referee.scenes import CLAIMS, POINTS_AT, claim_of
from ui.lecture.scenes import SCENES

SAID = [(slug, question.answer) for slug, scene in SCENES.items() for question in scene.questions] + [
    (slug, scene.look_at) for slug, scene in SCENES.items() if slug not in POINTS_AT
]


@pytest.mark.parametrize(("slug", "text"), SAID, ids=[f"{slug}-{text[:20]}" for slug, text in SAID])
def test_what_a_scene_says_is_so(slug: str, text: str) -> None:
    one, numbers = claim_of(slug, text)
    if one.long and os.environ.get("EVERY_ANSWER") != "true":
        pytest.skip("trains on MNIST for a minute or more; EVERY_ANSWER=true computes it")

    one.check(*numbers)


def test_a_check_belongs_to_a_text_of_its_scene() -> None:
    for slug, claims in CLAIMS.items():
        scene = SCENES[slug]
        texts = [scene.look_at, *(question.answer for question in scene.questions)]
        for one in claims:
            assert any(one.numbers(text) is not None for text in texts), f"{slug} no longer says: {one.text}"


@pytest.mark.parametrize("slug", POINTS_AT)
def test_a_line_without_a_check_has_no_number(slug: str) -> None:
    look_at = SCENES[slug].look_at.partition(" Reading: ")[0]  # chapters of books

    assert not re.search(r"\d", look_at)
