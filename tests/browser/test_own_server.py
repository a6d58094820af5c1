"""No page asks for anything but its own server, under the policy documented for a proxy, whatever a visitor wrote."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.waiting import PATIENCE

POLICY = re.search(
    r"^Content-Security-Policy: (.*)$",
    (Path(__file__).parents[2] / "docs" / "behind-a-proxy.md").read_text(encoding="utf-8"),
    re.M,
)
"""The policy, as documented."""

HEARD = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""

LECTURE = """title = "![x](http://elsewhere.invalid/1)"
[[scene]]
slug = "first"
title = "![x](http://elsewhere.invalid/2)"
look_at = "![x](http://elsewhere.invalid/4)"
view = "hands"
question = "![x](http://elsewhere.invalid/5) <img src=http://elsewhere.invalid/6>"
choices = ["<img src=http://elsewhere.invalid/7>", "![x](http://elsewhere.invalid/8)"]
right = 1
answer = "<img src=http://elsewhere.invalid/9>"
"""


@pytest.fixture(scope="module")
def proxied(app_url: str) -> Iterator[str]:
    """The address of a proxy in front of the app, which adds the policy to each answer, as nginx would."""
    assert POLICY is not None
    policy = f"\r\nContent-Security-Policy: {POLICY[1]}\r\n".encode()
    target = ("127.0.0.1", int(app_url.rpartition(":")[2]))

    class Between(socketserver.BaseRequestHandler):
        """One request, or one websocket: all else is left to a connection of its own."""

        def handle(self) -> None:
            head, body = until_blank(self.request)
            if not head:
                return
            if b"upgrade: websocket" not in head.lower():
                head = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"\r\nConnection: close", head)
            with socket.create_connection(target) as server:
                server.sendall(head + body)
                back = threading.Thread(target=self.answer, args=(server,), daemon=True)
                back.start()
                pump(self.request, server)
                back.join()

        def answer(self, server: socket.socket) -> None:
            head, body = until_blank(server)
            self.request.sendall(head.replace(b"\r\n", policy, 1) + body)
            pump(server, self.request)

    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Between) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
        proxy.shutdown()


def until_blank(source: socket.socket) -> tuple[bytes, bytes]:
    """The head of a message, and what has come of its body."""
    data = b""
    while b"\r\n\r\n" not in data and (more := source.recv(65536)):
        data += more
    head, blank, body = data.partition(b"\r\n\r\n")
    return head + blank, body


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on whatever comes, until an end is closed."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def asked_for(browser: Browser, proxied: str):
    """Open a page under the policy: gives the page, and the hosts that it has asked for so far."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(HEARD)
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add("" if request.url.startswith(("data:", "blob:")) else urlsplit(request.url).netloc)

    context.on("request", note)
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)

    def opened(path: str, seen: str):
        page.goto(f"{proxied}/{path}")
        page.locator(seen).first.wait_for()
        return page, hosts

    yield opened
    context.close()


def assert_own(hosts: set[str], address: str) -> None:
    assert hosts - {""} == {urlsplit(address).netloc}


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("?epochs=20", ".player .headline:not(:empty)"),
        ("twin?epochs=20", ".twin .headline:not(:empty)"),
        ("hands", ".hands .headline:not(:empty)"),
        ("mnist?images=1000&epochs=2", ".templates .headline:not(:empty)"),
        ("backprop", ".steps"),
        ("activations", ".activations"),
        ("lecture", "h1"),
        ("?room=ABCD", ".phone"),
    ],
)
def test_a_page_asks_for_its_own_server_alone(asked_for, proxied: str, path: str, seen: str) -> None:
    page, hosts = asked_for(path, seen)
    assert_own(hosts, proxied)
    assert page.evaluate("window.violations") == []


def test_what_visitors_wrote_fetches_nothing(asked_for, proxied: str) -> None:
    page, hosts = asked_for("lecture", "h1")
    page.get_by_text("A lecture of your own").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {
            "name": "![x](http://elsewhere.invalid/0).toml",
            "mimeType": "text/plain",
            "buffer": LECTURE.encode(),
        }
    )
    title = page.get_by_role("heading", name=re.compile(r"!\[x\]\(http:...elsewhere.invalid.1\)"))
    title.wait_for()
    page.get_by_role("button", name="elsewhere.invalid/2").click()
    page.locator(".hands .headline:not(:empty)").wait_for()
    page.locator(".question").wait_for()
    assert_own(hosts, proxied)
    assert page.evaluate("window.violations") == []
    assert page.locator("img[src*=elsewhere]").count() == 0


def test_a_files_name_that_is_refused_fetches_nothing(asked_for, proxied: str) -> None:
    page, hosts = asked_for("mnist?view=keep&images=1000&epochs=2", "[data-testid=stFileUploaderDropzone]")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": "![x](http://elsewhere.invalid/0).npz", "mimeType": "application/zip", "buffer": b"hello"}
    )
    expect(page.get_by_test_id("stAlert")).to_contain_text(re.compile(r"!\[x\]\(http:...elsewhere"))
    expect(page.get_by_test_id("stAlert").locator("a, img")).to_have_count(0)
    assert_own(hosts, proxied)
