"""What two nodes are both about, and what else both speak of: names and phrases that few papers have, the rarest first.

What stands in the titles of both is what they are about. What one of them, or both, only say further down counts where
fewer papers have it; a single word also has to be one that papers come back to ("watermark", not "intriguingly").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import log

from msgspec import Struct

from graph.link import Reason
from graph.linking.lexicon import usually
from graph.mention import NAMED_KINDS
from graph.ports import Frequency, Library
from graph.reasons.naming import RARE as RARE_NAME
from graph.reasons.naming import Rarity, in_words, shared_names
from graph.reasons.phrases import OF, Phrase, Places, SharedPhrase, is_short_for, phrases, plain, shared
from graph.reasons.told import Said, Told
from graph.tokens import tokenise

LEAST_RECORDS = 1_000
"""Of a smaller corpus nothing can be said about how rare words are: what is usual in papers is taken for it."""
RARE = (0.005, 0.01, 0.04)
"""The share of papers that may have a phrase, where none of the titles of the two has it, one or both."""
RARE_WORD = (0.002, 0.002, 0.03)
"""The same of a single word."""
REPEATED = 1.3
REPEATED_WORD = (1.5, 1.5, 1.9)
SLACK = 4.0
TINY = 1e-5
MOST_COUNTED = 10
"""Phrases looked up a link, those whose words are rarest."""
MOST = 3
TELLING = 0.5
"""What tells less than this share of the most telling is left out."""
_SHORTEST = 4
_STEM = 6
_INSIDE = re.compile(r"[^\s.!?:]\s*\Z")
_SIZE = re.compile(r"(?=.*\d)(?:[^a-z]*[a-z]){0,2}[^a-z]*")
"""Numbers with hardly a letter ("1.5b", "fp16") tell two papers from none."""
_BOTH = 2


class Shared(Struct, frozen=True):
    """A name or phrase of two nodes, the share of papers that have it, and where each of the two has it first.

    `others` are what a name goes by besides; it `is_subject` where the titles of both have it whole.
    """

    words: Phrase
    others: tuple[Phrase, ...]
    called: str
    share: float
    titles: int
    is_subject: bool
    here: tuple[Said, int, int]
    there: tuple[Said, int, int]

    @property
    def weight(self) -> float:
        """Return how much it tells: the rarer, and the more of the two have it in their titles."""
        return -log(self.share + TINY) * (1 + self.titles / 2)


class Subjects:
    """What many pairs share, looked up once for all of them."""

    def __init__(self, library: Library, pairs: Sequence[tuple[Told, Told]], rarity: Rarity) -> None:
        self._library = library
        self._rarity = rarity
        self._places: dict[tuple[Said, ...], Places] = {}
        self._together: dict[tuple[str, ...], float] = {}
        self._records = library.corpus.count()
        words: set[str] = set()
        if self._records >= LEAST_RECORDS:
            for pair in pairs:
                words.update(word for one in pair for name in one.names.values() for word in tokenise(name.called))
                words.update(word for phrase in self._common(*pair) for form in phrase.forms for word in form)
        self._counts: Mapping[str, Frequency] = library.corpus.frequencies(words) if words else {}

    def told(self, one: Told, other: Told, besides: Collection[Phrase]) -> Iterator[Reason]:
        """Yield what both are about and what else both speak of, without what other reasons told (`besides`).

        Where neither they nor rare phrases tell anything, less rare ones do.
        """
        found = [*self._names(one, other), *self._phrases(one, other)]
        if not (found or besides):
            found = [*self._phrases(one, other, SLACK)]
        kept: list[Shared] = []
        for each in sorted(found, key=lambda each: (-each.weight, -len(each.words), each.words)):
            said = [*besides, *(words for before in kept for words in (before.words, *before.others))]
            if not any(_says(before, words) for before in said for words in (each.words, *each.others)):
                kept.append(each)
        telling = [each for each in kept if each.weight >= TELLING * kept[0].weight][:MOST]
        about = [each for each in telling if each.is_subject]
        concept = bool({one.node.kind, other.node.kind} & NAMED_KINDS)
        if about:
            yield _reason("subject", "both about ", about, "{}")
        if rest := [each for each in telling if each not in about]:
            yield _reason("words", "what is said of both has " if concept else "both speak of ", rest, "“{}”")

    def _names(self, one: Told, other: Told) -> Iterator[Shared]:
        """Yield the names of both that few texts have; how many have one, its own words tell too."""
        for found in shared_names(one, other, self._rarity):
            here, there = ((said, *match.span()) for said, match in (found.here, found.there))
            share = max(found.share, self._share_of(tuple(tokenise(found.called))))
            others = tuple(map(plain, found.name.spellings))
            if share <= RARE_NAME[found.titles] and found.is_one:
                is_subject = found.titles == _BOTH
                yield Shared(plain(found.called), others, found.called, share, found.titles, is_subject, here, there)

    def _phrases(self, one: Told, other: Told, slack: float = 1.0) -> Iterator[Shared]:
        """Yield the phrases of both that few papers have; only those with the rarest words are counted.

        What is few may be `slack` times as many.
        """
        own = [] if {one.node.kind, other.node.kind} <= NAMED_KINDS else [*_own(one), *_own(other)]
        common = [phrase for phrase in self._common(one, other) if not any(_says(name, phrase.words) for name in own)]
        for phrase in sorted(common, key=self._weakness)[:MOST_COUNTED]:
            share = sum(self._share_of(form) for form in phrase.forms)
            if self._tells(phrase, share / slack):
                here, there = ((place.said, place.start, place.end) for place in (phrase.here[0], phrase.there[0]))
                is_subject = phrase.titles == _BOTH and (phrase.is_whole or len(phrase.words) > 1)
                yield Shared(phrase.words, (), _written(phrase), share, phrase.titles, is_subject, here, there)

    def _weakness(self, phrase: SharedPhrase) -> tuple[float, Phrase]:
        """Return what sorts phrases by what they would tell if their words stood together by chance, the most first."""
        chance = min(sum(-log(self._share(word) + TINY) for word in form) for form in phrase.forms)
        return -chance * (1 + phrase.titles / 2), phrase.words

    def _tells(self, phrase: SharedPhrase, share: float) -> bool:
        if any(self._is_chance(form, share) for form in phrase.forms):
            return False
        is_word = len(phrase.forms[0]) == 1
        if is_word and phrase.titles < _BOTH and self._records < LEAST_RECORDS:
            return False
        if phrase.titles < _BOTH and len(phrase.words) == 1 and _SIZE.fullmatch(phrase.words[0]):
            return False
        if is_word:
            return share <= RARE_WORD[phrase.titles] and self._is_repeated(phrase, REPEATED_WORD[phrase.titles])
        return share <= RARE[phrase.titles] and (phrase.titles == _BOTH or self._is_repeated(phrase, REPEATED))

    def _is_chance(self, form: Sequence[str], share: float) -> bool:
        """Tell whether the words around an "of" meet by chance as often: "ability of models", unlike "theory of mind"."""
        around = [(form[at - 1], form[at + 1]) for at in range(1, len(form) - 1) if form[at] == OF]
        return any(self._share(one) * self._share(other) > share for one, other in around)

    def _is_repeated(self, phrase: SharedPhrase, times: float) -> bool:
        """Tell whether papers come back to one of the words, as far as there are papers to know it from."""
        counts = [self._counts[word] for form in phrase.forms for word in form if word in self._counts]
        return not counts or any(count.times >= times * count.records for count in counts)

    def _share(self, word: str) -> float:
        if self._records < LEAST_RECORDS:
            return usually((word,))
        return self._counts.get(word, Frequency()).records / self._records

    def _share_of(self, words: tuple[str, ...]) -> float:
        """Return the share of papers with the words side by side; where one of them is rare, of those with that one."""
        if self._records < LEAST_RECORDS:
            return usually(words)
        if words not in self._together:
            least = min(map(self._share, words), default=1.0)
            few = len(words) == 1 or least <= RARE_WORD[0]
            self._together[words] = least if few else len(self._library.register.holding([words])[1]) / self._records
        return self._together[words]

    def _common(self, one: Told, other: Told) -> list[SharedPhrase]:
        for each in (one, other):
            if each.said not in self._places:
                self._places[each.said] = phrases(each)
        found = shared(self._places[one.said], self._places[other.said])
        return [phrase for phrase in found if len(phrase.words) > 1 or len(phrase.words[0]) >= _SHORTEST]


def _own(one: Told) -> list[Phrase]:
    """Return what a concept is called: that the other has that name is told apart."""
    is_concept = one.node.kind in NAMED_KINDS
    return [plain(name) for name in (one.node.name, *one.node.aliases)] if is_concept else []


def _says(one: Phrase, other: Phrase) -> bool:
    """Tell whether one phrase says the other too: half of its words, all of its own, or one is short for the other."""
    first, second = ([token[:_STEM] for word in each for token in tokenise(word)] for each in (one, other))
    said = sum(token in first for token in second)
    return 2 * said >= len(second) or set(first) <= set(second) or is_short_for(one, other) or is_short_for(other, one)


def _written(phrase: SharedPhrase) -> str:
    """Return the phrase as one of the two writes it within a sentence; of titles alone in small letters, but acronyms."""
    inside = [
        place.written
        for place in (*phrase.here, *phrase.there)
        if place.said.part != "title" and _INSIDE.search(place.said.text, 0, place.start)
    ]
    if inside:
        return min(inside, key=lambda form: sum(map(str.isupper, form)))
    return " ".join(word.lower() if word[1:].islower() else word for word in phrase.here[0].written.split())


def _reason(kind: str, verb: str, found: Sequence[Shared], written: str) -> Reason:
    places = [place for each in found for place in (each.here, each.there)]
    quotes = tuple(
        said.quote(start, end, said.text[start:end])
        for said, start, end in places
        if said.evidence.document or said.evidence.record
    )
    return Reason(kind=kind, text=verb + in_words([written.format(each.called) for each in found]), evidence=quotes)
