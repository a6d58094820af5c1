"""Pages that are used again: what one test did to a page is nothing to the next."""

import pytest

from tests.browser.kept_pages import KeptPages

LEFT = """[localStorage.length, sessionStorage.length, document.cookie.includes("c=1"), innerWidth, innerHeight,
  matchMedia("(prefers-color-scheme: dark)").matches, matchMedia("(prefers-reduced-motion: reduce)").matches,
  matchMedia("print").matches]"""


def test_a_page_that_is_handed_on_is_as_good_as_new(kept_pages: KeptPages, app_url: str) -> None:
    of_its_own = {"locale": "de"}
    one = kept_pages.take(width=390, height=844, color_scheme="dark", reduced_motion="reduce", **of_its_own)
    one.page.goto(f"{app_url}/_stcore/health")
    one.page.evaluate("localStorage.a = sessionStorage.b = 1; document.cookie = 'c=1'; open('about:blank')")
    one.page.route("**/_stcore/health", lambda route: None)  # as a test holds a script back
    one.page.evaluate("setInterval(() => (sessionStorage.b = 2), 0)")  # as a page of ours goes on to write
    one.page.emulate_media(media="print")
    assert one.page.evaluate(LEFT) == [1, 1, True, 390, 844, True, True, True]
    one.page.goto("about:blank")  # as a test ends that closes its page: the storage stays

    kept_pages.give_back(one)
    again = kept_pages.take(
        width=1440, height=900, color_scheme="light", reduced_motion="no-preference", **of_its_own
    )

    assert again is one
    assert again.page.url == "about:blank"
    assert again.context.pages == [again.page]
    again.page.goto(f"{app_url}/_stcore/health")
    assert again.page.evaluate(LEFT) == [0, 0, False, 1440, 900, False, False, False]
    again.context.close()


def test_a_script_of_one_test_does_not_run_in_the_next(kept_pages: KeptPages) -> None:
    look = {"width": 800, "height": 600, "color_scheme": "light", "reduced_motion": "no-preference"}
    one = kept_pages.take(**look, scripts=("window.mine = 1",))
    one.page.goto("about:blank")
    assert one.page.evaluate("window.mine") == 1
    with pytest.raises(AssertionError, match="scripts="):
        one.page.add_init_script("window.mine = 2")
    kept_pages.give_back(one)
    other = kept_pages.take(**look)
    assert other is not one
    kept_pages.give_back(other)
    assert kept_pages.take(**look, scripts=("window.mine = 1",)) is one
    one.context.close()
