"""The concordance in Neo4j, read from the rows that `naming` keeps true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from graph.model import Month, NodeId
from graph.months import closing
from graph.ports.concordance import ListedPlace, Place
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.naming import place_key

_UNDATED = "~"  # sorts after every date


class Neo4jConcordance:
    """The Concordance port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._figures = Counted(server, self._count)

    def counts(self) -> dict[NodeId, int]:
        """Return concept → how many texts name it."""
        return dict(self._figures()[0])

    def size(self) -> int:
        """Return how many texts name anything."""
        return self._figures()[1]

    def months(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, int]]:
        """Return concept → month → how many texts name it there."""
        found: defaultdict[NodeId, dict[Month, int]] = defaultdict(dict)
        for concept, month, count in self._server.among(_MONTHS, concepts):
            found[concept][month] = count
        return dict(found)

    def dates(self, concept: NodeId) -> dict[str, str]:
        """Return text → when it was published, for the dated texts that name the concept."""
        return {text: date for _, text, _, date in self._server.among(_DATES, [concept]) if date}

    def first(self, concepts: Collection[NodeId]) -> dict[NodeId, str]:
        """Return concept → the text that named it first: the earliest of those with a date, of several the first by id."""
        found: dict[NodeId, tuple[str, str]] = {}
        for concept, text, month, date in self._server.among(_DATES, concepts):
            when = closing(month) if month else date or _UNDATED
            found[concept] = min(found.get(concept, (when, text)), (when, text))
        return {concept: text for concept, (_, text) in found.items()}

    def at(self, places: Collection[Place]) -> dict[Place, list[NodeId]]:
        """Return place → the concepts named there, sorted."""
        wanted = {place_key(place): place for place in places}
        found: defaultdict[Place, list[NodeId]] = defaultdict(list)
        for key, concept in self._server.among("MATCH (n:Named {place: key}) RETURN key, n.concept", wanted):
            found[wanted[key]].append(concept)
        return {place: sorted(concepts) for place, concepts in found.items()}

    def beside(self, concept: NodeId) -> dict[NodeId, int]:
        """Return concept → in how many blocks it is named together with this one."""
        return dict(self._server.rows(_BESIDE, concept=concept))

    def listed(self, concept: NodeId) -> list[ListedPlace]:
        """Return the entries of lists that stand in a block which names the concept, sorted."""
        rows = self._server.rows(_LISTED, concept=concept)
        return sorted(ListedPlace(work=work, document=document, block=block) for work, document, block in rows)

    def _count(self) -> tuple[dict[NodeId, int], int]:
        counts: dict[NodeId, int] = dict(self._server.rows("MATCH (n:Named) RETURN n.concept, count(DISTINCT n.text)"))
        return counts, self._server.value("MATCH (n:Named) RETURN count(DISTINCT n.text)")


_DATED = """
MATCH (n:Named {concept: key}) WITH DISTINCT key AS concept, n.text AS text, n.month AS month
OPTIONAL MATCH (d:Document {id: text})
OPTIONAL MATCH (p:Placed {work: text}) WHERE p.basis = 'published'
"""
_MONTHS = f"""{_DATED}
WITH concept, text, month, d.month AS stated, min(p.month) AS published
WITH concept, text, CASE WHEN month <> '' THEN month ELSE coalesce(stated, published) END AS month
WHERE month IS NOT NULL RETURN concept, month, count(DISTINCT text)
"""
_DATES = f"""{_DATED}
WITH concept, text, month, d.published AS stated, min(p.day) AS published
RETURN concept, text, month, coalesce(stated, published)
"""
_BESIDE = """
MATCH (own:Named {concept: $concept}) MATCH (other:Named {place: own.place}) WHERE other.concept <> $concept
RETURN other.concept, count(*)
"""
_LISTED = """
MATCH (n:Named {concept: $concept}) WITH n.text AS document, collect(n.block) AS blocks
MATCH (i:Item {document: document}) WHERE i.node IS NOT NULL AND i.block IN blocks
RETURN DISTINCT i.node, document, i.block
"""
