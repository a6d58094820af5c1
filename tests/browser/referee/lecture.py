"""Checks of what stands around every page, and of the lecture's list: scenes by their slug, notes about the link."""

import base64
import itertools
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import numpy as np

from datasets import point_table
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.referee.scenes import CLAIMS, POINTS_AT, claim_of
from ui.lecture.scene import PAGES
from ui.lecture.scenes import SCENES
from ui.lecture.uploads import DAY

AS_IT_OPENS = "As the scene opens: "

NUMBERED = {
    "softmax": ("5",),  # a wish: whatever number were added
    "regions-single": ("100", "1,000"),  # epochs: the check of its answer trains so many
    "mnist-single": ("10,000",),  # images: `datasets.mnist` refuses another file
    "templates": ("0",),
    "sigmoid-readings": ("0.9",),  # the table's check of its answer computes it
    "hidden-weights": ("2", "0.010"),  # the table's check of its answer computes it
    "saturation": ("0", "1"),  # the ends of a sigmoid
    "variability": ("100",),  # the table's check of its answer trains a network of so many
    "dying-relu": ("0.3",),  # a rate: likewise, up to that one
    "buys-unit": ("0.5",),  # the table's check of its answer computes it
    "buys-price": ("16",),  # likewise
    "buys-overlap": ("16",),
    "buys-random": ("8", "32"),  # units: the check of its answer trains networks of so many
    "exp-story": ("250",),  # epochs of the run whose marks its answer's check reads
    "exp-pieces": ("10",),  # lines: its answer is computed of them
    "exp-luck": ("20",),  # pairs that its answer's check trains
    "exp-dead": ("50",),  # the bias that its answer sets
}
"""Numbers in the questions of scenes."""


def parameters(scene: Scene) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(scene.link).query).items()}


def slug_of(scene: Scene) -> str:
    return parameters(scene)["scene"]


def moved(scene: Scene) -> bool:
    """Whether a setting that the scene's answers depend on is another than the scene's own."""
    own = SCENES[slug_of(scene)]
    return any(getattr(scene.settings, name) != getattr(own.settings, name) for name in own.said_of)


def hold(slug: str, text: str) -> None:
    """A scene's text has a check, and the check holds; long ones are computed in `tests/ui/lecture`."""
    one, numbers = claim_of(slug, text)
    if not one.long:
        one.check(*numbers)


@checks("lecture.row")
def _row(said: Said, scene: Scene) -> None:
    slug = slug_of(scene)
    assert said.text == str(SCENES[slug].row)


@checks("lecture.count")
def _count(said: Said, scene: Scene) -> None:
    questions = SCENES[slug_of(scene)].questions
    (asked,) = [one.text for one in scene.reading.said if one.name == "lecture.question"]
    place = [question.words for question in questions].index(asked) + 1
    assert said.text == f"{place} of {len(questions)}"


@checks("lecture.question")
def _question(said: Said, scene: Scene) -> None:
    slug = slug_of(scene)
    assert said.text in [question.words for question in SCENES[slug].questions]
    assert tuple(re.findall(r"\d[\d.,]*\d|\d", said.text)) == NUMBERED.get(slug, ())


@checks("lecture.answer")
def _answer(said: Said, scene: Scene) -> None:
    assert said.text.startswith(AS_IT_OPENS) == moved(scene)
    hold(slug_of(scene), said.text.removeprefix(AS_IT_OPENS))


@checks("lecture.chosen")
def _chosen(said: Said, scene: Scene) -> None:
    """The referee chooses nothing."""
    assert not said.text


