"""What a reader of sources is, and what it gives."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from graph.model import Document, Fetched, Source
from graph.ports import Found, Note
from graph.record import Record


class SourceReading(Struct, frozen=True, kw_only=True):
    """What one target held: its source, its documents as sent, and what was mended or skipped on the way.

    `records` are the reference metadata it brought, for the corpus; `feeds` those that it names (a page's own, a
    subscription list's). A long target is read as a stream of these, each one batch; `total` is how many records all
    batches together are expected to bring, where that is known.
    """

    source: Source
    documents: tuple[Fetched, ...] = ()
    notes: tuple[Note, ...] = ()
    records: tuple[Record, ...] = ()
    feeds: tuple[Found, ...] = ()
    total: int | None = None


class Reader(Protocol):
    """Reads one kind of source. `document` is pure: at ingest and at a rebuild it gives the same."""

    @property
    def name(self) -> str:
        """The name kept with every document it read (`Fetched.reader`)."""

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell whether the bytes are of this kind. What they are decides, what a server calls them does not."""

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return what the bytes hold, or raise UnreadableError. `as_of` only resolves relative dates."""

    def document(self, fetched: Fetched) -> Document:
        """Return the document that was sent, read."""
