"""A table of neighbours in an SQLite file of its own: one transaction a change, so that a killed one leaves the old.

A file that cannot be read is as good as none: all in it is derived. Each call opens the file for itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import randbits
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.errors import StoreError
from graph.model import NodeId
from graph.neighbours.table import Table
from graph.ports import Vectors

Number = TypeVar("Number", np.int32, np.float32)

_FORMAT = 2
_WAIT = 30.0  # seconds for another process's write; the longest, of a million vectors, takes about ten
_BATCH = 4096
_PAGE = 16384  # ten vectors of 384 dimensions fit, where two fit into the usual 4096 bytes
_TABLES = (
    "CREATE TABLE IF NOT EXISTS kept (edition INTEGER, model TEXT, dimensions INTEGER, near INTEGER)",
    "CREATE TABLE IF NOT EXISTS near (slot INTEGER PRIMARY KEY, key TEXT NOT NULL, places BLOB, scores BLOB)",
    "CREATE TABLE IF NOT EXISTS vectors (slot INTEGER PRIMARY KEY, vector BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS linked (key TEXT PRIMARY KEY, made BLOB NOT NULL) WITHOUT ROWID",
)


class NeighbourFile:
    """The file at `path`, made with its folder at the first writing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give one consistent view of the file, or None where there is none of this format."""
        if not self._path.exists():
            yield None
            return
        with self._open() as file:
            file.execute("BEGIN")
            yield file if _is_ours(file) else None
            file.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Keep all that is written inside, or nothing of it; a file that cannot be read is begun anew."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._discard_unusable()
        with self._open() as file:
            file.execute(f"PRAGMA page_size = {_PAGE}")
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = NORMAL")
            file.execute("BEGIN IMMEDIATE")
            for statement in _TABLES:
                file.execute(statement)
            file.execute(f"PRAGMA user_version = {_FORMAT}")
            yield file
            file.execute("COMMIT")

    def _discard_unusable(self) -> None:
        try:
            with self.reading() as file:
                usable = file is not None
        except StoreError:
            usable = False
        if not usable:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as file:
                yield file
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"the neighbours in {self._path} cannot be used ({error}); the file may be deleted"
            ) from error


def _is_ours(file: sqlite3.Connection) -> bool:
    return bool(file.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)


def edition_of(file: sqlite3.Connection) -> int:
    """Return a number that each change draws anew; 0 where nothing is kept."""
    row = file.execute("SELECT edition FROM kept").fetchone()
    return int(row[0]) if row else 0


def read_table(file: sqlite3.Connection) -> Table:
    """Return what is kept, without its vectors; there must be something."""
    model, limit = file.execute("SELECT model, near FROM kept").fetchone()
    keys = [key for (key,) in file.execute("SELECT key FROM near ORDER BY slot")]
    near = _matrix(file.execute("SELECT places FROM near ORDER BY slot"), np.empty((len(keys), limit), "<i4"))
    scores = _matrix(file.execute("SELECT scores FROM near ORDER BY slot"), np.empty((len(keys), limit), "<f4"))
    return Table(model, keys, near, scores)


def read_vectors(file: sqlite3.Connection) -> Vectors:
    """Return all vectors by slot."""
    count, dimensions = file.execute("SELECT (SELECT count(*) FROM vectors), dimensions FROM kept").fetchone()
    return _matrix(file.execute("SELECT vector FROM vectors ORDER BY slot"), np.empty((count, dimensions), "<f4"))


def _matrix(rows: sqlite3.Cursor, matrix: NDArray[Number]) -> NDArray[Number]:
    at = 0
    while bodies := rows.fetchmany(_BATCH):
        block = np.frombuffer(b"".join(body for (body,) in bodies), matrix.dtype)
        matrix[at : at + len(bodies)] = block.reshape(len(bodies), -1)
        at += len(bodies)
    if at != len(matrix):
        raise sqlite3.DatabaseError("rows are missing")
    return matrix


def write_table(file: sqlite3.Connection, table: Table, slots: Iterable[int], moved: Iterable[int]) -> int:
    """Write the neighbours of these slots and the vectors of those that moved; return the new edition."""
    edition = 1 + randbits(62)  # counted, a file that was deleted and made again could be taken for the old one
    width = table.near.shape[1]
    file.execute("DELETE FROM kept")
    file.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (edition, table.model, table.vectors.shape[1], width))
    near, scores = table.near.astype("<i4", copy=False), table.scores.astype("<f4", copy=False)
    vectors = table.vectors.astype("<f4", copy=False)
    file.executemany(
        "INSERT OR REPLACE INTO near VALUES (?, ?, ?, ?)",
        ((slot, table.keys[slot], near[slot].data, scores[slot].data) for slot in slots),
    )
    file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", ((slot, vectors[slot].data) for slot in moved))
    return edition


def model_of(file: sqlite3.Connection) -> str | None:
    """Return what made the vectors that are kept; None where none are."""
    row = file.execute("SELECT model FROM kept").fetchone()
    return str(row[0]) if row else None


def read_linked(file: sqlite3.Connection) -> dict[NodeId, bytes]:
    """Return what each key that is linked was made of."""
    return dict(file.execute("SELECT key, made FROM linked"))


def write_linked(file: sqlite3.Connection, made: Mapping[NodeId, bytes], gone: Collection[NodeId]) -> None:
    """Write that these are linked, and forget others."""
    file.executemany("DELETE FROM linked WHERE key = ?", ((key,) for key in gone))
    file.executemany("INSERT OR REPLACE INTO linked VALUES (?, ?)", made.items())


def clear(file: sqlite3.Connection) -> None:
    """Forget all rows; with other neighbours nobody is linked."""
    file.execute("DELETE FROM linked")
    file.execute("DELETE FROM near")
    file.execute("DELETE FROM vectors")
