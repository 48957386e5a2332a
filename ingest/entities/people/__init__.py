"""People whom no lexicon has, by form: a common given name, a role, a verb of saying, a reference, the text's authors.

A name that one place of a text tells to be a person's is one at its other places too, and its surname alone there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from graph.mention import Passage, Text
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.forms.scanning import opens
from ingest.entities.people.contexts import is_said
from ingest.entities.people.given import doubtful_names, given_names
from ingest.entities.people.references import referred
from ingest.entities.people.scanning import Word, is_organized, joined, may_be_called, words

__all__ = ["EXTRACTOR", "find_people"]

EXTRACTOR = "people/1"
FULL, ALONE = 0.8, 0.7
"""Confidences: a full name outweighs known names inside it, a surname or given name alone does not."""

_FEW_AUTHORS = 5
"""A text with more authors is a paper, which does not speak of them by surname."""
_SHORT = 4
"""Letters that a surname or given name has at least to be looked for alone."""
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) \Z")
_LISTED = frozenset({", ", " and ", ", and ", " & ", " or "})

Place = tuple[int, int]


class _Known(Struct, frozen=True):
    """A name to look for: `alone` is a surname or a given name; `inside` a word as well, so not where a sentence begins."""

    alone: bool = False
    inside: bool = False


def find_people(text: Text) -> list[list[Candidate]]:
    """Return each passage's people in order of their start."""
    references = [list(_references(passage)) for passage in text.passages]
    full = {
        passage.text[start:end]
        for passage in text.passages
        for start, end in _named(passage.text, titled=passage.heading or passage.block is None)
    }
    full |= {
        passage.text[start:end]
        for passage, places in zip(text.passages, references, strict=True)
        for start, end in places
        if "," not in passage.text[start:end]
    }
    sought = _sought(full, _credited(text))
    found = _echoed(text.passages, sought)
    return [
        sorted(
            {*echoes, *(_candidate(start, end, FULL) for start, end in places)}, key=lambda one: (one.start, -one.end)
        )
        for echoes, places in zip(found, references, strict=True)
    ]


def _references(passage: Passage) -> Iterator[Place]:
    for start in sorted({0, *(label.start for label in passage.labels)}):
        yield from referred(passage.text, start)


def _credited(text: Text) -> set[str]:
    """Return who wrote the text or speaks in it."""
    authors = text.authors if len(text.authors) <= _FEW_AUTHORS else ()
    speakers = {passage.speaker for passage in text.passages if passage.speaker}
    return {name.strip() for name in (*authors, *speakers) if _is_name(name.strip())}


def _is_name(name: str) -> bool:
    parts = name.split()
    return (
        1 < len(parts) < 5 and all(part[0].isupper() and may_be_called(part) for part in (parts[0], parts[-1]))
    ) or (len(parts) == 1 and name in given_names() and name not in doubtful_names())


def _sought(full: Iterable[str], credited: Iterable[str]) -> dict[str, _Known]:
    """Return all that the people of a text are called: full names, and what is one's only of surnames and given names."""
    people = sorted({*full, *credited})
    sought = {name: _Known() for name in people if " " in name}
    surnames: dict[str, set[str]] = {}
    for name in people:
        surnames.setdefault(name.split()[-1], set()).add(name)
    firsts = {name.split()[0] for name in people}
    for surname, names in surnames.items():
        if len(names) == 1 and len(surname) >= _SHORT and may_be_called(surname) and surname not in firsts:
            sought.setdefault(surname, _Known(alone=True, inside=surname in doubtful_names()))
    for name in credited:
        first = name.split()[0]
        if len(first) >= _SHORT and may_be_called(first):
            sought.setdefault(first, _Known(alone=True, inside=first not in given_names() - doubtful_names()))
    return sought


