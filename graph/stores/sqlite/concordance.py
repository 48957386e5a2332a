"""The concordance in SQLite, read from the rows that `naming` keeps true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import msgspec

from graph.model import Month, NodeId
from graph.ports.concordance import ListedPlace, Place
from graph.stores.sqlite.connection import Database, listed

_encode = msgspec.json.Encoder().encode


class SqliteConcordance:
    """The Concordance port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: tuple[int, dict[NodeId, int], int] | None = None

    def counts(self) -> dict[NodeId, int]:
        """Return concept → how many texts name it."""
        return self._figures()[0]

    def size(self) -> int:
        """Return how many texts name anything."""
        return self._figures()[1]

    def months(self, concepts: Collection[NodeId]) -> dict[NodeId, dict[Month, int]]:
        """Return concept → month → how many texts name it there."""
        found: defaultdict[NodeId, dict[Month, int]] = defaultdict(dict)
        for concept, month, count in self._database.rows(_MONTHS, (listed(concepts),)):
            found[concept][month] = count
        return dict(found)

    def dates(self, concept: NodeId) -> dict[str, str]:
        """Return text → when it was published, for the dated texts that name the concept."""
        return {text: date for text, date in self._database.rows(_DATES, (concept,)) if date}

    def first(self, concepts: Collection[NodeId]) -> dict[NodeId, str]:
        """Return concept → the text that named it first: the earliest of those with a date, of several the first by id."""
        return {concept: text for concept, text, _ in self._database.rows(_EARLIEST, (listed(concepts),))}

    def at(self, places: Collection[Place]) -> dict[Place, list[NodeId]]:
        """Return place → the concepts named there, sorted."""
        found: defaultdict[Place, list[NodeId]] = defaultdict(list)
        for text, block, concept in self._database.rows(_AT, (_encode(sorted(set(places))).decode(),)):
            found[text, block].append(concept)
        return dict(found)

    def beside(self, concept: NodeId) -> dict[NodeId, int]:
        """Return concept → in how many blocks it is named together with this one."""
        return dict(self._database.rows(_BESIDE, (concept,)))

    def listed(self, concept: NodeId) -> list[ListedPlace]:
        """Return the entries of lists that stand in a block which names the concept, sorted."""
        rows = self._database.rows(_LISTED, (concept,))
        return [ListedPlace(work=work, document=document, block=block) for work, document, block in rows]

    def _figures(self) -> tuple[dict[NodeId, int], int]:
        """Return the counts as of this version; counting reads every row, and many pages ask."""
        if self._database.in_transaction:
            return self._count()
        version, counted = self._database.version(), self._counted
        if counted is None or counted[0] != version:
            counted = self._counted = (version, *self._count())
        return counted[1], counted[2]

    def _count(self) -> tuple[dict[NodeId, int], int]:
        counts: dict[NodeId, int] = dict(
            self._database.rows("SELECT concept, count(DISTINCT text) FROM named GROUP BY concept")
        )
        size = self._database.row("SELECT count(DISTINCT text) FROM named")
        return counts, size[0] if size else 0


_MONTHS = """
WITH texts AS (SELECT DISTINCT concept, text, month FROM named WHERE concept IN (SELECT value FROM json_each(?)))
SELECT concept, month, count(DISTINCT text) FROM (
    SELECT concept, text, coalesce(
        nullif(texts.month, ''),
        (SELECT month FROM documents WHERE documents.id = text),
        (SELECT min(month) FROM placed WHERE placed.work = text AND basis = 'published')
    ) AS month FROM texts
) WHERE month IS NOT NULL GROUP BY 1, 2
"""
_DATES = """
SELECT text, coalesce(
    (SELECT published FROM documents WHERE documents.id = text),
    (SELECT min(day) FROM placed WHERE placed.work = text AND basis = 'published')
) FROM (SELECT DISTINCT text FROM named WHERE concept = ?)
"""
# Beside min() SQLite takes the other columns from the row that has it. The tilde sorts after every date, and behind a
# month after each of its days (`graph.months.closing`).
_EARLIEST = """
WITH texts AS MATERIALIZED (
    SELECT DISTINCT concept, text, month FROM named WHERE concept IN (SELECT value FROM json_each(?))
),
dated AS MATERIALIZED (SELECT text, coalesce(
    (SELECT published FROM documents WHERE documents.id = text),
    (SELECT min(day) FROM placed WHERE placed.work = text AND basis = 'published'),
    '~'
) AS date FROM (SELECT DISTINCT text FROM texts))
SELECT concept, text, min(iif(month = '', date, month || '~') || ' ' || text)
FROM texts JOIN dated USING (text) GROUP BY concept
"""
# CROSS, here and below: from the places asked for to what stands there, never the other way round.
_AT = """
SELECT named.text, named.block, named.concept FROM json_each(?) AS place CROSS JOIN named
WHERE named.text = place.value ->> 0 AND named.block = place.value ->> 1 ORDER BY 1, 2, 3
"""
_BESIDE = """
SELECT other.concept, count(*) FROM named AS own CROSS JOIN named AS other
WHERE own.concept = ?1 AND other.text = own.text AND other.block = own.block AND other.concept != ?1
GROUP BY other.concept
"""
_LISTED = """
SELECT DISTINCT items.node, named.text, named.block FROM named CROSS JOIN items
WHERE named.concept = ? AND items.document = named.text AND items.block = named.block AND items.node IS NOT NULL
ORDER BY 1, 2, 3
"""
