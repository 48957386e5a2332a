"""Changes to dictionaries that can be taken back, under one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from graph.errors import NotFoundError

K = TypeVar("K")
V = TypeVar("V")


class Journal:
    """Notes how to take back what is written; holds the lock and the version."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.version = 0
        self.depth = 0
        self._undo: list[Callable[[], None]] = []

    def set(self, mapping: dict[K, V], key: K, value: V) -> None:
        """Put a value under a key, unless it is there already."""
        if key not in mapping:
            self.note(lambda: mapping.__delitem__(key))
        elif mapping[key] == value:
            return
        else:
            old = mapping[key]
            self.note(lambda: mapping.__setitem__(key, old))
        mapping[key] = value

    def drop(self, mapping: dict[K, V], key: K) -> None:
        """Remove a key, if it is there."""
        if key in mapping:
            old = mapping.pop(key)
            self.note(lambda: mapping.__setitem__(key, old))

    def clear(self, mapping: dict[K, V]) -> None:
        """Remove all keys."""
        for key in list(mapping):
            self.drop(mapping, key)

    def note(self, undo: Callable[[], None]) -> None:
        """Remember how to take back what was just done."""
        self._undo.append(undo)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or take it back; nested ones join the outer one."""
        with self.lock:
            mark = len(self._undo)
            self.depth += 1
            try:
                yield
            except BaseException:
                while len(self._undo) > mark:
                    self._undo.pop()()
                raise
            finally:
                self.depth -= 1
                if self.depth == 0 and self._undo:
                    self.version += 1
                    self._undo.clear()


def held(what: str, mapping: dict[str, V], key: str) -> V:
    """Return what the key stands for, or raise NotFoundError."""
    if key not in mapping:
        raise NotFoundError(what, key)
    return mapping[key]
