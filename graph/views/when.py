"""Months as they are asked for, and dates as exactly as they are known."""

from __future__ import annotations

from graph.errors import InvalidInputError
from graph.model import Moment, Month, Precision
from graph.months import is_month


def parse_month(text: str) -> Month:
    """Return the text as a month, or raise InvalidInputError: months are written 2025-03."""
    if not is_month(text):
        raise InvalidInputError(f"no month: {text!r} (months are written like 2025-03)", "month")
    return text


def date_text(moment: Moment | None) -> str | None:
    """Return the date as exactly as its source stated it, in its source's offset: 2025-03-01, 2025-03 or 2025."""
    if moment is None:
        return None
    date = moment.local.strftime("%Y-%m-%d")
    return {Precision.YEAR: date[:4], Precision.MONTH: date[:7]}.get(moment.precision, date)
