"""What a server answered, in words: statuses, waits, failures. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from ingest.fetch.asking import Download, Limits

DAY = 86_400.0
"""Nobody waits longer than a day for a server; it is asked again then."""

LONGEST_INTERVAL = 60.0
"""A stated rate is kept up to here: who wants fewer than one request a minute says so with `Retry-After`."""

_INTERVAL = re.compile(r"(\d{1,6})s?", re.ASCII)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE | re.ASCII)


def retry_after(stated: str | None, now: float) -> float | None:
    """Return the seconds to wait that a `Retry-After` states, as a number or as a date; None where it states none."""
    if not stated:
        return None
    if stated.isascii() and stated.isdigit():
        return min(float(stated), DAY)
    try:
        until = parsedate_to_datetime(stated)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until.timestamp() - now, 0.0), DAY)


def max_age(stated: str | None) -> float | None:
    """Return the seconds that a `Cache-Control` gives an answer, None where it gives none."""
    found = _MAX_AGE.search(stated or "")
    return min(float(found[1]), DAY) if found else None


def stated_pause(headers: Mapping[str, str]) -> float:
    """Return the seconds between two requests that `X-Rate-Limit-*` state (Crossref's), 0 where they state none."""
    limit, interval = (
        headers.get("X-Rate-Limit-Limit", ""),
        _INTERVAL.fullmatch(headers.get("X-Rate-Limit-Interval", "")),
    )
    if interval is None or not announced(limit):
        return 0.0
    return min(float(interval[1]) / announced(limit), LONGEST_INTERVAL)


def sendable(headers: Mapping[str, str | None]) -> dict[str, str]:
    """Return the headers that have a value which can be sent: what a server once gave as its ETag may be anything."""
    return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}


def status_line(status: int) -> str:
    """Return a status with its name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def reason_of(error: Exception, limits: Limits, *, in_all: bool) -> str:
    """Return why a fetch failed, for a user; `in_all` tells that its whole time was up."""
    if isinstance(error, httpx.TimeoutException):
        once = limits.connect if isinstance(error, httpx.ConnectTimeout) else limits.read
        return f"timed out after {limits.total if in_all else once:g} s"
    if isinstance(error, zlib.error):
        return "its packing is broken"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the server broke off or does not speak HTTP"
    if isinstance(error, httpx.ConnectError):
        return f"no connection: {error}"
    if isinstance(error, httpx.HTTPError):
        return str(error) or type(error).__name__
    return f"not an address: {error}"


def announced(length: str | None) -> int:
    """Return the length that a server announces, 0 where it says nothing that can be used."""
    return int(length) if length and length.isascii() and length.isdigit() and len(length) < 19 else 0


def in_words(size: int) -> str:
    """Return a number of bytes as a person says it."""
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} bytes"


def download_of(response: httpx.Response, content: bytes) -> Download:
    """Return the answer with its content."""
    return Download(
        url=str(response.url),
        content=content,
        content_type=response.headers.get("Content-Type"),
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
        not_modified=response.status_code == HTTPStatus.NOT_MODIFIED,
        status=response.status_code,
        max_age=max_age(response.headers.get("Cache-Control")),
        pause=stated_pause(response.headers),
    )
