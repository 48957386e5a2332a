"""What is searched of a node: its name, aliases and authors, and what lists say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.model import NodeId
from graph.ports import Library, SearchEntry

MOST_TEXT = 20_000
"""Characters searched of one node; a work that a thousand lists mention needs no more."""


def entries_for(library: Library, keys: Collection[NodeId]) -> Iterator[SearchEntry]:
    """Yield the search entries of those nodes that exist."""
    nodes = library.graph.many(keys)
    comments: dict[NodeId, list[str]] = {}
    for item in library.documents.items_listing(list(nodes)):
        if item.node:
            comments.setdefault(item.node, []).extend(text for text in (item.label, item.comment) if text)
    for key, node in nodes.items():
        text = " ".join([*node.aliases, node.about or "", *node.authors, *comments.get(key, ())])
        yield SearchEntry(key=key, title=node.name, text=text[:MOST_TEXT])
