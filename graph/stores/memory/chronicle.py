"""The chronicle in memory: worked out from the graph each time it is asked, as the reference for the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from graph.model import Basis, EdgeKind, Item, Month, NodeId, NodeKind, SourceId
from graph.ports.chronicle import Telling
from graph.stores.memory.calendar import MemoryCalendar
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph
from graph.telling import month_told, span_of

_STATING = (EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.USES, EdgeKind.EVALUATED_ON)
_RECORD = "record"


class MemoryChronicle:
    """The Chronicle port."""

    def __init__(self, graph: MemoryGraph, documents: MemoryDocuments, calendar: MemoryCalendar) -> None:
        self._graph = graph
        self._documents = documents
        self._calendar = calendar

    def works(self, sources: Collection[SourceId] | None = None) -> dict[Month, int]:
        """Return month → how many works are first mentioned in it."""
        return dict(sorted(Counter(month for month in self._first(sources).values() if month).items()))

    def undated(self) -> int:
        """Return of how many works no mention has a month."""
        return sum(month is None for month in self._first().values())

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it."""
        return _gathered((one.month, one.source) for one in self._told() if one.month and one.source)

    def naming(self, kind: NodeKind) -> dict[NodeId, dict[Month, int]]:
        """Return concept of this kind → month → how many of the works first mentioned in it name the concept."""
        spoken = {(concept, work) for concept, work in self._spoken() if concept.startswith(f"{kind}-")}
        return _counted(spoken, self._first())

    def naming_among(
        self, concepts: Collection[NodeId], sources: Collection[SourceId]
    ) -> dict[NodeId, dict[Month, int]]:
        """Return the same for these concepts, as if only these sources were read."""
        wanted = set(concepts)
        return _counted({one for one in self._spoken() if one[0] in wanted}, self._first(sources))

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""
        told = [one for one in self._told() if one.month and one.source]
        found = {
            concept: _gathered((one.month, one.source) for one in told if one.month and one.work in works)
            for concept in concepts
            if (works := {work for each, work in self._spoken() if each == concept})
        }
        return {concept: months for concept, months in found.items() if months}

    def works_naming(self, concept: NodeId) -> dict[NodeId, Month | None]:
        """Return the works that name the concept, each with the month of its first mention."""
        first = self._first()
        return {work: first[work] for one, work in self._spoken() if one == concept}

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""
        wanted = set(works)
        return [one for one in self._told() if one.work in wanted]

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""
        sources = _gathered((one.work, one.source) for one in self._told() if one.source)
        first = self._first()
        return sorted(work for work, some in sources.items() if len(some) > 1 and first[work] == month)

    def followed(self) -> list[tuple[Telling, str]]:
        """Return each source's earliest telling of each paper that has a day or month of publication, with that date."""
        out: dict[NodeId, str] = {}
        for one in self._calendar.placed():
            if one.basis is Basis.PUBLISHED and one.work.startswith("paper-"):
                out[one.work] = min(out.get(one.work, one.day), one.day)
        documents = self._documents.many([one.document for one in self._told()])
        earliest: dict[tuple[NodeId, SourceId], Telling] = {}
        for one in sorted(self._told(), key=lambda one: one.since or ""):
            if one.source and one.since and documents[one.document].kind != _RECORD:
                earliest.setdefault((one.work, one.source), one)
        return sorted((one, out[one.work]) for one in earliest.values() if one.work in out)

    def _first(self, sources: Collection[SourceId] | None = None) -> dict[NodeId, Month | None]:
        found: dict[NodeId, Month | None] = {}
        for one in self._told():
            if sources is None or (one.source in sources and one.month):
                found[one.work] = min(filter(None, (found.get(one.work), one.month)), default=None)
        return found

    def _told(self) -> list[Telling]:
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
        told = [Telling(work=work, month=month) for work, month in picks.items()]
        for work, key in pairs:
            if key in documents:
                published, section = documents[key].published, sections.get((work, key))
                since, until = span_of(published, section) or (None, None)
                month = month_told(published, section)
                source = documents[key].source
                told.append(Telling(work=work, document=key, source=source, month=month, since=since, until=until))
        return sorted(told, key=lambda one: (one.work, one.document))

    def _spoken(self) -> set[tuple[NodeId, NodeId]]:
        """Return which works name which concepts."""
        told = {one.work for one in self._told()}
        recorded: defaultdict[str, set[NodeId]] = defaultdict(set)
        for edge in self._graph.edges_of((EdgeKind.RECORDS,)):
            recorded[edge.source].add(edge.target)
        stating = self._graph.edges_of(_STATING)
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


def _counted(
    spoken: Iterable[tuple[NodeId, NodeId]], first: dict[NodeId, Month | None]
) -> dict[NodeId, dict[Month, int]]:
    found: defaultdict[NodeId, Counter[Month]] = defaultdict(Counter)
    for concept, work in spoken:
        if month := first.get(work):
            found[concept][month] += 1
    return {concept: dict(months) for concept, months in found.items()}


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(some) for key, some in found.items()}
