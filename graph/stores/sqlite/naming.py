"""Writing where concepts are named: the rows of the concordance, worked out anew for the texts that a change touched."""

from __future__ import annotations

from collections.abc import Collection

from graph.stores.beside import NAMING, named_rows
from graph.stores.sqlite.tables import Tables, listed

_TEXTS_A_STEP = 1_000


def name_texts(tables: Tables, texts: Collection[str]) -> None:
    """Write what these texts name now, in which blocks, and the months of those that have one of their own."""
    every = sorted(texts)
    for start in range(0, len(every), _TEXTS_A_STEP):
        _name(tables, every[start : start + _TEXTS_A_STEP])


def _name(tables: Tables, texts: Collection[str]) -> None:
    # The plus keeps the planner from looking up edges by kind, of which there are few with many edges each.
    edges = tables.rows(
        "SELECT source, target, evidence FROM edges WHERE source IN (SELECT value FROM json_each(?)) AND +kind = ?",
        (listed(texts), NAMING),
    )
    tables.many("DELETE FROM named WHERE text = ?", ((text,) for text in texts))
    tables.many("INSERT INTO named (concept, text, block, month) VALUES (?, ?, ?, ?)", named_rows(edges))
