"""Where nodes stand: where the analysis put them, and what is newer than that beside those it is joined with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from math import cos, sin, tau

import numpy as np

from graph.model import NodeId
from graph.views.map.chart import Codes

SPAN = 10_000
_BESIDE = 120
"""How far from the middle of its neighbours a node stands that nobody put anywhere yet."""


def placed(
    keys: Sequence[NodeId], positions: Mapping[NodeId, tuple[int, int]], pairs: Iterable[tuple[NodeId, NodeId]]
) -> tuple[Codes, Codes]:
    """Return x and y of these, in their order. What is new stands beside those it is joined with, were
    they new as well; what nothing leads to on a circle around all. All this until the analysis has seen it."""
    known = {key: positions[key] for key in keys if key in positions}
    missing, joined = [key for key in keys if key not in known], defaultdict[NodeId, list[NodeId]](list)
    for a, b in pairs if missing else ():
        joined[a].append(b)
        joined[b].append(a)
    while found := {
        key: _beside(key, near) for key in missing if (near := [known[one] for one in joined[key] if one in known])
    }:
        known |= found
        missing = [key for key in missing if key not in found]
    spots = [known.get(key) or _beside(key, ()) for key in keys]
    both = np.array(spots, np.int32).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _beside(key: NodeId, near: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return a place drawn by the id, so that it is the same each time."""
    draw = int.from_bytes(sha256(key.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    angle, reach = tau * (draw % 10_007) / 10_007, (draw >> 20) % 1_000 / 1_000
    if not near:
        away = SPAN * (1 + 0.1 * reach)
        return round(away * cos(angle)), round(away * sin(angle))
    x, y = (sum(column) / len(near) for column in zip(*near, strict=True))
    away = _BESIDE * (0.3 + 0.7 * reach)
    return round(x + away * cos(angle)), round(y + away * sin(angle))
