"""A sentence as the rules see it: lower-case words, and one capital letter for each thing that is named.

"Gemma 2, a model from Google" is read as "M, a model from O". Rules are regular expressions over that, so that what they
say about names is said of all names. What stands in brackets, and quotation marks, is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from graph.mention import Mention, Passage
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.sentences import sentences

MARKS = {
    NodeKind.MODEL: "M",
    NodeKind.TECHNIQUE: "T",
    NodeKind.BENCHMARK: "B",
    NodeKind.ORGANIZATION: "O",
    NodeKind.PERSON: "P",
    NodeKind.PRODUCT: "D",
}
LABEL = "L"
"""The mark of an item's label, or of another work's title: a work, and what it is named after."""

MOST_SIGNS = 1200
"""What is longer is no sentence: a table, a list of names, code."""
MOST_NAMES = 40

_BRACKETS = re.compile(r"\s?\([^()\[\]]{0,200}\)|\s?\[[^()\[\]]{0,200}\]")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": None, "”": None, '"': None, "„": None, "«": None, "»": None, "`": None}
)
_DASH = re.compile(r"\s*—\s*|\s+[–-]{1,3}\s+|\s*–\s*(?=[^\d\s])")
_SPACE = re.compile(r"\s+")
# "GPT-4-level", "pre-Transformer": a comparison or a time, not the thing itself.
_LIKENED = re.compile(
    r"(?:\b(?:non|pre|post|anti|pseudo|quasi|sub|near)-)[A-Z]|"
    r"[A-Z](?=-(?:style|like|level|class|inspired|quality|sized|compatible|free|adjacent|killer|esque|ish|era|scale)\b)"
)
# "A pretrained model", "few-shot prompts": what kind of thing it is, not a thing that is named.
_QUALIFIER = re.compile(r"[a-z-]*(?:ed|-shot)\Z")
_NOUN_FOLLOWS = re.compile(r" [a-zA-Z]")
_CAPITAL = re.compile(r"[A-Z]")
_BARE_POSSESSIVE = re.compile(r"(?<=[A-Z])'(?=\s)")
_SET_OFF = re.compile(r"[\s\"'”’)\]]*(?:[-–—|•·:.]+\s+|\s(?=[\"“]?[A-Z]))")
"""What sets a label off from the sentence after it."""


class Frame(Struct, frozen=True):
    """A sentence (`start` to `end` of passage `passage`), masked; `named` are the mentions of its marks, in order.

    A mark's mention is None where the mark stands for a label. `label`: the sentence is what a label says.
    """

    passage: int
    start: int
    end: int
    text: str
    places: tuple[int, ...]
    named: tuple[int | None, ...]
    label: bool = False

    @property
    def all(self) -> list[int]:
        """Return the mentions of all marks, in order."""
        return [place for place in self.named if place is not None]

    def mentions(self, start: int, end: int) -> list[int]:
        """Return the mentions whose marks stand in text[start:end], labels left out."""
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        return [place for place in self.named[first:last] if place is not None]


def frames_of(passage: Passage, number: int, mentions: Sequence[Mention], first: int) -> Iterator[Frame]:
    """Yield a passage's labels, then its sentences; `mentions` are the passage's own, `first` the first one's place."""
    labels = [span for span in passage.labels if span.start < span.end]
    inside = [any(span.start <= one.start < span.end for span in labels) for one in mentions]
    for span in labels:
        chosen = [(one, first + n) for n, one in enumerate(mentions) if span.start <= one.start and one.end <= span.end]
        if chosen:
            yield from _frame(passage.text, number, span, chosen, [], label=True)
    if len(labels) == 1 and labels[0].end - labels[0].start >= len(passage.text.strip()):
        return
    outside = [(one, first + n) for n, one in enumerate(mentions) if not inside[n]]
    at = 0
    for start, end in sentences(_covered(passage.text, labels)):
        here = []
        while at < len(outside) and outside[at][0].start < end:
            if outside[at][0].start >= start and outside[at][0].end <= end:
                here.append(outside[at])
            at += 1
        if here:
            begin = _after_label(passage.text, start, end, labels)
            yield from _frame(passage.text, number, Span(begin, end), here, labels)


def _covered(text: str, labels: Sequence[Span]) -> str:
    """Return the text, as long as before, with labels in which no sentence can end."""
    for span in labels:
        text = text[: span.start] + "X" * (span.end - span.start) + text[span.end :]
    return text


def _frame(
    text: str,
    number: int,
    span: Span,
    named: Sequence[tuple[Mention, int]],
    labels: Sequence[Span],
    *,
    label: bool = False,
) -> Iterator[Frame]:
    if span.end - span.start > MOST_SIGNS or len(named) > MOST_NAMES:
        return
    marks: list[tuple[int, int, str, int | None]] = [(m.start, m.end, MARKS.get(m.kind, ""), n) for m, n in named]
    marks += [(o.start, o.end, LABEL, None) for o in labels if span.start <= o.start and o.end <= span.end]
    parts, places, at = [], [], span.start
    for start, end, mark, place in sorted(marks, key=lambda one: one[:2]):
        if start < at or not mark or (mark == "T" and _qualifies(text, start, end)):
            continue
        parts += [_plain(text[at:start]), mark]
        places.append(place)
        at = end
    masked, kept = _settled("".join([*parts, _plain(text[at : span.end])]), places)
    found = tuple(mark.start() for mark in _CAPITAL.finditer(masked))
    yield Frame(number, span.start, span.end, masked, found, tuple(kept), label)


def _plain(text: str) -> str:
    """Return the words between names: no capital letter is left that could be taken for a name."""
    return text.translate(_QUOTES).lower()


def _qualifies(text: str, start: int, end: int) -> bool:
    return bool(_QUALIFIER.match(text, start, end) and _NOUN_FOLLOWS.match(text, end))


def _after_label(text: str, start: int, end: int, labels: Sequence[Span]) -> int:
    """Return where a sentence begins, after the label that opens it and is set off from it."""
    opening = next((span for span in labels if span.start <= start + 1 and start < span.end < end), None)
    set_off = _SET_OFF.match(text, opening.end, end) if opening else None
    return set_off.end() if set_off and set_off.end() < end else start


def _settled(masked: str, named: Sequence[int | None]) -> tuple[str, list[int | None]]:
    """Return the masked text without brackets and likened names, dashes alike; and the mentions of the marks left."""
    kept = list(named)
    for pattern, instead in ((_BRACKETS, ""), (_LIKENED, "it")):
        parts, at, seen, left = [], 0, 0, []
        for gone in pattern.finditer(masked):
            before = masked[at : gone.start()]
            count = len(_CAPITAL.findall(before))
            left += kept[seen : seen + count]
            seen += count + len(_CAPITAL.findall(gone.group()))
            parts += [before, instead]
            at = gone.end()
        if at:
            masked, kept = "".join([*parts, masked[at:]]), left + kept[seen:]
    return _SPACE.sub(" ", _DASH.sub(" — ", _BARE_POSSESSIVE.sub("'s", masked))).strip(), kept
