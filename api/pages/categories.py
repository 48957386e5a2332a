"""Categories: all of them, each, and what a person may do to one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.turning import part_asked
from api.pages.words import category_slug
from api.parts import parts
from graph.errors import NotFoundError
from graph.model import NodeId, NodeKind
from graph.ports import Library
from graph.views.category import category_index, category_view, dated
from graph.views.entries import choices
from graph.views.strip import strip

MOST = 60
"""Entries a part of a category in order of date: each has its quotes and forms."""
PREFIX = f"{NodeKind.CATEGORY.value}-"


@pages.get("/categories")
def categories() -> str:
    """Show the own categories, the fullest first."""
    return render_template(
        "categories.html", section="categories", view={"categories": category_index(parts().library)}
    )


@pages.get("/categories/<key>")
def category(key: str) -> Response | str:
    """Show a category's works by month, guesses apart, or with `?order=date` all of them in order of date.

    Its short and its superseded ids lead here too.
    """
    library = parts().library
    current = category_id(library, key)
    if category_slug(current) != key:
        return redirect(url_for("pages.category", key=category_slug(current)), 308)
    view = category_view(library, current)
    by_date = request.args.get("order") == "date"
    part = part_asked(len(view.stated) + len(view.predicted), MOST)
    return render_template(
        "category.html",
        section="categories",
        view=view,
        dated=dated(view)[part.after : part.last] if by_date else None,
        guesses={entry.node.id for entry in view.predicted},
        part=part,
        strip=strip(library, int(view.months[-1].month[:4])) if view.months else None,
        others=[line for line in category_index(library) if line.node.id != current],
        last=choices(library, (view.node,))[current].last,
    )


def category_id(library: Library, key: str) -> NodeId:
    """Return the current id of the category that `agents` or `category-agents` names, or raise NotFoundError."""
    for candidate in (f"{PREFIX}{key}", key):
        try:
            return library.graph.resolve(candidate)
        except NotFoundError:
            continue
    raise NotFoundError("category", key)
