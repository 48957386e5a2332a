"""What a search looks through, in memory: every node and every paper of the corpus as a row of a few arrays.

It is made at the first search, in a second or two for 60,000 papers, and brought up to date by what changed before each
later one, so that it never tells what is not so.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.identity import stated_month
from graph.keys import keys_of
from graph.model import Identity, Month, Node, NodeId, NodeKind, SourceId, State
from graph.months import is_month, month_number
from graph.names import name_key
from graph.ports import Filed, Library, Standing
from graph.ports.register import Mark, Numbers
from graph.views.entries import choices
from graph.views.search.titles import Rows, Segment, Titles, Vocabulary

KINDS = tuple(NodeKind)
STATES = tuple(State)
LATE = 4
"""What changed since the first reading is read anew with the rest when it is more than one part in so many."""

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]


class Catalogue(Struct, frozen=True, kw_only=True):
    """All rows at one version of the library. -1 (months: 0) stands for none; rows that are not `there` are another's."""

    keys: Sequence[NodeId]
    identities: Sequence[str | None]
    there: Mask
    listed: Mask
    kinds: Codes
    months: Codes
    categories: Codes
    states: Codes
    category_names: tuple[NodeId, ...]
    sources: Mapping[SourceId, Rows]
    titles: Titles
    owners: Rows
    """The row that each title belongs to: a concept has several names, a listed paper that of its record too."""
    called: Mapping[str, Sequence[int]]
    """Name's key → the rows of the concepts with that name."""
    rows: Mapping[NodeId, int]
    entries: Rows
    records: Rows
    """Number in the full text → row."""

    def held(self, numbers: tuple[Numbers, Numbers]) -> Mask:
        """Return which rows are those of these entries and records."""
        mask = np.zeros(len(self.keys), np.bool_)
        for places, some in zip((self.entries, self.records), numbers, strict=True):
            rows = places[some[some < len(places)]]
            mask[rows[rows >= 0]] = True
        return mask


