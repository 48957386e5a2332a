"""Vectors in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.ports import Hit, Vectors
from graph.stores.memory.journal import Journal
from graph.stores.nearest import check_shapes, nearest

_STORED = np.dtype("<f4")


class MemoryVectors:
    """The VectorIndex port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.held: dict[tuple[str, str], bytes] = {}

    def put(self, model: str, keys: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the model's."""
        with self._journal.transaction():
            widths = {len(body) // _STORED.itemsize for (of, _), body in self.held.items() if of == model}
            check_shapes(model, keys, vectors, widths.pop() if widths else None)
            for key, row in zip(keys, np.asarray(vectors, dtype=_STORED), strict=True):
                self._journal.set(self.held, (model, key), row.tobytes())

    def get(self, model: str, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""
        with self._journal.lock:
            return {key: np.frombuffer(self.held[model, key], _STORED) for key in keys if (model, key) in self.held}

    def delete(self, keys: Collection[str]) -> None:
        """Remove the keys' vectors of every model."""
        gone = set(keys)
        with self._journal.transaction():
            for place in [place for place in self.held if place[1] in gone]:
                self._journal.drop(self.held, place)

    def clear(self) -> None:
        """Remove all vectors."""
        with self._journal.transaction():
            self._journal.clear(self.held)

    def nearest(self, model: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
        with self._journal.lock:
            rows = {key: body for (of, key), body in self.held.items() if of == model}
        if not rows:
            return []
        matrix = np.frombuffer(b"".join(rows.values()), _STORED).reshape(len(rows), -1)
        return nearest(model, list(rows), matrix, vector, limit)
