"""One visitor's browser, as the server sees it: Streamlit's messages over a websocket, and no pictures.

It does what Streamlit's front end does: it sends every control's value with each change, and keeps the page's link. It
asks for more of a run that is not finished, as the player does. It decodes only what the measurement needs.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

MORE_EVERY = 0.35
"""Seconds between two requests for more of an unfinished run: as ``player.js`` has it."""

PLAYERS = ("player", "twin", "wall")
"""Components whose block says whether all is trained, and that ask for more where it is not."""

PATIENCE = 30.0
"""Seconds after which an answer counts as not given."""

CONTROLS = {
    "slider": ("value", "double_array_value"),
    "select_slider": ("raw_value", "string_array_value"),
    "number_input": ("value", "double_value"),
    "selectbox": ("raw_value", "string_value"),
    "button_group": ("raw_values", "string_array_value"),
}
"""For each kind of control: where the server writes its value, and where the browser sends it."""

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
"""A page's run that gave way to one of its fragments is over when the fragment's is."""


@dataclass(frozen=True)
class Block:
    """The header fields of a player's block that the measurement needs, and when the block came."""

    run_id: str
    finished: bool
    arrived: float
    epoch: float = 0.0


@dataclass(frozen=True)
class Answer:
    """A change and what came of it; seconds from the change on."""

    run_id: str
    first: float
    whole: float


