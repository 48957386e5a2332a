"""What people would call a community: what its works' titles and concepts have often, and other works seldom.

A term's worth is its part in how far the community's wording is from the rest's (its share inside times the logarithm of
how much larger that is than outside: c-tf-idf, in Grootendorst 2022, with shares for counts, so that each term can be
told as evidence: "41 of its 60 works, 70 of all"). No two communities of a level share a term.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from math import log

from msgspec import Struct

from graph.model import NodeId
from graph.names import FUNCTION_WORDS, is_generic

MOST = 3
"""Terms in a name: four are a list."""

_LONGEST = 4
_SMALL = 12  # works, of which two may speak for all
_LEAST_SHARE = 0.06  # of the works; what fewer have, the others are not called by
_WORTH = 0.35  # of the best term's: what is worth less is no part of the name
_KEPT = 1.4  # yesterday's terms are worth so much more: a name changes when another is clearly better
_SHORT = 2  # letters of words that are none by themselves
_PART_OF = 0.6  # a term that stands so often within a longer one is a piece of it ("augmented generation")
_CAPITALS = 4
_LENGTH = {1: 0.75, 2: 1.1, 3: 1.2}  # "agents" says less than "web agents", even where it is said more often

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*(?:[’'][a-z]+)?")
_JOINT = re.compile(r"[’']?[\s\u2010-\u2013/-]{1,3}")
# Words of every paper's title, which are the whole of no term and the end of none.
_ACADEMIC = frozenset(
    [
        "approach",
        "approaches",
        "method",
        "methods",
        "model",
        "models",
        "framework",
        "frameworks",
        "system",
        "systems",
        "analysis",
        "study",
        "studies",
        "survey",
        "review",
        "overview",
        "via",
        "using",
        "toward",
        "towards",
        "learning",
        "language",
        "large",
        "based",
        "new",
        "novel",
        "efficient",
        "effective",
        "improved",
        "improving",
        "better",
        "task",
        "tasks",
        "application",
        "applications",
        "problem",
        "problems",
        "paper",
        "papers",
        "work",
        "works",
        "research",
        "data",
        "understanding",
        "exploring",
        "evaluation",
        "evaluating",
        "case",
        "network",
        "networks",
        "neural",
        "deep",
        "llm",
        "llms",
        "ai",
        "report",
        "technical",
        "algorithm",
        "algorithms",
        "design",
        "technique",
        "techniques",
        "general",
        "simple",
        "fast",
        "high",
        "low",
        "performance",
        "results",
        "theory",
        "time",
        "through",
        "under",
        "among",
        "between",
        "more",
        "less",
        "beyond",
        "can",
        "make",
        "making",
        "need",
        "all",
        "one",
        "two",
        "first",
        "generation",
        "perspective",
        "part",
        "introduction",
        "introducing",
        "top",
        "week",
        "other",
        "others",
        "what",
        "how",
        "why",
        "when",
        "is",
        "are",
        "be",
        "do",
        "does",
        "use",
        "used",
        "uses",
        "user",
        "pre",
        "non",
        "multi",
        "self",
        "end",
        "open",
        "enhancing",
        "enhanced",
        "leveraging",
        "robust",
        "robustness",
        "scalable",
        "adaptive",
        "automatic",
        "towards",
        "inference",
        "training",
        "processing",
        "information",
        "machine",
        "human",
        "evidence",
        "properties",
        "effect",
        "effects",
        "experimental",
        "intelligence",
        "intelligent",
        "artificial",
        "comprehensive",
        "development",
        "challenges",
        "opportunities",
        "future",
    ]
)

Terms = Mapping[str, str]
"""Term's key → how it is written."""

_NUMBER = re.compile(r"[\d.]+")
_HYPHENS = "-\u2010\u2011"


class Naming(Struct, frozen=True, kw_only=True):
    """A name, and the terms it is made of: each with how many works of the community have it, and how many of all."""

    name: str
    terms: tuple[tuple[str, int, int], ...] = ()


def terms_of(title: str, concepts: Iterable[str] = ()) -> dict[str, str]:
    """Return the terms of a work: the phrases of up to four words in its title, and the names of its concepts."""
    found = {key: _written(title, words) for key, words in _phrases(title)}
    for name in concepts:
        words = [_key(word) for word in _WORD.findall(name)]
        if words and _can_be_a_term(words):
            found[" ".join(words)] = name
    return found


