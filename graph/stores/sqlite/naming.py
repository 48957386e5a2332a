"""Writing where concepts are named: the rows of the concordance, worked out anew for the texts that a change touched."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from graph.model import EdgeKind, Evidence
from graph.ports.concordance import TITLE
from graph.stores.sqlite.tables import Tables, listed

NAMING = EdgeKind.MENTIONS
"""The edge by which a text names a concept."""

_TEXTS_A_STEP = 1_000
_evidence = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode


def name_texts(tables: Tables, texts: Collection[str]) -> None:
    """Write what these texts name now, in which blocks, and the months of those that have one of their own."""
    every = sorted(texts)
    for start in range(0, len(every), _TEXTS_A_STEP):
        _name(tables, every[start : start + _TEXTS_A_STEP])


def _name(tables: Tables, texts: Collection[str]) -> None:
    # The plus keeps the planner from looking up edges by kind, of which there are few with many edges each.
    rows = tables.rows(
        "SELECT source, target, evidence FROM edges WHERE source IN (SELECT value FROM json_each(?)) AND +kind = ?",
        (listed(texts), NAMING),
    )
    named: dict[tuple[str, str, int], str] = {}
    for text, concept, evidence in rows:
        for one in _evidence(evidence):
            place = concept, text, TITLE if one.block is None else one.block
            named[place] = max(named.get(place, ""), one.month or "")
    tables.many("DELETE FROM named WHERE text = ?", ((text,) for text in texts))
    told = ((*place, month) for place, month in sorted(named.items()))
    tables.many("INSERT INTO named (concept, text, block, month) VALUES (?, ?, ?, ?)", told)
