"""What people decided of links: kept or dismissed for good, whatever a linking makes of them.

A decision hangs on the keys of both ends, never on ids (law 1), so it is followed anew whenever nodes come and go: two
names that are one concept now carry the links of both. Which end it was made from is no matter; the last one holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.categories import category_names
from graph.errors import ConflictError
from graph.keys import Finder, earlier_keys, identities_given
from graph.link import Ends, ends_of
from graph.model import Decision, DecisionKind, NodeId
from graph.ports import GraphStore, Library
from graph.standing import in_force, meant


def settle_links(library: Library) -> None:
    """Let the links be as people decided, by where the keys of their ends lead now."""
    ruled = links_ruled(library.decisions.decisions(), library.graph)
    library.links.rule({ends: bool(decision.value["keep"]) for ends, decision in ruled})


def links_ruled(made: Sequence[Decision], graph: GraphStore) -> list[tuple[Ends, Decision]]:
    """Return the decisions on links that are in force (of all that were made), in their order, each with its ends."""
    standing = in_force(made)
    about = [one for one in standing if one.kind is DecisionKind.LINK]
    if not about:
        return []
    told = meant(made)
    finder = Finder(graph, category_names(standing), earlier_keys(made) | identities_given(standing))
    ends = ((_ends(told.get(one.id, one), finder), one) for one in about)
    return [(pair, one) for pair, one in ends if pair]


def check_link(decision: Decision, made: Sequence[Decision], graph: GraphStore) -> None:
    """Raise ConflictError where both ends of a link are one node."""
    if decision.kind is not DecisionKind.LINK:
        return
    if decision.id not in {one.id for _, one in links_ruled([*made, decision], graph)}:
        raise ConflictError("these are one and the same", "to")


def _ends(decision: Decision, finder: Finder) -> Ends | None:
    """Return the two nodes, in the graph or out of it; None where they are one, or a key leads nowhere."""
    found = list(_nodes((decision.on, str(decision.value["to"])), finder))
    return ends_of(*found) if len(set(found)) == 2 else None


def _nodes(keys: Sequence[str], finder: Finder) -> Iterator[NodeId]:
    for key in keys:
        node = finder.node(key) or finder.imagined(key)
        if node is not None:
            yield node.id
