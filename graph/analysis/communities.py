"""Communities: who is joined with whom more than with the rest, by the Leiden method, on two levels.

Leiden (Traag, Waltman and van Eck 2019, "From Louvain to Leiden") in the implementation of graspologic-native (Rust, MIT);
docs/decisions.md says why that one. Seeded, and started from what was found last, so that what stayed the same stays together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from graph.analysis.network import Network, among
from graph.model import NodeId
from graph.uses import is_document

SEED = 5
LEAST = 8
"""Fewer nodes are an accident, not a community."""

BIG = 60
"""From here on a community has parts of its own."""

SAME = 0.3
"""Two groups that share so much of both together are one, seen on two days."""

_RANDOMNESS = 0.001  # the library's default: how often a step that is not the best is tried

Groups = list[list[int]]
"""Places of a network, best joined first in each, the largest group first."""


class Group(Struct, frozen=True, kw_only=True):
    """A community before it has a name: its members, best joined first, and the parts it falls into."""

    members: tuple[NodeId, ...]
    parts: tuple[tuple[NodeId, ...], ...] = ()


def groups_of(network: Network, before: Sequence[Group] = ()) -> list[Group]:
    """Return the communities of at least `LEAST` nodes, the largest first, big ones with their parts."""
    found = split(network, [group.members for group in before])
    parts_before = [part for group in before for part in group.parts]
    return [_with_parts(network, places, parts_before) for places in found]


def opened(network: Network, group: Group) -> list[Group]:
    """Return the parts of a community as communities, big ones with parts of their own."""
    return [_with_parts(network, [network.places[key] for key in part], ()) for part in group.parts]


def subjects(network: Network) -> Network:
    """Return the network without the documents that list: what one of them lists together has no subject in common."""
    return among(network, [place for place, key in enumerate(network.keys) if not is_document(key)])


def split(network: Network, before: Sequence[Collection[NodeId]] = ()) -> Groups:
    """Return groups of at least `LEAST` places; the groups found before are where the search begins."""
    if not network.weights.nnz:
        return []
    from graspologic_native import leiden  # compiled; only a linking and its pages need it

    matrix = network.weights.tocoo()
    edges = [
        (network.keys[row], network.keys[column], float(weight))
        for row, column, weight in zip(matrix.row.tolist(), matrix.col.tolist(), matrix.data.tolist(), strict=True)
        if row < column
    ]
    _, found = leiden(edges, _start(network, before), 1.0, _RANDOMNESS, 2, True, SEED, 1)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for key, group in found.items():
        groups[group].append(network.places[key])
    strong = network.weights.sum(axis=1)
    kept = [
        sorted(group, key=lambda place: (-strong[place], place)) for group in groups.values() if len(group) >= LEAST
    ]
    return sorted(kept, key=lambda group: (-len(group), group))


def matched(groups: Sequence[Collection[NodeId]], before: Mapping[str, Collection[NodeId]]) -> dict[int, str]:
    """Return place in `groups` → the id of the one it was before, for those that share enough with one: best first."""
    owners: defaultdict[NodeId, list[str]] = defaultdict(list)
    for key, members in before.items():
        for member in members:
            owners[member].append(key)
    shared = [
        (count / (len(group) + len(before[key]) - count), place, key)
        for place, group in enumerate(groups)
        for key, count in Counter(key for member in group for key in owners.get(member, ())).items()
    ]
    found: dict[int, str] = {}
    for share, place, key in sorted(shared, key=lambda one: (-one[0], one[1], one[2])):
        if share >= SAME and place not in found and key not in found.values():
            found[place] = key
    return found


def _with_parts(network: Network, places: list[int], before: Sequence[Collection[NodeId]]) -> Group:
    members = tuple(network.keys[place] for place in places)
    if len(places) < BIG:
        return Group(members=members)
    inner = among(network, places)
    parts = split(inner, before)
    named = tuple(tuple(inner.keys[place] for place in part) for part in parts)
    return Group(members=members, parts=named if len(named) > 1 else ())


def _start(network: Network, before: Sequence[Collection[NodeId]]) -> dict[str, int] | None:
    """Return where the search begins: those that were together, and everything new for itself."""
    if not before:
        return None
    start = {key: len(before) + place for place, key in enumerate(network.keys)}
    start.update((key, group) for group, members in enumerate(before) for key in members if key in start)
    return {key: start[key] for key, degree in zip(network.keys, network.degrees, strict=True) if degree}
