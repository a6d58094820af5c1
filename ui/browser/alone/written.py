"""One file of HTML with parts as they stand on a page: their code, their blocks, and what a question reveals.

A file that is opened from disk can import no modules and fetch nothing. So all scripts are joined and stand in it, and
so do the blocks. ``alone.js`` mounts the parts as Streamlit does, and answers what Python would.
"""

import base64
import gzip
import html
import json
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from ui.browser import blocks, modules

HERE = Path(__file__).parent

_ENDS = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)

SCHEMES = ("", "http", "https")
"""What a link to the program may begin with; without a scheme it is relative to the file."""


@dataclass(frozen=True)
class Mounted:
    """A part as it stands on a page.

    Parameters
    ----------
    name : str
        The part's.
    data : bytes
        The block that it was given last.
    """

    name: str
    data: bytes


@dataclass(frozen=True)
class Build:
    """What stands on a page once some answers are revealed.

    Parameters
    ----------
    parts : sequence of Mounted
        In the page's order.
    count : int
        How many answers and further builds have come.
    said : mapping of str to str
        What these have changed: settings by their names and texts in a link.
    """

    parts: Sequence[Mounted]
    count: int = 0
    said: Mapping[str, str] = field(default_factory=dict)


def written(title: str, builds: Sequence[Build], files: Mapping[str, Path], link: str = "") -> bytes:
    """The file.

    Parameters
    ----------
    title : str
        Of the window; a page without a question has it as its heading too.
    builds : sequence of Build
        The first has no answers.
    files : mapping of str to Path
        For each part by its name, its files without their ending.
    link : str, default ""
        Where the program shows the same; "" where nobody knows.

    Returns
    -------
    bytes
        HTML, which names no other file.

    Raises
    ------
    ValueError
        If nothing stands on the page, or ``link`` is no link to a program.
    """
    names = sorted({part.name for build in builds for part in build.parts})
    if not names:
        raise ValueError(
            "Nothing on this page can be kept in a file: it has no picture that the browser draws."
        )
    try:
        scheme = urlsplit(link).scheme
    except ValueError:
        scheme = "no address"
    if scheme not in SCHEMES:
        raise ValueError(f"{link[:80]!r} is no address of the program.")
    templates = "".join(
        f'<template data-part="{name}"><style>{modules.style(files[name].with_suffix(".css"))}\n'
        f"{(HERE / 'inside.css').read_text(encoding='utf-8')}</style>"
        f"{modules.markup(files[name].with_suffix('.html'))}</template>\n"
        for name in names
    )
    script = modules.joined({name: files[name].with_suffix(".js") for name in names}, HERE / "alone.js")
    return (
        Template((HERE / "page.html").read_text(encoding="utf-8"))
        .substitute(
            title=html.escape(title),
            heading="" if "question" in names else f"<h1>{html.escape(title)}</h1>",
            style=(HERE / "page.css").read_text(encoding="utf-8"),
            source=f'<a class="source" href="{html.escape(link)}">Open it in the program</a>' if link else "",
            templates=templates,
            pack=base64.b64encode(packed(builds)).decode(),
            script=in_html(script),
        )
        .encode()
    )


def packed(builds: Sequence[Build]) -> bytes:
    """Blocks of all builds as gzip; arrays that several blocks have in common stand there once.

    A length (uint32), JSON, and all arrays one after the other. The JSON has each build with ``count``, ``said`` and
    its parts; of these the name, the header, and the first byte and the number of bytes of its arrays.
    """
    places: dict[bytes, tuple[int, int]] = {}
    bodies: list[bytes] = []
    at, kept = 0, []
    for build in builds:
        parts = []
        for part in build.parts:
            header, body = blocks.opened(part.data)
            if body not in places:
                places[body] = (at, len(body))
                bodies.append(body)
                at += len(body)
            parts.append({"name": part.name, "header": header, "body": places[body]})
        kept.append({"count": build.count, "said": dict(build.said), "parts": parts})
    head = json.dumps(kept, separators=(",", ":")).encode()
    return gzip.compress(struct.pack("<I", len(head)) + head + b"".join(bodies), compresslevel=9, mtime=0)


def in_html(script: str) -> str:
    """A script as it may stand in HTML: nothing in its texts ends it, or begins a comment."""
    return _ENDS.sub(r"\\x3c", script)
