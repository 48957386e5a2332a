"""A month: what was picked, each curator's list, then what was only published in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.errors import NotFoundError
from graph.ids import month_id
from graph.model import Basis, Edge, EdgeKind, Month, NodeId
from graph.months import month_name
from graph.ports import Library
from graph.views.entries import admitted, by_date, entries, own
from graph.views.sections import list_sections
from graph.views.shapes import Entry, MonthLine, MonthView
from graph.views.strip import calendar, strip
from graph.views.when import parse_month


def month_view(library: Library, month: str) -> MonthView:
    """Return the month, raise NotFoundError when nothing is in it and InvalidInputError when it is no month."""
    month = parse_month(month)
    edges = _edges(library, month)
    found = _entries(library, edges)
    if not found:
        raise NotFoundError("month", month)
    curated = [edge for edge in edges if edge.basis is Basis.CURATED]
    lists = list_sections(library, curated, found, lambda item: item.month in (month, None))
    picked = sorted((found[edge.source] for edge in edges if edge.basis is Basis.PICKED), key=_picked_first)
    shown = {entry.node.id for section in lists for entry in section.entries} | {entry.node.id for entry in picked}
    before, after = _neighbours(library, month)
    return MonthView(
        month=month,
        name=month_name(month),
        previous=before,
        next=after,
        strip=strip(library, int(month[:4]), month),
        picked=tuple(picked),
        lists=lists,
        published=tuple(sorted((found[key] for key in found.keys() - shown), key=by_date)),
        categories=category_counts(found.values()),
    )


def month_index(library: Library) -> tuple[MonthLine, ...]:
    """Return the months that hold something, newest first, with the figures of their bars."""
    found = calendar(library)
    bars = [found.bar(month) for month in reversed(found.months())]
    return tuple(
        MonthLine(month=bar.month, name=month_name(bar.month), count=bar.count, picks=bar.picks) for bar in bars
    )


def category_counts(found: Iterable[Entry]) -> tuple[tuple[str, str, int], ...]:
    """Return (category, name, how many of the entries are counted under it), most frequent first."""
    counts = Counter((best.node, best.name) for entry in found if (best := own(entry)))
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0][1]))
    return tuple((node, name, count) for (node, name), count in ordered)


def _edges(library: Library, month: Month) -> list[Edge]:
    edges = library.graph.edges_to((month_id(month),), (EdgeKind.IN_MONTH,))
    shown = admitted(library, {edge.source for edge in edges})
    return [edge for edge in edges if edge.source in shown]


def _entries(library: Library, edges: list[Edge]) -> dict[NodeId, Entry]:
    nodes = library.graph.many({edge.source for edge in edges})
    return {entry.node.id: entry for entry in entries(library, list(nodes.values()))}


def _picked_first(entry: Entry) -> tuple[str, str]:
    """Sort picks in the order they were made."""
    return (min((pick.at.isoformat() for pick in entry.choices.picks), default=""), entry.node.id)


def _neighbours(library: Library, month: Month) -> tuple[Month | None, Month | None]:
    months = calendar(library).months()
    before = [other for other in months if other < month]
    after = [other for other in months if other > month]
    return (before[-1] if before else None, after[0] if after else None)
