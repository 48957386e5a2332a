"""The terms that communities are named of: phrases of titles, names of techniques, headings.

A term's key is what its spellings share, plural and singular.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from graph.names import FUNCTION_WORDS, is_generic

Terms = Mapping[str, str]
"""Term's key → how it is written."""

_LONGEST = 4
_SHORT = 2  # letters of words that are none by themselves

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*(?:[’'][a-z]+)?")
_JOINT = re.compile(r"[’']?[\s\u2010-\u2013/-]{1,3}")
_BEGINS = re.compile(r"(?:^|[^\w\s,;’'-])[\s\"“‘]*$")  # what stands before the first word of a sentence or of its part
_TELLS_CASE = 3  # letters; shorter words are small in every title
_NUMBER = re.compile(r"[\d.]+")
_HYPHENS = "-\u2010\u2011"

# Where no term begins or ends.
_LOOSE_TEXT = (
    "about above across after against aided along among around assisted aware based before beyond between but driven "
    "during enabled enhanced guided if into over oriented per powered related since so than through under until upon "
    "versus while within"
)
_LOOSE = FUNCTION_WORDS | frozenset(_LOOSE_TEXT.split())
# Words of every paper's title, which are the whole of no term and the end of none.
_ACADEMIC_TEXT = (
    "approach approaches method methods model models framework frameworks system systems analysis study studies "
    "survey review overview via using toward towards learning language large based new novel efficient effective "
    "improved improving better task tasks application applications problem problems paper papers work works research "
    "data understanding exploring evaluation evaluating case network networks neural deep llm llms ai report "
    "technical algorithm algorithms design technique techniques general simple fast high low performance results "
    "theory time through under among between more less beyond can make making need all one two first generation "
    "perspective part introduction introducing top week other others what how why when is are be do does use used "
    "uses user pre non multi self end open enhancing enhanced leveraging robust robustness scalable adaptive "
    "automatic inference training processing information machine human evidence properties effect effects "
    "experimental intelligence intelligent artificial comprehensive development challenges opportunities future"
)
_ACADEMIC = frozenset(_ACADEMIC_TEXT.split())
# Words of headings that tell what kind of text stands below, when it came or how good it is, and not what it is about.
_SHELVES_TEXT = (
    "article articles award awards background basic basics best blog blogs book books classic classics collection "
    "conclusion content contents core current daily day days early essential essentials event events everything extra "
    "extras favorite favorites favourite favourites featured foundational further good great hidden highlight "
    "highlights honorable hot important interesting issue item items key landmark last late later latest link links "
    "list listed lists main major material materials mention mentions milestone milestones misc miscellaneous "
    "miscellany month monthly months more most must my news newsletter notable note notes older outlook pick picks "
    "podcast podcasts popular post posts preprint preprints previous publication publications quick rank ranking read "
    "reader reading readings reads recent recommended reference references related repo repos repository resource "
    "resources rest roundup round seminal series short slides special stories story summary talk talks this today top "
    "topic topics trending tutorial tutorials uncategorized unsorted up update updates upcoming useful various video "
    "videos week weekly weeks welcome winner winners worth year yearly years yesterday january february march april "
    "may june july august september october november december spring summer autumn fall winter monday tuesday "
    "wednesday thursday friday saturday sunday q1 q2 q3 q4"
)
_SHELVES = frozenset(_SHELVES_TEXT.split())


def terms_of(title: str, concepts: Iterable[str] = ()) -> dict[str, str]:
    """Return the terms of a work: the phrases of up to four words in its title, and the names of its concepts."""
    found = {key: _written(title, words) for key, words in _phrases(title)}
    for name in concepts:
        words = [key_of(word) for word in _WORD.findall(name)]
        if words and _can_be_a_term(words):
            found[" ".join(words)] = name
    return found


def plain(name: str) -> str:
    """Return a concept's name as it stands within a sentence: "reinforcement learning", but "Monte Carlo tree search"."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name


def heading_terms(headings: Iterable[str]) -> dict[str, str]:
    """Return those of the headings that tell a subject: not "Milestone papers", "Week 12", "Must read" or "Others"."""
    found = {}
    for name in headings:
        words = list(_WORD.finditer(name))
        keys = [key_of(one.group()) for one in words]
        if words and _can_be_a_term(keys) and not all(_is_shelf(one) for one in keys):
            found[" ".join(keys)] = _written(name, words)
    return found


def _is_shelf(word: str) -> bool:
    return word in _SHELVES or _NUMBER.fullmatch(word) is not None or _says_nothing(word)


def phrases_of(text: str) -> set[str]:
    """Return the keys of the phrases of up to four words in a text."""
    return {key for key, _ in _phrases(text)}


def _phrases(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Yield each phrase's key with its words."""
    found = list(_WORD.finditer(text))
    keys = [key_of(one.group()) for one in found]
    loose = [not _JOINT.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(found)]
    for start in range(len(found)):
        for end in range(start, min(start + _LONGEST, len(found))):
            if end > start and loose[end - 1]:
                break
            said = keys[start : end + 1]
            if not _is_cut(text, found[start].start(), found[end].end()) and _can_be_a_term(said):
                yield " ".join(said), found[start : end + 1]


def _can_be_a_term(words: Sequence[str]) -> bool:
    if words[0] in _LOOSE or words[-1] in _LOOSE or _NUMBER.fullmatch(words[0]):
        return False
    return any(len(word) > _SHORT for word in words) and not all(map(_says_nothing, words))


@lru_cache(maxsize=1 << 16)
def _says_nothing(word: str) -> bool:
    return word in _ACADEMIC or word in FUNCTION_WORDS or is_generic(word)


def _is_cut(text: str, start: int, end: int) -> bool:
    """Tell whether the words between are a piece of a compound: "shot learning" in "few-shot learning"."""
    return (start > 0 and text[start - 1] in _HYPHENS) or (end < len(text) and text[end] in _HYPHENS)


def _written(text: str, found: Sequence[re.Match[str]]) -> str:
    """Return the words as they stand within a sentence: capitals only where there are some inside a word."""
    start = found[0].start()
    told = text[start : found[-1].end()]
    for one in found:
        word = one.group()
        if word[1:] == word[1:].lower():
            at = one.start() - start
            told = told[:at] + word.lower() + told[at + len(word) :]
    return " ".join(told.split())


def capitals_of(titles: Iterable[str]) -> dict[str, bool]:
    """Return word → whether it has a capital within a sentence ("Bayesian"), as far as titles that are written so tell it."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for title in titles:
        found = [one.group() for one in _WORD.finditer(title) if not _BEGINS.search(title, 0, one.start())]
        said = [word for word in found if word[1:] == word[1:].lower()]
        telling = [word for word in said if len(word) > _TELLS_CASE and word.lower() not in _LOOSE]
        if sum(word == word.lower() for word in telling) > len(telling) / 2:
            for word in said:
                counts[word.casefold()][word != word.lower()] += 1
    return {word: large > small for word, (small, large) in counts.items() if large > 2 * small or small >= large}


def cased(term: str, capitals: Mapping[str, bool]) -> str:
    """Return the term with its words' initials as they are known to be; other capitals stay."""

    def initial(found: re.Match[str]) -> str:
        word = found[0]
        if word[1:] != word[1:].lower() or word.casefold() not in capitals:
            return word
        return (word[:1].upper() if capitals[word.casefold()] else word[:1].lower()) + word[1:]

    return _WORD.sub(initial, term)


@lru_cache(maxsize=1 << 16)
def folded(term: str) -> str:
    """Return the key of a term that is written out."""
    return " ".join(key_of(word) for word in _WORD.findall(term))


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """Return what a word and its plural share."""
    plain = word.casefold().partition("’")[0].partition("'")[0]
    if len(plain) > 4 and plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain
