"""The file of vectors may be lost, never the library's."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from graph.errors import StoreError
from graph.stores.sqlite import SqliteLibrary, connection
from graph.stores.sqlite.vectors import SqliteVectors

GARBAGE = b"Not what was written here.\n" * 400
KEYS = [f"node-{number}" for number in range(2_000)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "almanac.vectors"


def filled(path: Path) -> SqliteVectors:
    """Return vectors over two thousand keys."""
    made = SqliteVectors(path)
    made.put("m", KEYS, np.eye(8, dtype=np.float32)[np.arange(len(KEYS)) % 8])
    return made


def spoil(path: Path) -> None:
    """Leave the first half of the file as it is."""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) // 2))


def ends(path: Path) -> set[str]:
    return {each.name.removeprefix(path.name) for each in path.parent.iterdir()}


def test_a_file_of_garbage_is_set_aside_and_begun_anew(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One line says so; what was there can be looked at."""
    path.write_bytes(GARBAGE)
    with caplog.at_level(logging.WARNING), closing(filled(path)) as vectors:
        assert vectors.counts() == {"m": len(KEYS)}

    assert path.with_name("almanac.vectors.damaged").read_bytes() == GARBAGE
    assert [line.getMessage() for line in caplog.records] == [
        f"{path} was damaged: it is now almanac.vectors.damaged, and what it held is made anew"
    ]


def test_damage_found_while_reading_is_mended_for_the_next_try(path: Path) -> None:
    """The file begins as it should, and is garbage further on; nothing of it is remembered."""
    filled(path).close()
    spoil(path)
    with closing(SqliteVectors(path)) as vectors:
        with pytest.raises(StoreError, match=r"almanac\.vectors was damaged .*; try again"):
            vectors.whole("m")
        assert vectors.counts() == {}
        assert not len(vectors.whole("m").keys)
        vectors.put("m", ["a"], np.ones((1, 3), dtype=np.float32))
        assert list(vectors.whole("m").keys) == ["a"]
    assert ".damaged" in ends(path)


def test_a_file_that_another_process_holds_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for, and used when it is free."""
    monkeypatch.setattr(connection, "BUSY_S", 0.01)
    filled(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(SqliteVectors(path)) as vectors:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="busy"):
            vectors.counts()
        other.close()
        assert vectors.counts() == {"m": len(KEYS)}
    assert ".damaged" not in ends(path)


def test_a_file_that_cannot_be_opened_is_left_alone(path: Path) -> None:
    """A folder, as one that nobody may read."""
    path.mkdir()
    with closing(SqliteVectors(path)) as vectors, pytest.raises(StoreError, match="unable to open"):
        vectors.counts()

    assert ends(path) == {""}


def test_a_library_of_garbage_is_never_set_aside(tmp_path: Path) -> None:
    """Decisions lie in it."""
    path = tmp_path / "almanac.sqlite"
    path.write_bytes(GARBAGE)
    with pytest.raises(StoreError, match="not a database"):
        SqliteLibrary(path)

    assert path.read_bytes() == GARBAGE
    assert ends(path) == {""}


def test_what_another_process_began_anew_is_not_set_aside(path: Path) -> None:
    """Both had the damaged file open."""
    filled(path).close()
    spoil(path)
    with closing(SqliteVectors(path)) as one, closing(SqliteVectors(path)) as two:
        assert one.keys("other") == two.keys("other") == []
        with pytest.raises(StoreError, match="damaged"):
            one.whole("m")
        one.put("m", ["a"], np.ones((1, 3), dtype=np.float32))
        with pytest.raises(StoreError, match="damaged"):
            two.whole("m")
        assert two.keys("m") == ["a"]
