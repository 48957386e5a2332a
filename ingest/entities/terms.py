"""Finds techniques by grammar: what a text calls a technique, lists as techniques, or writes as a name of one.

"a technique called depth grafting", "methods such as beam pruning and top-k routing", "Lattice Preference Optimization".
The recogniser's weights have a say in all: grammar makes a phrase likelier, it does not make a term of any phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.recogniser.phrases import MOST_WORDS, TOKEN, breaks, ends_term, folded
from ingest.entities.recogniser.weights import Weights, load
from ingest.entities.sentences import sentences

_KINDS = (
    "technique|method|approach|algorithm|framework|architecture|mechanism|paradigm|strategy|procedure|scheme|process|"
    "optimizer|attack|defense|concept|idea"
)
_CALLED = re.compile(
    rf"\b(?:{_KINDS})s?,? (?:(?:is|are|we|they|which|that|the|authors|often|also|it|researchers|commonly) )*+"
    r"(?:called|named|termed|dubbed|known as|call|dub|term|referred to as) (?:an? |the )?[\"“'‘]?+",
)
_LISTS = re.compile(
    r"\b(?:techniques|methods|approaches|algorithms|mechanisms|strategies),? (?:such as|like|including) "
)
_NEXT = re.compile(r"(?:,? (?:and|or) |, )")

_CLAUSE_SIGNS = frozenset(":;—–-|()")

_SAID = 0.1
"""The least a phrase must be by itself where the text says that it is a technique: enough to leave out "better models"."""
_NAMED = 0.25
"""The same where it is written as a name, all of its words, inside a sentence that has few other capitals."""
_TITLED = 0.45
"""The same in titles, where every word has a capital, and of a part of a name."""
_SURE_SAID = 0.85
_SURE_NAMED = 0.7
"""No guess by form is better founded than a known name inside it: choosing.WELL_FOUNDED is above it."""
_A_WORD_MORE = 0.15
"""What a further capitalised word adds: a name is written with all of its words."""


class TermFinder:
    """A Finder of techniques by grammar."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._given = weights

    def find(self, passages: Sequence[Passage]) -> list[list[Candidate]]:
        """Return each passage's terms in order of their start; they may overlap."""
        weights = self._given or load()
        return [sorted(_in_text(passage.text, weights), key=lambda one: (one.start, one.end)) for passage in passages]


def _in_text(text: str, weights: Weights) -> Iterator[Candidate]:
    for start, end in sentences(text):
        for clause in _clauses(list(TOKEN.finditer(text, start, end))):
            yield from _capitalised(clause, weights)
    yield from _called(text, weights)
    yield from _listed(text, weights)


def _clauses(tokens: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Yield what stands between a sentence's colons, dashes and brackets: a label and its comment are written apart."""
    start = 0
    for at, token in enumerate(tokens):
        if token.group() in _CLAUSE_SIGNS:
            yield tokens[start:at]
            start = at + 1
    yield tokens[start:]


def _capitalised(clause: Sequence[re.Match[str]], weights: Weights) -> Iterator[Candidate]:
    """Yield names that are written with capitals and end as techniques do."""
    is_title = _is_title(clause)
    # A sentence begins with a capital whatever its first word is.
    for run in _runs(clause if is_title else clause[1:]):
        firsts = range(max(0, len(run) - MOST_WORDS), len(run) - 1)
        likely = [(_probability(run[first:], weights), first) for first in firsts]
        likely = [(sure, first) for sure, first in likely if sure >= (_TITLED if is_title or first else _NAMED)]
        if likely:
            sure, first = max(likely, key=lambda one: one[0] - _A_WORD_MORE * one[1])
            yield _candidate(run[first].start(), run[-1].end(), min(_SURE_NAMED, sure + _NAMED))


def _is_title(clause: Sequence[re.Match[str]]) -> bool:
    """Say whether nearly every word has a capital, short ones apart: "We propose Orchard Pruning" is none."""
    words = [token.group() for token in clause if len(token.group()) > 3 and token.group()[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 5 > len(words) * 4


def _runs(clause: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the runs of two or more capitalised words, each up to the last word that ends a term."""
    run: list[re.Match[str]] = []
    for token in clause:
        if token.group()[0].isupper() and not breaks(token.group().lower()):
            run.append(token)
            continue
        yield from _ended(run)
        run = []
    yield from _ended(run)


def _ended(run: list[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    end = len(run)
    while end and not ends_term(run[end - 1].group().lower()):
        end -= 1
    if end > 1:
        yield run[:end]


def _called(text: str, weights: Weights) -> Iterator[Candidate]:
    for match in _CALLED.finditer(text):
        yield from _said(text, match.end(), weights)


def _listed(text: str, weights: Weights) -> Iterator[Candidate]:
    for match in _LISTS.finditer(text):
        at = match.end()
        while phrase := _phrase_at(text, at):
            yield from _said(text, at, weights)
            following = _NEXT.match(text, phrase[-1].end())
            if not following:
                break
            at = following.end()


def _said(text: str, at: int, weights: Weights) -> Iterator[Candidate]:
    phrase = _phrase_at(text, at)
    if phrase and _probability(phrase, weights) >= _SAID:
        yield _candidate(at, phrase[-1].end(), _SURE_SAID if len(phrase) > 1 else _SURE_NAMED)


def _phrase_at(text: str, at: int) -> list[re.Match[str]]:
    """Return the words that begin there, up to the last that ends a term; none where none does."""
    words: list[re.Match[str]] = []
    for token in TOKEN.finditer(text, at, at + 200):
        if len(words) > MOST_WORDS or not token.group()[0].isalnum() or breaks(token.group().lower()):
            break
        words.append(token)
    while words and not ends_term(words[-1].group().lower()):
        words.pop()
    return words


def _probability(phrase: Sequence[re.Match[str]], weights: Weights) -> float:
    words = [token.group().lower() for token in phrase]
    return weights.probability((*words[:-1], folded(words[-1])))


def _candidate(start: int, end: int, confidence: float) -> Candidate:
    return Candidate(start=start, end=end, kind=NodeKind.TECHNIQUE, extractor="terms", confidence=round(confidence, 4))
