"""What the corpus says of the library's works, and which documents have to be drawn again because of it.

A record speaks for a work that somebody else made one of the library's: the node that has the record's identity, by a
document or by a decision. So what it says follows from the graph without any records, whatever came first (law 1).

A record's date is arXiv's own: where it contradicts the month in the paper's id, documents leave that month out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from graph.assemble import ARXIV_IDS
from graph.corpus import CONTRIBUTOR, record_delta, withdrawn, work_at
from graph.identity import stated_month
from graph.ids import kind_of
from graph.model import WORK_KINDS, Basis, DocumentId, Edge, EdgeKind, GraphDelta, Identity, NodeId
from graph.ports import Library
from graph.record import Record

ARXIV = "arxiv:"
_NAMING = (EdgeKind.RECORDS, EdgeKind.LISTS, EdgeKind.CITES)


def spoken(library: Library, identities: Collection[str]) -> list[GraphDelta]:
    """Return what the records of these works say now, and those of the works that cite them."""
    asked = {*identities, *library.corpus.citing(identities)}
    records = library.corpus.records(asked)
    works = library.graph.find({*records, *(cited for record in records.values() for cited in record.references)})
    places = {identity: node.id for identity, node in works.items()}
    return [
        record_delta(record, places[key], places) if key in places else withdrawn(key)
        for key, record in records.items()
    ]


def concerned(library: Library, nodes: Collection[NodeId]) -> set[str]:
    """Return the identities whose records may speak, or have spoken, for these nodes."""
    works = [key for key in nodes if kind_of(key) in WORK_KINDS]
    spoke = library.graph.contributors(works) if works else ()
    had = {key.removeprefix(CONTRIBUTOR) for key in spoke if key.startswith(CONTRIBUTOR)}
    return had | {node.identity for node in library.graph.many(works).values() if node.identity}


def known_works(library: Library, identities: Collection[str]) -> set[str]:
    """Return those of the identities that are works of the library, or were before a person corrected them."""
    made = {work_at(identity): identity for identity in identities}
    return {made[key] for key in library.graph.many(made)} | set(library.graph.find(identities))


def misdated(library: Library, identities: Iterable[str]) -> set[str]:
    """Return those of the identities that state another month than their record's first version."""
    records = library.corpus.records([identity for identity in identities if identity.startswith(ARXIV)])
    return {key for key, record in records.items() if _is_misdated(record)}


def misdrawn(library: Library, identities: Collection[str]) -> set[DocumentId]:
    """Return the documents that date one of these works by its id and should not, or do not and should."""
    records = library.corpus.records([identity for identity in identities if identity.startswith(ARXIV)])
    works = {work_at(key): record for key, record in records.items()}
    months = library.graph.edges_from(works, (EdgeKind.IN_MONTH,))
    dating = _told_by((edge.source, edge) for edge in months if edge.basis is Basis.PUBLISHED)
    naming = _told_by((edge.target, edge) for edge in library.graph.edges_to(works, _NAMING))
    stale: set[DocumentId] = set()
    for node, record in works.items():
        if _is_misdated(record):
            stale |= {document for document, extractor in dating[node] if extractor == ARXIV_IDS}
        else:
            stale |= {document for document, _ in naming[node]} - {document for document, _ in dating[node]}
    return stale


def _is_misdated(record: Record) -> bool:
    scheme, _, value = record.identity.partition(":")
    stated = stated_month(Identity(scheme, value))
    told = record.published.month if record.published else None
    return stated is not None and told is not None and told != stated


def _told_by(edges: Iterable[tuple[NodeId, Edge]]) -> defaultdict[NodeId, set[tuple[DocumentId, str]]]:
    """Return work → (document, extractor) of each evidence that is a document's."""
    found: defaultdict[NodeId, set[tuple[DocumentId, str]]] = defaultdict(set)
    for node, edge in edges:
        found[node] |= {(each.document, each.extractor) for each in edge.evidence if each.document}
    return found
