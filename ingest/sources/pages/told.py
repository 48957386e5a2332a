"""What a page says of itself: title, site, authors, date, address, feeds, and the work it is the page of.

Dates are read where the page states one; nothing is guessed from a copyright line or from today (trafilatura's own
dating, htmldate, does both).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from graph.model import Moment, Precision
from graph.ports import Found
from graph.record import Record
from ingest.outlines.text import clean, literal
from ingest.sources.dates import read_date
from ingest.sources.kinds import FEED_TYPES
from ingest.sources.pages.highwire import record_of
from ingest.sources.pages.tree import Element, is_large

_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.created", "dcterms.issued", "citation_publication_date", "citation_date",
    "citation_online_date",
)  # fmt: skip
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|published|pubdate|posted(?:-on)?|entry-date|post-date|dateline)(?:$|[\s_-])", re.I
)
_BEFORE_DATE = re.compile(r"^(?:first )?(?:published|posted|written|released|date)(?:\s+on)?\s*:?\s+", re.IGNORECASE)
_LONGEST_DATE = 40
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?:[/-](?P<day>0[1-9]|[12]\d|3[01])(?=[/.-]|$))?(?=[/.-]|$)"
)
_MOST_SCRIPT = 200_000
"""Signs of a page's data in JSON that are worth reading; more is an application's store."""


class Told(Struct, frozen=True):
    """What the page states; None and empty where it does not."""

    title: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    url: str | None = None
    about: str | None = None
    feeds: tuple[Found, ...] = ()
    record: Record | None = None


def tell(tree: Element, url: str | None) -> Told:
    """Return what a page says of itself. `url` is where it was fetched; without one the page names its own address."""
    metas = _metas(tree)
    address = _address(tree, metas, url)
    known = _known(tree, address)
    record = record_of(metas, address)
    site = _first(metas, "og:site_name", "application-name") or known.sitename or None
    return Told(
        title=record.title if record else _title(tree, _first(metas, "og:title") or known.title, site),
        site=site,
        authors=record.authors if record and record.authors else _authors(known.author, metas),
        published=_published(tree, metas) or _dated_address(address),
        url=address,
        about=_first(metas, "description", "og:description"),
        feeds=tuple(_feeds(tree, address)),
        record=record,
    )


def _known(tree: Element, url: str | None) -> Any:
    """Return trafilatura's reading of the page's metadata."""
    # Imported here: half a second that only reading a page needs.
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document as Metadata

    if is_large(tree):
        return Metadata()
    try:
        return extract_metadata(deepcopy(tree), default_url=url, extensive=False) or Metadata()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return Metadata()  # it reads data that anybody may have written, and not all of it carefully


def _metas(tree: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = clean(meta.get("content") or "")
        for name in {(meta.get(key) or "").strip().lower() for key in ("name", "property", "itemprop")} - {""}:
            if content:
                found.setdefault(name, []).append(content)
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str | None:
    return next((literal(metas[name][0]) for name in names if name in metas), None)


def _address(tree: Element, metas: dict[str, list[str]], url: str | None) -> str | None:
    """Return the page's own address: the canonical one where it is of the same host, else where it was fetched."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for written in (*links, *metas.get("og:url", [])[:1]):
        address = _absolute(written, url)
        if address and (url is None or _host(address) == _host(url)):
            return address
    return url


def _absolute(written: str | None, base: str | None) -> str | None:
    try:
        address = urljoin(base or "", (written or "").strip())
        return address if address.startswith(("http://", "https://")) and urlsplit(address).hostname else None
    except ValueError:
        return None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _title(tree: Element, stated: str | None, site: str | None) -> str | None:
    """Return the page's title without the name of its site behind it."""
    headings = _texts(tree, "h1")
    title = stated or next(iter([*headings, *_texts(tree, "title")]), None)
    if title is None:
        return None
    if len(headings) == 1 and title.startswith(headings[0]):
        return headings[0]
    return re.sub(rf"\s+[|–—·:-]\s+{re.escape(site)}$", "", title, flags=re.IGNORECASE) if site else title


def _texts(tree: Element, tag: str) -> list[str]:
    texts = (clean("".join(element.itertext())) for element in tree.iter(tag))
    return [bare for text in texts if (bare := text.rstrip(" #¶§🔗"))]


def _authors(known: str | None, metas: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the authors as the page's own tags give them, else as they were found beside the text."""
    tagged = [name for name in metas.get("author", []) if "://" not in name]
    names = tagged if len(tagged) > 1 else re.split(r"\s*;\s*", known or (tagged[0] if tagged else ""))
    if len(names) == 1 and names[0].count(",") > 1:
        names = names[0].split(",")
    return tuple(dict.fromkeys(name for name in map(literal, names) if name))


def _published(tree: Element, metas: dict[str, list[str]]) -> Moment | None:
    """Return the date the page states, as exactly as it states it."""
    for written in _statements(tree, metas):
        moment = read_date(written).moment
        if moment is not None:
            return moment
    return None


def _statements(tree: Element, metas: dict[str, list[str]]) -> Iterator[str]:
    yield from (_scholarly(metas[name][0]) for name in _DATES if name in metas)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _in_json((script.text or "")[:_MOST_SCRIPT])
    times = list(tree.iter("time"))
    marked = [time for time in times if time.get("pubdate") is not None or _is_dated(time)]
    inside = [time for time in times if any(above.tag in ("article", "main") for above in time.iterancestors())]
    for time in (*marked, *inside[:1], *(times if len(times) == 1 else ())):
        yield time.get("datetime") or clean("".join(time.itertext()))
    for element in tree.iter("p", "span", "div", "li", "td"):
        if _is_dated(element) and len(text := clean("".join(element.itertext()))) <= _LONGEST_DATE:
            yield _BEFORE_DATE.sub("", text)


def _is_dated(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('id', '')}"
    return "datepublished" in names.lower() or ("updated" not in names and _DATED.search(names) is not None)


def _scholarly(written: str) -> str:
    """Return 2024/03/05 as 2024-03-05: the order of year, month and day is the journals' convention."""
    return written.replace("/", "-") if re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}", written) else written


def _in_json(text: str) -> Iterator[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting = [found]
    for value in waiting:  # which grows on the way
        if isinstance(value, dict):
            if isinstance(written := value.get("datePublished"), str):
                yield written
            waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)
        elif isinstance(value, list):
            waiting.extend(value)


def _dated_address(url: str | None) -> Moment | None:
    """Return the day or month that an address holds, as /2025/03/14/ does."""
    found = _IN_PATH.search(urlsplit(url).path) if url else None
    if found is None:
        return None
    moment = read_date("-".join(part for part in found.groups() if part), "address").moment
    return moment if moment is not None and moment.precision in (Precision.DAY, Precision.MONTH) else None


def _feeds(tree: Element, url: str | None) -> Iterator[Found]:
    seen = set()
    for link in tree.iter("link"):
        kind = (link.get("type") or "").lower().partition(";")[0].strip()
        if "alternate" not in (link.get("rel") or "").lower().split() or kind not in FEED_TYPES:
            continue
        address = _absolute(link.get("href"), url)
        if address and address not in seen:
            seen.add(address)
            yield Found(address, clean(link.get("title") or "") or None)
