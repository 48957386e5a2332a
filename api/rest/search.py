"""Search over REST."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Cursor, Limit, Query, next_address, place_after
from graph.model import NodeKind, State
from graph.views.search import filters_of

search = APIBlueprint("search", __name__, url_prefix="/api/v1/search")
tag_by_version(search, also=lambda: parts().finder.state())

MONTHS = r"^([0-9]{4}(-(0[1-9]|1[0-2]))?)?(\.\.([0-9]{4}(-(0[1-9]|1[0-2]))?)?)?$"


class SearchQuery(Query):
    """The words, an exact phrase in quotes among them, what may be found, and how many hits are wanted."""

    q: str
    kind: NodeKind | None = None
    month: Annotated[str, Field(pattern=MONTHS, description="2024-03, 2024, or a range: 2024-03..2024-06")] | None = (
        None
    )
    category: Annotated[str, Field(description="An own category: its id or its name")] | None = None
    source: Annotated[str, Field(description="The id of a source that recorded or listed it")] | None = None
    state: State | None = None
    limit: Limit = 20
    cursor: Cursor | None = None


@search.get("")
@search.input(SearchQuery, location="query")
@search.output(schemas.SearchPart)
def search_results(query_data: SearchQuery) -> dict[str, object]:
    """What the words find, the best first, and what the filters could be set to; `next` is the part after.

    By words, by titles (misspelt ones too) and, where a model is ready and vectors are there, by meaning: `by` tells.
    """
    asked = query_data.model_dump(include={"kind", "month", "category", "source", "state"})
    filters = filters_of(parts().library, **asked)
    view = parts().finder.find(query_data.q, filters, query_data.limit, place_after(query_data.cursor))
    end = view.skip + len(view.results)
    following = next_address(str(end)) if view.results and end < view.total else None
    return {name: getattr(view, name) for name in view.__struct_fields__} | {"next": following}
