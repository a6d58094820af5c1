"""A pasted layer in the static site: it runs there, in a worker with neither network nor storage, and is ended."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from static_site.serving import Host, serving
from tests.browser.static_site.test_in_chromium import BASE, Visit
from tests.browser.waiting import PATIENCE
from ui.backprop.paste.examples import EXAMPLES

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site")]

LONG = 1000 * PATIENCE

TIMES = 6


@pytest.fixture(scope="module")
def host(built_site) -> Iterator[Host]:
    """The site at a path of a host."""
    with serving(built_site, BASE) as serves:
        yield serves


@pytest.fixture(scope="module")
def visit(browser: Browser, host: Host) -> Iterator[Visit]:
    """One visitor, who tries one layer after the other."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(LONG)
    comes = Visit(context, host)
    comes.open("backprop?view=paste", "paste")
    yield comes
    context.close()


def tried(page: Page, code: str, *, ends: str = "Done") -> dict[str, str]:
    """Run a text, and give the sentence of each check, the verdict in front, once it has ended.

    On a machine so busy that 5 s do not suffice a run is begun again.
    """
    page.locator(".paste .code").fill(code)
    for _ in range(TIMES):
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator(".paste .stop")).to_be_enabled()
        expect(page.locator(".paste .stop")).to_be_disabled(timeout=LONG)
        if status(page).startswith(ends):
            return found(page)
    raise AssertionError(f"the run ended {TIMES} times with: {status(page)}")


def found(page: Page) -> dict[str, str]:
    """What the list of findings says."""
    rows = page.locator(".paste .findings li").evaluate_all(
        "all => all.map((one) => [one.querySelector('.check').textContent, one.dataset.verdict + ': ' +"
        " one.querySelector('.sentence').textContent + ' ' + (one.querySelector('.slip')?.textContent ?? '')])"
    )
    return dict(rows)


def status(page: Page) -> str:
    return page.locator(".paste .status").inner_text()


def test_a_right_layer_is_right_and_its_network_trains_and_is_drawn(visit: Visit, host: Host) -> None:
    page = visit.page
    assert not [path for path in host.sent if path.endswith("running.py")], "nothing is loaded before Run"
    for example in EXAMPLES.values():
        said = tried(page, example)

        assert {words.partition(":")[0] for words in said.values()} == {"right"}
        assert said["The network with it"].endswith("they train alike. ")
        assert page.locator(".paste .headline").inner_text().endswith("checks are right")
    part = page.locator(".paste")
    assert part.evaluate("root => root.paste.outcome.moments.length") == 30
    part.evaluate("root => { root.paste.pause(); root.paste.show(0); }")
    first = part.locator(".map canvas").evaluate("canvas => canvas.toDataURL()")
    part.evaluate("root => root.paste.show(29)")
    assert part.locator(".map canvas").evaluate("canvas => canvas.toDataURL()") != first
    assert "After 60 epochs" in page.locator(".paste .playing output").inner_text()


def test_a_wrong_layer_has_its_slip_by_name_and_what_it_says_and_prints_is_text(visit: Visit) -> None:
    page, name = visit.page, "<img src=x onerror=alert(1)>"
    wrong = EXAMPLES["activation"].replace("outputs * (1.0 - outputs)", "inputs * (1.0 - inputs)")

    said = tried(page, f"print({name!r})\n{wrong}\nMySigmoidLayer.__name__ = {name!r}\n")

    assert said["bprop: central differences"].startswith("wrong: At inputs[")
    assert said["bprop: central differences"].endswith("slope of the inputs")
    assert page.locator(".paste .findings li").first.get_attribute("data-verdict") == "wrong"
    assert page.locator(".paste .printed").inner_text() == f"{name}\n"
    assert page.locator(".paste .headline").inner_text().startswith(name)
    assert page.locator(".paste img").count() == 0


def test_a_loop_that_never_ends_is_stopped_after_5_s_and_the_next_run_is_as_ever(visit: Visit) -> None:
    page = visit.page
    tried(page, "while True:\n    pass\n", ends="Stopped after 5 s")
    expect(page.locator("iframe[title='Python for a pasted layer']")).to_have_count(0)

    page.locator(".paste .code").fill("while True:\n    pass\n")
    page.locator(".paste .code").press("Control+Enter")
    expect(page.locator(".paste .status")).to_have_text("Running", timeout=LONG)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".paste .status")).to_have_text("Stopped")

    said = tried(page, EXAMPLES["activation"])
    assert said["The network with it"].startswith("right")


REACHES = """
import js
for name in ("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "indexedDB", "caches", "importScripts",
             "BroadcastChannel", "Worker"):
    try:
        one = getattr(js, name)
        one.new("ADDRESS") if hasattr(one, "new") else one("ADDRESS")
        print(name, "REACHED")
    except Exception as error:
        print(name, "refused" if "neither network nor storage" in str(error) else error)
from js import eval as run
run('''import("ADDRESS/x.js").then(() => 0, () => 0);
      for (let one = self; one; one = Object.getPrototypeOf(one))
        for (const name of ["fetch", "indexedDB", "caches"])
          if (one !== self && Object.hasOwn(one, name)) throw new Error(name + " REACHED");''')
"""


def test_what_tries_to_reach_a_network_or_a_storage_is_refused(visit: Visit, host: Host) -> None:
    page = visit.page
    address = f"http://127.0.0.1:{host.port}{BASE}reached"
    visit.errors.clear()

    tried(page, REACHES.replace("ADDRESS", address) + EXAMPLES["activation"])

    printed = page.locator(".paste .printed").inner_text()
    assert "REACHED" not in printed
    assert printed.count("refused") == 9, printed
    assert not [path for path in host.sent if "reached" in path]
    assert visit.outside == []
    assert not [error for error in visit.errors if "Content Security Policy" not in error]
    visit.errors.clear()


def test_fetch_in_a_layer_stops_it_at_its_line(visit: Visit, host: Host) -> None:
    code = EXAMPLES["activation"].replace(
        "        return 0.5", "        from js import fetch; fetch('./reached')\n        return 0.5"
    )

    said = tried(visit.page, code)

    assert re.search(r"fprop stopped at line 5: .*neither network nor storage", said["It runs"])
    assert not [path for path in host.sent if "reached" in path]


def test_a_text_that_is_no_python_is_told_with_its_line(visit: Visit) -> None:
    said = tried(visit.page, "import numpy as np\n\ndef fprop(:\n    pass\n")

    assert said == {"The text": "wrong: This is no Python at line 3: invalid syntax. "}


def test_no_link_holds_code_and_a_reload_forgets_it(visit: Visit) -> None:
    page = visit.page
    page.locator(".paste .code").fill("print('kept')")
    page.get_by_role("button", name="Affine layer").click()
    page.get_by_role("button", name="Activation", exact=True).click()
    expect(page.locator(".paste .code")).to_have_value("print('kept')")
    assert "kept" not in page.url

    visit.open("backprop?view=paste&code=print('kept')", "paste")

    expect(page.locator(".paste .code")).to_have_value(EXAMPLES["activation"])
    expect(page.locator(".paste .findings li")).to_have_count(0)
    assert not page.evaluate("Object.values(localStorage).some((one) => one.includes('kept'))")
    assert visit.errors == []
