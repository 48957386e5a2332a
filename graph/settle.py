"""From what many say of one node to the node: a pure fold that gives the same whatever the order of the claims.

The most trusted claim names the node: by rank, then by stamp, earliest first, since the first to list a work is the
one others copy. Among persons the latest wins, since a decision replaces the one before it. What the best claim does
not know the next one answers. Some conventions keep claims from saying more than they know:

- A claim with an empty name says nothing about the name (a link called "here", a person's correction of the kind).
- A person's claim with a name corrects the name alone, never the kind.
- What a passing link or a mention calls a node is its name where nothing better is known, but no alias: "my favourite
  survey" is nothing to know a work by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace

from graph.mention import NAMED_KINDS
from graph.model import Claim, ClaimRank, Node, NodeId, NodeKind
from graph.names import address_words, is_generic, name_key, name_shape, spelling
from graph.spellings import readable

_PASSING = frozenset({ClaimRank.FURTHER, ClaimRank.MENTION})
_NUMBERED = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL", "openreview": "OpenReview", "youtube": "YouTube", "x": "X"}
"""Schemes whose addresses hold no words, by the name people write."""


def settle(key: NodeId, claims: Sequence[Claim]) -> Node:
    """Return the node that these claims (at least one) make, whatever their order and however often each is made."""
    if len(claims) == 1 and not claims[0].node.aliases and claims[0].node.name:
        node = claims[0].node
        return replace(node, id=key, flags=tuple(sorted(set(node.flags))), keys=tuple(sorted(set(node.keys))))
    ordered = trusted_first(claims)
    nodes = [claim.node for claim in ordered]
    url = next((node.url for node in nodes if node.url), None)
    identity = next((node.identity for node in nodes if node.identity), None)
    name = next((node.name for node in nodes if node.name), None) or _called(identity, url) or key
    kind = _kind(ordered)
    return Node(
        id=key,
        kind=kind,
        name=name,
        aliases=_concept_aliases(name, ordered) if kind in NAMED_KINDS else _aliases(name, ordered),
        identity=identity,
        url=url,
        flags=tuple(sorted({flag for node in nodes for flag in node.flags})),
        about=next((node.about for node in nodes if node.about), None),
        authors=next((node.authors for node in nodes if node.authors), ()),
        before=min((node.before for node in nodes if node.before), default=None),
        scheme=next((node.scheme for node in nodes if node.scheme), None),
        keys=tuple(sorted({key for node in nodes for key in node.keys})),
        candidates=tuple(sorted({key for node in nodes for key in node.candidates})),
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


def _called(identity: str | None, url: str | None) -> str | None:
    """Return what to call a work that nobody names: arXiv:2402.06196, else the words of its address."""
    scheme, _, value = (identity or "").partition(":")
    if scheme in _NUMBERED:
        return f"{_NUMBERED[scheme]}:{value}"
    return address_words(url) if url else None


def _aliases(name: str, ordered: Sequence[Claim]) -> tuple[str, ...]:
    """Return the other names, each spelling of one name once (the most trusted one's), sorted."""
    aliases = {spelling(other): other for other in reversed(_others(ordered)) if not is_generic(other)}
    aliases.pop(spelling(name), None)
    return tuple(sorted(aliases.values()))


def _concept_aliases(name: str, ordered: Sequence[Claim]) -> tuple[str, ...]:
    """Return a concept's other names: whatever names it, be it "Hugging Face"; a hyphen is a space."""
    others = _others(ordered)
    aliases = {name_shape(other): other for other in reversed(others) if name_key(other)}
    aliases.pop(name_shape(name), None)
    said = Counter(map(name_shape, others))
    return tuple(readable(name, {alias: said[shape] for shape, alias in aliases.items()}))


def _others(ordered: Sequence[Claim]) -> list[str]:
    others = [claim.node.name for claim in ordered if claim.rank not in _PASSING]
    return others + [alias for claim in ordered for alias in claim.node.aliases]
