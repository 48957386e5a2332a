"""What the read models of trends look like: shares by month, what rises and fades, who said it first, how long it took."""

from __future__ import annotations

from msgspec import Struct

from graph.model import DocumentId, Month, Node, NodeId, SourceId
from graph.trends import Share
from graph.views.shapes import Strip


class Window(Struct, frozen=True, kw_only=True):
    """Months in a row, the first and the last of them."""

    since: Month
    until: Month
    months: int


class MonthShare(Struct, frozen=True, kw_only=True):
    """In how many of a month's works something is named."""

    month: Month
    works: Share


class TrendLine(Struct, frozen=True, kw_only=True):
    """A concept whose share rose or fell: works and sources that have it, of those there were, recently and before.

    `recent` and `earlier` count works that sources heard in both windows brought; `all_recent` and `all_earlier` the works
    of all sources. `chance` is how likely so large a change is where nothing changed. `alone` is the one source (or the
    one person's several) that says so, where there is but one. `months` are shares of the same sources' works.
    """

    node: Node
    recent: Share
    earlier: Share
    all_recent: Share
    all_earlier: Share
    sources: Share
    earlier_sources: Share
    chance: float
    alone: str | None
    months: tuple[MonthShare, ...]


class Rising(Struct, frozen=True, kw_only=True):
    """Concepts of one kind whose share rises up to a month, the surest first; `tested` of them were compared."""

    kind: str
    recent: Window
    earlier: Window
    works: Share
    """Of the recent works, those that the compared sources brought."""
    earlier_works: Share
    tested: int
    lines: tuple[TrendLine, ...]


class HeatRow(Struct, frozen=True, kw_only=True):
    """A concept and in how many of each month's works it is named, in the order of the months."""

    node: Node
    works: tuple[int, ...]


class Heat(Struct, frozen=True, kw_only=True):
    """Concepts by month: those most works of the year name. `of` are the works of each month, `sources` the sources."""

    months: tuple[Month, ...]
    of: tuple[int, ...]
    sources: tuple[int, ...]
    rows: tuple[HeatRow, ...]


class Saying(Struct, frozen=True, kw_only=True):
    """A mention: by which source, in which document, when. It was made between `since` and `until`, instants in UTC.

    `echo` is why it is no independent one (None: it is): `curator` (whoever said it before says it again), `link` (it
    links one that said it before), `words` (it says so in the same words); `of` is the source of that earlier one.
    """

    source: SourceId
    title: str
    document: DocumentId
    document_title: str | None
    since: str | None
    until: str | None
    month: Month | None
    echo: str | None = None
    of: str | None = None


class Firsts(Struct, frozen=True, kw_only=True):
    """Who said it first: one where that is known, those who may have been where dates are too rough or equal.

    `sayings` are all dated mentions in order of time, `undated` counts those without a date, `independent` those of the
    dated ones that are no echo of another.
    """

    first: tuple[Saying, ...]
    sayings: tuple[Saying, ...]
    undated: int
    independent: int


class FirstLine(Struct, frozen=True, kw_only=True):
    """A work that more than one independent voice mentions, and who was first."""

    node: Node
    firsts: Firsts


class FirstCount(Struct, frozen=True, kw_only=True):
    """A source among the works it shares with others: how often it was first, how often it may have been."""

    source: SourceId
    title: str
    first: int
    maybe: int
    of: int


class Lag(Struct, frozen=True, kw_only=True):
    """Days from papers' publication to their mention: of those dated to a day on both ends the median.

    `papers` have days on both ends, `rough` are known only between bounds (a week, a month, a list that looks back),
    `undated` have no date of mention. `low` and `high` bound the median with the rough ones in. `before` were mentioned
    before their publication.
    """

    papers: int
    median: float | None
    rough: int
    low: float | None
    high: float | None
    undated: int
    before: int


class LagLine(Struct, frozen=True, kw_only=True):
    """How long it took one source to mention papers, or papers on one concept to be mentioned."""

    key: SourceId | NodeId
    title: str
    lag: Lag


class TrendView(Struct, frozen=True, kw_only=True):
    """What rises and what fades up to a month, against the time before; who said what first; how long it took.

    `compared` is how many sources are heard in both windows, of how many; only their works are compared. `tested`
    concepts were; `undated` works count in no month.
    """

    kind: str
    month: Month
    recent: Window
    earlier: Window
    strip: Strip
    works: Share
    """Of the recent works, those that the compared sources brought."""
    earlier_works: Share
    compared: Share
    tested: int
    undated: int
    rising: tuple[TrendLine, ...]
    fading: tuple[TrendLine, ...]
    heat: Heat
    first_works: tuple[FirstLine, ...]
    first_counts: tuple[FirstCount, ...]
    lag: Lag
    lag_by_source: tuple[LagLine, ...]
    lag_by_concept: tuple[LagLine, ...]


class ConceptTrend(Struct, frozen=True, kw_only=True):
    """A concept over time: its share of each month's works, whether it rises, who named it first, how long papers took.

    `line` compares the newest months with those before; `direction` is "rising" or "fading" where that may be claimed.
    `alone` tells that only one voice names it at all.
    """

    recent: Window
    earlier: Window
    line: TrendLine
    direction: str | None
    firsts: Firsts
    lag: Lag
