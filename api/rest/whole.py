"""What the whole graph says, over REST: communities, bridges, the draw of a month. All of it is worked out now and then."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest.mirrors import mirror
from api.rest.paging import Query
from graph.errors import NotFoundError
from graph.months import is_month
from graph.views import whole_shapes
from graph.views.bridges import bridges_view
from graph.views.communities import community_index, community_view
from graph.views.draw import draw_view

MOST = 150

whole = APIBlueprint("whole", __name__, url_prefix="/api/v1")


class BridgeQuery(Query):
    """How many bridges of each kind."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 40


class DrawQuery(Query):
    """Which draw of the month: each number has another ten."""

    number: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@whole.get("/communities")
@whole.output(mirror(whole_shapes.CommunityIndex))
def communities() -> whole_shapes.CommunityIndex:
    """The communities, the largest first, and what joins two; `ready` is false where nothing was worked out yet."""
    made = parts()
    return community_index(made.library, made.analysis.atlas())


@whole.get("/communities/<community>")
@whole.output(mirror(whole_shapes.CommunityView))
def community(community: str) -> whole_shapes.CommunityView:
    """A community: its works and concepts best joined first, what is joined with most, what joins it with others."""
    made = parts()
    return community_view(made.library, made.analysis.atlas(), community)


@whole.get("/bridges")
@whole.input(BridgeQuery, location="query")
@whole.output(mirror(whole_shapes.BridgesView))
def bridges(query_data: BridgeQuery) -> whole_shapes.BridgesView:
    """Works near in meaning that nothing joins, each with its reasons, its path, and how unusual it is."""
    made = parts()
    return bridges_view(made.library, made.analysis.atlas(), query_data.limit)


@whole.get("/months/<month>/draw")
@whole.input(DrawQuery, location="query")
@whole.output(mirror(whole_shapes.DrawView))
def draw(month: str, query_data: DrawQuery) -> whole_shapes.DrawView:
    """Ten works of the month, few of a kind, and what connects them; another number draws another ten."""
    if not is_month(month):
        raise NotFoundError("month", month)
    made = parts()
    return draw_view(made.library, made.analysis.held(), month, query_data.number)