def plain(name: str) -> str:
    """Return a concept's name as it stands within a sentence: "reinforcement learning", but "Monte Carlo tree search"."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name


def names_of(
    groups: Sequence[Collection[NodeId]],
    terms: Mapping[NodeId, Terms],
    former: Sequence[Collection[str]],
    taken: Collection[str] = (),
    proper: Iterable[str] = (),
) -> list[Naming]:
    """Return a name for each group of works; `former` are the terms of its name of yesterday, `taken` those of others.

    A group for which nothing speaks has an empty name. `proper` are names that are written as they are ("Llama").
    """
    counts = Counter(key for said in terms.values() for key in said)
    pieces = set(_pieces(counts))
    inside = [Counter(key for work in group for key in terms.get(work, ())) for group in groups]
    worth = [
        dict(_worths(len(group), found, counts, len(terms), pieces, {_folded(term) for term in before}))
        for group, found, before in zip(groups, inside, former, strict=True)
    ]
    owners = _owners(worth, {_folded(term) for term in taken})
    chosen = [
        _chosen({key: value for key, value in one.items() if owners.get(key) == at}) for at, one in enumerate(worth)
    ]
    written = _spellings(terms, {key for keys in chosen for key in keys}) | {_folded(name): name for name in proper}
    return [
        Naming(name=_name([written[key] for key in keys]), terms=tuple((written[k], found[k], counts[k]) for k in keys))
        for keys, found in zip(chosen, inside, strict=True)
    ]


def _pieces(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield the terms that mostly stand within a longer one."""
    for key, count in counts.items():
        words = key.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                piece = " ".join(words[start : start + size])
                if count >= _PART_OF * counts.get(piece, count + 1) and count > 1:
                    yield piece


def _worths(
    size: int,
    found: Mapping[str, int],
    counts: Mapping[str, int],
    all_works: int,
    pieces: Collection[str],
    before: Collection[str],
) -> Iterator[tuple[str, float]]:
    least = max(2 if size < _SMALL else 3, size * _LEAST_SHARE)
    for key, count in found.items():
        outside = (counts[key] - count + 0.5) / (all_works - size + 1)
        share = count / size
        if count >= least and share > 2 * outside and key not in pieces:
            length = _LENGTH.get(key.count(" ") + 1, 1.0)
            yield key, share * log(share / outside) * length * (_KEPT if key in before else 1.0)


def _owners(worth: Sequence[Mapping[str, float]], taken: Collection[str]) -> dict[str, int]:
    """Return term → the group that it is worth most to."""
    best: dict[str, tuple[float, int]] = {}
    for at, one in enumerate(worth):
        for key, value in one.items():
            if key not in taken and (key not in best or value > best[key][0]):
                best[key] = (value, at)
    return {key: at for key, (_, at) in best.items()}


def _chosen(worth: Mapping[str, float]) -> list[str]:
    kept: list[str] = []
    ranked = sorted(worth, key=lambda key: (-worth[key], key))
    for key in ranked:
        if len(kept) == MOST or worth[key] < _WORTH * worth[ranked[0]]:
            break
        words = {word for one in kept for word in one.split()} - FUNCTION_WORDS
        if not words & set(key.split()):
            kept.append(key)
    return kept


def _spellings(terms: Mapping[NodeId, Terms], keys: Collection[str]) -> dict[str, str]:
    """Return term → how it is mostly written; capitals (LoRA) are left out more easily than put in."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for said in terms.values():
        for key in said.keys() & keys:
            written[key][said[key]] += 1

    def seldom(key: str, form: str) -> tuple[int, str]:
        return (-written[key][form] * (_CAPITALS if form != form.lower() else 1), form)

    return {key: min(forms, key=partial(seldom, key)) for key, forms in written.items()}


def _name(terms: Sequence[str]) -> str:
    told = " and ".join(part for part in (", ".join(terms[:-1]), *terms[-1:]) if part)
    return told[:1].upper() + told[1:]


def phrases_of(text: str) -> set[str]:
    """Return the keys of the phrases of up to four words in a text."""
    return {key for key, _ in _phrases(text)}


def _phrases(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Yield each phrase's key with its words."""
    found = list(_WORD.finditer(text))
    keys = [_key(one.group()) for one in found]
    loose = [not _JOINT.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(found)]
    for start in range(len(found)):
        for end in range(start, min(start + _LONGEST, len(found))):
            if end > start and loose[end - 1]:
                break
            if not _is_cut(text, found[start].start(), found[end].end()) and _can_be_a_term(keys[start : end + 1]):
                yield " ".join(keys[start : end + 1]), found[start : end + 1]


def _can_be_a_term(words: Sequence[str]) -> bool:
    if words[0] in FUNCTION_WORDS or words[-1] in FUNCTION_WORDS or _NUMBER.fullmatch(words[0]):
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


def _folded(term: str) -> str:
    return " ".join(_key(word) for word in _WORD.findall(term))


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    """Return what a word and its plural share."""
    plain = word.casefold().partition("’")[0].partition("'")[0]
    if len(plain) > 4 and plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain
