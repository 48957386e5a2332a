"""The reader of reading lists as people type them: Markdown, with bullets or tables under headings, and lists of addresses.

Markdown goes through markdown-it with raw HTML off, so that a list from anywhere is text and links. Its tables become
bullets first: what a column is for is known by its name, as in a CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from markdown_it import MarkdownIt
from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment
from graph.outline import Outline
from ingest.outline import outline_html
from ingest.outlines.text import clean
from ingest.sources.dates import read_date
from ingest.sources.decoding import decode
from ingest.sources.kinds import describe, is_binary
from ingest.sources.lists.bare import with_addresses
from ingest.sources.lists.listed import is_address, outline_of, without_breaks
from ingest.sources.lists.listfile import as_fetched, file_of, list_document
from ingest.sources.lists.markdown_table import is_rule, with_bullets
from ingest.sources.lists.plain_list import BLANK_LINE, plain_entries, units
from ingest.sources.lists.shortcodes import drop_shortcodes, without_shortcodes
from ingest.sources.reading import SourceReading

HEAD = 1 << 18
"""How far to look: a list goes on as it began."""
LINKED = 0.5
"""Half of a list's entries have a link; a text with fewer is an article that cites."""
MOST_WORDS = 60
"""An entry without a bullet has a title and a sentence or two beside its address; what is longer is prose."""
_BULLET = re.compile(r"(?:[-*+•–]|\d{1,4}[.)])\s+(?=\S)")
_NAMED = r"\[[^\]\n]{1,300}\]\( {0,3}<?\w[^)\n]{0,800}\)"
"""Bounded, since each `[` may be the beginning of one."""
_NAMED_LINK = re.compile(_NAMED)
_LINK = re.compile(rf"{_NAMED}|<?https?://[^\s<>]+>?", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"\s*(?:=+|-{2,})\s*")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING_OFF = ' \t-–—:|•·*>.“”"'
_OPENING = re.compile(r"\s*#[ \t]+(.+)\n?")
_TITLE = re.compile(r"^#[ \t]", re.MULTILINE)
_BARE = re.compile(r"(?<![<(\[\"'\w=/`])https?://[^\s<>()\[\]\"`]+(?:\([^\s<>()]*\)[^\s<>()\[\]\"`]*)*", re.IGNORECASE)
"""An address that no markup holds."""
_markdown = MarkdownIt("commonmark", {"html": False})
_markdown.core.ruler.push("shortcodes", drop_shortcodes)


class ReadingListReader:
    """Reads lists in Markdown and lists of addresses."""

    name = "reading-list"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its entries: half of them have a link."""
        del content_type
        return not is_binary(content) and _is_list(_mended(decode(content[:HEAD]).text))

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the list as one document, or raise UnreadableError."""
        del as_of
        if is_binary(content):
            raise UnreadableError(target, describe(content, url))
        text = _mended(decode(content).text)
        if _LINK.search(text) is None:
            raise UnreadableError(target, "a text without a single link, so it is no reading list")
        return as_fetched(content, self.name, target, url, _told(text).title)

    def document(self, fetched: Fetched) -> Document:
        """Return the list as a document."""
        file = file_of(fetched)
        told = _told(file.text)
        return list_document(fetched, file, _outline(told.text, file.url), told.title, told.published)


class _Told(Struct, frozen=True):
    """What a list says of itself, and the rest of its text."""

    text: str
    title: str | None = None
    published: Moment | None = None


def _told(text: str) -> _Told:
    """Return a list's title and date: those before its text, else the only heading of the first level, which opens it."""
    text = _mended(text)
    front = _FRONT.match(text)
    said = dict(_stated(line) for line in front[1].split("\n")) if front else {}
    text = text[front.end() :] if front else text
    title = said.get("title") or None
    opening = _OPENING.match(text)
    if title is None and opening and not _is_plain(text) and len(_TITLE.findall(text)) == 1:
        title, text = clean(without_shortcodes(opening[1])), text[opening.end() :]
    return _Told(text, title, read_date(said["date"]).moment if "date" in said else None)


def _stated(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip().strip("\"'")


def _outline(text: str, url: str | None) -> Outline:
    if _is_plain(text):
        return outline_of(plain_entries(text))
    return outline_html(_markdown.render(_BARE.sub(_linked, without_breaks(with_bullets(text)))), url)


def _linked(address: re.Match[str]) -> str:
    """Return a bare address as a link; the punctuation behind it is the sentence's."""
    bare = address[0].rstrip(".,;:!?*_'”’")
    return f"<{bare}>{address[0][len(bare) :]}"


def _mended(text: str) -> str:
    return with_addresses(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _is_plain(text: str) -> bool:
    """Tell a list of addresses from Markdown: no named links, no bullets, no table."""
    lines = text.split("\n")
    return not _NAMED_LINK.search(text) and not any(_BULLET.match(line) or is_rule(line) for line in lines)


def _is_list(text: str) -> bool:
    if text.lstrip()[:1] in ("<", "{") or not _LINK.search(text):
        return False
    entries = [entry for block in BLANK_LINE.split(_FRONT.sub("", text)) for entry in _entries(block.split("\n"))]
    return bool(entries) and sum(map(_is_entry, entries)) >= LINKED * len(entries)


def _entries(block: Sequence[str]) -> Iterator[list[str]]:
    """Yield a block's entries and paragraphs by their lines, without headings and what is set below a bullet."""
    lines = [line for line in block if line.strip() and not _HEADING.match(line)]
    rule = next((n for n, line in enumerate(lines) if is_rule(line)), None)
    if rule is not None:
        yield from ([f"| {line}"] for line in lines[rule + 1 :])
        return
    bullets = [n for n, line in enumerate(lines) if _BULLET.match(line)]
    plain = lines[: bullets[0]] if bullets else lines
    if plain and not plain[0][0].isspace():
        under = [n for n, line in enumerate(plain) if _UNDERLINE.fullmatch(line)]
        yield from units(plain[under[-1] + 1 :] if under else plain)
    yield from ([lines[n]] for n in bullets)


def _is_entry(lines: Sequence[str]) -> bool:
    """Tell an entry: a bullet or a table's row with a link, or a few words beside or around an address."""
    whole = "\n".join(lines)
    if not lines or not _LINK.search(whole):
        return False
    if _BULLET.match(lines[0]) or lines[0].startswith("|"):
        return True
    few = len(_LINK.sub("", whole).split()) <= MOST_WORDS
    return few and (any(map(is_address, lines)) or _leads(lines[0]))


def _leads(line: str) -> bool:
    """Tell a line that opens or ends with a link."""
    found = [link.span() for link in _LINK.finditer(line)]
    return bool(found) and not (line[: found[0][0]].strip(_SETTING_OFF) and line[found[-1][1] :].strip(_SETTING_OFF))
