"""Texts as rows of numbers: the tf-idf of the pieces of their words, or of their words whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array


Words = Sequence[str]
"""One text, as the words (or names) in it."""

_SHORTEST, _LONGEST = 3, 5
_LONGEST_WORD = 40  # longer ones are no words, and would have pieces by the thousand


@lru_cache(maxsize=50_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the runs of three to five letters of a word, its ends marked: "agents" has most of "agentic"."""
    marked = f" {word[:_LONGEST_WORD]} "
    sizes = range(_SHORTEST, _LONGEST + 1)
    return tuple(marked[at : at + size] for size in sizes for at in range(len(marked) - size + 1))


def whole(word: str) -> tuple[str, ...]:
    """Return the word as its only piece."""
    return (word,)


class Wording:
    """Unit rows of tf-idf (logarithmic frequencies, smoothed idf) over the pieces that the example texts have."""

    def __init__(self, examples: Sequence[Words], split: Callable[[str], Sequence[str]]) -> None:
        self._split = split
        found = (piece for word in _distinct(examples) for piece in split(word))
        self._columns = {piece: at for at, piece in enumerate(dict.fromkeys(found))}
        counted = self._counted(examples)
        texts_with = np.bincount(counted.indices, minlength=len(self._columns))
        self._rarity = np.log((1 + len(examples)) / (1 + texts_with)) + 1
        self.rows = self._weighted(counted)

    def rows_of(self, texts: Sequence[Words]) -> csr_array:
        """Return a row a text; empty where nothing in it is known."""
        return self._weighted(self._counted(texts))

    def shares(self, text: Words, weights: NDArray[np.float32]) -> dict[str, float]:
        """Return word → its part in the sum of the text's row times these weights (one a column)."""
        columns = {word: [at for at in map(self._columns.get, self._split(word)) if at is not None] for word in text}
        counted = Counter(at for word in text for at in columns[word])
        ats = sorted(counted)
        row = (1 + np.log([counted[at] for at in ats])) * self._rarity[ats]
        products = dict(zip(ats, (row * weights[ats] / max(np.linalg.norm(row), 1e-9)).tolist(), strict=True))
        return {word: sum(products[at] for at in sorted(set(some))) for word, some in columns.items()}

    def _counted(self, texts: Sequence[Words]) -> csr_array:
        """Return how often each text has each piece."""
        known = {word: at for at, word in enumerate(_distinct(texts))}
        of_words = _counts((self._split(word) for word in known), self._columns)
        counted = _counts(texts, known) @ of_words
        counted.sort_indices()
        return counted

    def _weighted(self, counted: csr_array) -> csr_array:
        weights = (1 + np.log(counted.data)) * self._rarity[counted.indices]
        lengths = np.sqrt(np.bincount(_row_numbers(counted), weights**2, minlength=counted.shape[0]))
        unit = (weights / lengths[_row_numbers(counted)]).astype(np.float32)
        return _rows(unit, counted.indices, counted.indptr, len(self._columns))


def _distinct(texts: Iterable[Words]) -> dict[str, None]:
    return dict.fromkeys(word for text in texts for word in text)


def _counts(texts: Iterable[Words], columns: Mapping[str, int]) -> csr_array:
    """Return a row a text with how often each known word is in it."""
    found: list[int] = []
    ends = [0]
    for text in texts:
        found += [columns[word] for word in text if word in columns]
        ends.append(len(found))
    counted = _rows(np.ones(len(found)), np.array(found, dtype=np.intp), np.array(ends), len(columns))
    counted.sum_duplicates()
    return counted


def _rows(values: NDArray[Any], columns: NDArray[Any], ends: NDArray[Any], width: int) -> csr_array:
    from scipy.sparse import csr_array  # takes a fifth of a second, and few commands guess

    return csr_array((values, columns, ends), shape=(len(ends) - 1, width))


def _row_numbers(rows: csr_array) -> NDArray[np.intp]:
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
