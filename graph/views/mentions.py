"""Where a concept is named, newest first: each place with its sentence and the text it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace

from graph.model import DocumentId, Edge, EdgeKind, Evidence, Node, NodeId
from graph.ports import Library
from graph.views.concept_shapes import MentionLine
from graph.views.shelf import Shelf

Said = tuple[str, Evidence]
"""A text (a document's id or a work's) and what it says."""

DAY = len("2025-03-01")


def said_of(library: Library, concept: NodeId) -> list[Said]:
    """Return every place where the concept is named, newest text first and undated ones last, each text in its order."""
    edges = library.graph.edges_to((concept,), (EdgeKind.MENTIONS,))
    dates = library.concordance.dates(concept)
    texts = sorted(_by_text(edges).items())
    texts.sort(key=lambda one: dates.get(one[0], ""), reverse=True)
    return [(text, evidence) for text, some in texts for evidence in some]


def said_key(said: Said) -> str:
    """Return what tells one place where a concept is named from its others."""
    text, evidence = said
    block = "" if evidence.block is None else evidence.block
    told = f"{evidence.section}\n{evidence.quote}\n{evidence.named}\n{evidence.extractor}"
    return f"{text} {block} {sha256(told.encode()).hexdigest()[:12]}"


def mention_lines(library: Library, concept: NodeId, said: Sequence[Said]) -> tuple[MentionLine, ...]:
    """Return these places as a page tells them; the number of queries does not depend on how many."""
    dates = library.concordance.dates(concept) if said else {}
    texts = {text for text, _ in said}
    shelf, works = Shelf.of(library, texts), library.graph.many(texts)
    return tuple(_line(text, evidence, shelf, works, dates.get(text)) for text, evidence in said)


def first_said(library: Library, concept: NodeId, said: Sequence[Said]) -> MentionLine | None:
    """Return the first dated place where the concept is named; None where no text has a date."""
    dates = library.concordance.dates(concept) if said else {}
    dated = [one for one in said if one[0] in dates]
    if not dated:
        return None
    earliest = min((dates[text], text) for text, _ in dated)[1]
    place = next(one for one in dated if one[0] == earliest)
    return mention_lines(library, concept, [place])[0]


def _by_text(edges: Sequence[Edge]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for edge in edges:
        found.setdefault(edge.source, []).extend(edge.evidence)
    return {text: _once(sorted(some, key=_place)) for text, some in found.items()}


def _once(said: Sequence[Evidence]) -> list[Evidence]:
    """Return each sentence of a block once, and none of the title that stands above the text again."""
    again = {one.quote for one in said if one.block is not None}
    kept = (one for one in said if one.block is not None or one.quote not in again)
    found: dict[tuple[int, str], Evidence] = {}
    for one in kept:
        found.setdefault(_place(one), one)
    return list(found.values())


def _place(evidence: Evidence) -> tuple[int, str]:
    return (-1 if evidence.block is None else evidence.block, evidence.quote or "")


def _line(
    text: DocumentId | NodeId, evidence: Evidence, shelf: Shelf, works: dict[NodeId, Node], date: str | None
) -> MentionLine:
    quote, document, work = shelf.quote(evidence), shelf.documents.get(text), works.get(text)
    if document is not None:
        return MentionLine(text=text, title=document.title or "Untitled", kind="document", quote=quote)
    dated = replace(quote, published=date[:DAY] if date else None)
    return MentionLine(
        text=text, title=work.name if work else text, kind=work.kind.value if work else "paper", quote=dated
    )
