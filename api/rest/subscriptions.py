"""Subscriptions over REST: what is followed, how it stands, how each visit went."""

from __future__ import annotations

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest import schemas
from api.rest.orders import Address, FollowOrder
from api.rest.paging import Page, PageQuery, after_in, page_of
from api.subscribing import subscribe
from graph.errors import InvalidInputError
from graph.ports import Visit
from graph.views.subscriptions import SubscriptionView, subscription_at, subscription_index

subscriptions = APIBlueprint("subscriptions", __name__, url_prefix="/api/v1/subscriptions")


class VisitQuery(PageQuery):
    """Whose visits."""

    address: Address = Field(...)


@subscriptions.get("")
@subscriptions.input(PageQuery, location="query")
@subscriptions.output(schemas.SubscriptionPage)
def subscriptions_list(query_data: PageQuery) -> Page[SubscriptionView]:
    """What is followed, one's own first; `standing` says in a sentence how each stands."""
    made = parts()
    followed = subscription_index(made.library, made.schedule, made.now())
    return page_of(after_in(followed, query_data.after, _address), query_data.limit, _address)


@subscriptions.post("")
@subscriptions.input(FollowOrder)
@subscriptions.output(schemas.Subscription)
def follow(json_data: FollowOrder) -> SubscriptionView:
    """Follow an address, or stop; asked for twice it is one decision. What is followed anew is due at once."""
    made, order = parts(), json_data
    try:
        subscribe(made, [order.address], on=order.on, mine=order.mine, kind=order.kind)
    except InvalidInputError as error:
        raise InvalidInputError(str(error), "address" if error.field == "on" else error.field) from error
    return subscription_at(made.library, made.schedule, order.address, made.now())


@subscriptions.get("/visits")
@subscriptions.input(VisitQuery, location="query")
@subscriptions.output(schemas.VisitPage)
def visits(query_data: VisitQuery) -> Page[Visit]:
    """The latest visits to an address, newest first."""
    found = parts().schedule.visits(query_data.address)
    return page_of(after_in(found, query_data.after, _instant), query_data.limit, _instant)


def _address(line: SubscriptionView) -> str:
    return line.address


def _instant(visit: Visit) -> str:
    return visit.at.isoformat()
