"""A "latest posts" page's lines → its entries, by the page's own layout.

Principle: what repeats is the structure. Each entry has one line that says when ("Ada Novak · 5 days ago"), and its title
stands on the same side of that line throughout; which side is learnt from the page. Lines that only count (views,
comments) end an entry. Known exception: a list of comments repeats in the same way, so a page counts as a listing only
where something tells its entries from remarks: a heading, links or headings as titles, views, texts under the titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import dropwhile
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from ingest.sources.saved.bylines import (
    APART,
    BY,
    COUNTS,
    LONGEST_BYLINE,
    WRITTEN,
    is_absolute,
    is_name,
    name_of,
    read_byline,
    read_repeated,
)
from ingest.sources.saved.page import Line, Page

_HEADED = re.compile(
    r"\b(?:latest|recent|newest|new|all|today’s|top|popular)\b.*\b(?:posts?|articles?|entries|stories|blogs?|writing|essays?)\b",
    re.IGNORECASE,
)
_STATED = re.compile(r"[(\[]\s*(\d[\d,.]*)\s+\w+\s*[)\]]|\b(\d[\d,.]*)\s+(?:found|results?)\b", re.IGNORECASE)
_FOUND = re.compile(r"\s*[(\[]?\b\d[\d,.]*\s+(?:found|results?|posts?|entries|articles?)\b[)\]]?", re.IGNORECASE)
_TURNING = re.compile(
    r"(?:\W*(?:next|previous|prev|older|newer|load more|show more|more|page \d+(?: of \d+)?)(?: (?:page|posts|entries))?\W*)+",
    re.IGNORECASE,
)
LONGEST_TITLE = 250
LONGER_THAN_NAMES = 100
"""Signs. A line above this is no author's name and seldom a title."""
LONG_TEXT = 400
"""What runs longer before the first entry is an article, and the page's dates are those of its comments."""
OFTEN = 3
"""Two lines may be alike by chance."""
MOST_OF = 0.8
"""A share that one odd entry in five does not break."""


class Entry(Struct, frozen=True, kw_only=True):
    """An entry as it stands on the page; `views` and `when` are as written."""

    title: str
    author: str | None
    when: str
    url: str | None = None
    views: str | None = None
    lines: tuple[Line, ...] = ()
    structured: bool = False


class Listing(Struct, frozen=True, kw_only=True):
    """A page of entries; `heading` is what stands over them, without a count.

    `stated` is that count, unless more pages follow; `left` are the lines from the heading on that are in none.
    """

    heading: str | None
    entries: tuple[Entry, ...]
    stated: int | None = None
    left: tuple[Line, ...] = ()


class _Header(Struct, frozen=True):
    """A byline at its place: `first` and `last` are the lines it takes, with an author's own."""

    first: int
    last: int
    when: str
    author: str | None
    views: str | None = None


class _Place(Struct, frozen=True):
    """Where an entry stands: its header, the line of its title, the first line of its text, the line behind it."""

    header: _Header
    title: int
    text: int
    end: int


def read_listing(page: Page) -> Listing | None:
    """Return the page's entries in its order, or None where it is no listing."""
    lines = page.lines
    while lines and _TURNING.fullmatch(lines[-1].text):
        lines = lines[:-1]
    headers = _headers(lines)
    over = lines[: headers[0].first] if headers else ()
    headed = next((at for at, line in enumerate(over) if _is_heading(line.text)), None)
    heading = None if headed is None else over[headed].text
    stated = _stated(heading)
    if heading is None:
        # An article's own day stands over the days of its comments or of what is related to it.
        headers = list(dropwhile(lambda header: re.fullmatch(WRITTEN, header.when, re.IGNORECASE), headers))
    if stated is None and all(is_absolute(header.when) for header in headers):
        return None
    if stated is None and any(len(line.text) > LONG_TEXT for line in lines[: headers[0].first]):
        return None
    places = (_places_below if _titled_after(lines, headers) else _places_above)(lines, headers)
    entries, left = _entries(lines, places)
    if headed is not None:
        left = [*lines[headed + 1 : min(places[0].title, places[0].header.first)], *left]
    if len(entries) < MOST_OF * len(headers) or not _is_listing(page, entries, heading):
        return None
    return Listing(
        heading=_FOUND.sub("", heading).strip() if heading else None,
        entries=tuple(entries),
        stated=None if any(_TURNING.fullmatch(line.text) for line in page.lines) else stated,
        left=tuple(left),
    )


