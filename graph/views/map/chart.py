"""All that the map shows, as columns: a row each node, best joined first, and the joins between rows, the strongest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.model import WORK_KINDS, EdgeKind, Month, NodeId, NodeKind, SourceId, State
from graph.months import month_number, month_text

KINDS = tuple(NodeKind)
STATES = tuple(State)
RELATED = "RELATED"
JOINS = (RELATED, *(kind.value for kind in EdgeKind if kind not in (EdgeKind.RECORDS, EdgeKind.IN_MONTH)))
"""What may join two nodes of the map; a recorded document is its work, and months are the map's time, not its places."""
TELLS = {"LISTS": 0.05, "MENTIONS": 0.3, "AUTHORED_BY": 0.3, "RELEASED_BY": 0.5, "IN_CATEGORY": 0.5}
"""How much a join tells of both ends, against the others (1): a list of a week says nothing of what two of its works share."""
HUB = 60
"""What is joined with more is gone through only where nothing else leads on."""

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
_WORKS = np.array([kind in WORK_KINDS for kind in KINDS])


class MapCommunity(Struct, frozen=True, kw_only=True):
    """A community: where its name stands, how many nodes it has on the whole map, which one (by place) it is a part of."""

    id: str
    name: str
    x: int
    y: int
    nodes: int
    parent: int | None


class Joins(Struct, frozen=True, kw_only=True):
    """From row to row, of which kind (a place in `JOINS`), how sure in hundredths; the strongest first.

    A link that the linker proposed counts as a guess of that many hundredths; one that a person confirmed as sure.
    """

    one: Codes
    other: Codes
    kind: Codes
    weight: Codes


class Chart(Struct, frozen=True, kw_only=True, dict=True):
    """The columns. `x` and `y` span about -10,000 to 10,000; -1 stands for none in the coded columns, 0 for no month.

    `attention` is how many documents list or mention a node; `joined` with how many others it is joined. What is no work
    has the first month of the works that it is joined with, and their sources.
    """

    keys: Sequence[NodeId]
    names: Sequence[str]
    kinds: Codes
    x: Codes
    y: Codes
    attention: Codes
    joined: Codes
    months: Codes
    """The month that a row is read under."""
    months_in: Sequence[tuple[int, ...]]
    """All months that it stands in."""
    communities_in: Codes
    parts_in: Codes
    states: Codes
    picked: Mask
    categories: Sequence[tuple[int, ...]]
    """All own categories that it counts under or is guessed in, the surest first."""
    sources: Sequence[tuple[int, ...]]
    category_names: tuple[tuple[NodeId, str], ...]
    source_names: tuple[tuple[SourceId, str], ...]
    communities: tuple[MapCommunity, ...]
    joins: Joins
    bridges: tuple[tuple[int, int, int], ...]
    """Two rows that nothing joins, and how sure it is, in hundredths, that they are nearer than chance has it."""

    @cached_property
    def rows(self) -> Mapping[NodeId, int]:
        """Return id → row."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def works(self) -> Mask:
        """Return which rows are works."""
        return np.asarray(_WORKS[self.kinds], np.bool_)

    @cached_property
    def beside(self) -> tuple[Codes, Codes, Codes]:
        """Return (starts, rows, joins): those joined with row r are rows[starts[r]:starts[r + 1]], each by that join."""
        ends = np.concatenate([self.joins.one, self.joins.other])
        others = np.concatenate([self.joins.other, self.joins.one])
        by = np.tile(np.arange(len(self.joins.one), dtype=np.int32), 2)
        order = np.argsort(ends, kind="stable")
        starts = np.searchsorted(ends[order], np.arange(len(self.keys) + 1)).astype(np.int32)
        return starts, others[order], by[order]

    def joined_with(self, row: int) -> Codes:
        """Return the rows that one is joined with, once a join."""
        starts, rows, _ = self.beside
        return rows[starts[row] : starts[row + 1]]

    def touched(self, mask: Mask) -> Mask:
        """Return which rows are joined with one of these."""
        found = np.zeros(len(self.keys), np.bool_)
        found[self.joins.other[mask[self.joins.one]]] = True
        found[self.joins.one[mask[self.joins.other]]] = True
        return found

    def works_within(
        self,
        since: Month | None = None,
        until: Month | None = None,
        categories: Collection[NodeId] = (),
        sources: Collection[SourceId] = (),
    ) -> Mask:
        """Return which rows are works that stand in these months, in one of the categories, told by one of the sources."""
        mask = self.works.copy()
        if since or until:
            first, last = month_number(since), month_number(until) or np.iinfo(np.int32).max
            mask &= self._any_of(self.months_in, lambda month: first <= month <= last)
        if categories:
            asked = {code for code, (key, _) in enumerate(self.category_names) if key in categories}
            mask &= self._any_of(self.categories, asked.__contains__)
        if sources:
            asked = {code for code, (key, _) in enumerate(self.source_names) if key in sources}
            mask &= self._any_of(self.sources, asked.__contains__)
        return mask

    def _any_of(self, column: Sequence[tuple[int, ...]], is_asked: Callable[[int], bool]) -> Mask:
        return np.fromiter((any(map(is_asked, codes)) for codes in column), np.bool_, len(self.keys))

    def month_of(self, row: int) -> Month | None:
        """Return a row's month."""
        number = int(self.months[row])
        return month_text(number) if number else None
