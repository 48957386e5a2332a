"""The reader of BibTeX and BibLaTeX, as written by hand and by Zotero, Mendeley, JabRef, Google Scholar, DBLP and ACL.

bibtexparser finds the entries and goes on after a broken one; values are put together here, because it resolves neither
`#` nor `crossref`. What is stored of an entry is its fields as they hold once strings and inheritance are resolved.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as ParsedEntry
from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, NodeKind
from graph.months import NAMES
from graph.ports import Note
from ingest.sources.decoding import decode
from ingest.sources.kinds import describe, is_binary
from ingest.sources.latex import plain, verbatim
from ingest.sources.libraries.bibliography import (
    Entry,
    Reference,
    arxiv_addresses,
    date_of,
    distinct,
    document_of,
    doi_in,
    is_address,
    is_arxiv,
    reading_of,
    when,
)
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES

# What it cannot read is told in the report, not in the log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

HEAD = 65_536
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][^,=(){}\n]*,\s*[\w-]+\s*=", re.MULTILINE)
_SIGN = re.compile(r'\\.|[{}"#]', re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_NAME = re.compile(r"[A-Za-z]{3,}")
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}]+)")
KINDS = {
    kind: node
    for node, kinds in {
        NodeKind.PAPER: "article inproceedings conference proceedings incollection inbook phdthesis mastersthesis thesis "
        "unpublished preprint",
        NodeKind.REPORT: "techreport report manual",
        NodeKind.CODE: "software",
        NodeKind.DATASET: "dataset data",
        NodeKind.VIDEO: "video movie",
        NodeKind.ARTICLE: "online electronic www webpage blog",
    }.items()
    for kind in kinds.split()
}
MONTHS = {name[:3].lower(): number for number, name in enumerate(NAMES, 1)}
"""The strings that every BibTeX style knows."""
_NOT_INHERITED = frozenset(
    {"crossref", "xdata", "xref", "entryset", "ids", "label", "options", "note", "abstract", "doi"}
)


class BibEntry(Struct, frozen=True):
    """An entry as its file has it, strings and inheritance resolved."""

    type: str
    key: str
    fields: dict[str, str]


_decoder = msgspec.json.Decoder(BibEntry)


class BibtexReader:
    """Reads .bib files."""

    name = "bibtex"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by an entry that opens a line."""
        del content_type
        return b"@" in content and not is_binary(content) and _ENTRY.search(decode(content).text) is not None

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file's source with its entries and their records, or raise UnreadableError."""
        del as_of
        if is_binary(content):
            raise UnreadableError(target, describe(content, url))
        entries, notes = parse(decode(content).text)
        if not entries and not notes:
            raise UnreadableError(target, "BibTeX without a single entry")
        said = (Entry(entry.key, entry, reference_of(entry)) for entry in entries)
        return reading_of(said, self.name, target, url, notes)

    def document(self, fetched: Fetched) -> Document:
        """Return the entry as a document."""
        return document_of(fetched, reference_of(_decoder.decode(fetched.payload)))


def parse(text: str) -> tuple[list[BibEntry], list[Note]]:
    """Return every entry that can be read, in its place, and a note for each that cannot."""
    library = parse_string(text, parse_stack=[])
    strings = {name: name for name in MONTHS}
    for string in library.strings:
        strings[string.key.lower()] = _value(str(string.value), strings)
    entries, notes = [], []
    for block in library.blocks:
        doubled = block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else None
        held = doubled.ignore_error_block if doubled else block
        if isinstance(held, ParsedEntry):
            entries.append(_entry(held, strings))
        elif isinstance(held, ParsingFailedBlock):
            notes.append(_broken(held.raw or "", held.start_line or 0))
    return _inherited(entries), notes


def reference_of(entry: BibEntry) -> Reference:
    """Return what the entry says of a work."""
    field = _Fields(entry.fields)
    venue = field.text("journal", "journaltitle", "booktitle", "school", "institution", "publisher", "organization")
    notes = [plain(field.get(name) or "") for name in ("note", "annote", "annotation", "comment", "review")]
    numbers = [note for note in notes if is_address(note)]
    hidden = [field.get(name) for name in ("journal", "number", "volume", "howpublished", "pages")]
    linked = [verbatim(field.get(name) or "") for name in ("url", "howpublished", "link", "ee")]
    return Reference(
        title=field.text("title", "booktitle") or None,
        kind=KINDS.get(entry.type) or _kind_of_misc(field),
        authors=people(field.get("author") or field.get("editor") or ""),
        date=_date(field),
        venue=None if is_arxiv(venue) else venue or None,
        abstract=field.text("abstract") or None,
        doi=doi_in(verbatim(field.get("doi") or "")),
        addresses=(*_eprint(field), *arxiv_addresses((*hidden, *numbers)), *filter(_is_web, (*linked, *numbers))),
        notes=tuple(note for note in notes if note and note not in numbers),
        tags=distinct(
            plain(tag) for name in ("keywords", "groups", "mendeley-tags") for tag in _split(field.get(name))
        ),
    )


