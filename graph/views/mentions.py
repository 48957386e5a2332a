"""Where a concept is named, newest first: each place with its sentence and the text it stands in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from msgspec.structs import replace

from graph.model import Basis, DocumentId, Edge, EdgeKind, Evidence, Node, NodeId
from graph.months import closing
from graph.placing import month_in
from graph.ports import Library
from graph.views.concept_shapes import MentionLine
from graph.views.shelf import Shelf

Said = tuple[str, Evidence]
"""A text (a document's id or a work's) and what it says."""

DAY = len("2025-03-01")


def said_of(library: Library, concept: NodeId) -> list[Said]:
    """Return every place where the concept is named, newest first and undated ones last, each text in its order.

    What its section dates comes before all that is dated to a day of that month.
    """
    edges = library.graph.edges_to((concept,), (EdgeKind.MENTIONS,))
    dates = library.concordance.dates(concept)
    said = [(text, evidence) for text, some in sorted(_by_text(edges).items()) for evidence in some]
    return sorted(said, key=lambda one: _when(one, dates), reverse=True)


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
    dated = [one for one in said if _when(one, dates)]
    if not dated:
        return None
    return mention_lines(library, concept, [min(dated, key=lambda one: (_when(one, dates), one[0]))])[0]


def first_of(library: Library, concepts: Collection[NodeId]) -> dict[NodeId, MentionLine]:
    """Return concept → the first place that names it, of many in a handful of queries."""
    texts = library.concordance.first(concepts)
    said: dict[NodeId, list[Evidence]] = {}
    for edge in library.graph.edges_to(concepts, (EdgeKind.MENTIONS,)):
        if texts.get(edge.target) == edge.source:
            said.setdefault(edge.target, []).extend(edge.evidence)
    shelf, works = Shelf.of(library, set(texts.values())), library.graph.many(set(texts.values()))
    days = _published(library, works)
    return {
        concept: _line(text, _once(sorted(said[concept], key=_place))[0], shelf, works, days.get(text))
        for concept, text in texts.items()
        if said.get(concept)
    }


def _published(library: Library, works: Collection[NodeId]) -> dict[NodeId, str]:
    """Return work → when it was published, as exactly as a record says."""
    days: dict[NodeId, str] = {}
    for edge in library.graph.edges_from(works, (EdgeKind.IN_MONTH,)):
        if edge.basis is Basis.PUBLISHED:
            told = [one.quote for one in edge.evidence if one.record and one.quote]
            day = min(told, default=month_in(edge.target))
            days[edge.source] = min(day, days.get(edge.source, day))
    return days


def _when(said: Said, dates: Mapping[str, str]) -> str:
    """Return what sorts by time: the month that the section states, else the text's date; nothing where it has none."""
    text, evidence = said
    return closing(evidence.month) if evidence.month else dates.get(text, "")


def _by_text(edges: Sequence[Edge]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for edge in edges:
        found.setdefault(edge.source, []).extend(edge.evidence)
    return {text: _once(sorted(some, key=_place)) for text, some in found.items()}


def _once(said: Sequence[Evidence]) -> list[Evidence]:
    """Return each sentence once: a heading where it stands, not where a title or a table of contents says it too."""
    found: dict[str | int, Evidence] = {}
    for one in sorted(said, key=lambda one: (one.block is None, one.quote != one.section)):
        found.setdefault(one.quote or _place(one)[0], one)
    return sorted(found.values(), key=_place)


def _place(evidence: Evidence) -> tuple[int, str]:
    return (-1 if evidence.block is None else evidence.block, evidence.quote or "")


def _line(
    text: DocumentId | NodeId, evidence: Evidence, shelf: Shelf, works: dict[NodeId, Node], date: str | None
) -> MentionLine:
    quote, document, work = shelf.quote(evidence), shelf.documents.get(text), works.get(text)
    if document is not None:
        return MentionLine(
            text=text, title=document.title or "Untitled", kind="document", quote=quote, month=evidence.month
        )
    dated = replace(quote, published=date[:DAY] if date else None)
    return MentionLine(
        text=text, title=work.name if work else text, kind=work.kind.value if work else "paper", quote=dated
    )
