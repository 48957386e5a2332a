"""Categories over REST."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import redirect, url_for
from werkzeug.wrappers import Response

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.views.category import category_index, category_view
from graph.views.shapes import CategoryLine, CategoryView

categories = APIBlueprint("categories", __name__, url_prefix="/api/v1/categories")
tag_by_version(categories)


class CategoryQuery(PageQuery):
    """Which categories: our own, or arXiv's subjects."""

    scheme: Literal["own", "arxiv"] = "own"


@categories.get("")
@categories.input(CategoryQuery, location="query")
@categories.output(schemas.CategoryPage)
def categories_list(query_data: CategoryQuery) -> Page[CategoryLine]:
    """The categories, those with most works first."""
    lines = after_in(category_index(parts().library, query_data.scheme), query_data.after, _id)
    return page_of(lines, query_data.limit, _id)


@categories.get("/<category>")
@categories.output(schemas.CategoryView)
@categories.doc(responses={308: "Superseded: the current id is in Location"})
def category(category: str) -> CategoryView | Response:
    """A category's works in order of date, stated ones apart from guesses."""
    current = parts().library.graph.resolve(category)
    if current != category:
        return redirect(url_for("categories.category", category=current), 308)
    return category_view(parts().library, category)


def _id(line: CategoryLine) -> str:
    return line.node.id
