"""A visitor of any page: their browser sets controls, says wishes of parts, sends files, leaves and comes again.

Like a browser it asks again and again for more of what is not done. An answer has been given when the rerun that it
asked for has ended; it is whole when nothing on the page has more to come.
"""

import asyncio
import json
import random
import time
import urllib.request
import uuid
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

from benchmarks.protocol import FINISHED, MORE_EVERY, PLAYERS, Visitor, header_of

WHOLE_WITHIN = 60.0
"""Seconds that a visitor waits until all is whole. For the answer itself they wait four times as long."""

AGAIN_AFTER = 4.0
"""Seconds without an answer after which a browser that is back asks once more, then twice as long each time, as
``connection_state.js`` does. Streamlit's loop over the sessions may send what comes first to the connection that is
gone."""

WORRY = 3.0
"""Seconds without an answer after which a request for more is sent again: ``WORRY_AFTER_ASKING`` in ``asking.js``."""

HEARD = (*PLAYERS, "progress", "templates", "quality", "hall", "phone")
"""Parts whose headers are read."""


@dataclass(frozen=True)
class Part:
    """A part of the page: its id, the fragment in which it stands, and the header of its last block."""

    id: str
    fragment: str
    header: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What came of an action: seconds until the rerun ended and until all was whole, None where that did not come."""

    answered: float | None
    whole: float | None
    refusals: tuple[str, ...]


class Guest(Visitor):
    """A session; made by ``Guest.arrive``, which also gives the first reply.

    Parameters
    ----------
    socket : ClientConnection
        An open connection to the server's stream.
    port : int
        The server's.
    query : str
        What follows ``?`` in the link.

    Attributes
    ----------
    errors : list of str
        What should not have come: exceptions, pages that failed, no answer, a lost connection.
    parts : dict of str to Part
        By the name of the component, the last one of each.
    """

    def __init__(self, socket: ClientConnection, port: int, query: str) -> None:
        super().__init__(socket, query)
        self.parts: dict[str, Part] = {}
        self.session = ""
        self.patience, self.whole_within = 4 * WHOLE_WITHIN, WHOLE_WITHIN
        self._port = port
        self._controls: dict[str, tuple[str, Any]] = {}
        self._drawn: set[str] = set()
        self._is_page = True
        self._awaited: str | None = None
        self._begun = False
        self._refusals: list[str] = []
        self._files: dict[str, asyncio.Future[Any]] = {}

    @classmethod
    async def arrive(cls, port: int, link: str) -> tuple["Guest", Reply]:
        """Open a link, the page before its question mark, in a new session."""
        page, _, query = link.partition("?")
        guest = await cls._connected(port, query)
        return guest, await guest.go(page, query)

    @classmethod
    async def _connected(cls, port: int, query: str, session: str = "") -> "Guest":
        """A connection to a new session, or to one whose connection is gone."""
        protocols: Any = ["streamlit", "none", session] if session else ["streamlit"]
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        socket = await connect(
            address,
            subprotocols=protocols,
            compression=None,
            max_size=None,
            open_timeout=4 * WHOLE_WITHIN,
            ping_interval=None,  # a browser sends no pings, and waits
            proxy=None,
        )
        return cls(socket, port, query)

    async def come_again(self) -> tuple["Guest", Reply]:
        """Lose the connection, and come back to the same session with the link and the values of the controls."""
        with suppress(ConnectionClosed):  # a busy server may not have noticed that it is gone
            await self.leave()
        again = await self._connected(self._port, self.query, self.session)
        again.errors, again._page, again._states = self.errors, self._page, self._states
        insisting = asyncio.create_task(again._insist())
        try:
            return again, await again._say("", f"a connection that came back to ?{self.query}")
        finally:
            insisting.cancel()

    async def _insist(self) -> None:
        """Ask for the page again for as long as no answer comes."""
        wait = AGAIN_AFTER
        while True:
            await asyncio.sleep(wait)
            wait *= 2
            if self._awaited is not None:
                await self._rerun("")

    async def go(self, page: str, query: str) -> Reply:
        """Go to a page and a link of it, as its tab or the back button does."""
        self.query = query
        self._page = calc_hash(page)
        return await self._say("", f"{page}?{query}")

    async def set(self, key: str, draw: random.Random, value: float | str | None = None) -> Reply | None:
        """Give a control another value of those that it offers, or the given one; None where it is not there."""
        found = [name for name in self._controls if name.endswith(f".{key}")]
        if not found:
            return None
        kind, part = self._controls[found[0]]
        self._states[found[0]] = other_value(part, kind, draw, value)
        return await self._say("", f"{key} on ?{self.query}")

    async def press(self, key: str) -> Reply | None:
        """Press a button of Streamlit's; None where it is not there."""
        found = [name for name in self._controls if name.endswith(f"-{key}")]
        if not found:
            return None
        return await self._say("", key, WidgetState(id=found[0], trigger_value=True))

    async def wish(self, part: str, event: str, value: Any) -> Reply | None:
        """Say a wish of a part; None where the page does not have it."""
        here = self.parts.get(part)
        if here is None:
            return None
        said = json.dumps([{"event": event, "value": value}])
        trigger = WidgetState(id=_make_trigger_id(here.id, "events"), json_trigger_value=said)
        return await self._say(here.fragment, f"{part}.{event}", trigger)

    async def upload(self, key: str, name: str, data: bytes) -> Reply | None:
        """Send a file through the control with this key; None where it is not there."""
        found = [one for one in self._controls if one.endswith(f"-{key}")]
        if not found:
            return None
        asked, message = uuid.uuid4().hex, BackMsg()
        message.file_urls_request.request_id = asked
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(name)
        self._files[asked] = asyncio.get_running_loop().create_future()
        with suppress(ConnectionClosed):
            await self._socket.send(message.SerializeToString())
        try:
            urls = await asyncio.wait_for(self._files[asked], self.patience)
            await asyncio.to_thread(_put, self._port, urls.upload_url, name, data)
        except (TimeoutError, OSError) as error:
            self.errors.append(f"{name[:40]!r} was not taken: {type(error).__name__}: {error}")
            return Reply(None, None, ())
        state = WidgetState(id=found[0])
        state.file_uploader_state_value.uploaded_file_info.add(
            file_id=urls.file_id, name=name, size=len(data), file_urls=urls
        )
        self._states[found[0]] = state
        return await self._say("", f"the file {name[:40]!r}")

    async def _say(self, fragment: str, what: str, *triggers: WidgetState) -> Reply:
        """Ask for a rerun, and wait until all is whole, or for as long as a visitor waits."""
        began = time.perf_counter()
        self._awaited, self._begun, self._refusals = fragment, False, []
        await self._rerun(fragment, *triggers)
        if not await self._until(lambda: self._awaited is None, what):
            return Reply(None, None, tuple(self._refusals))
        answered, whole = time.perf_counter() - began, None
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self.whole_within - answered)):
                while self._fragments and not self._listener.done():
                    self._news.clear()
                    await self._news.wait()
                whole = time.perf_counter() - began
        return Reply(answered, whole, tuple(self._refusals))

    def _take(self, message: ForwardMsg) -> None:
        """Act on one message."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            fragments = list(message.metadata.run.fragment_ids)
            self._is_page = not fragments
            if self._is_page:
                self._drawn = set()
            for fragment in fragments:
                self._rest(fragment)
            self._begun = self._begun or self._is_page or self._awaited in fragments
        elif kind == "file_urls_response":
            waiting = self._files.pop(message.file_urls_response.response_id, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(message.file_urls_response.file_urls[0])
        super()._take(message)
        if kind == "script_finished" and message.script_finished in FINISHED:
            if self._is_page:
                self._forget()
            if self._begun:
                self._awaited = None
            self._news.set()

    def _take_element(self, element: Element, fragment: str) -> None:
        """Note a control, a part, the words of an error."""
        kind = element.WhichOneof("type") or ""
        part: Any = getattr(element, kind)
        if kind == "bidi_component":
            self._take_part(part, fragment)
        elif kind == "alert" and part.format == part.ERROR and "failed" not in part.body:
            self._refusals.append(part.body)
        else:
            super()._take_element(element, fragment)
            if getattr(part, "id", ""):
                self._controls[part.id] = kind, part
                self._drawn.add(part.id)

    def _take_part(self, part: Any, fragment: str) -> None:
        """Note a part, and ask for more of it where there is more."""
        name = part.component_name.partition("hidden_layers_")[2]
        header = header_of(part.bytes) if name in HEARD else {}
        self.parts[name] = Part(part.id, fragment, header)
        self._drawn.add(part.id)
        is_more = (
            (name in PLAYERS and not header["finished"])
            or (name == "progress" and not header["stopped"])
            or (name == "quality" and header["live"])
        )
        if is_more:
            self._keep_asking_for(part.id, fragment, "more")
        elif name == "templates" and header.get("live"):
            self._keep_asking_for(part.id, fragment, "look")

    def _keep_asking_for(self, component: str, fragment: str, event: str) -> None:
        """Ask for more of a part, each fragment by itself."""
        self._rest(fragment)
        self._fragments[fragment] = asyncio.create_task(self._ask(component, fragment, event))

    async def _ask(self, component: str, fragment: str, event: str) -> None:
        """Ask when the page is at rest, and once more where no answer comes for long."""
        await asyncio.sleep(MORE_EVERY)
        while True:
            while self._running or self._awaited is not None:
                await asyncio.sleep(0.02)
            now = 1000 * time.perf_counter()
            value = now if event == "more" else {"nonce": now, "have": ""}
            wish = json.dumps([{"event": event, "value": value}])
            await self._rerun(
                fragment, WidgetState(id=_make_trigger_id(component, "events"), json_trigger_value=wish)
            )
            await asyncio.sleep(WORRY)

    def _rest(self, fragment: str) -> None:
        """Stop asking for more of a fragment."""
        task = self._fragments.pop(fragment, None)
        if task is not None:
            task.cancel()

    def _forget(self) -> None:
        """Forget the controls and parts that the page does not show any more, as a browser does."""
        self.parts = {name: part for name, part in self.parts.items() if part.id in self._drawn}
        for name in [name for name in self._controls if name not in self._drawn]:
            del self._controls[name]
            self._states.pop(name, None)


def other_value(part: Any, kind: str, draw: random.Random, value: float | str | None = None) -> WidgetState:
    """A value for a control, of those that it offers.

    Parameters
    ----------
    part : message
        The control, as it came.
    kind : str
        A key of ``CONTROLS``, ``"radio"``, ``"text_input"`` or ``"text_area"``.
    draw : random.Random
        Where the choice comes from.
    value : float or str, optional
        This value, whatever is offered.

    Returns
    -------
    WidgetState
        With the control's id.
    """
    state = WidgetState(id=part.id)
    if kind in ("text_area", "text_input"):
        state.string_value = str(value or "")
    elif kind == "number_input":
        state.double_value = float(draw.randint(int(part.min), int(part.max)) if value is None else value)
    elif kind == "slider" and part.type != part.SELECT_SLIDER:
        steps = draw.randint(0, round((part.max - part.min) / part.step))
        state.double_array_value.data.append(part.min + steps * part.step if value is None else float(value))
    else:
        offered = [one.content for one in part.options] if kind == "button_group" else list(part.options)
        chosen = draw.choice(offered) if value is None else str(value)
        if kind in ("selectbox", "radio"):
            state.string_value = chosen
        else:
            state.string_array_value.data.append(chosen)
    return state


def _put(port: int, path: str, name: str, data: bytes) -> None:
    """Send a file as a form, with the server's own token against forged requests."""
    server = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=4 * WHOLE_WITHIN) as answer:
        cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
    border = uuid.uuid4().hex
    plain = name.replace('"', "%22").replace("\n", "%0A")
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{plain}"\r\n\r\n'
    request = urllib.request.Request(
        server + path,
        method="PUT",
        data=head.encode() + data + f"\r\n--{border}--\r\n".encode(),
        headers={
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Cookie": cookie,
            "X-Xsrftoken": cookie.partition("=")[2].strip('"'),
        },
    )
    with urllib.request.urlopen(request, timeout=4 * WHOLE_WITHIN):
        pass
