"""Search over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Limit, Query
from graph.views.search import search_view
from graph.views.shapes import SearchView

search = APIBlueprint("search", __name__, url_prefix="/api/v1/search")
tag_by_version(search)


class SearchQuery(Query):
    """The words, and how many hits are wanted."""

    q: str
    limit: Limit = 20


@search.get("")
@search.input(SearchQuery, location="query")
@search.output(schemas.SearchView)
def search_results(query_data: SearchQuery) -> SearchView:
    """What the words find, best first."""
    return search_view(parts().library, query_data.q, query_data.limit)
