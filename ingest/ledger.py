"""The file beside the library: jobs, appointments and visits.

It is no part of the library: nothing in it is a decision or a document, and without it everything is simply due. A
value is kept as JSON beside the few columns that it is looked up by, so that a new field needs no migration.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import StoreError

FILE = "jobs.sqlite"
PATIENCE_S = 30.0
"""How long a writer waits for another process: what is written here takes milliseconds."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS almanac_job (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, target TEXT NOT NULL,
    state TEXT NOT NULL, job TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS almanac_job_state ON almanac_job (state, place);
CREATE TABLE IF NOT EXISTS almanac_worker (one INTEGER PRIMARY KEY CHECK (one = 1), beat REAL NOT NULL);
CREATE TABLE IF NOT EXISTS almanac_appointment (address TEXT PRIMARY KEY, appointment TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS almanac_visit (
    place INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL, visit TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS almanac_visit_address ON almanac_visit (address, place);
"""

Row = tuple[Any, ...]


class Ledger:
    """The file, made when something is first written; reading what is not there finds nothing. Errors are StoreError."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._lock, self._translated():
            if self._open is None and not self.path.exists():
                return []
            return self._connection().execute(sql, parameters).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Keep what is written inside together, and nobody else writing meanwhile."""
        with self._lock, self._translated():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def __del__(self) -> None:
        self.close()

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Every use of the connection holds the lock, so that threads may share it.
            connection = sqlite3.connect(self.path, PATIENCE_S, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(SCHEMA)
            self._open = connection
        return self._open

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"the file of the jobs, {self.path}, failed: {error}") from error
