"""Cues, as caption files hold them → turns: one speaker's cues joined, with a time to go to every minute or so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from graph.outline import Block, BlockKind
from ingest.outline import paragraph
from ingest.outlines.text import clean
from ingest.sources.transcripts.speakers import by_colon, is_name, one_person_each

LONG = 60.0
"""Seconds after which a turn goes on in a new paragraph at the next sentence, so that a mention is found by ear."""
PAUSE = 3.0
"""Seconds of silence that end a paragraph, where a sentence ends too."""
OVERLONG = 2
"""Times LONG after which a paragraph ends even within a sentence: automatic captions have none."""
_SENTENCE_END = re.compile(r"[.!?…。？！][\"”’')\]]*$")
_TIGHT = re.compile(r"[.,;:!?…%)\]}’”]|['’](?:s|t|re|ve|ll|d|m)\b|n['’]t\b", re.IGNORECASE)
"""What follows without a space: word-wise transcripts hold punctuation and endings as cues of their own."""
CHAPTER_SECONDS = 45.0
CHAPTER_WORDS = 14
"""Chapters last long and say little; speech is never that slow."""


class Cue(Struct, frozen=True):
    """What is heard from `start` to `end` (None where the file does not say). `turns` is set where the speaker changes."""

    start: float
    end: float | None
    text: str
    speaker: str | None = None
    turns: bool = False


class Track(Struct, frozen=True):
    """A caption file: its cues in order, what it calls itself, and how many cues could not be read."""

    cues: tuple[Cue, ...]
    title: str | None = None
    broken: int = 0
    chapters: tuple[Cue, ...] = ()


def blocks_of(track: Track) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the track's blocks, and what was mended."""
    if not track.chapters and are_chapters(track.cues):
        return tuple(map(_chapter, track.cues)), ()
    cues = _without_rolling(track.cues)
    spoken = {cue.speaker: 0 for cue in cues if cue.speaker}
    for cue in cues:
        if cue.speaker:
            spoken[cue.speaker] += 1
    chosen = one_person_each(spoken)
    blocks = list(_turns([replace(cue, speaker=chosen.get(cue.speaker or "", cue.speaker)) for cue in cues]))
    repairs = {"cue-not-read"} if track.broken else set()
    repairs |= {"rolling-captions"} if len(cues) < len([cue for cue in track.cues if cue.text]) else set()
    repairs |= {"speaker-spelling"} if any(name != other for name, other in chosen.items()) else set()
    return tuple(_with_chapters(blocks, track.chapters)), tuple(sorted(repairs))


def are_chapters(cues: Sequence[Cue]) -> bool:
    """Tell a file of chapters from one of captions: each of its cues is long and has few words."""
    long = [cue for cue in cues if (cue.end or cue.start) - cue.start >= CHAPTER_SECONDS]
    brief = [cue for cue in long if len(cue.text.split()) <= CHAPTER_WORDS and cue.speaker is None]
    return len(cues) > 1 and len(brief) * 4 >= len(cues) * 3


def named(text: str, before: str | None = None) -> tuple[str | None, str, bool]:
    """Return a cue's (speaker, words, whether somebody else begins), by "NAME: …", ">> NAME: …" or a dash."""
    marked = re.match(r"(?:>>+|[-–—])\s*(?=\S)", text)
    rest = text[marked.end() :] if marked else text
    told = by_colon(rest)
    if told is not None and is_name(told[0]):
        return told[0], told[1], True
    return (None if marked else before), rest, marked is not None


def _without_rolling(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues without what each repeats of the one before it, as captions do that roll up line by line."""
    out: list[Cue] = []
    shown: list[str] = []
    repeated = sum(_overlap(one.text.split(), other.text.split()) > 0 for one, other in pairwise(cues))
    rolls = repeated * 2 >= max(len(cues) - 1, 1)
    for cue in cues:
        words = cue.text.split()
        fresh = words[_overlap(shown, words) :] if rolls else words
        shown = words if rolls else shown
        if fresh:
            out.append(replace(cue, text=" ".join(fresh)))
    return out


def _overlap(before: Sequence[str], words: Sequence[str]) -> int:
    """Return how many of the words, from the first on, the text before ended with; one or two are chance."""
    if list(before) == list(words):
        return len(words)
    most = min(len(before), len(words))
    return next((n for n in range(most, 1, -1) if list(before[-n:]) == list(words[:n])), 0)


def _turns(cues: Sequence[Cue]) -> Iterator[Block]:
    """Yield a turn for each change of speaker and a paragraph for each further stretch of it."""
    texts: list[str] = []
    begun: Cue | None = None
    last: Cue | None = None
    kind = BlockKind.TURN
    for cue in cues:
        if begun is None or last is None:
            begun = cue
        elif (changed := cue.turns or cue.speaker != last.speaker) or _ends_here(begun, last, cue, texts):
            yield from _block(kind, begun, texts)
            begun, texts, kind = cue, [], BlockKind.TURN if changed else BlockKind.PARAGRAPH
        texts.append(cue.text)
        last = cue
    if begun is not None:
        yield from _block(kind, begun, texts)


def _ends_here(begun: Cue, last: Cue, cue: Cue, texts: Sequence[str]) -> bool:
    """Tell whether a new paragraph begins with this cue of the same speaker."""
    if cue.start - begun.start >= OVERLONG * LONG:
        return True
    paused = last.end is not None and cue.start - last.end >= PAUSE
    return (paused or cue.start - begun.start >= LONG) and _SENTENCE_END.search(texts[-1]) is not None


def _block(kind: BlockKind, begun: Cue, texts: Iterable[str]) -> Iterator[Block]:
    joined = ""
    for text in texts:
        joined += text if not joined or _TIGHT.match(text) else f" {text}"
    if block := paragraph(joined):
        yield replace(block, kind=kind, speaker=begun.speaker, start=begun.start)


def _chapter(cue: Cue) -> Block:
    return Block(BlockKind.HEADING, clean(cue.text), level=2, start=cue.start)


def _with_chapters(blocks: Sequence[Block], chapters: Sequence[Cue]) -> Iterator[Block]:
    """Yield the blocks with each chapter's heading where it begins."""
    waiting = list(chapters)
    for block in blocks:
        while waiting and block.start is not None and waiting[0].start <= block.start:
            yield _chapter(waiting.pop(0))
        yield block
    yield from map(_chapter, waiting)
