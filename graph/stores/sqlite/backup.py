"""Backing a library up while it serves, and putting a backup in its place under open connections."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import StoreError
from graph.stores.archive import pack, refused, unpack
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.migrations import SCHEMA, migrate

_CONTENT = "library.sqlite"


def back_up(library: Path, to: Path) -> None:
    """Write the committed state of the library's file as one checksummed file; replaces `to` atomically."""
    try:
        # Beside the target: only within one file system is a rename atomic.
        with TemporaryDirectory(dir=to.resolve().parent, prefix=".backup-") as folder:
            copy = Path(folder) / _CONTENT
            with closing(connect(library)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            pack(copy, SCHEMA, to)
    except (OSError, sqlite3.Error) as error:
        raise refused(to, error) from error


def put_back(library: Path, backup: Path) -> None:
    """Replace the content of the library's file by the backup's in one transaction, or raise StoreError."""
    try:
        with TemporaryDirectory(dir=library.parent, prefix=".restore-") as folder:
            copy = Path(folder) / _CONTENT
            unpack(backup, copy, SCHEMA)
            with closing(connect(copy)) as source, closing(connect(library)) as target:
                migrate(source)
                held = target.execute("SELECT version FROM counter").fetchone()[0]
                # What clients hold of either library is stale now.
                source.execute("UPDATE counter SET version = max(version, ?) + 1", (held,))
                source.backup(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot restore {backup}: {error}") from error
