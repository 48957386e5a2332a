"""The reader of CSL-JSON, which Zotero, Mendeley, pandoc and DOI registries write (https://citeproc-js.readthedocs.io)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, NodeKind
from graph.ports import Note
from ingest.sources.decoding import decode
from ingest.sources.kinds import describe
from ingest.sources.libraries.bibliography import (
    Entry,
    Reference,
    arxiv_addresses,
    date_of,
    distinct,
    document_of,
    doi_in,
    is_address,
    is_arxiv,
    kinds_of,
    number_in,
    reading_of,
    when,
)
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES

Item = dict[str, Any]
KINDS = kinds_of(
    {
        NodeKind.PAPER: "article-journal paper-conference thesis chapter manuscript review article speech",
        NodeKind.REPORT: "report standard",
        NodeKind.CODE: "software",
        NodeKind.DATASET: "dataset",
        NodeKind.VIDEO: "motion_picture broadcast",
        NodeKind.ARTICLE: "webpage post post-weblog article-magazine article-newspaper",
    }
)
OTHER_TYPES = (
    "bill book classic collection document entry entry-dictionary entry-encyclopedia event figure graphic hearing "
    "interview legal_case legislation map musical_score pamphlet patent performance periodical personal_communication "
    "regulation review-book song treaty"
)
TYPES = KINDS.keys() | set(OTHER_TYPES.split(" "))
_LINE = re.compile(r"([A-Za-z][\w .-]{0,40}?):\s*(\S.*)")
_TAG = re.compile(r"</?(?:i|b|sub|sup|span)\b[^>]{0,200}>")
_decoder = msgspec.json.Decoder()


class CslReader:
    """Reads CSL-JSON."""

    name = "csl-json"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its entries: a type that CSL knows, and a title, a date or authors."""
        del content_type
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return start in (b"[", b"{") and b'"type"' in content and any(map(_is_item, json_items(content) or ()))

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file's source with its entries and their records, or raise UnreadableError."""
        del as_of
        items = json_items(content)
        if items is None:
            raise UnreadableError(target, describe(content, url))
        good = [item for item in items if isinstance(item, dict)]
        if not good:
            raise UnreadableError(target, "CSL-JSON without a single entry")
        broken = [place for place, item in enumerate(items, 1) if not isinstance(item, dict)]
        notes = [
            Note(kind="skipped", code="entry-broken", where=f"entry {place}", message=SENTENCES["entry-broken"])
            for place in broken
        ]
        entries = (Entry(_text(item.get("id")) or "", item, reference_of(item)) for item in good)
        return reading_of(entries, self.name, target, url, notes)

    def document(self, fetched: Fetched) -> Document:
        """Return the entry as a document."""
        return document_of(fetched, reference_of(_decoder.decode(fetched.payload)))


def reference_of(item: Mapping[str, Any]) -> Reference:
    """Return what the entry says of a work."""
    extra, said = extra_of(_text(item.get("note")) or "")
    hidden = [_text(item.get(name)) for name in ("number", "container-title", "publisher", "archive_location")]
    hidden += [f"arXiv:{extra['arxiv']}" if "arxiv" in extra else None, said if is_address(said) else None]
    venue = _plain(item.get("container-title")) or _plain(item.get("event-title")) or _plain(item.get("publisher"))
    link = _text(item.get("URL")) or extra.get("url")
    notes = (said, _text(item.get("annote")), _text(item.get("annotation")))
    return Reference(
        title=_plain(item.get("title")),
        kind=KINDS.get(_text(item.get("type")) or ""),
        authors=_people(item.get("author") or item.get("editor")),
        date=_date(item.get("issued")),
        venue=None if is_arxiv(venue or "") else venue,
        abstract=_plain(item.get("abstract")),
        doi=doi_in(_text(item.get("DOI")) or extra.get("doi")),
        addresses=(*arxiv_addresses(hidden), *((link,) if link else ())),
        notes=tuple(note for note in notes if note and not is_address(note)),
        tags=distinct(re.split(r"[;,]", _text(item.get("keyword")) or "")),
    )


def extra_of(note: str) -> tuple[dict[str, str], str]:
    """Return what Zotero's "Extra" holds: its `Name: value` lines, and the rest, which may be a person's note."""
    fields: dict[str, str] = {}
    rest = []
    for line in note.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found and "://" not in found[0][: found.end(1) + 3] and found[1].lower() in EXTRA.split("; "):
            fields.setdefault(found[1].lower(), found[2].strip())
        else:
            rest.append(line)
    return fields, "\n".join(rest).strip()


EXTRA = (
    "arxiv; doi; url; pmid; pmcid; citation key; citekey; type; publisher; place; issued; number; event-place; event place; "
    "genre; version; original-date; original date; tex.ids; accessed; archive; series"
)
"""Fields that Zotero's users and translators put into "Extra" for want of a place of their own."""


def json_items(content: bytes) -> list[Any] | None:
    """Return the entries of a JSON list, or of an object's `items`; None for what is neither."""
    try:
        found = _decoder.decode(decode(content).text.lstrip("\ufeff").encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return None
    if isinstance(found, dict):
        found = [found] if _is_item(found) else found.get("items")
    return found if isinstance(found, list) else None


def _is_item(item: object) -> bool:
    if not isinstance(item, dict) or item.get("type") not in TYPES:
        return False
    return any(isinstance(item.get(name), kind) for name, kind in (("title", str), ("issued", dict), ("author", list)))


def _text(value: object) -> str | None:
    """Return a text or a number as text; lists are what registries make of a title: their first entry counts."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _plain(value: object) -> str | None:
    text = _text(value)
    return " ".join(_TAG.sub("", text).split()) if text else None


def _people(names: object) -> tuple[str, ...]:
    found = []
    for name in names if isinstance(names, list) else ():
        if isinstance(name, dict):
            order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            found.append(
                _text(name.get("literal")) or " ".join(filter(None, (_text(name.get(part)) for part in order)))
            )
    return distinct(found)


def _date(issued: object) -> Moment | None:
    if not isinstance(issued, dict):
        return when(issued) if isinstance(issued, str) else None
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    year, *rest = [number_in(_text(part)) for part in first[:3]] if isinstance(first, list) and first else [None]
    if year is not None:
        return date_of(f"{year:04d}", *rest)
    return when(_text(issued.get("raw")) or _text(issued.get("literal")) or "")
