"""A database of what can be made anew: where its file is damaged, that is set aside and an empty one begun."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graph.errors import StoreError
from graph.stores.sqlite.connection import Database, connect, is_damage

DAMAGED = ".damaged"
"""What the name of a file ends in that was set aside; one that was set aside before is replaced."""

_LOG = logging.getLogger(__name__)


class DerivedDatabase(Database):
    """As Database; `forget` is called when the file may be another one than before.

    A file that is locked, or that nobody may read, is left as it is.
    """

    def __init__(self, path: Path, migrate: Callable[[sqlite3.Connection], None], forget: Callable[[], None]) -> None:
        super().__init__(path, migrate)
        self._forget = forget

    def _opened(self) -> sqlite3.Connection:
        try:
            return super()._opened()
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            _set_aside(self.path)
            self._forget()
            return super()._opened()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with super()._translated():
                yield
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            _set_aside(self.path)
            self._local = threading.local()  # every thread opens what is there now
            self._forget()
            raise StoreError(f"{self.path} was damaged ({error.__cause__}); try again") from error


def _set_aside(path: Path) -> None:
    """Rename a damaged file, and tell; not where another process has done so already and begun another file."""
    try:
        seen = path.stat().st_ino
        if not _is_damaged(path) or path.stat().st_ino != seen:
            return
        aside = path.with_name(path.name + DAMAGED)
        for end in ("", "-wal", "-shm"):
            file = path.with_name(path.name + end)
            if file.exists():
                file.replace(aside.with_name(aside.name + end))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"cannot rename the damaged {path}: {error.strerror or error}") from error
    _LOG.warning("%s was damaged: it is now %s, and what it held is made anew", path, aside.name)


def _is_damaged(path: Path) -> bool:
    try:
        with closing(connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except StoreError as error:
        return is_damage(error.__cause__)
    except sqlite3.Error as error:
        return is_damage(error)
