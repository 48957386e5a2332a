"""Documents: the newest, and each as it was read."""

from __future__ import annotations

from flask import render_template

from api.pages.blueprint import pages
from api.pages.naming import by_block
from api.pages.outlines import draw
from api.pages.turning import BLOCKS, part_asked
from api.parts import parts
from graph.outline import BlockKind
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
    blocks = view.document.outline.blocks
    part = part_asked(len(blocks), BLOCKS)
    shown = range(part.after, part.last)
    headings = [number for number, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    speakers = [block.speaker for block in blocks if block.kind is BlockKind.TURN]
    return render_template(
        "document.html",
        section="documents",
        view=view,
        strip=strip(library, int(month[:4]), month) if month else None,
        drawn=draw(blocks, view.items, shown, by_block(view.names, shown)),
        headings=draw(blocks, view.items, headings),
        turns=len(speakers),
        speakers=len(set(speakers) - {None}),
        part=part,
        blocks=BLOCKS,
    )
