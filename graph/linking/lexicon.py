"""The words of a library and their pairs: how rare each is, texts as unit rows of tf-idf, and the topics they tell.

Unlike `graph.wording` it is learned once and kept: what comes later counts when it is learned anew. Words are known by
their checksums, so that pairs are made by arithmetic and a million of them need no spelling; that two meet in one
checksum is rarer than a slip of the pen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.names import FUNCTION_WORDS
from graph.ports import Vectors
from graph.tokens import tokenise

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_FEW = 100  # texts; from as many on, a term that only one of them has joins nothing
_MANY = 2_000  # texts; from as many on, a term tells of a topic only where more have it, and axes stay small
_COMMON = 8
_USUAL = 2_000
"""Texts that what is usual counts for: in a library of ten times as many it is a trifle."""
_FILE = Path(__file__).with_name("usual.json")
_UNUSUAL = 0.25  # percent of papers that may have a term which is not among the usual ones: half of what those have
_PAIRED = np.uint32(2_654_435_761)  # Knuth's multiplier: a pair and its reverse are two terms
_OVERSAMPLED, _TURNS = 16, 3  # Halko, Martinsson and Tropp's (2011) advice for spectra that fall slowly

Terms = NDArray[np.uint32]


class Lexicon(Struct, frozen=True):
    """`terms`: checksums of words and pairs of words, sorted; `rarity`: the smoothed idf of each; `unheard`: of any other.

    `axes` (telling, topics) leads from the `telling` terms (places among `terms`) to topics.
    """

    terms: Terms
    rarity: Vectors
    unheard: float
    telling: NDArray[np.int32]
    axes: Vectors

    def rows(self, texts: Sequence[str]) -> csr_array:
        """Return a row a text, (texts, terms): logarithmic counts times rarity; empty where no term is known.

        Of unit length with all terms of the text, those included that no other text has: so that a cosine means as much
        in a library of thirty works as in one of thousands.
        """
        found, ends = _termed(texts)
        places = np.minimum(np.searchsorted(self.terms, found), max(len(self.terms) - 1, 0))
        known = self.terms[places] == found if len(self.terms) else np.zeros(len(found), dtype=bool)
        stops = np.concatenate([[0], np.cumsum(known)])[ends]
        unheard = (np.diff(ends) - np.diff(stops)) * self.unheard**2
        return weighted(places[known], stops, self.rarity, unheard)

    def topics(self, rows: csr_array) -> Vectors:
        """Return where these rows lie among the topics, (texts, topics): the longer, the more of a text they tell."""
        return np.asarray(rows[:, self.telling] @ self.axes, dtype=np.float32)


def learn_terms(texts: Sequence[str]) -> Lexicon:
    """Return the terms that two texts at least have (all, where there are few texts), without axes.

    How rare each is, the texts tell together with what is usual (`usual.json`): thirty texts know little of it.
    """
    found, ends = _termed(texts)
    terms, places = np.unique(found, return_inverse=True)
    having = np.bincount(_counted(places, ends, len(terms)).indices, minlength=len(terms))
    kept = having >= (2 if len(texts) >= _FEW else 1)
    terms, having = terms[kept], having[kept]
    rarity = np.log((1 + len(texts) + _USUAL) / (1 + having + _USUAL * _shares(terms))) + 1
    telling = np.flatnonzero(having >= (_COMMON if len(texts) >= _MANY else 2)).astype(np.int32)
    unheard = float(np.log(1 + len(texts) + _USUAL) + 1)
    return Lexicon(terms, rarity.astype(np.float32), unheard, telling, np.zeros((len(telling), 0), dtype=np.float32))


def _shares(terms: Terms) -> NDArray[np.float64]:
    """Return the share of texts that usually have each of the terms, 0 where it is not among the common ones."""
    usual, shares = _usual()
    places = np.minimum(np.searchsorted(usual, terms), len(usual) - 1)
    found: NDArray[np.float64] = np.where(usual[places] == terms, shares[places], 0.0)
    return found


def usually(words: Sequence[str]) -> float:
    """Return the share of papers that usually have these words side by side, at most: that of the rarest, or of two of them."""
    held = _held()["percent"]
    terms = [*words, *map(" ".join, pairwise(words))]
    return min((held.get(term, _UNUSUAL) / 100 for term in terms), default=1.0)


@cache
def passing() -> frozenset[str]:
    """Return the usual words that papers use in passing: hardly any comes back to one."""
    return frozenset(_held()["passing"].split())


@cache
def _held() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return held


@cache
def _usual() -> tuple[Terms, NDArray[np.float64]]:
    """Return the checksums of usual terms, sorted, and the share of texts with each."""
    held: dict[str, float] = _held()["percent"]
    found, ends = _termed(list(held))
    terms = found[ends[1:] - 1]  # of two words their pair comes last
    order = np.argsort(terms)
    return terms[order], np.array(list(held.values()))[order] / 100


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


def weighted(
    places: NDArray[Any], ends: NDArray[Any], rarity: Vectors, besides: NDArray[Any] | float = 0.0
) -> csr_array:
    """Return unit rows of logarithmic counts times rarity: row i has the columns `places[ends[i] : ends[i + 1]]`.

    `besides` is what more there is to the square of each row's length.
    """
    counted = _counted(places, ends, len(rarity))
    weights = (1 + np.log(counted.data)) * rarity[counted.indices]
    owners = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
    lengths = np.sqrt(np.bincount(owners, weights**2, minlength=counted.shape[0]) + besides)
    lengths[lengths == 0] = 1
    return _csr((weights / lengths[owners]).astype(np.float32), counted.indices, counted.indptr, len(rarity))


def _termed(texts: Sequence[str]) -> tuple[Terms, NDArray[np.intp]]:
    """Return the words of all texts and the pairs of neighbours among them, function words left out, and where each ends."""
    sums: dict[str, int] = {}
    words: list[int] = []
    ends = [0]
    for text in texts:
        for word in tokenise(text):
            if word not in FUNCTION_WORDS:
                known = sums.get(word)
                if known is None:
                    known = sums[word] = crc32(word.encode())
                words.append(known)
        ends.append(len(words))
    singles, stops = np.array(words, dtype=np.uint32), np.array(ends, dtype=np.intp)
    owners = np.repeat(np.arange(len(texts)), np.diff(stops))
    together = owners[1:] == owners[:-1]
    pairs = (singles[:-1] * _PAIRED + singles[1:])[together]
    every = np.concatenate([owners, owners[:-1][together]])
    order = np.argsort(every, kind="stable")
    counts = np.bincount(every, minlength=len(texts))
    return np.concatenate([singles, pairs])[order], np.concatenate([[0], np.cumsum(counts)])


def _counted(places: NDArray[Any], ends: NDArray[Any], width: int) -> csr_array:
    counted = _csr(np.ones(len(places), dtype=np.float32), places.astype(np.int32), ends, width)
    counted.sum_duplicates()
    return counted


def _csr(values: NDArray[Any], columns: NDArray[Any], ends: NDArray[Any], width: int) -> csr_array:
    from scipy.sparse import csr_array  # takes a fifth of a second, and most commands link nothing

    return csr_array((values, columns, ends), shape=(len(ends) - 1, width))
