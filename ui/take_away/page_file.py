"""The page as one file of HTML: what stands on it, gathered when it is drawn whole, opens without the program."""

from collections.abc import Sequence
from typing import Any

from ui.browser.alone.written import Build, Mounted, written
from ui.browser.blocks import unpack
from ui.frame import gathering
from ui.frame.browser_part import FILES
from ui.lab_code.alone import Exported
from ui.take_away.offers import Offer, named

GROUP, LABEL = "This page", "HTML"


def _refuse(_: float | None) -> Exported:
    """Nobody makes this file from an epoch: the whole page is drawn for it."""
    raise ValueError("The page has changed since: ask for its file again.")


OFFER = Offer(
    GROUP,
    LABEL,
    _refuse,
    "One file that opens anywhere, also offline: play, scrub, point and answer work in it",
)


def made(parts: Sequence[Mounted], title: str, link: str) -> Exported:
    """The file of a page.

    Parameters
    ----------
    parts : sequence of Mounted
        All that stands on the page.
    title : str
        What the page is called where no scene has a title.
    link : str
        Its address.

    Returns
    -------
    Exported
        HTML, and the file's name.

    Raises
    ------
    ValueError
        If the page is still at work, or has no picture.
    """
    kept = gathering.of_picture(list(parts), FILES)
    headers = {part.name: unpack(part.data)[0] for part in kept}
    if any(part.name == "progress" for part in parts) or any(map(_is_at_work, headers.values())):
        raise ValueError("The picture is still being computed: save the page when it is finished.")
    if all(name == "question" for name in headers):
        kept = []
    title = headers.get("question", {}).get("title", title)
    return Exported(f"{named(title, 'page')}.html", written(title, [Build(kept)], FILES, link))


def _is_at_work(header: dict[str, Any]) -> bool:
    """Whether a part shows a run that goes on. One of images rests where its visitor has stopped it."""
    return bool(header.get("live", header.get("finished") is False))
