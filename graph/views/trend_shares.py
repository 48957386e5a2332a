"""Shares of works by month: of all sources', and of those that can be compared because they are heard before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from graph.model import Month, NodeId, SourceId
from graph.months import shift
from graph.ports import Brought
from graph.trends import LEAST, Change, Share, change, claimed, unrest
from graph.views.trend_shapes import MonthShare, Window

TIMES = 3
"""The time before is three times as long: a share is known better than the one that is held against it."""
HISTORY = 24
"""Months before the recent ones that tell how much shares ordinarily move, and that a line of a concept draws."""

Counts = Mapping[Brought, int]
Months = Mapping[Month, int]


class Spans(Struct, frozen=True, kw_only=True):
    """The recent months, those they are held against, and those before them that show how shares move."""

    recent: tuple[Month, ...]
    earlier: tuple[Month, ...]
    history: tuple[Month, ...]

    @classmethod
    def at(cls, month: Month, months: int) -> Spans:
        """Return so many months up to this one, and three times as many before."""
        start = shift(month, 1 - months)
        return cls(
            recent=run_of(start, months),
            earlier=run_of(shift(start, -TIMES * months), TIMES * months),
            history=run_of(shift(start, -HISTORY), HISTORY),
        )

    def windows(self) -> tuple[Window, Window]:
        """Return both as a reader is told them."""
        one, other = (
            Window(since=months[0], until=months[-1], months=len(months)) for months in (self.recent, self.earlier)
        )
        return one, other


class Base(Struct, frozen=True, kw_only=True):
    """What shares are of: the works of each month, those of the sources heard in both spans and those of all.

    Picks (source '') are a voice of their own: the user's.
    """

    spans: Spans
    compared: frozenset[SourceId]
    own: Months
    every: Months

    def share(self, counts: Months, months: Collection[Month]) -> Share:
        """Return how many works of these months the counts of compared sources have."""
        return Share(_sum(counts, months), _sum(self.own, months))

    def share_of_all(self, counts: Months, months: Collection[Month]) -> Share:
        """Return how many works of these months the counts of all sources have."""
        return Share(_sum(counts, months), _sum(self.every, months))

    def by_month(self, counts: Months, months: Sequence[Month]) -> list[MonthShare]:
        """Return the compared sources' share of each month."""
        return [MonthShare(month=month, works=self.share(counts, (month,))) for month in months]


class Found(Struct, frozen=True, kw_only=True):
    """A concept that was tested: its counts by source, those of compared sources by month, the chances, the verdict."""

    concept: NodeId
    counts: Counts
    own: Months
    recent: Share
    earlier: Share
    change: Change
    claimed: bool

    @property
    def rises(self) -> bool:
        """Say whether it may be said to rise: from no fewer than three works."""
        return self.claimed and self.change.up < self.change.down and self.recent.part >= LEAST

    @property
    def fades(self) -> bool:
        """Say whether it may be said to fade: from no fewer than three works."""
        return self.claimed and self.change.down < self.change.up and self.earlier.part >= LEAST

    def brought_by(self, months: Collection[Month]) -> set[SourceId]:
        """Return the sources that brought these months' works."""
        return {source for month, source in self.counts if month in months}


def run_of(since: Month, months: int) -> tuple[Month, ...]:
    """Return so many months in a row."""
    return tuple(shift(since, place) for place in range(months))


def base_of(works: Counts, heard: Mapping[Month, frozenset[SourceId]], spans: Spans) -> Base:
    """Return what shares are of.

    Only who is heard before and after tells whether a share changed: a new source is news about the reader's sources,
    not about the world.
    """
    picks = {month for month, source in works if not source}
    before, after = (
        heard_in(heard, months) | ({""} if picks & set(months) else set()) for months in (spans.earlier, spans.recent)
    )
    compared = frozenset(before & after)
    return Base(spans=spans, compared=compared, own=by_month(works, compared), every=by_month(works))


def by_month(counts: Counts, sources: Collection[SourceId] | None = None) -> Months:
    """Return month → how many, of these sources (None: of all)."""
    found: defaultdict[Month, int] = defaultdict(int)
    for (month, source), count in counts.items():
        if sources is None or source in sources:
            found[month] += count
    return dict(found)


def heard_in(heard: Mapping[Month, frozenset[SourceId]], months: Iterable[Month]) -> set[SourceId]:
    """Return the sources that are heard in any of the months."""
    return set().union(*(heard.get(month, frozenset()) for month in months))


def found_in(base: Base, naming: Mapping[NodeId, Counts]) -> list[Found]:
    """Return the concepts that enough works name in both spans together, tested; what is too rare is not in the count."""
    own = {
        concept: by_month(counts, base.compared) for concept, counts in naming.items() if sum(counts.values()) >= LEAST
    }
    tested = {concept: pair for concept, counts in own.items() if (pair := _pair(base, counts))}
    history = base.spans.history
    of = [base.own.get(month, 0) for month in history]
    stir = unrest([[own[concept].get(month, 0) for month in history] for concept in tested], of)
    lengths = len(base.spans.recent), len(base.spans.earlier)
    changes = [change(recent, earlier, lengths, stir) for recent, earlier in tested.values()]
    told = claimed([one.either for one in changes])
    return [
        Found(
            concept=concept,
            counts=naming[concept],
            own=own[concept],
            recent=recent,
            earlier=earlier,
            change=moved,
            claimed=holds,
        )
        for (concept, (recent, earlier)), moved, holds in zip(tested.items(), changes, told, strict=True)
    ]


def _pair(base: Base, counts: Months) -> tuple[Share, Share] | None:
    recent, earlier = _sum(counts, base.spans.recent), _sum(counts, base.spans.earlier)
    if recent + earlier < LEAST:
        return None
    return base.share(counts, base.spans.recent), base.share(counts, base.spans.earlier)


def _sum(counts: Months, months: Iterable[Month]) -> int:
    return sum(counts.get(month, 0) for month in months)
