"""What a label and a title say once spelling is set aside, and how telling each of their words is.

Titles come with markup, accents, hyphens anywhere, capitals in the middle, plurals and typing errors; labels shorten,
join and abbreviate. Words are compared so that none of that makes two names of one paper look different.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from graph.names import fold

# \'e, \"{o}, \textbf{…}, {…}, $…$: what authors type into titles.
_ACCENT = re.compile(r"""\\["'`^~=.uvHcdbkr]\s*\{?\\?([A-Za-z])\}?""")
_COMMAND = re.compile(r"\\(?:text\w*|math\w*|emph|em|bf|it|rm|sc|tt|url|href|underline)\b\s*")
_MARKUP = re.compile(r"[\\{}$*_~^]+")
_TAG = re.compile(r"</?[a-z][^<>]{0,80}>", re.I)
_MARKED = re.compile(r"[&<\\{}$*_~^']")
_WORD = re.compile(r"[^\W_]+")
# Llama2 is Llama 2 and YOLOv3 is YOLO v3; nl2sql and t5 are words.
_NUMBERED = re.compile(r"(?<=[a-z]{2}[a-uw-z])(?=v?\d)|(?<=\d)(?=[a-z]{3})")
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})

_FIGURE = re.compile(r"v?\d+(?:x\d+)?[bmkt]?|[a-z]")
_FIGURES = re.compile(r"\d")
LEAST_TYPED = 5
"""A word shorter than this is compared letter by letter: one wrong letter makes it another word (BERT, BART)."""
ONE_TYPO = 0.84
"""Share of letters in common: one slip in six letters or more, two in thirteen."""
STEM = 4
"""Words that share their first four letters and differ only in an ending are forms of one word."""
LONGEST_ENDING = 5
_ENDINGS_TEXT = (
    "e y s ed er es al or ic ly ing ion ity ive ies ied ism ist ize ise ers ate ant ent ment able ally ation ative "
    "ator ions ings ities ement ized ised ical ance ence ency ating ated ations izing"
)
ENDINGS = frozenset(("", *_ENDINGS_TEXT.split()))

_FUNCTION_TEXT = (
    "a about above after all also among an and any are as at be been being both but by can could do does each either "
    "for from further has have here how however i if in into is it its itself like may more most much must no not of "
    "off on one only or other our out over own per so some such than that the their them then there these they this "
    "those through thus to too toward towards under up upon us use used using very via was we were what when where "
    "whether which while who whose why will with within without would yet you your et al"
)
_FUNCTION = frozenset(_FUNCTION_TEXT.split())
# Words that half the field's abstracts hold: two papers share them by chance. Rare in a small corpus, so told apart here.
_COMMON_TEXT = (
    "ability accuracy achieve advance agent ai algorithm analysis application approach architecture artificial "
    "available base baseline benchmark better capability challenge code compare complex comprehensive computational "
    "context current data dataset deep demonstrate design develop different diverse domain effective efficient "
    "empirical enable enhance evaluate evaluation existing experiment extensive factor find first framework general "
    "generate generation generative good guide high human image improve information insight intelligence intelligent "
    "interaction introduce introducing investigate key knowledge language large leading learn learning level leverage "
    "limit limitation llm llms machine make method model multi multiple network neural new novel number open "
    "optimization outperform overview paper perform performance potential pre present pretrained problem process "
    "propose provide quality question real recent reduce report require research result review robust scale set show "
    "significant simple small software source specific state study survey system task technical technique test text "
    "time tool towards train training transformer tuning understand understanding user various version video vision "
    "world work"
)
_COMMON = frozenset(_COMMON_TEXT.split())


def plain(text: str) -> str:
    """Return the text without markup, accents and capitals."""
    if text.isascii() and not _MARKED.search(text):
        return " ".join(text.lower().split())
    text = _TAG.sub(" ", html.unescape(html.unescape(text)))
    text = _COMMAND.sub(" ", _ACCENT.sub(r"\1", text))
    text = _MARKUP.sub(" ", text).replace("’", "'").replace("'s ", " ")
    folded = unicodedata.normalize("NFKD", fold(text).translate(_SPECIAL))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """Return the word less its plural."""
    if word in _FUNCTION or word in _COMMON:
        return word
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=16_384)
def words_of(text: str) -> tuple[str, ...]:
    """Return the text's words in order: plain, plurals dropped, letters and figures apart as they were written."""
    return tuple(stem(word) for word in _WORD.findall(_NUMBERED.sub(" ", plain(text))))


