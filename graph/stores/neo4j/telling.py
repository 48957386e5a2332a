"""Writing who mentions which works and what these name: the rows of the chronicle, worked out anew for works touched."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator

from graph.model import DocumentId, Month, NodeId, SourceId
from graph.stores.beside import brought_by, told_rows
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.naming import place_key
from graph.stores.neo4j.rows import Kind, steps
from graph.stores.neo4j.transaction import Row

_WORKS_A_STEP = 2_000
_TOLD = Kind("Told", "work", ("work", "document", "source", "month", "since", "until", "record", "first", "leads"))
_SPOKEN = Kind("Spoken", "work", ("concept", "kind", "month", "source", "work"))


def tell_works(server: Server, works: Collection[NodeId]) -> None:
    """Write who mentions these works now, and what they name."""
    for some in steps(works, _WORKS_A_STEP):
        told = _told(server, some)
        first = brought_by(told)
        _TOLD.renew(server, some, told)
        spoken = [(one, one.partition("-")[0], *first[work], work) for work, one in _named(server, first)]
        _SPOKEN.renew(server, some, spoken)


def works_of(server: Server, texts: Collection[str]) -> set[NodeId]:
    """Return the works that these texts speak of: those they record or list, themselves where they are works."""
    edges = server.among("MATCH (:Node {id: key})-[:RECORDS|LISTS]->(b:Node) RETURN DISTINCT b.id", texts)
    return {work for (work,) in edges} | {work for _, _, work in _entries(server, texts)} | set(texts)


def works_told(server: Server, documents: Collection[DocumentId]) -> set[NodeId]:
    """Return the works that these documents are known to mention."""
    rows = server.among("MATCH (t:Told {document: key}) RETURN DISTINCT t.work", documents)
    return {work for (work,) in rows}


def _told(server: Server, works: Collection[NodeId]) -> list[Row]:
    sections: dict[tuple[NodeId, DocumentId], Month] = {}
    picks: dict[NodeId, Month] = {}
    for work, document, month, basis in server.among(_SAID, works):
        if basis == "picked":
            picks[work] = min(month, picks.get(work, month))
        else:
            sections[work, document] = min(month, sections.get((work, document), month))
    pairs = server.among(_MENTIONS, works)
    documents = _bodies(server, {document for _, document in pairs})
    return told_rows(((*pair, sections.get(pair)) for pair in pairs), documents, picks.items())


def _bodies(server: Server, documents: Collection[DocumentId]) -> dict[DocumentId, tuple[SourceId, bytes]]:
    rows = server.among("MATCH (d:Document {id: key}) RETURN d.id, d.source, d.body", documents)
    return {key: (source, zlib.decompress(body)) for key, source, body in rows}


def _named(server: Server, works: Collection[NodeId]) -> set[tuple[NodeId, NodeId]]:
    """Return (work, concept it names)."""
    own = server.among("MATCH (n:Named {text: key}) RETURN n.text, n.concept", works)
    stated = server.among(_STATED, works)
    return {(work, concept) for work, concept in (*own, *stated, *_as_entry(server, works), *_recorded(server, works))}


def _as_entry(server: Server, works: Collection[NodeId]) -> Iterator[tuple[NodeId, NodeId]]:
    """Yield what is named in the blocks that list the works."""
    entries = server.among("MATCH (i:Item {node: key}) RETURN i.node, i.document, i.block", works)
    places = [(work, place_key((document, block))) for work, document, block in entries]
    rows = server.among("MATCH (n:Named {place: key}) RETURN n.place, n.concept", {place for _, place in places})
    named = _grouped(rows)
    return ((work, concept) for work, place in places for concept in named.get(place, ()))


def _recorded(server: Server, works: Collection[NodeId]) -> Iterator[tuple[NodeId, NodeId]]:
    """Yield what is named by the documents that record the works, but where they list others."""
    pairs = server.among("MATCH (b:Node {id: key})<-[:RECORDS]-(a:Node) RETURN DISTINCT b.id, a.id", works)
    documents = {document for _, document in pairs}
    listing = {(document, block) for document, block, _ in _entries(server, documents)}
    rows = server.among("MATCH (n:Named {text: key}) RETURN n.text, n.block, n.concept", documents)
    named = _grouped((text, concept) for text, block, concept in rows if (text, block) not in listing)
    return ((work, concept) for work, document in pairs for concept in named.get(document, ()))


def _entries(server: Server, documents: Collection[DocumentId]) -> list[Row]:
    """Return (document, block, work) of what these list."""
    return server.among(
        "MATCH (i:Item {document: key}) WHERE i.node IS NOT NULL RETURN DISTINCT i.document, i.block, i.node", documents
    )


def _grouped(pairs: Iterable[Row]) -> dict[str, set[NodeId]]:
    found: dict[str, set[NodeId]] = {}
    for key, concept in pairs:
        found.setdefault(key, set()).add(concept)
    return found


_SAID = """
MATCH (p:Placed {work: key}) WHERE p.basis IN ['picked', 'curated'] RETURN p.work, p.document, p.month, p.basis
"""
_MENTIONS = """
MATCH (b:Node {id: key})<-[e:RECORDS|LISTS]-(a:Node) WHERE e.basis <> 'further' RETURN DISTINCT b.id, a.id
"""
_STATED = """
MATCH (a:Node {id: key})-[e:INTRODUCES|ABOUT|USES|EVALUATED_ON]->(b:Node) WHERE e.basis = 'stated'
RETURN DISTINCT a.id, b.id
"""
