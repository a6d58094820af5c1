"""Room is kept for a part until it has drawn: for a new one as soon as it is registered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.conftest import Visitor
from ui.frame import browser_part, style
from ui.frame.browser_part import FILES, NO_PLACE, NO_ROOM, OF, PARTS, ROOMS


@pytest.fixture
def files(tmp_path: Path) -> Iterator[str]:
    """A module beside the files of a part that no page has."""
    before = [dict(registry) for registry in (PARTS, FILES, ROOMS)]
    (tmp_path / "newcomer.html").write_text('<section class="part newcomer"></section>')
    (tmp_path / "newcomer.css").write_text("")
    (tmp_path / "newcomer.js").write_text("export default () => {};")
    yield str(tmp_path / "part.py")
    for registry, was in zip((PARTS, FILES, ROOMS), before, strict=True):
        registry.clear()
        registry.update(was)


def rule_for(key: str) -> str:
    """The rule of the style sheet that keeps room for an element of this key; "" where there is none."""
    found = [
        line
        for line in style.sheet().splitlines()
        if ("min-height" in line or "absolute" in line)
        and (f".st-key-{key}," in line or f'"st-key-{key.partition(OF)[0]}{OF}"' in line)
    ]
    assert len(found) <= 1
    return "".join(found)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({}, ":not(:has([data-drawn])) { min-height: 100dvh; }"),
        ({"room": "20rem"}, ":not(:has([data-drawn])) { min-height: 20rem; }"),
        ({"room": NO_PLACE}, ") { position: absolute; }"),
        ({"room": NO_ROOM}, ""),
    ],
)
def test_a_part_that_is_registered_has_its_room(files: str, said: dict[str, str], rule: str) -> None:
    assert not rule_for("newcomer")
    mount = browser_part.browser_part(files, "newcomer", **said)
    for key in ("newcomer", "newcomer-of-costs"):
        assert rule_for(key).endswith(rule) if rule else not rule_for(key)
    if rule:
        with pytest.raises(ValueError, match="no room is kept by the key 'costs': it is 'newcomer', or"):
            mount(key="costs", data=b"")


@pytest.mark.parametrize("link", [{}, {"view": "seeds", "epochs": "1", "points": "30"}])
def test_what_a_page_is_about_has_room_and_what_stands_around_has_none(
    visitor: Visitor, link: dict[str, str]
) -> None:
    parts = visitor.open(**link).parts
    assert [name for name in parts if "100dvh" in rule_for(name)] == [link.get("view", "player")]
    assert {name for name in parts if "absolute" in rule_for(name)} == {"strip", "bar", "back", "connection"}
    assert "take_away" in parts
    assert not rule_for("take_away")
