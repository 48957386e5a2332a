"""A document's outline as a page draws it: runs of text, links and emphasis, with the items marked. All pure."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from api.pages.naming import Stretch, stretches
from api.pages.words import openable
from graph.model import Item, Node
from graph.outline import Block, BlockKind
from graph.views.shapes import NameAt

_NOTE = re.compile(r"note-(\d+)")
"""The anchor of a note that a reader of plain text numbered."""


class Run(Struct, frozen=True):
    """A stretch of a block's text that is drawn alike. `url` is set where it is a link.

    `note` is a footnote's mark: it is drawn raised and is no part of the text. `concept` is what the stretch names.
    """

    text: str
    url: str | None = None
    strong: bool = False
    note: bool = False
    concept: Node | None = None


class DrawnBlock(Struct, frozen=True, kw_only=True):
    """A block with its number in the outline, its text as runs, and the items that start in it."""

    number: int
    kind: str
    level: int
    text: str
    runs: tuple[Run, ...]
    marker: str
    anchors: tuple[str, ...]
    image: str | None
    items: tuple[Item, ...]
    listed: int = 0
    """For a heading: how many items stand under it, up to the next heading."""
    speaker: str | None = None
    """Who begins to speak here; None where the same one goes on."""
    start: float | None = None
    place: str | None = None
    """The name that leads to this second of a recording, at the first block that begins at it."""


def draw(
    blocks: Sequence[Block],
    items: Iterable[Item],
    shown: Sequence[int] | None = None,
    names: Mapping[int, Sequence[NameAt]] | None = None,
) -> list[DrawnBlock]:
    """Return the blocks as they are drawn, in reading order; only those with a `shown` number where that is given.

    `names` are what blocks name, by their numbers.
    """
    shown = range(len(blocks)) if shown is None else shown
    starting: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        starting[item.block].append(item)
    named = {anchor for number in shown for anchor in blocks[number].anchors}
    markers = _markers(blocks)
    listed = _listed(blocks, starting)
    places = _places(blocks)
    return [
        DrawnBlock(
            number=number,
            kind=block.kind.value,
            level=block.level,
            text=block.text,
            runs=runs(block, named, names.get(number, ()) if names else ()),
            marker=markers[number],
            anchors=tuple(f"a-{anchor}" for anchor in block.anchors),
            image=openable(block.image),
            items=tuple(starting[number]),
            listed=listed[number],
            speaker=block.speaker if block.kind is BlockKind.TURN else None,
            start=block.start,
            place=places.get(number),
        )
        for number in shown
        for block in (blocks[number],)
    ]


def place_at(start: float) -> str:
    """Return the name of a second on a document's page: t-94."""
    return f"t-{int(start)}"


def runs(block: Block, named: Collection[str] = (), names: Iterable[NameAt] = ()) -> tuple[Run, ...]:
    """Return the block's text cut wherever a link, an emphasis or one of the `names` begins or ends.

    A link within the document is kept where it leads to one of the `named` anchors; what no browser should follow is
    drawn as text. A name within a link is not marked: the link was there first.
    """
    links = [(link.start, link.end, _target(link.url, named)) for link in block.links]
    cuts = {0, len(block.text)}
    cuts |= {at for start, end, _ in links for at in (start, end)}
    cuts |= {at for span in block.emphasis for at in (span.start, span.end)}
    marked = _unlinked(stretches(block.text, names), links)
    cuts |= {at for start, end, _ in marked for at in (start, end)}
    edges = sorted(at for at in cuts if 0 <= at <= len(block.text))
    urls = _covers([link for link in links if link[2]], edges)
    strong = _covers([(span.start, span.end, "strong") for span in block.emphasis], edges)
    concepts = _covers([(start, end, name.node.id) for start, end, name in marked], edges)
    nodes = {name.node.id: name.node for _, _, name in marked}
    marks = _note_marks(block, named)
    drawn = list(marks[0])
    for (start, end), url, bold, concept in zip(pairwise(edges), urls, strong, concepts, strict=False):
        drawn += [Run(block.text[start:end], url, bool(bold), concept=nodes.get(concept or "")), *marks[end]]
    return tuple(drawn)


def _unlinked(found: Iterable[Stretch], links: Collection[tuple[int, int, str | None]]) -> list[Stretch]:
    """Return the stretches that no link touches."""
    return [one for one in found if not any(start < one[1] and one[0] < end for start, end, url in links if url)]


def _note_marks(block: Block, named: Collection[str]) -> defaultdict[int, list[Run]]:
    """Return the marks of footnotes by their place: links without a text of their own that lead to a numbered note."""
    marks: defaultdict[int, list[Run]] = defaultdict(list)
    for link in block.links:
        number = _note_number(link.url.removeprefix("#"))
        if link.start == link.end and number and (target := _target(link.url, named)):
            marks[link.start].append(Run(number, target, note=True))
    return marks


def _note_number(anchor: str) -> str | None:
    found = _NOTE.fullmatch(anchor)
    return found[1] if found else None


def _covers(stretches: Iterable[tuple[int, int, str | None]], edges: Sequence[int]) -> list[str | None]:
    """Return for each edge what the first stretch that covers the text behind it says; in one walk over both."""
    waiting = deque(sorted(stretches, key=lambda stretch: stretch[0]))
    open_: list[tuple[int, int, str | None]] = []
    said = []
    for edge in edges:
        while waiting and waiting[0][0] <= edge:
            open_.append(waiting.popleft())
        open_ = [stretch for stretch in open_ if stretch[1] > edge]
        said.append(open_[0][2] if open_ else None)
    return said


def _target(url: str, named: Collection[str]) -> str | None:
    if url.startswith("#"):
        return f"#a-{url[1:]}" if url[1:] in named else None
    return openable(url)


def _places(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the names of the seconds at which blocks begin, each once: a chapter has it before its first turn."""
    found: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if block.start is not None:
            found.setdefault(place_at(block.start), number)
    return {number: name for name, number in found.items()}


def _markers(blocks: Sequence[Block]) -> list[str]:
    """Return what stands before each list item and note: its number in its list and depth, or a bullet; a note's number."""
    found, counts = [], defaultdict[tuple[int, int], int](int)
    for block in blocks:
        counts[block.list, block.level] += 1
        if block.kind is BlockKind.NOTE:
            found.append(next(filter(None, map(_note_number, block.anchors)), ""))
            continue
        numbered = block.kind is BlockKind.LIST_ITEM and block.ordered
        found.append(f"{counts[block.list, block.level]}." if numbered else "•")
    return found


def _listed(blocks: Sequence[Block], starting: defaultdict[int, list[Item]]) -> list[int]:
    found, count = [0] * len(blocks), 0
    for number in range(len(blocks) - 1, -1, -1):
        count += len(starting[number]) if number in starting else 0
        if blocks[number].kind is BlockKind.HEADING:
            found[number], count = count, 0
    return found
