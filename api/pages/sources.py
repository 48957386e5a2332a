"""Sources: all of them, each, and reading a new one."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.sayings import say
from api.pages.turning import part_asked
from api.parts import parts
from graph.errors import InvalidInputError
from graph.views.source import NEWEST, source_index, source_view

LATELY = 8


@pages.get("/sources")
def sources() -> str:
    """Show the sources with what each brought, and what is being read just now."""
    made = parts()
    return render_template(
        "sources.html", section="sources", views=source_index(made.library), jobs=made.jobs.jobs(LATELY)
    )


@pages.get("/sources/<key>")
def source(key: str) -> str:
    """Show a source with its documents, the newest first, a part of them at a time."""
    library = parts().library
    part = part_asked(library.documents.document_counts().get(key, 0), NEWEST)
    view = source_view(library, key, part.most, part.after)
    return render_template("source.html", section="sources", view=view, part=part)


@pages.post("/sources")
def read_target() -> Response:
    """Have an address read. Files on this machine are for `flask ingest` alone."""
    target = request.form.get("target", "").strip()
    if not _is_web(target):
        raise InvalidInputError("an address begins with https:// or http:// and a host", "target")
    parts().jobs.submit("ingest", target)
    return say(redirect(url_for("pages.sources"), 303), f"Reading {target}. What it brings appears as it is read.")


def _is_web(target: str) -> bool:
    try:
        address = urlsplit(target)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname) and not any(map(str.isspace, target))
