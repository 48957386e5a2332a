"""Blocks of a page → what each line is: a turn with its speaker, a chapter, a stamp alone, or text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from graph.outline import Block, BlockKind
from ingest.sources.transcripts.header import is_header_line
from ingest.sources.transcripts.speakers import by_colon, is_name, opening_names, unseen_name
from ingest.sources.transcripts.stamps import CLOCKS, LEADING, MIDDLE, TRAILING, cut, moved, stamp_of

SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE})
RECURS = 2
"""What stands once before a colon may be anything; a speaker comes back."""
UNTIMED = 8
"""Lines "Ann: …" that make a transcript where nothing is timed: fewer are an interview quoted in a text."""
UNTIMED_SHARE = 0.3
"""The others go on with what somebody said before, or are titles."""
TIMED = 4
"""A time or two in a text that is not timed is one that somebody mentions."""
LONGEST_TITLE = 25
"""Words in a chapter's title; more of them are a paragraph that goes on with a turn, with a time of its own."""
SLACK = 2.0
"""Seconds by which a chapter's time may run ahead of its first turn's."""


class Sort(Enum):
    """What a line is."""

    TURN = "turn"
    CHAPTER = "chapter"
    CONTENTS = "contents"
    """A chapter told beforehand, in a list above the transcript."""
    TEXT = "text"


class Line(Struct, frozen=True):
    """One line told apart; its block holds the words only, without name and time."""

    sort: Sort
    block: Block
    start: float | None = None
    speaker: str | None = None


class _Stamped(Struct, frozen=True):
    """A line with a time in it: the words behind it (`rest`), before it (`title`), or both."""

    block: Block
    start: float
    title: str | None
    rest: int | None


def tell_apart(blocks: Sequence[Block]) -> list[Line]:
    """Return each block as what it is."""
    blocks = _with_lone_times(blocks)
    stamped = [_stamped(block) for block in blocks]
    speakers = _speakers(blocks, stamped)
    lines = [_line(block, time, speakers) for block, time in zip(blocks, stamped, strict=True)]
    return _in_order(lines, blocks)


