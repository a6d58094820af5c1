"""Writes the scripts of all parts into ``static/parts``, where workers cannot write later: a step of the Dockerfile."""

import importlib
import pkgutil

import ui
from ui.frame import by_address


def main() -> None:
    """Import every module that registers a part: that writes its script."""
    for info in pkgutil.walk_packages(ui.__path__, "ui."):
        if info.name.rpartition(".")[2] in ("part", "hall", "phone"):
            importlib.import_module(info.name)
    print(f"{len(list(by_address.FOLDER.glob('*.js')))} scripts")


if __name__ == "__main__":
    main()
