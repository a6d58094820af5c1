"""What tests of MNIST's templates need of a browser, without one."""

from typing import Any

import pytest

from tests.ui.conftest import Visitor
from tests.ui.mnist.test_mnist_page import settings_of, visit_of
from ui.frame import wishes
from ui.mnist.templates import view as templates
from ui.mnist.templates.part import TemplatesWishes


@pytest.fixture
def asking(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask as the browser does, for which AppTest has no way: the wish is there, the callback called, the page run."""

    def ask(**wish: Any) -> dict[str, Any]:
        def heard(key: str, kind: type[TemplatesWishes]) -> TemplatesWishes:
            return wishes.heard(kind, {"look": wish} if key == templates.KEY else {})[0]

        with monkeypatch.context() as patch:
            patch.setattr(templates.session, "wishes", heard)
            patch.setattr(templates.session, "stored", lambda kind: settings_of(visitor))
            patch.setattr(templates, "visit_of", lambda: visit_of(visitor))
            patch.setattr(
                templates.session,
                "change",
                lambda kind, **fields: visitor.app.session_state["visitor"].settings.update(
                    {kind: settings_of(visitor).changed(**fields)}
                ),
            )
            templates._look()
            patch.undo()
            patch.setattr(templates.session, "wishes", heard)
            visitor.app.session_state["visitor"].touched = True
            return visitor.look().block("templates")

    return ask
