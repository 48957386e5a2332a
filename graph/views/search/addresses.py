"""A question that is an address or an identifier: what it names, whatever its spelling."""

from __future__ import annotations

import re

from graph.corpus import work_at
from graph.errors import NotFoundError
from graph.identity import identify
from graph.model import Identity
from graph.ports import Library
from graph.views.known import node_at
from graph.views.search.catalogue import Catalogue

UNKNOWN = "No work here has this address."
_SPACED = re.compile(r"(arxiv|doi)\s+(?=[\d\w-]+[./]\S*$)", re.I)


def address_in(query: str) -> Identity | None:
    """Return what the whole query names as an address does; None where it is words, or may be: "character.ai"."""
    text = query.strip()
    return identify(_SPACED.sub(r"\1:", text))


def is_surely(query: str, identity: Identity) -> bool:
    """Say whether the query can be nothing but an address: a bare host may be a name."""
    return identity.scheme != "web" or "/" in query


def row_of(library: Library, catalogue: Catalogue, identity: Identity) -> int | None:
    """Return the row of the work that has this identity, or had it before a person merged it; None where none has."""
    works = library.graph.find([str(identity)])
    try:
        node = works.get(str(identity)) or node_at(library, work_at(str(identity)))
    except NotFoundError:
        return None
    row = catalogue.rows[node.id]
    return row if row >= 0 and catalogue.there[row] else None


def phrase_of(identity: Identity) -> str:
    """Return how texts that mention the address write it."""
    return identity.value.removeprefix("https://")
