"""One space of vectors in memory. What was handed out stays as it was: rows are added behind it, else copied."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.ports import Space, Vectors

STORED = np.dtype("<f4")
_ROOM = 1.125
"""How much more room is made than needed: little memory, and few copies while vectors keep coming."""


class Matrix:
    """Vectors by key as one matrix that grows."""

    def __init__(self, dimensions: int, expected: int = 0) -> None:
        self._rows: Vectors = np.empty((int(expected * _ROOM), dimensions), STORED)
        self._keys: list[str] = []
        self.at: dict[str, int] = {}
        self._space: Space | None = None

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""
        return int(self._rows.shape[1])

    def put(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add vectors, or replace those of the same keys; of one key twice the last counts."""
        last = {key: row for row, key in enumerate(keys)}
        known = [(self.at[key], row) for key, row in last.items() if key in self.at]
        if known:
            self._rows = self._rows.copy()
            self._rows[[place for place, _ in known]] = vectors[[row for _, row in known]]
        new = {key: row for key, row in last.items() if key not in self.at}
        first = len(self._keys)
        self._make_room(first + len(new))
        self._rows[first : first + len(new)] = vectors[list(new.values())]
        self.at.update(zip(new, range(first, first + len(new)), strict=True))
        self._keys.extend(new)
        self._space = None

    def keep(self, keys: Collection[str]) -> None:
        """Forget all but these."""
        places = [place for place, key in enumerate(self._keys) if key in keys]
        if len(places) < len(self._keys):
            self._rows = self._rows[places]
            self._keys = [self._keys[place] for place in places]
            self.at = {key: place for place, key in enumerate(self._keys)}
            self._space = None

    def space(self) -> Space:
        """Return all there are, as they are now."""
        if self._space is None:
            matrix = self._rows[: len(self._keys)]
            matrix.flags.writeable = False
            self._space = Space(tuple(self._keys), matrix)
        return self._space

    def _make_room(self, rows: int) -> None:
        if rows > len(self._rows):
            held, self._rows = self._rows, np.empty((int(rows * _ROOM), self.dimensions), STORED)
            self._rows[: len(self._keys)] = held[: len(self._keys)]
