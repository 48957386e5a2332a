"""The reader of BibTeX and BibLaTeX, as written by hand and by Zotero, Mendeley, JabRef, Google Scholar, DBLP and ACL.

What is stored of an entry is its fields as they hold once strings and inheritance are resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, NodeKind
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
    kinds_of,
    number_in,
    reading_of,
    when,
)
from ingest.sources.libraries.bibtex_entries import MONTHS, BibEntry, parse
from ingest.sources.reading import SourceReading

_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][^,=(){}\n]*,\s*[\w-]+\s*=", re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_NAME = re.compile(r"[A-Za-z]{3,}")
_ASIDE = re.compile(r"\ufeff?\s*@(?:comment|string|preamble)\s*[{(]", re.IGNORECASE)
KINDS = kinds_of(
    {
        NodeKind.PAPER: "article inproceedings conference proceedings incollection inbook phdthesis mastersthesis thesis "
        "unpublished preprint",
        NodeKind.REPORT: "techreport report manual",
        NodeKind.CODE: "software",
        NodeKind.DATASET: "dataset data",
        NodeKind.VIDEO: "video movie",
        NodeKind.ARTICLE: "online electronic www webpage blog",
    }
)
_decoder = msgspec.json.Decoder(BibEntry)


class BibtexReader:
    """Reads .bib files."""

    name = "bibtex"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by an entry that opens a line, or by what may stand before the first."""
        del content_type
        if b"@" not in content or is_binary(content):
            return False
        text = decode(content).text
        return (_ENTRY.search(text) or _ASIDE.match(text)) is not None

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


def _kind_of_misc(field: _Fields) -> NodeKind | None:
    return KINDS.get((field.get("entrysubtype", "type") or "").lower())


def _date(field: _Fields) -> Moment | None:
    if found := _DATE.match((field.get("date") or "").strip()):
        return date_of(found[1], number_in(found[2]), number_in(found[3]))
    year = re.search(r"(?<!\d)\d{4}(?!\d)", field.text("year"))
    if year is None:
        return when(field.text("date")) if field.get("date") else None
    month = field.text("month")
    named = next((MONTHS[name[:3].lower()] for name in _NAME.findall(month) if name[:3].lower() in MONTHS), None)
    numbers = [number_in(digits) for digits in re.findall(r"\d+", month)]
    if named is None:
        return date_of(year[0], numbers[0] if numbers else None, number_in(field.get("day")))
    return date_of(year[0], named, numbers[0] if numbers else number_in(field.get("day")))


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
