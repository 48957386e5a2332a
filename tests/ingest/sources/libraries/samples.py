"""What the tests of libraries from elsewhere share."""

from __future__ import annotations

from pathlib import Path

from graph.model import Document, Item
from ingest.items import items_of
from ingest.sources import SourceReading, read_source, reader_for, reader_named

LIBRARIES = Path(__file__).resolve().parents[3] / "data" / "libraries"


def sample(name: str) -> bytes:
    """Return a file of the samples."""
    return (LIBRARIES / name).read_bytes()


def reading(content: bytes, name: str, kind: str | None = None) -> SourceReading:
    """Return what a file of this name holds."""
    return read_source(content, target=f"/home/somebody/{name}", kind=kind)


def documents(content: bytes, name: str, kind: str | None = None) -> dict[str, Document]:
    """Return a file's documents by their keys, read as at a rebuild."""
    found = reading(content, name, kind).documents
    return {fetched.key: reader_named(fetched.reader).document(fetched) for fetched in found}


def listed(content: bytes, name: str, kind: str | None = None) -> list[Item]:
    """Return the items of a file that is one list."""
    (document,) = documents(content, name, kind).values()
    return list(items_of(document))


def kind_of(content: bytes) -> str | None:
    """Return the name of the reader that takes these bytes for its own."""
    reader = reader_for(content)
    return reader.name if reader else None


def said(document: Document) -> dict[str, object]:
    """Return what a record's document says, in short."""
    date = document.published
    return {
        "title": document.title,
        "authors": document.authors,
        "date": (date.local.date().isoformat(), date.precision.value) if date else None,
        "identity": str(document.identity) if document.identity else None,
        "kind": document.work_kind.value if document.work_kind else None,
    }
