"""Builds the site: ``python -m static_site OUT [--base /repo/]``."""

import argparse
import logging
import sys
from pathlib import Path

from static_site import building
from static_site.packages import BuildError


def main() -> int:
    """Build, and say what was written; 1 where it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m static_site", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write, empty or an earlier build")
    parser.add_argument("--base", default="", metavar="/repo/", help="path at which the host will serve it")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)  # Streamlit warns that no server runs
    try:
        files = building.site(asked.base)
        building.write(files, asked.out)
    except BuildError as error:
        print(f"static_site: {error}", file=sys.stderr)
        return 1
    print(f"{asked.out}: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
