"""The words of a library: how rare each is, texts as unit rows of tf-idf, and the topics that the words tell.

Unlike `graph.wording` it is learned once and kept: a word that comes later counts when it is learned anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.names import FUNCTION_WORDS
from graph.ports import Vectors
from graph.tokens import tokenise

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_FEW = 100  # texts; from as many on, a word that only one of them has joins nothing
_OVERSAMPLED, _TURNS = 16, 4  # Halko, Martinsson and Tropp's (2011) advice for spectra that fall slowly


class Lexicon(Struct, frozen=True):
    """`columns`: word → place; `rarity`: its smoothed idf, (words,); `axes`: words → topics, (words, topics)."""

    columns: dict[str, int]
    rarity: Vectors
    axes: Vectors

    def rows(self, texts: Sequence[str]) -> csr_array:
        """Return a unit row a text, (texts, words): logarithmic counts times rarity; empty where no word is known."""
        counted = _counted(map(tokenise, texts), self.columns)
        weights = (1 + np.log(counted.data)) * self.rarity[counted.indices]
        return unit_rows(_csr(weights.astype(np.float32), counted.indices, counted.indptr, len(self.columns)))

    def topics(self, rows: csr_array) -> Vectors:
        """Return where these rows lie among the topics, (texts, topics), of unit length; zeros where no word is known."""
        return unit(np.asarray(rows @ self.axes))


def learn_words(texts: Sequence[str]) -> Lexicon:
    """Return the words that two texts at least have (all, where there are few texts), without axes."""
    sets = [set(tokenise(text)) for text in texts]
    having = Counter(chain.from_iterable(sets))
    least = 2 if len(texts) >= _FEW else 1
    kept = sorted(word for word, count in having.items() if count >= least and word not in FUNCTION_WORDS)
    rarity = np.log((1 + len(texts)) / (1 + np.array([having[word] for word in kept], dtype=np.float32))) + 1
    return Lexicon(
        {word: at for at, word in enumerate(kept)}, rarity.astype(np.float32), np.zeros((len(kept), 0), np.float32)
    )


def principal(rows: csr_array, axes: int) -> Vectors:
    """Return the rows' principal directions but the first, (columns, axes): it is how much a text is like all others.

    A randomised singular value decomposition, from a seed: equal rows give equal axes.
    """
    if axes < 1 or not rows.nnz:
        return np.zeros((rows.shape[1], 0), dtype=np.float32)
    width = min(axes + 1 + _OVERSAMPLED, *rows.shape)
    basis = np.random.default_rng(0).standard_normal((rows.shape[1], width), dtype=np.float32)
    for _ in range(_TURNS):
        basis = np.linalg.qr(rows.T @ (rows @ basis))[0]
    _, _, found = np.linalg.svd(rows @ basis, full_matrices=False)
    directions: Vectors = np.ascontiguousarray((basis @ found.T)[:, 1 : axes + 1], dtype=np.float32)
    return directions


def unit(rows: NDArray[Any]) -> Vectors:
    """Return the rows at unit length; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def unit_rows(rows: csr_array) -> csr_array:
    """Return sparse rows at unit length."""
    places = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    lengths = np.sqrt(np.bincount(places, rows.data**2, minlength=rows.shape[0]))
    return _csr((rows.data / lengths[places]).astype(np.float32), rows.indices, rows.indptr, rows.shape[1])


def _counted(texts: Iterable[Sequence[str]], columns: dict[str, int]) -> csr_array:
    found: list[int] = []
    ends = [0]
    for text in texts:
        found += [columns[word] for word in text if word in columns]
        ends.append(len(found))
    counted = _csr(np.ones(len(found)), np.array(found, dtype=np.int32), np.array(ends), len(columns))
    counted.sum_duplicates()
    return counted


def _csr(values: NDArray[Any], columns: NDArray[Any], ends: NDArray[Any], width: int) -> csr_array:
    from scipy.sparse import csr_array  # takes a fifth of a second, and most commands link nothing

    return csr_array((values, columns, ends), shape=(len(ends) - 1, width))
