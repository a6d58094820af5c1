"""A run that was packed into bytes goes on in another process bit for bit; bytes that are anything else are refused."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.training import packing
from tests.engine.training.small_runs import RULES, everything, make_run
from tests.engine.training.test_parking import OPTIONS, advanced


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("n_steps", [7, 300])
def test_a_packed_run_shows_the_same_and_goes_on_the_same(rule, options, n_steps):
    run, again = advanced(make_run(rule, **options), n_steps), make_run(rule, **options)
    again.take_up(run.pack())

    assert everything(again) == everything(run)
    assert (again.stop, again.n_patterns_seen) == (run.stop, run.n_patterns_seen)
    assert (again.seconds_trained, again.rate_changes) == (run.seconds_trained, run.rate_changes)
    assert again.processor_seconds_per_epoch == pytest.approx(run.processor_seconds_per_epoch)
    for one in (run, again):
        one.advance(100)
    assert everything(again) == everything(run)
    np.testing.assert_array_equal(again.replay(0.0).params, run.replay(0.0).params)
    assert everything(again.fork(run.epoch / 2)) == everything(run.fork(run.epoch / 2))


def test_another_process_takes_it_up(tmp_path):
    run = advanced(make_run("adam"), 300)
    (tmp_path / "run").write_bytes(run.pack())
    code = (
        "import pathlib, sys; from tests.engine.training.small_runs import make_run;"
        " run = make_run('adam'); run.take_up(pathlib.Path(sys.argv[1]).read_bytes());"
        " print(run.params.tobytes().hex(), run.stop.message)"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code, str(tmp_path / "run")]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout

    assert said.strip() == f"{run.params.tobytes().hex()} {run.stop.message}"


def changed(data: bytes, **fields) -> bytes:
    """The same with other fields in its header, and a sum that fits."""
    head = len(packing.FORM) + 32
    length = int.from_bytes(data[head : head + 4], "little")
    header = json.loads(data[head + 4 : head + 4 + length]) | fields
    text = json.dumps({name: value for name, value in header.items() if value != "gone"}).encode()
    return whole(len(text).to_bytes(4, "little") + text + data[head + 4 + length :])


def whole(body: bytes) -> bytes:
    return packing.FORM + packing.hashlib.sha256(body).digest() + body


PACKED = advanced(make_run("adam"), 300).pack()

FORGED = {
    "nothing": b"",
    "no run": b"hello" * 100,
    "cut": PACKED[:-1],
    "a byte": PACKED[:-9] + bytes([PACKED[-9] ^ 1]) + PACKED[-8:],
    "a pickle": whole(b"\x80\x05\x95cos\nsystem\n(S'true'\ntR."),
    "a long header": whole((2**32 - 1).to_bytes(4, "little") + b"{}"),
    "no object": whole((2).to_bytes(4, "little") + b"[]"),
    "deep": whole((100_000).to_bytes(4, "little") + b"[" * 100_000),
    "more epochs": changed(PACKED, n_epochs=7),
    "fewer numbers": changed(PACKED, n_state=3),
    "doubles": changed(PACKED, type="<f8"),
    "objects": changed(PACKED, type="|O"),
    "many rows": changed(PACKED, n_rows=10**9),
    "no rows": changed(PACKED, n_rows=0),
    "no snapshots": changed(PACKED, snapshots=[]),
    "snapshots without places": changed(PACKED, snapshots=[[0]]),
    "no stride": changed(PACKED, stride=0),
    "a step before its snapshots": changed(PACKED, step=1),
    "no choices": changed(PACKED, choices=[]),
    "choices in no order": changed(PACKED, choices=[[3, 0.1, 30], [0, 0.1, 30]]),
    "a field is gone": changed(PACKED, pace="gone"),
    "a stop of another kind": changed(PACKED, stop=["burst", 1.0, "?"]),
    "a stop of no parts": changed(PACKED, stop=7),
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_bytes_that_are_no_run_of_these_arguments_are_refused_and_change_nothing(data):
    run = make_run("adam")
    before = everything(run)
    with pytest.raises(ValueError, match=r"\w"):
        run.take_up(data)
    assert everything(run) == before
    run.advance(300)
    assert run.finished


def test_weights_that_are_not_finite_are_refused():
    data = bytearray(PACKED[len(packing.FORM) + 32 :])
    data[-4:] = np.float32(np.nan).tobytes()
    with pytest.raises(ValueError, match="not finite"):
        make_run("adam").take_up(whole(bytes(data)))


def test_another_rules_run_and_one_that_has_begun_are_refused():
    with pytest.raises(ValueError, match="numbers and their type"):
        make_run("gradient descent").take_up(PACKED)
    with pytest.raises(ValueError, match="only one at epoch 0"):
        advanced(make_run("adam"), 1).take_up(PACKED)
