"""Trends over REST: what rises and fades up to a month, and how one concept fares."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest.mirrors import mirror
from api.rest.paging import Query
from api.rest.schemas import MONTH
from graph.errors import NotFoundError
from graph.views.concept_trend import concept_trend
from graph.views.known import node_at
from graph.views.trend import trend_view
from graph.views.trend_shapes import ConceptTrend, TrendView

# Tagged by their bytes, not by the library's version: what the newest month is changes with the calendar too.
trends = APIBlueprint("trends", __name__, url_prefix="/api/v1/trends")


class TrendQuery(Query):
    """Which trends: up to a month (without one the newest that holds works), of a kind, of so many recent months."""

    month: Annotated[str, Field(pattern=MONTH)] | None = None
    kind: Literal["technique", "model", "benchmark", "organization", "product"] = "technique"
    months: Literal["1", "3", "6"] = "3"


@trends.get("")
@trends.input(TrendQuery, location="query")
@trends.output(mirror(TrendView))
def trends_list(query_data: TrendQuery) -> TrendView:
    """What rises and fades against the time before, tested; who mentioned works first; how long papers took."""
    made = parts()
    now = made.now().strftime("%Y-%m")
    return trend_view(made.library, now, query_data.month, query_data.kind, int(query_data.months))


@trends.get("/<node>")
@trends.output(mirror(ConceptTrend))
def trend(node: str) -> ConceptTrend:
    """How one concept fares; not found where no work of the library names it, or its kind has no trends."""
    made = parts()
    found = concept_trend(made.library, node_at(made.library, node), made.now().strftime("%Y-%m"))
    if found is None:
        raise NotFoundError("trend", node)
    return found
