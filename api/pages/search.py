"""Search."""

from __future__ import annotations

from flask import render_template, request
from markupsafe import Markup, escape
from msgspec.structs import replace

from api.pages.blueprint import pages
from api.pages.turning import part_asked
from api.pages.words import kind_word, state_word
from api.parts import parts
from graph.errors import InvalidInputError
from graph.views.search import filters_of, months_of
from graph.views.search.shapes import Choice, Marked

MOST = 25
"""Results on a page: each has its excerpt."""
DEEPEST = 1000
"""Who has not found it among so many wants other words."""

FILTERS = ("kind", "month", "category", "source", "state")
_WORDS = {"kind": kind_word, "state": state_word}


@pages.get("/search")
def search() -> tuple[str, int]:
    """Show what the words find, the best first, a part of it at a time; no words find nothing.

    What is typed as a month and is none leaves the form as it is, says so beside the field, and finds nothing.
    """
    query = request.args.get("q", "").strip()
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    unread = _unread(asked["month"])
    filters = filters_of(parts().library, **(asked | {"month": ""} if unread else asked))
    part = part_asked(DEEPEST, MOST)
    view = parts().finder.find(query, filters, MOST, part.after)
    if unread:
        view = replace(view, results=(), total=0, notes=())
    part = replace(part, total=min(view.total, DEEPEST))
    offered = {name: _offered(name, getattr(view.filters, name), asked[name]) for name in FILTERS}
    page = render_template(
        "search.html", query=query, view=view, part=part, asked=asked, offered=offered, unread=unread
    )
    return page, 422 if unread else 200


def _unread(month: str) -> str | None:
    """Return what is to be said of a month that cannot be read."""
    try:
        months_of(month)
    except InvalidInputError as error:
        return str(error)
    return None


def drawn(text: Marked) -> Markup:
    """Return the text with its marks, everything else escaped."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if is_marked else escape(part) for part, is_marked in text.parts
    )


def _offered(name: str, choices: tuple[Choice, ...], asked: str) -> list[Choice]:
    """Return a filter's choices in words, with the one that is set, which may leave nothing."""
    missing = (
        [Choice(value=asked, name=asked, count=0)] if asked and asked not in {one.value for one in choices} else []
    )
    word = _WORDS.get(name, str)
    return [replace(choice, name=word(choice.name)) for choice in (*missing, *choices)]
