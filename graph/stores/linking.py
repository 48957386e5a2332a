"""What every store makes of links alike: which are proposals, and how those of a node are sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from graph.link import Ends, Link
from graph.model import NodeId


def proposed(links: Iterable[Link]) -> dict[Ends, float]:
    """Return ends → score."""
    return {(link.a, link.b): link.score for link in links}


def by_end(links: Iterable[Link], keys: Collection[NodeId], limit: int | None) -> dict[NodeId, list[Link]]:
    """Return key → its links, likeliest first, ties by the other end, at most `limit` each."""
    wanted, found = set(keys), defaultdict[NodeId, list[Link]](list)
    for link in links:
        for key in wanted & {link.a, link.b}:
            found[key].append(link)
    return {key: sorted(some, key=lambda link: (-link.score, link.other(key)))[:limit] for key, some in found.items()}
