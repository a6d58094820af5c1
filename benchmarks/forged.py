"""Forged words over the real websocket: ``python -m benchmarks.forged [--each 2000]``.

A forger opens each page and says, for every control and every wish of every part, what no browser of ours would say.
Nobody may see a traceback: the forger's page goes on, and another visitor's is as it was. What fails is printed.

With ``--ledger FILE --seconds 240`` it goes on where the last piece ended, until the time is over, and writes down how
often each control and part has been spoken for. A control counts once, whichever pages it stands on.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.guest import WHOLE_WITHIN, Guest
from benchmarks.protocol import FINISHED
from benchmarks.serving import logged, serving
from ui.frame import table_of_wishes

PAGES: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("", {"data": "own"}),
    ("twin", {}),
    ("twin", {"view": "wall"}),
    ("hands", {}),
    ("hands", {"view": "lines"}),
    ("hands", {"view": "softmax"}),
    ("backprop", {}),
    ("backprop", {"view": "check"}),
    ("backprop", {"view": "blame"}),
    ("backprop", {"view": "outer"}),
    ("backprop", {"view": "paste"}),
    ("activations", {}),
    ("activations", {"view": "unit"}),
    ("activations", {"view": "depth", "on": "points"}),
    ("activations", {"view": "cliff"}),
    ("mnist", {"images": "2000"}),
    ("mnist", {"view": "quality", "images": "2000"}),
    ("mnist", {"view": "pros"}),
    ("mnist", {"view": "keep", "images": "2000"}),
    ("mnist", {"view": "variability"}),
    ("mnist", {"view": "code"}),
    ("lecture", {}),
    ("", {"room": "ABCD"}),
    ("", {"presenter": "1"}),
]
"""Pages on which together every part stands: the path, and the link's parameters."""

NUMBERS = (float("nan"), float("inf"), -1.0, 1e300, 2.5, 0.0, 3.0)
TEXTS = ("", "x" * 3_000, "NaN", "tanh", "\u202e\u200b![x](http://a.b/c)", "-1", "9" * 50, "[]")
TREES: tuple[Any, ...] = (
    *(None, 1, -1, float("nan"), "x", "x" * 100_000, [], {}, [1] * 10_000, "\ud800"),
    *({"epoch": "a"}, {"epoch": float("nan")}, {"epoch": -5}, {"epoch": 1e300}, {"epoch": 99_999}),
    *({"what": 3}, {"what": "stop"}, {"what": "update"}, {"cell": 99}, {"cell": [1]}, {"text": "zzz"}),
    *({"places": [[1]]}, {"places": [[1, 1]]}, {"places": 3}, {"look": "x", "spot": [1]}, {"look": "x"}),
    *(
        {"cells": {"w1_1_1": "9" * 900}},
        {"cells": [1]},
        {"name": "unit", "text": "a"},
        {"revealed": ["a", 3]},
    ),
    *({"step": [1]}, {"image": {}, "values": {"shift_x": []}}, {"image": "test-99999", "values": {}}),
    *({"stage": [1]}, {"depth": "99"}, {"room": "ABCD", "key": "no"}, {"phone": 3}, {"layer": 9, "unit": 99}),
)
"""Values of wishes, as Python holds JSON: some are close to what a part would say."""

WRITTEN = ("[", "{}", "null", "[" * 5_000, "[1]", '"a"', '[{"event": 3}]', '[{"event": "view", "value": 1}]')

QUERIES = (
    *("", "?", "&&=&", "depth=%ff%00", "depth=3&depth=4", "%F0%9F%98%80=1", "scene=../../app.py", "room=%00"),
    *("at=nan&epochs=inf", "data=own&drawn=" + "~" * 3_000, "past=" + "1:1:tanh," * 200, "x" * 20_000),
    *(
        "init_seed=" + "9" * 400,
        "view=![x](http://a.b/c)",
        "embed=true&embed_options=x",
        "by_hand=1-1-1:" + "9" * 99,
    ),
)
"""What may follow ``?`` in an address."""

IDS = (
    "$$ID",
    "$$ID-0-None",
    "$$ID-0-player",
    "$$STREAMLIT_INTERNAL_KEY_x",
    "$$",
    "visitor",
    "RegionSettings.rate",
)
"""Names of controls that there are not."""

ENVELOPE = "the message itself"
"""What the book-keeping calls a message of which not only the values are forged."""

SPOILED = 0.1
"""The share of such messages."""

