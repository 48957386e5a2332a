"""What the linker knows of a library's meanings: gathers nodes as `graph.linking` sees them, keeps what it learned.

What was learned lies in a file beside the neighbours. It is derived: without it, or with another model's, all is learned
and linked anew. A node is only seen with what was learned when all were linked last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from graph.gists import every_gist, gists
from graph.link import Facet, Gist, space_of
from graph.linking.meaning import Seen, Sense, learn
from graph.model import NodeId
from graph.ports import Library, Vectors

_PART = 5_000
"""Nodes seen at once."""


class Senses:
    """The meanings of one library, by one model's vectors."""

    def __init__(self, library: Library, model: str, kept: Path) -> None:
        self._library = library
        self._model = model
        self._kept = kept

    def learn(self) -> tuple[list[NodeId], Vectors, str]:
        """Learn from all that has vectors, keep it, and return the keys, their meanings and the name of what was learned."""
        titled = set(self._library.vectors.keys(space_of(self._model, Facet.TITLE)))
        found = [gist for page in every_gist(self._library) for gist in page if gist.key in titled]
        if not found:
            return [], np.zeros((0, 0), dtype=np.float32), ""
        listed = self._library.graph.many([gist.key for gist in found])
        seen = self._seen(found)
        sense = learn(seen, [row for row, gist in enumerate(found) if gist.key in listed])
        kept = sense.kept()
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._kept.with_suffix(".new")
        fresh.write_bytes(kept)
        fresh.replace(self._kept)
        meanings = np.vstack([sense.meaning(seen.part(part)) for part in _parts(len(found))])
        return [gist.key for gist in found], meanings, _name(self._model, kept)

    def held(self) -> tuple[Sense, str] | None:
        """Return what was learned last and its name; None where that is not there, or is something else."""
        try:
            return _restored(self._kept, self._kept.stat().st_mtime_ns, self._model)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def seen(self, keys: Collection[NodeId]) -> tuple[list[NodeId], Seen]:
        """Return those of the keys that have vectors, in order, as they are seen."""
        titled = self._library.vectors.get(space_of(self._model, Facet.TITLE), keys)
        known = gists(self._library, titled)
        found = [known[key] for key in sorted(known)]
        return [gist.key for gist in found], self._seen(found)

    def _seen(self, found: Sequence[Gist]) -> Seen:
        return Seen(found, self._rows(found, Facet.TITLE), self._rows(found, Facet.TEXT))

    def _rows(self, found: Sequence[Gist], facet: Facet) -> Vectors:
        """Return the nodes' vectors of a facet, a row each; zeros where there is none."""
        whole = self._library.vectors.whole(space_of(self._model, facet))
        width = whole.matrix.shape[1] if len(whole.keys) else self._width()
        places = {key: place for place, key in enumerate(whole.keys)}
        at = np.array([places.get(gist.key, -1) for gist in found], dtype=np.int64)
        rows: Vectors = np.zeros((len(found), width), dtype=np.float32)
        rows[at >= 0] = whole.matrix[at[at >= 0]] if width and (at >= 0).any() else 0
        return rows

    def _width(self) -> int:
        """Return how many dimensions the model has; every node has a title."""
        return int(self._library.vectors.whole(space_of(self._model, Facet.TITLE)).matrix.shape[1])


@lru_cache(maxsize=1)
def _restored(file: Path, _written: int, model: str) -> tuple[Sense, str]:
    """Return what the file holds, read again where it was written anew."""
    kept = file.read_bytes()
    return Sense.restored(kept), _name(model, kept)


def _name(model: str, kept: bytes) -> str:
    return f"{model} {sha256(kept).hexdigest()[:12]}"


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, start + _PART) for start in range(0, count, _PART))
