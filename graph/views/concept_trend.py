"""A concept over time: its share of works, whether that rises or fades, who named it first, how long papers took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from graph.model import Document, DocumentId, EdgeKind, Evidence, Month, Node, NodeKind
from graph.ports import Library
from graph.telling import span_of
from graph.trends import Change
from graph.views.corpus_names import METADATA_ONLY
from graph.views.trend import KINDS, USUAL, line_of, newest, titles_of
from graph.views.trend_echoes import Heard, firsts
from graph.views.trend_lag import dated, lag_of
from graph.views.trend_shapes import ConceptTrend, Firsts, MonthShare
from graph.views.trend_shares import Base, Found, Spans, base_of, by_month, found_in
from graph.views.trend_voices import Voices


def concept_trend(library: Library, node: Node, now: Month) -> ConceptTrend | None:
    """Return how the concept fares up to the newest month; None where no work here names it, or its kind has no trends.

    Whether it rises is decided among all concepts of its kind, so that its page and the page of trends never disagree.
    """
    if node.kind not in KINDS or METADATA_ONLY in node.flags:
        return None
    named = library.chronicle.works_naming((node.id,)).get(node.id, {})
    if not named:
        return None
    works, heard = library.chronicle.works(), library.chronicle.sources()
    base = base_of(works, heard, Spans.at(newest(works, now), USUAL))
    found = _found(library, base, node)
    voices, titles = Voices(library.documents.sources()), titles_of(library)
    spoken = library.chronicle.voices((node.id,)).get(node.id, {})
    recent, earlier = base.spans.windows()
    line = line_of(base, heard, spoken, node, found, voices, titles)
    followed = dated(library, library.chronicle.followed_of(named))
    return ConceptTrend(
        recent=recent,
        earlier=earlier,
        line=replace(line, months=_by_month(base, found)),
        direction="rising" if found.rises else "fading" if found.fades else None,
        firsts=_firsts(library, voices, node),
        lag=lag_of(one for one in followed if one.first),
    )


def _by_month(base: Base, found: Found) -> tuple[MonthShare, ...]:
    """Return its share of all sources' works: whoever speaks of it, there is something to draw."""
    every = by_month(found.counts)
    months = (*base.spans.history, *base.spans.recent)
    return tuple(MonthShare(month=month, works=base.share_of_all(every, (month,))) for month in months)


def _found(library: Library, base: Base, node: Node) -> Found:
    """Return the concept as tested among its kind; untested where too few works name it."""
    spans = base.spans
    since = min(spans.history[0], spans.earlier[0])
    naming = library.chronicle.naming(NodeKind(node.kind), since, spans.recent[-1])
    tested = {one.concept: one for one in found_in(base, naming)}
    counts = naming.get(node.id, {})
    own = by_month(counts, base.compared)
    return tested.get(node.id) or Found(
        concept=node.id,
        counts=counts,
        own=own,
        recent=base.share(own, spans.recent),
        earlier=base.share(own, spans.earlier),
        change=Change(1.0, 1.0),
        claimed=False,
    )


def _firsts(library: Library, voices: Voices, node: Node) -> Firsts:
    """Return who named the concept first: of each source the first document that does."""
    documents = library.documents.many(library.chronicle.heralds(node.id))
    said: defaultdict[DocumentId, list[Evidence]] = defaultdict(list)
    for edge in library.graph.edges_from(documents, (EdgeKind.MENTIONS,)):
        if edge.target == node.id:
            said[edge.source] += edge.evidence
    return firsts(library, voices, (_heard(document, said[key]) for key, document in documents.items()))


def _heard(document: Document, said: Sequence[Evidence]) -> Heard:
    months = {evidence.month for evidence in said}
    month = None if None in months else min(filter(None, months), default=None)
    since, until = span_of(document.published, month) or (None, None)
    words = tuple(evidence.quote for evidence in said if evidence.quote)
    return Heard(document=document.id, since=since, until=until, month=month, words=words)
