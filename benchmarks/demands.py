"""The worst that one visitor can ask for, again and again: each demand as a link, an order or a file.

A ``Demander`` asks for more of what is not done as soon as it is answered, faster than a browser does. Where nothing is
left to ask for it opens the next link of its kind, which has another seed.
"""

import asyncio
import io
import itertools
import json
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.protocol import FINISHED

ASKS = ("progress", "player", "twin", "wall", "landscape", "quality")
"""Components that a browser asks for more."""

PATIENCE = 120.0


def weights() -> tuple[str, bytes]:
    """The largest network that the page can read, in float64: 1.9 MB."""
    rng, sizes, file = np.random.default_rng(0), (784, 200, 200, 200, 10), io.BytesIO()
    arrays = dict[str, Any]()
    for layer, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
        arrays[f"W{layer}"] = 0.05 * rng.normal(size=(outputs, inputs))
        arrays[f"b{layer}"] = rng.normal(size=outputs)
    np.savez(file, activations=np.array(["relu"] * 3), **arrays)
    return "largest.npz", file.getvalue()


def table() -> tuple[str, bytes]:
    """As many points as fit, with as many digits as fit: 0.95 MB."""
    rng = np.random.default_rng(0)
    lines = [f"{x:.80f},{y:.80f},{1 + k % 3}" for k, (x, y) in enumerate(rng.uniform(-3, 3, (5_000, 2)))]
    return "points.csv", "\n".join(["x1,x2,class", *lines]).encode()


@dataclass(frozen=True)
class Demand:
    """One of the worst things.

    Parameters
    ----------
    link : str
        The page, and after ``?`` its settings, in which ``{i}`` stands for the seed.
    order : str
        An order on MNIST that is given once the page is there.
    file : callable or None
        Gives the name and the bytes of a file that is uploaded again and again.
    into : str
        How the key of the control ends that takes it, where the page has several.
    """

    link: str
    order: str = ""
    file: Callable[[], tuple[str, bytes]] | None = None
    into: str = ""


_SIX = "on=mnist&depth=6&units=200&images=50000&init_seed={i}"

DEMANDS = {
    "an epoch of 3 × 200 in batches of 1": Demand(
        "mnist?depth=3&units=200&batch=1&rate=0.01&init_seed={i}", "stepEpoch"
    ),
    "keep and count, 3 × 200": Demand("mnist?view=keep&depth=3&units=200&init_seed={i}"),
    "full batches of 50,000, 6 × 200": Demand(f"activations?view=depth&batch=0&rule=Adam&{_SIX}"),
    "lives of units, 6 × 200": Demand(f"activations?view=unit&batch=0&rule=Adam&activation=relu&{_SIX}"),
    "autopsies, 2 × 100": Demand(
        "activations?view=cliff&on=mnist&init_seed=5&rate=10&start=course+(±0.1)&examine=1&unit={i}"
    ),
    "cliff, 6 × 200": Demand(f"activations?view=cliff&{_SIX}"),
    "ladder of templates and features": Demand(
        "mnist?view=features&trained=varied&templates=8&vary_images=50000&vary_rotation=1{i}"
    ),
    "variability, 50,000 images": Demand(
        "mnist?view=variability&trained=varied&vary_images=50000&vary_rotation=1{i}"
    ),
    "pros and cons": Demand("mnist?view=pros"),
    "a run in batches of 1, with its truth": Demand(
        "?depth=6&units=32&batch=1&epochs=5000&truth=1&init_seed={i}"
    ),
    "the wall": Demand("twin?view=wall&depth=6&units=32&batch=1&init_seed={i}"),
    "upload of the largest network": Demand("mnist?view=keep&images=1000", file=weights),
    "upload of the largest table": Demand("?data=own", file=table, into="RegionSettings.uploaded"),
}
"""From the demand's name; a page's largest settings where it has such."""


