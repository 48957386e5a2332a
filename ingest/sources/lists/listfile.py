"""A file that is one reading list: kept as it was sent, read as one document."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from graph.identity import identify
from graph.model import Document, Fetched, Moment
from graph.outline import Outline
from ingest.sources.decoding import decode
from ingest.sources.files import document_id, file_name, file_source
from ingest.sources.reading import SourceReading

KIND = "reading-list"
DOCUMENT = "list"
_SUFFIX = re.compile(r"\.(?:md|markdown|mdown|csv|tsv|txt|text|urls?|list)$", re.IGNORECASE)


class ListFile(Struct, frozen=True, omit_defaults=True):
    """A list as it was sent: its text, the name of its file, its address."""

    text: str
    name: str
    url: str | None = None


_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(ListFile)


def as_fetched(content: bytes, reader: str, target: str, url: str | None, title: str | None = None) -> SourceReading:
    """Return the source of a list with its only document; `title` is what the list calls itself."""
    name = file_name(url or target)
    source = file_source(target, url, KIND, title or title_of(name))
    text = decode(content).text.lstrip("\ufeff").encode("utf-8", "replace").decode()
    payload = _encode(ListFile(text, name, url))
    fetched = Fetched(
        id=document_id(source, DOCUMENT),
        source=source.id,
        key=DOCUMENT,
        reader=reader,
        payload=payload,
        digest=sha256(payload).hexdigest(),
    )
    return SourceReading(source=source, documents=(fetched,))


def file_of(fetched: Fetched) -> ListFile:
    """Return the file that the document is."""
    return _decoder.decode(fetched.payload)


def list_document(
    fetched: Fetched, file: ListFile, outline: Outline, title: str | None = None, published: Moment | None = None
) -> Document:
    """Return the list as a document, called what it calls itself, else by its file."""
    return Document(
        id=fetched.id,
        source=fetched.source,
        kind=DOCUMENT,
        title=title or title_of(file.name),
        url=file.url,
        identity=identify(file.url) if file.url else None,
        published=published,
        outline=outline,
    )


def title_of(name: str) -> str:
    """Return "reading-list-2024" for reading-list-2024.csv."""
    return _SUFFIX.sub("", PurePosixPath(name).name) or name
