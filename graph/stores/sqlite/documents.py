"""Sources, documents and items in SQLite."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC
from functools import lru_cache
from hashlib import blake2b

import msgspec

from graph.errors import NotFoundError
from graph.model import Document, DocumentId, Fetched, Item, NodeId, Source, SourceId
from graph.ports import Reading
from graph.stores.decoded import Decoded, check_sources
from graph.stores.naming import named_in
from graph.stores.sqlite.connection import Database, Row, listed
from graph.stores.sqlite.rows import Table, replace_rows
from graph.stores.sqlite.telling import tell_works, works_told

PAYLOAD_LEVEL = 1
"""Payloads are read again by a rebuild alone: quick to write matters more than small."""

_ITEMS = Table("items", ("id", "document", "block", "position", "node", "body"), owner="document", key=1)
_LINKS = Table("links", ("document", "identity", "linked", "named"), owner="document", key=2)

_encode = msgspec.msgpack.Encoder().encode
_source = msgspec.msgpack.Decoder(Source).decode
_document = msgspec.msgpack.Decoder(Document).decode
_item = msgspec.msgpack.Decoder(Item).decode


class SqliteDocuments:
    """The DocumentStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._decoded = Decoded(database)

    def put_source(self, source: Source) -> None:
        """Add the source or replace the one with its id."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO sources VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body "
                "WHERE body IS NOT excluded.body",
                (source.id, _encode(source)),
            )

    def source(self, key: SourceId) -> Source:
        """Return the source, or raise NotFoundError."""
        row = self._database.row("SELECT body FROM sources WHERE id = ?", (key,))
        if row is None:
            raise NotFoundError("source", key)
        return _source(row[0])

    def sources(self) -> list[Source]:
        """Return all sources, sorted by id."""
        return [_source(body) for (body,) in self._database.rows("SELECT body FROM sources ORDER BY id")]

    def put(self, readings: Iterable[Reading]) -> None:
        """Add or replace documents with their items and links; their sources must be there (else StoreError)."""
        latest = {reading.fetched.id: reading for reading in readings}
        if not latest:
            return
        with self._database.transaction():
            self._check_sources({reading.fetched.source for reading in latest.values()})
            self._database.many(_PUT, (_document_row(reading) for reading in latest.values()))
            items = [_item_row(item) for reading in latest.values() for item in reading.items]
            replace_rows(self._database, _ITEMS, latest, items)
            numbers = self._numbers(latest)
            links = [row for key, reading in latest.items() for row in _link_rows(numbers[key], reading)]
            replace_rows(self._database, _LINKS, numbers.values(), links)
            tell_works(self._database, works_told(self._database, latest))

    def digests(self, source: SourceId) -> dict[DocumentId, str]:
        """Return what is already held of a source: document id → digest of its payload."""
        return dict(self._database.rows("SELECT id, digest FROM documents WHERE source = ?", (source,)))

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
        if source is None:
            rows = self._database.rows(
                "SELECT body FROM documents WHERE id > ? ORDER BY id LIMIT ?", (after or "", limit)
            )
        else:
            rows = self._database.rows(
                "SELECT body FROM documents WHERE source = ? AND id > ? ORDER BY id LIMIT ?",
                (source, after or "", limit),
            )
        return [_document(body) for (body,) in rows]

    def newest(self, source: SourceId | None = None, limit: int = 20, skip: int = 0) -> list[Document]:
        """Return documents by publication instant, newest first, then by id, past the first `skip`; undated ones last."""
        order = "ORDER BY published DESC, id LIMIT ? OFFSET ?"
        if source is None:
            rows = self._database.rows(f"SELECT id FROM documents {order}", (limit, skip))  # noqa: S608 - constants
        else:
            rows = self._database.rows(f"SELECT id FROM documents WHERE source = ? {order}", (source, limit, skip))  # noqa: S608 - constants
        found = self.many([key for (key,) in rows])
        return [found[key] for (key,) in rows if key in found]

    def fetched(self, after: DocumentId | None = None, limit: int = 200) -> list[Fetched]:
        """Return a page of documents as fetched, sorted by id."""
        rows = self._database.rows(
            "SELECT id, source, key, reader, digest, payload FROM documents WHERE id > ? ORDER BY id LIMIT ?",
            (after or "", limit),
        )
        return [_fetched(row) for row in rows]

    def items(self, document: DocumentId) -> list[Item]:
        """Return a document's items in reading order."""
        rows = self._database.rows(
            "SELECT body FROM items WHERE document = ? ORDER BY block, position, id", (document,)
        )
        return [_item(body) for (body,) in rows]

    def item_blocks(self, document: DocumentId) -> set[int]:
        """Return the blocks that a document's items stand in."""
        return {block for (block,) in self._database.rows("SELECT block FROM items WHERE document = ?", (document,))}

    def item(self, key: str) -> Item:
        """Return the item, or raise NotFoundError."""
        row = self._database.row("SELECT body FROM items WHERE id = ?", (key,))
        if row is None:
            raise NotFoundError("item", key)
        return _item(row[0])

    def items_listing(self, nodes: Collection[NodeId]) -> list[Item]:
        """Return the items whose node is one of these, sorted by document id, then block, then position."""
        rows = self._database.rows(
            "SELECT body FROM items WHERE node IN (SELECT value FROM json_each(?)) "
            "ORDER BY document, block, position, id",
            (listed(nodes),),
        )
        return [_item(body) for (body,) in rows]

    def all_items(self, after: str | None = None, limit: int = 200) -> list[Item]:
        """Return a page of all items sorted by item id."""
        rows = self._database.rows("SELECT body FROM items WHERE id > ? ORDER BY id LIMIT ?", (after or "", limit))
        return [_item(body) for (body,) in rows]

    def linking(self, identities: Collection[str]) -> set[DocumentId]:
        """Return the documents that hold a link with one of these identities anywhere in their outline."""
        rows = self._database.rows(
            "SELECT DISTINCT documents.id FROM links JOIN documents ON documents.number = links.document "
            "WHERE linked AND identity IN (SELECT value FROM json_each(?))",
            (listed([fingerprint(identity) for identity in identities]),),
        )
        return {document for (document,) in rows}

    def named(self, identities: Collection[str], besides: Collection[DocumentId] = ()) -> set[str]:
        """Return which of the identities some document records or lists (further links too), these documents aside."""
        wanted = {fingerprint(identity): identity for identity in identities}
        rows = self._database.rows(
            "SELECT DISTINCT identity FROM links WHERE named AND identity IN (SELECT value FROM json_each(?)) "
            "AND document NOT IN (SELECT value FROM json_each(?))",
            (listed(wanted), listed(self._numbers(besides).values())),
        )
        return {wanted[held] for (held,) in rows}

    def named_by(self, documents: Collection[DocumentId]) -> set[str]:
        """Return the identities that these documents record or list."""
        rows = self._database.rows(
            "SELECT body FROM items WHERE document IN (SELECT value FROM json_each(?))", (listed(documents),)
        )
        return named_in(self.many(documents).values(), (_item(body) for (body,) in rows))

    def counts(self) -> dict[str, int]:
        """Return {"sources": n, "documents": n, "items": n}."""
        row = self._database.row(
            "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM documents), (SELECT count(*) FROM items)"
        )
        return dict(zip(("sources", "documents", "items"), row or (), strict=True))

    def document_counts(self) -> dict[SourceId, int]:
        """Return how many documents each source has, 0 included."""
        return dict(
            self._database.rows("SELECT id, (SELECT count(*) FROM documents WHERE source = sources.id) FROM sources")
        )

    def item_counts(self) -> dict[SourceId, int]:
        """Return how many items each source's documents hold, 0 included."""
        return dict(
            self._database.rows(
                "SELECT id, (SELECT count(*) FROM documents JOIN items ON items.document = documents.id "
                "WHERE documents.source = sources.id) FROM sources"
            )
        )

    def _numbers(self, keys: Collection[DocumentId]) -> dict[DocumentId, int]:
        return dict(
            self._database.rows(
                "SELECT id, number FROM documents WHERE id IN (SELECT value FROM json_each(?))", (listed(keys),)
            )
        )

    def _documents(self, keys: Collection[DocumentId]) -> Iterator[tuple[DocumentId, Document]]:
        for key, body in self._database.rows(
            "SELECT id, body FROM documents WHERE id IN (SELECT value FROM json_each(?))", (listed(keys),)
        ):
            yield key, _document(body)

    def _check_sources(self, wanted: Collection[SourceId]) -> None:
        held = self._database.rows(
            "SELECT id FROM sources WHERE id IN (SELECT value FROM json_each(?))", (listed(wanted),)
        )
        check_sources(wanted, [key for (key,) in held])


