"""What every part of the store knows of SQLite: rows, lists of keys as one parameter, and tables that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import msgspec

Row = tuple[Any, ...]


def listed(keys: Iterable[str] | Iterable[int]) -> str:
    """Return keys as one parameter for `IN (SELECT value FROM json_each(?))`, which takes any number of them."""
    return msgspec.json.encode(list(keys)).decode()


class Tables(Protocol):
    """A database that can be read and written: an open library's, or one that is being migrated."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one writing statement once a row."""
