"""Regularised least squares over works: by meaning (vectors), by the wording of their names, by the concepts in them.

A class's value for a work is a weighted sum of how like the work is to each example; the weights solve one linear
system, and each example's values as if it had been left out follow from the same inverse (Rifkin and Lippert, "Notes on
regularized least squares", 2007). Likeness is the cosine of the vectors plus that of the wordings plus a little of that
of the concepts' names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.names import words
from graph.ports import Vectors
from graph.wording import Wording, Words, pieces, whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_PENALTY = 2.0  # from 1 to 4 all lists of bench.categories are within two points of their best
_CONCEPTS = 0.2  # beside 1 for meaning and 1 for wording; see docs/decisions.md for what more of it does

Places = NDArray[np.intp]


class Seen(Struct, frozen=True):
    """Works as they are compared: `vectors` (unit, a row a work), `titles` and the names of the `concepts` in each."""

    vectors: Vectors
    titles: Sequence[str]
    concepts: Sequence[Words]

    def part(self, page: slice) -> Seen:
        """Return some of the works."""
        return Seen(self.vectors[page], self.titles[page], self.concepts[page])


class Ridge:
    """Classes learned from examples, each with the place of its class and a weight. Deterministic."""

    def __init__(self, examples: Seen, places: Places, weights: Vectors, classes: int) -> None:
        self._vectors = examples.vectors
        self._titles = Wording([words(title) for title in examples.titles], pieces)
        self._concepts = Wording(examples.concepts, whole)
        wanted = np.full((len(places), classes), -1 / classes, dtype=np.float32)
        wanted[np.arange(len(places)), places] += 1
        like = self.likeness(examples)
        like[np.diag_indices_from(like)] += _PENALTY / weights
        inverse: Vectors = np.linalg.inv(like).astype(np.float32)
        self._alpha: Vectors = inverse @ wanted
        self.held_out: Vectors = wanted - self._alpha / np.diag(inverse)[:, None]
        self._of_vectors: Vectors = self._vectors.T @ self._alpha
        self._of_titles: Vectors = (self._titles.rows.T @ self._alpha).astype(np.float32)
        self._of_concepts: Vectors = (_CONCEPTS * (self._concepts.rows.T @ self._alpha)).astype(np.float32)

    def values(self, seen: Seen) -> Vectors:
        """Return what each class is worth to each work: 0 on average, more for the likelier."""
        titles, concepts = self._rows(seen)
        found: Vectors = seen.vectors @ self._of_vectors + titles @ self._of_titles + concepts @ self._of_concepts
        return found

    def likeness(self, seen: Seen) -> Vectors:
        """Return how like each work is to each example."""
        titles, concepts = self._rows(seen)
        sparse = titles @ self._titles.rows.T + _CONCEPTS * (concepts @ self._concepts.rows.T)
        like: Vectors = seen.vectors @ self._vectors.T + sparse.toarray()
        return like

    def speaking(self, seen: Seen, places: Places) -> Vectors:
        """Return how much each example speaks for a work's class (one a work), a row a work."""
        spoken: Vectors = self.likeness(seen) * self._alpha.T[places]
        return spoken

    def words_for(self, title: str, place: int) -> dict[str, float]:
        """Return word of the title → how much it speaks for the class."""
        return self._titles.shares(words(title), self._of_titles[:, place])

    def concepts_for(self, concepts: Words, place: int) -> dict[str, float]:
        """Return name → how much it speaks for the class."""
        return self._concepts.shares(concepts, self._of_concepts[:, place])

    def _rows(self, seen: Seen) -> tuple[csr_array, csr_array]:
        return self._titles.rows_of([words(title) for title in seen.titles]), self._concepts.rows_of(seen.concepts)
