"""The part of the chart that a start shows, as it is sent: columns over its nodes, joins by their places in these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from graph.model import NodeId
from graph.months import month_number, month_text
from graph.views.map.chart import JOINS, KINDS, STATES, Chart, Codes, MapCommunity
from graph.views.map.starts import Start, started

MOST = 50_000
"""Nodes that one sheet holds, the best joined first."""
MOST_JOINS = 200_000


class NodeColumns(Struct, frozen=True, kw_only=True):
    """One entry a node in each column, best joined first. Codes are places in the lists of the sheet; -1 is none."""

    id: Sequence[NodeId]
    name: Sequence[str]
    kind: Sequence[int]
    x: Sequence[int]
    y: Sequence[int]
    attention: Sequence[int]
    """How many documents list or mention it."""
    joined: Sequence[int]
    """With how many others it is joined in the whole library."""
    months: Sequence[Sequence[int]]
    """All months that it stands in."""
    month: Sequence[int]
    """The month it is read under; of what is no work the first one of a work that it is joined with."""
    community: Sequence[int]
    part: Sequence[int]
    state: Sequence[int]
    picked: Sequence[int]
    categories: Sequence[Sequence[int]]
    sources: Sequence[Sequence[int]]


class JoinColumns(Struct, frozen=True, kw_only=True, rename={"source": "from", "target": "to"}):
    """One entry a join in each column, what tells most first: places of two nodes, its kind, how sure it is in hundredths."""

    source: Sequence[int]
    target: Sequence[int]
    kind: Sequence[int]
    weight: Sequence[int]


class Named(Struct, frozen=True):
    """What codes of a column stand for: an id and its name."""

    id: str
    name: str


class Sheet(Struct, frozen=True, kw_only=True):
    """What the explorer draws: `shown` of `total` nodes of the start, `start` being the places of those it names.

    `months` are those that one of the nodes stands in, in order. `bridges` are (node, node, hundredths): pairs near in
    meaning that nothing joins.
    """

    total: int
    shown: int
    kinds: Sequence[str]
    months: Sequence[str]
    states: Sequence[str]
    categories: Sequence[Named]
    sources: Sequence[Named]
    communities: Sequence[MapCommunity]
    edge_kinds: Sequence[str]
    nodes: NodeColumns
    edges: JoinColumns
    start: Sequence[int]
    bridges: Sequence[tuple[int, int, int]]


def sheet_of(chart: Chart, start: Start, hits: Sequence[NodeId] = (), most: int = MOST) -> Sheet:
    """Return what the start shows; `hits` is what its query finds, best first."""
    rows, named = started(chart, start, hits)
    kept = np.sort(np.concatenate([named, rows[~np.isin(rows, named)]])[:most])
    places = np.full(len(chart.keys), -1, np.int32)
    places[kept] = np.arange(len(kept), dtype=np.int32)
    months = _months(chart, kept)
    return Sheet(
        total=len(rows),
        shown=len(kept),
        kinds=[kind.value for kind in KINDS],
        months=months,
        states=[state.value for state in STATES],
        categories=[Named(*one) for one in chart.category_names],
        sources=[Named(*one) for one in chart.source_names],
        communities=chart.communities,
        edge_kinds=JOINS,
        nodes=_columns(chart, kept, months),
        edges=_joins(chart, places),
        start=places[named[places[named] >= 0]].tolist(),
        bridges=[
            (int(places[one]), int(places[other]), sure)
            for one, other, sure in chart.bridges
            if places[one] >= 0 and places[other] >= 0
        ],
    )


def _columns(chart: Chart, rows: Codes, months: Sequence[str]) -> NodeColumns:
    places = {month_number(month): place for place, month in enumerate(months)}
    at = rows.tolist()
    return NodeColumns(
        id=[chart.keys[row] for row in at],
        name=[chart.names[row] for row in at],
        kind=chart.kinds[rows].tolist(),
        x=chart.x[rows].tolist(),
        y=chart.y[rows].tolist(),
        attention=chart.attention[rows].tolist(),
        joined=chart.joined[rows].tolist(),
        months=[[places[month] for month in chart.months_in[row]] for row in at],
        month=[places.get(month, -1) for month in chart.months[rows].tolist()],
        community=chart.communities_in[rows].tolist(),
        part=chart.parts_in[rows].tolist(),
        state=chart.states[rows].tolist(),
        picked=chart.picked[rows].astype(np.int32).tolist(),
        categories=[chart.categories[row] for row in at],
        sources=[chart.sources[row] for row in at],
    )


def _joins(chart: Chart, places: Codes) -> JoinColumns:
    joins = chart.joins
    kept = np.flatnonzero((places[joins.one] >= 0) & (places[joins.other] >= 0))[:MOST_JOINS]
    return JoinColumns(
        source=places[joins.one[kept]].tolist(),
        target=places[joins.other[kept]].tolist(),
        kind=joins.kind[kept].tolist(),
        weight=joins.weight[kept].tolist(),
    )


def _months(chart: Chart, rows: Codes) -> list[str]:
    """Return the months that one of these stands in, in order; those between would be endless beside a year 200 or 9999."""
    return [month_text(month) for month in sorted({month for row in rows.tolist() for month in chart.months_in[row]})]
