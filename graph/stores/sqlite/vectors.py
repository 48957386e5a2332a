"""Vectors in a SQLite file beside the library's, as float32; searched exactly with numpy.

A file of its own, so that hours of embedding neither hold the library's write lock, nor touch its version, nor fill its
backups. Numbers only grow and a replaced vector gets a new one, so what is held in memory is brought up to date by the
rows that came since, whichever process wrote them.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from graph.ports import Hit, Space, Vectors
from graph.stores.held import Held, Written
from graph.stores.matrix import STORED
from graph.stores.nearest import check_shapes, nearest
from graph.stores.sqlite.connection import listed
from graph.stores.sqlite.derived import DerivedDatabase

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO counter VALUES (1, 0);
    CREATE TABLE IF NOT EXISTS spaces (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE IF NOT EXISTS vectors (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        space INTEGER NOT NULL REFERENCES spaces (number),
        key TEXT NOT NULL,
        digest BLOB NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (space, key)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS vectors_by_space ON vectors (space, number);
    PRAGMA user_version = 1;
"""
_OF = "space = (SELECT number FROM spaces WHERE name = ?)"
_PAGE = 10_000


class SqliteVectors:
    """The VectorIndex port, over a file that is made at the first use, and anew where it is damaged or was deleted."""

    def __init__(self, path: Path) -> None:
        self._database = DerivedDatabase(path, _make, self._forget)
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}
        self._counts: tuple[int, dict[str, int]] = (-1, {})

    def put(self, space: str, keys: Sequence[str], vectors: Vectors, digests: Sequence[bytes] | None = None) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the space's."""
        with self._database.transaction():
            check_shapes(space, keys, vectors, self._dimensions(space))
            self._database.run("INSERT OR IGNORE INTO spaces (name) VALUES (?)", (space,))
            rows = np.ascontiguousarray(vectors, dtype=STORED)
            told = [b""] * len(keys) if digests is None else digests
            self._database.many(
                "INSERT OR REPLACE INTO vectors (space, key, digest, body) "
                "VALUES ((SELECT number FROM spaces WHERE name = ?), ?, ?, ?)",
                ((space, key, digest, row.tobytes()) for key, digest, row in zip(keys, told, rows, strict=True)),
            )

    def get(self, space: str, keys: Collection[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""
        return {key: np.frombuffer(body, STORED) for key, body in self._found("body", space, keys)}

    def keys(self, space: str) -> list[str]:
        """Return the keys that have a vector in the space, sorted."""
        rows = self._database.rows(f"SELECT key FROM vectors WHERE {_OF} ORDER BY key", (space,))  # noqa: S608 - constants
        return [key for (key,) in rows]

    def digests(self, space: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return key → the digest of the text that its vector was made of, for those that exist."""
        return dict(self._found("digest", space, keys))

    def delete(self, keys: Collection[str], space: str | None = None) -> None:
        """Remove the keys' vectors of the space, of every space without one."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM vectors WHERE space IN (SELECT number FROM spaces WHERE name = ? OR ? IS NULL) "
                "AND key IN (SELECT value FROM json_each(?))",
                (space, space, listed(keys)),
            )

    def clear(self, space: str | None = None) -> None:
        """Remove all vectors of the space, of every space without one."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM vectors WHERE space IN (SELECT number FROM spaces WHERE name = ? OR ? IS NULL)",
                (space, space),
            )

    def version(self) -> str:
        """Return what changes whenever a vector comes, is replaced or goes; also where the file was begun anew."""
        return f"{self._database.version()} {sum(self.counts().values())}"

    def counts(self) -> dict[str, int]:
        """Return space → how many vectors it holds, for those that hold any."""
        version = self._database.version()
        if self._counts[0] != version:
            rows = self._database.rows(
                "SELECT name, (SELECT count(*) FROM vectors WHERE space = spaces.number) FROM spaces ORDER BY name"
            )
            self._counts = version, {name: held for name, held in rows if held}
        return dict(self._counts[1])

    def whole(self, space: str) -> Space:
        """Return all vectors of the space: kept in memory and brought up to date, so quick from the second time on."""
        with self._lock:
            version, held = self._database.version(), self._held.setdefault(space, Held())
            if held.version != version:
                held.renew(version, self._count(space), self._since(space, held.latest), lambda: self.keys(space))
            return held.space()

    def nearest(self, space: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
        return nearest(space, self.whole(space), vector, limit)

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._database.close()

    def _forget(self) -> None:
        self._held, self._counts = {}, (-1, {})

    def _count(self, space: str) -> int:
        row = self._database.row(f"SELECT count(*) FROM vectors WHERE {_OF}", (space,))  # noqa: S608 - constants
        return int(row[0]) if row else 0

    def _since(self, space: str, latest: int) -> Iterator[list[Written]]:
        since = f"SELECT number, key, body FROM vectors WHERE {_OF} AND number > ? ORDER BY number LIMIT ?"  # noqa: S608
        while rows := self._database.rows(since, (space, latest, _PAGE)):
            yield rows
            latest = rows[-1][0]

    def _found(self, what: str, space: str, keys: Collection[str]) -> list[tuple[str, bytes]]:
        return self._database.rows(
            f"SELECT key, {what} FROM vectors WHERE {_OF} AND key IN (SELECT value FROM json_each(?))",  # noqa: S608
            (space, listed(keys)),
        )

    def _dimensions(self, space: str) -> int | None:
        row = self._database.row(f"SELECT length(body) FROM vectors WHERE {_OF} LIMIT 1", (space,))  # noqa: S608
        return row[0] // STORED.itemsize if row else None


def _make(connection: sqlite3.Connection) -> None:
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        connection.executescript(_SCHEMA)
