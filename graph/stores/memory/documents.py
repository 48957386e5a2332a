"""Sources, documents and items in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from graph.errors import StoreError
from graph.model import Document, DocumentId, Fetched, Item, NodeId, Source, SourceId
from graph.ports import Reading
from graph.stores.memory.journal import Journal, held
from graph.stores.naming import named_in


class MemoryDocuments:
    """The DocumentStore port."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.held_sources: dict[SourceId, Source] = {}
        self.readings: dict[DocumentId, Reading] = {}
        self._items: dict[str, Item] = {}

    def put_source(self, source: Source) -> None:
        """Add the source or replace the one with its id."""
        with self._journal.transaction():
            self._journal.set(self.held_sources, source.id, source)

    def source(self, key: SourceId) -> Source:
        """Return the source, or raise NotFoundError."""
        with self._journal.lock:
            return held("source", self.held_sources, key)

    def sources(self) -> list[Source]:
        """Return all sources, sorted by id."""
        with self._journal.lock:
            return [self.held_sources[key] for key in sorted(self.held_sources)]

    def put(self, readings: Iterable[Reading]) -> None:
        """Add or replace documents with their items and links; their sources must be there (else StoreError)."""
        latest = {reading.fetched.id: reading for reading in readings}
        with self._journal.transaction():
            latest = {key: reading for key, reading in latest.items() if self.readings.get(key) != reading}
            missing = {reading.fetched.source for reading in latest.values()} - set(self.held_sources)
            if missing:
                raise StoreError(f"no such source: {', '.join(sorted(missing))}")
            for key in latest:
                for item in self.readings[key].items if key in self.readings else ():
                    self._journal.drop(self._items, item.id)
            for key, reading in latest.items():
                self._journal.set(self.readings, key, reading)
                for item in reading.items:
                    if item.id in self._items:
                        raise StoreError(f"there is another item {item.id!r}")
                    self._journal.set(self._items, item.id, item)

    def digests(self, source: SourceId) -> dict[DocumentId, str]:
        """Return what is already held of a source: document id → digest of its payload."""
        return {reading.fetched.id: reading.fetched.digest for reading in self._of(source)}

    def document(self, key: DocumentId) -> Document:
        """Return the document, or raise NotFoundError."""
        with self._journal.lock:
            return held("document", self.readings, key).document

    def many(self, keys: Collection[DocumentId]) -> dict[DocumentId, Document]:
        """Return id → document for those of the ids that exist."""
        with self._journal.lock:
            return {key: self.readings[key].document for key in keys if key in self.readings}

    def documents(
        self, source: SourceId | None = None, after: DocumentId | None = None, limit: int = 50
    ) -> list[Document]:
        """Return a page of documents sorted by id, those after the given id."""
        return [reading.document for reading in self._of(source) if reading.fetched.id > (after or "")][:limit]

    def newest(self, source: SourceId | None = None, limit: int = 20, skip: int = 0) -> list[Document]:
        """Return documents by publication instant, newest first, then by id, past the first `skip`; undated ones last."""
        documents = [reading.document for reading in self._of(source)]
        return sorted(documents, key=_instant, reverse=True)[skip : skip + limit]

    def fetched(self, after: DocumentId | None = None, limit: int = 200) -> list[Fetched]:
        """Return a page of documents as fetched, sorted by id."""
        return [reading.fetched for reading in self._of(None) if reading.fetched.id > (after or "")][:limit]

    def items(self, document: DocumentId) -> list[Item]:
        """Return a document's items in reading order."""
        with self._journal.lock:
            items = self.readings[document].items if document in self.readings else ()
            return sorted(items, key=_place)

    def item_blocks(self, document: DocumentId) -> set[int]:
        """Return the blocks that a document's items stand in."""
        return {item.block for item in self.items(document)}

    def item(self, key: str) -> Item:
        """Return the item, or raise NotFoundError."""
        with self._journal.lock:
            return held("item", self._items, key)

    def items_listing(self, nodes: Collection[NodeId]) -> list[Item]:
        """Return the items whose node is one of these, sorted by document id, then block, then position."""
        wanted = set(nodes)
        with self._journal.lock:
            return sorted((item for item in self._items.values() if item.node in wanted), key=_place)

    def all_items(self, after: str | None = None, limit: int = 200) -> list[Item]:
        """Return a page of all items sorted by item id."""
        with self._journal.lock:
            keys = sorted(key for key in self._items if key > (after or ""))[:limit]
            return [self._items[key] for key in keys]

    def linking(self, identities: Collection[str]) -> set[DocumentId]:
        """Return the documents that hold a link with one of these identities anywhere in their outline."""
        wanted = set(identities)
        return {reading.fetched.id for reading in self._of(None) if not wanted.isdisjoint(reading.links)}

    def named(self, identities: Collection[str], besides: Collection[DocumentId] = ()) -> set[str]:
        """Return which of the identities some document records or lists (further links too), these documents aside."""
        with self._journal.lock:
            return set(identities) & self.named_by(set(self.readings) - set(besides))

    def named_by(self, documents: Collection[DocumentId]) -> set[str]:
        """Return the identities that these documents record or list."""
        with self._journal.lock:
            known = [self.readings[key] for key in documents if key in self.readings]
            return named_in([each.document for each in known], [item for each in known for item in each.items])

    def counts(self) -> dict[str, int]:
        """Return {"sources": n, "documents": n, "items": n}."""
        with self._journal.lock:
            return {"sources": len(self.held_sources), "documents": len(self.readings), "items": len(self._items)}

    def document_counts(self) -> dict[SourceId, int]:
        """Return how many documents each source has, 0 included."""
        return {source.id: len(self._of(source.id)) for source in self.sources()}

    def item_counts(self) -> dict[SourceId, int]:
        """Return how many items each source's documents hold, 0 included."""
        return {source.id: sum(len(each.items) for each in self._of(source.id)) for source in self.sources()}

    def clear(self) -> None:
        """Remove everything."""
        self._journal.clear(self._items)
        self._journal.clear(self.readings)
        self._journal.clear(self.held_sources)

    def _of(self, source: SourceId | None) -> list[Reading]:
        """Return the readings of a source (of all when None), sorted by id."""
        with self._journal.lock:
            readings = [self.readings[key] for key in sorted(self.readings)]
        return [reading for reading in readings if source is None or reading.fetched.source == source]


def _instant(document: Document) -> datetime:
    return document.published.instant if document.published else datetime.min.replace(tzinfo=UTC)


def _place(item: Item) -> tuple[str, int, int, str]:
    return item.document, item.block, item.position, item.id
