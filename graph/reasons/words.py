"""Words as reasons: both use words that few papers use, and those again and again.

A word that a paper is about is repeated in it ("watermark"), one of its style is not ("intriguingly"), so a word counts
where the records that have it have it more than once, on the average.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from graph.link import Reason
from graph.mention import NAMED_KINDS
from graph.names import FUNCTION_WORDS
from graph.ports import Frequency, Library
from graph.reasons.naming import in_words
from graph.reasons.told import Said, Told
from graph.tokens import tokenise

LEAST_RECORDS = 1_000
"""Of a smaller corpus nothing can be said about how rare a word is."""
RARE = 0.005
RARE_IN_TITLES = 0.02
"""What both chose for their titles is told although more have it."""
COMMON = 0.15
"""A word of more papers than this ("framework") tells nothing beside another either."""
MOST_COUNTED = 8
"""Pairs of words looked up a link, those with the rarest words."""
REPEATED = 1.3
MOST_WORDS = 3
_SHORTEST = 4
_STEM = 6
_STOP = re.compile(r"[^\w\s\-‐-―]+")
"""What ends a run of words that stand side by side."""
_MARKED_UP = re.compile(r"(?<!\S)[^\s\\]*\\\S*")
"""TeX: what stands around a macro is no word ("Cram\\'er")."""
_JOINT = r"[\s\-‐-―]+"
_BESIDE_THE_MATTER = frozenset(
    {"https", "http", "github", "arxiv", "code", "website", "homepage", "dataset", "available"}
    | {"survey", "surveys", "review", "reviews", "benchmark", "benchmarks", "report", "tutorial", "keyword"}
)
"""What abstracts end with, and what sort of text it is."""
Words = tuple[str, ...]


class Wordings:
    """The words of many pairs, counted in the corpus once for all of them."""

    def __init__(self, library: Library, pairs: Sequence[tuple[Told, Told]]) -> None:
        self._library = library
        self._records = library.corpus.count()
        self._words: dict[str, tuple[set[str], set[tuple[str, str]]]] = {}
        self._beside: dict[Words, int] = {}
        shared = {word for pair in pairs for word in self._shared(*pair)} if self._records >= LEAST_RECORDS else set()
        self._counts = library.corpus.frequencies(shared) if shared else {}

    def shared(self, one: Told, other: Told, told: Sequence[Reason]) -> Iterator[Reason]:
        """Yield the rare words that both use and no other reason told: two at least, or what stands side by side."""
        known = {_stem(word) for reason in told for where in reason.evidence for word in tokenise(where.named or "")}
        known |= {
            _stem(word) for each in (one, other) if each.node.kind in NAMED_KINDS for word in tokenise(each.node.name)
        }
        pairs = self._pairs(one, other, known)
        beside = {_stem(word) for pair in pairs for word in pair} | known
        apart: dict[str, Words] = {}
        for word in sorted(self._shared(one, other), key=lambda word: (self._share(word), word)):
            if self._is_rare((word,), one, other) and _stem(word) not in beside:
                apart.setdefault(_stem(word), (word,))
        found = [*pairs, *apart.values()][:MOST_WORDS]
        if len(found) > 1 or any(len(words) > 1 or self._is_subject(words, one, other) for words in found):
            yield _reason(one, other, found)

    def _shared(self, one: Told, other: Told) -> set[str]:
        return self._of(one)[0] & self._of(other)[0]

    def _pairs(self, one: Told, other: Told, known: Collection[str]) -> Sequence[Words]:
        """Return the words that stand side by side in both and in few records, the rarest first."""
        both = [
            pair for pair in self._of(one)[1] & self._of(other)[1] if not {_stem(word) for word in pair} & set(known)
        ]
        telling = [pair for pair in both if all(self._share(word) <= COMMON for word in pair)]
        kept: list[Words] = []
        for pair in sorted(telling, key=self._weakness)[:MOST_COUNTED]:
            apart = {_stem(word) for word in pair}.isdisjoint(_stem(word) for before in kept for word in before)
            if apart and self._is_rare(pair, one, other):
                kept.append(pair)
        return kept[:MOST_WORDS]

    def _weakness(self, pair: Words) -> tuple[int, float, Words]:
        """Return what sorts pairs: those of two words that subjects are made of first, then those with the rarest word."""
        return -sum(map(self._is_repeated, pair)), min(map(self._share, pair)), pair

    def _is_rare(self, words: Words, one: Told, other: Told) -> bool:
        """Tell whether few records have these words side by side, and one of them more than once where they have it."""
        if not any(map(self._is_repeated, words)):
            return False
        bar = RARE_IN_TITLES if _in_titles(words, one, other) else RARE
        return self._together(words) <= bar * self._records

    def _is_subject(self, words: Words, one: Told, other: Told) -> bool:
        """Tell whether a word alone says what both are about: it is rare, and both have it in their titles."""
        return _in_titles(words, one, other) and self._together(words) <= RARE * self._records

    def _together(self, words: Words) -> int:
        """Return how many records have the words side by side; where one of them is rare, how many have that one."""
        if words not in self._beside:
            least = min(self._counts.get(word, Frequency()).records for word in words)
            few = len(words) == 1 or least <= RARE * self._records
            self._beside[words] = least if few else len(self._library.register.holding([words])[1])
        return self._beside[words]

    def _of(self, one: Told) -> tuple[set[str], set[tuple[str, str]]]:
        """Return the words of a node, and those that stand side by side."""
        if one.node.id not in self._words:
            tokens = [tokenise(run) for said in one.said for run in _STOP.split(_MARKED_UP.sub(".", said.text))]
            pairs = {pair for some in tokens for pair in pairwise(some) if all(map(_is_word, pair))}
            self._words[one.node.id] = {word for some in tokens for word in some if _is_word(word)}, pairs
        return self._words[one.node.id]

    def _share(self, word: str) -> float:
        return self._counts.get(word, Frequency()).records / max(self._records, 1)

    def _is_repeated(self, word: str) -> bool:
        count = self._counts.get(word)
        return count is not None and count.times >= REPEATED * count.records


def _is_word(token: str) -> bool:
    is_long = len(token) >= _SHORTEST and not token.isdigit()
    return is_long and token not in FUNCTION_WORDS and token not in _BESIDE_THE_MATTER


def _in_titles(words: Words, one: Told, other: Told) -> bool:
    """Tell whether the words stand side by side in the titles of both."""
    return all((found := _find(each, words)) is not None and found[0].part == "title" for each in (one, other))


def _stem(word: str) -> str:
    """Return the beginning of a word, which its forms share."""
    return word.removesuffix("s")[:_STEM]


def _reason(one: Told, other: Told, found: Sequence[Words]) -> Reason:
    places = [(_find(one, words), _find(other, words)) for words in found]
    written = [
        f"“{here[1][0].lower() if here else ' '.join(words)}”" for words, (here, _) in zip(found, places, strict=True)
    ]
    quotes = tuple(said.quote(*match.span(), match[0]) for both in places for said, match in filter(None, both))
    concept = {one.node.kind, other.node.kind} & NAMED_KINDS
    told = "what is said of both has" if concept else "both use"
    noun = "word" if len(found) == 1 and len(found[0]) == 1 else "words"
    return Reason(kind="words", text=f"{told} the {noun} {in_words(written)}", evidence=quotes)


def _find(one: Told, words: Words) -> tuple[Said, re.Match[str]] | None:
    """Return the first place where the words stand side by side; accents may hide them."""
    pattern = re.compile(rf"(?<!\w){_JOINT.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)
    return next(((said, match) for said in one.said if (match := pattern.search(said.text))), None)
