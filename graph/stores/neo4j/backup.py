"""Backing up and restoring: a backup is the one that the SQLite store writes, so that either store restores the other's."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from graph.copying import copy
from graph.errors import ConflictError
from graph.ports import Library
from graph.stores.archive import refused
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.schema import LABELS
from graph.stores.sqlite import SqliteLibrary

_FILE = "library.sqlite"
_MOST = 10_000


def back_up(library: Library, to: Path) -> None:
    """Write what the library holds as one checksummed file; replaces `to` atomically."""
    try:
        with TemporaryDirectory(dir=to.resolve().parent, prefix=".backup-") as folder:
            file = SqliteLibrary(Path(folder) / _FILE)
            try:
                copy(library, file, vectors=False)
                file.backup(to)
            finally:
                file.close()
    except (OSError, ConflictError) as error:
        raise refused(to, error) from error


def put_back(library: Library, server: Server, backup: Path) -> None:
    """Replace the library's content by the backup's; StoreError, having changed nothing, where that is no whole one.

    It comes a page at a time. Until all is there the library says that it is being restored; where that is cut off,
    restoring once more ends it.
    """
    with TemporaryDirectory(prefix="almanac-restore-") as folder:
        held = SqliteLibrary(Path(folder) / _FILE)
        try:
            held.restore(backup)
            with server.restoring():
                _erase(server)
                copy(held, library, vectors=False)
        finally:
            held.close()


def _erase(server: Server) -> None:
    """Remove all but the vectors, and what the rest rests on; so many at a time that a server can bear it."""
    for label in LABELS:
        left = 1
        while left:
            with server.transaction():
                server.run(f"MATCH (n:{label}) WITH n LIMIT $most DETACH DELETE n", most=_MOST)
            left = server.value(f"MATCH (n:{label}) RETURN count(n)")
