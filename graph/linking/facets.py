"""How alike works are in one facet: the problem, the way or the outcome that their abstracts tell.

The part that was asked for decides together with the wholes: nobody calls the same words alike where everything around
them differs, and vectors of parts alone hardly differ ("we train a transformer on"). Of the others the whole text is
compared with the part as well as their own part is: what is a method here is a background there. Rare words that two
have in common tell what no vector does. The three count alike, each by how much it spreads; `bench.facets` measures that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.linking.lexicon import learn_terms, unit
from graph.ports import Vectors

SPREAD = (0.14, 0.12, 0.022)
"""How much the likeness of wholes, of parts and of words usually spreads among works on neighbouring things."""
_SLOPE, _HEIGHT = 0.52, -7.1
"""From their sum to how probable it is that a reader finds two works alike in the facet (`bench.facets` tells both)."""


class Parts(Struct, frozen=True):
    """Some works and one facet of theirs, a row each: what they say, and the model's unit vectors of title, text and part.

    What a work does not have, or has no vector of yet, is a row of zeros.
    """

    said: Sequence[str]
    titles: Vectors
    texts: Vectors
    parts: Vectors


def features(asked: Parts, others: Parts) -> NDArray[np.float64]:
    """Return how near each of the others is to the one asked for (a single row) in whole, part and words, (others, 3)."""
    wholes = unit(others.titles + others.texts) @ unit(asked.titles + asked.texts)[0]
    texts = np.where(others.texts.any(axis=1, keepdims=True), others.texts, others.titles)
    own = np.where(others.parts.any(axis=1, keepdims=True), others.parts, texts)
    parts = (texts + own) / 2 @ asked.parts[0]
    every = [*asked.said, *others.said]
    rows = learn_terms(every).rows(every)
    return np.stack([wholes, parts, (rows[1:] @ rows[:1].T).toarray()[:, 0]], axis=1).astype(np.float64)


def summed(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the features (works, 3) as one number each, which ranks."""
    total: NDArray[np.float64] = (features / SPREAD).sum(axis=1)
    return total


def likeness(asked: Parts, others: Parts) -> NDArray[np.float64]:
    """Return how probable it is that a reader finds each of the others alike in the facet, (others,)."""
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(_SLOPE * summed(features(asked, others)) + _HEIGHT)))
    return chances
