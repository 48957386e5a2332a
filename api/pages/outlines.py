"""A document's outline as a page draws it: runs of text, links and emphasis, with the items marked. All pure."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from api.pages.naming import Stretch, stretches
from api.pages.words import openable
from graph.model import Item, Node, NodeId
from graph.outline import Block, BlockKind
from graph.views.document_shapes import BlockRead
from graph.views.shapes import NameAt, Quote

_NOTE = re.compile(r"note-(\d+)")
"""The anchor of a note that a reader of plain text numbered."""

_SURE = 0.995
"""Below this a reading is drawn as a guess: it would be told as at most 99 % sure."""


class Run(Struct, frozen=True):
    """A stretch of a block's text that is drawn alike. `url` is set where it is a link.

    `note` is a footnote's mark: it is drawn raised and is no part of the text. `concept` is what the stretch names,
    `guess` how sure that is where it is not, `quote` the evidence that is shown behind the name's end. `read` tells what
    else the stretch was read as: an "entry", or what became of a link.
    """

    text: str
    url: str | None = None
    strong: bool = False
    note: bool = False
    concept: Node | None = None
    guess: float | None = None
    quote: Quote | None = None
    read: str | None = None


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
    skipped: int = 0
    """How many blocks (headings apart) are left out between this one and the one shown before it."""
    read: BlockRead | None = None


def draw(
    blocks: Sequence[Block],
    items: Iterable[Item],
    shown: Sequence[int] | None = None,
    names: Mapping[int, Sequence[NameAt]] | None = None,
    quotes: Mapping[int, Mapping[NodeId, Quote]] | None = None,
    read: Mapping[int, BlockRead] | None = None,
) -> list[DrawnBlock]:
    """Return the blocks as they are drawn, in reading order; only those with a `shown` number where that is given.

    `names` are what blocks name, by their numbers; `quotes` the evidence that is shown with some of them (block →
    concept → its mark); `read` what was read in blocks, where that is told.
    """
    shown = range(len(blocks)) if shown is None else shown
    starting: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        starting[item.block].append(item)
    named = {anchor for number in shown for anchor in blocks[number].anchors}
    markers = _markers(blocks)
    listed = _listed(blocks, starting)
    places = _places(blocks)
    skipped = _skipped(blocks, shown)
    speakers = _speakers(blocks, shown)
    return [
        DrawnBlock(
            number=number,
            kind=block.kind.value,
            level=block.level,
            text=block.text,
            runs=runs(
                block,
                named,
                names.get(number, ()) if names else (),
                quotes.get(number) if quotes else None,
                spans_read(block, read.get(number) if read else None),
            ),
            marker=markers[number],
            anchors=tuple(f"a-{anchor}" for anchor in block.anchors),
            image=openable(block.image),
            items=tuple(starting[number]),
            listed=listed[number],
            speaker=speakers[number],
            start=block.start,
            place=places.get(number),
            skipped=skipped[number],
            read=read.get(number) if read else None,
        )
        for number in shown
        for block in (blocks[number],)
    ]


def place_at(start: float) -> str:
    """Return the name of a second on a document's page: t-94."""
    return f"t-{int(start)}"


def spans_read(block: Block, read: BlockRead | None) -> list[tuple[int, int, str | None]]:
    """Return the stretches that labels of entries were read from, and what became of links."""
    if read is None:
        return []
    labels = [(block.text.find(one.item.label), one.item.label) for one in read.items if one.item.label]
    entries = [(start, start + len(label), "entry") for start, label in labels if start >= 0]
    return [*entries, *((link.start, link.end, link.why) for link in read.links)]


def runs(
    block: Block,
    named: Collection[str] = (),
    names: Iterable[NameAt] = (),
    quotes: Mapping[NodeId, Quote] | None = None,
    spans: Iterable[tuple[int, int, str | None]] = (),
) -> tuple[Run, ...]:
    """Return the block's text cut wherever a link, an emphasis, a span or one of the `names` begins or ends.

    A link within the document is kept where it leads to one of the `named` anchors; what no browser should follow is
    drawn as text. A name within a link is not marked: the link was there first.
    """
    links = [(link.start, link.end, _target(link.url, named)) for link in block.links]
    strong = [(span.start, span.end, "strong") for span in block.emphasis]
    spans = list(spans)
    marked = _unlinked(stretches(block.text, names), links)
    cuts = {at for start, end, _ in (*links, *strong, *spans, *marked) for at in (start, end)}
    edges = sorted(at for at in cuts | {0, len(block.text)} if 0 <= at <= len(block.text))
    covers = [
        _covers([link for link in links if link[2]], edges),
        _covers(strong, edges),
        _covers([(start, end, name.node.id) for start, end, name in marked], edges),
        _covers(spans, edges),
    ]
    by_node = {name.node.id: (end, name) for _, end, name in marked}
    marks = _note_marks(block, named)
    drawn = list(marks[0])
    for (start, end), url, bold, concept, read in zip(pairwise(edges), *covers, strict=False):
        run = Run(block.text[start:end], url, bool(bold), read=read)
        drawn += [_named(run, end, *by_node[concept], quotes or {}) if concept else run, *marks[end]]
    return tuple(drawn)


def _named(run: Run, end: int, last: int, name: NameAt, quotes: Mapping[NodeId, Quote]) -> Run:
    """Return the run as one that the name is written in; its evidence stands at the name's last end."""
    guess = name.confidence if name.confidence < _SURE else None
    return replace(run, concept=name.node, guess=guess, quote=quotes.get(name.node.id) if end == last else None)


def _skipped(blocks: Sequence[Block], shown: Sequence[int]) -> dict[int, int]:
    """Return of each shown block how many are left out before it, since the one shown before; of the first none."""
    said = [0, *accumulate(block.kind is not BlockKind.HEADING for block in blocks)]
    found = {shown[0]: 0} if shown else {}
    for before, number in pairwise(shown):
        found[number] = said[number] - said[before + 1]
    return found


def _speakers(blocks: Sequence[Block], shown: Sequence[int]) -> dict[int, str | None]:
    """Return who is named at each block: whoever speaks where another did before (shown or not), or a chapter begins."""
    found: dict[int, str | None] = {}
    speaking: str | None = None
    for before, number in pairwise([-1, *shown]):
        between = {block.speaker for block in blocks[before + 1 : number]} if found else set()
        speaker = blocks[number].speaker
        if blocks[number].kind is BlockKind.HEADING or between - {speaking, None}:
            speaking = None
        found[number] = speaker if speaker != speaking else None
        speaking = speaker or speaking
    return found


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
