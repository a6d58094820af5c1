"""Two parts around every page: one brings back what the browser has kept, the other watches the connection and keeps.

The first stands before the page, and the page reads what it has brought in that same rerun. The second stands behind
the page, and keeps what the page has made of it. The first also wears the style of all that stands around the page.
"""

import secrets
from dataclasses import dataclass, field
from typing import Annotated

from ui.browser.blocks import pack
from ui.frame import held, session, style
from ui.frame.browser_part import NO_PLACE, browser_part
from ui.frame.reconnect import keepsakes
from ui.frame.reconnect.keepsakes import KEEPSAKES
from ui.frame.wishes import Most, Number, Wishes
from ui.palette import PALETTES

SHORT = 30_000
"""Letters of a keepsake that goes to the browser unasked."""

BACK, CONNECTION = "back", "connection"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """The session that the browser had before the connection went, its address, and what it has kept, by name."""

    session: str
    address: Annotated[str, Most(20_000)]
    kept: Annotated[dict[str, Annotated[str, Most(keepsakes.MOST_LETTERS)]], Most(keepsakes.MOST)]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class BackWishes(Wishes):
    """What the browser brings when the connection is there again."""

    brought: Brought | None = None


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """Names of keepsakes that the browser does not have as they are now."""

    names: Annotated[tuple[str, ...], Most(keepsakes.MOST)]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class ConnectionWishes(Wishes):
    """What the browser needs so that it can keep it."""

    lacks: Lacking | None = None


@dataclass
class Session:
    """What tells a session from others, and the number of what was brought to it last."""

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    taken: float = 0.0


_mount_back = browser_part(__file__, BACK, BackWishes, room=NO_PLACE)
_mount_connection = browser_part(__file__, CONNECTION, ConnectionWishes, room=NO_PLACE)


def take_back() -> None:
    """Before the page: take what the browser brings, unless this session has known it all along."""
    me = _session()
    held.mine().begin()
    _mount_back(key=BACK, data=pack({"style": style.sheet()}, {}))
    brought = session.wishes(BACK, BackWishes).brought
    if brought is None or brought.nonce == me.taken:
        return
    me.taken = brought.nonce
    if brought.session != me.name:
        session.come_by(brought.address)
        keepsakes.take(brought.kept)


def keep() -> None:
    """Behind the page: watch the connection, and give the browser what it shall keep."""
    session.fragment(_keep)
    held.mine().end()


def _keep() -> None:
    me, lacks = _session(), session.wishes(CONNECTION, ConnectionWishes).lacks
    asked, kept = lacks.names if lacks else (), []
    for name, keepsake in KEEPSAKES.items():
        sign = keepsake.sign()
        text = keepsake.give() if sign and (name in asked or keepsake.mark is None) else ""
        is_sent = text and (name in asked or len(text) <= SHORT)
        kept.append({"name": name, "sign": sign, "text": text if is_sent else None})
    header = {"palette": PALETTES, "session": me.name, "taken": me.taken, "kept": kept}
    _mount_connection(key=CONNECTION, data=pack(header, {}))


def _session() -> Session:
    """What tells the present session from others."""
    return session.kept("reconnect", Session)
