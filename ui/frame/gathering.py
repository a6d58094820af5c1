"""What stands on a visitor's page, gathered for a file of it: each part with the block that it was given last."""

from dataclasses import dataclass, field
from pathlib import Path

from ui.browser.alone.written import Mounted
from ui.frame import session

KEY = "gathering"


@dataclass
class Gathering:
    """Parts of one page.

    Parameters
    ----------
    draws : bool
        Whether the parts are mounted too, as a visitor wants it.
    parts : dict of str to Mounted
        By their keys, in the page's order.
    """

    draws: bool = True
    parts: dict[str, Mounted] = field(default_factory=dict)


def begin(*, draws: bool = True) -> None:
    """Gather from now on: the whole page is to be drawn next."""
    end()
    session.kept(KEY, lambda: Gathering(draws))


def start_anew() -> None:
    """Forget what was gathered of a page that was not drawn to its end: another run of the whole page begins."""
    gathering: Gathering | None = session.known(KEY)
    if gathering is not None:
        gathering.parts.clear()


def note(name: str, key: str, data: bytes) -> bool:
    """Take a part that is being mounted, where somebody gathers; whether it is to be mounted."""
    gathering: Gathering | None = session.known(KEY)
    if gathering is None:
        return True
    gathering.parts[key] = Mounted(name, data)
    return gathering.draws


def is_for_a_file() -> bool:
    """Whether the page is only gathered: there is no browser that could ask for more."""
    gathering: Gathering | None = session.known(KEY)
    return gathering is not None and not gathering.draws


def end() -> list[Mounted] | None:
    """The parts that were gathered, and gather no more; None where nobody does."""
    gathering: Gathering | None = session.known(KEY)
    session.forget(KEY)
    return None if gathering is None else list(gathering.parts.values())


def of_picture(parts: list[Mounted], files: dict[str, Path]) -> list[Mounted]:
    """Of all parts of a page those of its picture, and the question: the rest steers the program."""
    return [part for part in parts if part.name == "question" or _is_of_page(files[part.name])]


def _is_of_page(path: Path) -> bool:
    """Whether a part belongs to a page's own folder; what stands around pages does not."""
    return path.relative_to(Path(__file__).parents[1]).parts[0] not in (
        "frame",
        "lecture",
        "take_away",
        "work",
    )
