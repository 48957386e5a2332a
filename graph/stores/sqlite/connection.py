"""One SQLite connection a thread, and transactions that nest."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError
from graph.stores.sqlite.migrations import migrate
from graph.stores.sqlite.tables import Row as Row  # also for those who use a database
from graph.stores.sqlite.tables import listed as listed

PATIENCE_S = 120.0
"""How long a writer waits for the write lock. A rebuild holds it longest: some 3 s for 4,000 documents, all in one.

Commands and requests wait alike: a decision that comes late is better than one that is lost. Readers never wait.
"""

BUSY_S = 2.0
"""How long SQLite itself waits at a time: it is deaf to Ctrl+C meanwhile."""

CACHE_KIB = 64_000
PAGE_BYTES = 8_192
"""Rows with outlines and payloads are long: a fifth less time for an ingest than with 4 kB, as much as with 16 kB."""

CHECKPOINT_PAGES = 4_000
"""32 MB of log between checkpoints: an ingest writes in batches, and each checkpoint costs a sync."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection in autocommit mode with the library's settings, or raise StoreError."""
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise failure(path, error) from error
    return connection


def open_library(path: Path, migrate: Callable[[sqlite3.Connection], None] = migrate) -> sqlite3.Connection:
    """Return a connection to the library there, made with its folder when it is absent, or raise StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _closed(path, error) from error
    connection = connect(path)
    try:
        migrate(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise failure(path, error) from error
        raise
    return connection


def is_there(path: Path) -> bool:
    """Say whether there is a file already; raise StoreError where nobody could say, or none could be."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _closed(path, error) from error
    return True


def _closed(path: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot open the library {path}: {error.strerror or error}")


def failure(path: Path, error: sqlite3.Error) -> StoreError:
    """Return what to say of an error of sqlite3's."""
    if is_busy(error):
        return StoreError("the library is busy (another process is writing); try again")
    return StoreError(f"the library {path} failed: {error}")


def is_busy(error: sqlite3.Error) -> bool:
    """Say whether somebody else holds the lock that was wanted."""
    return _kind(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_damage(error: BaseException | None) -> bool:
    """Say whether what the file holds is no database, or no whole one; not that it could not be read just now."""
    return _kind(error) in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def _kind(error: BaseException | None) -> int:
    # The low byte is the kind of error; not every error has a code.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


class Database:
    """The library's file (`migrate` makes its tables), opened at its first use.

    Every thread has its own connection; errors leave as StoreError.
    """

    def __init__(self, path: Path, migrate: Callable[[sqlite3.Connection], None] = migrate) -> None:
        self.path = path
        self._migrate = migrate
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
            _patiently(handle.connection, begin)
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
            with self._guard:  # one by one: two threads may want a library that is not there yet
                handle = self._local.handle = _Handle(self._opened())
                self._handles.add(handle)
        return handle

    def _opened(self) -> sqlite3.Connection:
        return open_library(self.path, self._migrate)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise failure(self.path, error) from error


class _Handle:
    """A thread's connection; it closes with its thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.depth = 0

    def close(self) -> None:
        self.connection.close()

    def __del__(self) -> None:
        self.close()


def _patiently(connection: sqlite3.Connection, begin: str) -> None:
    """Begin a transaction as soon as the other writers let us."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            connection.execute(begin)
        except sqlite3.Error as error:
            if not is_busy(error) or time.monotonic() >= deadline:
                raise
        else:
            return


def _verbs(depth: int) -> tuple[str, str, tuple[str, ...]]:
    """Return how a transaction at this depth begins, commits and rolls back."""
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"nested_{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")
