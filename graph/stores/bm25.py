"""How well a text answers words: bm25 as SQLite's FTS5 reckons it, so that whatever keeps a library gives one order.

Sums are made one by one and in FTS5's order: hits that are equally good there are so here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from msgspec import Struct

K1, B = 1.2, 0.75
LEAST = 1e-6
"""What a phrase tells that half of the texts or more have."""

Columns = Sequence[Sequence[str]]
"""A text's words, column by column; no phrase reaches over an end."""


class Asked(Struct, frozen=True):
    """Words side by side; with `prefix` the last of them may go on."""

    words: tuple[str, ...]
    prefix: bool = False

    def times(self, words: Sequence[str]) -> int:
        """Return how often that stands among the words."""
        *head, last = self.words
        if not head and not self.prefix:
            return words.count(last)
        ends = self._ends(words, last)
        return sum(list(words[at - len(head) : at]) == head for at in ends if at >= len(head)) if head else len(ends)

    def is_in(self, columns: Columns) -> bool:
        """Say whether a column holds that."""
        return any(self.times(words) for words in columns)

    def _ends(self, words: Sequence[str], last: str) -> list[int]:
        if self.prefix:
            return [at for at, word in enumerate(words) if word.startswith(last)]
        return [at for at, word in enumerate(words) if word == last]


class Scale(Struct, frozen=True):
    """What texts are measured by: what each phrase tells, what each column is worth, and their average length."""

    rarities: Mapping[Asked, float]
    weights: Sequence[float]
    length: float

    def score(self, wanted: Sequence[Asked], columns: Columns) -> float:
        """Return how well the text answers these phrases; 0 where it has none of them."""
        bend = K1 * (1 - B + B * sum(map(len, columns)) / self.length)
        often = {one: self._often(one, columns) for one in self.rarities}
        score = 0.0
        for one in wanted:
            score += self.rarities[one] * (often[one] * (K1 + 1.0) / (often[one] + bend))
        return score

    def _often(self, one: Asked, columns: Columns) -> float:
        return sum(weight * one.times(words) for weight, words in zip(self.weights, columns, strict=True))


def rarity(texts: int, having: int) -> float:
    """Return what a phrase tells that so many of the texts have; more than all where texts went between two questions."""
    found = log((max(texts - having, 0) + 0.5) / (having + 0.5))
    return found if found > 0 else LEAST
