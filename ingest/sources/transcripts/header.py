"""What stands above a transcript: the show, the episode's number and title, who speaks, when, and a player's buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from graph.outline import Block, BlockKind
from ingest.sources.dates import read_date
from ingest.sources.transcripts.speakers import is_name
from ingest.sources.transcripts.stamps import CLOCK

_NUMBER = re.compile(
    r"(?:(?:ep(?:isode|\.)?|no\.?|nr\.?|folge|part)\s*#?\s*\d{1,4}|#\s*\d{1,4}|s\d{1,2}\s*[:·,]?\s*e\d{1,3}"
    r"|season\s+\d{1,2},?\s+episode\s+\d{1,3})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER.pattern})\s*[:–—|·.-]\s*(?P<title>\S.*)", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"\s*[·•|]\s*")
_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b|\bx\b(?=\s+[A-Z]))\s*")
_ROLE = re.compile(
    r"(?:(?:co-?)?hosts?|hosted by|guests?|speakers?|with|featuring|feat\.?|in conversation|by|authors?|presented by)\s*:?\s+",
    re.I,
)
_LENGTH = re.compile(
    rf"(?:(?:duration|length|runtime|run time)\s*:?\s*)?(?:{CLOCK}|"
    r"(?:\d{1,2}\s*(?:h|hrs?|hours?)\s*)?\d{1,3}\s*(?:m|mins?|minutes?)|\d{1,2}\s*(?:h|hrs?|hours?))(?:\s+(?:listen|watch|long))?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:published|posted|released|aired|air date|date|recorded|uploaded)?\s*(?:on)?\s*:?\s*(?P<date>.*\d{4}.*)", re.I
)
_LABEL = re.compile(
    r"(?:chapters|(?:table of )?contents|(?:full |episode )?transcript|time ?stamps|show ?notes)\s*:?", re.IGNORECASE
)
"""What a page calls its own parts: no title of anything."""
_LONGEST_DATE = 32
_LONGEST_TITLE = 30
_LONGEST_LINE = 240
_SENTENCE = 8
"""Words from which a line above a transcript is a text; below, it is a player's button or a page's label."""


class Header(Struct, frozen=True):
    """What was told above the transcript; `rest` is text that belongs to no field, `dropped` were buttons and labels."""

    show: str | None = None
    number: str | None = None
    title: str | None = None
    people: tuple[str, ...] = ()
    published: str | None = None
    length: str | None = None
    rest: tuple[Block, ...] = ()
    dropped: tuple[str, ...] = ()


def read_header(blocks: Sequence[Block], speakers: Set[str] = frozenset()) -> Header:
    """Return the header told by its lines: names first, then the number; of what is left the show and the title."""
    facts, labels = Header(), tuple(block.text for block in blocks if _LABEL.fullmatch(block.text))
    left: list[Block] = []
    numbered = first = None
    for place, block in enumerate(block for block in blocks if block.text not in labels):
        told = _facts(block.text, speakers)
        if told is None:
            first = 0 if not left and _NUMBERED.fullmatch(block.text) else first
            left.append(block)
            continue
        facts = _joined(facts, told)
        first = 0 if told.published and place < 2 else first  # the first line stands next to the date
        if told.number and numbered is None:
            numbered = len(left)
    header = _titled(facts, left, first if numbered is None else numbered)
    return replace(header, dropped=(*labels, *header.dropped))


def is_header_line(text: str) -> bool:
    """Tell a line of facts in several parts ("· Ann Lee, Bo Kim · 50:38") from a chapter's title with its time."""
    return len(text) <= _LONGEST_LINE and _PARTS.search(text) is not None and _facts(text, frozenset()) is not None


def _facts(line: str, speakers: Set[str]) -> Header | None:
    """Return what a line states of people, date and length where it states nothing else; None for any other line."""
    found, unsure = Header(), []
    for part in filter(None, _PARTS.split(line.strip())):
        if _LENGTH.fullmatch(part):
            found = _joined(found, Header(length=part))
        elif date := _date(part):
            found = _joined(found, Header(published=date))
        elif _NUMBER.fullmatch(part):
            found = _joined(found, Header(number=part))
        else:
            unsure.append(part)
    listed = found != Header() or _PARTS.match(line.strip()) is not None
    for part in unsure:
        people = _people(part, speakers, listed=listed)
        if not people:
            return None
        found = _joined(found, Header(people=people))
    return found if found != Header() else None


def _people(part: str, speakers: Set[str], *, listed: bool) -> tuple[str, ...]:
    """Return the names a part lists, where a word before them, what stands beside them or the transcript says so."""
    role = _ROLE.match(part)
    names = [_bare(name) for name in _NAMES.split(part[role.end() :] if role else part) if name]
    known = [name in speakers for name in names]
    # "Gates with Ann Lee" is a title: of two people both speak.
    speak = all(known) if " with " in part else any(known)
    if not all(map(is_name, names)) or not (listed or role or speak):
        return ()
    return tuple(names)


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", name)


def _date(part: str) -> str | None:
    found = _DATED.fullmatch(part)
    if found is None or len(found["date"]) > _LONGEST_DATE:
        return None
    moment = read_date(found["date"]).moment
    return found["date"] if moment is not None else None


def _joined(one: Header, other: Header) -> Header:
    return Header(
        number=one.number or other.number,
        people=tuple(dict.fromkeys((*one.people, *other.people))),
        published=one.published or other.published,
        length=one.length or other.length,
    )


def _titled(facts: Header, left: Sequence[Block], numbered: int | None) -> Header:
    """Return the header with show and title: by the topmost heading, else by the number, else in their order."""
    show, title = _named(left, numbered)
    number, titled = facts.number, title.text if title else None
    if titled and (found := _NUMBERED.fullmatch(titled)):
        number, titled = found["number"], found["title"]
    others = [block for block in left if block is not show and block is not title]
    texts = [block for block in others if block.links or len(block.text.split()) >= _SENTENCE]
    return replace(
        facts,
        show=show.text if show else None,
        number=number,
        title=titled,
        rest=tuple(texts),
        dropped=tuple(block.text for block in others if block not in texts),
    )


def _named(left: Sequence[Block], numbered: int | None) -> tuple[Block | None, Block | None]:
    """Return the lines that are the show's and the episode's title."""
    heading = next((block for block in left if block.kind is BlockKind.HEADING), None)
    if heading is not None:
        above = [block for block in left[: left.index(heading)] if len(block.text.split()) < _SENTENCE]
        return (above[-1] if len(above) == 1 else None), heading
    lines = [n for n, block in enumerate(left) if len(block.text.split()) <= _LONGEST_TITLE]
    if numbered is not None:
        before = [left[n] for n in lines if n < numbered]
        after = [left[n] for n in lines if n >= numbered]
        return (before[-1], after[0]) if before and after else (None, next(iter(after or before[::-1]), None))
    named = [left[n] for n in lines[:2]]
    return (named[0], named[1]) if len(named) == 2 else (None, named[0] if named else None)
