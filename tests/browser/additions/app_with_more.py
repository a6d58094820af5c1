"""The app of a reader who has followed the README: see ``entries``. Streamlit runs this in place of ``app.py``."""

import runpy
from pathlib import Path

from tests.browser.additions import entries

entries.add()
runpy.run_path(str(Path(__file__).parents[3] / "app.py"))