class Rarity:
    """How telling a word is, from 0 (in every text) to 1 (in none): its inverse document frequency in a sample."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._documents: Counter[str] = Counter()
        self._size = 0
        for text in texts:
            self._size += 1
            self._documents.update(set(words_of.__wrapped__(text)))

    def of(self, word: str) -> float:
        """Return the word's weight."""
        if word in _FUNCTION:
            return FUNCTION_WEIGHT
        if _FIGURE.fullmatch(word):
            return FIGURE_WEIGHT
        size = self._size + PRIOR
        found = self._documents[word] + (PRIOR / 5 if word in _COMMON else 0)
        return max(math.log((size + 1) / (found + 1)) / math.log(size + 1), FUNCTION_WEIGHT)

    def sum(self, words: Iterable[str]) -> float:
        """Return the weight of the words together, each counted once."""
        return sum(self.of(word) for word in set(words))


FUNCTION_WEIGHT = 0.02
FIGURE_WEIGHT = 0.15
"""Figures and sizes ("70b", "v3") say which of a family; people add and drop them as they like. So it is with letters."""
PRIOR = 200
"""Texts in which the common words are taken to stand in one of five, so that a corpus of three papers is no measure."""


class Text(Struct, frozen=True):
    """A text ready to be compared: its words in order and as a set, its runs of two and three words, their initials."""

    words: tuple[str, ...]
    known: frozenset[str]
    runs: frozenset[str]
    initials: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Text:
        """Return the text ready to be compared."""
        words = words_of(text)
        telling = [word for word in words if word not in _FUNCTION]
        runs = {"".join(words[at : at + length]) for length in (2, 3) for at in range(len(words) - length + 1)}
        return cls(words, frozenset(words), frozenset(runs), _initials(words) | _initials(telling))

    def holds(self, word: str) -> bool:
        """Say whether the text has the word: itself, another form, mistyped, joined with its neighbours, abbreviated."""
        return word in self.known or word in self.runs or word in self.initials or self._alike(word)

    def _alike(self, word: str) -> bool:
        if len(word) < LEAST_TYPED:
            return False
        figures = _FIGURES.findall(word)
        near = [
            one
            for one in self.known
            if one[0] == word[0] and abs(len(one) - len(word)) <= LONGEST_ENDING and _FIGURES.findall(one) == figures
        ]
        if any(_forms(one, word) for one in near):
            return True
        return (
            process.extractOne(word, near, scorer=Levenshtein.normalized_similarity, score_cutoff=ONE_TYPO) is not None
        )


def _initials(words: Sequence[str]) -> frozenset[str]:
    """Return the first letters of each run of three to six words: what an acronym would be."""
    letters = "".join(word[0] for word in words)
    return frozenset(letters[at : at + length] for length in (3, 4, 5, 6) for at in range(len(letters) - length + 1))


def _forms(one: str, other: str) -> bool:
    """Say whether two words are one word with two endings ("evaluation", "evaluating"), not a word made of another."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= STEM and one[shared:] in ENDINGS and other[shared:] in ENDINGS


def share_held(words: Sequence[str], text: Text, rarity: Rarity) -> float:
    """Return how much of the words' weight the text holds, from 0 to 1; 0 where they weigh nothing.

    Words that stand side by side may be one word in the text.
    """
    joined = {at for at, (one, other) in enumerate(pairwise(words)) if one + other in text.known}
    found = whole = 0.0
    for word, at in {word: at for at, word in enumerate(words)}.items():
        weight = rarity.of(word)
        whole += weight
        if at in joined or at - 1 in joined or text.holds(word):
            found += weight
    return found / whole if whole else 0.0
