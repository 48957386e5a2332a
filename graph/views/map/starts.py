"""Where somebody starts, and what the map then shows: the whole library, around nodes, what a search finds, a month, a list's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from graph.errors import InvalidInputError, NotFoundError
from graph.model import Month, NodeId, SourceId
from graph.ports import Library
from graph.views.known import node_at
from graph.views.map.chart import HUB, Chart, Codes, Mask
from graph.views.search import filters_of

FOUND = 200
"""Hits of a search that the map shows: beyond them come the less and less fitting."""
MOST_HOPS = 2
_COMMON = 2
"""What is joined with so many hits is shown with them; with fewer hits what is joined with any."""


class Start(Struct, frozen=True, kw_only=True):
    """What is asked for; all of it has to hold. Without anything it is the whole library.

    What lies one join around those `expanded` is shown whatever else is asked for.
    """

    nodes: tuple[NodeId, ...] = ()
    expanded: tuple[NodeId, ...] = ()
    hops: int = 1
    query: str = ""
    since: Month | None = None
    until: Month | None = None
    category: NodeId | None = None
    source: SourceId | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing narrows it."""
        return self == Start(hops=self.hops, expanded=self.expanded)


def start_of(
    library: Library,
    *,
    nodes: Sequence[str] = (),
    expanded: Sequence[str] = (),
    hops: int = 1,
    query: str = "",
    month: str | None = None,
    category: str | None = None,
    source: str | None = None,
) -> Start:
    """Return the start that an address asks for; InvalidInputError or NotFoundError names what is none.

    Months and categories are written as a search takes them; a superseded node id leads to the node it is now.
    """
    if not 0 <= hops <= MOST_HOPS:
        raise InvalidInputError(f"steps around a node are 0 to {MOST_HOPS}, not {hops}", "hops")
    narrowed = filters_of(library, month=month, category=category, source=source)
    return Start(
        nodes=tuple(dict.fromkeys(node_at(library, key).id for key in nodes)),
        expanded=tuple(dict.fromkeys(node_at(library, key).id for key in expanded)),
        hops=hops,
        query=query.strip(),
        since=narrowed.since,
        until=narrowed.until,
        category=narrowed.category,
        source=narrowed.source,
    )


def started(chart: Chart, start: Start, hits: Sequence[NodeId] = ()) -> tuple[Codes, Codes]:
    """Return the rows that the start shows, best joined first, and those of them that it names.

    `hits` is what its query finds, best first. A node that is not on the map is a NotFoundError.
    """
    for key in start.nodes:
        if key not in chart.rows:
            raise NotFoundError("node on the map", key)
    asked = [chart.rows[key] for key in start.nodes]
    found = [chart.rows[key] for key in hits if key in chart.rows][:FOUND]
    several = (() if one is None else (one,) for one in (start.category, start.source))
    works = chart.works_within(start.since, start.until, *several)
    shown = np.ones(len(chart.keys), np.bool_)
    if start.since or start.until or start.category or start.source:
        shown = works | (chart.touched(works) & ~chart.works)
    if asked:
        shown &= around(chart, asked, start.hops)
    if start.query:
        shown &= _around_hits(chart, found)
    shown |= around(chart, [chart.rows[key] for key in start.expanded if key in chart.rows], 1)
    shown[asked] = True
    named = [*asked, *(row for row in found if shown[row])] if start.query or asked else []
    return np.flatnonzero(shown).astype(np.int32), np.array(list(dict.fromkeys(named)), np.int32)


def around(chart: Chart, rows: Sequence[int], hops: int) -> Mask:
    """Return these rows and what lies so many joins away; a hub that one comes to is where one stops."""
    seen = np.zeros(len(chart.keys), np.bool_)
    seen[rows] = True
    edge = seen.copy()
    for hop in range(hops):
        edge = chart.touched(edge if hop == 0 else edge & (chart.joined <= HUB)) & ~seen
        seen |= edge
    return seen


def _around_hits(chart: Chart, hits: Sequence[int]) -> Mask:
    """Return the hits and what joins several of them."""
    mask = np.zeros(len(chart.keys), np.bool_)
    mask[list(hits)] = True
    starts, rows, _ = chart.beside
    ends = [np.unique(rows[starts[row] : starts[row + 1]]) for row in hits]
    times = np.bincount(np.concatenate(ends), minlength=len(mask)) if ends else np.zeros(len(mask), np.int64)
    return np.asarray(mask | (times >= min(_COMMON, max(1, len(hits) - 1))), np.bool_)
