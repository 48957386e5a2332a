"""A document in figures: who says how much, how its chapters are filled, where what it names stands. All pure.

Words are what white space parts; a share is of all words of the text, figures and headings left out. What is named
counts once a block.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from graph.model import Document, Node, NodeId
from graph.outline import Block, BlockKind
from graph.views.document_shapes import Chapter, Figures, NamedHere, Voice
from graph.views.shapes import NameAt

_CLOCK = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")
_UNSAID = frozenset({BlockKind.HEADING, BlockKind.FIGURE})
"""What a block of these kinds says is not said by anybody."""


def figures(document: Document, names: Sequence[NameAt]) -> Figures:
    """Return the document in figures; `names` are what it names."""
    blocks = document.outline.blocks
    length, at_least = _length(document)
    words = [0 if block.kind in _UNSAID else len(block.text.split()) for block in blocks]
    return Figures(
        words=sum(words),
        turns=sum(block.kind is BlockKind.TURN for block in blocks),
        voices=_voices(blocks, words, None if at_least else length),
        chapters=_chapters(blocks, words, names),
        named=_named(words, names),
        length=length,
        at_least=at_least,
    )


def followed(
    blocks: Sequence[Block], names: Iterable[NameAt], speaker: str | None, node: NodeId | None
) -> tuple[int, ...]:
    """Return the blocks in which this one speaks and that one is named (None: whoever, whatever), with their headings."""
    naming = {name.block for name in names if name.node.id == node}
    found: list[int] = []
    heading: int | None = None
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            heading = number
        if (speaker is not None and block.speaker != speaker) or (node is not None and number not in naming):
            continue
        if heading is not None and heading not in found[-1:]:
            found.append(heading)
        heading = None
        if number not in found[-1:]:
            found.append(number)
    return tuple(found)


def _length(document: Document) -> tuple[float | None, bool]:
    """Return how long a recording takes and whether it is at least so: its summary says it, else its last second does."""
    starts = [block.start for block in document.outline.blocks if block.start is not None]
    if not starts:
        return None, False
    told = [_seconds(match) for match in _CLOCK.finditer(document.summary or "")]
    longest = max(told, default=0)
    return (longest, False) if longest > max(starts) else (max(starts), True)


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return float(hours * 3600 + minutes * 60 + seconds)


def _voices(blocks: Sequence[Block], words: Sequence[int], length: float | None) -> tuple[Voice, ...]:
    said, turns, first = Counter[str](), Counter[str](), dict[str, int]()
    for number, block in enumerate(blocks):
        if block.speaker is not None:
            first.setdefault(block.speaker, number)
            said[block.speaker] += words[number]
            turns[block.speaker] += block.kind is BlockKind.TURN
    seconds = _spoken(blocks, length)
    return tuple(
        Voice(
            name=name,
            first=number,
            turns=turns[name],
            words=said[name],
            share=said[name] / max(sum(words), 1),
            seconds=seconds.get(name),
            time_share=seconds[name] / length if length and name in seconds else None,
        )
        for name, number in first.items()
    )


def _spoken(blocks: Sequence[Block], length: float | None) -> dict[str, float]:
    """Return how many seconds each speaks: from the beginning of a turn to that of the next."""
    turns = [block for block in blocks if block.kind is BlockKind.TURN]
    starts = [block.start for block in turns if block.start is not None]
    if length is None or len(starts) < len(turns):
        return {}
    spoken: defaultdict[str, float] = defaultdict(float)
    for turn, (start, end) in zip(turns, pairwise([*starts, length]), strict=True):
        if turn.speaker is not None:
            spoken[turn.speaker] += max(end - start, 0.0)
    return dict(spoken)


def _chapters(blocks: Sequence[Block], words: Sequence[int], names: Iterable[NameAt]) -> tuple[Chapter, ...]:
    """Return what stands under each heading; what stands before the first is a chapter without a title."""
    naming = Counter(name.block for name in names)
    headings = [number for number, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    edges = [*({0, *headings} if blocks else ()), len(blocks)]
    return tuple(
        Chapter(
            block=start if blocks[start].kind is BlockKind.HEADING else None,
            title=blocks[start].text if blocks[start].kind is BlockKind.HEADING else "",
            start=blocks[start].start,
            words=sum(words[start:end]),
            names=sum(naming[number] for number in range(start, end)),
        )
        for start, end in pairwise(sorted(edges))
    )


def _named(words: Sequence[int], names: Iterable[NameAt]) -> tuple[NamedHere, ...]:
    nodes: dict[NodeId, Node] = {}
    blocks: defaultdict[NodeId, set[int]] = defaultdict(set)
    for name in names:
        nodes[name.node.id] = name.node
        blocks[name.node.id].add(name.block)
    before = [0, *accumulate(words)]
    total = max(before[-1], 1)
    most = sorted(blocks, key=lambda key: (-len(blocks[key]), min(blocks[key]), key))
    return tuple(
        NamedHere(
            node=nodes[key],
            blocks=tuple(sorted(blocks[key])),
            at=tuple(before[block] / total for block in sorted(blocks[key])),
        )
        for key in most
    )
