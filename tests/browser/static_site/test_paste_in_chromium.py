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
js.eval('''for (let one = self; one; one = Object.getPrototypeOf(one))
    for (const name of ["fetch", "indexedDB", "caches"])
      if (one !== self && Object.hasOwn(one, name)) throw new Error(name + " REACHED");''')
"""

BARE = """onmessage = async ({ data: { address, port } }) => {
  const socket = () => new Promise((done, fail) => {
    const one = new WebSocket(address.replace("http", "ws"));
    one.onopen = done;
    one.onerror = fail;
  });
  const ways = {
    fetch: () => fetch(address), module: () => import(address + "/x.js"), script: () => importScripts(address),
    socket, database: () => new Promise((done, fail) => { indexedDB.open("x").onsuccess = done; }),
    caches: () => caches.open("x"), plain: () => fetch(address, { mode: "no-cors" }),
    data: () => import("data:text/javascript,1"),
  };
  const said = {};
  for (const [name, way] of Object.entries(ways))
    try { await way(); said[name] = "reached"; } catch { said[name] = "refused"; }
  port.postMessage(said);
};"""

IN_THE_FRAME = """async ([module, worker, address]) => {
  const { makeFrame } = await import(module), frame = makeFrame(), channel = new MessageChannel();
  const isThere = new Promise((done) => (frame.onload = done));
  document.body.append(frame);
  await isThere;
  const said = new Promise((done) => (channel.port1.onmessage = ({ data }) => done(data)));
  frame.contentWindow.postMessage({ worker, files: {}, packs: [], address }, "*", [channel.port2]);
  await fetch(address + "/by-the-page");
  return said.finally(() => frame.remove());
}"""


def test_the_browser_itself_refuses_network_and_storage_to_whatever_runs_in_the_frame(
    visit: Visit, host: Host
) -> None:
    module = next(path for path in host.sent if path.endswith("/start.mjs")).replace("start.mjs", "paste.mjs")
    address = f"http://127.0.0.1:{host.port}{BASE}asked"

    said = visit.page.evaluate(IN_THE_FRAME, [module, BARE, address])

    assert len(said) == 8
    assert set(said.values()) == {"refused"}
    assert [path for path in host.sent if "asked" in path] == [f"{BASE}asked/by-the-page"]
    visit.errors.clear()  # the browser says what it refused


def test_what_tries_to_reach_a_network_or_a_storage_is_refused_in_words(visit: Visit, host: Host) -> None:
    address = f"http://127.0.0.1:{host.port}{BASE}reached"

    tried(visit.page, REACHES.replace("ADDRESS", address) + EXAMPLES["activation"])

    printed = visit.page.locator(".paste .printed").inner_text()
    assert "REACHED" not in printed
    assert printed.count("refused") == 9, printed
    assert not [path for path in host.sent if "reached" in path]
    assert visit.outside == []
    assert visit.errors == []


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
