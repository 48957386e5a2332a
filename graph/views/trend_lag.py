"""How long papers took from their publication to being mentioned, with bounds where dates are rough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import median

from msgspec.structs import replace

from graph.months import shift
from graph.ports import Followed, Library
from graph.trends import LEAST
from graph.views.trend_shapes import Lag
from graph.views.when import date_text

_DAY = len("2025-03-01")
Days = tuple[int, int]
"""The fewest and the most days it may have been."""


def dated(library: Library, followed: Sequence[Followed]) -> list[Followed]:
    """Return them with the days of publication that the corpus knows, where an id told the month alone."""
    rough = {one.telling.work for one in followed if len(one.published) < _DAY}
    records = library.corpus.by_node(rough) if rough else {}
    days = {work: day for work, record in records.items() if (day := date_text(record.published)) and len(day) == _DAY}
    return [replace(one, published=days.get(one.telling.work, one.published)) for one in followed]


def lag_of(followed: Iterable[Followed]) -> Lag:
    """Return how many days mentions came after publication; no median of fewer than `LEAST` papers."""
    spans = [days_between(one) for one in followed]
    known = [span for span in spans if span]
    exact = [low for low, high in known if low == high]
    enough = len(known) >= LEAST
    return Lag(
        papers=len(exact),
        median=median(exact) if len(exact) >= LEAST else None,
        rough=len(known) - len(exact),
        low=median(low for low, _ in known) if enough else None,
        high=median(high for _, high in known) if enough else None,
        undated=len(spans) - len(known),
        before=sum(high < 0 for _, high in known),
    )


def days_between(one: Followed) -> Days | None:
    """Return how many days passed from a paper's publication to a mention; None where the mention has no date."""
    if one.telling.since is None or one.telling.until is None:
        return None
    first, last = _published(one.published)
    earliest, latest = days_of(one.telling.since, one.telling.until)
    return (earliest - last).days, (latest - first).days


@lru_cache(maxsize=4_096)
def days_of(since: str, until: str) -> tuple[date, date]:
    """Return the first and the last day on which something was said between two instants."""
    start, end = datetime.fromisoformat(since), datetime.fromisoformat(until)
    if end - start < timedelta(days=1):
        start = end = start + (end - start) / 2  # a day in its source's offset lies around its noon
    return start.date(), end.date()


@lru_cache(maxsize=4_096)
def _published(day: str) -> tuple[date, date]:
    if len(day) >= _DAY:
        stated = date.fromisoformat(day[:_DAY])
        return stated, stated
    return date.fromisoformat(f"{day}-01"), date.fromisoformat(f"{shift(day, 1)}-01") - timedelta(days=1)
