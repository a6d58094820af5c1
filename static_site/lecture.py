"""Writes a lecture as a folder of files that open from disk: ``python -m static_site.lecture OUT``."""

import argparse
import logging
import sys
from pathlib import Path

from static_site import scene_files
from ui.lecture.scenes import LECTURES

INDEX = "index.html"


def main() -> int:
    """Write the files, and say how large each is; 1 where one cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m static_site.lecture", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write into")
    parser.add_argument(
        "--lecture", default=next(iter(LECTURES)), metavar="NAME", help=f"one of {', '.join(LECTURES)}"
    )
    parser.add_argument(
        "--app", default="", metavar="ADDRESS", help="where the program stands, for each scene's link"
    )
    asked = parser.parse_args()
    logging.disable(logging.WARNING)  # Streamlit warns that no server runs
    try:
        write(asked.lecture, asked.out, asked.app)
    except (ValueError, OSError) as error:
        print(f"static_site.lecture: {error}", file=sys.stderr)
        return 1
    return 0


def write(name: str, out: Path, app: str = "") -> None:
    """Write each scene of a lecture, and the page that leads to them.

    Parameters
    ----------
    name : str
        Of the lecture's file in ``lectures/``, without its ending.
    out : Path
        A folder that is empty or not there, or holds an earlier lecture, whose files of the same names are replaced.
    app : str, default ""
        The program's address.

    Raises
    ------
    ValueError
        If there is no such lecture, the folder holds something else, or a scene cannot be made.
    """
    if name not in LECTURES:
        raise ValueError(f"{name!r} is no lecture; lectures/ has {', '.join(LECTURES)}.")
    lecture = LECTURES[name]
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / INDEX).is_file())):
        raise ValueError(f"{out} holds something that is no lecture: name another folder, or empty it.")
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for each in scene_files.files(lecture, app if not app or app.endswith("/") else f"{app}/"):
        (out / each.name).write_bytes(each.content)
        print(f"{each.name}: {len(each.content) / 1e6:.2f} MB", flush=True)
        made.append(each)
    (out / INDEX).write_bytes(scene_files.index(lecture.title, made, lecture.readings))
    print(f"{out / INDEX}: {len(made)} scenes, {sum(len(each.content) for each in made) / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
