"""Nodes, papers of the corpus and documents, as lines name them."""

from __future__ import annotations

from collections.abc import Collection

from graph.corpus import node_of
from graph.ports import Library
from graph.views.whole_shapes import End


def ends(library: Library, keys: Collection[str]) -> dict[str, End]:
    """Return key → how it is named, for those of the keys that there are."""
    nodes = library.graph.many(keys)
    found = {key: End(id=key, name=node.name, kind=node.kind.value, listed=True) for key, node in nodes.items()}
    others = [key for key in keys if key not in found]
    for key, record in library.corpus.by_node(others).items():
        node = node_of(record)
        found[key] = End(id=key, name=node.name, kind=node.kind.value, listed=False)
    documents = library.documents.many([key for key in others if key not in found])
    for key, document in documents.items():
        found[key] = End(id=key, name=document.title or "an untitled document", kind="document", listed=True)
    return found