def _is_heading(text: str) -> bool:
    return len(text) < LONGEST_BYLINE and _HEADED.search(text) is not None


def _stated(heading: str | None) -> int | None:
    """Return how many posts a heading says there are: "Latest posts (1,302 found)"."""
    found = _STATED.search(heading or "")
    return int(re.sub(r"\D", "", found[1] or found[2])) if found else None


def _headers(lines: Sequence[Line]) -> list[_Header]:
    """Return the bylines. Blogs have any words for names: such a line counts where the name repeats or counts end above."""
    repeated = [read_repeated(line.text) for line in lines]
    names = Counter(said.author for said in repeated if said)
    headers: list[_Header] = []
    for at, line in enumerate(lines):
        said, loose = read_byline(line.text), repeated[at]
        if said is None and loose and (names[loose.author] >= OFTEN or (at and COUNTS.fullmatch(lines[at - 1].text))):
            said = loose
        if said is None:
            continue
        if headers and headers[-1].last == at - 1:
            # One of two under each other is a title that ends with a date; the writer's name is the more frequent one.
            if names[said.author] <= names[headers[-1].author]:
                continue
            headers.pop()
        headers.append(_Header(at, at, said.when, said.author, said.views))
    signed = [header.author is not None for header in headers if not is_absolute(header.when)]
    if signed and sum(signed) >= MOST_OF * len(signed):
        # Where entries are signed, a day that stands alone belongs to a text.
        return [header for header in headers if header.author or not is_absolute(header.when)]
    return headers


def _titled_after(lines: Sequence[Line], headers: Sequence[_Header]) -> bool:
    """Tell on which side of its header an entry's title stands: where lines stand out, look like titles, are shorter."""
    below = [lines[h.last + 1] for h in headers if h.last + 1 < len(lines)]
    above = [lines[h.first - 1] for h in headers if h.first > 0]
    for judge in (lambda line: line.stands_out, lambda line: _is_title(line.text)):
        one, other = sum(map(judge, below)), sum(map(judge, above))
        if abs(one - other) > 1:
            return bool(one > other)
    if not above or not below:
        return bool(below)
    lengths = median(len(line.text) for line in below), median(len(line.text) for line in above[1:] or above)
    if max(lengths) > LONGER_THAN_NAMES and max(lengths) > 2 * min(lengths):
        return lengths[0] < lengths[1]
    return headers[-1].last + 1 < len(lines)


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not text.endswith((".", ";", ",")) and not COUNTS.fullmatch(text)


def _places_below(lines: Sequence[Line], headers: Sequence[_Header]) -> list[_Place]:
    """Return where entries stand whose header comes first: [author,] when, title, text."""
    headers = _with_author_above(lines, headers, 1)
    ends = [*(header.first for header in headers[1:]), len(lines)]
    return [_Place(header, header.last + 1, header.last + 2, end) for header, end in zip(headers, ends, strict=True)]


def _places_above(lines: Sequence[Line], headers: Sequence[_Header]) -> list[_Place]:
    """Return where entries stand whose title comes first: title, [author,] when, text."""
    headers = _with_author_below(lines, _with_author_above(lines, headers, 2))
    ends = [*(max(header.first - 1, 0) for header in headers[1:]), len(lines)]
    return [_Place(header, header.first - 1, header.last + 1, end) for header, end in zip(headers, ends, strict=True)]


