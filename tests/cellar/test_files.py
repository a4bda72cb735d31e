"""Files by the hash of their bytes: whole or not there, and no name from outside becomes a path."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from portal.files.store import FileStore

BYTES = b"bytes of a drawing"
KEY = sha256(BYTES).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path)


def kept(store: FileStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_under_its_hash(store: FileStore) -> None:
    assert store.keep(BYTES) == KEY
    assert store.get(KEY) == BYTES


def test_the_same_bytes_are_kept_once(store: FileStore) -> None:
    store.keep(BYTES)
    store.keep(BYTES)
    assert len(kept(store)) == 1


def test_what_was_made_is_kept_under_the_hash_of_what_it_was_made_from(store: FileStore) -> None:
    store.put(KEY, b"%PDF-1.7")
    store.put(KEY, b"made again, and never written over")
    assert store.get(KEY) == b"%PDF-1.7"


def test_nothing_is_kept_under_an_unknown_hash(store: FileStore) -> None:
    assert store.get("0" * 64) is None


@pytest.mark.parametrize("key", ["", "../../secret.key", "/etc/passwd", KEY.upper(), KEY[:-1], KEY + "0", f"{KEY}\n", "é" * 64])
def test_what_is_no_hash_is_never_a_path(store: FileStore, key: str) -> None:
    with pytest.raises(ValueError, match="not a hash"):
        store.get(key)
    with pytest.raises(ValueError, match="not a hash"):
        store.put(key, BYTES)
    assert kept(store) == []


def test_a_file_that_could_not_be_written_whole_is_not_there(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(BYTES)
    assert store.get(KEY) is None
    assert kept(store) == []
