"""The vectors of a library's works, as far as there are any yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

import numpy as np
from msgspec import Struct

from graph.ids import kind_of
from graph.joined import lists_of_works
from graph.link import Facet, space_of
from graph.model import WORK_KINDS, NodeId
from graph.ports import Library, Vectors

PARTS = (Facet.BACKGROUND, Facet.METHOD)
"""Of an abstract: what is wanted, and how it is done."""


class Meaning(Struct, frozen=True, kw_only=True):
    """A unit row a work, keys sorted; none where no work has a vector. Of a facet that a work lacks the row is zeros.

    `bare` are the works of which only the title is known.
    """

    keys: Sequence[NodeId]
    vectors: Vectors
    facets: Mapping[Facet, Vectors] = {}
    bare: frozenset[NodeId] = frozenset()

    def without(self, keys: Collection[NodeId]) -> Meaning:
        """Return the others' vectors."""
        kept = [row for row, key in enumerate(self.keys) if key not in keys]
        facets = {facet: rows[kept] for facet, rows in self.facets.items()}
        return Meaning(keys=[self.keys[row] for row in kept], vectors=self.vectors[kept], facets=facets, bare=self.bare)

    def sum(self) -> str:
        """Return a checksum that changes when works or vectors come or change."""
        digest = sha256("\n".join(self.keys).encode("utf-8", "surrogatepass"))
        for rows in (self.vectors, *self.facets.values()):
            digest.update(np.round(rows, 4).astype("<f4").tobytes())
        return digest.hexdigest()[:16]


def meaning_of(library: Library, model: str | None) -> Meaning:
    """Return what works mean: the middle of the vectors of their title and their text, of the title alone without one."""
    if model is None:
        return Meaning(keys=(), vectors=np.zeros((0, 0), dtype=np.float32))
    titles = library.vectors.whole(space_of(model, Facet.TITLE))
    places = {key: place for place, key in enumerate(titles.keys)}
    works = {key for key in titles.keys if _is_work(key)}
    keys = sorted(works - lists_of_works(library, works))
    if not keys:
        return Meaning(keys=(), vectors=np.zeros((0, 0), dtype=np.float32))
    texts = _rows(library, space_of(model, Facet.TEXT), keys)
    sums = titles.matrix[[places[key] for key in keys]] + texts
    parts = {facet: _rows(library, space_of(model, facet), keys) for facet in PARTS}
    return Meaning(
        keys=keys,
        vectors=sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9),
        facets={facet: rows for facet, rows in parts.items() if rows.any()},
        bare=frozenset(keys[row] for row in np.flatnonzero(~texts.any(axis=1)).tolist()),
    )


def _rows(library: Library, space: str, keys: Sequence[NodeId]) -> Vectors:
    """Return a row a key, of zeros where the space has none."""
    held = library.vectors.whole(space)
    places = {key: place for place, key in enumerate(held.keys)}
    found = [(row, places[key]) for row, key in enumerate(keys) if key in places]
    rows = np.zeros((len(keys), held.matrix.shape[1] if found else 1), dtype=np.float32)
    if found:
        into, out_of = np.array(found).T
        rows[into] = held.matrix[out_of]
    return rows


def works_in(keys: Collection[NodeId]) -> list[NodeId]:
    """Return those of the keys that are works'."""
    return [key for key in keys if _is_work(key)]


def _is_work(key: NodeId) -> bool:
    try:
        return kind_of(key) in WORK_KINDS
    except ValueError:  # a document that lists and is no work
        return False
