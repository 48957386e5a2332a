"""Vectors in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence

import numpy as np

from graph.ports import Hit, Space, Vectors
from graph.stores.matrix import STORED, Matrix
from graph.stores.nearest import check_shapes, nearest


class MemoryVectors:
    """The VectorIndex port."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._spaces: dict[str, Matrix] = {}
        self._digests: dict[str, dict[str, bytes]] = {}
        self._version = 0

    def put(self, space: str, keys: Sequence[str], vectors: Vectors, digests: Sequence[bytes] | None = None) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the space's."""
        with self._lock:
            self._version += 1
            held = self._spaces.get(space)
            check_shapes(space, keys, vectors, held.dimensions if held else None)
            if keys:
                held = self._spaces.setdefault(space, Matrix(vectors.shape[1]))
                held.put(keys, np.asarray(vectors, dtype=STORED))
                told = [b""] * len(keys) if digests is None else digests
                self._digests.setdefault(space, {}).update(zip(keys, told, strict=True))

    def get(self, space: str, keys: Collection[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""
        with self._lock:
            held = self._spaces.get(space)
            return {key: held.space().matrix[held.at[key]] for key in keys if key in held.at} if held else {}

    def keys(self, space: str) -> list[str]:
        """Return the keys that have a vector in the space, sorted."""
        with self._lock:
            return sorted(self._digests.get(space, {}))

    def digests(self, space: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return key → the digest of the text that its vector was made of, for those that exist."""
        with self._lock:
            told = self._digests.get(space, {})
            return {key: told[key] for key in keys if key in told}

    def delete(self, keys: Collection[str], space: str | None = None) -> None:
        """Remove the keys' vectors of the space, of every space without one."""
        with self._lock:
            self._version += 1
            for name in [each for each in self._spaces if space in (None, each)]:
                told = self._digests[name]
                for key in keys:
                    told.pop(key, None)
                self._spaces[name].keep(told.keys())
                if not told:
                    self.clear(name)

    def clear(self, space: str | None = None) -> None:
        """Remove all vectors of the space, of every space without one."""
        with self._lock:
            self._version += 1
            for name in [each for each in self._spaces if space in (None, each)]:
                del self._spaces[name], self._digests[name]

    def version(self) -> str:
        """Return what changes whenever a vector comes, is replaced or goes."""
        return str(self._version)

    def counts(self) -> dict[str, int]:
        """Return space → how many vectors it holds, for those that hold any."""
        with self._lock:
            return {name: len(told) for name, told in sorted(self._digests.items())}

    def whole(self, space: str) -> Space:
        """Return all vectors of the space."""
        with self._lock:
            held = self._spaces.get(space)
            return held.space() if held else Space((), np.empty((0, 0), STORED))

    def nearest(self, space: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
        return nearest(space, self.whole(space), vector, limit)
