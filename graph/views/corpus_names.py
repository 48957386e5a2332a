"""Names that only papers of the corpus use: concepts without a node of the graph, which may be opened all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import NotFoundError
from graph.ids import concept_id
from graph.mention import NAMED_KINDS
from graph.model import Node, NodeId, NodeKind
from graph.names import name_key
from graph.ports import Library, Use

METADATA_ONLY = "metadata-only"
"""The flag of a node that the graph does not have."""

_SUMMED = re.compile(r"-[0-9a-f]{8}$")


def named_in_corpus(library: Library, key: NodeId) -> Node:
    """Return the concept with this id that records of the corpus name, as a node the graph does not have; or NotFoundError.

    An id tells its name but for spelling; only one that ends in a checksum has to be looked for among all names.
    """
    kind, _, rest = key.partition("-")
    if kind not in NAMED_KINDS or not rest:
        raise NotFoundError("node", key)
    summed = _SUMMED.search(rest)
    uses = library.mentions.record_uses(None if summed else [name_key(rest.replace("-plus", "+"))])
    called = [use for use in uses if use.kind == kind and concept_id(use.kind, use.called) == key]
    if not called:
        raise NotFoundError("node", key)
    return _node(key, called)


def names_of(node: Node) -> set[str]:
    """Return the keys of all names of a concept, as the findings know them."""
    return {name_key(name) for name in (node.name, *node.aliases)} - {""}


def _node(key: NodeId, uses: Sequence[Use]) -> Node:
    best = max(uses, key=lambda use: (use.count, use.called))
    aliases = tuple(sorted({use.called for use in uses} - {best.called}))
    return Node(id=key, kind=NodeKind(best.kind), name=best.called, aliases=aliases, flags=(METADATA_ONLY,))
