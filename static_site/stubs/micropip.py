"""What Streamlit's worker asks of micropip: everything is installed already, so nothing is."""

from typing import Any

import hidden_layers_browser


def add_mock_package(*_names: str, **_more: Any) -> None:
    """Nothing: ``pyarrow`` lies in the site's own tree."""


async def install(*_names: Any, **_more: Any) -> None:
    """Nothing but what the program needs before it starts."""
    hidden_layers_browser.prepare()
