"""Who comes to the soak: for each kind of visitor the links that they open, and what they do there."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from benchmarks import brought
from benchmarks.guest import Guest, Reply

QUESTIONS = ("regions-single/0", "layered/0", "multi-layer/0", "example-data/0")
"""What the host of the room asks, one after the other."""


@dataclass
class Diary:
    """What the visitors met with.

    Attributes
    ----------
    replies : dict
        For each kind of action, what came of each.
    errors : list of str
        What should not have come.
    refusals : Counter
        Sentences in which the page refused something, and how often.
    """

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, reply: Reply) -> Reply:
        """Write down what came of an action."""
        self.replies.setdefault(kind, []).append(reply)
        self.refusals.update(refusal[:100] for refusal in reply.refusals)
        return reply


@dataclass
class Hall:
    """The room that some visitors vote in; its name is "" until its host has opened it."""

    room: str = ""


@dataclass
class Stay:
    """One visitor's stay on a page.

    Parameters
    ----------
    guest : Guest
        Their browser.
    role : str
        Their kind.
    draw : random.Random
        What they choose by.
    diary : Diary
        Where replies are noted.
    """

    guest: Guest
    role: str
    draw: random.Random
    diary: Diary

    async def set(self, *keys: str) -> bool:
        """Give one of these controls another value."""
        return self._note("set a control", await self.guest.set(self.draw.choice(keys), self.draw))

    async def wish(self, part: str, event: str, value: Any) -> bool:
        """Say a wish of a part; a mapping is given a number of its own."""
        if isinstance(value, dict) and part not in ("phone", "activations"):
            value = {**value, "nonce": time.time_ns() // 1_000_000}
        return self._note("work in a part", await self.guest.wish(part, event, value))

    async def bring(self, key: str, files: Sequence[brought.File]) -> bool:
        """Send one of these files. Of a broken one the page must say so."""
        file = self.draw.choice(files)
        reply = await self.guest.upload(key, file.name, file.data)
        if reply is not None and file.is_broken and not reply.refusals:
            self.diary.errors.append(f"{file.name[:40]!r} was taken without a word")
        return self._note("bring a file", reply)

    async def paste(self) -> bool:
        """Paste a table that is good or broken, and use its points."""
        table = self.draw.choice(brought.TABLES).data.decode("utf-8", "replace")
        await self.guest.set("pasted", self.draw, table)
        return self._note("paste a table", await self.guest.press("RegionSettings.use_pasted"))

    async def vote(self) -> bool:
        """Look what the room asks, and answer it."""
        me = self.guest.session.replace("-", "")
        is_here = await self.wish("phone", "look", {"phone": me})
        asked = self.guest.parts["phone"].header if is_here else {}
        if asked.get("is_open") and asked.get("choices"):
            choice = self.draw.randrange(len(asked["choices"]))
            vote = {"question": asked["question"], "choice": choice, "phone": me}
            await self.wish("phone", "vote", vote)
        return is_here

    def _note(self, what: str, reply: Reply | None) -> bool:
        """Write down what came of an action; False where the page has no such control or part."""
        if reply is not None:
            self.diary.note(f"{self.role}: {what}", reply)
        return reply is not None


Act = Callable[[Stay], Awaitable[bool]]


def setting(*keys: str) -> Act:
    """Give one of these controls another value."""
    return lambda stay: stay.set(*keys)


def wishing(part: str, event: str, *values: Any) -> Act:
    """Say a wish of a part, with one of these values."""
    return lambda stay: stay.wish(part, event, stay.draw.choice(values))


def bringing(key: str, files: Sequence[brought.File]) -> Act:
    """Send one of these files."""
    return lambda stay: stay.bring(key, files)


NETWORK = setting("depth", "units", "activation", "rate", "init_seed")

ROLES: dict[str, tuple[tuple[str, ...], tuple[Act, ...]]] = {
    "regions": (
        (
            *("?init_seed={seed}", "?data=rings&depth=3&init_seed={seed}", "?truth=1", "?data=moons"),
            *("?scene=layered", "?scene=multi-layer", "lecture", "?batch=10&epochs=500&init_seed={seed}"),
        ),
        (
            NETWORK,
            NETWORK,
            NETWORK,
            setting("data", "noise"),
            wishing("link", "walk", "layered", "relu", "lab"),
        ),
    ),
    "twin": (
        ("twin?init_seed={seed}", "twin?depth=3&units=8", "twin?scene=summary"),
        (NETWORK, NETWORK, setting("a_depth"), wishing("twin", "judge", {"epoch": 50}, {"epoch": 250})),
    ),
    "wall": (
        ("twin?view=wall&init_seed={seed}", "twin?view=wall&depths=1.2&epochs=100"),
        (setting("rate", "init_seed", "units"), wishing("wall", "open", {"cell": 0}, {"cell": 5})),
    ),
    "MNIST": (
        (
            *("mnist?images=2000&epochs=2&init_seed={seed}", "mnist?depth=1&images=2000&epochs=2"),
            *("mnist?view=quality&images=2000&epochs=2", "mnist?view=pros", "mnist?view=kinds&images=2000"),
            *("mnist?view=variability", "mnist?view=features"),
        ),
        (
            setting("depth", "units", "rate", "init_seed"),
            *(
                wishing("templates", "do", *({"what": what, "start": 0.0} for what in orders))
                for orders in (("stepEpoch", "stepBatch"), ("play", "pause", "rewind"))
            ),
            wishing("quality", "do", {"what": "play"}, {"what": "rewind"}),
            wishing("quality", "pick", {"cell": [3, 5]}),
        ),
    ),
    "microscope": (
        ("backprop?init_seed={seed}", "backprop?view=blame", "backprop?view=check", "backprop?view=outer"),
        (
            setting("depth", "activation", "rate", "patterns"),
            wishing("steps", "do", {"what": "update"}, {"what": "restart"}),
            wishing("steps", "edit", {"cells": {"w1_1_1": "0.5"}}, {"cells": {"w1_1_1": "two"}}),
            wishing("check", "answer", {"cells": {"w1_1_1": "0.25"}}),
        ),
    ),
    "autopsies": (
        (
            *("activations?view=unit&init_seed={seed}", "activations?view=cliff&examine=1&epochs=20"),
            *("activations?view=unit&on=mnist&images=1000&epochs=1&units=20&init_seed={seed}",),
            *("activations?view=depth&on=mnist&images=1000&epochs=1&units=20", "activations?view=signs"),
        ),
        (
            setting("activation", "depth", "init_seed"),
            wishing("activations", "set", {"examine": True}, {"unit": 2, "layer": 1}),
            wishing("progress", "do", {"what": "stop"}, {"what": "go"}),
        ),
    ),
    "uploads": (
        ("?data=own", "mnist?view=keep&images=1000&epochs=1", "lecture"),
        (
            Stay.paste,
            bringing("RegionSettings.uploaded", brought.TABLES),
            bringing("load", brought.NETWORKS),
            bringing("lecture.upload", brought.LECTURES),
        ),
    ),
    "votes": (("?room={room}",), (Stay.vote,)),
}
"""For each kind of visitor the links that they open, and what they do there."""


async def host(port: int, hall: Hall, diary: Diary, opened: asyncio.Event) -> None:
    """Open a room, ask one question after the other, and count; close it when this task is cancelled."""
    guest, reply = await Guest.arrive(port, "?scene=regions-single")
    stay = Stay(guest, "the room's host", random.Random(0), diary)
    diary.note("the room's host: open a link", reply)
    try:
        while (
            "hall" not in guest.parts and not guest.errors
        ):  # a wish that meets another one is lost, and said again
            await guest.wish("link", "room", {"room": "", "key": "", "at": time.time()})
        hall.room = guest.parts["hall"].header["room"]
        opened.set()
        for question in cycle(QUESTIONS):
            for is_open in (True, False):
                await guest.wish("hall", "put", {"question": question, "is_open": is_open, "at": time.time()})
                for _ in range(5):
                    await stay.wish("hall", "count", time.time())
                    await asyncio.sleep(1.0)
    finally:
        opened.set()
        if hall.room:
            await guest.wish("hall", "close", time.time())
        await guest.leave()
        diary.errors += [f"the room's host: {error}" for error in guest.errors]
