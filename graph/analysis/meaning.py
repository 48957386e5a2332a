"""The vectors of a library's works, as far as there are any yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct

from graph.ids import kind_of
from graph.link import Facet, space_of
from graph.model import WORK_KINDS, NodeId
from graph.ports import Library, Vectors


class Meaning(Struct, frozen=True, kw_only=True):
    """A unit row a work, keys sorted; none where no work has a vector."""

    keys: Sequence[NodeId]
    vectors: Vectors

    def without(self, keys: Collection[NodeId]) -> Meaning:
        """Return the others' vectors."""
        kept = [row for row, key in enumerate(self.keys) if key not in keys]
        return Meaning(keys=[self.keys[row] for row in kept], vectors=self.vectors[kept])

    def sum(self) -> str:
        """Return a checksum that changes when works or vectors come or change."""
        digest = sha256("\n".join(self.keys).encode("utf-8", "surrogatepass"))
        digest.update(np.round(self.vectors, 4).astype("<f4").tobytes())
        return digest.hexdigest()[:16]


def meaning_of(library: Library, model: str | None) -> Meaning:
    """Return what works mean: the middle of the vectors of their title and their text, of the title alone without one."""
    if model is None:
        return Meaning(keys=(), vectors=np.zeros((0, 0), dtype=np.float32))
    titles = library.vectors.whole(space_of(model, Facet.TITLE))
    texts = library.vectors.whole(space_of(model, Facet.TEXT))
    places = {key: place for place, key in enumerate(titles.keys)}
    keys = sorted(key for key in titles.keys if _is_work(key))
    if not keys:
        return Meaning(keys=(), vectors=np.zeros((0, 0), dtype=np.float32))
    sums = titles.matrix[[places[key] for key in keys]].astype(np.float32, copy=True)
    rows = {key: row for row, key in enumerate(keys)}
    there = [(rows[key], place) for place, key in enumerate(texts.keys) if key in rows]
    if there:
        into, out_of = np.array(there).T
        sums[into] += texts.matrix[out_of]
    return Meaning(keys=keys, vectors=sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def works_in(keys: Collection[NodeId]) -> list[NodeId]:
    """Return those of the keys that are works'."""
    return [key for key in keys if _is_work(key)]


def _is_work(key: NodeId) -> bool:
    try:
        return kind_of(key) in WORK_KINDS
    except ValueError:  # a document that lists and is no work
        return False
