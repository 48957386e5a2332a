"""Months over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.mirrors import mirror
from api.rest.paging import LARGEST_PAGE, Limit, Page, PageQuery, after_in, next_address, page_of, place_after
from graph.errors import NotFoundError
from graph.months import is_month
from graph.views.month import month_index, month_view
from graph.views.month_overview import month_overview
from graph.views.month_shapes import MonthOverview
from graph.views.shapes import MonthLine

months = APIBlueprint("months", __name__, url_prefix="/api/v1/months")
tag_by_version(months)


@months.get("")
@months.input(PageQuery, location="query")
@months.output(schemas.MonthPage)
def months_list(query_data: PageQuery) -> Page[MonthLine]:
    """The months that hold something, newest first."""
    following = after_in(month_index(parts().library), query_data.after, lambda line: line.month)
    return page_of(following, query_data.limit, lambda line: line.month)


class MonthQuery(PageQuery):
    """Which part of a month: its picks, lists and published works stand in a row."""

    limit: Limit = LARGEST_PAGE


@months.get("/<month>")
@months.input(MonthQuery, location="query")
@months.output(schemas.MonthPart)
def month(month: str, query_data: MonthQuery) -> dict[str, object]:
    """A month: what was picked, each curator's list, what was only published in it; `next` is the part after."""
    if not is_month(month):
        raise NotFoundError("month", month)
    view = month_view(parts().library, month, place_after(query_data.cursor), query_data.limit)
    end = view.skip + view.limit
    following = next_address(str(end)) if end < view.total else None
    return {name: getattr(view, name) for name in view.__struct_fields__} | {"next": following}


@months.get("/<month>/overview")
@months.output(mirror(MonthOverview))
def overview(month: str) -> MonthOverview:
    """A month at a glance: what two lists mention, what its works are about together, list by list, what is new and rises."""
    if not is_month(month):
        raise NotFoundError("month", month)
    found = month_overview(parts().library, month)
    if not found.looked.part:
        raise NotFoundError("month", month)
    return found
