"""Files that visitors of the soak bring: tables, networks and lectures, good ones and broken ones."""

import io
from dataclasses import dataclass

import numpy as np

from benchmarks.serving import ROOT
from engine.architecture import Architecture
from ui.take_away import weights_out


@dataclass(frozen=True)
class File:
    """A file by its name; of a broken one the page says so in an error."""

    name: str
    data: bytes
    is_broken: bool = False


def _network(**changed: np.ndarray) -> bytes:
    """A network of 784–15–10 as a file, with some of its arrays changed."""
    architecture = Architecture((784, 15, 10), ("sigmoid",))
    params = np.random.default_rng(1).normal(0, 0.1, architecture.n_params)
    data = weights_out.numpy_npz(architecture, params)
    if not changed:
        return data
    with np.load(io.BytesIO(data)) as arrays:
        parts = {**arrays, **changed}
    file = io.BytesIO()
    np.savez_compressed(file, **parts)
    return file.getvalue()


_ROWS = "".join(f"{i % 7 - 3},{i % 5 - 2},{i % 3 + 1}\n" for i in range(300))
_GOOD = _network()

TABLES = (
    File("points.csv", b"x1,x2,class\n" + _ROWS.encode()),
    File("![x](http:a).csv", b"0.5,-1.2,1\n2,3,2\n1,1,3\n-1,-1,1\n"),
    File("two columns.csv", b"x1,x2\n1,2\n", is_broken=True),
    File("digits.csv", b"5" * 20_000 + b"x,1,1\n", is_broken=True),
    File("not finite.csv", b"x1,x2,class\nnan,inf,1\n", is_broken=True),
    File("a picture.csv", b"\x89PNG\r\n\x1a\n\x00\xff\xfe", is_broken=True),
)
NETWORKS = (
    File("network.npz", _GOOD),
    File("<b>$a$.npz", _GOOD),
    File("cut.npz", _GOOD[:5_000], is_broken=True),
    File("text.npz", b"W1", is_broken=True),
    File("bomb.npz", _network(W1=np.zeros((4_000, 4_000), dtype=np.float32)), is_broken=True),
    File("not a number.npz", _network(b2=np.full(10, np.nan, dtype=np.float32)), is_broken=True),
)
LECTURES = (
    File("lecture.toml", (ROOT / "lectures" / "what-a-hidden-layer-buys.toml").read_bytes()),
    File("no lecture.toml", b"title = [1, 2"),
    File("no scenes.toml", b'title = "![x](http:a)"\n'),
)
