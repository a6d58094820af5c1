"""Where phones find the server: the machine's addresses on its networks. No Streamlit.

A lecturer opens the page as ``localhost``, which on a phone is the phone itself. IPv4 alone: it is what halls hand out.
"""

import array
import socket
import sys
from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import TypedDict

try:
    import fcntl
except ImportError:  # Windows and Pyodide
    fcntl = None  # type: ignore[assignment]

ADDRESS_OF_INTERFACE = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""SIOCGIFADDR, the request for an interface's address."""

FAR_AWAY = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): nothing is sent there, the system only says which way it would go."""


class Host(TypedDict):
    """An address of this machine, and the interface that has it, "" where the system does not name it."""

    address: str
    name: str


class Network(TypedDict):
    """How the server can be reached: ``Network`` in ``hosts.js``.

    ``hosts`` are the addresses to choose from, ``port`` the server's, and ``alone`` is true where it listens to its own
    machine and to nobody else.
    """

    hosts: list[Host]
    port: int
    alone: bool


def network(address: str | None, port: int) -> Network:
    """How phones can reach the server.

    Parameters
    ----------
    address : str or None
        What it listens to: Streamlit's option ``server.address``; None or "" for everybody.
    port : int
        Its port.

    Returns
    -------
    Network
        With one host where the server listens to one address only.
    """
    wanted = (address or "").strip()
    if wanted in ("", "0.0.0.0", "::"):
        return {"hosts": hosts(), "port": port, "alone": False}
    if is_own(wanted):
        return {"hosts": [], "port": port, "alone": True}
    return {"hosts": [{"address": wanted, "name": ""}], "port": port, "alone": False}


def is_own(address: str) -> bool:
    """Whether an address leads every machine to itself."""
    return address == "::1" or address.startswith("127.") or address.lower().split(".")[-1] == "localhost"


def hosts() -> list[Host]:
    """The machine's addresses on its networks; first the one by which it would reach the rest of the world."""
    found = dict(_found())
    return [{"address": address, "name": name} for address, name in found.items() if _leads_here(address)]


def _leads_here(address: str) -> bool:
    """Whether others on a network can use the address."""
    ip = IPv4Address(address)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified)


def _found() -> Iterator[tuple[str, str]]:
    """Addresses and their interfaces; an address may come twice, first without a name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(FAR_AWAY)
            yield probe.getsockname()[0], ""
        except OSError:
            pass  # no way out: this machine is on no network, or on one without a router
        if fcntl is not None:
            for _, name in socket.if_nameindex():
                request = array.array("B", name.encode()[:15].ljust(32, b"\0"))
                try:
                    fcntl.ioctl(probe.fileno(), ADDRESS_OF_INTERFACE, request)
                except OSError:
                    continue  # it has none
                yield socket.inet_ntoa(request[20:24].tobytes()), name
            return
    try:
        for address in socket.gethostbyname_ex(socket.gethostname())[2]:
            yield address, ""
    except OSError:
        pass
