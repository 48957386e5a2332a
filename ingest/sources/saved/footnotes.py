"""Footnotes in saved text, where a marker is just a digit beside a word: "o31" is "o3" and note 1, "GPT-4" is a name.

Principle: a digit is a marker only where a footnote explains it. The notes that a text really has give the numbers;
every place where one of them may stand is a candidate, scored by its form; the assignment is the best one that ascends
in reading order and uses each number once. What two places claim with equal right is left alone and flagged.

A marker leaves the text and becomes an empty link to its note, so that text and names are clean and the way is kept.
Known exception: a lost marker whose number stands in a name at a likely place is taken for that name's digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from graph.outline import Block, BlockKind, Link, Outline, Span
from ingest.sources.saved.markers import LIKELY, Marker, halves, markers

ANCHOR = "note-"
MOST_NOTES = 99
_NUMBER_ALONE = re.compile(r"\[?(\d{1,2})[\].]?")
_COVERED = 2
"""A number that finds a place counts as much as two points of form: notes without any marker are rare."""


class Noted(Struct, frozen=True):
    """Blocks with their footnotes read, and what was mended on the way."""

    blocks: tuple[Block, ...]
    repairs: tuple[str, ...] = ()

    def outline(self) -> Outline:
        """Return the blocks as an outline."""
        return Outline(self.blocks, tuple(sorted(set(self.repairs))))


def read_numbered(blocks: Sequence[Block]) -> Noted:
    """Read the notes that stand at the end, each after a line with its number alone; without such notes change nothing."""
    found = _numbered(blocks)
    if found is None:
        return Noted(tuple(blocks))
    start, notes = found
    body = blocks[:start]
    chosen, doubtful = assign(markers(body, len(notes), blocks[start:]), len(notes))
    placed = {number for marker in chosen for number in marker.numbers}
    if len(placed | doubtful) * 2 < len(notes):
        # Numbered sections of an essay, say, unless they are the smaller part and something certain points at them.
        smaller = _length(blocks[start:]) < _length(body)
        chosen = [marker for marker in chosen if smaller and marker.score >= LIKELY]
        placed = {number for marker in chosen for number in marker.numbers}
        if not chosen:
            return Noted(tuple(blocks))
    linked = _linked(body, chosen)
    told = [note for number, lines in enumerate(notes, 1) for note in noted(lines, number)]
    return Noted((*linked, *told), _repairs(placed, doubtful, len(notes)))


def read_ordered(body: Sequence[Block], notes: Sequence[Block], first: int = 1) -> Noted:
    """Join a body to notes that have no numbers: the first note is the lowest marker's, and so on.

    `first` is 2 where note 1 could not be told from the body: its marker goes, and leads nowhere.
    """
    most = len(notes) + first - 1
    chosen, doubtful = assign(markers(body, most), most)
    if squeezed := halves(body):
        fewer = most - len(squeezed)
        plain, _ = assign(markers(body, fewer), fewer)
        if len(plain) == fewer:
            chosen, doubtful = _counted_anew(plain, squeezed), set()
    placed = {number for marker in chosen for number in marker.numbers}
    told = [note for number, block in enumerate(notes, first) for note in noted([block], number)]
    linked = [_leading(block, first) for block in _linked(body, chosen)]
    return Noted((*linked, *told), _repairs(placed, doubtful, most))


def drop_unexplained(body: Sequence[Block]) -> Noted:
    """Take out the markers of notes that were cut off: only numbers that count 1, 2, 3 … where no number belongs."""
    found = [marker for marker in markers(body, MOST_NOTES) if marker.set_off]
    for most in range(max((marker.numbers[-1] for marker in found), default=0), 0, -1):
        chosen, doubtful = assign([marker for marker in found if marker.numbers[-1] <= most], most)
        if doubtful or [number for marker in chosen for number in marker.numbers] != list(range(1, most + 1)):
            continue
        if chosen[-1].score >= LIKELY and all(_is_likely(marker, found) for marker in chosen):
            linked = _linked(body, chosen)
            bare = [
                replace(b, links=tuple(it for it in b.links if not it.url.startswith(f"#{ANCHOR}"))) for b in linked
            ]
            return Noted(tuple(bare), ("notes-missing",))
    return Noted(tuple(body))


def assign(found: Sequence[Marker], most: int) -> tuple[list[Marker], set[int]]:
    """Return the markers chosen for the notes 1 to `most`, in reading order, and the numbers that stay doubtful."""
    fitting = (marker for marker in found if marker.numbers[0] >= 1 and marker.numbers[-1] <= most)
    found = sorted(fitting, key=lambda marker: (marker.block, marker.end, marker.start))
    path, doubtful = _best_path(found)
    if doubtful:
        path, _ = _best_path([marker for marker in found if doubtful.isdisjoint(marker.numbers)])
    placed = {number for marker in path for number in marker.numbers}
    for number in set(range(1, most + 1)) - placed - doubtful:
        # An author may move a paragraph and its note with it: out of order, only what is beyond doubt counts.
        alone = [marker for marker in found if number in marker.numbers]
        if len(alone) == 1 and alone[0].score >= LIKELY and placed.isdisjoint(alone[0].numbers):
            path = [*path, alone[0]]
            placed |= set(alone[0].numbers)
    return sorted(path, key=lambda it: it.place), doubtful


def noted(lines: Iterable[Block], number: int) -> list[Block]:
    """Return a note's blocks; a marker leads to the first."""
    plain = [replace(block, kind=BlockKind.NOTE, level=0, list=0, ordered=False) for block in lines]
    return [replace(plain[0], anchors=(*plain[0].anchors, f"{ANCHOR}{number}")), *plain[1:]]


