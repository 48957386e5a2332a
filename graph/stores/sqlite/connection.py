"""One SQLite connection a thread, and transactions that nest."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from graph.errors import StoreError

Row = tuple[Any, ...]

BUSY_MS = 10_000
"""How long a writer waits for another: longer than any one batch of an ingest takes."""

CACHE_KIB = 64_000
PAGE_BYTES = 8_192
"""Rows with outlines and payloads are long: a fifth less time for an ingest than with 4 kB, as much as with 16 kB."""

CHECKPOINT_PAGES = 4_000
"""32 MB of log between checkpoints: an ingest writes in batches, and each checkpoint costs a sync."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection in autocommit mode with the library's settings, or raise StoreError."""
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise StoreError(f"cannot open the library {path}: {error}") from error
    return connection


def listed(keys: Iterable[str] | Iterable[int]) -> str:
    """Return keys as one parameter for `IN (SELECT value FROM json_each(?))`, which takes any number of them."""
    return msgspec.json.encode(list(keys)).decode()


class Database:
    """The library's file. Every thread gets a connection of its own; sqlite3's errors leave as StoreError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._handles: weakref.WeakSet[_Handle] = weakref.WeakSet()
        self._guard = threading.Lock()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._translated():
            return self._handle().connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with self._translated():
            found: Row | None = self._handle().connection.execute(sql, parameters).fetchone()
            return found

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Yield the rows of a query as they are found."""
        with self._translated():
            yield from self._handle().connection.execute(sql, parameters)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Execute one writing statement inside the current transaction."""
        with self._translated():
            self._handle().connection.execute(sql, parameters)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one writing statement once a row inside the current transaction."""
        with self._translated():
            self._handle().connection.executemany(sql, rows)

    def version(self) -> int:
        """Return how many committed transactions have changed something."""
        row = self.row("SELECT version FROM counter")
        return int(row[0]) if row else 0

    @property
    def in_transaction(self) -> bool:
        """Return whether this thread is inside `transaction()`."""
        return self._handle().depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is written inside together; a nested one joins the outer and, failing, takes back its own part."""
        handle = self._handle()
        begin, commit, rollback = _verbs(handle.depth)
        with self._translated():
            handle.connection.execute(begin)
        written = handle.connection.total_changes
        handle.depth += 1
        try:
            yield
            with self._translated():
                if handle.depth == 1 and handle.connection.total_changes != written:
                    handle.connection.execute("UPDATE counter SET version = version + 1")
                handle.connection.execute(commit)
        except BaseException:
            # SQLite rolls back by itself on a full disk; asking twice would hide the first error.
            if handle.connection.in_transaction:
                for statement in rollback:
                    handle.connection.execute(statement)
            raise
        finally:
            handle.depth -= 1

    def close(self) -> None:
        """Close every thread's connection; the next use opens a new one."""
        with self._guard:
            handles = list(self._handles)
        for handle in handles:
            handle.close()
        self._local = threading.local()

    def _handle(self) -> _Handle:
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None:
            handle = self._local.handle = _Handle(connect(self.path))
            with self._guard:
                self._handles.add(handle)
        return handle

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"the library {self.path.name} failed: {error}") from error


class _Handle:
    """A thread's connection; it closes with its thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.depth = 0

    def close(self) -> None:
        self.connection.close()

    def __del__(self) -> None:
        self.close()


def _verbs(depth: int) -> tuple[str, str, tuple[str, ...]]:
    """Return how a transaction at this depth begins, commits and rolls back."""
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"nested_{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")
