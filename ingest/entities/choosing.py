"""Which of a passage's candidates stand: no two overlap, and each span has one kind.

Common knowledge is trusted before form: at the same place the lexicon wins. A longer form wins over a known name inside
it where it goes on with a version or a variant ("GPT-5-Codex" is not "GPT-5"), or where the text itself defines or
introduces the longer name. Of two guesses the better-founded stands, then the longer. Where finders disagree on the kind
of one span, their confidences are votes. Terms of the field ("LLM", "agents") never stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.forms.generic import is_generic
from ingest.entities.forms.versions import is_addition
from ingest.entities.leading import has_own_word

WELL_FOUNDED = 0.75
"""A guess of at least this was introduced or defined by the text, so a known name inside it is only a part of it."""
_SLIGHT = 0.3
"""What length adds to a guess's weight at most: a longer name says more."""
_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_SPEAKING = re.compile(
    r"(?:\b(?:of|for|in|with|on|to|from|by|and|vs\.?) |\b(?:developer|human|user|student|teacher|expert)[-‐‑–])\Z", re.I
)
_AGREED = 0.1
"""What a second finder's agreement adds."""


def choose(passage: Passage, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that stand, in order of their start, no two overlapping."""
    spans: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for one in _without_makers(passage.text, candidates):
        if 0 <= one.start < one.end <= len(passage.text) and (one.known or not _is_term(passage.text, one)):
            spans[one.start, one.end].append(one)
    merged = [_merged(same) for same in spans.values()]
    known = [one for one in merged if one.known]
    extended = [one for one in merged if not one.known and _extends(passage.text, one, known)]
    taken: list[Candidate] = []
    ranked = sorted((one for one in merged if one not in extended), key=_rank)
    for one in [*sorted(extended, key=lambda one: (one.start - one.end, _rank(one))), *ranked]:
        at = bisect_left(taken, one.end, key=lambda other: other.start)
        if at == 0 or taken[at - 1].end <= one.start:
            taken.insert(at, one)
    return taken


def _without_makers(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, a known maker before a guessed name left out: "Foo Labs Bar 3" names "Bar 3"."""
    makers = {one.start: one.end for one in candidates if one.known and one.kind is NodeKind.ORGANIZATION}
    if not makers:
        return list(candidates)
    return [_without_maker(text, one, makers) for one in candidates]


def _without_maker(text: str, one: Candidate, makers: Mapping[int, int]) -> Candidate:
    end = makers.get(one.start, one.end)
    if one.known or one.kind not in _MADE or end >= one.end - 1 or text[end : end + 1] != " ":
        return one
    return replace(one, start=end + 1) if has_own_word(text[end + 1 : one.end]) else one


def _is_term(text: str, one: Candidate) -> bool:
    return one.kind is not NodeKind.PERSON and is_generic(text[one.start : one.end])


def _merged(same: Sequence[Candidate]) -> Candidate:
    """Return what the finders of one span say together."""
    known = [one for one in same if one.known]
    votes: dict[NodeKind, float] = defaultdict(float)
    for one in known or same:
        votes[one.kind] += one.confidence
    kind = max(votes, key=lambda kind: (votes[kind], kind))
    best = max((one for one in known or same if one.kind is kind), key=lambda one: (one.confidence, one.extractor))
    finders = len({one.extractor for one in same if one.kind is kind})
    confidence = best.confidence if known else min(0.95, best.confidence + _AGREED * (finders - 1))
    return replace(
        best,
        confidence=confidence,
        name=best.name or next((one.name for one in same if one.name and one.kind is kind), None),
        long=best.long or next((one.long for one in same if one.long), None),
    )


def _extends(text: str, one: Candidate, known: Iterable[Candidate]) -> bool:
    """Say whether the guess is a longer name than the known ones inside it, not just more words around them."""
    inside = [other for other in known if one.start < other.end and other.start < one.end]
    if not inside or any(other.start < one.start or other.end > one.end for other in inside):
        return False
    first = inside[0]
    if len(inside) == 1 and first.start == one.start and is_addition(text[first.end : one.end]):
        return True
    if any(_is_spoken_of(text, one, other) for other in inside):
        return False
    return one.confidence >= WELL_FOUNDED and all(other.end - other.start < one.end - one.start for other in inside)


def _is_spoken_of(text: str, one: Candidate, known: Candidate) -> bool:
    """Say whether a guess only ends in a known thing that it speaks of: "Role of Foo", "Developer-Foo"."""
    before = text[one.start : known.start]
    return known.kind in _MADE and known.end == one.end and bool(_SPEAKING.search(before))


def _rank(one: Candidate) -> tuple[bool, float, int, int, str]:
    """Return what sorts the better candidate first: known, then weight with a little for length, then place."""
    length = one.end - one.start
    return (
        not one.known,
        -(min(one.confidence, WELL_FOUNDED) + _SLIGHT * min(length, 40) / 40),
        -length,
        one.start,
        one.kind,
    )
