"""A sentence as the rules see it: lower-case words, and one capital letter for each thing that is named.

"Gemma 2, a model from Google" is read as "M, a model from O". Rules are regular expressions over that, so that what they
say about names is said of all names. What stands in brackets, and quotation marks, is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

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
# "Northwind's “Gates That Leak”", "Northwind, “Gates That Leak”": what is quoted there is a work.
_QUOTED_WORK = re.compile(r"\A(['’]s(?: [a-z-]{1,20}){0,4}|,) [\"“](?=[A-Z][^\"”]* )")
_DASH = re.compile(r"\s*—\s*|\s+[–-]{1,3}\s+|\s*–\s*(?=[^\d\s])")
_SPACE = re.compile(r"\s+")
# "GPT-4-level", "pre-Transformer": a comparison or a time, not the thing itself.
_LIKENED = re.compile(
    r"(?:\b(?:non|pre|post|anti|pseudo|quasi|sub|near)-)[A-Z]|"
    r"[A-Z](?=-(?:style|like|level|class|inspired|quality|sized|compatible|free|adjacent|killer|esque|ish|era|scale)\b)"
)
# "A pretrained model", "few-shot prompts": what kind of thing it is, not a thing that is named.
_QUALIFIER = re.compile(r"[a-z-]*(?:(?<!-bas)ed|-shot)\Z", re.IGNORECASE)
_NOUN_FOLLOWS = re.compile(r" \w")
_CONTRACTED = re.compile(r"\b(it|that|this|which|who|what|there|here|he|she)'s\b")
# "M (O)" names who made M; "M (which is built on M)" goes on about M.
_ASIDE = re.compile(r"(?P<of>(?:[A-Z] )?)\((?P<aside>[^()]{1,200})\)")
_ITS_MAKER = re.compile(r"O(?: (?:and|&) O)?(?:,? [a-z ]{0,16}\d{4})?\Z")
# "● Strong results: beats …": what only heads a note.
_BULLET = re.compile(r"\A\s*[•●*·▪◦–-] ?(?:[^:;?—A-Z]{1,50}: )?")
_CAPITAL = re.compile(r"[A-Z]")
_BARE_POSSESSIVE = re.compile(r"(?<=[A-Z])'(?=\s)")
_SET_OFF = re.compile(r"[\s\"'”’)\]]*(?:[-–—|•·:.]+\s+|\s(?=[\"“]?[A-Z]))")
"""What sets a label off from the sentence after it."""


class Frame(Struct, frozen=True):
    """A sentence (`start` to `end` of passage `passage`), masked; `named` are the mentions of its marks, in order.

    A mark's mention is None where the mark stands for a label. `label`: the sentence is what a label says. `opens`: it
    is the first one after a label. `aside`: it is what stands in brackets, as if it were said of the name before them.
    """

    passage: int
    start: int
    end: int
    text: str
    places: tuple[int, ...]
    named: tuple[int | None, ...]
    label: bool = False
    opens: bool = False
    aside: bool = False

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
        begin = _after_label(passage.text, start, end, labels)
        if here or begin > start:
            yield from _frame(passage.text, number, Span(begin, end), here, labels, opens=begin > start)


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
    opens: bool = False,
) -> Iterator[Frame]:
    if span.end - span.start > MOST_SIGNS or len(named) > MOST_NAMES:
        return
    marks: list[tuple[int, int, str, int | None]] = [(m.start, m.end, MARKS.get(m.kind, ""), n) for m, n in named]
    marks += [(o.start, o.end, LABEL, None) for o in labels if span.start <= o.start and o.end <= span.end]
    parts, places, at = [], [], span.start
    for start, end, mark, place in sorted(marks, key=lambda one: one[:2]):
        if start < at or not mark or (mark == "T" and _qualifies(text, start, end)):
            continue
        parts += [_plain(text[at:start]), mark, "-based" if text.endswith("-based", start, end) else ""]
        places.append(place)
        at = end
    masked = "".join([*parts, _plain(text[at : span.end])])
    yield _settled(Frame(number, span.start, span.end, masked, (), tuple(places), label, opens))
    for aside, said in _asides(masked, places):
        yield _settled(Frame(number, span.start, span.end, aside, (), tuple(said), label, aside=True))


def _asides(masked: str, named: Sequence[int | None]) -> Iterator[tuple[str, list[int | None]]]:
    """Yield what stands in brackets and says more than a name, with the name before it, and the mentions of its "
    "marks."""
    for found in _ASIDE.finditer(masked):
        aside, of = found.group("aside"), found.group("of").strip()
        first = len(_CAPITAL.findall(masked, 0, found.start()))
        count = len(_CAPITAL.findall(found.group()))
        if _ITS_MAKER.match(aside) and of:
            yield f"{of} from {aside}", list(named[first : first + count])
        elif count > len(of) and " " in aside:
            yield f"{of}, {aside}" if of else aside, list(named[first : first + count])


def _plain(text: str) -> str:
    """Return the words between names: no capital letter is left that could be taken for a name."""
    text = _QUOTED_WORK.sub(r"\1 piece ", text)
    return _CONTRACTED.sub(r"\1 is", text.translate(_QUOTES).lower())


def _qualifies(text: str, start: int, end: int) -> bool:
    return bool(_QUALIFIER.match(text, start, end) and _NOUN_FOLLOWS.match(text, end))


def _after_label(text: str, start: int, end: int, labels: Sequence[Span]) -> int:
    """Return where a sentence begins, after the label that opens it and is set off from it."""
    opening = next((span for span in labels if span.start <= start + 1 and start < span.end < end), None)
    set_off = _SET_OFF.match(text, opening.end, end) if opening else None
    return set_off.end() if set_off and set_off.end() < end else start


def _settled(frame: Frame) -> Frame:
    """Return the frame without brackets and likened names, dashes alike, and with the places of the marks left."""
    masked, kept = frame.text, list(frame.named)
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
    masked = _BULLET.sub("", masked)
    masked = _SPACE.sub(" ", _DASH.sub(" — ", _BARE_POSSESSIVE.sub("'s", masked))).strip()
    return replace(frame, text=masked, places=tuple(m.start() for m in _CAPITAL.finditer(masked)), named=tuple(kept))
