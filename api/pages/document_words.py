"""What a document's page says of figures, links and relations, and what it measures before it draws. All pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.pages.words import clock, counted, grouped, people
from graph.views.document_shapes import BlockRead, Chapter, Figures, NamedHere, Voice

SHAPES = 6
"""How many shapes there are to tell speakers apart by."""

READ_LINKS = {
    "further": "read as a further link of the entry",
    "cited": "read as a reference to",
    "empty": "left out: the source wrote no address into it",
    "itself": "left out: it leads to this very text",
    "no-page": "left out: it leads to no page of the web",
    "other-list": "left out: its list is not read as a reading list, and no list here has what it leads to",
    "unchosen": "left out: it is no scholarly work, and no list here has it",
}
_READ = frozenset({"further", "cited"})

_STATED = {
    "INTRODUCES": "introduces",
    "USES": "uses",
    "EVALUATED_ON": "is evaluated on",
    "AUTHORED_BY": "is by",
    "RELEASED_BY": "is released by",
    "SUCCEEDS": "comes after",
    "VARIANT_OF": "is a variant of",
    "OUTPERFORMS": "is better than",
    "COMPARED_WITH": "is compared with",
}

_MOST = 10
_FEW = 4
_THIN = 60
"""A chapter of fewer words than this is measured as if it had so many: one name in ten words is no peak."""


def part_of(share: float) -> str:
    """Return "61 %" with a narrow space, "under 1 %" for next to nothing; all of it is "100 %"."""
    whole = round(share * 100)
    return f"{whole}\u202f%" if whole or not share else "under 1\u202f%"


def voice_words(voice: Voice) -> str:
    """Return what a speaker has of the talk: "61 % of the words, 58 % of the time, 44 turns"."""
    shares = [f"{part_of(voice.share)} of the words"]
    shares += [f"{part_of(voice.time_share)} of the time"] if voice.time_share is not None else []
    return ", ".join([*shares, counted(voice.turns, "turn")])


def talk_words(figures: Figures) -> list[str]:
    """Return how long a talk is, in seconds, words and turns; of a text only its words."""
    said = []
    if figures.length is not None:
        said.append(f"{'at least ' if figures.at_least else ''}{clock(figures.length)} long")
    said.append(f"{grouped(figures.words)} words{' spoken' if figures.turns else ''}")
    if figures.turns:
        voices = len(figures.voices)
        said.append(counted(figures.turns, "turn") + (f" of {voices} speakers" if voices > 1 else ""))
    return said


def voice_shapes(voices: Sequence[Voice]) -> dict[str, int]:
    """Return speaker → which shape is theirs; one who speaks alone needs none."""
    return {voice.name: place % SHAPES + 1 for place, voice in enumerate(voices)} if len(voices) > 1 else {}


def link_words(why: str) -> str:
    """Return what became of a link."""
    return READ_LINKS.get(why, f"left out: {why.replace('-', ' ')}")


def is_left_out(why: str) -> bool:
    """Tell whether nothing was read from the link."""
    return why not in _READ


def stated_word(kind: str) -> str:
    """Return the verb of a relation."""
    return _STATED.get(kind, kind.replace("_", " ").lower())


def read_words(read: BlockRead) -> str:
    """Return what was read in a block, counted: "1 entry, 3 names and 1 link left out"."""
    left = sum(is_left_out(link.why) for link in read.links)
    tallies = (
        (len(read.items), "entry", ""),
        (len(read.names), "name", ""),
        (len(read.stated), "relation", ""),
        (len(read.links) - left, "reference", ""),
        (left, "link", " left out"),
    )
    return people([f"{counted(number, noun)}{more}" for number, noun, more in tallies if number], len(tallies))


def named_most(named: Sequence[NamedHere]) -> Sequence[NamedHere]:
    """Return what is named more than once, as many as one takes in; where hardly anything is, the first few."""
    often = [one for one in named if len(one.blocks) > 1]
    return often[:_MOST] if len(often) >= _FEW else named[:_FEW]


def chapter_bars(
    chapters: Sequence[Chapter], width: float, tallest: float
) -> list[tuple[Chapter, float, float, float]]:
    """Return each chapter with where its bar begins, its width and its height.

    The width is its share of the words, the height how often something is named in so many words: the area counts names.
    """
    total = sum(chapter.words for chapter in chapters)
    dense = [chapter.names / max(chapter.words, _THIN) for chapter in chapters]
    most = max(dense, default=0)
    bars, start = [], 0.0
    for chapter, density in zip(chapters, dense, strict=True):
        wide = width * chapter.words / total if total else 0.0
        bars.append((chapter, round(start, 2), round(wide, 2), round(tallest * density / most, 2) if most else 0.0))
        start += wide
    return bars


def spread_words(chapters: Iterable[Chapter]) -> str:
    """Return in words where most is named: what the strip of chapters says to who does not see it."""
    named = [chapter for chapter in chapters if chapter.names]
    if not named:
        return "Nothing is named in any chapter."
    most = max(named, key=lambda chapter: chapter.names)
    title = f"“{most.title}”" if most.title else "the beginning"
    return f"Names by chapter, most in {title}: {most.names}."
