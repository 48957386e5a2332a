"""A document with its source, its items, the work it records, and what it names."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Document, DocumentId, EdgeKind, Evidence
from graph.ports import Library
from graph.views.shapes import DocumentView, NameAt, Quote
from graph.views.shelf import Shelf

_Reading = tuple[str, str]
"""A name as it is written, and what read it."""


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
        names=_names(library, document),
    )


def name_quote(view: DocumentView, name: NameAt) -> Quote:
    """Return the evidence mark's content for a name of the document."""
    section = _section(view.document, name.block)
    said = Evidence(
        document=view.document.id,
        section=section,
        block=name.block,
        quote=name.quote,
        extractor=name.extractor,
        named=name.named,
    )
    return shelf_of(view).quote(said, None, name.confidence)


def shelf_of(view: DocumentView) -> Shelf:
    """Return a shelf that holds this document only."""
    return Shelf({view.document.id: view.document}, {view.source.id: view.source})


def _section(document: Document, block: int) -> str | None:
    heading = document.outline.heading_of(block)
    return document.outline.blocks[heading].text if heading is not None else None


def _names(library: Library, document: Document) -> tuple[NameAt, ...]:
    """Return where the document names which concept, in reading order.

    A document that has just become shorter is not read for names again yet: what stood behind its end is left out.
    """
    end = len(document.outline.blocks)
    edges = library.graph.edges_from((document.id,), (EdgeKind.MENTIONS,))
    nodes = library.graph.many({edge.target for edge in edges})
    sure = _confidences(library, document.id)
    found = [
        NameAt(
            block=one.block,
            named=one.named,
            quote=one.quote or "",
            node=nodes[edge.target],
            extractor=one.extractor,
            confidence=sure.get((one.named, one.extractor), edge.confidence),
        )
        for edge in edges
        if edge.target in nodes
        for one in edge.evidence
        if one.block is not None and one.block < end and one.named
    ]
    return tuple(sorted(found, key=lambda one: (one.block, one.node.id, one.named)))


def _confidences(library: Library, key: DocumentId) -> Mapping[_Reading, float]:
    """Return how sure each reading of a name is; an edge is as sure as the surest of all that it was read from."""
    findings = library.mentions.get((key,)).get(key)
    sure: dict[_Reading, float] = {}
    for one in findings.mentions if findings else ():
        reading = one.text, one.extractor
        sure[reading] = max(one.confidence, sure.get(reading, 0.0))
    return sure
