"""Where phones find the server: addresses that others on a network can use, and none where there is none."""

import itertools
import socket
from pathlib import Path

import pytest

from ui.lecture.link import network as module
from ui.lecture.link.network import hosts, is_own, network


def test_every_address_of_the_machine_on_a_network_is_found_once():
    table = Path("/proc/net/fib_trie")
    if not table.exists():
        pytest.skip("the kernel's table of addresses is Linux's")
    lines = [line.split() for line in table.read_text().splitlines()]
    own = {before[1] for before, here in itertools.pairwise(lines) if here[:3] == ["/32", "host", "LOCAL"]}

    found = [host["address"] for host in hosts()]

    assert len(found) == len(set(found))
    assert set(found) == {one for one in own if not one.startswith(("127.", "169.254."))}


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::"])
def test_a_server_that_listens_to_all_offers_all_addresses(monkeypatch, address):
    given = [
        ("10.0.0.7", ""),
        ("127.0.0.1", "lo"),
        ("169.254.3.3", "usb0"),
        ("10.0.0.7", "eth0"),
        ("172.17.0.1", "docker0"),
    ]
    monkeypatch.setattr(module, "_found", lambda: iter(given))

    assert network(address, 8501) == {
        "hosts": [{"address": "10.0.0.7", "name": "eth0"}, {"address": "172.17.0.1", "name": "docker0"}],
        "port": 8501,
        "alone": False,
    }


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_a_server_that_listens_to_its_own_machine_offers_nothing(address):
    assert is_own(address)
    assert network(address, 8501) == {"hosts": [], "port": 8501, "alone": True}


def test_a_server_that_listens_to_one_address_offers_that_one():
    assert network("10.1.2.3", 80) == {
        "hosts": [{"address": "10.1.2.3", "name": ""}],
        "port": 80,
        "alone": False,
    }


def test_a_machine_without_a_network_has_no_address(monkeypatch):
    class Unplugged(socket.socket):
        def connect(self, address: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "socket", Unplugged)
    monkeypatch.setattr(socket, "if_nameindex", lambda: [(1, "lo")], raising=False)
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda name: (name, [], ["127.0.1.1"]))

    assert hosts() == []


def test_where_interfaces_have_no_names_the_hosts_own_name_gives_addresses(monkeypatch):
    monkeypatch.setattr(module, "fcntl", None)
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda name: (name, [], ["127.0.1.1", "10.0.0.9"]))

    assert {"address": "10.0.0.9", "name": ""} in hosts()