def people(names: str) -> tuple[str, ...]:
    """Return the names as people write them, "others" left out."""
    found = []
    for name in split_multiple_persons_names(names):
        parts = parse_single_name_into_parts(name, strict=False)
        whole = " ".join((*parts.first, *parts.von, *parts.last, *parts.jr))
        found.append(plain(whole))
    return distinct(name for name in found if name.lower() != "others")


class _Fields:
    """An entry's fields by name."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def get(self, *names: str) -> str | None:
        """Return the first of these fields that says anything, as it is written."""
        return next((value for name in names if (value := self._fields.get(name, "").strip())), None)

    def text(self, *names: str) -> str:
        """Return the first of these fields that says anything, as a reader sees it."""
        return next((text for name in names if (text := plain(self._fields.get(name, "")))), "")


def _entry(block: ParsedEntry, strings: Mapping[str, str]) -> BibEntry:
    fields: dict[str, str] = {}
    for field in block.fields:
        fields.setdefault(field.key.lower(), _value(str(field.value), strings))
    fields.pop("file", None)  # a path on somebody's machine
    return BibEntry(block.entry_type.lower(), block.key.strip(), fields)


def _value(written: str, strings: Mapping[str, str]) -> str:
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
    return "".join(_part(part.strip(), strings) for part in (*parts, written[start:]))


def _part(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)


def _broken(raw: str, line: int) -> Note:
    key = _KEY.match(raw)
    where = key[1] if key else f"line {line + 1}"
    return Note(kind="skipped", code="entry-broken", where=where, message=SENTENCES["entry-broken"])


def _inherited(entries: Iterable[BibEntry]) -> list[BibEntry]:
    """Return the entries that are works, each with what it takes over from those that it names."""
    entries = list(entries)
    by_key = {entry.key.lower(): entry for entry in reversed(entries) if entry.key}
    return [
        BibEntry(entry.type, entry.key, _with_parents(entry, by_key, ())) for entry in entries if entry.type != "xdata"
    ]


def _with_parents(entry: BibEntry, by_key: Mapping[str, BibEntry], below: tuple[str, ...]) -> dict[str, str]:
    fields = dict(entry.fields)
    for name in ("xdata", "crossref"):
        for key in fields.get(name, "").lower().split(","):
            parent = by_key.get(key.strip())
            if parent is None or parent.key in (*below, entry.key):
                continue
            given = _with_parents(parent, by_key, (*below, entry.key))
            if name == "crossref":
                given = _given_to_part(given)
            fields = given | fields
    return fields


def _given_to_part(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what a whole gives to its parts: its title is their booktitle, and its own words and addresses stay its own."""
    given = {name: value for name, value in fields.items() if name not in _NOT_INHERITED | {"title", "author", "url"}}
    return {"booktitle": fields["title"], **given} if fields.get("title") else given


def _kind_of_misc(field: _Fields) -> NodeKind | None:
    return KINDS.get((field.get("entrysubtype", "type") or "").lower())


def _date(field: _Fields) -> Moment | None:
    if found := _DATE.match((field.get("date") or "").strip()):
        return date_of(found[1], _number(found[2]), _number(found[3]))
    year = re.search(r"(?<!\d)\d{4}(?!\d)", field.text("year"))
    if year is None:
        return when(field.text("date")) if field.get("date") else None
    month = field.text("month")
    named = next((MONTHS[name[:3].lower()] for name in _NAME.findall(month) if name[:3].lower() in MONTHS), None)
    numbers = [int(number) for number in re.findall(r"\d+", month)]
    if named is None:
        return date_of(year[0], numbers[0] if numbers else None, _number(field.get("day")))
    return date_of(year[0], named, numbers[0] if numbers else _number(field.get("day")))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None


def _eprint(field: _Fields) -> tuple[str, ...]:
    """Return the arXiv paper that an entry's eprint is, where it is one of arXiv's."""
    archive = (field.get("archiveprefix", "eprinttype") or "arxiv").strip().lower()
    number = field.get("eprint", "arxivid", "arxiv")
    if number is None or archive != "arxiv":
        return ()
    number = verbatim(number).removeprefix("arXiv:").partition(" ")[0]
    return (number if number.startswith("http") else f"https://arxiv.org/abs/{number}",) if number else ()


def _split(tags: str | None) -> Iterator[str]:
    """Yield keywords, which some part by semicolons and some by commas."""
    separator = ";" if tags and ";" in tags else ","
    yield from (tags or "").split(separator)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))
