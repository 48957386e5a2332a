"""Papers known from metadata alone, shown as works are: one may find, open and decide on them before any list has them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from graph.corpus import node_of, record_delta
from graph.errors import NotFoundError
from graph.identity import stated_month
from graph.model import EdgeKind, Identity, Month, Node, NodeId
from graph.months import is_month
from graph.placing import main_month
from graph.ports import Library
from graph.record import Record
from graph.views.corpus_names import METADATA_ONLY, named_in_corpus
from graph.views.entries import entries, placement
from graph.views.shapes import Entry
from graph.views.shelf import Shelf


def node_at(library: Library, key: NodeId) -> Node:
    """Return the node that this id (a superseded one too) leads to, else what the corpus has; or raise NotFoundError.

    A paper that no list has and nobody decided on, a name that only such papers use, carries the flag METADATA_ONLY.
    """
    try:
        return library.graph.node(library.graph.resolve(key))
    except NotFoundError:
        record = library.corpus.by_node([key]).get(key)
        if record is None:
            return named_in_corpus(library, key)
        works = library.graph.find([record.identity])  # a person may have given another work its identity
        return works.get(record.identity) or known_node(record)


def record_of(library: Library, node: Node) -> Record | None:
    """Return what the corpus says of a node."""
    return library.corpus.records([node.identity]).get(node.identity) if node.identity else None


def known_node(record: Record) -> Node:
    """Return the paper as a node that the graph does not have."""
    return replace(node_of(record), flags=(METADATA_ONLY,))


def known_entries(library: Library, records: Sequence[Record]) -> list[Entry]:
    """Return an entry for each of these papers, which the graph does not have, in their order."""
    bare = entries(library, [known_node(record) for record in records])
    return [_placed(entry, record) for entry, record in zip(bare, records, strict=True)]


def id_month(record: Record) -> Month | None:
    """Return the month that the record's identity states."""
    scheme, _, value = record.identity.partition(":")
    month = stated_month(Identity(scheme, value))
    return month if month and is_month(month) else None


def _placed(entry: Entry, record: Record) -> Entry:
    """Return the entry with the months and the facets that it would have if it were a work of the library."""
    said, shelf = record_delta(record), Shelf({}, {})
    names = {claim.node.id: claim.node for claim in said.claims}
    months = [edge for edge in said.edges if edge.kind is EdgeKind.IN_MONTH]
    facets = [edge for edge in said.edges if edge.kind is EdgeKind.IN_CATEGORY]
    return replace(
        entry,
        month=main_month(months) or id_month(record),
        months=tuple(placement(edge, None, shelf) for edge in months),
        facets=tuple(placement(edge, names[edge.target], shelf) for edge in facets),
    )