@checks("lecture.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    """Screen readers hear the answer that is shown."""
    (answer,) = [one.text for one in scene.reading.said if one.name == "lecture.answer"]
    assert said.text == answer


@checks("lecture.look")
def _look(said: Said, scene: Scene) -> None:
    """In the box of a scene, and in the list of all scenes, which says of each what it opens with."""
    text = said.text.removeprefix(AS_IT_OPENS)
    if "scene" in parameters(scene):
        assert said.text.startswith(AS_IT_OPENS) == moved(scene)
        slug = slug_of(scene)
    else:
        assert text == said.text
        (slug,) = [slug for slug, one in SCENES.items() if one.look_at == text]
    if slug not in POINTS_AT:
        hold(slug, text)
    else:
        assert text == SCENES[slug].look_at
        assert slug in CLAIMS


@checks("lecture.state")
def _state(said: Said, scene: Scene) -> None:
    """The minutes that a scene of the list is planned for, then how far it is; their order is the test's to check."""
    minutes, _, state = said.text.partition(" · ")
    assert re.fullmatch(r"\d+(\.\d+)? min", minutes)
    assert state in ("", "waits", "is being prepared", "✓ prepared", "could not be prepared")


@checks("lecture.prepared")
def _prepared(said: Said, scene: Scene) -> None:
    """As many as the list ticks off, of as many as it says anything of."""
    states = [one.text.partition(" · ")[2] for one in scene.reading.said if one.name == "lecture.state"]
    ready, of = map(int, re.findall(r"\d+", said.text)[:2])
    assert ready == states.count("✓ prepared")
    assert ready + states.count("could not be prepared") == len([one for one in states if one])
    assert of >= ready
    assert re.search(r"; it took \d+ (s|min)\.$", said.text)


@checks("lecture.instead")
def _instead(said: Said, scene: Scene) -> None:
    """Held back only while the answer is hidden, which the referee reveals."""
    assert not said.text


@checks("frame.notes")
def _notes(said: Said, scene: Scene) -> None:
    """As many parts as are said, each one that the page cannot use."""
    kind, given = type(scene.settings), parameters(scene)
    choices = kind.choices()
    unknown = sum(name not in choices and name not in ("scene", "lecture") for name in given)
    slug = given.get("scene")
    strange = slug is not None and (slug not in SCENES or SCENES[slug].page != PAGES[kind])
    refused = 0
    for name, text in given.items():
        try:
            choices[name].read(text) if name in choices else None
        except ValueError:
            refused += 1
            assert f"{choices[name].label}: “{text}”" in said.text
    count = unknown + strange + refused
    words = "One part" if count == 1 else f"{count} parts"
    assert said.text.startswith(f"{words} of the link could not be used. ")
    assert said.text.count(" is not a setting of this page.") == unknown
    assert (f"“{slug}” is not a scene of this page." in said.text) == strange


BROUGHT = """title = "A lecture"
[[scene]]
slug = "brought"
title = "Two layers"
view = "regions?depth=99"
question = "How many?"
answer = "Two."
[[scene]]
slug = "wrong"
view = 3
"""
"""A file that the referee brings: a fault in each of its scenes, the second of which does not open."""


@checks("lecture.faults")
def _faults(said: Said, scene: Scene) -> None:
    shown = [one for one in scene.reading.said if one.name == "lecture.fault"]
    assert said.text == f"{len(shown)} places in the file could not be used; the rest opens."
    assert len(shown) == 2


@checks("lecture.fault")
def _fault(said: Said, scene: Scene) -> None:
    """It names the line on which what is wrong stands, the value, and whether the scene can be shown all the same."""
    found = re.search(r"line (\d+): (.*)", said.text)
    assert found
    line = BROUGHT.splitlines()[int(found[1]) - 1]
    assert line in ('view = "regions?depth=99"', "view = 3")
    if line == "view = 3":
        assert found[2] == "view is 3; it is a text in quotes; the scene is left out."
    else:
        assert "“99”" in found[2]


@checks("lecture.trouble")
def _trouble(said: Said, scene: Scene) -> None:
    """Of a file without a scene."""
    assert said.text.startswith("The file has no scene that can be used.")


@checks("lecture.not_kept")
def _not_kept(said: Said, scene: Scene) -> None:
    """It says what the scene lacks."""
    assert re.match("(Title|Question|Answer|Choices|The|There|This) ?", said.text)


@checks("lecture.gone")
def _gone(said: Said, scene: Scene) -> None:
    assert f"“{parameters(scene)['lecture']}” is not here." in said.text
    assert DAY == 24 * 3600
    assert "kept for a day" in said.text


@checks("plane.own.count")
def _own_points(said: Said, scene: Scene) -> None:
    labels = point_table.from_text(scene.settings.drawn).labels.tolist()
    if not labels:
        assert said.text == "No points yet: set them on the map, drop a table there, or paste one (Ctrl V)."
        return
    held_out = sum(labels.count(label) // 4 for label in set(labels)) * (scene.settings.validation != "none")
    n = len(labels)
    words = f"{n:,} point{'' if n == 1 else 's'}: {n - held_out:,} for training, {held_out:,} for validation."
    assert said.text.startswith(words)


LISTENS = "0A"
"""The state of a socket that waits for others, in the kernel's table."""


def listens_to_all(port: int) -> bool:
    """Whether whoever listens to a port of this machine hears other machines too, by the kernel's table."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    where = {
        row[1].partition(":")[0] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == LISTENS
    }
    assert where <= {"00000000", "0100007F"}
    return "00000000" in where


def addresses() -> list[str]:
    """This machine's addresses on its networks, by the kernel's table of routes."""
    lines = [line.split() for line in Path("/proc/net/fib_trie").read_text().splitlines()]
    own = {a[1] for a, b in itertools.pairwise(lines) if b[:3] == ["/32", "host", "LOCAL"]}
    return [one for one in own if not one.startswith(("127.", "169.254."))]


@checks("link.network")
def _network(said: Said, scene: Scene) -> None:
    """Of a page that was opened by an address which is every machine's own."""
    here = urlsplit(scene.page.url)
    assert here.hostname in ("127.0.0.1", "localhost")
    if not listens_to_all(here.port or 80):
        assert said.text.startswith("No phone can open this link: the server listens to this machine alone.")
        return
    n = len(addresses())
    chosen = scene.page.locator("dialog[open] .hosts select").input_value()
    if not n:
        assert said.text.endswith("this machine has no address on a network.")
    elif chosen == here.hostname:
        assert said.text == f"No phone can open this link: {chosen} is, on a phone, the phone itself."
    elif n == 1:
        assert said.text.startswith(
            f"In place of {here.hostname} stands this machine’s address on its network"
        )
    else:
        assert said.text.startswith(f"This machine has {n} addresses")


def answers(link: str) -> bool:
    """Whether a server of this program answers at a link's host and port."""
    there = urlsplit(link)
    with urlopen(f"{there.scheme}://{there.netloc}/_stcore/health", timeout=5) as answer:
        return bool(answer.status == 200)


@checks("link.address")
def _address(said: Said, scene: Scene) -> None:
    """A link to what is shown, at which this program answers."""
    link, here = urlsplit(said.text), urlsplit(scene.page.url)
    said_there, said_here = parse_qs(link.query), parse_qs(here.query)
    of_the_moment = {"at", "drawn"}
    assert link.path == here.path
    assert {name: said_there[name] for name in said_there.keys() - of_the_moment} == {
        name: said_here[name] for name in said_here.keys() - of_the_moment
    }
    assert answers(said.text)


@checks("link.said")
def _copied(said: Said, scene: Scene) -> None:
    """What was copied is a link to this program, with what was drawn where that is said."""
    if said.text:
        assert said.text.startswith("The link is copied.")
        link = scene.page.evaluate("navigator.clipboard.readText()")
        assert answers(link)
        goes_along(said.text, link, scene)


@checks("link.drawn")
def _drawn(said: Said, scene: Scene) -> None:
    goes_along(said.text, str(scene.page.locator(".link .address").text_content()), scene)


def goes_along(words: str, link: str, scene: Scene) -> None:
    """A link has the image that is shown, within half of a sixteenth; or what does not go along is not in it."""
    text = parse_qs(urlsplit(link).query).get("drawn", [""])[0]
    if "goes along" in words:
        pairs = np.frombuffer(base64.urlsafe_b64decode(text.partition("-")[2] + "="), np.uint8)
        sent = np.array([level for pair in pairs for level in divmod(int(pair), 16)]) / 15
        shown = scene.page.locator(".templates").evaluate("root => Array.from(root.templates.brush.image)")
        assert np.abs(sent - shown).max() <= 0.5 / 15 + 1e-9
        assert "16 shades of grey" in words
        assert text.startswith("brush-" if "The changed image" in words else "pad-")
    elif "not go along" in words:
        assert not text
        points = re.search(r"The ([\d,]+) points do not go along: a link holds 500", words)
        assert "uploaded picture" in words or (points and int(points[1].replace(",", "")) > 500)
    else:
        assert not text.startswith(("pad-", "brush-"))