AT_ONCE = 12
"""Controls and parts that one message speaks for, where it is neither one of them nor all."""

ALONE, SOME = 0.05, 0.15
"""The shares of messages that speak for one control or part, and for some; the others speak for all of the page."""

BY_ITSELF = 0.3
"""The share of messages that have only one fragment of the page run, as a part's own request does."""

ANEW = 100
"""Messages after which the forger opens the page anew: forged values that fit have changed it meanwhile."""

STAY = 40.0
"""Seconds on one page, where a piece has an end; then the next one has its turn."""

KINDS = {
    "slider": "double_array_value",
    "number_input": "double_value",
    "selectbox": "string_value",
    "button_group": "string_array_value",
    "button": "trigger_value",
    "download_button": "trigger_value",
    "checkbox": "bool_value",
    "radio": "string_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "file_uploader": "file_uploader_state_value",
}
"""For each of Streamlit's controls the kind of value that its browser's side sends."""


@cache
def _names_of(part: str) -> tuple[str, ...]:
    """The names of a part's wishes."""
    return tuple(table_of_wishes.names_of(part))


def forged(draw: random.Random, name: str, kind: str, names: Collection[str] | None) -> WidgetState:
    """A value that no browser of ours would send: mostly of the right kind, and otherwise of any.

    Parameters
    ----------
    draw : random.Random
        Where it comes from.
    name : str
        The control's or the part's id.
    kind : str
        The field of ``WidgetState`` that holds its values.
    names : collection of str or None
        The names of a part's wishes.

    Returns
    -------
    WidgetState
        To be sent.
    """
    state = WidgetState(id=name)
    if names and kind == "json_trigger_value" and draw.random() < 0.9:
        said = [{"event": one, "value": draw.choice(TREES)} for one in names]
        state.json_trigger_value = json.dumps(said)
        return state

    def several(array: Any, values: tuple[Any, ...]) -> None:
        array.data.extend(draw.choice(values) for _ in range(draw.choice((0, 1, 2, 5))))
        array.SetInParent()

    fill: dict[str, Callable[[], Any]] = {
        "double_value": lambda: setattr(state, "double_value", draw.choice(NUMBERS)),
        "int_value": lambda: setattr(state, "int_value", draw.choice((-1, 0, 3, 2**62))),
        "string_value": lambda: setattr(state, "string_value", draw.choice(TEXTS)),
        "bool_value": lambda: setattr(state, "bool_value", draw.random() < 0.5),
        "trigger_value": lambda: setattr(state, "trigger_value", True),
        "double_array_value": lambda: several(state.double_array_value, NUMBERS),
        "string_array_value": lambda: several(state.string_array_value, TEXTS),
        "json_value": lambda: setattr(state, "json_value", draw.choice(WRITTEN)),
        "json_trigger_value": lambda: setattr(state, "json_trigger_value", draw.choice(WRITTEN)),
        "file_uploader_state_value": lambda: state.file_uploader_state_value.uploaded_file_info.add(
            file_id="x", name="![x](http://a)", size=3
        ),
    }
    fill[kind if kind in fill and draw.random() < 0.8 else draw.choice(list(fill))]()
    return state