def _named(text: str, *, titled: bool) -> list[Place]:
    """Return the full names that a passage tells to be people's. `titled`: most of its words have capitals."""
    found = words(text)
    taken: list[Place] = []
    maybe: list[Place] = []
    at = 0
    while at < len(found):
        last = _last(text, found, at, titled=titled)
        if last is None:
            at += 1
            continue
        start, end = found[at].start, found[last].end
        if _is_given(found[at], titled) or (_stands_alone(text, found, at, last) and is_said(text, start, end)):
            taken.append((start, end))
            at = last
        elif _stands_alone(text, found, at, last):
            maybe.append((start, end))
        at += 1
    return taken + _listed(text, taken, maybe)


def _is_given(word: Word, titled: bool) -> bool:
    if word.text in doubtful_names():
        return not (word.opens or titled)
    return word.text in given_names()


def _last(text: str, found: Sequence[Word], at: int, *, titled: bool) -> int | None:
    """Return the place of the surname of a name that begins here."""
    if not may_be_called(found[at].text) and found[at].text not in given_names():
        return None
    start, last = found[at].start, at + 1
    while last < len(found) and last - at < 3 and found[last].initial and joined(text, found[last - 1], found[last]):
        last += 1
    if last >= len(found) or not joined(text, found[last - 1], found[last]) or not may_be_called(found[last].text):
        return None
    if titled:
        return last
    following = _following(text, found, last)
    # "George Mason University", "Martin Luther Prize", "the Peter Principle": a thing called after somebody.
    if any(is_organized(word.text) for word in following) or _ARTICLE.search(text, max(0, start - 5), start):
        return None
    return last + 1 if len(following) == 1 and may_be_called(following[0].text) else last


def _following(text: str, found: Sequence[Word], last: int) -> list[Word]:
    """Return the capitalised words that follow without a break, three at most."""
    end = last
    while end + 1 < len(found) and end - last < 3 and joined(text, found[end], found[end + 1]):
        end += 1
    return list(found[last + 1 : end + 1])


def _stands_alone(text: str, found: Sequence[Word], first: int, last: int) -> bool:
    """Say whether no capitalised word stands before or after that may belong to it, but for a role ("CEO")."""
    before = found[first - 1] if first else None
    if before and joined(text, before, found[first]) and may_be_called(before.text):
        return False
    return not (last + 1 < len(found) and joined(text, found[last], found[last + 1]))


def _listed(text: str, taken: Sequence[Place], maybe: Sequence[Place]) -> list[Place]:
    """Return those names that stand in a list between or behind two people."""
    chain: list[Place] = []
    sure: set[Place] = set(taken)
    found: list[Place] = []

    def closed() -> None:
        if len(sure.intersection(chain)) > 1:
            found.extend(place for place in chain if place not in sure)
        chain.clear()

    for place in sorted({*taken, *maybe}):
        if chain and text[chain[-1][1] : place[0]] not in _LISTED:
            closed()
        chain.append(place)
    closed()
    return found


def _echoed(passages: Sequence[Passage], sought: dict[str, _Known]) -> list[list[Candidate]]:
    """Return wherever one of the names stands as a whole word."""
    found: list[list[Candidate]] = [[] for _ in passages]
    if not sought:
        return found
    names = list(sought)
    automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    for place, passage in enumerate(passages):
        text = passage.text
        for which, start, end in automaton.find_matches_as_indexes(text):
            known = sought[names[which]]
            if _is_apart(text, start, end) and not (known.inside and (opens(text, start) or passage.heading)):
                found[place].append(_candidate(start, end, ALONE if known.alone else FULL))
    return found


def _is_apart(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        before.isalnum() or before in {"@", "/", "-", "_", "."} or after.isalnum() or after in {"_", "/", "@"}
    ) and (after not in {"-", "."} or not text[end + 1 : end + 2].isalnum())


def _candidate(start: int, end: int, confidence: float) -> Candidate:
    return Candidate(start=start, end=end, kind=NodeKind.PERSON, extractor=EXTRACTOR, confidence=confidence)
