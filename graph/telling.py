"""When works are mentioned: from a document's date and the month of the section they stand in, and which comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from graph.model import DocumentId, EdgeKind, Moment, Month, NodeId, Precision, SourceId
from graph.months import shift
from graph.ports.chronicle import Telling

STATING = frozenset({EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.USES, EdgeKind.EVALUATED_ON})
"""Edges by which a text states what a work has to do with a concept."""
RECORD = "record"
"""The kind of a document that is a catalogue's or a bibliography's entry."""

Span = tuple[str, str]
"""The earliest and the latest instant it may have been said, in UTC, ISO 8601 to the second."""

_WEEK = timedelta(days=6)
_REACH = (1, 9999)
"""Years at the ends of what a date can hold have no day before or after them to reckon with."""
_TICK = timedelta(seconds=1)


Marked = tuple[Telling, bool, bool, bool]
"""A telling: whether it is an entry of a catalogue, its work's first mention, its source's first of the work."""


def telling(
    work: NodeId, document: DocumentId, source: SourceId, published: Moment | None, section: Month | None
) -> Telling:
    """Return a document's mention of a work, under a section's month where that is given."""
    since, until = span_of(published, section) or (None, None)
    month = month_told(published, section)
    return Telling(work=work, document=document, source=source, month=month, since=since, until=until)


def marked(told: Iterable[tuple[Telling, bool]]) -> list[Marked]:
    """Return the tellings sorted, each with whether it is a record, the first of its work, and of its source's."""
    ordered = sorted(told, key=lambda one: _earliest(one[0]))
    works: set[NodeId] = set()
    sources: set[tuple[NodeId, SourceId]] = set()
    found = []
    for one, record in ordered:
        place = one.work, one.source
        found.append((one, record, one.work not in works, bool(one.source) and not record and place not in sources))
        works.add(one.work)
        if not record:
            sources.add(place)
    return sorted(found, key=lambda one: (one[0].work, one[0].document))


def _earliest(one: Telling) -> tuple[str, str, str]:
    return (one.month or "~", one.until or "~", one.document)


def span_of(published: Moment | None, section: Month | None = None) -> Span | None:
    """Return when a document said what stands under a section's month; None where neither is dated.

    A section of an earlier month than the document's was written some time between the two: a review of the year may
    put together what was sent month by month, or look back on it.
    """
    if published is None:
        return _written(_month_span(section)) if section else None
    start, end = _span(published)
    if section and section < end.strftime("%Y-%m"):
        start = _month_span(section, published)[0]
    return _written((start, end))


def month_told(published: Moment | None, section: Month | None) -> Month | None:
    """Return the month that a mention counts under: the section's, else the document's; one to come is a plan."""
    own = published.month if published else None
    return min(section or own, own) if own else section


def _span(published: Moment) -> tuple[datetime, datetime]:
    local = published.local
    if not _REACH[0] < local.year < _REACH[1]:
        return local, local
    day = datetime.combine(local.date(), time(), local.tzinfo)
    if published.precision is Precision.SECOND and local != day:
        return local, local
    if published.precision is Precision.YEAR:
        return day.replace(month=1, day=1), day.replace(year=day.year + 1, month=1, day=1) - _TICK
    if published.precision is Precision.MONTH:
        return _month_span(local.strftime("%Y-%m"), published)
    # Midnight sharp is a day whose hour nobody stated.
    return day - (_WEEK if published.precision is Precision.WEEK else timedelta()), day + timedelta(days=1) - _TICK


def _month_span(month: Month, published: Moment | None = None) -> tuple[datetime, datetime]:
    zone = published.local.tzinfo if published else UTC
    first, after = (datetime.fromisoformat(f"{one}-01").replace(tzinfo=zone) for one in (month, shift(month, 1)))
    return first, after - _TICK


def _written(span: tuple[datetime, datetime]) -> Span:
    first, last = (one.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") for one in span)
    return first, last
