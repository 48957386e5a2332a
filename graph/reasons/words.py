"""Words as reasons: both use words that few papers use, and those again and again.

A word that a paper is about is repeated in it ("watermark"), one of its style is not ("intriguingly"), so a word counts
where the records that have it have it more than once, on the average.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.link import Reason
from graph.names import FUNCTION_WORDS
from graph.ports import Frequency, Library
from graph.reasons.naming import in_words
from graph.reasons.told import Said, Told
from graph.tokens import tokenise

LEAST_RECORDS = 1_000
"""Of a smaller corpus nothing can be said about how rare a word is."""
RARE = 0.005
RARE_IN_PAIR = 0.04
"""A word that one in twenty-five papers has still tells something beside another one: "process supervision"."""
REPEATED = 1.3
MOST_WORDS = 3
_SHORTEST = 4
_JOINT = r"[\s\-‐-―]+"
_BESIDE_THE_MATTER = frozenset({"https", "http", "github", "arxiv", "code", "website", "homepage", "dataset", "available"})
Words = tuple[str, ...]


class Wordings:
    """The words of many pairs, counted in the corpus once for all of them."""

    def __init__(self, library: Library, pairs: Sequence[tuple[Told, Told]]) -> None:
        self._records = library.corpus.count()
        self._words: dict[str, tuple[Counter[str], set[Words]]] = {}
        shared = {word for pair in pairs for word in self._shared(*pair)} if self._records >= LEAST_RECORDS else set()
        self._counts = library.corpus.frequencies(shared) if shared else {}

    def shared(self, one: Told, other: Told, told: Sequence[Reason]) -> Iterator[Reason]:
        """Yield the rare words that both use and no other reason told: a pair of words, or two words at least."""
        known = {word for reason in told for word in tokenise(reason.text)}
        words = sorted(self._shared(one, other) - known, key=lambda word: (self._share(word), word))
        pairs = sorted(self._pairs(one, other, known), key=lambda pair: sum(map(self._share, pair)))
        apart = [(word,) for word in words if self._tells(word, RARE) and not any(word in pair for pair in pairs)]
        found = [*pairs, *apart][:MOST_WORDS]
        if not pairs and len(found) < 2:
            return
        places = [(_find(one, words), _find(other, words)) for words in found]
        written = [here[1][0].lower() for here, _ in places if here]
        quotes = tuple(said.quote(*match.span(), match[0]) for both in places for said, match in filter(None, both))
        noun = "word" if len(written) == 1 and " " not in written[0] else "words"
        yield Reason(
            kind="words", text=f"both use the {noun} {in_words([f'“{each}”' for each in written])}", evidence=quotes
        )

    def _shared(self, one: Told, other: Told) -> set[str]:
        return self._of(one)[0].keys() & self._of(other)[0].keys()

    def _pairs(self, one: Told, other: Told, known: set[str]) -> Iterator[Words]:
        for pair in self._of(one)[1] & self._of(other)[1]:
            rare = sum(self._tells(word, RARE) for word in pair)
            if rare and all(self._tells(word, RARE_IN_PAIR) for word in pair) and not known.issuperset(pair):
                yield pair

    def _of(self, one: Told) -> tuple[Counter[str], set[Words]]:
        """Return the words of a node, and those that stand side by side."""
        if one.node.id not in self._words:
            words: Counter[str] = Counter()
            pairs: set[Words] = set()
            for said in one.said:
                tokens = tokenise(said.text)
                words.update(token for token in tokens if _is_word(token))
                pairs |= {(a, b) for a, b in pairwise(tokens) if _is_word(a) and _is_word(b)}
            self._words[one.node.id] = words, pairs
        return self._words[one.node.id]

    def _share(self, word: str) -> float:
        return self._counts.get(word, Frequency()).records / max(self._records, 1)

    def _tells(self, word: str, bar: float) -> bool:
        count = self._counts.get(word)
        return count is not None and self._share(word) <= bar and count.times >= REPEATED * count.records


def _is_word(token: str) -> bool:
    is_long = len(token) >= _SHORTEST and not token.isdigit()
    return is_long and token not in FUNCTION_WORDS and token not in _BESIDE_THE_MATTER


def _find(one: Told, words: Words) -> tuple[Said, re.Match[str]] | None:
    """Return the first place where the words stand side by side; accents may hide them."""
    pattern = re.compile(rf"(?<!\w){_JOINT.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)
    return next(((said, match) for said in one.said if (match := pattern.search(said.text))), None)
