"""The dates feeds state → Moment: RFC 822, ISO 8601 and what people write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from dateutil import parser as dateutil
from msgspec import Struct

from graph.model import Moment, Precision


class DateReading(Struct, frozen=True):
    """A date as read; `repair` says what was wrong with it."""

    moment: Moment | None
    repair: str | None = None


_ISO = re.compile(
    r"""(\d{4}) (?:-(\d{2}) (?:-(\d{2}) (?:(?:T|[ ]+)(\d{2}):(\d{2}) (?::(\d{2})(?:[.,]\d+)?)? [ ]*
    (Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})? )? )? )?""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?")
_HOUR_24 = re.compile(r"(?<=[T ])24:00(?=:00|$|[^\d:])")
_CLOCK = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
"""Seconds or milliseconds since 1970: ten digits of seconds last from 2001 to 2286."""
_ZONES = {
    name: hours * 60
    for hours, names in {
        -10: "HST", -9: "AKST", -8: "PST AKDT", -7: "PDT MST", -6: "MDT CST", -5: "CDT EST", -4: "EDT AST", -3: "ADT",
        0: "UTC GMT UT Z WET", 1: "CET BST WEST MEZ", 2: "CEST EET SAST MESZ", 3: "MSK EEST", 8: "HKT SGT AWST",
        9: "JST KST", 10: "AEST", 11: "AEDT", 12: "NZST", 13: "NZDT",
    }.items()
    for name in names.split()
}  # fmt: skip
_UNITS = {
    name: unit
    for unit, names in {
        "second": "second sec s", "minute": "minute min m", "hour": "hour hr h", "day": "day d", "week": "week wk w",
        "month": "month mth mo", "year": "year yr y",
    }.items()
    for name in names.split()
}  # fmt: skip
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_NAMED_DAYS = {"now": 0, "just now": 0, "moments ago": 0, "today": 0, "yesterday": 1}
_COUNTED = r"(?:about|around|almost|nearly|over)?\s*(?:\d{1,4}|an?|one)\s*(?:" + "|".join(
    sorted(_UNITS, key=len, reverse=True)
)
RELATIVE = rf"{_COUNTED})s?\.?\s+ago|last (?:week|month|year)|{'|'.join(sorted(_NAMED_DAYS, key=len, reverse=True))}"
"""How people write a date that is relative, as a pattern; "2d" is one where nothing else stands beside it."""
_AGO = re.compile(
    r"(?:about|around|almost|nearly|over)?\s*(\d{1,4}|an?|one|last)\s*("
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r")s?\.?(?:\s+ago)?"
)
_ENDED = re.compile(r"P1W/(\d{4})-(\d{2})-(\d{2})")
"""ISO 8601 for the week that ended on this day: all that "2 weeks ago" says."""
_OLDEST = 1900
_NEWEST = 2200
"""No feed's entry is older than a century or two hundred years ahead; what claims so is a slip."""
_LONGEST = 200
"""Signs in a date, its white space included; what is longer is a trap for those who look for one in it."""
_ZERO_UNTIL = datetime(1970, 1, 2, 12, tzinfo=UTC)
_ZERO_FROM = datetime(1969, 12, 31, 12, tzinfo=UTC)


def read_date(text: str, basis: str = "stated") -> DateReading:
    """Return the moment a feed states, in the offset and as exactly as it states it."""
    if len(text) > _LONGEST:
        return DateReading(None, "date-not-read")
    written = " ".join(text.split())
    text = _HOUR_24.sub("00:00", written)
    for attempt in (_iso, _week, _clock, _mail, _written):
        try:
            found = attempt(text)
            if found is not None and text != written:
                found = (found[0] + timedelta(days=1), *found[1:])
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return _judged(found, basis)
    return DateReading(None, "date-not-read")


