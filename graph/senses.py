"""What the linker knows of a library: gathers nodes as `graph.linking` sees them, keeps what it learned.

What was learned lies in a file beside the neighbours. It is derived: without it, or with another model's, all is learned
and linked anew. A node is only seen with what was learned when all were linked last.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from msgspec.structs import replace

from graph.errors import StoreError
from graph.gists import every_gist, gists
from graph.joined import is_address
from graph.link import Facet, Gist, space_of
from graph.linking.meaning import Seen, Sense, learn
from graph.linking.pairs import named
from graph.model import NodeId
from graph.ports import Library, Vectors
from graph.reasons.naming import Rarity
from graph.reasons.told import Name, names_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_PAGE = 2_000


class Senses:
    """The meanings of one library, by one model's vectors."""

    def __init__(self, library: Library, model: str, kept: Path) -> None:
        self._library = library
        self._model = model
        self._kept = kept

    def made(self, keys: Collection[NodeId] | None = None) -> dict[NodeId, bytes]:
        """Return key → the digests of what its vectors were made of, for those of the keys (or of all) that have any."""
        titles, texts = (space_of(self._model, facet) for facet in (Facet.TITLE, Facet.TEXT))
        held = self._library.vectors
        wanted = held.keys(titles) if keys is None else list(keys)
        found: dict[NodeId, bytes] = {}
        for start in range(0, len(wanted), _PAGE):
            some = wanted[start : start + _PAGE]
            further = held.digests(texts, some)
            found |= {key: made + further.get(key, b"") for key, made in held.digests(titles, some).items()}
        return found

    def all(self) -> Seen:
        """Return all that has vectors, sorted by key."""
        titled = set(self._library.vectors.keys(space_of(self._model, Facet.TITLE)))
        found = [gist for page in every_gist(self._library) for gist in page if gist.key in titled]
        return self._seen(sorted(found, key=lambda gist: gist.key))

    def some(self, keys: Collection[NodeId]) -> Seen:
        """Return those of the keys that have vectors, sorted."""
        titled = self._library.vectors.get(space_of(self._model, Facet.TITLE), keys)
        known = gists(self._library, titled)
        return self._seen([known[key] for key in sorted(known)])

    def learn(self, seen: Seen) -> tuple[Sense, str]:
        """Learn from these nodes, and keep it; return it with its name."""
        listed = self._library.graph.many([gist.key for gist in seen.gists])
        kept = learn(seen, [row for row, gist in enumerate(seen.gists) if gist.key in listed]).kept()
        self._keep(kept)
        return Sense.restored(kept), _name(self._model, kept)

    def _keep(self, kept: bytes) -> None:
        """Write the file by a draft of one's own: two processes may learn at once, and the last one's is kept whole."""
        fresh = self._kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}.new")
        try:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(kept)
            fresh.replace(self._kept)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise StoreError(f"what was learned cannot be kept in {self._kept}: {error}") from error

    def held(self) -> tuple[Sense, str] | None:
        """Return what was learned last and its name; None where that is not there, or is something else."""
        try:
            return _restored(self._kept, self._kept.stat().st_mtime_ns, self._model)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def names(self, keys: Sequence[NodeId]) -> csr_array:
        """Return a row a node over the names in its words, as heavy as they are rare."""
        found: dict[NodeId, dict[str, Name]] = {}
        for start in range(0, len(keys), _PAGE):
            found |= names_of(self._library, keys[start : start + _PAGE])
        every = {key: name for some in found.values() for key, name in some.items()}
        rarity = Rarity(self._library, every)
        return named(
            [found.get(key, {}) for key in keys], {key: rarity.weight(key, every[key]) for key in sorted(every)}
        )

    def _seen(self, found: Sequence[Gist]) -> Seen:
        """Return nodes as they are seen; one that is called by its address has no title, which would be like any other."""
        titles, texts = self._rows(found, Facet.TITLE), self._rows(found, Facet.TEXT)
        nameless = [row for row, gist in enumerate(found) if is_address(gist.title)]
        titles[nameless] = 0
        seen = list(found)
        for row in nameless:
            seen[row] = replace(seen[row], title="")
        return Seen(seen, titles, texts)

    def _rows(self, found: Sequence[Gist], facet: Facet) -> Vectors:
        """Return the nodes' vectors of a facet, a row each; zeros where there is none."""
        held = self._library.vectors.get(space_of(self._model, facet), [gist.key for gist in found])
        rows: Vectors = np.zeros((len(found), self._width()), dtype=np.float32)
        for row, gist in enumerate(found):
            if gist.key in held:
                rows[row] = held[gist.key]
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
