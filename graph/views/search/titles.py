"""Titles and names looked up by some of their words, in any order and misspelt: what one half remembers.

A word that is asked for stands for itself and for every word of a title that is one slip away (a letter too many, too few,
another one, two swapped), of a long word two. Candidates are those with nearly the same letters, told by one number each,
so that only some dozens of the tens of thousands of words are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.tokens import tokenise

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]

SHORTEST = 4
"""Letters of a word that may be misspelt: the neighbours of shorter ones are mostly other words. Unless nobody knows it."""
MISSPELT = 100
"""A word that has a neighbour so many times commoner is a slip more often than meant."""
LONG = 9
"""From here on a word may be two slips away."""
MOST_SPELLINGS = 24
SLIPS = (1.0, 0.75, 0.5)
"""What a word counts that is so many slips away: one meant is spelt right more often than not."""
EVERY = 1.0
"""What any word weighs beside its rarity: who remembers a small word remembers it of this title too."""
UNKNOWN = 10.0
"""The weight of a word that no title has, as if one in twenty thousand had it."""
_LETTERS = 61  # a prime below 64: letters and digits of the Latin alphabet rarely meet in one bit


class Vocabulary:
    """The words of titles, numbered as they come; they only become more."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._letters = np.empty(0, np.uint64), np.empty(0, np.int16)

    def __len__(self) -> int:
        return len(self._words)

    def read(self, title: str) -> list[int]:
        """Return the numbers of a title's words, each once; words that are new get the next ones."""
        return [self._number(word) for word in dict.fromkeys(tokenise(title))]

    def word(self, number: int) -> str:
        """Return the word with this number."""
        return self._words[number]

    def spellings(self, word: str) -> dict[int, int]:
        """Return the words that this one may stand for, with how many slips away each is: itself, and its neighbours."""
        found = {self.numbers[word]: 0} if word in self.numbers else {}
        if len(word) < SHORTEST - (not found) or word.isdigit():
            return found
        most = 2 if len(word) >= LONG else 1
        masks, lengths = self._letters
        apart = np.bitwise_count(masks ^ np.uint64(_mask(word)))
        near = np.flatnonzero((apart <= 2 * most) & (np.abs(lengths - len(word)) <= most))
        words = [self._words[place] for place in near]
        alike = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=MOST_SPELLINGS)
        return {int(near[place]): int(slips) for _, slips, place in reversed(alike)} | found

    def _number(self, word: str) -> int:
        number = self.numbers.setdefault(word, len(self._words))
        if number == len(self._words):
            self._words.append(word)
        return number

    def settle(self) -> None:
        """Let `spellings` know of the words that came since; for one thread at a time."""
        masks, lengths = self._letters
        new = self._words[len(masks) :]
        self._letters = (
            np.append(masks, np.array([_mask(word) for word in new], np.uint64)),
            np.append(lengths, np.array([len(word) for word in new], np.int16)),
        )


def _mask(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % _LETTERS
    return bits


class Segment:
    """Some titles, by the words they have. It does not change; what changes is a segment of its own."""

    def __init__(self, vocabulary: Vocabulary, titles: Iterable[str]) -> None:
        words = [vocabulary.read(title) for title in titles]
        self.size = len(words)
        self.lengths = np.array([len(each) for each in words], np.float32)
        numbers = np.fromiter((number for each in words for number in each), np.int64)
        order = np.argsort(numbers, kind="stable")
        self._by_word = np.repeat(np.arange(self.size), [len(each) for each in words])[order]
        self.counts = np.bincount(numbers, minlength=len(vocabulary))
        self._starts = np.concatenate([[0], np.cumsum(self.counts)])

    def having(self, number: int) -> Rows:
        """Return the rows of the titles with this word, in order."""
        if number >= len(self.counts):
            return self._by_word[:0]
        return self._by_word[self._starts[number] : self._starts[number + 1]]


class Meant(Struct, frozen=True):
    """A word that was asked for: the words it may stand for and what each counts, and what it weighs found as it is."""

    word: str
    spellings: dict[int, float]
    weight: float


class Titles:
    """Several segments as one row of titles, one behind the other."""

    def __init__(self, vocabulary: Vocabulary, segments: Sequence[Segment]) -> None:
        self._vocabulary = vocabulary
        self._segments = segments
        vocabulary.settle()
        self.size = sum(segment.size for segment in segments)
        counts = np.zeros(len(vocabulary), np.int64)
        for segment in segments:
            counts[: len(segment.counts)] += segment.counts
        self._counts = counts
        self._worth = (EVERY + np.log1p(self.size / (counts + 0.5))).astype(np.float32)
        self._lengths = np.concatenate([segment.lengths for segment in segments])

    def meant(self, words: Iterable[str]) -> list[Meant]:
        """Return what each of the words may stand for; a neighbour never counts more than the word itself."""
        return [self._meant(word) for word in dict.fromkeys(words)]

    def having(self, word: str) -> Rows:
        """Return the rows of the titles that have just this word."""
        number = self._vocabulary.numbers.get(word)
        return self._having(number) if number is not None else np.empty(0, np.int64)

    def spelt(self, meant: Meant) -> list[str]:
        """Return the words that it may stand for, the commonest first: they are the likeliest."""
        numbers = sorted(meant.spellings, key=lambda number: (float(self._worth[number]), number))
        return [self._vocabulary.word(number) for number in numbers]

    def alike(self, wanted: Sequence[Meant]) -> tuple[Scores, Scores]:
        """Return, for every title, the share of the wanted that it has, by weight, and the share of its words that are wanted."""
        found, words = np.zeros(self.size, np.float32), np.zeros(self.size, np.float32)
        for meant in wanted:
            one = np.zeros(self.size, np.float32)
            for number, weight in sorted(meant.spellings.items(), key=lambda spelling: spelling[1]):
                one[self._having(number)] = weight
            found += one
            words += one > 0
        whole = sum(meant.weight for meant in wanted)
        return found / max(whole, 1e-6), np.minimum(words / np.maximum(self._lengths, 1), 1)

    def _meant(self, word: str) -> Meant:
        slips = {number: away for number, away in self._vocabulary.spellings(word).items() if number < len(self._worth)}
        itself = next((number for number, away in slips.items() if not away), None)
        furthest = max(min(slips.values(), default=0), 1)
        common = max((int(self._counts[number]) for number, away in slips.items() if away <= furthest), default=0)
        # What a neighbour is worth at most: the word itself, where that may be meant, else the commonest neighbour.
        meant = itself is not None and self._counts[itself] * MISSPELT >= common
        most = (
            float(self._worth[itself] if meant else EVERY + np.log1p(self.size / (common + 0.5))) if slips else UNKNOWN
        )
        weights = {
            number: min(float(self._worth[number]), most) * SLIPS[away] * (1 if meant else self._likely(number, common))
            for number, away in slips.items()
        }
        return Meant(word, weights, max(weights.values(), default=most))

    def _likely(self, number: int, common: int) -> float:
        """Return what a neighbour counts beside the commonest one: of ten and a hundred times fewer, 0.8 and 0.6."""
        return float((self._counts[number] / max(common, 1)) ** 0.1)

    def _having(self, number: int) -> Rows:
        parts, start = [], 0
        for segment in self._segments:
            parts.append(segment.having(number) + start)
            start += segment.size
        return np.concatenate(parts)
