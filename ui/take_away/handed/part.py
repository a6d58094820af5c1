"""The file on its way: it goes to the browser in a block, and the browser saves it."""

import numpy as np

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_PLACE, browser_part
from ui.lab_code.alone import Exported

_mount = browser_part(__file__, "handed", room=NO_PLACE)


def handed(press: str, made: Exported | None, *, key: str) -> None:
    """Mount what saves the file.

    Parameters
    ----------
    press : str
        Tells the press that asked for it from every other one.
    made : Exported or None
        The file; None where there is none to save.
    key : str
        The button's.
    """
    name, content = (made.name, made.content) if made else ("", b"")
    arrays = {"content": np.frombuffer(content, dtype=np.uint8)}
    _mount(key=f"handed-of-{key}", data=pack({"press": press, "file": name}, arrays))
