"""Pairs of nodes as numbers, and how likely a reader keeps their link: few features, each with a meaning.

A link is kept where two nodes are about the same in particular: near in meaning, in words that few others have, with
names in common; less so where everything around is near as well (local scaling against hubs). How much each counts was
learned from pairs of papers that were read and judged (`bench/labels/links*.tsv`); of concepts nothing was learned apart.
See docs/decisions.md.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.linking.lexicon import weighted
from graph.linking.meaning import Sight
from graph.ports import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEATURES = ("model", "text", "words", "names", "crowding")
"""What a pair is judged by, in the order of its columns: cosines of what the model sees of title and text, less what is
common in the library, and of its plain vectors of the texts; the root of the cosine of words and pairs of words; the
cosine of names weighed by rarity; how crowded it is around the two, on average."""
BAR = 0.85
"""A wrong link costs more trust than a missing one. Of held-out pairs of papers above this bar readers keep .94 (a fair one 28
of 30, a strict one 30 of 31, three 246 of 261 that were drawn), of those between .8 and it .86; in a library of few papers
.93 and .77. Of a hundred links drawn afterwards one kept 94 (`python -m bench.links --papers 20000`)."""
CROWD = 10
"""How many of the nearest tell how crowded it is around a node."""

_WEIGHTS = Path(__file__).with_name("weights.json")
_PAGE = 20_000  # pairs at once: some 50 MB of words


class Sides(Struct, frozen=True):
    """Nodes as pairs are judged by, a row each: `names` (n, names) and `crowding` (n,) beside what is seen of them."""

    sight: Sight
    names: csr_array
    crowding: Vectors


def crowding(scores: Vectors, usually: float | None = None) -> Vectors:
    """Return how much more crowded it is around each node than usual, from nodes' cosines (n, k) to their nearest.

    `usually` is what is usual among all nodes (`usual`), where these are only some of them.
    """
    if not scores.size:
        return np.zeros(len(scores), dtype=np.float32)
    crowded: Vectors = scores[:, :CROWD].mean(axis=1) - (usual(scores) if usually is None else usually)
    return crowded


def usual(scores: Vectors) -> float:
    """Return how crowded it usually is around a node, from all nodes' cosines (n, k) to their nearest."""
    return float(np.median(scores[:, :CROWD].mean(axis=1))) if scores.size else 0.0


def named(names: Sequence[Collection[str]], rarity: Mapping[str, float]) -> csr_array:
    """Return a unit row a node over the names in its texts, each as heavy as it is rare; empty where there are none.

    `rarity` is the logarithm of how many texts there are to one with the name. A concept has its own name among its names.
    """
    columns = {name: at for at, name in enumerate(rarity)}
    rows = [sorted(columns[name] for name in some if name in columns) for some in names]
    places = np.array([at for row in rows for at in row], dtype=np.int32)
    ends = np.cumsum([0, *map(len, rows)])
    return weighted(places, ends, np.array(list(rarity.values()), dtype=np.float32))


def features(sides: Sides, ones: NDArray[np.intp], others: NDArray[np.intp]) -> Vectors:
    """Return the features (pairs, len(FEATURES)) of the pairs of rows `ones` and `others`."""
    pages = [
        _features(sides, ones[start : start + _PAGE], others[start : start + _PAGE])
        for start in range(0, len(ones), _PAGE)
    ]
    return np.concatenate(pages) if pages else np.zeros((0, len(FEATURES)), dtype=np.float32)


def probability(pairs: Vectors) -> NDArray[np.float64]:
    """Return how likely a reader keeps the link of each pair, from its features (pairs, len(FEATURES))."""
    weights, height = _learned()
    odds = pairs.astype(np.float64) @ weights + height
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chances


def _features(sides: Sides, ones: NDArray[np.intp], others: NDArray[np.intp]) -> Vectors:
    sight = sides.sight
    words = (sight.words[ones] * sight.words[others]).sum(axis=1)
    columns: list[Any] = [
        np.einsum("ij,ij->i", sight.models[ones], sight.models[others]),
        np.einsum("ij,ij->i", sight.texts[ones], sight.texts[others]),
        np.sqrt(np.maximum(words, 0)),
        (sides.names[ones] * sides.names[others]).sum(axis=1),
        (sides.crowding[ones] + sides.crowding[others]) / 2,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


@cache
def _learned() -> tuple[NDArray[np.float64], float]:
    """Return what each feature weighs, and the log odds of a pair that has nothing."""
    held = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return np.array([held["weights"][feature] for feature in FEATURES]), held["height"]
