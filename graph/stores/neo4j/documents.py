"""Sources, documents and items in Neo4j; documents are joined to the identities that they link to and name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter

import msgspec

from graph.errors import NotFoundError
from graph.model import Document, DocumentId, Fetched, Item, NodeId, Source, SourceId
from graph.ports import Reading
from graph.stores.decoded import Decoded, check_sources
from graph.stores.naming import named_in
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.identities import key_of
from graph.stores.neo4j.readings import document_of, fetched_after, write_readings
from graph.stores.neo4j.telling import tell_works, works_told

_PLACE = itemgetter(0, 1, 2, 3)

_encode = msgspec.msgpack.Encoder().encode
_source = msgspec.msgpack.Decoder(Source).decode
_item = msgspec.msgpack.Decoder(Item).decode


class Neo4jDocuments:
    """The DocumentStore port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._decoded = Decoded(server)
        self._item_counts = Counted(server, self._count_items)

    def put_source(self, source: Source) -> None:
        """Add the source or replace the one with its id."""
        body = _encode(source)
        with self._server.transaction():
            if self._server.value("MATCH (s:Source {id: $id}) RETURN s.body", id=source.id) != body:
                self._server.run("MERGE (s:Source {id: $id}) SET s.body = $body", id=source.id, body=body)

    def source(self, key: SourceId) -> Source:
        """Return the source, or raise NotFoundError."""
        body = self._server.value("MATCH (s:Source {id: $key}) RETURN s.body", key=key)
        if body is None:
            raise NotFoundError("source", key)
        return _source(body)

    def sources(self) -> list[Source]:
        """Return all sources, sorted by id."""
        return [_source(body) for (body,) in self._server.rows("MATCH (s:Source) RETURN s.body ORDER BY s.id")]

    def put(self, readings: Iterable[Reading]) -> None:
        """Add or replace documents with their items and links; their sources must be there (else StoreError)."""
        latest = {reading.fetched.id: reading for reading in readings}
        if not latest:
            return
        with self._server.transaction():
            self._check_sources({reading.fetched.source for reading in latest.values()})
            write_readings(self._server, latest)
            tell_works(self._server, works_told(self._server, latest))

    def digests(self, source: SourceId) -> dict[DocumentId, str]:
        """Return what is already held of a source: document id → digest of its payload."""
        return dict(self._server.rows("MATCH (d:Document {source: $source}) RETURN d.id, d.digest", source=source))

    def document(self, key: DocumentId) -> Document:
        """Return the document, or raise NotFoundError."""
        found = self.many([key])
        if key not in found:
            raise NotFoundError("document", key)
        return found[key]

    def many(self, keys: Collection[DocumentId]) -> dict[DocumentId, Document]:
        """Return id → document for those of the ids that exist."""
        return self._decoded.many(keys, self._documents)

    def documents(
        self, source: SourceId | None = None, after: DocumentId | None = None, limit: int = 50
    ) -> list[Document]:
        """Return a page of documents sorted by id, those after the given id."""
        page = f"MATCH (d:Document{_of(source)}) WHERE d.id > $after RETURN d.body ORDER BY d.id LIMIT $limit"
        rows = self._server.rows(page, source=source, after=after or "", limit=limit)
        return [document_of(body) for (body,) in rows]

    def newest(self, source: SourceId | None = None, limit: int = 20, skip: int = 0) -> list[Document]:
        """Return documents by publication instant, newest first, then by id, past the first `skip`; undated ones last."""
        order = "ORDER BY coalesce(d.published, '') DESC, d.id SKIP $skip LIMIT $limit"
        page = f"MATCH (d:Document{_of(source)}) RETURN d.id {order}"
        keys = [key for (key,) in self._server.rows(page, source=source, limit=limit, skip=skip)]
        found = self.many(keys)
        return [found[key] for key in keys if key in found]

    def fetched(self, after: DocumentId | None = None, limit: int = 200) -> list[Fetched]:
        """Return a page of documents as fetched, sorted by id."""
        return fetched_after(self._server, after or "", limit)

    def items(self, document: DocumentId) -> list[Item]:
        """Return a document's items in reading order."""
        return self._items("document", [document])

    def item_blocks(self, document: DocumentId) -> set[int]:
        """Return the blocks that a document's items stand in."""
        rows = self._server.rows("MATCH (i:Item {document: $document}) RETURN DISTINCT i.block", document=document)
        return {block for (block,) in rows}

    def item(self, key: str) -> Item:
        """Return the item, or raise NotFoundError."""
        body = self._server.value("MATCH (i:Item {id: $key}) RETURN i.body", key=key)
        if body is None:
            raise NotFoundError("item", key)
        return _item(body)

    def items_listing(self, nodes: Collection[NodeId]) -> list[Item]:
        """Return the items whose node is one of these, sorted by document id, then block, then position."""
        return self._items("node", nodes)

    def all_items(self, after: str | None = None, limit: int = 200) -> list[Item]:
        """Return a page of all items sorted by item id."""
        page = "MATCH (i:Item) WHERE i.id > $after RETURN i.body ORDER BY i.id LIMIT $limit"
        return [_item(body) for (body,) in self._server.rows(page, after=after or "", limit=limit)]

    def linking(self, identities: Collection[str]) -> set[DocumentId]:
        """Return the documents that hold a link with one of these identities anywhere in their outline."""
        keys = map(key_of, identities)
        rows = self._server.among(f"{_REFERRING} WHERE r.linked RETURN DISTINCT d.id", keys)
        return {document for (document,) in rows}

    def named(self, identities: Collection[str], besides: Collection[DocumentId] = ()) -> set[str]:
        """Return which of the identities some document records or lists (further links too), these documents aside."""
        wanted, aside = {key_of(identity): identity for identity in identities}, set(besides)
        rows = self._server.among(f"{_REFERRING} WHERE r.named RETURN key, d.id", wanted)
        return {wanted[key] for key, document in rows if document not in aside}

    def named_by(self, documents: Collection[DocumentId]) -> set[str]:
        """Return the identities that these documents record or list."""
        return named_in(self.many(documents).values(), self._items("document", documents))

    def counts(self) -> dict[str, int]:
        """Return {"sources": n, "documents": n, "items": n}."""
        labels = {"sources": "Source", "documents": "Document", "items": "Item"}
        return {name: self._server.value(f"MATCH (n:{label}) RETURN count(n)") for name, label in labels.items()}

    def document_counts(self) -> dict[SourceId, int]:
        """Return how many documents each source has, 0 included."""
        counted: dict[SourceId, int] = dict(self._server.rows("MATCH (d:Document) RETURN d.source, count(d)"))
        return {source: counted.get(source, 0) for source in self._source_ids()}

    def item_counts(self) -> dict[SourceId, int]:
        """Return how many items each source's documents hold, 0 included."""
        return dict(self._item_counts())

    def _items(self, field: str, keys: Collection[str]) -> list[Item]:
        given = "i.document, i.block, i.position, i.id, i.body"
        rows = self._server.among(f"MATCH (i:Item {{{field}: key}}) RETURN {given}", keys)
        return [_item(body) for *_, body in sorted(rows, key=_PLACE)]

    def _count_items(self) -> dict[SourceId, int]:
        sources: dict[DocumentId, SourceId] = dict(self._server.rows("MATCH (d:Document) RETURN d.id, d.source"))
        counted = dict.fromkeys(self._source_ids(), 0)
        for document, items in self._server.rows("MATCH (i:Item) RETURN i.document, count(i)"):
            if document in sources:  # else it came between the two questions
                counted[sources[document]] += items
        return counted

    def _source_ids(self) -> list[SourceId]:
        return [key for (key,) in self._server.rows("MATCH (s:Source) RETURN s.id ORDER BY s.id")]

    def _documents(self, keys: Collection[DocumentId]) -> Iterator[tuple[DocumentId, Document]]:
        for key, body in self._server.among("MATCH (d:Document {id: key}) RETURN d.id, d.body", keys):
            yield key, document_of(body)

    def _check_sources(self, wanted: Collection[SourceId]) -> None:
        check_sources(wanted, [key for (key,) in self._server.among("MATCH (s:Source {id: key}) RETURN s.id", wanted)])


_REFERRING = "MATCH (i:Identity {id: key})<-[r:REFERS]-(d:Document)"


def _of(source: SourceId | None) -> str:
    return "" if source is None else " {source: $source}"
