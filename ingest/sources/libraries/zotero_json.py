"""The reader of Better BibTeX's JSON, which has Zotero's own fields: an item becomes a row of Zotero's CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from graph.errors import UnreadableError
from graph.model import Document, Fetched
from ingest.sources.kinds import describe
from ingest.sources.libraries.bibliography import document_of
from ingest.sources.libraries.csl_json import json_items
from ingest.sources.libraries.zotero_csv import reading_of_rows, reference_of
from ingest.sources.reading import SourceReading
from ingest.sources.table import Row

KEYS = ("key", "item key", "citation key", "citekey")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_decoder = msgspec.json.Decoder(Row)


class ZoteroJsonReader:
    """Reads Better BibTeX's JSON."""

    name = "zotero-json"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its items' types."""
        del content_type
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return start in (b"[", b"{") and b'"itemType"' in content and any(_rows(content))

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file's source with its items and their records, or raise UnreadableError."""
        del as_of
        rows = list(_rows(content))
        if not rows:
            raise UnreadableError(target, describe(content, url))
        return reading_of_rows(rows, self.name, target, url)

    def document(self, fetched: Fetched) -> Document:
        """Return the item as a document."""
        return document_of(fetched, reference_of(_decoder.decode(fetched.payload)))


def _rows(content: bytes) -> Iterator[Row]:
    for item in json_items(content) or ():
        if isinstance(item, dict) and isinstance(item.get("itemType"), str):
            row = {_CAPITAL.sub(" ", name).lower(): value for name, value in item.items() if isinstance(value, str)}
            yield row | {
                "key": next((row[name] for name in KEYS if row.get(name)), ""),
                "author": "; ".join(_authors(item.get("creators"))),
                "manual tags": "; ".join(_texts(item.get("tags"), "tag")),
                "notes": "\n".join(_texts(item.get("notes"), "note")),
            }


def _authors(creators: object) -> Iterator[str]:
    """Yield the authors as "Family, Given"; where there are none, whoever made it."""
    people = [one for one in creators if isinstance(one, dict)] if isinstance(creators, list) else []
    for one in [one for one in people if one.get("creatorType") == "author"] or people:
        yield str(one.get("name") or ", ".join(str(one[part]) for part in ("lastName", "firstName") if one.get(part)))


def _texts(values: object, name: str) -> Iterator[str]:
    for value in values if isinstance(values, list) else ():
        text: Any = value.get(name) if isinstance(value, dict) else value
        if isinstance(text, str):
            yield text
