"""The documents that one view quotes, read from the store once, and the evidence marks made from them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from graph.corpus import CATALOGUES, EXTRACTOR
from graph.identity import address_of, at_second, read_address
from graph.model import Document, DocumentId, Edge, Evidence, Source, SourceId
from graph.ports import Library
from graph.views.shapes import Quote
from graph.views.when import date_text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")


class Shelf:
    """Documents by id with their sources; what is not on it is quoted without a title."""

    def __init__(self, documents: dict[DocumentId, Document], sources: dict[SourceId, Source]) -> None:
        self.documents = documents
        self.sources = sources

    @classmethod
    def of(cls, library: Library, documents: Collection[DocumentId]) -> Shelf:
        """Fetch these documents and all sources: two queries, however many there are."""
        found = library.documents.many(documents) if documents else {}
        return cls(found, {source.id: source for source in library.documents.sources()})

    def source_title(self, document: Document | None) -> str | None:
        """Return the title of the source that published the document."""
        source = self.sources.get(document.source) if document else None
        return source.title if source else None

    def quotes(self, edge: Edge) -> tuple[Quote, ...]:
        """Return the edge's evidence, each with where it stands."""
        basis = edge.basis.value if edge.basis else None
        return tuple(self.quote(evidence, basis, edge.confidence) for evidence in edge.evidence)

    def quote(self, evidence: Evidence, basis: str | None = None, confidence: float = 1.0) -> Quote:
        """Return one evidence mark."""
        if evidence.record:
            return _recorded(evidence, basis, confidence)
        document = self.documents.get(evidence.document) if evidence.document else None
        return Quote(
            text=evidence.quote,
            document=evidence.document,
            document_title=document.title if document else None,
            source_title=self.source_title(document),
            url=address_at(document, evidence.block) if document else None,
            published=date_text(document.published) if document else None,
            section=evidence.section,
            block=evidence.block,
            start=_start(document, evidence.block),
            extractor=evidence.extractor,
            basis=basis,
            confidence=confidence,
            decision=evidence.decision,
            named=evidence.named,
        )


def _recorded(evidence: Evidence, basis: str | None, confidence: float) -> Quote:
    """Return what a catalogue says of a work: of a date, the day."""
    provider = evidence.extractor.removeprefix(EXTRACTOR)
    address = read_address(evidence.record or "")
    dated = _DATE.match(evidence.quote or "")
    return Quote(
        text=evidence.quote,
        document=None,
        document_title=None,
        source_title=CATALOGUES.get(provider, provider) if evidence.named is None else _part(evidence),
        url=address_of(address.identity) if address.identity else None,
        published=dated[0] if dated else None,
        section=None,
        block=None,
        start=None,
        extractor=evidence.extractor,
        basis=basis,
        confidence=confidence,
        decision=None,
        named=evidence.named,
    )


def _part(evidence: Evidence) -> str:
    return "its title" if evidence.block is None else "its abstract"


def evidence_documents(edges: Iterable[Edge]) -> set[DocumentId]:
    """Return the documents that the edges' evidence names."""
    return {evidence.document for edge in edges for evidence in edge.evidence if evidence.document}


def _start(document: Document | None, block: int | None) -> float | None:
    return document.outline.start_of(block) if document is not None and block is not None else None


def address_at(document: Document, block: int | None) -> str | None:
    """Return the document's address at the block: its second in a recording, else the nearest anchor in its section."""
    if not document.url or block is None or "#" in document.url:
        return document.url
    start = document.outline.start_of(block)
    if start is not None:
        return at_second(document.url, start)
    anchor = document.outline.anchor_of(block)
    return f"{document.url}#{anchor}" if anchor else document.url
