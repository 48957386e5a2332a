"""The month a work is read under, and dates as exactly as they are known."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import InvalidInputError
from graph.model import Basis, Edge, Moment, Month, NodeId, Precision
from graph.months import is_month

TRUST = {basis: place for place, basis in enumerate(Basis)}


def parse_month(text: str) -> Month:
    """Return the text as a month, or raise InvalidInputError: months are written 2025-03."""
    if not is_month(text):
        raise InvalidInputError(f"no month: {text!r} (months are written like 2025-03)", "month")
    return text


def month_in(node: NodeId) -> Month:
    """Return the month whose node this is."""
    return node.removeprefix("month-")


def main_month(edges: Iterable[Edge]) -> Month | None:
    """Return the month a work is read under: the most trusted basis wins, the earliest month within it."""
    places = [(TRUST[edge.basis], month_in(edge.target)) for edge in edges if edge.basis is not None]
    return min(places)[1] if places else None


def date_text(moment: Moment | None) -> str | None:
    """Return the date as exactly as its source stated it, in its source's offset: 2025-03-01, 2025-03 or 2025."""
    if moment is None:
        return None
    date = moment.local.strftime("%Y-%m-%d")
    return {Precision.YEAR: date[:4], Precision.MONTH: date[:7]}.get(moment.precision, date)
