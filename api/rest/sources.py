"""Sources over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from api.rest.schemas import SourcePage, SourceView
from graph.model import Source
from graph.views import shapes
from graph.views.source import source_view

sources = APIBlueprint("sources", __name__, url_prefix="/api/v1/sources")
tag_by_version(sources)


@sources.get("")
@sources.input(PageQuery, location="query")
@sources.output(SourcePage)
def sources_list(query_data: PageQuery) -> Page[Source]:
    """The sources, sorted by id."""
    known = after_in(parts().library.documents.sources(), query_data.after, _id)
    return page_of(known, query_data.limit, _id)


@sources.get("/<source>")
@sources.output(SourceView)
def source(source: str) -> shapes.SourceView:
    """A source with how much it brought, and its newest documents."""
    return source_view(parts().library, source)


def _id(source: Source) -> str:
    return source.id
