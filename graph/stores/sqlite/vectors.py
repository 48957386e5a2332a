"""Vectors in SQLite as float32, searched exactly with numpy."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.ports import Hit, Vectors
from graph.stores.nearest import check_shapes, nearest
from graph.stores.sqlite.connection import Database, listed

_STORED = np.dtype("<f4")


class SqliteVectors:
    """The VectorIndex port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, model: str, keys: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the model's."""
        with self._database.transaction():
            check_shapes(model, keys, vectors, self._dimensions(model))
            stored = np.ascontiguousarray(vectors, dtype=_STORED)
            self._database.many(
                "INSERT INTO vectors (key, model, body) VALUES (?, ?, ?) "
                "ON CONFLICT (key, model) DO UPDATE SET body = excluded.body WHERE body IS NOT excluded.body",
                ((key, model, row.tobytes()) for key, row in zip(keys, stored, strict=True)),
            )

    def get(self, model: str, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""
        rows = self._database.rows(
            "SELECT key, body FROM vectors WHERE model = ? AND key IN (SELECT value FROM json_each(?))",
            (model, listed(keys)),
        )
        return {key: np.frombuffer(body, _STORED) for key, body in rows}

    def delete(self, keys: Collection[str]) -> None:
        """Remove the keys' vectors of every model."""
        with self._database.transaction():
            self._database.run("DELETE FROM vectors WHERE key IN (SELECT value FROM json_each(?))", (listed(keys),))

    def clear(self) -> None:
        """Remove all vectors."""
        with self._database.transaction():
            self._database.run("DELETE FROM vectors")

    def nearest(self, model: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
        rows = self._database.rows("SELECT key, body FROM vectors WHERE model = ?", (model,))
        if not rows:
            return []
        matrix = np.frombuffer(b"".join(body for _, body in rows), _STORED).reshape(len(rows), -1)
        return nearest(model, [key for key, _ in rows], matrix, vector, limit)

    def _dimensions(self, model: str) -> int | None:
        row = self._database.row("SELECT length(body) FROM vectors WHERE model = ? LIMIT 1", (model,))
        return row[0] // _STORED.itemsize if row else None
