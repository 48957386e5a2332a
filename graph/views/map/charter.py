"""The chart made: nodes with their standings, edges and links as joins, the places and names of communities.

It is made anew when the library or its analysis changed, in a second or two for 27,000 nodes, but not for every write of many.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic

import numpy as np
from msgspec import Struct

from graph.model import WORK_KINDS, NodeId
from graph.ports import Library
from graph.ports.analysis import Analysis, Atlas
from graph.views.map.chart import JOINS, KINDS, STATES, TELLS, Chart, Codes, Joins, MapCommunity
from graph.views.map.gathering import Join, Papers, Shown, attention_on, decided_on, gathered
from graph.views.map.places import placed

_FEW = 15  # what joins with very many tells little of any of them (graph.analysis.network says the same)


QUICK = 0.1
"""Seconds: a chart that takes no longer is made whenever anything changed."""
SHARE = 0.1
"""Of the time at most goes into charts while something writes; between two of them the last one is told."""


class _Made(Struct, frozen=True, kw_only=True):
    """A chart, of what it was made, when that began and how many seconds it took."""

    chart: Chart
    version: int
    atlas: str
    decisions: int
    begun: float
    took: float


class Charter:
    """Keeps the chart of one library true. Safe for several threads: one makes it, the others wait and take it too.

    A refresh writes many times a second, and what it brings may come to the map some seconds late, ten times as many as
    the chart takes. What a person decided is on it at once.
    """

    def __init__(self, library: Library, analysis: Analysis, clock: Callable[[], float] = monotonic) -> None:
        self._library, self._analysis, self._clock = library, analysis, clock
        self._lock = threading.Lock()
        self._made: _Made | None = None
        self._papers = Papers(library)

    def chart(self) -> Chart:
        """Return the chart as the library is now, or was a little ago as far as others than persons change it."""
        asked, atlas = self._clock(), self._analysis.atlas() or Atlas(made_of="")
        if (made := self._told(atlas.made_of)) is not None:
            return made.chart
        with self._lock:
            made = self._made
            if made is None or (made.begun < asked and not self._told(atlas.made_of)):
                made = self._made = self._make(atlas)
            return made.chart

    def prepare(self) -> None:
        """Make the chart in the background where it is not that of now: whoever asks for it next waits less, or not at all."""
        atlas = self._analysis.held()
        if not self._lock.locked() and not self._told(atlas.made_of if atlas else ""):
            threading.Thread(target=self.chart, name="almanac-chart", daemon=True).start()

    def state(self) -> str:
        """Return what the chart that is told now hangs on."""
        atlas = self._analysis.atlas()
        made_of = atlas.made_of if atlas else ""
        made = self._told(made_of)
        return f"{made_of} {made.version if made else self._library.version()}"

    def _told(self, atlas: str) -> _Made | None:
        """Return the last chart where it may be told under this atlas; None where another has to be made."""
        made = self._made
        if made is None or made.atlas != atlas:
            return None
        if made.version == self._library.version():
            return made
        is_late = made.took <= QUICK or self._clock() - made.begun > made.took / SHARE
        return None if is_late or made.decisions != self._decisions() else made

    def _make(self, atlas: Atlas) -> _Made:
        # Read before the chart is made: what is written meanwhile makes it old, never what is missing in it unseen.
        begun, version, decisions = self._clock(), self._library.version(), self._decisions()
        chart = chart_of(self._library, atlas, self._papers)
        took = self._clock() - begun
        return _Made(chart=chart, version=version, atlas=atlas.made_of, decisions=decisions, begun=begun, took=took)

    def _decisions(self) -> int:
        """Return how many decisions there are: the log only grows."""
        return 0 if self._library.is_unmade() else len(self._library.decisions.decisions())


def chart_of(library: Library, atlas: Atlas, papers: Papers | None = None) -> Chart:
    """Return the chart of a library whose analysis this is; of one that is unmade an empty one."""
    shown, joins = ({}, {}) if library.is_unmade() else gathered(library, papers or Papers(library))
    pairs = {(min(a, b), max(a, b)) for a, b, _ in joins}
    joined = Counter(end for ends in pairs for end in ends)
    keys = sorted(shown, key=lambda key: (-joined[key], key))
    rows = {key: row for row, key in enumerate(keys)}
    nodes = [shown[key] for key in keys]
    x, y = placed(keys, atlas.positions, ((a, b) for a, b, _ in joins))
    communities, communities_in, parts_in = _communities(atlas, rows, x, y)
    degrees = _codes(joined[key] for key in keys)
    drawn = _drawn(joins, rows, degrees)
    months, sources = _inherited(nodes, drawn)
    category_names = _category_names(shown, nodes)
    source_names = _source_names(library, sources)
    numbers = {key: number for number, (key, _) in enumerate((*category_names, *source_names))}
    decided = decided_on(library, [one.node for one in nodes if one.node]) if nodes else {}
    states = [decided[key].state if key in decided else None for key in keys]
    return Chart(
        keys=keys,
        names=[one.name for one in nodes],
        kinds=_codes(KINDS.index(one.kind) for one in nodes),
        x=x,
        y=y,
        attention=_codes(attention_on(library, keys)) if keys else _codes(()),
        joined=degrees,
        months=_codes(next(iter(some), 0) for some in months),
        months_in=months,
        communities_in=communities_in,
        parts_in=parts_in,
        states=_codes(STATES.index(state) if state else -1 for state in states),
        picked=np.array([key in decided and bool(decided[key].picks) for key in keys], np.bool_),
        categories=[tuple(numbers[key] for key in one.categories) for one in nodes],
        sources=[tuple(sorted(numbers[one] - len(category_names) for one in some)) for some in sources],
        category_names=category_names,
        source_names=source_names,
        communities=communities,
        joins=drawn,
        bridges=tuple(
            (rows[one.a], rows[one.b], round(100 * (1 - one.chance)))
            for one in atlas.bridges
            if one.a in rows and one.b in rows and not pairs & {(one.a, one.b), (one.b, one.a)}
        ),
    )


def _codes(numbers: Iterable[int]) -> Codes:
    return np.fromiter(numbers, np.int32)


def _drawn(joins: Mapping[Join, float], rows: Mapping[NodeId, int], degrees: Codes) -> Joins:
    """Return the joins by row, what tells most of both ends first."""
    one = _codes(rows[a] for a, _, _ in joins)
    other = _codes(rows[b] for _, b, _ in joins)
    kind = _codes(place for _, _, place in joins)
    sure = np.fromiter(joins.values(), np.float64)
    tells = np.array([TELLS.get(name, 1.0) for name in JOINS])[kind]
    rare = 1 / np.sqrt(1 + np.maximum(degrees[one], degrees[other]) / _FEW) if len(one) else sure
    order = np.lexsort((kind, other, one, -sure * tells * rare))
    weight = np.round(100 * sure).astype(np.int32)
    return Joins(one=one[order], other=other[order], kind=kind[order], weight=weight[order])


def _inherited(nodes: Sequence[Shown], joins: Joins) -> tuple[list[tuple[int, ...]], list[frozenset[str]]]:
    """Return every row's months and sources; what is no work has the first month and all sources of those joined with it."""
    months, sources = [one.months for one in nodes], [set(one.sources) for one in nodes]
    for a, b in zip(joins.one.tolist(), joins.other.tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            if nodes[one].kind not in WORK_KINDS and nodes[other].kind in WORK_KINDS:
                sources[one].update(nodes[other].sources)
                months[one] = tuple(sorted({*months[one], *nodes[other].months[:1]})[:1])
    return months, [frozenset(some) for some in sources]


def _category_names(shown: Mapping[NodeId, Shown], nodes: Sequence[Shown]) -> tuple[tuple[NodeId, str], ...]:
    known = {key for one in nodes for key in one.categories}
    return tuple(sorted(((key, shown[key].name if key in shown else key) for key in known), key=lambda one: one[1]))


def _source_names(library: Library, sources: Sequence[frozenset[str]]) -> tuple[tuple[str, str], ...]:
    told = frozenset().union(*sources)
    known = {one.id: one.title or one.id for one in library.documents.sources()} if told else {}
    return tuple(sorted(((key, known.get(key, key)) for key in told), key=lambda one: one[1].casefold()))


def _communities(
    atlas: Atlas, rows: Mapping[NodeId, int], x: Codes, y: Codes
) -> tuple[tuple[MapCommunity, ...], Codes, Codes]:
    """Return the communities with where their names stand, and every row's community and part of one."""
    communities: list[MapCommunity] = []
    at: dict[str, int] = {}
    inside = {False: np.full(len(rows), -1, np.int32), True: np.full(len(rows), -1, np.int32)}
    for community in sorted(atlas.communities, key=lambda one: one.parent is not None):
        held = [rows[key] for key in community.members if key in rows]
        if not held:
            continue
        at[community.id] = len(communities)
        inside[community.parent is not None][held] = len(communities)
        communities.append(
            MapCommunity(
                id=community.id,
                name=community.name,
                x=int(np.median(x[held])),
                y=int(np.median(y[held])),
                nodes=len(held),
                parent=at.get(community.parent or ""),
            )
        )
    return tuple(communities), inside[False], inside[True]
