"""Which records a filter admits."""

from __future__ import annotations

from datetime import date, timedelta

from graph.identity import identify, stated_month
from graph.model import Moment, Precision
from graph.ports import RecordFilter
from graph.record import Record


def admits(record: Record, only: RecordFilter) -> bool:
    """Tell whether all conditions hold. Where no first publication is known, the month in an arXiv id stands for it."""
    if only.ids is not None and record.identity not in only.ids:
        return False
    if only.categories and not any(_within(subject, only.categories) for subject in record.categories):
        return False
    if only.since is None and only.until is None:
        return True
    first, last = _days(record)
    if first is None or last is None:
        return False
    return (only.since is None or last >= only.since) and (only.until is None or first <= only.until)


def _within(subject: str, wanted: tuple[str, ...]) -> bool:
    return any(subject == one or subject.startswith(f"{one}.") for one in wanted)


def _days(record: Record) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the record may have been published."""
    stated = record.published
    if stated is not None and stated.precision in (Precision.SECOND, Precision.DAY):
        return stated.local.date(), stated.local.date()
    month = stated.month if stated else _month_of(record.identity)
    if month is not None:
        start = date(int(month[:4]), int(month[5:]), 1)
        return start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _year(stated) if stated else (None, None)


def _year(stated: Moment) -> tuple[date, date]:
    return date(stated.local.year, 1, 1), date(stated.local.year, 12, 31)


def _month_of(text: str) -> str | None:
    identity = identify(text)
    return stated_month(identity) if identity and identity.scheme == "arxiv" else None
