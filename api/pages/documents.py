"""Documents: the newest, and each as it was read."""

from __future__ import annotations

from flask import render_template

from api.pages.blueprint import pages
from api.pages.outlines import draw
from api.parts import parts
from graph.views.document import document_view
from graph.views.strip import strip

NEWEST = 100


@pages.get("/documents")
def documents() -> str:
    """Show what the sources published last."""
    library = parts().library
    titles = {source.id: source.title for source in library.documents.sources()}
    return render_template(
        "documents.html", section="documents", documents=library.documents.newest(limit=NEWEST), titles=titles
    )


@pages.get("/documents/<key>")
def document(key: str) -> str:
    """Show a document's outline with its entries marked; nothing of its markup, no image of its source."""
    library = parts().library
    view = document_view(library, key)
    month = view.document.published.month if view.document.published else None
    drawn = draw(view.document.outline.blocks, view.items)
    headings = [block for block in drawn if block.kind == "heading"]
    return render_template(
        "document.html",
        section="documents",
        view=view,
        strip=strip(library, int(month[:4]), month) if month else None,
        drawn=drawn,
        headings=headings,
    )
