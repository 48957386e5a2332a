"""Documents over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from api.rest.schemas import DocumentFull, DocumentPage, ItemPage
from graph.model import Document, Item

documents = APIBlueprint("documents", __name__, url_prefix="/api/v1/documents")
tag_by_version(documents)


class DocumentQuery(PageQuery):
    """Which documents: all, or one source's."""

    source: str | None = None


@documents.get("")
@documents.input(DocumentQuery, location="query")
@documents.output(DocumentPage)
def documents_list(query_data: DocumentQuery) -> Page[Document]:
    """The documents, sorted by id."""
    store = parts().library.documents
    if query_data.source is not None:
        store.source(query_data.source)
    found = store.documents(query_data.source, query_data.after, query_data.limit + 1)
    return page_of(found, query_data.limit, lambda document: document.id)


@documents.get("/<document>")
@documents.output(DocumentFull)
def document(document: str) -> Document:
    """A document with its outline."""
    return parts().library.documents.document(document)


@documents.get("/<document>/items")
@documents.input(PageQuery, location="query")
@documents.output(ItemPage)
def document_items(document: str, query_data: PageQuery) -> Page[Item]:
    """A document's items in reading order."""
    store = parts().library.documents
    store.document(document)
    following = after_in(store.items(document), query_data.after, lambda item: item.id)
    return page_of(following, query_data.limit, lambda item: item.id)
