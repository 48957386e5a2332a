"""The chronicle in SQLite, read from the rows that `telling` keeps true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from graph.model import Month, NodeId, NodeKind, SourceId
from graph.ports.chronicle import Telling
from graph.stores.sqlite.connection import Database, Row, listed


class SqliteChronicle:
    """The Chronicle port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def works(self, sources: Collection[SourceId] | None = None) -> dict[Month, int]:
        """Return month → how many works are first mentioned in it."""
        if sources is None:
            return dict(self._database.rows(_WORKS))
        return dict(self._database.rows(_WORKS_AMONG, (listed(sources),)))

    def undated(self) -> int:
        """Return of how many works no mention has a month."""
        row = self._database.row("SELECT count(DISTINCT work) FROM told")
        return (row[0] if row else 0) - sum(self.works().values())

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it."""
        found: defaultdict[Month, set[SourceId]] = defaultdict(set)
        for month, source in self._database.rows(_SOURCES):
            found[month].add(source)
        return {month: frozenset(some) for month, some in found.items()}

    def naming(self, kind: NodeKind) -> dict[NodeId, dict[Month, int]]:
        """Return concept of this kind → month → how many of the works first mentioned in it name the concept."""
        # The hyphen ends the kind in an id, and what sorts next to it begins another kind.
        return _by_concept(self._database.rows(_NAMING, (f"{kind}-", f"{kind}.")))

    def naming_among(
        self, concepts: Collection[NodeId], sources: Collection[SourceId]
    ) -> dict[NodeId, dict[Month, int]]:
        """Return the same for these concepts, as if only these sources were read."""
        return _by_concept(self._database.rows(_NAMING_AMONG, (listed(concepts), listed(sources))))

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""
        found: defaultdict[NodeId, defaultdict[Month, set[SourceId]]] = defaultdict(lambda: defaultdict(set))
        for concept, month, source in self._database.rows(_VOICES, (listed(concepts),)):
            found[concept][month].add(source)
        return {
            concept: {month: frozenset(some) for month, some in months.items()} for concept, months in found.items()
        }

    def works_naming(self, concept: NodeId) -> dict[NodeId, Month | None]:
        """Return the works that name the concept, each with the month of its first mention."""
        rows = self._database.rows("SELECT work, nullif(month, '') FROM spoken WHERE concept = ?", (concept,))
        return dict(rows)

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""
        return [_telling(row) for row in self._database.rows(_TELLINGS, (listed(works),))]

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""
        return [work for (work,) in self._database.rows(_SHARED, (month,))]

    def followed(self) -> list[tuple[Telling, str]]:
        """Return each source's earliest telling of each paper that has a day or month of publication, with that date."""
        return [(_telling(row[:6]), row[6]) for row in self._database.rows(_FOLLOWED)]


def _telling(row: Row) -> Telling:
    work, document, source, month, since, until = row
    return Telling(
        work=work, document=document, source=source, month=month or None, since=since or None, until=until or None
    )


def _by_concept(rows: Iterable[Row]) -> dict[NodeId, dict[Month, int]]:
    found: defaultdict[NodeId, dict[Month, int]] = defaultdict(dict)
    for concept, month, count in rows:
        found[concept][month] = count
    return dict(found)


_WORKS = """
SELECT month, count(*) FROM (SELECT min(nullif(month, '')) AS month FROM told GROUP BY work)
WHERE month IS NOT NULL GROUP BY month ORDER BY month
"""
_WORKS_AMONG = """
SELECT month, count(*) FROM (
    SELECT min(month) AS month FROM told
    WHERE month != '' AND source IN (SELECT value FROM json_each(?)) GROUP BY work
) GROUP BY month ORDER BY month
"""
_SOURCES = "SELECT DISTINCT month, source FROM told WHERE month != '' AND source != ''"
_NAMING = """
SELECT concept, month, count(*) FROM spoken
WHERE concept > ? AND concept < ? AND month != '' GROUP BY concept, month
"""
# CROSS, here and below: from the concepts asked for to their works, never the other way round.
_NAMING_AMONG = """
WITH own AS MATERIALIZED (SELECT value AS source FROM json_each(?2)),
dated AS (
    SELECT concept, (
        SELECT min(told.month) FROM told WHERE told.work = spoken.work AND told.month != '' AND source IN own
    ) AS month
    FROM json_each(?1) AS wanted CROSS JOIN spoken WHERE spoken.concept = wanted.value
)
SELECT concept, month, count(*) FROM dated WHERE month IS NOT NULL GROUP BY concept, month
"""
_VOICES = """
SELECT DISTINCT concept, told.month, source FROM json_each(?) AS wanted CROSS JOIN spoken CROSS JOIN told
WHERE spoken.concept = wanted.value AND told.work = spoken.work AND told.month != '' AND source != ''
"""
_TELLINGS = """
SELECT work, document, source, month, since, until FROM told WHERE work IN (SELECT value FROM json_each(?)) ORDER BY work, document
"""
_SHARED = """
SELECT work FROM told WHERE work IN (SELECT work FROM told WHERE month = ?1)
GROUP BY work HAVING min(nullif(month, '')) = ?1 AND count(DISTINCT nullif(source, '')) > 1 ORDER BY work
"""
# Beside min() SQLite takes the other columns from the row that has it.
_FOLLOWED = """
SELECT told.work, document, source, month, since, until, out.day
FROM (
    SELECT work, document, source, month, until, min(since) AS since FROM told
    WHERE source != '' AND since != '' AND NOT record GROUP BY work, source
) AS told
CROSS JOIN (SELECT work, min(day) AS day FROM placed WHERE basis = 'published' AND work LIKE 'paper-%' GROUP BY work)
    AS out USING (work)
ORDER BY told.work, document
"""
