"""Writing documents as fetched and as read: what they say, their payload in parts, their items, and what they refer to."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from itertools import groupby
from operator import itemgetter

import msgspec

from graph.errors import StoreError
from graph.model import Document, DocumentId, Fetched
from graph.ports import Reading
from graph.stores.naming import named_in
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.identities import ensure_identities, key_of
from graph.stores.neo4j.rows import Kind
from graph.stores.neo4j.transaction import Row

PACKING = 1
"""How hard zlib tries: what is fetched is read again by a rebuild alone, and quick to write matters more than small."""

PART = 4_000_000
"""Bytes of a payload that one node has: a server may refuse messages of 16 MB."""

_FIELDS = ("id", "source", "digest", "published", "month", "key", "reader", "body")
_DIGEST = _FIELDS.index("digest")
_ITEMS = Kind("Item", "document", ("id", "document", "block", "position", "node", "body"))

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Document).decode


def write_readings(server: Server, latest: Mapping[DocumentId, Reading]) -> None:
    """Write what of these documents differs from what is held."""
    _write_documents(server, latest)
    _write_items(server, latest)
    _refer(server, latest)


def fetched_after(server: Server, after: DocumentId, limit: int) -> list[Fetched]:
    """Return documents as fetched, sorted by id, from behind that one."""
    rows = groupby(sorted(server.rows(_FETCHED, after=after, limit=limit)), key=itemgetter(slice(5)))
    return [
        Fetched(id=document, source=source, key=key, reader=reader, digest=digest, payload=_unpacked(parts))
        for (document, source, key, reader, digest), parts in rows
    ]


def document_of(body: bytes) -> Document:
    """Return the document in a body."""
    return _decode(zlib.decompress(body))


def _write_documents(server: Server, latest: Mapping[DocumentId, Reading]) -> None:
    given = ", ".join(f"d.{field}" for field in (*_FIELDS, "parts"))
    found = server.among(f"MATCH (d:Document {{id: key}}) RETURN {given}", latest)
    held, parts = {row[0]: row[:-1] for row in found}, {row[0]: int(row[-1]) for row in found}
    rows = {key: _document_row(reading) for key, reading in latest.items()}
    fetched = {
        key: latest[key].fetched for key, row in rows.items() if key not in held or held[key][_DIGEST] != row[_DIGEST]
    }
    parts |= _write_payloads(server, fetched, parts)
    fields = [
        dict(zip(_FIELDS, row, strict=True)) | {"parts": parts[key]}
        for key, row in rows.items()
        if held.get(key) != row
    ]
    server.many(_ADD, (row for row in fields if row["id"] not in held))
    server.many(_CHANGE, (row for row in fields if row["id"] in held))


def _write_payloads(
    server: Server, fetched: Mapping[DocumentId, Fetched], parts: Mapping[DocumentId, int]
) -> dict[DocumentId, int]:
    """Write these payloads in place of the `parts` there are so far; return how many each has now."""
    gone = ({"id": key} for document in fetched for key in _part_keys(document, parts.get(document, 0)))
    server.many("MATCH (p:Payload {id: row.id}) DELETE p", gone)
    packed = {key: zlib.compress(one.payload, PACKING) for key, one in fetched.items()}
    cut = {key: [body[at : at + PART] for at in range(0, len(body), PART)] for key, body in packed.items()}
    server.many(
        "CREATE (:Payload {id: row.id, document: row.document, body: row.body})",
        (
            {"id": key, "document": document, "body": body}
            for document, bodies in cut.items()
            for key, body in zip(_part_keys(document, len(bodies)), bodies, strict=True)
        ),
    )
    return {document: len(bodies) for document, bodies in cut.items()}


def _write_items(server: Server, latest: Mapping[DocumentId, Reading]) -> None:
    items = [item for reading in latest.values() for item in reading.items]
    owners = server.among("MATCH (i:Item {id: key}) RETURN i.id, i.document", (item.id for item in items))
    taken = {key for key, document in owners if document not in latest}
    taken |= {key for key, times in Counter(item.id for item in items).items() if times > 1}
    if taken:
        raise StoreError(f"there is another item {min(taken)!r}")
    rows = [(one.id, one.document, one.block, one.position, one.node, _encode(one)) for one in items]
    _ITEMS.renew(server, latest, rows)


def _refer(server: Server, latest: Mapping[DocumentId, Reading]) -> None:
    """Let the documents lead to what they link to and what they name: they record or list it."""
    wanted = {row for key, reading in latest.items() for row in _references(key, reading)}
    held = set(
        server.among(
            "MATCH (d:Document {id: key})-[r:REFERS]->(i:Identity) RETURN d.id, i.id, r.linked, r.named", latest
        )
    )
    ensure_identities(server, {identity for _, identity, *_ in wanted - held})
    for cypher, rows in ((_UNREFER, held - wanted), (_REFER, wanted - held)):
        server.many(
            cypher, (dict(zip(("id", "identity", "linked", "named"), row, strict=True)) for row in sorted(rows))
        )


def _references(document: DocumentId, reading: Reading) -> Iterator[Row]:
    linked = set(map(key_of, reading.links))
    named = set(map(key_of, named_in([reading.document], reading.items)))
    return ((document, identity, identity in linked, identity in named) for identity in linked | named)


def _document_row(reading: Reading) -> Row:
    fetched, document = reading.fetched, reading.document
    return (
        fetched.id,
        fetched.source,
        fetched.digest,
        document.published.instant.astimezone(UTC).isoformat(timespec="microseconds") if document.published else None,
        document.published.month if document.published else None,
        fetched.key,
        fetched.reader,
        zlib.compress(_encode(document), PACKING),
    )


def _unpacked(parts: Iterable[Row]) -> bytes:
    return zlib.decompress(b"".join(body for *_, body in parts))


def _part_keys(document: DocumentId, parts: int) -> list[str]:
    return [f"{document}#{part}" for part in range(parts)]


# Asked at once, so that no payload comes with the digest of another.
_FETCHED = """
MATCH (d:Document) WHERE d.id > $after WITH d ORDER BY d.id LIMIT $limit
UNWIND range(0, d.parts - 1) AS part MATCH (p:Payload {id: d.id + '#' + toString(part)})
RETURN d.id, d.source, d.key, d.reader, d.digest, part, p.body
"""
_GIVEN = ", ".join(f"{field}: row.{field}" for field in (*_FIELDS, "parts"))
_ADD = f"CREATE (:Document {{{_GIVEN}}})"
_CHANGE = f"MATCH (d:Document {{id: row.id}}) SET {', '.join(f'd.{field} = row.{field}' for field in (*_FIELDS[1:], 'parts'))}"
_REFER = """
MATCH (d:Document {id: row.id}) MATCH (i:Identity {id: row.identity})
CREATE (d)-[:REFERS {linked: row.linked, named: row.named}]->(i)
"""
_UNREFER = "MATCH (d:Document {id: row.id})-[r:REFERS]->(i:Identity {id: row.identity}) DELETE r"
