"""A document with its source, its items and the work it records."""

from __future__ import annotations

from graph.model import DocumentId, EdgeKind
from graph.ports import Library
from graph.views.shapes import DocumentView, NameAt


def document_view(library: Library, key: DocumentId) -> DocumentView:
    """Return the document, or raise NotFoundError."""
    document = library.documents.document(key)
    recorded = library.graph.edges_from((key,), (EdgeKind.RECORDS,))
    works = library.graph.many({edge.target for edge in recorded[:1]})
    return DocumentView(
        document=document,
        source=library.documents.source(document.source),
        items=tuple(library.documents.items(key)),
        work=next(iter(works.values()), None),
        names=_names(library, key),
    )


def _names(library: Library, key: DocumentId) -> tuple[NameAt, ...]:
    """Return where the document names which concept."""
    edges = library.graph.edges_from((key,), (EdgeKind.MENTIONS,))
    nodes = library.graph.many({edge.target for edge in edges})
    return tuple(
        NameAt(block=one.block, named=one.named, quote=one.quote or "", node=nodes[edge.target])
        for edge in edges
        if edge.target in nodes
        for one in edge.evidence
        if one.block is not None and one.named
    )
