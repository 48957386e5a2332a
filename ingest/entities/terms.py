"""Finds techniques by grammar: what a text calls a technique, lists as techniques, or writes as a name of one.

"a technique called depth grafting", "methods such as beam pruning and top-k routing", "Lattice Preference Optimization".
Where every word has a capital, as in titles, capitals tell nothing: there the recogniser's weights have a say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.recogniser.phrases import ENDINGS, MOST_WORDS, TOKEN, folded, parts
from ingest.entities.recogniser.weights import Weights, load
from ingest.entities.sentences import sentences

_KINDS = (
    "technique|method|approach|algorithm|framework|architecture|mechanism|paradigm|strategy|procedure|objective|"
    "training scheme|optimizer|attack|defense"
)
_KINDS_PLURAL = "techniques|methods|approaches|algorithms|frameworks|architectures|mechanisms|paradigms|strategies"
_CALLED = re.compile(
    rf"\b(?:{_KINDS})s?,? (?:is |are |we |they |which |that |the |authors |often |also |it )*+"
    r"(?:called|named|termed|dubbed|known as|call|dub|term) [\"“'‘]?+",
)
_SUCH_AS = re.compile(rf"\b(?:{_KINDS_PLURAL})(?: \w+)?+,? (?:such as|like|including|e\.g\.,?) ")
_NEXT = re.compile(r",? (?:and |or )?+")
_IS_ONE = re.compile(rf"(?: \([^()]{{1,20}}\))?+(?:,| is| are) (?:an?|the|our|their)(?: [\w-]+){{0,3}}? (?:{_KINDS})\b")

_SMALL = frozenset("of from for to with in on and the a an via by as without under".split())
_INSIDE_NAMES = frozenset(["of", "from"])

CALLED, LISTED, NAMED, TITLED = 0.85, 0.7, 0.75, 0.55
"""How sure each way is, as read on posts and abstracts: see bench/recogniser.py."""
_LEAST_IN_TITLES = 0.15
"""A phrase of a title is one of its few ideas, so a title asks less of it than prose does (the recogniser's LEAST)."""


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
        tokens = list(TOKEN.finditer(text, start, end))
        if len(tokens) > 1:
            yield from _capitalised(text, tokens, weights)
    yield from _called(text)
    yield from _listed(text)


def _capitalised(text: str, tokens: Sequence[re.Match[str]], weights: Weights) -> Iterator[Candidate]:
    """Yield names written with capitals that end as techniques do."""
    is_title = _is_title(tokens)
    for run in _runs(tokens, is_title=is_title):
        words = tuple(token.group().lower() for token in run)
        sure = weights.probability((*words[:-1], folded(words[-1])))
        if is_title and sure < _LEAST_IN_TITLES:
            continue
        yield _candidate(run[0].start(), run[-1].end(), max(sure, TITLED if is_title else NAMED))


def _is_title(tokens: Sequence[re.Match[str]]) -> bool:
    words = [token.group() for token in tokens if len(token.group()) > 3 and token.group()[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _runs(tokens: Sequence[re.Match[str]], *, is_title: bool) -> Iterator[list[re.Match[str]]]:
    """Yield runs of two or more capitalised words that end in a technique's head, the first word of a sentence apart."""
    run: list[re.Match[str]] = []
    for at, token in enumerate(tokens):
        if _begins_with_capital(token) and (is_title or at):
            run.append(token)
            continue
        yield from _trimmed(run)
        run = []
    yield from _trimmed(run)


def _begins_with_capital(token: re.Match[str]) -> bool:
    return token.group()[0].isupper()


def _trimmed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and not _ends_term(run[-1].group()):
        run = run[:-1]
    if 1 < len(run) <= MOST_WORDS + 1:
        yield run


def _ends_term(word: str) -> bool:
    last = parts((folded(word.lower()),))
    return bool(last) and last[-1] in ENDINGS


def _called(text: str) -> Iterator[Candidate]:
    for match in _CALLED.finditer(text):
        phrase = _phrase_at(text, match.end())
        if phrase:
            yield _candidate(*phrase, CALLED)


def _listed(text: str) -> Iterator[Candidate]:
    for match in _SUCH_AS.finditer(text):
        at = match.end()
        while phrase := _phrase_at(text, at):
            yield _candidate(*phrase, LISTED)
            following = _NEXT.match(text, phrase[1])
            if not following or not following.group().strip():
                break
            at = following.end()


def _phrase_at(text: str, at: int) -> tuple[int, int] | None:
    """Return the bounds of the phrase that begins there, up to a head that techniques have, if there is one."""
    end = None
    for count, token in enumerate(_tokens_from(text, at)):
        if count == MOST_WORDS or not token.group()[0].isalnum() or token.group().lower() in _SMALL:
            break
        if _ends_term(token.group()):
            end = token.end()
    return (at, end) if end else None


def _tokens_from(text: str, at: int) -> Iterable[re.Match[str]]:
    return TOKEN.finditer(text, at, at + 200)


def _candidate(start: int, end: int, confidence: float) -> Candidate:
    return Candidate(start=start, end=end, kind=NodeKind.TECHNIQUE, extractor="terms", confidence=round(confidence, 4))
