"""Documents kept decoded between two writes: one that lists thousands is slow to decode again for the next page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from graph.errors import StoreError
from graph.model import Document, DocumentId, SourceId

MOST_HELD = 100
"""Documents that are kept: what one page needs, and the next."""


class Versioned(Protocol):
    """What knows when it was written last."""

    def version(self) -> int:
        """Return how many committed transactions have changed something."""

    @property
    def in_transaction(self) -> bool:
        """Return whether this thread is inside a transaction, and may see what is not committed."""


class Decoded:
    """Documents as they were read at the present version of a database; in a transaction they are read anew."""

    def __init__(self, database: Versioned) -> None:
        self._database = database
        self._read: tuple[int, dict[DocumentId, Document]] = (-1, {})

    def many(
        self,
        keys: Collection[DocumentId],
        read: Callable[[list[DocumentId]], Iterable[tuple[DocumentId, Document]]],
    ) -> dict[DocumentId, Document]:
        """Return id → document for those of the ids that exist; `read` gives those that are not kept."""
        held = self._held()
        held.update(read([key for key in keys if key not in held]))
        return {key: held[key] for key in keys if key in held}

    def _held(self) -> dict[DocumentId, Document]:
        if self._database.in_transaction:
            return {}
        version = self._database.version()
        if self._read[0] != version or len(self._read[1]) > MOST_HELD:
            self._read = (version, {})
        return self._read[1]


def check_sources(wanted: Collection[SourceId], held: Iterable[SourceId]) -> None:
    """Raise StoreError where a source of documents is not there."""
    missing = set(wanted).difference(held)
    if missing:
        raise StoreError(f"no such source: {', '.join(sorted(missing))}")