def _entries(lines: Sequence[Line], places: Sequence[_Place]) -> tuple[list[Entry], list[Line]]:
    """Return the entries, and the lines that stand in none: of a place without a title, behind an entry's counts."""
    entries: list[Entry] = []
    left: list[Line] = []
    for place in places:
        if 0 <= place.title < place.end and len(lines[place.title].text) <= LONGEST_TITLE:
            entry, rest = _entry(place.header, lines[place.title], lines[place.text : place.end])
            entries.append(entry)
            left += rest
        else:
            left += lines[max(min(place.title, place.header.first), 0) : place.end]
    return entries, left


def _with_author_above(lines: Sequence[Line], headers: Sequence[_Header], fewest: int) -> list[_Header]:
    """Take the line over a header that names nobody for its author, where nearly all entries have one."""
    if any(header.author for header in headers):
        return list(headers)
    above = [lines[header.first - 1].text if header.first >= fewest else "" for header in headers]
    signed = all(BY.match(text) for text in above if text)
    named = [text for text in above if text and len(text.split()) <= 5 and is_name(text) and not COUNTS.fullmatch(text)]
    repeated = len(set(named)) * 2 <= len(named)
    if len(named) < MOST_OF * len(headers) or (fewest > 1 and not signed and not repeated):
        return list(headers)
    return [
        replace(header, first=header.first - 1, author=name_of(text)) if text in named else header
        for header, text in zip(headers, above, strict=True)
    ]


def _with_author_below(lines: Sequence[Line], headers: Sequence[_Header]) -> list[_Header]:
    """Take the line under a header that names nobody for its author: "by Ada Novak", or a name with the text below."""
    below = [lines[header.last + 1].text if header.last + 1 < len(lines) else "" for header in headers]
    ends = [*(header.first - 1 for header in headers[1:]), len(lines)]
    short = [len(text.split()) <= 5 and text[:1].isupper() and is_name(text) for text in below]
    followed = [header.last + 2 < end for header, end in zip(headers, ends, strict=True)]
    named = sum(short) >= MOST_OF * len(headers) and all(followed)
    return [
        replace(header, last=header.last + 1, author=name_of(text))
        if header.author is None and is_name(text) and len(text) < LONGER_THAN_NAMES and (named or BY.match(text))
        else header
        for header, text in zip(headers, below, strict=True)
    ]


def _entry(header: _Header, title: Line, rest: Sequence[Line]) -> tuple[Entry, list[Line]]:
    """Return one entry, which a line of counts ends, and the lines that stand behind that before the next one."""
    views = header.views
    lines: list[Line] = []
    left: Sequence[Line] = ()
    for place, line in enumerate(rest, 1):
        parts = [part for part in APART.split(line.text) if part]
        found = [COUNTS.fullmatch(part) for part in parts]
        if all(found) and len(line.text) < LONGEST_BYLINE:
            views = next((part for part, it in zip(parts, found, strict=True) if it and it["views"]), views)
            if lines or views:
                left = rest[place:]
                break
        elif not _TURNING.fullmatch(line.text):
            lines.append(line)
    entry = Entry(
        title=title.text,
        author=header.author,
        when=header.when,
        url=title.url,
        views=views,
        lines=tuple(lines),
        structured=title.stands_out,
    )
    return entry, [line for line in left if not COUNTS.fullmatch(line.text) and not _TURNING.fullmatch(line.text)]


def _is_listing(page: Page, entries: Sequence[Entry], heading: str | None) -> bool:
    """Tell a listing from a page of remarks."""
    if len(entries) < (1 if heading else 2) or len({entry.title for entry in entries}) < MOST_OF * len(entries):
        return False
    if page.is_html:
        return sum(entry.structured for entry in entries) >= MOST_OF * len(entries)
    if sum(_is_title(entry.title) for entry in entries) < MOST_OF * len(entries):
        return False
    viewed = sum(entry.views is not None for entry in entries) >= MOST_OF * len(entries)
    told = sum(len(" ".join(line.text for line in entry.lines)) > len(entry.title) for entry in entries)
    return heading is not None or viewed or (told * 2 >= len(entries) and all(len(e.lines) <= 1 for e in entries))
