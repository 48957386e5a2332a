"""The concordance in memory: worked out from the graph each time it is asked, as the reference for the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import UTC

from graph.model import Basis, EdgeKind, Month, NodeId
from graph.months import closing
from graph.placing import Placed
from graph.ports.concordance import TITLE, ListedPlace, Place
from graph.stores.memory.calendar import MemoryCalendar
from graph.stores.memory.documents import MemoryDocuments
from graph.stores.memory.graph import MemoryGraph

_UNDATED = "~"  # sorts after every date


class MemoryConcordance:
    """The Concordance port."""

    def __init__(self, graph: MemoryGraph, documents: MemoryDocuments, calendar: MemoryCalendar) -> None:
        self._graph = graph
        self._documents = documents
        self._calendar = calendar

    def counts(self) -> dict[NodeId, int]:
        """Return concept → how many texts name it."""
        return dict(Counter(concept for concept, _ in {(concept, text) for concept, (text, _) in self._named()}))

    def size(self) -> int:
        """Return how many texts name anything."""
        return len({text for _, (text, _) in self._named()})

    def months(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, int]]:
        """Return concept → month → how many texts name it there."""
        texts = self._dated(concepts)
        own = self._months({text for _, text, _ in texts})
        months = {(concept, text, month or own.get(text)) for concept, text, month in texts}
        found: defaultdict[NodeId, Counter[Month]] = defaultdict(Counter)
        for concept, _, month in months:
            if month:
                found[concept][month] += 1
        return {concept: dict(months) for concept, months in found.items()}

    def dates(self, concept: NodeId) -> dict[str, str]:
        """Return text → when it was published, for the dated texts that name the concept."""
        return self._dates({text for one, (text, _) in self._named() if one == concept})

    def first(self, concepts: Collection[NodeId]) -> dict[NodeId, str]:
        """Return concept → the text that named it first: the earliest of those with a date, of several the first by id."""
        texts = self._dated(concepts)
        dates = self._dates({text for _, text, _ in texts})
        found: dict[NodeId, tuple[str, str]] = {}
        for concept, text, month in texts:
            when = closing(month) if month else dates.get(text, _UNDATED)
            found[concept] = min(found.get(concept, (when, text)), (when, text))
        return {concept: text for concept, (_, text) in found.items()}

    def at(self, places: Collection[Place]) -> dict[Place, list[NodeId]]:
        """Return place → the concepts named there, sorted."""
        wanted = set(places)
        found: defaultdict[Place, set[NodeId]] = defaultdict(set)
        for concept, place in self._named():
            if place in wanted:
                found[place].add(concept)
        return {place: sorted(concepts) for place, concepts in found.items()}

    def beside(self, concept: NodeId) -> dict[NodeId, int]:
        """Return concept → in how many blocks it is named together with this one."""
        named = self._named()
        own = {place for one, place in named if one == concept}
        return dict(Counter(one for one, place in named if place in own and one != concept))

    def listed(self, concept: NodeId) -> list[ListedPlace]:
        """Return the entries of lists that stand in a block which names the concept, sorted."""
        found = {
            ListedPlace(work=item.node, document=document, block=block)
            for one, (document, block) in self._named()
            if one == concept
            for item in self._documents.items(document)
            if item.block == block and item.node is not None
        }
        return sorted(found)

    def _named(self) -> dict[tuple[NodeId, Place], Month]:
        """Return where what is named, with the month that the place has of its own ('' where it has none)."""
        found: dict[tuple[NodeId, Place], Month] = {}
        for edge in self._graph.edges_of((EdgeKind.MENTIONS,)):
            for evidence in edge.evidence:
                place = edge.target, (edge.source, TITLE if evidence.block is None else evidence.block)
                found[place] = max(found.get(place, ""), evidence.month or "")
        return found

    def _dated(self, concepts: Collection[NodeId]) -> set[tuple[NodeId, str, Month]]:
        """Return which texts name these concepts, with the months of their own that they name them in."""
        wanted = set(concepts)
        return {(concept, text, month) for (concept, (text, _)), month in self._named().items() if concept in wanted}

    def _months(self, texts: Collection[str]) -> dict[str, Month]:
        documents = self._documents.many(texts)
        stated = {key: document.published.month for key, document in documents.items() if document.published}
        published = {one.work: one.month for one in self._published(set(texts) - documents.keys())}
        return published | {key: month for key, month in stated.items() if month}

    def _dates(self, texts: Collection[str]) -> dict[str, str]:
        documents = self._documents.many(texts)
        published = {one.work: one.day for one in self._published(set(texts) - documents.keys())}
        instants = {key: document.published.instant for key, document in documents.items() if document.published}
        return published | {
            key: instant.astimezone(UTC).isoformat(timespec="microseconds") for key, instant in instants.items()
        }

    def _published(self, works: Collection[str]) -> list[Placed]:
        """Return where these works were published, the earliest last."""
        found = [one for one in self._calendar.placed() if one.work in works and one.basis is Basis.PUBLISHED]
        return sorted(found, key=lambda one: one.day, reverse=True)
