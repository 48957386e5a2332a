"""The calendar in Neo4j, read from the rows that `placing` keeps true."""

from __future__ import annotations

from graph.model import Month, NodeId
from graph.ports import MonthFigures, MonthList, MonthSum
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted


class Neo4jCalendar:
    """The Calendar port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._figures = Counted(server, self._count)

    def months(self) -> list[MonthFigures]:
        """Return the months that hold something, in order."""
        return list(self._figures())

    def sum(self, month: Month) -> MonthSum:
        """Return how many works stand in the month, each counted once a kind."""
        ((works, picked, listed, published),) = self._server.rows(_SUM, month=month)
        lists = self._server.value(_DOCUMENTS, month=month)
        return MonthSum(works=works, picked=picked, listed=listed, lists=lists, published=published)

    def picked(self, month: Month) -> list[NodeId]:
        """Return the works picked for the month, sorted."""
        return [work for (work,) in self._server.rows(_PICKED, month=month)]

    def lists(self, month: Month) -> list[MonthList]:
        """Return the sections that list works in the month, sorted by document, then block."""
        found = [
            MonthList(document=document, section=section, block=block, works=works)
            for document, section, block, works in self._server.rows(_LISTS, month=month)
        ]
        return sorted(found, key=lambda part: (part.document, part.block, part.section))

    def listed(self, month: Month, part: MonthList, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return a section's works in its order, each where it first stands."""
        asked = {"month": month, "document": part.document, "section": part.section, "skip": skip, "limit": limit}
        return [work for (work,) in self._server.rows(_LISTED, **asked)]

    def published(self, month: Month, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return the works that are neither picked nor listed in the month, by day, then id."""
        return [work for (work,) in self._server.rows(_PUBLISHED, month=month, skip=skip, limit=limit)]

    def categories(self, month: Month) -> dict[NodeId, int]:
        """Return own category → how many of the month's works count under it."""
        return dict(self._server.rows(_CATEGORIES, month=month))

    def _count(self) -> list[MonthFigures]:
        found = [
            MonthFigures(month=month, works=works, picks=picks, said=said > 0)
            for month, works, picks, said in self._server.rows(_MONTHS)
            if works or said
        ]
        return sorted(found, key=lambda one: one.month)


_MONTHS = """
MATCH (p:Placed)
RETURN p.month, sum(CASE WHEN p.main THEN 1 ELSE 0 END),
    count(DISTINCT CASE WHEN p.basis = 'picked' THEN p.work END),
    sum(CASE WHEN p.basis IN ['picked', 'curated'] THEN 1 ELSE 0 END)
"""
_SUM = """
MATCH (p:Placed {month: $month})
WITH p.work AS work, max(CASE WHEN p.basis = 'picked' THEN 1 ELSE 0 END) AS picked,
    max(CASE WHEN p.basis = 'curated' THEN 1 ELSE 0 END) AS listed
RETURN count(*), sum(picked), sum(listed), sum(CASE WHEN picked + listed = 0 THEN 1 ELSE 0 END)
"""
_DOCUMENTS = "MATCH (p:Placed {month: $month}) WHERE p.basis = 'curated' RETURN count(DISTINCT p.document)"
_PICKED = "MATCH (p:Placed {month: $month}) WHERE p.basis = 'picked' RETURN DISTINCT p.work AS work ORDER BY work"
_LISTS = """
MATCH (p:Placed {month: $month}) WHERE p.basis = 'curated'
RETURN p.document, p.section, min(p.block), count(DISTINCT p.work)
"""
_LISTED = """
MATCH (p:Placed {month: $month})
WHERE p.basis = 'curated' AND p.document = $document AND p.section = $section
WITH p.work AS work, min(p.block) AS block RETURN work ORDER BY block, work SKIP $skip LIMIT $limit
"""
_PUBLISHED = """
MATCH (p:Placed {month: $month})
WITH p.work AS work, min(p.day) AS day, sum(CASE WHEN p.basis IN ['picked', 'curated'] THEN 1 ELSE 0 END) AS said
WHERE said = 0 RETURN work ORDER BY day, work SKIP $skip LIMIT $limit
"""
_CATEGORIES = """
MATCH (p:Placed {month: $month}) WHERE p.category <> '' RETURN p.category, count(DISTINCT p.work)
"""
