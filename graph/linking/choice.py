"""Which of the probable pairs become links: those among the likeliest of one of their two ends."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.link import Ends, Link, ends_of
from graph.linking.pairs import BAR
from graph.model import NodeId

SUREST = 0.9999
"""Only what a person keeps is certain."""
MOST = 10
"""Links proposed of a node; one may get more from others' proposals."""
SAME = 0.0002
"""Scores that differ by less are one: sums come out so when other nodes stand beside, and what did not change stays."""
Rows = NDArray[np.intp]


def pairs_of(places: NDArray[np.int32]) -> tuple[Rows, Rows]:
    """Return every two rows of which one is among the nearest of the other, each pair once."""
    count, width = places.shape
    ones, others = np.repeat(np.arange(count), width), places.ravel().astype(np.int64)
    there = others >= 0
    low, high = np.minimum(ones, others)[there], np.maximum(ones, others)[there]
    once = np.unique(low * count + high)
    return once // count, once % count


def probable(
    keys: Sequence[NodeId], ones: Rows, others: Rows, chances: NDArray[np.float64], before: Collection[Ends] = ()
) -> dict[Ends, float]:
    """Return the ends of the pairs of rows that are probable enough; of links that were there `before` a hair less is."""
    found: dict[Ends, float] = {}
    for at in np.flatnonzero(chances >= BAR - SAME).tolist():
        ends, chance = ends_of(keys[int(ones[at])], keys[int(others[at])]), float(chances[at])
        if chance >= BAR or ends in before:
            found[ends] = round(min(chance, SUREST), 4)
    return found


def chosen(
    likely: Mapping[Ends, float], apart: Iterable[Link] = (), before: Collection[Ends] = ()
) -> dict[Ends, float]:
    """Return the pairs that are among the likeliest of one of the two, ties by their ends.

    Links that stand `apart` count towards a node's; one that was there `before` stays while it is probable.
    """
    others: defaultdict[NodeId, list[tuple[float, Ends]]] = defaultdict(list)
    for link in sorted(apart, key=lambda link: (-link.score, link)):
        for end in (link.a, link.b):
            others[end].append((-link.score, (link.a, link.b)))
    found: dict[Ends, float] = {}
    had: Counter[NodeId] = Counter()
    for place in sorted((-chance, ends) for ends, chance in likely.items()):
        ends = place[1]
        full = all(had[end] + bisect(others.get(end, ()), place) >= MOST for end in ends)
        if ends in before or not full:
            found[ends] = likely[ends]
            had.update(ends)
    return found


def settled(likely: Mapping[Ends, float], before: Mapping[Ends, float]) -> dict[Ends, float]:
    """Return the chances, as they were `before` where they hardly differ."""
    return {
        ends: before[ends] if ends in before and abs(before[ends] - chance) < SAME else chance
        for ends, chance in likely.items()
    }
