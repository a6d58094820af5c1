"""What a module makes dear for its tests is made once: its group stays with one worker."""

import pytest

pytestmark = pytest.mark.xdist_group("groups")


def test_a_group_stays_with_one_worker(request: pytest.FixtureRequest) -> None:
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("tests are dealt to workers by groups in `bash .ci/test` alone")

    assert request.node.nodeid.endswith("@groups")