_PUT = """
INSERT INTO documents (id, source, digest, published, key, reader, body, payload, month)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, digest = excluded.digest, published = excluded.published,
    key = excluded.key, reader = excluded.reader, body = excluded.body, payload = excluded.payload, month = excluded.month
WHERE body IS NOT excluded.body OR payload IS NOT excluded.payload OR digest IS NOT excluded.digest
    OR source IS NOT excluded.source OR key IS NOT excluded.key OR reader IS NOT excluded.reader
"""


def _document_row(reading: Reading) -> Row:
    fetched, document = reading.fetched, reading.document
    return (
        fetched.id,
        fetched.source,
        fetched.digest,
        _instant(document),
        fetched.key,
        fetched.reader,
        _encode(document),
        zlib.compress(fetched.payload, PAYLOAD_LEVEL),
        document.published.month if document.published else None,
    )


def _instant(document: Document) -> str | None:
    """Return the publication instant in a form whose order is that of time."""
    if document.published is None:
        return None
    return document.published.instant.astimezone(UTC).isoformat(timespec="microseconds")


def _link_rows(number: int, reading: Reading) -> Iterator[Row]:
    linked = set(reading.links)
    named = named_in([reading.document], reading.items)
    for identity in linked | named:
        yield number, fingerprint(identity), identity in linked, identity in named


@lru_cache(maxsize=1 << 16)
def fingerprint(identity: str) -> int:
    """Return 64 bits that stand for an identity in the index of links; no two of a library's will ever meet."""
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "big", signed=True)


def _item_row(item: Item) -> Row:
    return (item.id, item.document, item.block, item.position, item.node, _encode(item))


def _fetched(row: Row) -> Fetched:
    key, source, entry, reader, digest, payload = row
    return Fetched(id=key, source=source, key=entry, reader=reader, digest=digest, payload=zlib.decompress(payload))
