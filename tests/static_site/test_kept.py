"""Claims about what a build keeps for the next: the same comes back, and what was made of something else does not."""

from static_site import kept


def test_what_is_kept_comes_back_and_of_each_group_the_latest_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", tmp_path)
    tree = {"a/x": b"\0one\n", "b": b"", "c": b"three"}
    first, second = (kept.place("pictures", {"app.py": code}) for code in (b"1", b"2"))

    assert kept.read(first) is None
    kept.keep(first, tree)
    assert kept.read(first) == tree
    assert kept.read(second) is None

    kept.keep(second, {"c": b"3"})
    assert kept.read(first) is None
    assert kept.read(second) == {"c": b"3"}


def test_a_place_depends_on_all_that_a_tree_is_made_of():
    places = {
        kept.place("pictures", {"app.py": b"1"}),
        kept.place("scenes", {"app.py": b"1"}),
        kept.place("pictures", {"app.js": b"1"}),
        kept.place("pictures", {"app.py": b"1"}, [b"3.13"]),
        kept.place("pictures", {"app.py": b"1"}, [b"3.1", b"3"]),
    }
    assert len(places) == 5