def spoiled(draw: random.Random, message: BackMsg) -> BackMsg | None:
    """Forge what a message says beside the values of controls.

    Parameters
    ----------
    draw : random.Random
        What chooses.
    message : BackMsg
        A request for a rerun, which is changed.

    Returns
    -------
    BackMsg or None
        Another message, which no rerun answers, to be sent before it.
    """
    rerun = message.rerun_script
    words = (*TEXTS, "\x00", "../../app.py", "e" * 100_000)
    ways: list[Callable[[], Any]] = [
        lambda: setattr(rerun, "query_string", draw.choice(QUERIES)),
        lambda: setattr(rerun, "page_script_hash", draw.choice(words)),
        lambda: setattr(rerun, "page_name", draw.choice(words)),
        lambda: rerun.cached_message_hashes.extend(draw.choice(words) for _ in range(50)),
        lambda: setattr(rerun.context_info, "timezone", draw.choice(words)),
        lambda: setattr(rerun.context_info, "timezone_offset", draw.choice((-(2**31), 2**31 - 1))),
        lambda: setattr(rerun.context_info, "locale", draw.choice(words)),
        lambda: setattr(rerun.context_info, "url", draw.choice((*words, "javascript:1", "http://[::1"))),
        lambda: setattr(rerun.context_info, "color_scheme", draw.choice(words)),
        lambda: setattr(rerun.context_info, "is_embedded", True),
        lambda: rerun.widget_states.widgets.add(id=draw.choice((*words, *IDS)), trigger_value=True),
        lambda: rerun.widget_states.widgets.add(id="$$ID-0-RegionSettings.rate", double_value=float("nan")),
        lambda: rerun.widget_states.widgets.add(),
        lambda: rerun.widget_states.widgets.extend(list(rerun.widget_states.widgets)),
    ]
    for _ in range(draw.choice((1, 2, 5))):
        draw.choice(ways)()
    before = BackMsg()
    others: list[Callable[[], Any]] = [
        lambda: setattr(before, "clear_cache", True),
        lambda: setattr(before, "stop_script", True),
        lambda: setattr(before, "set_run_on_save", True),
        lambda: setattr(before, "app_heartbeat", True),
        lambda: setattr(before, "debug_disconnect_websocket", True),
        lambda: setattr(before, "debug_shutdown_runtime", True),
        lambda: before.file_urls_request.file_names.extend(words),
        lambda: setattr(before.backend_operation_request, "request_id", draw.choice(words[:-1])),
        lambda: setattr(before.rerun_script, "fragment_id", draw.choice([word for word in words if word])),
    ]
    if draw.random() < 0.5:
        return None
    draw.choice(others)()
    return before


@dataclass(frozen=True)
class Speaker:
    """A control or a part that can be spoken for.

    Parameters
    ----------
    id : str
        Its id, or that of a part's events.
    kind : str
        The field of ``WidgetState`` that holds its values.
    wishes : tuple of str or None
        The names of a part's wishes.
    fragment : str
        The fragment of the page that it stands in; "" for none.
    """

    id: str
    kind: str
    wishes: tuple[str, ...] | None
    fragment: str


class Forger:
    """A connection that says what it likes; made by ``Forger.open``.

    Attributes
    ----------
    known : dict of str to Speaker
        The controls by their keys and the parts by their names that the page shows.
    faults : list of str
        What should not have come: exceptions, pages that failed, another session.
    """

    def __init__(self, socket: ClientConnection, page: str, link: dict[str, str]) -> None:
        self.known: dict[str, Speaker] = {}
        self.faults: list[str] = []
        self._session = ""
        self._shown: dict[str, Speaker] = {}
        self._socket, self._page = socket, calc_hash(page)
        self._query = "&".join(f"{name}={value}" for name, value in link.items())

    @classmethod
    async def open(cls, port: int, page: str, link: dict[str, str]) -> "Forger":
        """Open a page, and wait for its end."""
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        protocols: Any = ["streamlit"]
        forger = cls(
            await connect(
                address,
                subprotocols=protocols,
                compression=None,
                max_size=None,
                open_timeout=4 * WHOLE_WITHIN,
                ping_interval=None,  # a busy machine is no fault here either
                proxy=None,
            ),
            page,
            link,
        )
        await forger.say("")
        return forger

    async def say(
        self, fragment: str, *states: WidgetState, spoil: Callable[[BackMsg], BackMsg | None] | None = None
    ) -> None:
        """Send values, and wait for the end of the rerun: of the page, or of one fragment.

        Parameters
        ----------
        fragment : str
            The part of the page that is to run; "" for all of it.
        *states : WidgetState
            Values.
        spoil : callable, optional
            Changes the message before it goes, and gives another one to go first.
        """
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(states)
        before = spoil(message) if spoil is not None else None
        for one in (before, message):
            if one is not None:
                await self._socket.send(one.SerializeToString())
        async with asyncio.timeout(4 * WHOLE_WITHIN):  # a busy machine is no fault
            while True:
                raw = await self._socket.recv(decode=False)
                answer = ForwardMsg.FromString(raw)
                kind = answer.WhichOneof("type")
                if kind == "new_session":
                    self._begin(answer)
                elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                    self._see(answer.delta.new_element, answer.delta.fragment_id)
                elif kind == "script_finished" and answer.script_finished in FINISHED:
                    if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        self.known = dict(self._shown)
                    return

    def _begin(self, answer: ForwardMsg) -> None:
        """A rerun begins, of the same session as before."""
        session = answer.new_session.initialize.session_id
        if self._session and session and session != self._session:
            self.faults.append("the session was lost")
        self._session = session or self._session
        if not answer.metadata.run.fragment_ids:
            self._shown = {}

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type") or ""
        part = getattr(element, kind)
        if kind == "exception":
            self.faults.append(f"{part.type}: {part.message}")
        elif kind == "alert" and "failed" in part.body:
            self.faults.append(part.body)
        elif kind == "bidi_component":
            name = part.component_name.partition("hidden_layers_")[2]
            trigger = _make_trigger_id(part.id, "events")
            self._shown[name] = Speaker(trigger, "json_trigger_value", _names_of(name), fragment)
        elif kind in KINDS:
            scale = kind == "slider" and part.type == part.SELECT_SLIDER
            values = "string_array_value" if scale else KINDS[kind]
            self._shown[key_of(part.id)] = Speaker(part.id, values, None, fragment)

    async def leave(self) -> None:
        """Close the connection."""
        await self._socket.close()


