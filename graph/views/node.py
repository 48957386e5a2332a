"""A node: as an entry when it is a work, its edges in both directions, the documents that record it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, Document, DocumentId, Edge, EdgeKind, Node, NodeId
from graph.ports import Library
from graph.record import Record
from graph.views.corpus_names import METADATA_ONLY
from graph.views.entries import choices, entries
from graph.views.known import known_entries, node_at, record_of
from graph.views.shapes import EdgeLine, Entry, NodeView
from graph.views.shelf import Shelf, evidence_documents


def node_view(library: Library, key: NodeId) -> NodeView:
    """Return the node that this id (a superseded one too) leads to, a paper of the corpus too; or raise NotFoundError.

    What touches a concept is told by `graph.views.concept`.
    """
    node = node_at(library, key)
    record = record_of(library, node)
    entry = entry_of(library, node, record)
    return NodeView(
        node=node,
        entry=entry,
        choices=entry.choices if entry else choices(library, (node,))[node.id],
        edges=() if node.kind in NAMED_KINDS else edge_lines(library, node.id, edges_of(library, node.id)),
        documents=recorded_by(library, node.id),
        record=record,
    )


def entry_of(library: Library, node: Node, record: Record | None) -> Entry | None:
    """Return the node as an entry when it is a work."""
    if record and METADATA_ONLY in node.flags:
        return known_entries(library, (record,))[0]
    return entries(library, (node,))[0] if node.kind in WORK_KINDS else None


def edges_of(library: Library, key: NodeId) -> list[Edge]:
    """Return the node's edges, those out of it first."""
    return [*library.graph.edges_from((key,)), *library.graph.edges_to((key,))]


def edge_lines(library: Library, key: NodeId, edges: Sequence[Edge]) -> tuple[EdgeLine, ...]:
    """Return these of the node's edges as its page tells them; a page of a busy node's costs no more than a page."""
    others = {_other(edge, key) for edge in edges}
    nodes = library.graph.many(others)
    shelf = Shelf.of(library, evidence_documents(edges) | (others - nodes.keys()))
    return tuple(_line(edge, key, nodes, shelf) for edge in edges)


def recorded_by(library: Library, key: NodeId) -> tuple[Document, ...]:
    """Return the documents that record the work."""
    keys = dict.fromkeys(edge.source for edge in library.graph.edges_to((key,), (EdgeKind.RECORDS,)))
    documents = library.documents.many(keys)
    return tuple(documents[key] for key in keys if key in documents)


def _other(edge: Edge, key: NodeId) -> str:
    return edge.target if edge.source == key else edge.source


def _line(edge: Edge, key: NodeId, nodes: Mapping[NodeId, Node], shelf: Shelf) -> EdgeLine:
    other = _other(edge, key)
    name, kind = _named(other, nodes, shelf.documents)
    return EdgeLine(
        kind=edge.kind.value,
        outgoing=edge.source == key,
        other=other,
        other_name=name,
        other_kind=kind,
        basis=edge.basis.value if edge.basis else None,
        confidence=edge.confidence,
        evidence=shelf.quotes(edge),
    )


def _named(key: str, nodes: Mapping[NodeId, Node], documents: Mapping[DocumentId, Document]) -> tuple[str, str]:
    if key in nodes:
        return nodes[key].name, nodes[key].kind.value
    document = documents.get(key)
    return (document.title if document and document.title else key), "document"
