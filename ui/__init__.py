"""The pages: what a visitor chooses, and the pictures that answer."""

import os

# Before NumPy is imported: small networks train faster on one thread, and the page needs the other core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
