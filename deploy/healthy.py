"""Ends with 0 where the worker of this machine answers, else with 1: the container's health check."""

import os
import sys
import urllib.request

PORT = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
BASE = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")

try:
    address = f"http://127.0.0.1:{PORT}{'/' if BASE else ''}{BASE}/_stcore/health"
    with urllib.request.urlopen(address, timeout=2.5) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    print(error)
    sys.exit(1)
