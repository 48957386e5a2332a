"""Files that are sources: what names them when they have no address.

A file has nothing but its name: the folder it lies in is the machine's business, it changes when the file is downloaded
again, and it must not leave with an export. So a file of the same name is the same source, newer; one that has nothing
in common with it is refused (`ingest.strangers`) until it is renamed.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePosixPath, PureWindowsPath

from graph.identity.url import canonical_url
from graph.model import DocumentId, Source


def file_source(target: str, url: str | None, kind: str, title: str | None = None) -> Source:
    """Return the source that a file is, or the address that one was fetched from; `title` is what it calls itself."""
    name = file_name(url or target)
    canonical = canonical_url(url) if url else None
    place = canonical.value if canonical else url or f"file {name}"
    return Source(id=f"source-{digest(place)}", kind=kind, title=title or name, url=url)


def file_name(target: str) -> str:
    """Return the last part of a path or an address, whichever system wrote it."""
    path = target.partition("?")[0].partition("#")[0] if "://" in target else target
    return PureWindowsPath(PurePosixPath(path).name).name or target


def document_id(source: Source, key: str) -> DocumentId:
    """Return the id of the document that has this key within the source."""
    return f"document-{digest(f'{source.id} {key}')}"


def digest(text: str) -> str:
    """Return a short checksum."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
