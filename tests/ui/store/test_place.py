"""Where workers keep what they share: read from the environment, or refused in a sentence without the password."""

import os
import sys
from pathlib import Path

import pytest

from ui.store.place import STORE, WORKERS, own_folder, place_from
from ui.store.valkey import Valkey


def test_without_a_word_there_is_one_worker_and_a_folder_of_the_account() -> None:
    place = place_from({})
    assert (place.n_workers, place.has_others, place.address) == (1, False, "")
    assert place.folder == own_folder()
    assert str(os.getuid()) in place.folder.name


@pytest.mark.parametrize(
    ("said", "folder", "address"),
    [
        ("/srv/shared", Path("/srv/shared"), ""),
        ("redis://:secret@store:6379/0", None, "redis://:secret@store:6379/0"),
        ("valkey://store", None, "redis://store"),
        ("valkeys://store", None, "rediss://store"),
        ("unix:///run/valkey.sock", None, "unix:///run/valkey.sock"),
        (" redis://store ", None, "redis://store"),
    ],
)
def test_a_folder_or_an_address(said: str, folder: Path | None, address: str) -> None:
    place = place_from({STORE: said, WORKERS: "4"})
    assert (place.folder, place.address, place.n_workers) == (folder or own_folder(), address, 4)
    assert place.has_others


@pytest.mark.parametrize("said", ["0", "65", "-1", "four", "1.5", "²"])
def test_a_number_of_workers_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=f"{WORKERS} is .*from 1 to 64"):
        place_from({WORKERS: said})


@pytest.mark.parametrize("said", ["shared", "store:6379", "http://:secret@a", "redis://", "://:secret@a"])
def test_a_place_that_cannot_be_is_refused_without_its_words(said: str) -> None:
    with pytest.raises(ValueError, match="neither the absolute path of a folder nor an address") as refused:
        place_from({STORE: said})
    assert "secret" not in str(refused.value)


def test_an_address_that_the_client_cannot_read_is_refused_without_its_words() -> None:
    pytest.importorskip("redis")
    with pytest.raises(ValueError, match="cannot be read by its client") as refused:
        Valkey("redis://:secret@store:port/0")
    assert "secret" not in str(refused.value)


def test_without_the_client_library_an_address_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ValueError, match="pip install redis"):
        Valkey("redis://store")
