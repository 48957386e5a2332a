"""Writing who mentions which works and what these name: the rows of the chronicle, worked out anew for works touched."""

from __future__ import annotations

from collections.abc import Collection

from graph.model import DocumentId, NodeId
from graph.stores.beside import brought_by, told_rows
from graph.stores.sqlite.tables import Tables, listed

_WORKS_A_STEP = 2_000


def tell_works(tables: Tables, works: Collection[NodeId]) -> None:
    """Write who mentions these works now, and what they name."""
    every = sorted(works)
    for start in range(0, len(every), _WORKS_A_STEP):
        _tell(tables, every[start : start + _WORKS_A_STEP])


def works_of(tables: Tables, texts: Collection[str]) -> set[NodeId]:
    """Return the works that these texts speak of: those they record or list, themselves where they are works."""
    return {work for (work,) in tables.rows(_WORKS, (listed(texts),))} | set(texts) if texts else set()


def works_told(tables: Tables, documents: Collection[DocumentId]) -> set[NodeId]:
    """Return the works that these documents are known to mention."""
    return {work for (work,) in tables.rows(_TOLD_BY, (listed(documents),))} if documents else set()


def _tell(tables: Tables, works: Collection[NodeId]) -> None:
    wanted = listed(works)
    mentions = tables.rows(_MENTIONS, (wanted,))
    documents = tables.rows(_DOCUMENTS, (listed({document for _, document, _ in mentions}),))
    known = {key: (source, body) for key, source, body in documents}
    told = told_rows(mentions, known, tables.rows(_PICKS, (wanted,)))
    first = brought_by(told)
    named = tables.rows(_NAMED, (listed(first),))
    gone = [(work,) for work in works]
    tables.many("DELETE FROM told WHERE work = ?", gone)
    tables.many("DELETE FROM spoken WHERE work = ?", gone)
    tables.many("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
    tables.many("INSERT INTO spoken VALUES (?, ?, ?, ?)", sorted((one, *first[work], work) for work, one in named))


_MENTIONS = """
SELECT edges.target, edges.source,
    (SELECT min(month) FROM placed WHERE work = edges.target AND document = edges.source AND basis = 'curated')
FROM json_each(?) AS wanted CROSS JOIN edges
WHERE edges.kind IN ('RECORDS', 'LISTS') AND edges.target = wanted.value AND edges.basis != 'further' GROUP BY 1, 2
"""
_DOCUMENTS = "SELECT id, source, body FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_PICKS = """
SELECT work, min(month) FROM placed WHERE work IN (SELECT value FROM json_each(?)) AND basis = 'picked' GROUP BY work
"""
# CROSS, here and above: from the works asked for to what is said of them, never the other way round.
_NAMED = """
WITH wanted AS MATERIALIZED (SELECT value AS work FROM json_each(?))
SELECT work, concept FROM wanted CROSS JOIN named WHERE text = work
UNION SELECT work, concept FROM wanted CROSS JOIN items CROSS JOIN named
WHERE items.node = work AND named.text = items.document AND named.block = items.block
UNION SELECT work, concept FROM wanted CROSS JOIN edges CROSS JOIN named
WHERE edges.kind = 'RECORDS' AND edges.target = work AND named.text = edges.source AND NOT EXISTS (
    SELECT 1 FROM items WHERE items.document = named.text AND items.block = named.block AND items.node IS NOT NULL
)
UNION SELECT work, edges.target FROM wanted CROSS JOIN edges
WHERE edges.source = work AND +edges.kind IN ('INTRODUCES', 'ABOUT', 'USES', 'EVALUATED_ON') AND edges.basis = 'stated'
"""
_WORKS = """
WITH wanted AS MATERIALIZED (SELECT value AS text FROM json_each(?))
SELECT target FROM wanted CROSS JOIN edges WHERE edges.source = text AND +edges.kind IN ('RECORDS', 'LISTS')
UNION SELECT node FROM wanted CROSS JOIN items WHERE items.document = text AND node IS NOT NULL
"""
_TOLD_BY = "SELECT DISTINCT work FROM told WHERE document IN (SELECT value FROM json_each(?))"
