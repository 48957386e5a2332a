"""Finds known names however they are spelt, as fast as texts come by the ten thousand.

All spellings of all forms are one automaton (Aho–Corasick, in Rust) over the folded text, so that a text is read once,
whatever the number of names. What it finds is then held to what the form asks (case, signs, the whole name), and what
stays doubtful or ambiguous to its context. On abstracts it reads 1.3 million words/s a core with 6,200 entries; spaCy's
PhraseMatcher, which makes tokens first, 220,000 of the same forms in one spelling.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.context import Context, Hit, Way, decide, folded_needs
from ingest.entities.folding import fold_signs
from ingest.entities.lexicon import Entry, Form, Lexicon
from ingest.entities.whole import addresses, is_whole

__all__ = ["EXTRACTOR", "LexiconFinder"]

EXTRACTOR = "lexicon/1"
CERTAIN, DECIDED, AMBIGUOUS = 1.0, 0.9, 0.5
"""Confidences: one entry has the name; context decided for one; several are left."""

_MOST_GAPS = 4
"""A form with more gaps than this is looked for as it is written, and with all gaps closed or open."""

_GAP = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=[a-z])(?=[A-Z])|[^\w.]+|_")
_FOLLOWING = re.compile(r"[^\w\s.]+\Z")
_BETWEEN = frozenset(" -‐‑–_\u00a0\t\n")
_APOSTROPHES = frozenset("'’‘ʼ")


class _Pattern(Struct, frozen=True):
    """A form as one pattern finds it. `letters`: for forms in exactly this case; `signs`: what may stand between words;
    `tail`: what must follow; `opened`: the text has a gap where the form has none."""

    way: Way
    letters: str | None
    signs: frozenset[str]
    tail: str
    opened: bool
    plural: bool


class LexiconFinder:
    """The Finder of known names."""

    def __init__(self, lexicon: Lexicon) -> None:
        found: dict[str, list[_Pattern]] = defaultdict(list)
        for entry in lexicon.entries:
            for form in entry.forms:
                for spelling, pattern in _patterns(entry, form):
                    found[" " + spelling].append(pattern)
        self._patterns = list(found.values())
        self._automaton = AhoCorasick(list(found), matchkind=MatchKind.Standard) if found else None

    def find(self, passages: Sequence[Passage]) -> list[list[Candidate]]:
        """Return each passage's known names: the longest at each place, no two overlapping."""
        folded = [f" {fold_signs(passage.text)}  " for passage in passages]
        hits = [self._hits(passage.text, signs) for passage, signs in zip(passages, folded, strict=True)]
        context = Context([passage.text for passage in passages], folded, hits)
        return [list(_chosen(context, place, found)) for place, found in enumerate(hits)]

    def _hits(self, text: str, folded: str) -> list[Hit]:
        """Return all forms that stand in a text as whole words, in order, the longer first."""
        raw = [
            (start, end - 1, plural, self._patterns[at])
            for at, start, end in self._raw(folded)
            if (plural := _word_end(folded, end)) is not None
        ]
        if not raw:
            return []
        starts, ends = {start for start, *_ in raw}, {end for _, end, *_ in raw}
        skipped = addresses(text)
        hits = []
        for start, end, plural, patterns in raw:
            if _inside(start, skipped):
                continue
            written = text[start:end]
            ways: dict[int, list[Way]] = defaultdict(list)
            for pattern in patterns:
                stop = end + plural + len(pattern.tail)
                if _holds(pattern, text, written, end, plural) and is_whole(
                    text, start, stop, pattern.way.entry.kind, starts, ends
                ):
                    ways[stop].append(pattern.way)
            hits += [Hit(start, stop, _once(some)) for stop, some in ways.items()]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _raw(self, folded: str) -> list[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(folded, overlapping=True) if self._automaton else []


def _patterns(entry: Entry, form: Form) -> Iterator[tuple[str, _Pattern]]:
    """Yield the spellings of a form, each with what must hold where it is found."""
    body = _FOLLOWING.sub("", form.text)
    way = Way(entry, form, folded_needs(entry))
    signs = frozenset(sign for sign in body if not sign.isalnum() and not sign.isspace())
    if signs & _APOSTROPHES:
        signs |= _APOSTROPHES
    for spelling, opened in _spellings(body).items():
        yield (
            spelling,
            _Pattern(
                way=way,
                letters=_letters(body) if form.exact else None,
                signs=signs | _BETWEEN,
                tail=form.text[len(body) :],
                opened=opened,
                plural=_has_plural(entry.kind, body),
            ),
        )


def _spellings(body: str) -> dict[str, bool]:
    """Return each folded spelling, and whether it has a gap that the form has not; between digits a gap stays."""
    gaps = list(_GAP.finditer(body))
    ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(body)]
    parts = [_spelt(body[start:end]) for start, end in zip(*ends, strict=True)]
    choices = [(" ",) if left[-1:].isdigit() and right[:1].isdigit() else ("", " ") for left, right in pairwise(parts)]
    # A gap that the form has, or one before a number, says nothing; one between two words that it joins does.
    joined = [not gap.group() and not right[:1].isdigit() for gap, right in zip(gaps, parts[1:], strict=True)]
    found = {_spelt(body): False}
    few = len(choices) <= _MOST_GAPS
    for chosen in product(*choices) if few else zip(*((some[0], some[-1]) for some in choices), strict=True):
        spelling = parts[0] + "".join(gap + part for gap, part in zip(chosen, parts[1:], strict=True))
        found.setdefault(spelling, any(gap and own for gap, own in zip(chosen, joined, strict=True)))
    return {spelling: opened for spelling, opened in found.items() if spelling.strip()}


