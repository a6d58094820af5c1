"""What all tests share: one thread for matrix products, patience with a busy machine, and Node.js."""

import os

# As in the app, before NumPy is imported: on a busy machine threads that wait for each other take ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

from tests.amount import many
from tests.node import node

__all__ = ["node"]

# A busy machine is no fault of the code: an example, and its making, may take as long as they need.
PATIENT = [HealthCheck.too_slow]
settings.register_profile("patient", deadline=None, max_examples=many(100), suppress_health_check=PATIENT)
settings.load_profile("patient")
