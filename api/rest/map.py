"""The map over REST: what a start shows, the way between two nodes and why two are joined, what rises."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from apiflask import APIBlueprint
from flask import Response
from msgspec import Struct
from pydantic import Field

from api.exploring import hits_of, nodes_asked, rising_in
from api.parts import parts
from api.rest.etags import tag_by_version
from api.rest.mirrors import mirror
from api.rest.paging import Query
from api.rest.schemas import MONTH
from api.rest.search import MONTHS
from graph.model import Month, NodeId
from graph.views.known import node_at
from graph.views.map import Sheet, sheet_of, start_of
from graph.views.map.paths import Step, path_between
from graph.views.map.sheet import MOST
from graph.views.map.starts import MOST_HOPS
from graph.views.map.why import WhyJoined, why_view

maps = APIBlueprint("map", __name__, url_prefix="/api/v1")


def _beside_the_library() -> str:
    """Return what answers hang on too: the analysis, what a search finds, and which month it is."""
    made = parts()
    return f"{made.charter.state()} {made.finder.state()} {made.now():%Y-%m}"


tag_by_version(maps, also=_beside_the_library)


class MapQuery(Query):
    """Where the map starts; all that is asked for has to hold, and nothing asked for is the whole library."""

    node: Annotated[
        str,
        Field(
            max_length=2000,
            description="Around this node; several may be given, one after the other or with commas between",
        ),
    ] = ""
    expanded: Annotated[
        str, Field(max_length=2000, description="And one join around these, whatever else is asked")
    ] = ""
    hops: Annotated[int, Field(ge=0, le=MOST_HOPS, description="So many joins around them")] = 1
    q: Annotated[str, Field(max_length=1000, description="What a search finds, and what joins several of that")] = ""
    month: Annotated[str, Field(pattern=MONTHS, description="2024-03, 2024, or a range: 2024-03..2024-06")] | None = (
        None
    )
    category: Annotated[str, Field(description="An own category: its id or its name")] | None = None
    source: Annotated[str, Field(description="The id of a source that recorded or listed the works")] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class EndsQuery(Query):
    """Two nodes."""

    one: str
    other: str


class RisingQuery(Query):
    """Up to which month; without one the newest that holds works."""

    month: Annotated[str, Field(pattern=MONTH)] | None = None


class PathView(Struct, frozen=True, kw_only=True):
    """The way from one node to another, both included."""

    steps: tuple[Step, ...]


class RisingView(Struct, frozen=True, kw_only=True):
    """Techniques and models whose share of works rises up to a month, as `/api/v1/trends` tells with its figures."""

    month: Month
    nodes: tuple[NodeId, ...]


@maps.get("/map")
@maps.input(MapQuery, location="query")
@maps.output(mirror(Sheet))
def map_sheet(query_data: MapQuery) -> Response:
    """The nodes that a start shows with their places, kinds, months and communities, in columns, and what joins them."""
    asked = query_data
    start = start_of(
        parts().library,
        nodes=nodes_asked(),
        expanded=nodes_asked("expanded"),
        hops=asked.hops,
        query=asked.q,
        month=asked.month,
        category=asked.category,
        source=asked.source,
    )
    return _sent(sheet_of(parts().charter.chart(), start, hits_of(start.query), asked.limit))


@maps.get("/path")
@maps.input(EndsQuery, location="query")
@maps.output(mirror(PathView))
def path(query_data: EndsQuery) -> PathView:
    """The way with few steps that tell something, hubs left aside where there is another; 409 where none leads there."""
    one, other = (node_at(parts().library, key).id for key in (query_data.one, query_data.other))
    return PathView(steps=path_between(parts().charter.chart(), one, other))


@maps.get("/why")
@maps.input(EndsQuery, location="query")
@maps.output(mirror(WhyJoined))
def why(query_data: EndsQuery) -> WhyJoined:
    """Every edge between two nodes and their link, each with its evidence; else why the two may belong together."""
    made = parts()
    one, other = (node_at(made.library, key).id for key in (query_data.one, query_data.other))
    return why_view(made.library, made.analysis.held(), one, other)


@maps.get("/rising")
@maps.input(RisingQuery, location="query")
@maps.output(mirror(RisingView))
def rising(query_data: RisingQuery) -> RisingView:
    """The techniques and models that rise up to a month."""
    month, lines = rising_in(query_data.month)
    return RisingView(month=month, nodes=tuple(line.node.id for line in lines))


def _sent(value: Any) -> Response:
    """Answer with the value as it is: 50,000 nodes need no second check of their shape."""
    return Response(msgspec.json.encode(value), content_type="application/json")
