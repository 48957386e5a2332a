"""Two files of one name: the newer version of a list, or another list that happens to be called the same.

A file's name is its source (docs/decisions.md, 35), so a stranger would replace what the first one brought, and be
taken for the user's own where that was. What has nothing in common with what is held is therefore refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from graph.mine import LIST
from graph.model import Document, DocumentId, Source
from graph.names import fold
from graph.outline import BlockKind
from graph.ports import Reading
from ingest.sources.files import file_source

REASON = (
    "another file of this name was read before, and this one has nothing in common with it; "
    "nothing was changed: rename it to read it as a source of its own"
)


def is_named_after(source: Source, target: str) -> bool:
    """Tell a source that has nothing but its file's name from one that says itself what it is."""
    return source.url is None and source.id == file_source(target, None, source.kind).id


def is_stranger(
    documents: Collection[DocumentId], fresh: Sequence[Reading], held: Mapping[DocumentId, Document]
) -> bool:
    """Tell whether a file with these documents, of which `fresh` are new or changed, shares nothing with what is held."""
    changed = {reading.document.id for reading in fresh}
    if not held or any(key in held and key not in changed for key in documents):
        return False
    known = {text for document in held.values() for text in _texts(document)}
    return not any(known & _texts(reading.document) for reading in fresh)


def _texts(document: Document) -> set[str]:
    """Return what a document says, entry by entry, and where its links lead; a list is called after its file."""
    blocks = document.outline.blocks
    said = {fold(block.text) for block in blocks if block.kind is not BlockKind.HEADING}
    links = {link.url for block in blocks for link in block.links}
    title = fold(document.title or "") if document.kind != LIST else ""
    return (said | links | {title}) - {""}