class Cataloguer:
    """Keeps the catalogue true. Safe for several threads: one reads, the others wait or have the one before."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._version = -1
        self._held: Catalogue | None = None
        self._papers = _Papers()

    def current(self) -> Catalogue:
        """Return the catalogue as the library is now."""
        with self._lock:
            version = self._library.version()
            if self._held is None or version != self._version:
                filing = self._library.register.records(self._papers.mark)
                self._papers.take(filing.records, filing.mark, whole=filing.whole)
                self._held = self._made(self._library.register.nodes())
                self._version = version
            return self._held

    def _made(self, standings: Sequence[Standing]) -> Catalogue:
        papers, start = self._papers, len(self._papers.filed)
        nodes = [standing.node for standing in standings]
        names = [(row, name) for row, node in enumerate(nodes) for name in (node.name, *node.aliases)]
        segment = Segment(papers.vocabulary, (name for _, name in names))
        held = {node.identity: start + row for row, node in enumerate(nodes) if node.identity}
        known = {papers.places[identity]: row for identity, row in held.items() if identity in papers.places}
        own = sorted({standing.category for standing in standings if standing.category})
        codes = {category: code for code, category in enumerate(own)}
        states = self._states(nodes)
        there = np.concatenate([papers.there, np.ones(len(nodes), np.bool_)])
        there[list(known)] = False
        owners = np.concatenate([np.arange(start), np.array([row for row, _ in names], np.int64) + start])
        owners[list(known)] = list(known.values())
        return Catalogue(
            keys=[*papers.keys, *(node.id for node in nodes)],
            identities=[*papers.identities, *(node.identity for node in nodes)],
            there=there,
            listed=_joined(np.zeros(start), np.ones(len(nodes))).astype(np.bool_),
            kinds=_joined(papers.kinds, [KINDS.index(node.kind) for node in nodes]),
            months=_joined(papers.months, [month_number(standing.month) for standing in standings]),
            categories=_joined(np.full(start, -1), [codes.get(each.category or "", -1) for each in standings]),
            states=_joined(np.full(start, -1), [states.get(node.id, -1) for node in nodes]),
            category_names=tuple(own),
            sources=_by_source(standings, start),
            titles=Titles(papers.vocabulary, [*papers.segments, segment]),
            owners=owners,
            called=_called(nodes, start),
            rows=_Rows({node.id: start + row for row, node in enumerate(nodes)}, papers.rows),
            entries=_places({standing.entry: start + row for row, standing in enumerate(standings) if standing.entry}),
            records=_moved(papers.numbers, known),
        )

    def _states(self, nodes: Sequence[Node]) -> dict[NodeId, int]:
        decided = {decision.on for decision in self._library.decisions.decisions()}
        touched = [node for node in nodes if decided.intersection(keys_of(node))] if decided else []
        chosen = choices(self._library, touched)
        return {key: STATES.index(one.state) for key, one in chosen.items() if one.state}


class _Papers:
    """The records as rows: those read first, and behind them what came or changed since."""

    def __init__(self) -> None:
        self.mark: Mark | None = None
        self._early: list[Filed] = []
        self._late: dict[int, Filed] = {}
        self.segments: list[Segment] = []
        self._forget()

    def take(self, records: Sequence[Filed], mark: Mark, *, whole: bool) -> None:
        """Take in what came since the last time, or, where that is the `whole`, nothing but that."""
        self.mark = mark
        if whole:
            self._early, self._late = list(records), {}
        else:
            self._late.update((record.number, record) for record in records)
        if len(self._late) * LATE > len(self._early):
            self._early = [*(one for one in self._early if one.number not in self._late), *self._late.values()]
            self._late, whole = {}, True
        if whole:
            self._forget()
            self.segments = [Segment(self.vocabulary, (record.title for record in self._early))]
        if whole or records:
            self._arrange()

    def _forget(self) -> None:
        self.vocabulary = Vocabulary()
        self.segments = []
        self._arrange()

    def _arrange(self) -> None:
        late = list(self._late.values())
        self.filed = [*self._early, *late]
        self.segments = [*self.segments[:1], *([Segment(self.vocabulary, (one.title for one in late))] if late else [])]
        self.there = np.array([one.number not in self._late for one in self._early] + [True] * len(late), np.bool_)
        self.keys = [one.node for one in self.filed]
        self.identities: list[str | None] = [one.identity for one in self.filed]
        self.months = np.array([month_number(_month(one)) for one in self.filed], np.int32)
        kinds: dict[str, int] = {kind.value: code for code, kind in enumerate(KINDS)}
        self.kinds = np.array([kinds[key.partition("-")[0]] for key in self.keys], np.int32)
        self.places = {one.identity: row for row, one in enumerate(self.filed)}
        self.rows = {one.node: row for row, one in enumerate(self.filed)}
        self.numbers = _places({one.number: row for row, one in enumerate(self.filed)})


class _Rows(dict[NodeId, int]):
    """Id → row: of nodes first, else of papers, which need no copying when a node changes."""

    def __init__(self, nodes: Mapping[NodeId, int], papers: Mapping[NodeId, int]) -> None:
        super().__init__(nodes)
        self._papers = papers

    def __missing__(self, key: NodeId) -> int:
        return self._papers.get(key, -1)


def _month(filed: Filed) -> Month | None:
    if filed.published and filed.published.month:
        return filed.published.month
    scheme, _, value = filed.identity.partition(":")
    month = stated_month(Identity(scheme, value))
    return month if is_month(month) else None


def _joined(*parts: Sequence[int] | NDArray[np.generic]) -> Codes:
    return np.concatenate([np.asarray(part, np.int32) for part in parts])


def _by_source(standings: Sequence[Standing], start: int) -> dict[SourceId, Rows]:
    found: dict[SourceId, list[int]] = {}
    for row, standing in enumerate(standings, start):
        for source in standing.sources:
            found.setdefault(source, []).append(row)
    return {source: np.array(rows, np.int64) for source, rows in found.items()}


def _called(nodes: Sequence[Node], start: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, node in enumerate(nodes, start):
        for key in {name_key(name) for name in (node.name, *node.aliases)} - {""}:
            found.setdefault(key, []).append(row)
    return found


def _places(rows: Mapping[int, int]) -> Rows:
    """Return the mapping as an array, -1 where it has nothing."""
    places = np.full(max(rows, default=0) + 1, -1, np.int64)
    places[list(rows)] = list(rows.values())
    return places


def _moved(numbers: Rows, known: Mapping[int, int]) -> Rows:
    """Return the rows that records' numbers lead to: that of its node where the graph has the paper."""
    to = np.append(np.arange(numbers.max(initial=-1) + 1), -1)  # the last one, which -1 leads to, is for none
    to[list(known)] = list(known.values())
    return to[numbers]
