"""Which works documents name: those they record and those they list."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Document, Item


def named_in(documents: Iterable[Document], items: Iterable[Item]) -> set[str]:
    """Return the identities that the documents have and that the items lead to, by their further links too."""
    named = {str(document.identity) for document in documents if document.identity}
    for item in items:
        named.update(identity for identity in (item.identity, *(link.identity for link in item.links)) if identity)
    return named
