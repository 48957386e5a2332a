"""What a person decided, by the work it is about, whether the library or only its metadata knows the work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from graph.corpus import work_at
from graph.decisions import names_decided
from graph.keys import Finder, earlier_keys
from graph.model import WORK_KINDS, Decision, NodeId, NodeKind
from graph.ports import Library
from graph.standing import in_force

_SCHEMES = frozenset(NodeKind) - WORK_KINDS | {"source", "facet"}


def decided(library: Library) -> dict[NodeId, list[Decision]]:
    """Return work → the decisions in force on it, in the order they were made."""
    made = library.decisions.decisions()
    standing = [one for one in in_force(made) if one.on.partition(":")[0] not in _SCHEMES]
    works = _works(library, {one.on for one in standing}, made)
    found: defaultdict[NodeId, list[Decision]] = defaultdict(list)
    for one in standing:
        if one.on in works:
            found[works[one.on]].append(one)
    return dict(found)


def _works(library: Library, keys: Collection[str], made: Sequence[Decision]) -> Mapping[str, NodeId]:
    """Return key → the id of its work, that of a paper which only the corpus has too."""
    known = {key: node.id for key, node in library.graph.find(keys).items()}
    finder = Finder(library.graph, names_decided(made), earlier_keys(made))
    for key in sorted(keys - known.keys()):
        if node := finder.node(key):
            known[key] = node.id
    records = library.corpus.records(keys - known.keys())
    return known | {key: work_at(key) for key in records}
