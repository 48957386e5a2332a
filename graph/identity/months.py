"""The month that an identity itself states."""

from __future__ import annotations

import re

from graph.model import Identity, Month

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>19[89]\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_WEB_DATES = (
    # /2025/01/31/title, /2025/1/31, /wp-content/uploads/2025/08/paper.pdf
    re.compile(rf"/{_YEAR}/(?P<month>0[1-9]|1[0-2]|[1-9])(?=/|$)"),
    # /2025/aug/12/title
    re.compile(rf"/{_YEAR}/(?P<name>{'|'.join(_NAMES)})[a-z]*(?=/|$)", re.I),
    # /changelog/2025-07-23-title, /title-2025-06-13, /2025-06-13
    re.compile(rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])-{_DAY}(?!\d)"),
    # /archive/2025-06/title: only a whole segment, for `…-2025-06` may be anything
    re.compile(rf"/{_YEAR}-(?P<month>0[1-9]|1[0-2])(?=/|$)"),
)
# bioRxiv and medRxiv put the day of submission into the DOI since December 2019.
_DATED_DOI = re.compile(r"10\.1101/(?P<year>20\d\d)\.(?P<month>0[1-9]|1[0-2])\.\d\d\.")


def stated_month(identity: Identity) -> Month | None:
    """Return the month in an arXiv id, a preprint's DOI or a web path's date; None where none is stated."""
    if identity.scheme == "arxiv":
        return _arxiv_month(identity.value)
    if identity.scheme == "doi":
        match = _DATED_DOI.match(identity.value)
        return f"{match['year']}-{match['month']}" if match else None
    if identity.scheme == "web":
        return _web_month(identity.value.partition("?")[0])
    return None


def _arxiv_month(value: str) -> Month:
    digits = value.rpartition("/")[2]
    year = int(digits[:2])
    return f"{1900 + year if '/' in value and year > 90 else 2000 + year}-{digits[2:4]}"


def _web_month(address: str) -> Month | None:
    for pattern in _WEB_DATES:
        match = pattern.search(address)
        if match:
            groups = match.groupdict()
            month = int(groups["month"]) if "month" in groups else _NAMES.index(groups["name"][:3].lower()) + 1
            return f"{groups['year']}-{month:02d}"
    return None