class Visitor:
    """A session; made by ``Visitor.open``.

    Parameters
    ----------
    socket : ClientConnection
        An open connection to the server's stream.
    query : str
        What follows ``?`` in the link.
    """

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.query = query
        self.block: Block | None = None
        self.header: dict[str, Any] = {}
        self._part = ""
        self.patience = PATIENCE
        self.errors: list[str] = []
        self.n_bytes = 0
        self._socket = socket
        self._page = ""
        self._states: dict[str, WidgetState] = {}
        self._running = True
        self._asked = 0.0
        self._templates = ("", "")
        self.order_answered = 0
        self.is_live = self.follows = (
            False  # whether a run on MNIST plays, and whether it is asked for again and again
        )
        self._leaving = False
        self._news = asyncio.Event()
        self._fragments: dict[str, asyncio.Task[None]] = {}
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def open(
        cls,
        port: int,
        query: str = "",
        page: str = "",
        patience: float = PATIENCE,
        cookie: str = "",
        part: str = "",
    ) -> "Visitor":
        """Open a link and wait for the first picture and the end of the script.

        Parameters
        ----------
        port : int
            Of the server, on 127.0.0.1.
        query : str
            What follows ``?`` in the link.
        page : str
            The page's path; "" for the first one.
        patience : float
            Seconds after which an answer counts as not given.
        cookie : str
            What the browser has as its cookies; "" for none.
        part : str
            The part that is waited for, by its name, on a page that has no picture; its header is then in ``header``.

        Returns
        -------
        Visitor
            Looks at errors in ``errors``.
        """
        socket = await connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            proxy=None,
            additional_headers={"Cookie": cookie} if cookie else None,
        )
        visitor = cls(socket, query)
        visitor.patience, visitor._part = patience, part
        visitor._page = calc_hash(page)
        await visitor._rerun()

        def is_there() -> bool:
            return bool(visitor.header if part else visitor.block) and not visitor._running

        await visitor._until(is_there, part or "the first picture")
        return visitor

    async def change(self, name: str, value: float) -> Answer | None:
        """Set a number and wait for the new run, whole, and the end of the script.

        Parameters
        ----------
        name : str
            Of a setting with a number input.
        value : float
            A value that it does not have yet.

        Returns
        -------
        Answer or None
            None where none came, or the connection is gone; ``errors`` says why.
        """
        ids = [widget for widget in self._states if widget.endswith(f".{name}")]
        if len(ids) != 1:
            self.errors.append(f"{len(ids)} controls for {name}")
            return None
        self._states[ids[0]].double_value = value
        old = self.block.run_id if self.block else ""
        first: Block | None = None

        def answered() -> bool:
            nonlocal first
            if first is None and self.block is not None and self.block.run_id != old:
                first = self.block
            return first is not None and self.block is not None and self.block.finished and not self._running

        start = time.perf_counter()
        await self._rerun()
        if not await self._until(answered, f"{name}={value:g}") or first is None or self.block is None:
            return None
        if f"{name}={value:g}" not in self.query.split("&"):
            self.errors.append(f"the link says {self.query!r} after {name}={value:g}")
        return Answer(first.run_id, first.arrived - start, self.block.arrived - start)

    async def order(self, what: str, start: float) -> float | None:
        """Give an order on MNIST, such as ``"stepEpoch"`` from an epoch on, and wait until it has been carried out.

        Returns
        -------
        float or None
            Seconds until then; None where no answer came.
        """
        number, (component, fragment) = int(1000 * time.time()), self._templates
        wish = json.dumps([{"event": "do", "value": {"what": what, "start": start, "nonce": number}}])
        began = time.perf_counter()
        trigger = WidgetState(id=_make_trigger_id(component, "events"), json_trigger_value=wish)
        await self._rerun(fragment, trigger)
        if not await self._until(lambda: self.order_answered == number, what):
            return None
        return time.perf_counter() - began

    async def has(self, n_epochs: float) -> bool:
        """Wait until the run is that far, and the page is at rest; whether it came to that."""
        self.follows = True
        if self.is_live:
            self._keep_asking(*self._templates, "look")

        def is_there() -> bool:
            block, rests = self.block, not (self._running or self.is_live)
            return block is not None and rests and (block.finished or block.epoch >= n_epochs - 1e-6)

        return await self._until(is_there, f"epoch {n_epochs:g}")

    async def leave(self) -> None:
        """Close the connection."""
        self._leaving = True
        self._stop_fragments()
        await self._socket.close()
        await self._listener

    async def _until(self, seen: Callable[[], bool], what: str) -> bool:
        """Wait for something to be seen; False, with an error noted, where it is not."""
        n_errors = len(self.errors)
        try:
            async with asyncio.timeout(self.patience):
                while not seen():
                    if self._listener.done():
                        self._listener.result()  # raises where this client failed, rather than the server
                        return False
                    if len(self.errors) > n_errors and not self._running:
                        return False
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            self.errors.append(f"no answer to {what} in {self.patience:g} s")
            return False
        return True

    async def _rerun(self, fragment: str = "", *triggers: WidgetState) -> None:
        """Ask for a rerun of the page, or of one fragment of it, by itself or because a component was triggered."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self._page
        state.fragment_id, state.is_auto_rerun = fragment, False
        state.widget_states.widgets.extend([*self._states.values(), *triggers])
        self._running = self._running or not fragment
        with suppress(ConnectionClosed):  # the listener notes it
            await self._socket.send(message.SerializeToString())

    async def _ask_for_more(self, component: str, fragment: str, event: str = "more") -> None:
        """Trigger ``more`` of an unfinished run as the player does: at once, then at most every so often."""
        wait = self._asked + MORE_EVERY - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        self._asked = time.perf_counter()
        value: Any = self._asked if event == "more" else {"have": "", "nonce": self._asked}
        wish = json.dumps([{"event": event, "value": value}])
        trigger = WidgetState(id=_make_trigger_id(component, "events"), json_trigger_value=wish)
        await self._rerun(fragment, trigger)

    def _keep_asking(self, component: str, fragment: str, event: str = "more") -> None:
        """Ask for more of what has just come."""
        self._stop_fragments()
        self._fragments[fragment] = asyncio.create_task(self._ask_for_more(component, fragment, event))

    def _stop_fragments(self) -> None:
        for task in self._fragments.values():
            task.cancel()
        self._fragments.clear()

    async def _listen(self) -> None:
        """Take messages until the connection closes."""
        try:
            async for raw in self._socket:
                self.n_bytes += len(raw)
                self._take(ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode()))
        finally:
            if not self._leaving:
                self.errors.append(f"connection dropped: {self._socket.close_code}")
            self._stop_fragments()
            self._news.set()

    def _take(self, message: ForwardMsg) -> None:
        """Act on one message."""
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.delta.WhichOneof("type") == "new_element":
                self._take_element(message.delta.new_element, message.delta.fragment_id)
        elif kind == "new_session":
            if not message.metadata.run.fragment_ids:
                self._stop_fragments()
        elif kind == "script_finished":
            status = message.script_finished
            if status in FINISHED:
                self._running = False
                self._news.set()
            elif status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self.errors.append("the script does not compile")
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash  # else the server forgets the parts' state
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind in ("page_not_found", "ref_hash"):
            self.errors.append(kind)
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.errors.append(message.session_event.script_compilation_exception.message)

    def _take_element(self, element: Element, fragment: str) -> None:
        """Note the value of a control, the header of a block, the words of an error."""
        kind = element.WhichOneof("type") or ""
        part: Any = getattr(element, kind)
        if kind in CONTROLS:
            if part.set_value:
                self._states[part.id] = control_state(part, kind)
        elif kind == "bidi_component" and part.component_name.endswith(f"hidden_layers_{self._part}"):
            self.header = header_of(part.bytes)
            self._news.set()
        elif kind == "bidi_component" and part.component_name.endswith("hidden_layers_templates"):
            header = header_of(part.bytes)
            self.block = Block("", True, time.perf_counter(), header.get("trained_epoch", 0.0))
            self.is_live = header.get("live", False)
            if self.is_live and self.follows:
                self._keep_asking(part.id, fragment, "look")
            self._templates, self.order_answered = (part.id, fragment), header["answered"]
            self._news.set()
        elif kind == "bidi_component" and part.component_name.endswith("hidden_layers_progress"):
            if not header_of(part.bytes)["stopped"]:
                self._keep_asking(part.id, fragment)
        elif kind == "bidi_component" and part.component_name.rpartition("_")[2] in PLAYERS:
            header = header_of(part.bytes)
            self.block = Block(
                header["id"], header["finished"], time.perf_counter(), header["trained_epochs"]
            )
            self._news.set()
            if not header["finished"]:
                self._keep_asking(part.id, fragment)
        elif kind == "exception":
            self.errors.append(f"{part.type}: {part.message}")
        elif kind == "alert" and part.format == part.ERROR:
            self.errors.append(part.body)


def header_of(data: bytes) -> dict[str, Any]:
    """The header of a block."""
    header: dict[str, Any] = json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])
    return header


def control_state(part: Any, kind: str) -> WidgetState:
    """Give what the browser sends for a control that the server has set.

    Parameters
    ----------
    part : message
        The control, as it came.
    kind : str
        A key of ``CONTROLS``; a slider between names is told apart here.

    Returns
    -------
    WidgetState
        With the control's id and its value.
    """
    if kind == "slider" and part.type == part.SELECT_SLIDER:
        kind = "select_slider"
    source, target = CONTROLS[kind]
    value, state = getattr(part, source), WidgetState(id=part.id)
    if target.endswith("array_value"):
        getattr(state, target).data[:] = value
    else:
        setattr(state, target, value)
    return state
