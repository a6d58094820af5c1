"""What a visitor's browser has of the blocks of its page, it does not get again: see ``blocks.thinned``.

Nobody says that a block has arrived; Streamlit drops what it has not sent when the next rerun begins. A browser that
lacks something says so by the wish ``anew``, and gets everything anew. The first run of a session often gives way to
another page's, so what it has sent counts once a run has come to its end.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.browser import blocks
from ui.frame import session

KEY = "held"

MOST_BYTES, MOST_KEYS = 12_000_000, 2_000
"""Half of what ``held.js`` keeps: what is counted on here is there."""


@dataclass
class Held:
    """What has been sent in a session: bytes by key, those that were used last at the end."""

    n_bytes: OrderedDict[str, int] = field(default_factory=OrderedDict)
    first: dict[str, int] | None = field(default_factory=dict)
    """What a run has sent, as long as none has come to its end; None from then on."""

    def begin(self) -> None:
        """A run of the whole page begins."""
        if self.first is not None:
            self.first = {}

    def end(self) -> None:
        """A run of the whole page has come to its end."""
        if self.first is not None:
            sent, self.first = self.first, None
            self.take(sent)

    def take(self, sent: Mapping[str, int]) -> None:
        """Note what was sent or used; what has not been used for longest is counted on no more."""
        if self.first is not None:
            self.first |= sent
            return
        for key, n_bytes in sent.items():
            self.n_bytes[key] = n_bytes
            self.n_bytes.move_to_end(key)
        total = sum(self.n_bytes.values())
        while total > MOST_BYTES or len(self.n_bytes) > MOST_KEYS:
            total -= self.n_bytes.popitem(last=False)[1]


def mine() -> Held:
    """What this visitor's browser has."""
    return session.kept(KEY, Held)


def thinned(block: bytes, part: str) -> tuple[bytes, dict[str, int]]:
    """A part's block without what this visitor's browser has, and the keys that ``sent`` takes once it is mounted."""
    return blocks.thinned(block, mine().n_bytes.__contains__, part)


def sent(keys: Mapping[str, int]) -> None:
    """Note that a block with these keys has gone to the browser."""
    mine().take(keys)


def forget() -> None:
    """The browser lacks something that it was sent: it gets everything anew."""
    mine().n_bytes.clear()
