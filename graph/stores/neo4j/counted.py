"""What is counted over everything, remembered until the library changes: many pages ask, and counting reads every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from graph.stores.neo4j.connection import Server

T = TypeVar("T")


class Counted(Generic[T]):
    """Gives what `count` returns, counted once a version of the library; inside a transaction counted anew."""

    def __init__(self, server: Server, count: Callable[[], T]) -> None:
        self._server = server
        self._count = count
        self._held: tuple[int, T] | None = None

    def __call__(self) -> T:
        if self._server.in_transaction:
            return self._count()
        version, held = self._server.version(), self._held
        if held is None or held[0] != version:
            held = self._held = (version, self._count())
        return held[1]
