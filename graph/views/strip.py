"""The library's calendar: which work is read under which month, counted once per version of the library."""

from __future__ import annotations

from collections import Counter, defaultdict
from weakref import WeakKeyDictionary

from msgspec import Struct

from graph.model import Basis, Edge, EdgeKind, Month, NodeId, NodeKind
from graph.months import months_of
from graph.ports import Library
from graph.views.shapes import Bar, Strip
from graph.views.when import main_month, month_in

PAGE = 1000
SAID = (Basis.CURATED, Basis.PICKED)


class Calendar(Struct, frozen=True, kw_only=True):
    """Month → how many works are read under it, and how many were picked for it; only months that hold something."""

    works: dict[Month, int]
    picks: dict[Month, int]
    filled: frozenset[Month]
    """Those that a list or a pick says works belong to; others only had something come out in them."""

    def months(self) -> list[Month]:
        """Return the months that hold something, in order."""
        return sorted(self.works.keys() | self.picks.keys())

    def bar(self, month: Month) -> Bar:
        """Return the month's bar."""
        return Bar(month=month, count=self.works.get(month, 0), picks=self.picks.get(month, 0))


# Every page with time in it shows the strip, and counting it reads every month: so it is counted once a version.
_calendars: WeakKeyDictionary[Library, tuple[int, Calendar]] = WeakKeyDictionary()


def calendar(library: Library) -> Calendar:
    """Return the library's calendar as of its present version."""
    version = library.version()
    known = _calendars.get(library)
    if known is None or known[0] != version:
        known = (version, _count(library))
        _calendars[library] = known
    return known[1]


def strip(library: Library, year: int, current: Month | None = None) -> Strip:
    """Return the year's twelve bars and the years there are, the year asked for among them."""
    found = calendar(library)
    years = {int(month[:4]) for month in found.months()} | {year}
    return Strip(
        year=year,
        bars=tuple(found.bar(month) for month in months_of(year)),
        current=current,
        years=tuple(sorted(years)),
    )


def _count(library: Library) -> Calendar:
    edges = [edge for edge in _month_edges(library) if edge.basis is not None]
    by_work: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_work[edge.source].append(edge)
    picked = {edge.source for edge in edges if edge.basis is Basis.PICKED}
    shown = picked | _listed_or_recorded(library, by_work.keys() - picked)
    works = Counter(main_month(some) for work, some in by_work.items() if work in shown)
    picks = Counter(month_in(edge.target) for edge in edges if edge.basis is Basis.PICKED)
    said = {month_in(edge.target) for edge in edges if edge.source in shown and edge.basis in SAID}
    counted = {month: count for month, count in works.items() if month}
    return Calendar(works=counted, picks=dict(picks), filled=frozenset(said))


def _month_edges(library: Library) -> list[Edge]:
    months: list[NodeId] = []
    while page := library.graph.nodes((NodeKind.MONTH,), after=months[-1] if months else None, limit=PAGE):
        months += [node.id for node in page]
    return library.graph.edges_to(months, (EdgeKind.IN_MONTH,))


def _listed_or_recorded(library: Library, works: set[NodeId]) -> set[NodeId]:
    """Return what `entries.admitted` would, without the picks; recorded works, the many, cost one count."""
    recorded = works & library.graph.degrees(EdgeKind.RECORDS).keys()
    listings = library.graph.edges_to(works - recorded, (EdgeKind.LISTS,))
    return recorded | {edge.target for edge in listings if edge.basis is not Basis.FURTHER}
