"""The calendar in memory: worked out from the graph each time it is asked, as the reference for the other adapters."""

from __future__ import annotations

from collections import Counter, defaultdict

from graph.categories import OWN
from graph.model import Basis, Edge, EdgeKind, Month, NodeId
from graph.placing import Placed, placed
from graph.ports import MonthFigures, MonthList, MonthSum
from graph.stores.memory.graph import MemoryGraph

_SAID = (Basis.PICKED, Basis.CURATED)


class MemoryCalendar:
    """The Calendar port."""

    def __init__(self, graph: MemoryGraph) -> None:
        self._graph = graph

    def months(self) -> list[MonthFigures]:
        """Return the months that hold something, in order."""
        found = self.placed()
        works = Counter(one.month for one in found if one.main)
        picks = Counter(one.month for one in found if one.basis is Basis.PICKED)
        said = {one.month for one in found if one.basis in _SAID}
        return [
            MonthFigures(month=month, works=works[month], picks=picks[month], said=month in said)
            for month in sorted(works | picks.keys() | said)
        ]

    def sum(self, month: Month) -> MonthSum:
        """Return how many works stand in the month, each counted once a kind."""
        found = self.placed(month)
        return MonthSum(
            works=len({one.work for one in found}),
            picked=len({one.work for one in found if one.basis is Basis.PICKED}),
            listed=len({one.work for one in found if one.basis is Basis.CURATED}),
            lists=len({one.document for one in found if one.basis is Basis.CURATED}),
            published=len(self._published(month)),
        )

    def picked(self, month: Month) -> list[NodeId]:
        """Return the works picked for the month, sorted."""
        return sorted({one.work for one in self.placed(month) if one.basis is Basis.PICKED})

    def lists(self, month: Month) -> list[MonthList]:
        """Return the sections that list works in the month, sorted by document, then block."""
        found: defaultdict[tuple[str, str], list[Placed]] = defaultdict(list)
        for one in self.placed(month):
            if one.basis is Basis.CURATED:
                found[one.document, one.section].append(one)
        parts = [
            MonthList(
                document=document,
                section=section,
                block=min(one.block for one in some),
                works=len({one.work for one in some}),
            )
            for (document, section), some in found.items()
        ]
        return sorted(parts, key=lambda part: (part.document, part.block, part.section))

    def listed(self, month: Month, part: MonthList, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return a section's works in its order, each where it first stands."""
        first: dict[NodeId, int] = {}
        for one in self.placed(month):
            if one.basis is Basis.CURATED and (one.document, one.section) == (part.document, part.section):
                first[one.work] = min(one.block, first.get(one.work, one.block))
        return sorted(first, key=lambda work: (first[work], work))[skip : skip + limit]

    def published(self, month: Month, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return the works that are neither picked nor listed in the month, by day, then id."""
        return self._published(month)[skip : skip + limit]

    def categories(self, month: Month) -> dict[NodeId, int]:
        """Return own category → how many of the month's works count under it."""
        return dict(
            Counter(category for _, category in {(one.work, one.category) for one in self.placed(month)} if category)
        )

    def placed(self, month: Month | None = None) -> list[Placed]:
        """Return where works stand: in this month, in any when None."""
        edges = self._graph.edges_of((EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY))
        by_work: defaultdict[NodeId, list[Edge]] = defaultdict(list)
        for edge in edges:
            by_work[edge.source].append(edge)
        named = self._graph.edges_of((EdgeKind.RECORDS, EdgeKind.LISTS))
        known = {edge.target for edge in named if edge.basis is not Basis.FURTHER}
        categories = self._graph.many({edge.target for edge in edges if edge.kind is EdgeKind.IN_CATEGORY})
        own = {key for key, node in categories.items() if node.scheme == OWN}
        found = (one for work, some in by_work.items() for one in placed(some, work in known, own))
        return [one for one in found if month in (None, one.month)]

    def _published(self, month: Month) -> list[NodeId]:
        found = self.placed(month)
        said = {one.work for one in found if one.basis in _SAID}
        days: dict[NodeId, str] = {}
        for one in found:
            if one.work not in said:
                days[one.work] = min(one.day, days.get(one.work, one.day))
        return sorted(days, key=lambda work: (days[work], work))
