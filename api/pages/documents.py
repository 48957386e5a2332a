"""Documents: the newest, and each as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from flask import render_template, request
from flask.blueprints import BlueprintSetupState
from msgspec import Struct

from api.pages import document_words
from api.pages.blueprint import pages
from api.pages.naming import by_block
from api.pages.outlines import DrawnBlock, draw
from api.pages.turning import BLOCKS, Part, part_asked
from api.parts import parts
from graph.errors import NotFoundError
from graph.identity import heard_at
from graph.model import NodeId
from graph.outline import BlockKind
from graph.ports import Library
from graph.views.document import document_view, name_quote
from graph.views.document_figures import figures, followed
from graph.views.document_read import blocks_read
from graph.views.shapes import DocumentView, Quote
from graph.views.strip import strip

NEWEST = 100


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked of a document's page: whom or what to follow through it, whether to tell what was read."""

    speaker: str | None
    names: NodeId | None
    read: bool

    @property
    def follows(self) -> bool:
        """Tell whether only a part of the text is asked for."""
        return self.speaker is not None or self.names is not None


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
    """Show a document's outline with its entries marked; nothing of its markup, no image of its source.

    `?speaker=` and `?names=` follow one through it, `?read=1` tells what was read block by block.
    """
    library = parts().library
    view, asked = document_view(library, key), _asked(library)
    month = view.document.published.month if view.document.published else None
    blocks = view.document.outline.blocks
    told = figures(view.document, view.names)
    wanted = followed(blocks, view.names, asked.speaker, asked.names) if asked.follows else range(len(blocks))
    part = part_asked(len(wanted), BLOCKS)
    headings = [number for number, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    return render_template(
        "document.html",
        section="documents",
        view=view,
        strip=strip(library, int(month[:4]), month) if month else None,
        drawn=_drawn(library, view, wanted, part, asked),
        headings=draw(blocks, view.items, headings),
        figures=told,
        counts={chapter.block: chapter.names for chapter in told.chapters},
        shapes=document_words.voice_shapes(told.voices),
        asked=asked,
        following=_following(view, asked),
        recording=view.document.url or (view.work.url if view.work else None),
        part=part,
        blocks=BLOCKS,
    )


def _asked(library: Library) -> Asked:
    """Return what the address asks for; a superseded id of a concept leads to the one it has now."""
    names = request.args.get("names") or None
    with suppress(NotFoundError):  # what there is not is named nowhere, and the page says so
        names = library.graph.resolve(names) if names else None
    return Asked(speaker=request.args.get("speaker") or None, names=names, read=request.args.get("read") == "1")


def _drawn(library: Library, view: DocumentView, wanted: Sequence[int], part: Part, asked: Asked) -> list[DrawnBlock]:
    shown = wanted[part.after : part.last]
    read = blocks_read(library, view, shown) if asked.read else None
    quotes = {} if asked.read else _first_quotes(view, shown)
    return draw(view.document.outline.blocks, view.items, shown, by_block(view.names, frozenset(shown)), quotes, read)


def _first_quotes(view: DocumentView, shown: Sequence[int]) -> dict[int, dict[NodeId, Quote]]:
    """Return block → concept → evidence, for the first block of these that names the concept: once is quiet enough.

    A heading is read out as a whole and has no marks.
    """
    blocks, seen = view.document.outline.blocks, set[NodeId]()
    within = {number for number in shown if blocks[number].kind is not BlockKind.HEADING}
    found: dict[int, dict[NodeId, Quote]] = {}
    for name in view.names:
        if name.block in within and name.node.id not in seen:
            seen.add(name.node.id)
            found.setdefault(name.block, {})[name.node.id] = name_quote(view, name)
    return found


def _following(view: DocumentView, asked: Asked) -> dict[str, object]:
    """Return whom and what is followed, as far as they are in the document."""
    node = next((name.node for name in view.names if name.node.id == asked.names), None)
    speaking = any(block.speaker == asked.speaker for block in view.document.outline.blocks)
    return {"node": node, "speaker": asked.speaker if asked.speaker and speaking else None}


@pages.record
def _teach(state: BlueprintSetupState) -> None:
    """Give the templates of a document's page the words that only they need."""
    state.app.jinja_env.filters.update(
        {
            "chapter_bars": document_words.chapter_bars,
            "heard_at": heard_at,
            "is_left_out": document_words.is_left_out,
            "link_words": document_words.link_words,
            "named_most": document_words.named_most,
            "read_words": document_words.read_words,
            "spread_words": document_words.spread_words,
            "stated_word": document_words.stated_word,
            "talk_words": document_words.talk_words,
            "voice_words": document_words.voice_words,
        }
    )
