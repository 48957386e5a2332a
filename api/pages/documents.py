"""Documents: the newest, and each as it was read."""

from __future__ import annotations

from flask import render_template

from api.pages.blueprint import pages
from api.pages.outlines import draw
from api.pages.turning import part_asked
from api.parts import parts
from graph.views.document import document_view
from graph.views.strip import strip

NEWEST = 100


@pages.get("/documents")
def documents() -> str:
    """Show what the sources published, the newest first, a part of them at a time."""
    store = parts().library.documents
    titles = {source.id: source.title for source in store.sources()}
    part = part_asked(store.counts()["documents"], NEWEST)
    found = store.newest(limit=part.most, skip=part.after)
    return render_template("documents.html", section="documents", documents=found, titles=titles, part=part)


@pages.get("/documents/<key>")
def document(key: str) -> str:
    """Show a document's outline with its entries marked; nothing of its markup, no image of its source."""
    library = parts().library
    view = document_view(library, key)
    month = view.document.published.month if view.document.published else None
    drawn = draw(view.document.outline.blocks, view.items)
    headings = [block for block in drawn if block.kind == "heading"]
    turns = [block for block in drawn if block.kind == "turn"]
    return render_template(
        "document.html",
        section="documents",
        view=view,
        strip=strip(library, int(month[:4]), month) if month else None,
        drawn=drawn,
        headings=headings,
        turns=len(turns),
        speakers=len({block.speaker for block in turns if block.speaker}),
    )
