"""Phrases that two nodes share, whole as people write them: "dialogue state tracking", not "dialogue state".

A phrase is a run of words that no punctuation, no function word and no passing word parts; a compound ("training-free")
is one word. Passing words are those that papers use once, on the average, to go on with ("extensive", "demonstrate"):
`graph.linking.lexicon` knows them. Of the phrases that both have only those are told which begin and end where one of
the two begins and ends a run, or which stand in the titles of both and end as their runs do: others are fragments of
what each says differently.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from graph.linking.lexicon import passing
from graph.names import FUNCTION_WORDS
from graph.reasons.told import Said, Told
from graph.tokens import tokenise

Phrase = tuple[str, ...]
"""Words in small letters, plurals dropped."""
LONGEST = 6
OF = "of"
"""Parts phrases and joins them: "theory of mind"."""
_JOINED = re.compile("-of-", re.IGNORECASE)
_BEGINS, _ENDS = 1, 2
_BOTH = 2
_TOKEN = re.compile(r"[^\W_]+(?:(?:[-‐-―]|(?<=\d)\.(?=\d))[^\W_]+)*|[^\w\s]")
_HIDDEN = re.compile(r"\S*(?:://|www\.|\.(?:com|org|io)/)\S*|(?<!\S)[^\s\\]*\\\S*")
"""Addresses and TeX: what stands around a macro is no word ("Cram\\'er")."""
_GRAMMAR = (
    "am been being was were has have had having did done may might must should shall would could will they them these "
    "those such each every any some no nor both only more most less least much many few other others another than if so "
    "while where who whom whose there here between among within without through during before after about against over "
    "under across per i he she him her his us me my mine also too very just like unlike because since until "
    "two three four five six seven eight nine ten first second third s t"
)
_PASSING = FUNCTION_WORDS.union(_GRAMMAR.split())
_RELATIVE = frozenset(("existing", "same", "different", "general", "multiple", "diverse", "overall", "specific"))
"""What says which of them, not what: no phrase begins so."""
_KINDOF_TEXT = frozenset(
    ("code", "website", "homepage", "dataset", "benchmark", "survey", "review", "report", "tutorial", "keyword")
)
"""What sort of text it is, and what abstracts end with: alone they tell nothing."""


class Place(Struct, frozen=True):
    """Where a phrase stands in a node's own words; `whole` tells whether a run begins and ends with it (bits)."""

    said: Said
    start: int
    end: int
    whole: int

    @property
    def written(self) -> str:
        """Return the phrase as it stands there."""
        return self.said.text[self.start : self.end]


Places = Mapping[Phrase, Sequence[Place]]


class SharedPhrase(Struct, frozen=True):
    """A phrase that two have, and where in each."""

    words: Phrase
    here: Sequence[Place]
    there: Sequence[Place]

    @property
    def titles(self) -> int:
        """Return how many of the two have it in their titles."""
        return sum(any(place.said.part == "title" for place in places) for places in (self.here, self.there))

    @property
    def is_whole(self) -> bool:
        """Tell whether runs of the two begin and end with it; one that is a single word has to be a run somewhere."""
        seen = [place.whole for place in (*self.here, *self.there)]
        if len(self.words) == 1:
            return _BEGINS | _ENDS in seen
        return any(whole & _BEGINS for whole in seen) and any(whole & _ENDS for whole in seen)

    @property
    def stands(self) -> tuple[int, int]:
        """Return how often each of the two has it."""
        return len(self.here), len(self.there)

    @property
    def forms(self) -> list[tuple[str, ...]]:
        """Return the words of it as texts are searched, singular and plural where both stand."""
        return sorted({tuple(tokenise(place.written)) for place in (*self.here, *self.there)})


def phrases(one: Told) -> Places:
    """Return the phrases of a node's own words and where they stand."""
    found: defaultdict[Phrase, list[Place]] = defaultdict(list)
    for said in one.said:
        for run in _runs(said.text):
            for first in range(len(run)):
                if run[first][0] in _RELATIVE or run[first][0] == OF:
                    continue
                for last in range(first, min(first + LONGEST, len(run))):
                    if run[last][0] == OF:
                        continue
                    begins = first == 0 or run[first - 1][0] in _RELATIVE or run[first - 1][0] == OF
                    whole = _BEGINS * begins | _ENDS * (last == len(run) - 1 or run[last + 1][0] == OF)
                    key = tuple(word for word, _, _ in run[first : last + 1])
                    found[key].append(Place(said, run[first][1], run[last][2], whole))
    return found


def shared(one: Places, other: Places) -> list[SharedPhrase]:
    """Return the phrases that both have whole, or in their titles with a last word that phrases of theirs end with."""
    both = {words: SharedPhrase(words, one[words], other[words]) for words in one.keys() & other.keys()}
    parts = {
        part
        for phrase in both.values()
        for part in _shorter(phrase.words)
        if part in both and both[part].stands == phrase.stands
    }
    return [
        phrase
        for words, phrase in both.items()
        if words not in parts and not _KINDOF_TEXT.issuperset(words)
        if phrase.is_whole or (phrase.titles == _BOTH and _stands_alone(words, one, other))
    ]


def plain(name: str) -> Phrase:
    """Return a name as phrases are compared."""
    return tuple(_singular(token[0]) for token in _TOKEN.finditer(name) if token[0][0].isalnum())


def is_short_for(short: Phrase, long: Phrase) -> bool:
    """Tell whether a phrase has the initials of another for a word: "CRS" for "conversational recommender systems"."""
    initials = "".join(token[0] for word in long for token in tokenise(word))
    return len(initials) > 1 and any(word.removesuffix("s") == initials.removesuffix("s") for word in short)


def _shorter(words: Phrase) -> Iterator[Phrase]:
    """Yield the phrase without its first and without its last word: what stands nowhere else is only a part of it."""
    if len(words) > 1:
        yield words[1:]
        yield words[:-1]


def _stands_alone(words: Phrase, *texts: Places) -> bool:
    """Tell a compound, and what ends with a word that phrases of these texts end with: "sea kelp", not "very deep"."""
    if len(words) == 1:
        return len(tokenise(words[0])) > 1
    return any(place.whole & _ENDS for places in texts for place in places.get(words[-1:], ()))


def _runs(text: str) -> Iterator[list[tuple[str, int, int]]]:
    """Yield runs of words, each with where it begins and ends."""
    run: list[tuple[str, int, int]] = []
    seen = _JOINED.sub(" of ", _HIDDEN.sub(lambda found: "." * len(found[0]), text))
    for match in _TOKEN.finditer(seen):
        if match[0].lower() != OF and _parts(match[0]):
            if run:
                yield run
            run = []
        else:
            run.append((_singular(match[0]), match.start(), match.end()))
    if run:
        yield run


def _parts(token: str) -> bool:
    """Tell what no phrase goes over: a sign, a number, a word that says nothing by itself."""
    words = tokenise(token)
    return all(word.isdigit() or word in _PASSING or word in passing() for word in words)


def _singular(token: str) -> str:
    word = token.lower().replace("‐", "-")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