def key_of(name: str) -> str:
    """The key of a control in its id, which is ``$$ID-`` with a hash and the key; the same for notes on any run."""
    return re.sub(r" on [0-9a-f]{12}$", " on a run", name.split("-", 2)[-1])


def spoken_for(draw: random.Random, known: dict[str, Speaker], least: list[str]) -> tuple[str, list[str]]:
    """Choose for whom the next message speaks.

    Parameters
    ----------
    draw : random.Random
        What chooses.
    known : dict of str to Speaker
        All that the page shows.
    least : list of str
        Those that have not been spoken for often enough.

    Returns
    -------
    fragment : str
        The part of the page that runs; "" for all of it.
    names : list of str
        Of ``least``.
    """
    fragments = sorted({known[name].fragment for name in least} - {""})
    fragment = draw.choice(fragments) if fragments and draw.random() < BY_ITSELF else ""
    within = [name for name in least if not fragment or known[name].fragment == fragment]
    share = draw.random()
    most = 1 if share < ALONE else AT_ONCE if share < ALONE + SOME else len(within)
    return fragment, draw.sample(within, min(most, len(within)))


async def forge_on(
    port: int,
    page: str,
    link: dict[str, str],
    each: int,
    draw: random.Random,
    *,
    said: Counter[str] | None = None,
    until: float = float("inf"),
) -> tuple[str, list[str], bool]:
    """Forge on one page until each control and part has been spoken for so often.

    Parameters
    ----------
    port : int
        The server's.
    page, link : str and dict of str
        The page's path, and the link's parameters.
    each : int
        Values for each control and part; there are four times as many messages at most.
    draw : random.Random
        Where they come from.
    said : Counter, optional
        How often each has been spoken for before, which goes on.
    until : float
        When it ends, by ``time.monotonic``.

    Returns
    -------
    row : str
        What was said.
    faults : list of str
        What should not have come.
    is_done : bool
        Whether nothing of this page is left.
    """
    start, n_messages, n_values, faults = time.monotonic(), 0, 0, list[str]()
    said = Counter() if said is None else said
    forger = await Forger.open(port, page, link)

    def left() -> list[str]:
        return [name for name in forger.known if said[name] < each]

    while (least := left()) and n_messages < 4 * each and time.monotonic() < until:
        fragment, some = spoken_for(draw, forger.known, least)
        speakers = [forger.known[name] for name in some]
        states = [forged(draw, one.id, one.kind, one.wishes) for one in speakers]
        spoil = partial(spoiled, draw) if draw.random() < SPOILED else None
        said[ENVELOPE] += spoil is not None
        try:
            await forger.say(fragment, *states, spoil=spoil)
        except (TimeoutError, OSError, EOFError, WebSocketException) as error:
            forger.faults.append(type(error).__name__)
        n_messages, n_values = n_messages + 1, n_values + len(some)
        said.update(some)
        if forger.faults or n_messages % ANEW == 0:
            faults += [f"{fault} after {', '.join(some)[:200]}" for fault in forger.faults]
            await forger.leave()
            forger = await Forger.open(port, page, link)
    is_done = not left()
    await forger.leave()
    row = f"/{page} {link}: {n_values} values in {n_messages} messages"
    return f"{row}, {time.monotonic() - start:.0f} s", faults, is_done


