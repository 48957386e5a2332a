"""The readers of sources: bytes → source, documents, notes. A new kind of source is a new module and a line here."""

from __future__ import annotations

from datetime import datetime

from graph.errors import InvalidInputError, NotFoundError, UnreadableError
from ingest.sources.arxiv.api import ArxivApiReader
from ingest.sources.arxiv.feed import ArxivFeedReader
from ingest.sources.arxiv.oai_pmh import OaiReader
from ingest.sources.feeds.feed import FeedReader
from ingest.sources.kinds import NOT_READ, describe
from ingest.sources.libraries.bibtex import BibtexReader
from ingest.sources.libraries.csl_json import CslReader
from ingest.sources.libraries.opml import OpmlReader
from ingest.sources.libraries.ris import RisReader
from ingest.sources.libraries.zotero_csv import ZoteroCsvReader
from ingest.sources.libraries.zotero_json import ZoteroJsonReader
from ingest.sources.lists.csv_list import CsvReader
from ingest.sources.lists.reading_list import ReadingListReader
from ingest.sources.pages.reader import PageReader
from ingest.sources.reading import Reader, SourceReading
from ingest.sources.saved.aggregator import AggregatorReader
from ingest.sources.saved.preview import PreviewReader
from ingest.sources.transcripts.reader import JSON, SRT, VTT, TranscriptReader

__all__ = ["READERS", "Reader", "SourceReading", "check_kind", "read_source", "reader_for", "reader_named"]

READERS: tuple[Reader, ...] = (
    ArxivApiReader(),
    OaiReader(),
    ArxivFeedReader(),
    OpmlReader(),
    FeedReader(),
    CslReader(),
    ZoteroJsonReader(),
    JSON,
    VTT,
    SRT,
    BibtexReader(),
    RisReader(),
    ZoteroCsvReader(),
    CsvReader(),
    TranscriptReader(),
    AggregatorReader(),
    PreviewReader(),
    ReadingListReader(),
    PageReader(),
)
"""In the order they are asked: what says what it is (a root tag, a first line) before what is known by its shape."""


def reader_for(content: bytes, content_type: str | None = None) -> Reader | None:
    """Return the reader of these bytes, or None where no reader knows them."""
    return next((reader for reader in READERS if reader.detect(content, content_type)), None)


def reader_named(name: str) -> Reader:
    """Return the reader that calls itself so, or raise NotFoundError."""
    for reader in READERS:
        if reader.name == name:
            return reader
    raise NotFoundError("reader", name)


def check_kind(kind: str | None) -> None:
    """Raise InvalidInputError, naming those there are, where there is no reader of this name."""
    names = [reader.name for reader in READERS]
    if kind is not None and kind not in names:
        raise InvalidInputError(f"no kind of source: {kind!r} (one of {', '.join(names)})", "kind")


def read_source(
    content: bytes,
    *,
    target: str,
    url: str | None = None,
    content_type: str | None = None,
    as_of: datetime | None = None,
    kind: str | None = None,
) -> SourceReading:
    """Return what a file's or a response's bytes hold, or raise UnreadableError saying what they are instead.

    `kind` names the reader; else the bytes decide.
    """
    check_kind(kind)
    reader = reader_named(kind) if kind else reader_for(content, content_type)
    if reader is None:
        raise UnreadableError(target, describe(content, url, NOT_READ))
    return reader.read(content, target=target, url=url, as_of=as_of)
