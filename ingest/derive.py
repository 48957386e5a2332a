"""Documents and decisions → the derived graph, incrementally and as a whole; both give the same (law 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from graph.assemble import assemble
from graph.categories import CategoryNames, category_names, defaults_delta
from graph.decisions import delta_on, key_of
from graph.model import Document, DocumentId, GraphDelta, Item, NodeId
from graph.ports import Library, Progress, Reading
from ingest.searching import entries_for

PAGE = 200


class Derivation:
    """Draws the graph of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def documents(self, readings: Sequence[Reading]) -> None:
        """Store what was read and draw it, with the documents that link to works that came or went with it."""
        if not readings:
            return
        store = self._library.documents
        ids = {reading.document.id for reading in readings}
        before = store.named_by(ids)
        candidates = set().union(*(reading.links for reading in readings)) | before
        known = store.named(candidates)
        after = set().union(*(named(reading.document, reading.items) for reading in readings))
        names = self._names()
        deltas, done = [], []
        for reading in readings:
            delta, items = assemble(reading.document, reading.items, known | after, names)
            deltas.append(delta)
            done.append(replace(reading, items=items))
        store.put(done)
        self._apply(deltas)
        moved = (after - known) | (before - store.named(before))
        self._again(store.linking(moved) - ids)
        self._defaults()
