"""Items over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.model import Item
from graph.views.known import node_at

items = APIBlueprint("items", __name__, url_prefix="/api/v1/items")
tag_by_version(items)


class ItemQuery(PageQuery):
    """Which items: all, or those that list one node."""

    node: str | None = None


@items.get("")
@items.input(ItemQuery, location="query")
@items.output(schemas.ItemPage)
def items_list(query_data: ItemQuery) -> Page[Item]:
    """The items, sorted by id; those of one node by document and place."""
    library = parts().library
    if query_data.node is None:
        found = library.documents.all_items(query_data.after, query_data.limit + 1)
        return page_of(found, query_data.limit, _id)
    listing = library.documents.items_listing([node_at(library, query_data.node).id])
    return page_of(after_in(listing, query_data.after, _id), query_data.limit, _id)


@items.get("/<item>")
@items.output(schemas.Item)
def item(item: str) -> Item:
    """An item."""
    return parts().library.documents.item(item)


def _id(item: Item) -> str:
    return item.id
