"""The map without sight: what a start shows under its filters, as lines of a table and as a text by communities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from graph.errors import InvalidInputError
from graph.model import Month, NodeId, NodeKind, SourceId, State
from graph.views.map.chart import KINDS, STATES, Chart, Codes, Mask

SORTS = ("joined", "attention", "name", "kind", "month", "community", "state")
"""What a table may be sorted by; numbers and months go from the most or newest down."""
_DOWN = frozenset({"joined", "attention", "month"})
NEIGHBOURS = 4
GROUPED = 10


class Narrowing(Struct, frozen=True, kw_only=True):
    """What of a start is shown; empty lets everything through. All but `kinds` and `joined` are said of works.

    What is no work is then shown where it is joined with a work that they let through, be that one's kind shown or not.
    """

    kinds: tuple[NodeKind, ...] = ()
    states: tuple[State, ...] = ()
    categories: tuple[NodeId, ...] = ()
    sources: tuple[SourceId, ...] = ()
    since: Month | None = None
    until: Month | None = None
    joined: int | None = None


class MapLine(Struct, frozen=True, kw_only=True):
    """A node of the map in a row of its table."""

    id: NodeId
    name: str
    kind: str
    month: Month | None
    attention: int
    joined: int
    community: str | None
    community_name: str | None
    category: str | None
    state: str | None


class MapTable(Struct, frozen=True, kw_only=True):
    """Lines of the `total` that are shown, in the order asked for, those past the first `skip`."""

    lines: tuple[MapLine, ...]
    total: int
    skip: int
    sort: str
    down: bool


class MapNode(Struct, frozen=True, kw_only=True):
    """A node as the text tells it, with those it is joined with best among what is shown."""

    line: MapLine
    beside: tuple[MapLine, ...]


class MapBridge(Struct, frozen=True, kw_only=True):
    """Two works near in meaning that nothing joins, and how sure it is that they are nearer than chance has it, in hundredths."""

    one: MapLine
    other: MapLine
    sure: int


class MapGroup(Struct, frozen=True, kw_only=True):
    """A community on the map (None: what belongs to none): its first nodes, best joined first, of `total` shown."""

    name: str | None
    nodes: tuple[MapNode, ...]
    total: int


def narrowed(chart: Chart, rows: Codes, by: Narrowing) -> Codes:
    """Return which of the rows are shown, in their order."""
    mask = np.zeros(len(chart.keys), np.bool_)
    mask[rows] = True
    if by.kinds:
        mask &= np.isin(chart.kinds, [KINDS.index(kind) for kind in by.kinds])
    if by.joined is not None:
        mask &= chart.joined <= by.joined
    works = _works(chart, by)
    if works is not None:
        inside = np.zeros(len(chart.keys), np.bool_)
        inside[rows] = True
        works &= inside
        mask &= works | (~chart.works & chart.touched(works))
    return rows[mask[rows]]


def table(chart: Chart, rows: Codes, sort: str, down: bool | None, skip: int, most: int) -> MapTable:
    """Return a part of the table; InvalidInputError where it cannot be sorted so."""
    if sort not in SORTS:
        raise InvalidInputError(f"no column to sort by: {sort!r} (one of {', '.join(SORTS)})", "sort")
    falls = sort in _DOWN if down is None else down
    order = np.lexsort(
        (np.arange(len(rows)), -_sorted_by(chart, rows, sort) if falls else _sorted_by(chart, rows, sort))
    )
    part = rows[order][skip : skip + most]
    return MapTable(
        lines=tuple(_line(chart, row) for row in part.tolist()), total=len(rows), skip=skip, sort=sort, down=falls
    )


def groups(chart: Chart, rows: Codes, most: int) -> tuple[tuple[MapGroup, ...], int]:
    """Return the shown nodes by community, the `most` largest first, each with what it is joined with best; and how many more."""
    shown = np.zeros(len(chart.keys), np.bool_)
    shown[rows] = True
    communities = chart.communities_in[rows]
    codes, counts = np.unique(communities, return_counts=True)
    order = sorted(zip(codes.tolist(), counts.tolist(), strict=True), key=lambda one: (one[0] < 0, -one[1], one[0]))
    found = tuple(
        MapGroup(
            name=chart.communities[code].name if code >= 0 else None,
            nodes=tuple(
                MapNode(line=_line(chart, row), beside=_beside(chart, row, shown))
                for row in rows[communities == code][:GROUPED].tolist()
            ),
            total=count,
        )
        for code, count in order[:most]
    )
    return found, max(0, len(order) - most)


def bridges_among(chart: Chart, rows: Codes) -> tuple[MapBridge, ...]:
    """Return the bridges with both ends among these rows, the best first."""
    shown = np.zeros(len(chart.keys), np.bool_)
    shown[rows] = True
    return tuple(
        MapBridge(one=_line(chart, one), other=_line(chart, other), sure=sure)
        for one, other, sure in chart.bridges
        if shown[one] and shown[other]
    )


def _works(chart: Chart, by: Narrowing) -> Mask | None:
    """Return which works are let through, None where nothing is said of works."""
    if not (by.states or by.categories or by.sources or by.since or by.until):
        return None
    mask = chart.works_within(by.since, by.until, by.categories, by.sources)
    return mask & np.isin(chart.states, [STATES.index(state) for state in by.states]) if by.states else mask


def _sorted_by(chart: Chart, rows: Codes, sort: str) -> Codes:
    numbers = {
        "joined": chart.joined,
        "attention": chart.attention,
        "month": chart.months,
        "state": np.where(chart.states < 0, len(STATES), chart.states),
    }
    if sort in numbers:
        return np.asarray(numbers[sort][rows], np.int32)
    texts = [_text(chart, row, sort) for row in rows.tolist()]
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return np.fromiter((ranks[text] for text in texts), np.int32, len(texts))


def _text(chart: Chart, row: int, sort: str) -> tuple[bool, str]:
    if sort == "name":
        return (False, chart.names[row].casefold())
    if sort == "kind":
        return (False, KINDS[chart.kinds[row]].value)
    code = int(chart.communities_in[row])
    return (code < 0, chart.communities[code].name.casefold() if code >= 0 else "")


def _line(chart: Chart, row: int) -> MapLine:
    community, state = int(chart.communities_in[row]), int(chart.states[row])
    return MapLine(
        id=chart.keys[row],
        name=chart.names[row],
        kind=KINDS[chart.kinds[row]].value,
        month=chart.month_of(row),
        attention=int(chart.attention[row]),
        joined=int(chart.joined[row]),
        community=chart.communities[community].id if community >= 0 else None,
        community_name=chart.communities[community].name if community >= 0 else None,
        category=next((chart.category_names[code][1] for code in chart.categories[row]), None),
        state=STATES[state].value if state >= 0 else None,
    )


def _beside(chart: Chart, row: int, shown: Mask) -> tuple[MapLine, ...]:
    starts, rows, joins = chart.beside
    part = slice(starts[row], starts[row + 1])
    order: Sequence[int] = rows[part][np.argsort(joins[part], kind="stable")].tolist()
    found = [other for other in dict.fromkeys(order) if shown[other]][:NEIGHBOURS]
    return tuple(_line(chart, other) for other in found)
