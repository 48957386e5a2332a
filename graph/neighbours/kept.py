"""The Neighbours port: a table in memory, true to its file, whoever changed that."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from threading import RLock

import numpy as np

from graph.errors import InvalidInputError, StoreError
from graph.model import NodeId
from graph.neighbours.change import change
from graph.neighbours.file import (
    NeighbourFile,
    clear,
    edition_of,
    model_of,
    read_linked,
    read_table,
    read_vectors,
    write_linked,
    write_table,
)
from graph.neighbours.found import found
from graph.neighbours.table import FREE, Table
from graph.ports import Hit, Progress, Vectors
from graph.ports.linking import Neighbourhoods


class KeptNeighbours:
    """The Neighbours port over one file; safe to share between threads and processes.

    The neighbours are read at the first use and again where another process changed them, the vectors at the first
    change or question.
    """

    def __init__(self, path: Path) -> None:
        self._file = NeighbourFile(path)
        self._lock = RLock()
        self._table: Table | None = None
        self._edition = 0

    def build(
        self,
        keys: Sequence[NodeId],
        vectors: Vectors,
        limit: int,
        progress: Progress | None = None,
        *,
        model: str = "",
    ) -> None:
        """Find the `limit` nearest of every vector (unit rows) anew, and keep them with the vectors."""
        _check(keys, vectors)
        if limit < 1:
            raise InvalidInputError(f"there is no list of {limit} neighbours", "limit")
        ranked = sorted(range(len(keys)), key=keys.__getitem__)
        if ranked != list(range(len(keys))):
            keys, vectors = [keys[place] for place in ranked], vectors[ranked]
        near, scores = found(vectors, limit, progress)
        table = Table(model, list(keys), near, scores, np.asarray(vectors, np.float32))
        with self._lock:
            self._table = None  # 150 MB are read again when they are wanted
            with self._file.writing() as file:
                clear(file)
                write_table(file, table, range(len(keys)), range(len(keys)))

    def update(
        self, changed: Sequence[NodeId], vectors: Vectors, gone: Collection[NodeId] = (), *, model: str = ""
    ) -> set[NodeId]:
        """Add or change some and forget others; return the keys whose neighbours are others now (`changed` too)."""
        _check(changed, vectors)
        with self._lock, self._file.writing() as file:
            table = self._current(file, vectors=True)
            if table is None:
                raise StoreError("no neighbours are kept yet: they must be built before they can be changed")
            if len(changed) and (model != table.model or vectors.shape[1] != table.vectors.shape[1]):
                raise InvalidInputError(f"the vectors kept are of another model: {table.model!r}")
            self._table = None  # until all is written: it may be half changed
            touched, moved = change(table, changed, vectors, gone)
            self._edition = write_table(file, table, touched | moved, moved)
        self._table = table
        return {key for key in (table.keys[slot] for slot in touched) if key != FREE} | set(changed)

    def held(self) -> Neighbourhoods | None:
        """Return what is kept, keys sorted; None where nothing is, or what is there cannot be used."""
        table = self._read()
        return table.neighbourhoods() if table else None

    def model(self) -> str | None:
        """Return what made the vectors that are kept, at once; None where `held` is None."""
        table = self._read()
        return table.model if table else None

    def of(self, keys: Collection[NodeId]) -> dict[NodeId, list[Hit]]:
        """Return key → its neighbours, best first, for those of the keys that are held."""
        table = self._read()
        return {key: table.hits(table.slots[key]) for key in keys if key in table.slots} if table else {}

    def having(self, keys: Collection[NodeId]) -> set[NodeId]:
        """Return who has one of the keys among its neighbours."""
        table = self._read()
        slots = [table.slots[key] for key in keys if key in table.slots] if table else []
        return {table.keys[slot] for slot in table.untrue(slots).tolist()} if table and slots else set()

    def linked(self) -> dict[NodeId, bytes]:
        """Return what was told last of each key that is linked; nothing of what was built since."""
        try:
            with self._file.reading() as file:
                return read_linked(file) if file else {}
        except StoreError:
            return {}

    def tell_linked(self, made: Mapping[NodeId, bytes], gone: Collection[NodeId] = (), *, model: str = "") -> None:
        """Keep that these keys are linked, as made of that, and others gone; nothing where another model's are kept now."""
        with self._lock, self._file.writing() as file:
            if model_of(file) == model:
                write_linked(file, made, gone)

    def nearest(self, vector: Vectors, limit: int) -> list[Hit]:
        """Return the nearest of what is held to a vector (dimensions,), best first, ties by key."""
        table = self._read(vectors=True)
        if table is None or limit < 1:
            return []
        if vector.shape != table.vectors.shape[1:]:
            raise InvalidInputError(f"the vectors kept have shape {table.vectors.shape[1:]}, not {vector.shape}")
        return table.nearest(vector, limit)

    def _read(self, *, vectors: bool = False) -> Table | None:
        try:
            with self._lock, self._file.reading() as file:
                return self._current(file, vectors=vectors) if file else None
        except (StoreError, ValueError):  # a file that was cut off or meddled with: the next building makes another
            return None

    def _current(self, file: sqlite3.Connection, *, vectors: bool) -> Table | None:
        """Return the table as the file has it, or None where nothing is kept."""
        edition = edition_of(file)
        if not edition:
            return None
        table = self._table
        if table is None or edition != self._edition:
            table = read_table(file)
        if vectors and table.matrix is None:
            table.matrix = read_vectors(file)
        self._table, self._edition = table, edition
        return table


def _check(keys: Sequence[NodeId], vectors: Vectors) -> None:
    if vectors.ndim != 2 or len(vectors) != len(keys):
        raise InvalidInputError(f"{len(keys)} keys need vectors of shape ({len(keys)}, n), not {vectors.shape}")
    if len(set(keys)) != len(keys):
        raise InvalidInputError("a key has one vector, not two")
    if not np.isfinite(vectors).all():
        raise InvalidInputError("a vector has numbers only")
