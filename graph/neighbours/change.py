"""What a few new, changed or gone vectors do to the lists of all others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.model import NodeId
from graph.neighbours.found import EXACT, found
from graph.neighbours.table import Table
from graph.ports import Vectors

_REBUILD = 8
"""Where there are too many to look at every pair, and more than an eighth must look again, all do."""

_NOISE = 1e-5
"""A vector comes out so differently when others are made beside it."""


def change(
    table: Table, changed: Sequence[NodeId], vectors: Vectors, gone: Collection[NodeId]
) -> tuple[set[int], set[int]]:
    """Bring the table up to date; return the slots with other neighbours, and those with another vector or none."""
    new = [place for place, key in enumerate(changed) if not _same(table, key, vectors[place])]
    keys = [changed[place] for place in new]
    left = table.forget(sorted(set(gone) & table.slots.keys() - set(changed)))
    untrue = table.untrue([*left, *(table.slots[key] for key in keys if key in table.slots)])
    put = table.put(keys, vectors[new])
    again = np.union1d(untrue, np.array(put, dtype=np.intp))
    if len(again) * _REBUILD > len(table.slots) > EXACT:
        return look_everywhere(table), {*left, *put}
    table.look_again(again)
    return table.offer(np.array(put, dtype=np.intp), again) | set(again.tolist()), {*left, *put}


def _same(table: Table, key: NodeId, vector: Vectors) -> bool:
    slot = table.slots.get(key)
    return slot is not None and bool(np.allclose(table.vectors[slot], vector, rtol=0, atol=_NOISE))


def look_everywhere(table: Table) -> set[int]:
    """Find the nearest of all anew; return all slots."""
    slots = np.array([slot for _, slot in sorted(table.slots.items())], dtype=np.intp)
    near, scores = found(table.vectors[slots], table.near.shape[1])
    table.near[slots] = np.append(slots, -1)[near]  # -1, no neighbour, is its last place
    table.scores[slots] = scores
    return set(slots.tolist())
