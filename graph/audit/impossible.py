"""Addresses that can't lead anywhere: ids that their scheme has never given out, or not yet when they were written down.

The rules of identities read such an address as a mere web page; here it is said what is wrong with it.
Sources: https://info.arxiv.org/help/arxiv_identifier.html, the DOI Handbook 2.2, YouTube's ids of eleven characters.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from graph.audit.shapes import Claim
from graph.identity import stated_month
from graph.model import Identity, Month
from graph.months import month_name

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print)/(?:\d{4}/)?|^\s*arxiv:\s*|10\.48550/arxiv\.)"
    r"(?P<year>\d\d)(?P<month>\d\d)\.(?P<number>\d{1,9})(?!\d)",
    re.I,
)
_ARXIV_OLD = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html|format|ps)/|^\s*arxiv:\s*)[a-z]+(?:-[a-z]+)*(?:\.[a-z-]+)?/"
    r"(?P<year>\d\d)(?P<month>\d\d)(?P<number>\d{1,9})(?!\d)",
    re.I,
)
_DOI = re.compile(r"(?:^|//)(?:dx\.|www\.)?doi\.org/(?:doi:)?(?P<doi>[^?#\s]+)|^\s*doi:\s*(?P<bare>\S+)", re.I)
_DOI_PREFIX = re.compile(r"10\.[1-9]\d{3,8}(?:\.\d+)*(?:/|%2F)\S", re.I)
_YOUTUBE = ("youtube.com", "www.youtube.com", "m.youtube.com")
_YOUTUBE_ID = 11

NEW_SCHEME, LONG_NUMBERS = "2007-04", "2015-01"
"""Since when numbers are YYMM.NNNN, and since when YYMM.NNNNN."""
BUSIEST_MONTH = 60_000
"""arXiv's busiest months had about 30,000 papers; a number twice as high has not been given out."""


def impossible(claim: Claim, today: Month) -> str | None:
    """Return why the claim's link cannot lead to anything, None where it may."""
    scheme, _, value = claim.identity.partition(":")
    if scheme == "arxiv":
        return _arxiv(f"arxiv:{value}") or _too_early(claim, value, today)
    if scheme not in ("web", ""):
        return None  # its form was checked when it was read
    return _arxiv(claim.url) or _doi(claim.url) or _youtube(claim.url)


def _arxiv(url: str) -> str | None:
    new = _ARXIV.search(url)
    if new:
        return _new_number(int(new["year"]), int(new["month"]), new["number"])
    old = _ARXIV_OLD.search(url)
    return _old_number(int(old["year"]), int(old["month"]), old["number"]) if old else None


def _new_number(year: int, month: int, number: str) -> str | None:
    if not 1 <= month <= 12:
        return f"an arXiv number begins with its year and month, and there is no month {month:02d}"
    at = f"20{year:02d}-{month:02d}"
    if at < NEW_SCHEME:
        return f"arXiv numbers of {month_name(at)} were not written this way: these begin with April 2007"
    digits = 5 if at >= LONG_NUMBERS else 4
    if len(number) != digits:
        return f"arXiv numbers of {month_name(at)} have {digits} digits after the point, and this one has {len(number)}"
    if not int(number):
        return "arXiv numbers begin with 1 each month, and this one is 0"
    if int(number) > BUSIEST_MONTH:
        return f"no month of arXiv has had {int(number):,} papers"
    return None


def _old_number(year: int, month: int, number: str) -> str | None:
    if not 1 <= month <= 12:
        return f"an arXiv number begins with its year and month, and there is no month {month:02d}"
    at = f"{1900 + year if year > 90 else 2000 + year}-{month:02d}"
    if not "1991-07" <= at < NEW_SCHEME:
        return (
            f"arXiv numbers with a subject before them were given from July 1991 to March 2007, not in {month_name(at)}"
        )
    if len(number) != 3:
        return f"arXiv numbers of {month_name(at)} have seven digits, and this one has {4 + len(number)}"
    return None if int(number) else "arXiv numbers begin with 1 each month, and this one is 0"


def _doi(url: str) -> str | None:
    match = _DOI.search(url)
    if match is None:
        return None
    doi = match["doi"] or match["bare"]
    if _DOI_PREFIX.match(doi):
        return None
    return f"a DOI begins with 10., its registrant's number and a slash, and this one with “{doi[:20]}”"


def _youtube(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if host in _YOUTUBE and parts.path == "/watch":
        video = parse_qs(parts.query).get("v", [""])[0]
    elif host == "youtu.be":
        video = parts.path.strip("/").partition("/")[0]
    else:
        return None
    if not video or len(video) == _YOUTUBE_ID:
        return None
    return f"a video's id at YouTube has {_YOUTUBE_ID} characters, and this one has {len(video)}"


def _too_early(claim: Claim, value: str, today: Month) -> str | None:
    """Say whether the link names a paper of a month that was still to come when the document was published."""
    month = stated_month(Identity("arxiv", value)) or ""
    if month > today:
        return f"the number is of {month_name(month)}, which is still to come"
    if claim.published and month > after(claim.published):
        return (
            f"the number is of {month_name(month)}, and the text that links to it is of {month_name(claim.published)}"
        )
    return None


def after(month: Month, months: int = 1) -> Month:
    """Return the month that many later: texts are dated in one time zone and papers numbered in another."""
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