def _spelt(text: str) -> str:
    return fold_signs(text).strip()


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _has_plural(kind: NodeKind, body: str) -> bool:
    """Say whether a name can be many: an acronym, or what is one of a kind; not a person or a company."""
    if kind in (NodeKind.PERSON, NodeKind.ORGANIZATION) or body[-1:] in "sS" or not body[-1:].isalpha():
        return False
    return kind in (NodeKind.TECHNIQUE, NodeKind.BENCHMARK) or body[-2:].isupper()


def _word_end(folded: str, end: int) -> int | None:
    """Return how many letters of a plural follow a word that ends here, None if another word goes on."""
    if folded[end] in " .":
        return 0
    if folded[end] == "s" and folded[end + 1] in " .":
        return 1
    return None


def _holds(pattern: _Pattern, text: str, written: str, end: int, plural: int) -> bool:
    """Say whether what is written is the form: its signs, its case where that is asked, its plural if it has one."""
    if plural and (not pattern.plural or (text[end] != "s" and not written.islower())):
        return False
    if not written.isalnum() and not pattern.signs.issuperset(sign for sign in written if not sign.isalnum()):
        return False
    if pattern.letters is not None and _letters(written) != pattern.letters:
        return False
    if pattern.tail and not (
        text.startswith(pattern.tail, end) and not text[end + len(pattern.tail) : end + len(pattern.tail) + 1].isalnum()
    ):
        return False
    return not pattern.opened or _in_capitals(written)


def _in_capitals(written: str) -> bool:
    """Say whether every word begins with a capital or digit: "Open AI" is OpenAI, "open AI" is not."""
    return all(not word[0].islower() for word in re.split(r"[\W_]+", written) if word)


def _inside(start: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (start, start)) if spans else 0
    return any(begin <= start < end for begin, end in spans[max(0, at - 1) : at + 1])


def _once(ways: list[Way]) -> tuple[Way, ...]:
    """Return one way an entry: its least restricted."""
    if len(ways) == 1:
        return (ways[0],)
    best: dict[tuple[NodeKind, str], Way] = {}
    for way in sorted(ways, key=lambda one: one.form.doubtful):
        best.setdefault((way.entry.kind, way.entry.name), way)
    return tuple(best.values())


def _chosen(context: Context, place: int, hits: list[Hit]) -> Iterator[Candidate]:
    """Yield the hits that the context leaves, leftmost and longest first."""
    free = 0
    for hit in hits:
        if hit.start < free or not (ways := decide(context, place, hit)):
            continue
        free = hit.end
        yield _candidate(hit, ways)


def _candidate(hit: Hit, ways: tuple[Way, ...]) -> Candidate:
    first = ways[0].entry
    names = tuple(dict.fromkeys(way.entry.name for way in ways))
    if len(names) > 1:
        return Candidate(
            start=hit.start, end=hit.end, kind=first.kind, extractor=EXTRACTOR, confidence=AMBIGUOUS, candidates=names
        )
    return Candidate(
        start=hit.start,
        end=hit.end,
        kind=first.kind,
        extractor=EXTRACTOR,
        confidence=CERTAIN if hit.certain else DECIDED,
        name=first.name,
        known=True,
    )
