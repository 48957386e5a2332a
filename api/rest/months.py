"""Months over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.errors import NotFoundError
from graph.months import is_month
from graph.views.month import month_index, month_view
from graph.views.shapes import MonthLine, MonthView

months = APIBlueprint("months", __name__, url_prefix="/api/v1/months")
tag_by_version(months)


@months.get("")
@months.input(PageQuery, location="query")
@months.output(schemas.MonthPage)
def months_list(query_data: PageQuery) -> Page[MonthLine]:
    """The months that hold something, newest first."""
    following = after_in(month_index(parts().library), query_data.after, lambda line: line.month)
    return page_of(following, query_data.limit, lambda line: line.month)


@months.get("/<month>")
@months.output(schemas.MonthView)
def month(month: str) -> MonthView:
    """A month: what was picked, each curator's list, what was only published in it."""
    if not is_month(month):
        raise NotFoundError("month", month)
    return month_view(parts().library, month)
