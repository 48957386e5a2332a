"""What the entries of a BibTeX file hold once strings and inheritance are resolved.

bibtexparser finds the entries and goes on after a broken one; values are put together here, because it resolves neither
`#` nor `crossref`. Strings name strings and parents name parents, so that a few lines can ask for more text than any
memory holds: what would outgrow the bounds below is told as broken, and the others are read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as ParsedEntry
from msgspec import Struct

from graph.months import NAMES
from graph.ports import Note
from ingest.sources.repairs import SENTENCES

# What it cannot read is told in the report, not in the log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

LONGEST = 20_000
"""Signs in a value that strings make; one that is written out may be longer."""
GROWTH, ROOM = 10, 1_000_000
"""A file may become ten times its size and a million signs: many times what people save by strings and parents."""
MOST_PARENTS = 32
NAMING = 1_000
"""Signs of a field that names parents."""
MONTHS = {name[:3].lower(): number for number, name in enumerate(NAMES, 1)}
"""The strings that every BibTeX style knows."""
_SIGN = re.compile(r'\\.|[{}"#]', re.DOTALL)
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}]+)")
_NOT_INHERITED = frozenset(
    {"crossref", "xdata", "xref", "entryset", "ids", "label", "options", "note", "abstract", "doi"}
)


class BibEntry(Struct, frozen=True):
    """An entry as its file has it, strings and inheritance resolved."""

    type: str
    key: str
    fields: dict[str, str]


class _OutgrownError(ValueError):
    """A value, or all of them, would become larger than any honest file makes them."""


class _Room:
    """The text that a file may become, taken piece by piece."""

    def __init__(self, written: int) -> None:
        self._left = ROOM + GROWTH * written

    def take(self, size: int) -> None:
        """Take so many signs, or raise _OutgrownError."""
        self._left -= size
        if self._left < 0:
            raise _OutgrownError


def parse(text: str) -> tuple[list[BibEntry], list[Note]]:
    """Return every entry that can be read, in its place, and a note for each that cannot."""
    library = parse_string(text, parse_stack=[])
    room = _Room(len(text))
    strings = {name: name for name in MONTHS}
    entries, notes = [], []
    for string in library.strings:
        try:
            strings[string.key.lower()] = _value(str(string.value), strings, room)
        except _OutgrownError:
            notes.append(_broken(string))
    for block in library.blocks:
        doubled = block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else None
        held = doubled.ignore_error_block if doubled else block
        try:
            if isinstance(held, ParsedEntry):
                entries.append(_entry(held, strings, room))
            elif isinstance(held, ParsingFailedBlock):
                notes.append(_broken(held))
        except _OutgrownError:
            notes.append(_broken(block))
    return _inherited(entries, room, notes), notes


def _entry(block: ParsedEntry, strings: Mapping[str, str], room: _Room) -> BibEntry:
    fields: dict[str, str] = {}
    for field in block.fields:
        if (name := field.key.lower()) not in fields:
            fields[name] = _value(str(field.value), strings, room)
    fields.pop("file", None)  # a path on somebody's machine
    return BibEntry(block.entry_type.lower(), block.key.strip(), fields)


def _value(written: str, strings: Mapping[str, str], room: _Room) -> str:
    """Return a field's value: its parts in braces, in quotes or by name, joined where # stands between them."""
    parts, depth, quoted, start = [], 0, False, 0
    for sign in _SIGN.finditer(written):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
        elif sign[0] == '"' and depth <= 0:
            quoted = not quoted
        elif sign[0] == "#" and depth <= 0 and not quoted:
            parts.append(written[start : sign.start()])
            start = sign.end()
    said = [_part(part.strip(), strings) for part in (*parts, written[start:])]
    size = sum(map(len, said))
    if size > max(LONGEST, len(written)):
        raise _OutgrownError
    room.take(size)
    return "".join(said)


def _part(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)


def _broken(block: Block) -> Note:
    key = _KEY.match(block.raw or "")
    return _told(key[1] if key else f"line {(block.start_line or 0) + 1}")


def _told(where: str) -> Note:
    return Note(kind="skipped", code="entry-broken", where=where, message=SENTENCES["entry-broken"])


def _inherited(entries: Sequence[BibEntry], room: _Room, notes: list[Note]) -> list[BibEntry]:
    """Return the entries that are works, each with what it takes over from those that it names."""
    by_key = {entry.key.lower(): entry for entry in reversed(entries) if entry.key}
    found = []
    for entry in entries:
        if entry.type == "xdata":
            continue
        try:
            found.append(BibEntry(entry.type, entry.key, _with_parents(entry, by_key, room)))
        except _OutgrownError:
            notes.append(_told(entry.key))
    return found


def _with_parents(entry: BibEntry, by_key: Mapping[str, BibEntry], room: _Room) -> dict[str, str]:
    """Return an entry's fields and those of its parents, the nearest first, each once however often it is named."""
    fields = dict(entry.fields)
    seen = {(entry.key.lower(), whole) for whole in (False, True)}
    waiting = _parents(entry, whole=False)
    while waiting and len(seen) < MOST_PARENTS:
        key, whole = waiting.pop()
        parent = by_key.get(key)
        if parent is None or (key, whole) in seen:
            continue
        seen.add((key, whole))
        given = _given_to_part(parent.fields) if whole else parent.fields
        new = {name: value for name, value in given.items() if name not in fields}
        room.take(sum(len(name) + len(value) for name, value in new.items()))
        fields |= new
        waiting += _parents(parent, whole=whole)
    return fields


def _parents(entry: BibEntry, *, whole: bool) -> list[tuple[str, bool]]:
    """Return the keys that an entry names, the last first, and whether a whole stands between them and the heir."""
    return [
        (key.strip(), whole or name == "crossref")
        for name in ("crossref", "xdata")
        for key in reversed(entry.fields.get(name, "")[:NAMING].lower().split(","))
    ]


def _given_to_part(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what a whole gives to its parts: its title is their booktitle, and its own words and addresses stay its own."""
    given = {name: value for name, value in fields.items() if name not in _NOT_INHERITED | {"title", "author", "url"}}
    return {"booktitle": fields["title"], **given} if fields.get("title") else given