@dataclass
class Ledger:
    """What has been said in the pieces so far.

    Attributes
    ----------
    said : dict of str to int
        For each control and part how often it has been spoken for.
    seconds : dict of str to float
        For each page how long it has been forged on.
    done : list of str
        Pages of which nothing is left.
    faults : list of str
        What should not have come.
    n_pieces : int
        Pieces so far; the next draws other values.
    """

    said: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    n_pieces: int = 0

    @classmethod
    def read(cls, path: Path | None) -> "Ledger":
        """What stands in a file; an empty one where there is none."""
        return cls(**json.loads(path.read_text("utf-8"))) if path is not None and path.exists() else cls()

    def write(self, path: Path | None) -> None:
        """Write it into a file, where there is one to be written."""
        if path is not None:
            path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    def next_page(self, each_once: bool, only: str = "") -> tuple[str, dict[str, str]] | None:
        """The page that has been forged on for the shortest time, of those that are not done; None at the end.

        Parameters
        ----------
        each_once : bool
            Whether a page that has been forged on at all is left out.
        only : str
            A regular expression that pages' names match.
        """
        left = [one for one in PAGES if _name(*one) not in self.done and re.search(only, _name(*one))]
        if each_once:
            left = [one for one in left if _name(*one) not in self.seconds]
        return min(left, key=lambda one: self.seconds.get(_name(*one), 0.0), default=None)

    def summary(self, each: int) -> str:
        """How far it has come."""
        counts = sorted((count, name) for name, count in self.said.items())
        least = ", ".join(f"{name} {count:,}" for count, name in counts[:12])
        enough = sum(count >= each for count, _ in counts)
        return (
            f"{len(counts)} controls and parts, {enough} of them {each:,} times or more, "
            f"{sum(self.said.values()):,} values in {self.n_pieces} pieces of {sum(self.seconds.values()):.0f} s, "
            f"{len(self.done)} of {len(PAGES)} pages done; the least: {least or 'none'}"
        )


def _name(page: str, link: dict[str, str]) -> str:
    """A page's name in the ledger."""
    return f"/{page}?{'&'.join(f'{key}={value}' for key, value in link.items())}"


async def forge(each: int, ledger: Ledger, seconds: float, only: str = "") -> int:
    """Forge on every page, or for so long; the number of faults, of which each traceback in the log is one."""
    end, is_piece = time.monotonic() + seconds, seconds < float("inf")
    draw, n_faults = random.Random(ledger.n_pieces + 1), 0
    ledger.n_pieces += 1
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with serving(120.0, environment={"TMPDIR": folder}, log=log) as server:
            other, _ = await Guest.arrive(server.port, "")
            while time.monotonic() < end and (place := ledger.next_page(not is_piece, only)):
                page, link = place
                began, said = time.monotonic(), Counter(ledger.said)
                until = min(end, began + STAY) if is_piece else end
                row, faults, is_done = await forge_on(
                    server.port, page, link, each, draw, said=said, until=until
                )
                n_faults += len(faults)
                ledger.said, name = dict(said), _name(page, link)
                ledger.seconds[name] = ledger.seconds.get(name, 0.0) + time.monotonic() - began
                ledger.done += [name] if is_done else []
                ledger.faults += faults
                await other.set("init_seed", draw)  # another visitor goes on
                print(f"{row}, {len(other.errors)} errors of another visitor", flush=True)
                print("".join(f"  {fault}\n" for fault in faults[:20]), end="", flush=True)
            n_faults += len(other.errors)
            await other.leave()
            print("".join(f"  another visitor: {error}\n" for error in other.errors[:20]), end="")
            print(f"the server has {server.megabytes:.0f} MB")
        _, tracebacks, _ = logged(log)
        if tracebacks:
            print(log.read_text("utf-8", "replace")[-8_000:])
    ledger.faults += [f"in the log: {end}" for end in tracebacks] + other.errors
    n_faults += len(tracebacks)
    print(f"{n_faults} faults; tracebacks in the log: {Counter(tracebacks).most_common(20) or 'none'}")
    return n_faults


def main() -> int:
    """Print what was said on each page, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.forged")
    parser.add_argument("--each", type=int, default=2_000, help="values for each control and part")
    parser.add_argument("--ledger", type=Path, help="a file in which a piece is written down, and goes on")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="that this piece takes at most")
    parser.add_argument("--only", default="", help="a regular expression for the pages' links")
    asked = parser.parse_args()
    ledger = Ledger.read(asked.ledger)
    n_faults = asyncio.run(forge(asked.each, ledger, asked.seconds, asked.only))
    ledger.write(asked.ledger)
    print(ledger.summary(asked.each))
    return int(n_faults > 0)


if __name__ == "__main__":
    sys.exit(main())