def _numbered(blocks: Sequence[Block]) -> tuple[int, list[list[Block]]] | None:
    """Return where the notes begin and each one's blocks; None where the last blocks are no notes that count from 1."""
    starts = [place for place, block in enumerate(blocks) if _number(block) == 1]
    if not starts or starts[-1] == 0:
        return None
    notes: list[list[Block]] = []
    for block in blocks[starts[-1] :]:
        if _number(block) == len(notes) + 1 and (not notes or notes[-1]) and len(notes) < MOST_NOTES:
            notes.append([])
        else:
            notes[-1].append(block)
    return (starts[-1], notes) if notes[-1] else None


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _number(block: Block) -> int | None:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return None
    found = _NUMBER_ALONE.fullmatch(block.text)
    return int(found[1]) if found else None


def _best_path(found: Sequence[Marker]) -> tuple[list[Marker], set[int]]:
    """Return the ascending markers with the highest sum, and the numbers for which two places reach that sum."""
    before = _sums(found)
    after = _sums([_mirrored(marker) for marker in reversed(found)])[::-1]
    whole = [left + right - _worth(marker) for left, right, marker in zip(before, after, found, strict=True)]
    best = max(whole, default=0)
    places: dict[int, int] = {}
    for marker, total in zip(found, whole, strict=True):
        for number in marker.numbers if total == best else ():
            places[number] = places.get(number, 0) + 1
    path: list[Marker] = []
    rest = best
    for marker, total in zip(reversed(found), reversed(before), strict=True):
        if total == rest and rest > 0 and (not path or marker.precedes(path[-1])):
            path.append(marker)
            rest -= _worth(marker)
    return path[::-1], {number for number, count in places.items() if count > 1}


def _sums(found: Sequence[Marker]) -> list[int]:
    """Return for each marker the highest sum of a path that ends with it; `found` is in the order of their ends."""
    reached: dict[int, int] = {}
    sums: list[int] = []
    settled = 0
    for marker in found:
        while settled < len(sums) and not _touch(found[settled], marker):
            last = found[settled].numbers[-1]
            reached[last] = max(reached.get(last, 0), sums[settled])
            settled += 1
        best = max((total for last, total in reached.items() if last < marker.numbers[0]), default=0)
        sums.append(best + _worth(marker))
    return sums


def _touch(one: Marker, other: Marker) -> bool:
    """Tell two readings of the same digits."""
    return one.block == other.block and one.end > other.start


def _mirrored(marker: Marker) -> Marker:
    """Return the marker as it stands in the text read backwards, where its numbers ascend again."""
    numbers = tuple(-number for number in reversed(marker.numbers))
    return replace(marker, block=-marker.block, start=-marker.end, end=-marker.start, numbers=numbers)


def _worth(marker: Marker) -> int:
    return marker.score + _COVERED * len(marker.numbers)


def _is_likely(marker: Marker, found: Sequence[Marker]) -> bool:
    """Tell a marker whose form says so, or the only place for a number that a later marker asks for."""
    return marker.score >= LIKELY or sum(marker.numbers == other.numbers for other in found) == 1


def _linked(body: Sequence[Block], chosen: Sequence[Marker]) -> list[Block]:
    """Return the blocks with the markers taken out and links in their stead."""
    mine = [[marker for marker in chosen if marker.block == number] for number in range(len(body))]
    return [_without(block, gone) if gone else block for block, gone in zip(body, mine, strict=True)]


def _leading(block: Block, first: int) -> Block:
    """Return the block with those links to notes that lead to one: from this number on."""
    gone = {f"#{ANCHOR}{number}" for number in range(1, first)}
    return replace(block, links=tuple(link for link in block.links if link.url not in gone))


def _without(block: Block, gone: Sequence[Marker]) -> Block:
    parts, at, links = [], 0, []
    for marker in gone:
        parts.append(block.text[at : marker.start])
        at = marker.end
        here = sum(map(len, parts))
        links += [Link(here, here, f"#{ANCHOR}{number}") for number in marker.numbers]
    text = "".join((*parts, block.text[at:]))

    def moved(place: int) -> int:
        return place - sum(min(place, marker.end) - marker.start for marker in gone if marker.start < place)

    kept = [Link(moved(link.start), moved(link.end), link.url) for link in block.links]
    spans = [Span(moved(span.start), moved(span.end)) for span in block.emphasis]
    return replace(
        block,
        text=text,
        links=tuple(sorted((*kept, *links), key=lambda link: link.start)),
        emphasis=tuple(span for span in spans if span.start < span.end),
    )


def _counted_anew(plain: Sequence[Marker], squeezed: Sequence[Marker]) -> list[Marker]:
    """Number 1, 2, 2.5, 3 as 1, 2, 3, 4, which is how their notes stand."""
    ranks = [(marker.numbers[-1], 0, marker) for marker in plain] + [(half.numbers[-1], 1, half) for half in squeezed]
    ranks.sort(key=lambda rank: rank[:2])
    counted = [replace(marker, numbers=(number,)) for number, (_, _, marker) in enumerate(ranks, 1)]
    return sorted(counted, key=lambda marker: marker.place)


def _repairs(placed: set[int], doubtful: set[int], most: int) -> tuple[str, ...]:
    lost = set(range(1, most + 1)) - placed - doubtful
    codes = (("footnotes-linked", placed), ("footnote-in-doubt", doubtful), ("footnote-without-marker", lost))
    return tuple(code for code, which in codes if which)
