"""An episode's page, as lines in order → header, turns, chapters and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from graph.names import fold
from graph.outline import Block, BlockKind, Outline
from ingest.sources.transcripts.figures import is_description, is_embed
from ingest.sources.transcripts.header import Header, read_header
from ingest.sources.transcripts.lines import Line, Sort, respelt, tell_apart
from ingest.sources.transcripts.speakers import one_person_each

FEWEST_TURNS = 4
"""Fewer lines with a time or a name are a text that quotes somebody."""
SPOKEN_WORDS = 12
"""Words that somebody who speaks alone says at a time; fewer behind one and the same word are a list of topics."""
CHAPTER_LEVEL = 2


class Episode(Struct, frozen=True):
    """What an episode's page holds."""

    header: Header
    people: tuple[str, ...]
    outline: Outline


def is_transcript(blocks: Sequence[Block]) -> bool:
    """Tell a transcript: several turns, said by people who come back, in the order of the clock."""
    turns = [line for line in tell_apart(blocks) if line.sort is Sort.TURN]
    names = [line.speaker for line in turns if line.speaker]
    starts = [line.start for line in turns if line.start is not None]
    backward = sum(later < earlier for earlier, later in pairwise(starts))
    alone = len(set(names)) == 1 and sum(len(line.block.text.split()) for line in turns) < SPOKEN_WORDS * len(turns)
    return len(names) >= FEWEST_TURNS and len(set(names)) < len(names) and not alone and backward * 10 <= len(turns)


def read_episode(blocks: Sequence[Block]) -> Episode:
    """Return the episode: what stands above the first chapter or turn is its header."""
    lines = tell_apart(blocks)
    begins = next((n for n, line in enumerate(lines) if line.sort in (Sort.TURN, Sort.CHAPTER)), len(lines))
    said = Counter(line.speaker for line in lines if line.speaker)
    listed = {fold(line.block.text) for line in lines if line.sort is Sort.CONTENTS}
    texts = [line.block for line in lines[:begins] if line.sort is Sort.TEXT]
    above = [block for block in texts if fold(block.text) not in listed]
    header = read_header(above, frozenset(said))
    chosen = one_person_each(said, header.people)
    body = _with_contents(lines[:begins], respelt(lines[begins:], chosen))
    told = _Telling(body)
    told.run()
    repairs = {*told.repairs, *_header_repairs(header, lines, chosen)}
    rest = tuple(replace(block, kind=_plain(block)) for block in header.rest)
    people = tuple(dict.fromkeys(chosen.get(name, name) for name in header.people))
    return Episode(header, people, Outline((*rest, *told.blocks), tuple(sorted(repairs))))


def _header_repairs(header: Header, lines: Sequence[Line], chosen: dict[str, str]) -> Iterator[str]:
    if header.dropped:
        yield "page-labels"
    if any(line.sort is Sort.CONTENTS for line in lines):
        yield "contents-list"
    if any(name != other for name, other in chosen.items()):
        yield "speaker-spelling"


def _plain(block: Block) -> BlockKind:
    return BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind


def _with_contents(above: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """Return the body with the chapters that only a list above it names, each where the clock reaches it.

    A title that stands there already, without its time, is that chapter.
    """
    waiting = [replace(line, sort=Sort.CHAPTER) for line in above if line.sort is Sort.CONTENTS]
    if any(line.sort is Sort.CHAPTER for line in body):
        return list(body)
    out: list[Line] = []
    for line in body:
        while waiting and line.sort is Sort.TURN and line.start is not None and (waiting[0].start or 0.0) <= line.start:
            chapter = waiting.pop(0)
            if out and out[-1].sort is Sort.TEXT and fold(out[-1].block.text) == fold(chapter.block.text):
                out.pop()
            out.append(chapter)
        out.append(line)
    return [*out, *waiting]


class _Telling:
    """Follows the lines of a transcript: who speaks, and whether a text is speech or a picture's description."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._speaker: str | None = None
        self._aside = False
        self._waiting: Line | None = None
        self.blocks: list[Block] = []
        self.repairs: set[str] = set()

    def run(self) -> None:
        """Read all lines."""
        for n, line in enumerate(self._lines):
            if line.sort is Sort.TURN:
                self._turn(line)
            elif line.sort is Sort.CHAPTER or line.block.kind is BlockKind.HEADING:
                self._chapter(line, n)
            else:
                self._text(line)
        self._wait(None)

    def _turn(self, line: Line) -> None:
        self._wait(line if not line.block.text else None)
        self._speaker, self._aside = line.speaker, False
        if line.block.text:
            self._say(line.block, line.start, BlockKind.TURN)

    def _wait(self, line: Line | None) -> None:
        """Keep a name or a time that stands alone for the words that follow it."""
        if self._waiting is not None:
            self.repairs.add("empty-turn")
        self._waiting = line

    def _chapter(self, line: Line, n: int) -> None:
        self._wait(None)
        self._speaker, self._aside = None, True
        block = line.block
        level = block.level if block.kind is BlockKind.HEADING else CHAPTER_LEVEL
        start = line.start if line.sort is Sort.CHAPTER else self._next_start(n)
        self._aside = start is not None
        self.blocks.append(
            replace(block, kind=BlockKind.HEADING, level=level, list=0, ordered=False, emphasis=(), start=start)
        )

    def _next_start(self, n: int) -> float | None:
        """Return when the next turn begins, for a heading that has no time of its own."""
        following = (line for line in self._lines[n + 1 :] if line.sort is not Sort.TEXT)
        line = next(following, None)
        return line.start if line is not None and line.sort is Sort.TURN else None

    def _text(self, line: Line) -> None:
        block = line.block
        if self._waiting is not None and block.kind is not BlockKind.FIGURE and not is_embed(block):
            waiting, self._waiting = self._waiting, None
            self._say(block, waiting.start, BlockKind.TURN)
        elif is_embed(block):
            self._embed(block)
        elif block.kind is BlockKind.FIGURE or (block.kind is BlockKind.PARAGRAPH and self._is_figure(block)):
            self.blocks.append(replace(block, kind=BlockKind.FIGURE))
        elif block.kind is BlockKind.LIST_ITEM and self._speaker is None:
            self.blocks.append(block)
        else:
            self._say(block, line.start, block.kind)

    def _is_figure(self, block: Block) -> bool:
        """Tell a text that nobody says, between a chapter's title and its first turn; elsewhere by its form."""
        return self._aside or is_description(block.text)

    def _embed(self, block: Block) -> None:
        if block.links:
            self.blocks.append(block)
        else:
            self.repairs.add("embed-left")

    def _say(self, block: Block, start: float | None, kind: BlockKind) -> None:
        self.blocks.append(replace(block, kind=kind, speaker=self._speaker, start=start))
