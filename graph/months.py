"""Months as "2025-03": their names, neighbours and the next one as a bound."""

from __future__ import annotations

import re

from graph.model import Month

# Not calendar's or strftime's: those answer in the machine's language.
NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def is_month(text: object) -> bool:
    """Say whether this is a month as we write it: "2025-03"."""
    return isinstance(text, str) and _MONTH.fullmatch(text) is not None


def month_of(year: int, number: int) -> Month:
    """Return the month of a year, numbered from 1; numbers beyond run on into the years before and after."""
    years, place = divmod(number - 1, 12)
    return f"{year + years:04d}-{place + 1:02d}"


def shift(month: Month, by: int) -> Month:
    """Return the month that lies so many later (earlier when negative)."""
    year, number = _parts(month)
    return month_of(year, number + by)


def closing(month: Month) -> str:
    """Return what sorts behind every day of the month: when that is which is only known to be of it."""
    return f"{month}~"


def month_name(month: Month) -> str:
    """Return "March 2025" for "2025-03"."""
    year, number = _parts(month)
    return f"{NAMES[number - 1]} {year}"


def months_of(year: int) -> tuple[Month, ...]:
    """Return the twelve months of a year in order."""
    return tuple(month_of(year, number) for number in range(1, 13))


def month_number(month: Month | None) -> int:
    """Return 202403 for "2024-03", 0 for none."""
    return int(month[:4] + month[5:]) if month else 0


def month_text(number: int) -> Month:
    """Return "2024-03" for 202403."""
    return f"{number // 100:04}-{number % 100:02}"


def _parts(month: Month) -> tuple[int, int]:
    return int(month[:4]), int(month[5:7])
