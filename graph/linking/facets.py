"""How alike nodes are in one facet: the problem, the way or the outcome that their abstracts tell.

What was learned of whole pairs holds for their parts: the model sees what a part means, rare words that both parts have
say that it is the same in particular (plain vectors of methods hardly differ: "we train a transformer on"), and so do
the names in them. A whole text is beside it with little weight: the same method in another field is less alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.linking.meaning import Sense
from graph.linking.pairs import FEATURES, probability
from graph.ports import Vectors

_WHOLE = 0.25
"""What the meaning of the whole counts beside 1 for that of the part."""


class Parts(Struct, frozen=True):
    """One facet of some nodes, a row each: its `texts`, the model's `vectors` of them, and the nodes' `meanings`.

    `names` are unit rows over the names in the parts (`graph.linking.named`), dense as few nodes are compared.
    """

    texts: Sequence[str]
    vectors: Vectors
    meanings: Vectors
    names: Vectors


def likeness(sense: Sense, asked: Parts, others: Parts) -> NDArray[np.float64]:
    """Return how alike each of the others is to the one asked for (a single row), from 0 to 1, (others,)."""
    means = _cosines(sense.text.see(asked.vectors), sense.text.see(others.vectors))
    whole = _cosines(asked.meanings, others.meanings)
    rows = sense.lexicon.rows([*asked.texts, *others.texts])
    shared = (rows[1:] @ rows[:1].T).toarray()[:, 0]
    found = {
        "model": (means + _WHOLE * whole) / (1 + _WHOLE),
        "text": _cosines(asked.vectors, others.vectors),
        "words": np.sqrt(np.maximum(shared, 0)),
        "names": _cosines(asked.names, others.names),
    }
    features = [found.get(feature, np.zeros(len(others.texts))) for feature in FEATURES]
    return probability(np.stack(features, axis=1).astype(np.float32))


def _cosines(asked: Vectors, others: Vectors) -> Vectors:
    nearness: Vectors = others @ asked[0]
    return nearness
