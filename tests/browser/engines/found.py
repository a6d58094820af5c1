"""Whether Firefox and WebKitGTK are installed: ``python -m tests.browser.engines.found`` ends with 0 where both are."""

import sys

from tests.browser.engines import firefox, webkit

if __name__ == "__main__":
    sys.exit(not (firefox.find() and webkit.find()))
