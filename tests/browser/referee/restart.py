"""The check of the line about the connection."""

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said

AWAY = "The server is away. The picture stays; trying again…"
BACK = "The server is back. The page is taken up where it was…"


@checks("frame.connection")
def _connection(said: Said, scene: Scene) -> None:
    """As Streamlit says of its connection; nothing where it stands."""
    state = scene.page.get_by_test_id("stApp").get_attribute("data-test-connection-state")
    assert said.text in ("", AWAY, BACK)
    assert (said.text == AWAY) == (state != "CONNECTED")
    assert not said.text or scene.page.locator("canvas, .phone, .presenter").count()
