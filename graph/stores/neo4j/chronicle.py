"""The chronicle in Neo4j, read from the rows that `telling` keeps true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from graph.model import DocumentId, Month, NodeId, NodeKind, SourceId
from graph.months import closing
from graph.ports.chronicle import Brought, Followed, Mentions, Telling
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.counted import Counted
from graph.stores.neo4j.transaction import Row

_UNDATED = "~"  # sorts after every date


class Neo4jChronicle:
    """The Chronicle port."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._works = Counted(server, self._count_works)
        self._mentions = Counted(server, self._count_mentions)
        self._sources = Counted(server, lambda: _gathered(server.rows(_SOURCES)))

    def works(self) -> dict[Brought, int]:
        """Return (month, source) → how many works it is the first to mention then."""
        return dict(self._works())

    def mentions(self) -> dict[NodeId, Mentions]:
        """Return every work → how it is mentioned."""
        return dict(self._mentions())

    def undated(self) -> int:
        """Return of how many works no mention has a month."""
        count: int = self._server.value("MATCH (t:Told {month: ''}) WHERE t.first RETURN count(*)")
        return count

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it."""
        return dict(self._sources())

    def naming(self, kind: NodeKind, since: Month = "", until: Month = "~") -> dict[NodeId, dict[Brought, int]]:
        """Return concept of this kind → (month of these, source) → how many of the works it brings name the concept."""
        found: defaultdict[NodeId, dict[Brought, int]] = defaultdict(dict)
        rows = self._server.rows(_NAMING, kind=kind.value, since=since, until=until)
        for concept, month, source, count in rows:
            found[concept][month, source] = count
        return dict(found)

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""
        found: defaultdict[NodeId, list[Row]] = defaultdict(list)
        for concept, month, source in self._server.among(_VOICES, concepts):
            found[concept].append((month, source))
        return {concept: _gathered(pairs) for concept, pairs in found.items()}

    def works_naming(
        self, concepts: Collection[NodeId], since: Month = "", until: Month = "~"
    ) -> dict[NodeId, dict[NodeId, Month | None]]:
        """Return concept → work that names it → the month of the work's first mention, where that is of these months."""
        found: defaultdict[NodeId, dict[NodeId, Month | None]] = defaultdict(dict)
        for concept, work, month in self._server.among(_WORKS_NAMING, concepts, since=since, until=until):
            found[concept][work] = month or None
        return dict(found)

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""
        return sorted(map(_telling, self._server.among(f"MATCH (t:Told {{work: key}}) RETURN {_TELLING}", works)))

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""
        return [work for (work,) in self._server.rows(_SHARED, month=month)]

    def followed(self, since: Month, until: Month) -> list[Followed]:
        """Return each source's earliest telling of each paper with a date of publication, where it is of these months."""
        return _followed(self._server.rows(f"{_THEN} AND {_LED}", since=since, until=until))

    def followed_of(self, works: Collection[NodeId]) -> list[Followed]:
        """Return the same of these works, whatever the month."""
        return _followed(self._server.among(f"MATCH (t:Told {{work: key}}) WHERE {_LED}", works))

    def heralds(self, concept: NodeId) -> list[DocumentId]:
        """Return of each source the document that names the concept first, sorted."""
        first: dict[SourceId, tuple[str, DocumentId]] = {}
        for source, document, published, month in self._server.rows(_HERALDS, concept=concept):
            when = closing(month) if month else published or _UNDATED, document
            first[source] = min(first.get(source, when), when)
        return sorted(document for _, document in first.values())

    def _count_works(self) -> dict[Brought, int]:
        return {(month, source): count for month, source, count in self._server.rows(_WORKS)}

    def _count_mentions(self) -> dict[NodeId, Mentions]:
        return {
            work: Mentions(sources=sources, month=month, latest=latest)
            for work, sources, month, latest in self._server.rows(_MENTIONS)
        }


def _gathered(pairs: Iterable[Row]) -> dict[Month, frozenset[SourceId]]:
    found: defaultdict[Month, set[SourceId]] = defaultdict(set)
    for month, source in pairs:
        found[month].add(source)
    return {month: frozenset(some) for month, some in found.items()}


def _followed(rows: Iterable[Row]) -> list[Followed]:
    found = [Followed(telling=_telling(row[:6]), published=row[6], first=row[7]) for row in rows]
    return sorted(found, key=lambda one: (one.telling.work, one.telling.source))


def _telling(row: Row) -> Telling:
    work, document, source, month, since, until = row
    return Telling(
        work=work, document=document, source=source, month=month or None, since=since or None, until=until or None
    )


_TELLING = "t.work, t.document, t.source, t.month, t.since, t.until"
_WORKS = "MATCH (t:Told) WHERE t.first AND t.month <> '' RETURN t.month, t.source, count(*)"
_MENTIONS = """
MATCH (t:Told)
RETURN t.work, count(DISTINCT CASE WHEN t.source <> '' THEN t.source END),
    min(CASE WHEN t.month <> '' THEN t.month END), max(CASE WHEN t.until <> '' THEN t.until END)
"""
_SOURCES = "MATCH (t:Told) WHERE t.month <> '' AND t.source <> '' RETURN DISTINCT t.month, t.source"
_NAMING = """
MATCH (s:Spoken {kind: $kind}) WHERE s.month <> '' AND s.month >= $since AND s.month <= $until
RETURN s.concept, s.month, s.source, count(*)
"""
_VOICES = """
MATCH (s:Spoken {concept: key}) MATCH (t:Told {work: s.work}) WHERE t.month <> '' AND t.source <> ''
RETURN DISTINCT key, t.month, t.source
"""
_WORKS_NAMING = """
MATCH (s:Spoken {concept: key}) WHERE s.month >= $since AND s.month <= $until RETURN key, s.work, s.month
"""
_SHARED = """
MATCH (m:Told {month: $month}) WITH DISTINCT m.work AS work MATCH (t:Told {work: work})
WITH work, min(CASE WHEN t.month <> '' THEN t.month END) AS first,
    count(DISTINCT CASE WHEN t.source <> '' THEN t.source END) AS sources
WHERE first = $month AND sources > 1 RETURN work ORDER BY work
"""
_THEN = """
MATCH (t:Told) WITH t, CASE WHEN t.month <> '' THEN t.month ELSE substring(t.since, 0, 7) END AS month
WHERE (month = '' OR (month >= $since AND month <= $until))
"""
_LED = f"""
t.leads AND t.work STARTS WITH 'paper-' MATCH (p:Placed {{work: t.work}}) WHERE p.basis = 'published'
RETURN {_TELLING}, min(p.day), t.first
"""
_HERALDS = """
MATCH (n:Named {concept: $concept}) MATCH (d:Document {id: n.text})
RETURN DISTINCT d.source, d.id, d.published, n.month
"""
