"""The chronicle in SQLite, read from the rows that `telling` keeps true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from graph.model import DocumentId, Month, NodeId, NodeKind, SourceId
from graph.ports.chronicle import Brought, Followed, Mentions, Telling
from graph.stores.sqlite.connection import Database, Row, listed


class SqliteChronicle:
    """The Chronicle port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def works(self) -> dict[Brought, int]:
        """Return (month, source) → how many works it is the first to mention then."""
        return {(month, source): count for month, source, count in self._database.rows(_WORKS)}

    def mentions(self) -> dict[NodeId, Mentions]:
        """Return every work → how it is mentioned."""
        return {
            work: Mentions(sources=sources, month=month, latest=latest)
            for work, sources, month, latest in self._database.rows(_MENTIONS)
        }

    def undated(self) -> int:
        """Return of how many works no mention has a month."""
        row = self._database.row("SELECT count(*) FROM told WHERE first AND month = ''")
        return row[0] if row else 0

    def sources(self) -> dict[Month, frozenset[SourceId]]:
        """Return month → the sources that mention a work in it."""
        found: defaultdict[Month, set[SourceId]] = defaultdict(set)
        for month, source in self._database.rows(_SOURCES):
            found[month].add(source)
        return {month: frozenset(some) for month, some in found.items()}

    def naming(self, kind: NodeKind, since: Month = "", until: Month = "~") -> dict[NodeId, dict[Brought, int]]:
        """Return concept of this kind → (month of these, source) → how many of the works it brings name the concept."""
        found: defaultdict[NodeId, dict[Brought, int]] = defaultdict(dict)
        # The hyphen ends the kind in an id, and what sorts next to it begins another kind.
        for concept, month, source, count in self._database.rows(_NAMING, (f"{kind}-", f"{kind}.", since, until)):
            found[concept][month, source] = count
        return dict(found)

    def voices(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, frozenset[SourceId]]]:
        """Return concept → month → the sources that in it mention works which name the concept."""
        found: defaultdict[NodeId, defaultdict[Month, set[SourceId]]] = defaultdict(lambda: defaultdict(set))
        for concept, month, source in self._database.rows(_VOICES, (listed(concepts),)):
            found[concept][month].add(source)
        return {
            concept: {month: frozenset(some) for month, some in months.items()} for concept, months in found.items()
        }

    def works_naming(
        self, concepts: Collection[NodeId], since: Month = "", until: Month = "~"
    ) -> dict[NodeId, dict[NodeId, Month | None]]:
        """Return concept → work that names it → the month of the work's first mention, where that is of these months."""
        found: defaultdict[NodeId, dict[NodeId, Month | None]] = defaultdict(dict)
        for concept, work, month in self._database.rows(_WORKS_NAMING, (listed(concepts), since, until)):
            found[concept][work] = month or None
        return dict(found)

    def tellings(self, works: Collection[NodeId]) -> list[Telling]:
        """Return who mentions these works, sorted."""
        return [_telling(row) for row in self._database.rows(_TELLINGS, (listed(works),))]

    def shared(self, month: Month) -> list[NodeId]:
        """Return the works first mentioned in the month that two sources or more mention, sorted."""
        return [work for (work,) in self._database.rows(_SHARED, (month,))]

    def followed(self, since: Month, until: Month) -> list[Followed]:
        """Return each source's earliest telling of each paper with a date of publication, where it is of these months."""
        return [_followed(row) for row in self._database.rows(_FOLLOWED.format(_THEN), (since, until))]

    def followed_of(self, works: Collection[NodeId]) -> list[Followed]:
        """Return the same of these works, whatever the month."""
        return [_followed(row) for row in self._database.rows(_FOLLOWED.format(_OF), (listed(works),))]

    def heralds(self, concept: NodeId) -> list[DocumentId]:
        """Return of each source the document that names the concept first, sorted."""
        return sorted(document for document, _, _ in self._database.rows(_HERALDS, (concept,)))


def _followed(row: Row) -> Followed:
    return Followed(telling=_telling(row[:6]), published=row[6], first=bool(row[7]))


def _telling(row: Row) -> Telling:
    work, document, source, month, since, until = row
    return Telling(
        work=work, document=document, source=source, month=month or None, since=since or None, until=until or None
    )


_WORKS = "SELECT month, source, count(*) FROM told WHERE first AND month != '' GROUP BY month, source"
_MENTIONS = """
SELECT work, count(DISTINCT nullif(source, '')), min(nullif(month, '')), nullif(max(until), '') FROM told GROUP BY work
"""
_SOURCES = "SELECT DISTINCT month, source FROM told WHERE month != '' AND source != ''"
_NAMING = """
SELECT concept, month, source, count(*) FROM spoken
WHERE concept > ? AND concept < ? AND month != '' AND month BETWEEN ? AND ? GROUP BY concept, month, source
"""
# CROSS, here and below: from the concepts asked for to their works, never the other way round.
_VOICES = """
SELECT DISTINCT concept, told.month, told.source FROM json_each(?) AS wanted CROSS JOIN spoken CROSS JOIN told
WHERE spoken.concept = wanted.value AND told.work = spoken.work AND told.month != '' AND told.source != ''
"""
_WORKS_NAMING = """
SELECT concept, work, month FROM json_each(?) AS wanted CROSS JOIN spoken
WHERE spoken.concept = wanted.value AND month BETWEEN ? AND ?
"""
_TELLINGS = """
SELECT work, document, source, month, since, until FROM told WHERE work IN (SELECT value FROM json_each(?)) ORDER BY work, document
"""
_SHARED = """
SELECT work FROM told WHERE work IN (SELECT work FROM told WHERE month = ?1)
GROUP BY work HAVING min(nullif(month, '')) = ?1 AND count(DISTINCT nullif(source, '')) > 1 ORDER BY work
"""
_THEN = """
    (told.month = '' OR told.month BETWEEN ?1 AND ?2)
    AND (told.month != '' OR since = '' OR substr(since, 1, 7) BETWEEN ?1 AND ?2)
"""
_OF = "told.work IN (SELECT value FROM json_each(?))"
_FOLLOWED = """
SELECT told.work, told.document, source, told.month, since, until, min(placed.day), first
FROM told CROSS JOIN placed USING (work)
WHERE {} AND leads AND placed.basis = 'published' AND work LIKE 'paper-%'
GROUP BY told.work, source ORDER BY told.work, source
"""
# Beside min() SQLite takes the other columns from the row that has it; the tilde sorts after every date.
_HERALDS = """
SELECT text, documents.source, min(iif(named.month = '', coalesce(published, '~'), named.month || '~') || text)
FROM named CROSS JOIN documents WHERE concept = ? AND documents.id = text GROUP BY documents.source
"""
