"""Crossref: DOIs → records (https://api.crossref.org/swagger-ui/index.html).

A list of works filtered by several DOIs is one question. Crossref's limits are per second and above our pause between
two questions to one host; a 429 with `Retry-After` is waited for by the fetcher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from graph.model import Moment
from graph.record import Record
from ingest.enriching.shapes import decoded, identity_of, stated, works
from ingest.outline import summary_of
from ingest.outlines.text import plain

NAME = "crossref"
BATCH = 40
"""DOIs a question, so that the address stays below 4,000 signs."""
_FILTER = re.compile(r"[^,\s]+")
_JATS = re.compile(r"<(/?)jats:", re.IGNORECASE)
_JATS_TITLE = re.compile(r"<jats:title>.*?</jats:title>", re.IGNORECASE | re.DOTALL)


class _Dated(Struct, rename="kebab"):
    date_parts: list[list[int | None]] = []


class _Author(Struct):
    given: str | None = None
    family: str | None = None
    name: str | None = None
    suffix: str | None = None


class _License(Struct):
    url: str | None = msgspec.field(default=None, name="URL")


class _Reference(Struct):
    doi: str | None = msgspec.field(default=None, name="DOI")


class _Work(Struct, rename="kebab"):
    doi: str = msgspec.field(name="DOI")
    title: list[str] = []
    subtitle: list[str] = []
    author: list[_Author] = []
    container_title: list[str] = []
    abstract: str | None = None
    published: _Dated | None = None
    issued: _Dated | None = None
    license: list[_License] = []
    reference: list[_Reference] = []


class _Message(Struct):
    items: list[msgspec.Raw] = []


class _List(Struct):
    message: _Message


class _Single(Struct):
    message: msgspec.Raw


def addresses(base: str, dois: Sequence[str], contact: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """Return what to ask for these DOIs: (address, the DOIs it asks for). One with a comma fits into no filter."""
    polite = {"mailto": contact} if contact else {}
    listed = [doi for doi in dois if _FILTER.fullmatch(doi)]
    asked: list[tuple[str, tuple[str, ...]]] = []
    for start in range(0, len(listed), BATCH):
        batch = tuple(listed[start : start + BATCH])
        question = {"filter": ",".join(f"doi:{doi}" for doi in batch), "rows": len(batch), **polite}
        asked.append((f"{base}/works?{urlencode(question)}", batch))
    for doi in dois:
        if not _FILTER.fullmatch(doi):
            asked.append((f"{base}/works/{quote(doi, safe='')}" + (f"?{urlencode(polite)}" if polite else ""), (doi,)))
    return asked


def records(content: bytes) -> list[Record]:
    """Return the records of an answer, a list's or a single work's, or raise UnreadableError."""
    message = decoded(content, _Single, NAME).message
    raws = [message] if b'"items"' not in bytes(message) else decoded(content, _List, NAME).message.items
    return [record for work in works(raws, _Work) if (record := _record(work))]


def _record(work: _Work) -> Record | None:
    identity, title = identity_of(work.doi), plain(": ".join((*work.title[:1], *work.subtitle[:1])))
    if identity is None or not title:
        return None
    cited = (identity_of(reference.doi) for reference in work.reference)
    return Record(
        identity=identity,
        title=title,
        provider=NAME,
        abstract=_abstract(work.abstract),
        authors=tuple(filter(None, map(_name, work.author))),
        published=_date(work.published) or _date(work.issued),
        doi=work.doi,
        venue=plain(work.container_title[0]) if work.container_title else None,
        license=next((one.url for one in work.license if one.url), None),
        references=tuple(dict.fromkeys(one for one in cited if one and one != identity)),
    )


def _name(author: _Author) -> str:
    parts = (author.given, author.family or author.name, author.suffix)
    return plain(" ".join(part for part in parts if part))


def _date(dated: _Dated | None) -> Moment | None:
    return stated(dated.date_parts[0]) if dated and dated.date_parts else None


def _abstract(markup: str | None) -> str | None:
    """Return the text of an abstract in JATS, whose own heading says nothing."""
    return summary_of(_JATS.sub(r"<\1", _JATS_TITLE.sub("", markup))) if markup else None
