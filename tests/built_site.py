"""The static site, built once for all tests that look at it."""

import os
from pathlib import Path

import pytest

from static_site import building
from static_site.packages import BuildError


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site's folder; skipped where its packages or tools cannot be had, but a failure under CI=true."""
    out = tmp_path_factory.mktemp("site") / "out"
    try:
        building.write(building.site(), out)
    except BuildError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))
    return out
