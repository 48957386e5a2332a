"""What stores keep beside the graph, so that calendar, concordance and chronicle are read there, not worked out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from graph.model import Basis, DocumentId, Edge, EdgeKind, Evidence, Moment, Month, NodeId, SourceId
from graph.placing import Placed, placed
from graph.ports.chronicle import Telling
from graph.ports.concordance import TITLE
from graph.stores.merge import merge_edges
from graph.telling import RECORD, marked, telling

PLACING = frozenset({EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY})
"""Edges that place the work they come from."""
ADMITTING = frozenset({EdgeKind.RECORDS, EdgeKind.LISTS})
"""Edges that let the work they lead to be placed."""
NAMING = EdgeKind.MENTIONS
"""The edge by which a text names a concept."""

Row = tuple[Any, ...]


class _Dateline(msgspec.Struct):
    """What of a document tells when it said something; the rest of its body is passed over."""

    kind: str
    published: Moment | None = None


_dateline = msgspec.msgpack.Decoder(_Dateline).decode
_evidence = msgspec.msgpack.Decoder(tuple[Evidence, ...]).decode


def edge_of(row: Row) -> Edge:
    """Return the edge in a row of (source, kind, target, basis, confidence, evidence)."""
    source, kind, target, basis, confidence, evidence = row
    return Edge(
        source=source,
        kind=EdgeKind(kind),
        target=target,
        basis=Basis(basis) if basis else None,
        confidence=confidence,
        evidence=_evidence(evidence),
    )


def placed_rows(edges: Iterable[Row], known: Collection[NodeId], own: Collection[NodeId]) -> list[Row]:
    """Return where works stand: (work, month, basis, main, day, category, document, section, block).

    `edges` are all of theirs that place, as `edge_of` takes them; `own` those of the categories that are own ones.
    """
    out: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in merge_edges(map(edge_of, edges)):
        out[edge.source].append(edge)
    return [_placed_row(one) for work, some in out.items() for one in placed(some, work in known, own)]


def named_rows(edges: Iterable[tuple[str, NodeId, bytes]]) -> list[Row]:
    """Return what the edges (text, concept, evidence) name where: (concept, text, block, month), sorted."""
    named: dict[tuple[NodeId, str, int], Month] = {}
    for text, concept, evidence in edges:
        for one in _evidence(evidence):
            place = concept, text, TITLE if one.block is None else one.block
            named[place] = max(named.get(place, ""), one.month or "")
    return [(*place, month) for place, month in sorted(named.items())]


def told_rows(
    mentions: Iterable[tuple[NodeId, DocumentId, Month | None]],
    documents: Mapping[DocumentId, tuple[SourceId, bytes]],
    picks: Iterable[tuple[NodeId, Month]],
) -> list[Row]:
    """Return who mentions works: (work, document, source, month, since, until, record, first, leads).

    `mentions` come with the month of the list's section, `documents` with their source and body.
    """
    known = {key: (source, _dateline(body)) for key, (source, body) in documents.items()}
    told = [(Telling(work=work, month=month), False) for work, month in picks]
    for work, document, section in mentions:
        if document in known:
            source, line = known[document]
            told.append((telling(work, document, source, line.published, section), line.kind == RECORD))
    return [_told_row(*one) for one in marked(told)]


def brought_by(told: Iterable[Row]) -> dict[NodeId, tuple[Month, SourceId]]:
    """Return each work's first mention in these rows of who mentions it: the month ('' for none) and the source."""
    return {work: (month, source) for work, _, source, month, _, _, _, first, _ in told if first}


def _placed_row(one: Placed) -> Row:
    return (
        one.work,
        one.month,
        one.basis.value,
        one.main,
        one.day,
        one.category or "",
        one.document,
        one.section,
        one.block,
    )


def _told_row(one: Telling, record: bool, first: bool, leads: bool) -> Row:
    return (one.work, one.document, one.source, one.month or "", one.since or "", one.until or "", record, first, leads)