def _with_lone_times(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with each time that has a line of its own put before the line that it belongs to."""
    found = [LEADING.fullmatch(block.text) for block in blocks]
    alone = [one is not None and not one["rest"] for one in found]
    if sum(alone) < TIMED:
        return blocks
    out: list[Block] = []
    for block, lone in zip(blocks, [False, *alone], strict=False):
        if lone and block.kind in SPOKEN:
            block = moved(block, f"{out.pop().text} ")
        out.append(block)
    return out


def _stamped(block: Block) -> _Stamped | None:
    if block.kind not in SPOKEN or is_header_line(block.text):
        return None
    if found := LEADING.fullmatch(block.text):
        return _Stamped(block, stamp_of(found), None, found.start("rest"))
    if (found := MIDDLE.fullmatch(block.text)) and is_name(found["title"]):
        return _Stamped(block, stamp_of(found), found["title"], found.start("rest"))
    if (found := TRAILING.fullmatch(block.text)) and CLOCKS.search(found["title"]) is None:
        return _Stamped(block, stamp_of(found), found["title"], None)
    return None


class _Speakers(Struct, frozen=True):
    """Names by the place where they stand: before a time, before a colon, or simply first."""

    before_time: frozenset[str]
    before_colon: frozenset[str]
    first: tuple[str, ...]
    timed: bool


def _speakers(blocks: Sequence[Block], stamped: Sequence[_Stamped | None]) -> _Speakers:
    timed = [line for line in stamped if line is not None]
    titles = Counter(line.title for line in timed if line.title and is_name(line.title))
    before_time = frozenset(name for name, count in titles.items() if count >= RECURS)
    openings = [line.block.text[line.rest :] for line in timed if line.title is None and line.rest is not None]
    openings = [text for text in openings if text]
    texts = openings if len(timed) >= TIMED else [block.text for block in blocks if block.kind in SPOKEN]
    named = [found[0] for text in texts if (found := by_colon(text))]
    before_colon = frozenset(name for name, count in Counter(named).items() if count >= RECURS)
    first = () if len(named) * 2 > len(openings) else opening_names(openings)
    again = sum(name in before_colon for name in named)
    if len(timed) < TIMED and (len(before_colon) < 2 or again < max(UNTIMED, UNTIMED_SHARE * len(texts))):
        before_colon = frozenset()
    return _Speakers(before_time, before_colon, tuple(sorted(first, key=len, reverse=True)), len(timed) >= TIMED)


def _line(block: Block, time: _Stamped | None, speakers: _Speakers) -> Line:
    if time is None:
        named = by_colon(block.text) if block.kind in SPOKEN and not speakers.timed else None
        if named is None or named[0] not in speakers.before_colon:
            return Line(Sort.TEXT, block)
        return Line(Sort.TURN, cut(block, len(block.text) - len(named[1])), None, named[0])
    if time.title is not None and (time.rest is not None or time.title in speakers.before_time):
        words = cut(block, time.rest if time.rest is not None else len(block.text))
        return Line(Sort.TURN, words, time.start, time.title)
    if time.title is not None:
        return Line(Sort.CHAPTER, cut(block, 0, len(time.title)), time.start)
    return _opened(cut(block, time.rest or 0), time.start, speakers)


def _opened(block: Block, start: float, speakers: _Speakers) -> Line:
    """Return a line that began with a time as the turn of the speaker it goes on with; else as one without."""
    named = by_colon(block.text)
    if named and (named[0] in speakers.before_colon or (speakers.before_colon and len(named[0].split()) <= 3)):
        return Line(Sort.TURN, cut(block, len(block.text) - len(named[1])), start, named[0])
    for name in speakers.first:
        if block.text == name or block.text.startswith(f"{name} "):
            return Line(Sort.TURN, cut(block, len(name)), start, name)
    if speakers.first and len(speakers.first[0].split()) > 1 and (name := unseen_name(block.text) or ""):
        return Line(Sort.TURN, cut(block, len(name)), start, name)
    if not (speakers.first or speakers.before_colon or speakers.before_time):
        return Line(Sort.CHAPTER if block.kind is BlockKind.HEADING else Sort.TURN, block, start)
    return Line(Sort.CHAPTER if block.kind is BlockKind.HEADING or _is_title(block.text) else Sort.TEXT, block, start)


def _is_title(text: str) -> bool:
    return 0 < len(text.split()) <= LONGEST_TITLE and not text.rstrip("”\"'’)").endswith((".", "…", ","))


def _in_order(lines: Sequence[Line], blocks: Sequence[Block]) -> list[Line]:
    """Return the lines with chapters only where the clock allows one; elsewhere a time is one of day, part of a text."""
    told = []
    last = 0.0
    contents = _contents(lines)
    for n, (line, block, ahead) in enumerate(zip(lines, blocks, _following(lines), strict=True)):
        if n in contents:
            line = replace(line, sort=Sort.CONTENTS)
        elif line.start is not None and line.sort is not Sort.TURN and not last - SLACK <= line.start <= ahead + SLACK:
            line = Line(Sort.TEXT, block)
        if line.sort is Sort.TURN and line.start is not None:
            last = line.start
        told.append(line)
    return told


def _contents(lines: Sequence[Line]) -> frozenset[int]:
    """Return the chapters above the first turn that the clock reaches only later: up to where it starts anew."""
    first = next((n for n, line in enumerate(lines) if line.sort is Sort.TURN), len(lines))
    above = [n for n in range(first) if lines[n].sort is Sort.CHAPTER]
    starts = [lines[n].start or 0.0 for n in above]
    again = next((k for k in range(1, len(starts)) if starts[k] < starts[k - 1]), None)
    if again is not None:
        return frozenset(above[:again])
    begins = lines[first].start if first < len(lines) else None
    late = begins is not None and any(start > begins + SLACK for start in starts)
    return frozenset(above) if late else frozenset()


def _following(lines: Sequence[Line]) -> Iterator[float]:
    """Yield for each line the time of the next turn."""
    ahead: list[float] = []
    reached = float("inf")
    for line in reversed(lines):
        ahead.append(reached)
        if line.sort is Sort.TURN and line.start is not None:
            reached = line.start
    return reversed(ahead)


def respelt(lines: Sequence[Line], chosen: dict[str, str]) -> list[Line]:
    """Return the lines with each speaker under one name."""
    return [replace(line, speaker=chosen.get(line.speaker, line.speaker)) if line.speaker else line for line in lines]
