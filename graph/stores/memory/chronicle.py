"""The chronicle in memory: worked out from the graph each time it is asked, as the reference for the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC

from graph.model import Basis, DocumentId, EdgeKind, Item, Month, NodeId, NodeKind, SourceId
from graph.ports.chronicle import Brought, Followed, Mentions, Telling
from graph.stores.memory.calendar import MemoryCalendar
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph
from graph.telling import RECORD, STATING, Marked, marked, telling


class MemoryChronicle:
    """The Chronicle port."""

    def __init__(self, graph: MemoryGraph, documents: MemoryDocuments, calendar: MemoryCalendar) -> None:
        self._graph = graph
        self._documents = documents
        self._calendar = calendar

    def works(self) -> dict[Brought, int]:
        """Return (month, source) → how many works it is the first to mention then."""
        return dict(Counter((one.month, one.source) for one in self._first().values() if one.month))

    def mentions(self) -> dict[NodeId, Mentions]:
        """Return every work → how it is mentioned."""
        told: defaultdict[NodeId, list[Telling]] = defaultdict(list)
        for one in self._told():
            told[one.work].append(one)
        return {
            work: Mentions(
                sources=len({one.source for one in some if one.source}),
                month=min((one.month for one in some if one.month), default=None),
                latest=max((one.until for one in some if one.until), default=None),
            )
            for work, some in told.items()
        }

    def undated(self) -> int:
        """Return of how many works no mention has a month."""
        return sum(one.month is None for one in self._first().values())

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it."""
        return _gathered((one.month, one.source) for one in self._told() if one.month and one.source)

    def naming(self, kind: NodeKind, since: Month = "", until: Month = "~") -> dict[NodeId, dict[Brought, int]]:
        """Return concept of this kind → (month of these, source) → how many of the works it brings name the concept."""
        first = self._first()
        found: defaultdict[NodeId, Counter[Brought]] = defaultdict(Counter)
        for concept, work in self._spoken():
            month, source = first[work].month, first[work].source
            if concept.startswith(f"{kind}-") and month and since <= month <= until:
                found[concept][month, source] += 1
        return {concept: dict(months) for concept, months in found.items()}

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""
        told = [one for one in self._told() if one.month and one.source]
        found = {
            concept: _gathered((one.month, one.source) for one in told if one.month and one.work in works)
            for concept in concepts
            if (works := {work for each, work in self._spoken() if each == concept})
        }
        return {concept: months for concept, months in found.items() if months}

    def works_naming(
        self, concepts: Collection[NodeId], since: Month = "", until: Month = "~"
    ) -> dict[NodeId, dict[NodeId, Month | None]]:
        """Return concept → work that names it → the month of the work's first mention, where that is of these months."""
        first = self._first()
        found: defaultdict[NodeId, dict[NodeId, Month | None]] = defaultdict(dict)
        for concept, work in self._spoken():
            if concept in concepts and since <= (first[work].month or "") <= until:
                found[concept][work] = first[work].month
        return dict(found)

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""
        wanted = set(works)
        return [one for one in self._told() if one.work in wanted]

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""
        sources = _gathered((one.work, one.source) for one in self._told() if one.source)
        first = self._first()
        return sorted(work for work, some in sources.items() if len(some) > 1 and first[work].month == month)

    def followed(self, since: Month, until: Month) -> list[Followed]:
        """Return each source's earliest telling of each paper with a date of publication, where it is of these months."""
        return [one for one in self._followed() if _within(one.telling, since, until)]

    def followed_of(self, works: Collection[NodeId]) -> list[Followed]:
        """Return the same of these works, whatever the month."""
        return [one for one in self._followed() if one.telling.work in works]

    def heralds(self, concept: NodeId) -> list[DocumentId]:
        """Return of each source the document that names the concept first, sorted."""
        named: defaultdict[DocumentId, set[Month]] = defaultdict(set)
        for edge in self._graph.edges_of((EdgeKind.MENTIONS,)):
            if edge.target == concept:
                named[edge.source] |= {evidence.month or "" for evidence in edge.evidence}
        first: dict[SourceId, tuple[str, DocumentId]] = {}
        for key, document in self._documents.many(named).items():
            instant = document.published.instant.astimezone(UTC).isoformat() if document.published else "~"
            when = min(f"{month}~" if month else instant for month in named[key]), key
            first[document.source] = min(first.get(document.source, when), when)
        return sorted(key for _, key in first.values())

    def _followed(self) -> list[Followed]:
        out: dict[NodeId, str] = {}
        for place in self._calendar.placed():
            if place.basis is Basis.PUBLISHED and place.work.startswith("paper-"):
                out[place.work] = min(out.get(place.work, place.day), place.day)
        led = [
            Followed(telling=one, published=out[one.work], first=first)
            for one, _, first, leads in self._marked()
            if leads and one.work in out
        ]
        return sorted(led, key=lambda one: (one.telling.work, one.telling.source))

    def _first(self) -> dict[NodeId, Telling]:
        return {one.work: one for one, _, first, _ in self._marked() if first}

    def _told(self) -> list[Telling]:
        return [one for one, *_ in self._marked()]

    def _marked(self) -> list[Marked]:
        edges = self._graph.edges_of((EdgeKind.RECORDS, EdgeKind.LISTS))
        pairs = {(edge.target, edge.source) for edge in edges if edge.basis is not Basis.FURTHER}
        documents = self._documents.many([document for _, document in pairs])
        sections: dict[tuple[NodeId, str], Month] = {}
        picks: dict[NodeId, Month] = {}
        for one in self._calendar.placed():
            if one.basis is Basis.CURATED:
                place = one.work, one.document
                sections[place] = min(sections.get(place, one.month), one.month)
            if one.basis is Basis.PICKED:
                picks[one.work] = min(picks.get(one.work, one.month), one.month)
        told = [(Telling(work=work, month=month), False) for work, month in picks.items()]
        for work, key in pairs:
            if key in documents:
                document = documents[key]
                said = telling(work, key, document.source, document.published, sections.get((work, key)))
                told.append((said, document.kind == RECORD))
        return marked(told)

    def _spoken(self) -> set[tuple[NodeId, NodeId]]:
        """Return which works name which concepts."""
        told = {one.work for one in self._told()}
        recorded: defaultdict[str, set[NodeId]] = defaultdict(set)
        for edge in self._graph.edges_of((EdgeKind.RECORDS,)):
            recorded[edge.source].add(edge.target)
        stating = self._graph.edges_of(STATING)
        found = {(edge.target, edge.source) for edge in stating if edge.basis is Basis.STATED}
        for edge in self._graph.edges_of((EdgeKind.MENTIONS,)):
            listed = {item.block: set[NodeId]() for item in self._items(edge.source)}
            for item in self._items(edge.source):
                listed[item.block] |= {item.node} if item.node else set()
            for evidence in edge.evidence:
                entries = listed.get(-1 if evidence.block is None else evidence.block)
                works = entries or recorded[edge.source]
                found |= {(edge.target, work) for work in (edge.source, *works)}
        return {(concept, work) for concept, work in found if work in told}

    def _items(self, document: str) -> list[Item]:
        return self._documents.items(document)


def _within(one: Telling, since: Month, until: Month) -> bool:
    """Tell whether it counts under these months; of one without a month, whether it was said then or at any time."""
    month = one.month or (one.since or "")[: len(since)]
    return not month or since <= month <= until


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(some) for key, some in found.items()}