class Demander:
    """A session that asks for a demand without an end.

    Parameters
    ----------
    port : int
        Of the server, on 127.0.0.1.
    demand : Demand
        What it asks for.

    Attributes
    ----------
    n_answers : int
        Answers that have come.
    errors : list of str
        Words of errors on its page.
    """

    def __init__(self, port: int, demand: Demand) -> None:
        self.n_answers = 0
        self.errors: list[str] = []
        self._address = f"http://127.0.0.1:{port}"
        self._demand = demand
        self._socket: ClientConnection | None = None
        self._session, self._hash, self._query = "", "", ""
        self._parts: dict[str, tuple[str, str]] = {}
        self._uploader = ""
        self._done = 0
        self._numbers = itertools.count(int(1e9))

    async def ask_on(self) -> None:
        """Ask until it is cancelled."""
        with suppress(ConnectionClosed):
            for seed in itertools.count(2):
                async with self._opened(seed):
                    while self._demand.file is not None:
                        await self._upload()
                    if self._demand.order:
                        await self._give_order()
                    while await self._ask_for_more():
                        pass

    @asynccontextmanager
    async def _opened(self, seed: int) -> AsyncIterator[None]:
        """A connection on which the link with this seed has been opened."""
        page, _, query = self._demand.link.partition("?")
        address = self._address.replace("http", "ws") + "/_stcore/stream"
        protocols: Any = ["streamlit"]
        async with connect(
            address, subprotocols=protocols, compression=None, max_size=None, proxy=None
        ) as socket:
            self._socket, self._query = socket, query.format(i=seed)
            self._hash = calc_hash(page) if page else ""
            await self._ask()
            yield

    async def _ask_for_more(self) -> bool:
        """Ask for more of what is not done; whether there was such."""
        asks = next((self._parts[name] for name in ASKS if name in self._parts), None)
        if asks is not None:
            await self._ask(asks[1], trigger(asks[0], "more", next(self._numbers)))
        return asks is not None

    async def _give_order(self, start: float = 0.0) -> None:
        component, fragment = self._parts["templates"]
        wish = {"what": self._demand.order, "start": start, "nonce": next(self._numbers)}
        await self._ask(fragment, trigger(component, "do", wish))

    async def _upload(self) -> None:
        """Upload the file under another number."""
        assert self._demand.file is not None
        assert self._socket is not None
        name, data = self._demand.file()
        message = BackMsg()
        message.file_urls_request.request_id = str(next(self._numbers))
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self._session
        await self._socket.send(message.SerializeToString())
        urls = await self._until("file_urls_response")
        place = urls.file_urls_response.file_urls[0]
        await asyncio.to_thread(put, self._address, place.upload_url, name, data)
        state = WidgetState(id=self._uploader)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = place.file_id, name, len(data)
        info.file_urls.CopyFrom(place)
        await self._ask("", state)

    async def _ask(self, fragment: str = "", *states: WidgetState) -> None:
        """Ask for a rerun, and take its messages."""
        assert self._socket is not None
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash, rerun.fragment_id = self._query, self._hash, fragment
        rerun.widget_states.widgets.extend(states)
        self._parts.clear()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while (await self._until("script_finished")).script_finished not in FINISHED:
                pass
        self.n_answers += 1

    async def _until(self, wanted: str) -> ForwardMsg:
        """Take messages up to one of a kind."""
        assert self._socket is not None
        while True:
            message: ForwardMsg = ForwardMsg.FromString(await self._socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._session, self._hash = (
                    message.new_session.initialize.session_id or self._session,
                    message.new_session.page_script_hash,
                )
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element, message.delta.fragment_id)
            if kind == wanted:
                return message

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type") or ""
        part = getattr(element, kind)
        if kind == "bidi_component":
            name = part.component_name.rpartition("_")[2]
            header = (
                json.loads(part.bytes[4 : 4 + int.from_bytes(part.bytes[:4], "little")]) if part.bytes else {}
            )
            if not header.get("finished") and not header.get("stopped"):
                self._parts[name] = part.id, fragment
        elif kind == "file_uploader" and part.id.endswith(self._demand.into):
            self._uploader = part.id
        elif kind == "exception":
            self.errors.append(f"{part.type}: {part.message}")
        elif kind == "alert" and part.format == part.ERROR:
            self.errors.append(part.body)


def trigger(component: str, event: str, value: Any) -> WidgetState:
    """What a browser sends where a component wishes something."""
    said = json.dumps([{"event": event, "value": value}])
    return WidgetState(id=_make_trigger_id(component, "events"), json_trigger_value=said)


def put(address: str, path: str, name: str, data: bytes) -> None:
    """Upload a file as Streamlit's front end does, with its token against forged requests."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE) as answer:
        cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
    border = "a-border-that-no-file-holds"
    head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
    request = urllib.request.Request(
        f"{address}{path}", head.encode() + data + f"\r\n--{border}--\r\n".encode()
    )
    request.method = "PUT"
    request.add_header("Content-Type", f"multipart/form-data; boundary={border}")
    request.add_header("Cookie", cookie)
    request.add_header("X-Xsrftoken", cookie.partition("=")[2])
    urllib.request.urlopen(request, timeout=PATIENCE).close()


@asynccontextmanager
async def asked_for(port: int, demand: Demand) -> AsyncIterator[Demander]:
    """Somebody asks for a demand meanwhile."""
    demander = Demander(port, demand)
    asking = asyncio.create_task(demander.ask_on())
    try:
        yield demander
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
