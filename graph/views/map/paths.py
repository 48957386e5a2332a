"""The way from one node to another: few steps, over what tells something, hubs only where nothing else leads there."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from math import log1p

import numpy as np
from msgspec import Struct

from graph.errors import ConflictError, NotFoundError
from graph.model import NodeId
from graph.views.map.chart import HUB, JOINS, KINDS, TELLS, Chart

_UNSURE = 0.5
"""A join that is nothing but a guess costs so much of a step more than one that is sure."""
_DULL = np.array([1 - TELLS.get(name, 1.0) for name in JOINS])
"""And so much more what tells little: that one list has both."""


class Step(Struct, frozen=True, kw_only=True):
    """A node on the way. `join` is what joins it with the one before (None at the first), `sure` how sure that is;

    `outward` tells that it leads from the one before to this one ("introduces"), not back ("is introduced by").
    """

    node: NodeId
    name: str
    kind: str
    join: str | None = None
    sure: float | None = None
    outward: bool = True


def path_between(chart: Chart, one: NodeId, other: NodeId) -> tuple[Step, ...]:
    """Return the way, both ends included; NotFoundError where an end is not on the map, ConflictError where none leads there."""
    for key in (one, other):
        if key not in chart.rows:
            raise NotFoundError("node on the map", key)
    came = _ways(chart, chart.rows[one], chart.rows[other])
    row, rows = chart.rows[other], [chart.rows[other]]
    while row != chart.rows[one]:
        if row not in came:
            names = f"“{chart.names[chart.rows[one]]}” and “{chart.names[chart.rows[other]]}”"
            raise ConflictError(f"nothing on the map joins {names}, however many steps one goes", "other")
        row = came[row]
        rows.append(row)
    rows.reverse()
    first = Step(node=one, name=chart.names[rows[0]], kind=_kind(chart, rows[0]))
    return (first, *(_step(chart, before, row) for before, row in pairwise(rows)))


def _ways(chart: Chart, start: int, end: int) -> dict[int, int]:
    """Return row → the row before it on the cheapest way from the start, as far as the end."""
    starts, rows, joins = chart.beside
    dear = _DULL[chart.joins.kind] + _UNSURE * (1 - chart.joins.weight / 100)
    spent, came = {start: 0.0}, dict[int, int]()
    waiting, done = [(0.0, start)], set[int]()
    while waiting:
        cost, row = heappop(waiting)
        if row == end:
            break
        if row in done:
            continue
        done.add(row)
        through = log1p(chart.joined[row] / HUB) if row != start else 0.0
        for place in range(starts[row], starts[row + 1]):
            following = int(rows[place])
            total = cost + 1 + through + float(dear[joins[place]])
            if total < spent.get(following, float("inf")):
                spent[following], came[following] = total, row
                heappush(waiting, (total, following))
    return came


def _step(chart: Chart, before: int, row: int) -> Step:
    starts, rows, joins = chart.beside
    between = [int(joins[place]) for place in range(starts[row], starts[row + 1]) if rows[place] == before]
    best = min(between)  # what tells most comes first
    return Step(
        node=chart.keys[row],
        name=chart.names[row],
        kind=_kind(chart, row),
        join=JOINS[chart.joins.kind[best]],
        sure=round(int(chart.joins.weight[best]) / 100, 2),
        outward=bool(chart.joins.one[best] == before),
    )


def _kind(chart: Chart, row: int) -> str:
    return str(KINDS[chart.kinds[row]].value)
