"""What every store makes of links alike: what they propose, and how those of a node are sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from graph.link import Ends, Link
from graph.model import NodeId

Proposal = tuple[NodeId, NodeId, float]
"""Two ends in their order, and a score."""


def proposed(links: Iterable[Link]) -> list[Proposal]:
    """Return the links as rows, sorted; of one that is told twice, the likelier row stands last."""
    return sorted((link.a, link.b, link.score) for link in links)


def by_ends(rows: Iterable[Proposal]) -> dict[Ends, float]:
    """Return ends → score, the last that is told of them."""
    return {(a, b): score for a, b, score in rows}


def by_end(links: Iterable[Link], keys: Collection[NodeId], limit: int | None) -> dict[NodeId, list[Link]]:
    """Return key → its links, likeliest first, ties by the other end, at most `limit` each."""
    wanted, found = set(keys), defaultdict[NodeId, list[Link]](list)
    for link in links:
        for key in wanted & {link.a, link.b}:
            found[key].append(link)
    return {key: sorted(some, key=lambda link: (-link.score, link.other(key)))[:limit] for key, some in found.items()}
