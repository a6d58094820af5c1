"""A table that was dropped on a map or pasted there: what the browser says of it, and how a page takes it over."""

import base64
from dataclasses import dataclass
from typing import Annotated

from datasets.tables import MOST_BYTES
from ui.frame.wishes import Most


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A table: text as it is, a file's bytes as base64."""

    text: Annotated[str, Most(MOST_BYTES + 1)] = ""
    packed: Annotated[str, Most(4 * (MOST_BYTES // 3 + 2))] = ""

    @property
    def content(self) -> str | bytes:
        """The text, or the file's bytes; of what is no base64, none."""
        if not self.packed:
            return self.text
        try:
            return base64.b64decode(self.packed, validate=True)
        except ValueError:
            return b""
