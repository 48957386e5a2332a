"""Vectors by key and space, as a small Protocol, with its contract suite in `tests/contracts/`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dimensions), rows of unit length."""


class Hit(Struct, frozen=True):
    """A search result; a higher score is better."""

    key: str
    score: float


class Space(Struct, frozen=True):
    """All vectors of one space as they were at one moment: row n of the matrix (read-only) is that of `keys[n]`; in any order."""

    keys: Sequence[str]
    matrix: Vectors


class VectorIndex(Protocol):
    """Vectors by key and space (what a model makes of a facet: `graph.link.space_of`); two spaces never meet.

    Derived from texts, and kept beside the library: what is put is safe at once whatever becomes of a transaction, and
    the library's version and its backups know nothing of it.
    """

    def put(self, space: str, keys: Sequence[str], vectors: Vectors, digests: Sequence[bytes] | None = None) -> None:
        """Add or replace vectors; raise InvalidInputError when the shapes disagree with each other or the space's.

        `digests` are those of the texts that the vectors were made of; a vector without has an empty one.
        """

    def get(self, space: str, keys: Collection[str]) -> dict[str, Vectors]:
        """Return key → vector (shape (dimensions,)) for those that exist."""

    def keys(self, space: str) -> list[str]:
        """Return the keys that have a vector in the space, sorted."""

    def digests(self, space: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return key → the digest of the text that its vector was made of, for those that exist."""

    def delete(self, keys: Collection[str], space: str | None = None) -> None:
        """Remove the keys' vectors of the space, of every space without one."""

    def clear(self, space: str | None = None) -> None:
        """Remove all vectors of the space, of every space without one."""

    def version(self) -> str:
        """Return what changes whenever a vector comes, is replaced or goes."""

    def counts(self) -> dict[str, int]:
        """Return space → how many vectors it holds, for those that hold any."""

    def whole(self, space: str) -> Space:
        """Return all vectors of the space: kept in memory and brought up to date, so quick from the second time on."""

    def nearest(self, space: str, vector: Vectors, limit: int = 10) -> list[Hit]:
        """Return the nearest by cosine, best first, ties by key."""
