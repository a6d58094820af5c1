"""The forger's book-keeping: a piece goes on where the last one ended, and each message speaks for whom it may."""

import random
from collections import Counter
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.forged import PAGES, Ledger, Speaker, key_of, spoiled, spoken_for

KNOWN = {
    "RegionSettings.rate": Speaker("a", "double_value", None, ""),
    "player": Speaker("b", "json_trigger_value", ("more",), "first"),
    "take_away": Speaker("c", "json_trigger_value", ("take",), "second"),
    "seeds": Speaker("d", "json_trigger_value", ("more",), "second"),
}


def name_of(page: str, link: dict[str, str]) -> str:
    return f"/{page}?{'&'.join(f'{key}={value}' for key, value in link.items())}"


def test_a_ledger_is_read_as_it_was_written_and_a_missing_one_is_empty(tmp_path: Path) -> None:
    ledger = Ledger({"player": 7}, {"/?": 3.5}, ["/twin?"], ["a fault"], 2)
    ledger.write(tmp_path / "ledger")
    assert Ledger.read(tmp_path / "ledger") == ledger
    assert Ledger.read(tmp_path / "none") == Ledger.read(None) == Ledger()


def test_the_next_page_is_that_with_the_least_time_of_those_that_are_not_done() -> None:
    names = [name_of(*one) for one in PAGES]
    ledger = Ledger(seconds={name: 10.0 + number for number, name in enumerate(names)}, done=names[:2])
    assert ledger.next_page(each_once=False) == PAGES[2]
    ledger.seconds[names[2]] += 100.0
    assert ledger.next_page(each_once=False) == PAGES[3]
    assert ledger.next_page(each_once=True) is None, "each has had its turn"
    del ledger.seconds[names[5]]
    assert ledger.next_page(each_once=True) == PAGES[5]
    assert ledger.next_page(each_once=False, only="mnist") == next(one for one in PAGES if one[0] == "mnist")
    ledger.done = names
    assert ledger.next_page(each_once=False) is None


def test_a_message_for_a_fragment_speaks_only_for_what_stands_in_it_and_all_are_spoken_for() -> None:
    draw, found = random.Random(1), Counter[str]()
    for _ in range(300):
        fragment, names = spoken_for(draw, KNOWN, list(KNOWN))
        assert names
        assert len(set(names)) == len(names)
        if fragment:
            assert {KNOWN[name].fragment for name in names} == {fragment}
        found.update(names)
    assert set(found) == set(KNOWN)


def test_a_spoiled_message_is_still_one_that_streamlit_reads() -> None:
    draw, seen = random.Random(3), set()
    for _ in range(500):
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id="a", trigger_value=True)
        whole = message.SerializeToString()
        before = spoiled(draw, message)
        assert message.WhichOneof("type") == "rerun_script"
        assert BackMsg.FromString(message.SerializeToString()) == message
        seen |= {
            before.WhichOneof("type") if before is not None else None,
            message.SerializeToString() == whole,
        }
    assert seen >= {None, "clear_cache", "stop_script", "debug_shutdown_runtime", False}


def test_who_has_been_spoken_for_often_enough_is_left_out() -> None:
    draw = random.Random(2)
    assert all(spoken_for(draw, KNOWN, ["seeds"])[1] == ["seeds"] for _ in range(20))


def test_a_controls_key_stands_behind_the_hash_of_its_id() -> None:
    assert key_of("$$ID-0123abcd-RegionSettings.rate") == "RegionSettings.rate"
    assert key_of("$$ID-0123abcd-a-key-with-hyphens") == "a-key-with-hyphens"
    assert key_of("$$ID-0123abcd-RegionSettings.note on 0123456789ab") == "RegionSettings.note on a run"
