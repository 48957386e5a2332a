"""Sources with what they brought."""

from __future__ import annotations

from graph.model import SourceId
from graph.ports import Library
from graph.views.shapes import SourceView

NEWEST = 20


def source_view(library: Library, key: SourceId, limit: int = NEWEST, skip: int = 0) -> SourceView:
    """Return the source with its newest documents, past the first `skip`, or raise NotFoundError."""
    source = library.documents.source(key)
    return SourceView(
        source=source,
        documents=library.documents.document_counts().get(key, 0),
        items=library.documents.item_counts().get(key, 0),
        newest=tuple(library.documents.newest(key, limit, skip)),
    )


def source_index(library: Library) -> tuple[SourceView, ...]:
    """Return all sources, the user's own first, then by title; their documents stay with `source_view`."""
    documents = library.documents.document_counts()
    items = library.documents.item_counts()
    sources = sorted(library.documents.sources(), key=lambda one: (not one.mine, one.title.casefold(), one.id))
    return tuple(
        SourceView(source=one, documents=documents.get(one.id, 0), items=items.get(one.id, 0), newest=())
        for one in sources
    )