def resolve_relative(text: str, as_of: datetime) -> str | None:
    """Return "3 days ago" as the ISO date it meant when it was read; None for a text that is no relative date.

    It is as exact as its unit: a day (hours ago too), the week that ended on a day, a month, a year.
    """
    text = " ".join(text[: _LONGEST + 1].lower().split())
    if text in _NAMED_DAYS:
        return (as_of - timedelta(days=_NAMED_DAYS[text])).date().isoformat()
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    count, unit = int(found[1]) if found[1].isdigit() else 1, _UNITS[found[2]]
    if unit == "year":
        return f"{as_of.year - count:04d}" if count < as_of.year else None
    if unit == "month":
        months = as_of.year * 12 + as_of.month - 1 - count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    day = (as_of - timedelta(seconds=count * _SECONDS[unit])).date().isoformat()
    return f"P1W/{day}" if unit == "week" else day


Parts = tuple[datetime, int | None, Precision]
"""What the clock showed (whatever its zone says), its offset in minutes where one is stated, how exact it is."""


def _judged(found: Parts, basis: str) -> DateReading:
    local, offset, precision = found
    if offset is not None and abs(offset) >= 24 * 60:
        return DateReading(None, "date-not-read")
    if not _OLDEST <= local.year <= _NEWEST:
        return DateReading(None, "date-placeholder" if local.year <= 1 else "date-not-read")
    instant = local.replace(tzinfo=timezone(timedelta(minutes=offset or 0))).astimezone(UTC)
    if _ZERO_FROM < instant < _ZERO_UNTIL:
        return DateReading(None, "date-placeholder")
    repair = "date-without-offset" if offset is None and precision is Precision.SECOND else None
    return DateReading(Moment(instant, offset or 0, precision, basis), repair)


def _iso(text: str) -> Parts | None:
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = (*found.groups(), None)[:7]
    clock = int(hour or 0), int(minute or 0), min(int(second or 0), 59)
    local = datetime(int(year or 1), int(month or 1), int(day or 1), *clock, tzinfo=UTC)
    if hour is not None:
        return local, _offset(zone), Precision.SECOND
    return local, None, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return _ZONES.get(zone.upper())
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if zone[0] == "-" else minutes


def _week(text: str) -> Parts | None:
    found = _ENDED.fullmatch(text)
    if found is None:
        return None
    return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC), None, Precision.WEEK


def _clock(text: str) -> Parts | None:
    """The count of a machine's clock."""
    found = _CLOCK.fullmatch(text)
    return (datetime.fromtimestamp(int(found[1]), UTC), 0, Precision.SECOND) if found else None


def _mail(text: str) -> Parts | None:
    """RFC 822, and what is nearly that."""
    found = parsedate_tz(text)
    if found is None or not re.search(r"[A-Za-z]{3}", text) or not re.search(r"\d{1,2}:\d{2}", text):
        return None
    local = datetime(*found[:5], min(found[5], 59), tzinfo=UTC)
    seconds = found[9]
    last = text.rpartition(" ")[2].strip("()").upper()
    if last in _ZONES:
        return local, _ZONES[last], Precision.SECOND
    # The parser answers "+0000" for a date that states no offset and None for one it does not know.
    stated = re.search(r"[+-]\d{2}:?\d{2}\)?$", text) is not None
    return local, seconds // 60 if stated and seconds is not None else None, Precision.SECOND


def _written(text: str) -> Parts | None:
    """Dates as people write them. What two parses with different defaults disagree on was not stated."""
    parse: Callable[..., datetime] = dateutil.parse
    first = parse(text, default=datetime(2001, 1, 1), tzinfos=_ZONE_SECONDS)  # noqa: DTZ001
    second = parse(text, default=datetime(2004, 2, 2, 1), tzinfos=_ZONE_SECONDS)  # noqa: DTZ001
    if first.year != second.year:
        return None
    offset = first.utcoffset()
    local = first.replace(tzinfo=None)
    if first.month != second.month:
        return local, None, Precision.YEAR
    if first.day != second.day:
        return local, None, Precision.MONTH
    if first.hour != second.hour:
        return local, None, Precision.DAY
    return local, None if offset is None else int(offset.total_seconds() // 60), Precision.SECOND


_ZONE_SECONDS = {name: minutes * 60 for name, minutes in _ZONES.items()}
