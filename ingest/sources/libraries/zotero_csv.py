"""The reader of Zotero's CSV export: a row an item, with Zotero's own columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from graph.errors import UnreadableError
from graph.model import Document, Fetched, NodeKind
from ingest.sources.libraries.bibliography import (
    Entry,
    Reference,
    arxiv_addresses,
    by_given_name,
    date_of,
    distinct,
    document_of,
    doi_in,
    is_address,
    is_arxiv,
    kinds_of,
    reading_of,
    skipped,
    when,
)
from ingest.sources.libraries.csl_json import extra_of
from ingest.sources.reading import SourceReading
from ingest.sources.table import Row, read_table

COLUMNS = frozenset({"key", "item type", "title", "author", "publication year"})
LOCAL = frozenset({"file attachments", "link attachments"})
"""Paths on somebody's machine."""
NO_WORKS = frozenset({"attachment", "note", "annotation"})
KINDS = kinds_of(
    {
        NodeKind.PAPER: "journalarticle conferencepaper preprint booksection thesis manuscript",
        NodeKind.REPORT: "report standard",
        NodeKind.CODE: "computerprogram",
        NodeKind.DATASET: "dataset",
        NodeKind.VIDEO: "videorecording film tvbroadcast",
        NodeKind.TALK: "presentation podcast audiorecording radiobroadcast",
        NodeKind.ARTICLE: "webpage blogpost magazinearticle newspaperarticle forumpost",
    }
)
_decoder = msgspec.json.Decoder(Row)


class ZoteroCsvReader:
    """Reads CSV exports of Zotero."""

    name = "zotero-csv"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by Zotero's columns."""
        del content_type
        table = read_table(content, head=True)
        return table is not None and table.columns >= COLUMNS

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file's source with its items and their records, or raise UnreadableError."""
        del as_of
        table = read_table(content)
        if table is None or not table.columns >= COLUMNS:
            raise UnreadableError(target, "no export of Zotero: its columns Key, Item Type and Title are missing")
        rows = [{name: cell for name, cell in row.items() if name not in LOCAL} for row in table.rows]
        return reading_of_rows(rows, self.name, target, url)

    def document(self, fetched: Fetched) -> Document:
        """Return the item as a document."""
        return document_of(fetched, reference_of(_decoder.decode(fetched.payload)))


def reading_of_rows(rows: Iterable[Row], reader: str, target: str, url: str | None) -> SourceReading:
    """Return the source with a document for each row that is a work; what Zotero keeps beside works is told."""
    works: list[Entry] = []
    notes = []
    for row in rows:
        if row.get("item type", "").lower() in NO_WORKS:
            notes.append(skipped("own-item", row.get("title") or row.get("key", "")))
        else:
            works.append(Entry(row.get("key", ""), row, reference_of(row)))
    return reading_of(works, reader, target, url, notes)


def reference_of(row: Row) -> Reference:
    """Return what the item says of a work."""
    extra, said = extra_of(row.get("extra", ""))
    hidden = [
        row.get(name)
        for name in ("number", "report number", "archive location", "archive id", "publication title", "publisher")
    ]
    hidden += [f"arXiv:{extra['arxiv']}" if "arxiv" in extra else None, said if is_address(said) else None]
    names = ("publication title", "conference name", "proceedings title", "university", "institution", "publisher")
    venue = next((text for name in names if (text := row.get(name))), None)
    notes = (said, row.get("notes", ""))
    tags = [tag for name in ("manual tags", "automatic tags") for tag in row.get(name, "").split(";")]
    return Reference(
        title=" ".join(row.get("title", "").split()) or None,
        kind=KINDS.get(row.get("item type", "").lower().replace(" ", "")),
        authors=distinct(map(by_given_name, (row.get("author") or row.get("editor") or "").split(";"))),
        date=when(row.get("date", "")) or date_of(row.get("publication year", "")),
        venue=None if is_arxiv(venue or "") else venue,
        abstract=" ".join(row.get("abstract note", "").split()) or None,
        doi=doi_in(row.get("doi") or extra.get("doi")),
        addresses=(*arxiv_addresses(hidden), *filter(None, (row.get("url"), extra.get("url")))),
        notes=tuple(note for note in notes if note and not is_address(note)),
        tags=distinct(tags),
    )
