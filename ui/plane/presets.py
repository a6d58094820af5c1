"""Settings in the plane that a scene or a button opens."""

from typing import Any

OVERFIT: dict[str, Any] = {
    "data": "lecture",
    "data_seed": 14,
    "init_seed": 2,
    "depth": 1,
    "units": (20,),
    "epochs": 1_000,
    "truth": True,
}
"""The lecture's hundred points, which 2-20-3 learns by heart: what differs from the defaults on any page in the plane.

With whatever initial weights 3 to 6 % of its training points are wrong, and 21 % in truth; a single layer's are 16 %.
"""
