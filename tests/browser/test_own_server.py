"""No page asks for anything but its own server, under the policy documented for a proxy, whatever a visitor wrote."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, Route, expect

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
title = "![x](http://elsewhere.invalid/2) <img src=http://elsewhere.invalid/3>"
look_at = "![x](http://elsewhere.invalid/4)"
view = "hands"
question = "![x](http://elsewhere.invalid/5) <img src=http://elsewhere.invalid/6>"
choices = ["<img src=http://elsewhere.invalid/7>", "![x](http://elsewhere.invalid/8)"]
right = 1
answer = "<img src=http://elsewhere.invalid/9>"
"""


@pytest.fixture
def asked_for(browser: Browser, app_url: str):
    """Open a page under the policy: gives the page, the hosts that it has asked for, and what the policy stopped."""
    assert POLICY is not None
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(HEARD)
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc if not request.url.startswith(("data:", "blob:")) else "")

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY[1]})

    context.on("request", note)
    context.route(lambda address: True, lambda route: document_only(route, with_policy))
    page = context.new_page()

    def opened(path: str, seen: str):
        page.goto(f"{app_url}/{path}")
        page.locator(seen).first.wait_for()
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        return page, hosts, page.evaluate("window.violations")

    yield opened
    context.close()


def document_only(route: Route, act) -> None:
    """The policy goes with the page itself; all else passes as it is."""
    if route.request.resource_type == "document":
        act(route)
    else:
        route.continue_()


def assert_own(hosts: set[str], app_url: str) -> None:
    assert hosts - {""} == {urlsplit(app_url).netloc}


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("?epochs=20&figures=1", ".js-plotly-plot"),
        ("twin?epochs=20", ".twin .headline:not(:empty)"),
        ("hands", ".hands .headline:not(:empty)"),
        ("mnist?images=1000&epochs=2", ".templates .headline:not(:empty)"),
        ("backprop", ".steps"),
        ("activations", ".activations"),
        ("lecture", "h1"),
        ("?room=ABCD", ".phone"),
    ],
)
def test_a_page_asks_for_its_own_server_alone(asked_for, app_url: str, path: str, seen: str) -> None:
    _, hosts, stopped = asked_for(path, seen)
    assert_own(hosts, app_url)
    assert stopped == []


def test_what_visitors_wrote_fetches_nothing(asked_for, app_url: str) -> None:
    page, hosts, _ = asked_for("lecture", "h1")
    page.get_by_text("A lecture of your own").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {
            "name": "![x](http://elsewhere.invalid/0).toml",
            "mimeType": "text/plain",
            "buffer": LECTURE.encode(),
        }
    )
    title = page.get_by_role("heading", name="![x](http://elsewhere.invalid/1)")
    title.wait_for()
    page.get_by_role("button", name="elsewhere.invalid/2").click()
    page.locator(".hands .headline:not(:empty)").wait_for()
    page.locator(".question").wait_for()
    assert_own(hosts, app_url)
    assert page.evaluate("window.violations") == []
    assert page.locator("img[src*=elsewhere]").count() == 0


def test_a_files_name_that_is_refused_fetches_nothing(asked_for, app_url: str) -> None:
    page, hosts, _ = asked_for(
        "mnist?view=keep&images=1000&epochs=2", "[data-testid=stFileUploaderDropzoneInput]"
    )
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": "![x](http://elsewhere.invalid/0).npz", "mimeType": "application/zip", "buffer": b"hello"}
    )
    expect(page.get_by_test_id("stAlert")).to_contain_text("![x](http://")
    expect(page.get_by_test_id("stAlert").locator("a, img")).to_have_count(0)
    assert_own(hosts, app_url)
