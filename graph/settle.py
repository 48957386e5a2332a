"""From what many say of one node to the node: a pure fold that gives the same whatever the order of the claims.

The most trusted claim names the node: by rank, then by stamp, earliest first, since the first to list a work is the
one others copy. Among persons the latest wins, since a decision replaces the one before it. What the best claim does
not know the next one answers. Two conventions keep claims from saying more than they know:

- A claim with an empty name says nothing about the name (a link called "here", a person's correction of the kind).
- A person's claim with a name corrects the name alone, never the kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace

from graph.model import Claim, ClaimRank, Node, NodeId, NodeKind
from graph.names import address_words, fold, is_generic


def settle(key: NodeId, claims: Sequence[Claim]) -> Node:
    """Return the node that these claims (at least one) make, whatever their order and however often each is made."""
    if len(claims) == 1 and not claims[0].node.aliases and claims[0].node.name:
        node = claims[0].node
        return replace(node, id=key, flags=tuple(sorted(set(node.flags))), keys=tuple(sorted(set(node.keys))))
    ordered = trusted_first(claims)
    nodes = [claim.node for claim in ordered]
    url = next((node.url for node in nodes if node.url), None)
    names = [node.name for node in nodes if node.name] or [address_words(url) if url else key]
    return Node(
        id=key,
        kind=_kind(ordered),
        name=names[0],
        aliases=_aliases(names, nodes),
        identity=next((node.identity for node in nodes if node.identity), None),
        url=url,
        flags=tuple(sorted({flag for node in nodes for flag in node.flags})),
        about=next((node.about for node in nodes if node.about), None),
        authors=next((node.authors for node in nodes if node.authors), ()),
        before=min((node.before for node in nodes if node.before), default=None),
        scheme=next((node.scheme for node in nodes if node.scheme), None),
        keys=tuple(sorted({key for node in nodes for key in node.keys})),
    )


def trusted_first(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims by rank; within a rank by stamp (persons: newest first), name and content."""
    ordered = sorted(claims, key=_place)
    return [claim for rank, group in groupby(ordered, key=_rank) for claim in _within(rank, list(group))]


def _place(claim: Claim) -> tuple[str, str, str, bytes]:
    return (claim.rank, claim.stamp, claim.node.name, msgspec.json.encode(claim.node))


def _rank(claim: Claim) -> ClaimRank:
    return claim.rank


def _within(rank: ClaimRank, claims: list[Claim]) -> list[Claim]:
    return claims[::-1] if rank is ClaimRank.PERSON else claims


def _kind(ordered: Sequence[Claim]) -> NodeKind:
    speaking = (claim for claim in ordered if claim.rank is not ClaimRank.PERSON or not claim.node.name)
    return next(speaking, ordered[0]).node.kind


def _aliases(names: Sequence[str], nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the other names, each spelling of one name once (the most trusted one's), sorted."""
    aliases: dict[str, str] = {}
    for name in [*names[1:], *(alias for node in nodes for alias in node.aliases)]:
        if not is_generic(name):
            aliases.setdefault(fold(name), name)
    aliases.pop(fold(names[0]), None)
    return tuple(sorted(aliases.values()))
