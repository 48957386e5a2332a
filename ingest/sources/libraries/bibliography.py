"""Libraries from elsewhere: each entry of a bibliography is a document that records a work, and says what it knows of it.

One entry in whatever format becomes a Reference; here a Reference becomes a Document and a Record. Works without any
address come in by their title. A bibliography's date is when a work appeared in print, so the record of an arXiv paper
has none: its month is arXiv's to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.identity import address_of, identify, stated_month
from graph.model import Document, Fetched, Identity, Moment, NodeKind
from graph.outline import Block, BlockKind, Outline
from graph.ports import Note
from graph.record import Record
from ingest.outline import is_markup, outline_html, outline_text
from ingest.sources.dates import read_date
from ingest.sources.files import document_id, file_source
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES

KIND = "bibliography"
DOCUMENT = "record"
ARXIV_NUMBER = re.compile(
    r"\b(?:arxiv[\s:./]+(?:abs/)?|abs/)([a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.I
)
"""arXiv's number as bibliographies hide it: `arXiv:1706.03762 [cs]`, `arXiv preprint arXiv:…`, `CoRR abs/…`."""
NOTHING_ELSE = re.compile(r"[\W_]*(?:\[?[a-z-]+(?:\.[a-z]{2})?\]?)?[\W_]*", re.IGNORECASE)
"""What may stand around that number for a note to be nothing but an address."""
_encode = msgspec.json.Encoder(order="deterministic").encode


class Reference(Struct, frozen=True, kw_only=True):
    """What an entry says of a work. `addresses` are tried in their order; `kind` is None where its type says nothing."""

    title: str | None
    kind: NodeKind | None = None
    authors: tuple[str, ...] = ()
    date: Moment | None = None
    venue: str | None = None
    abstract: str | None = None
    doi: str | None = None
    addresses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity | None:
        """Return what the first address that names anything names."""
        return next(
            (found for address in (self.doi, *self.addresses) if address and (found := identify(address))), None
        )


class Entry(Struct, frozen=True):
    """An entry as its file has it: its key there (empty for none), what is stored of it, and what that says."""

    key: str
    raw: object
    said: Reference


def kinds_of(types: Mapping[NodeKind, str]) -> dict[str, NodeKind]:
    """Return the kind of work by the types that a format has for it."""
    return {name: kind for kind, names in types.items() for name in names.split()}


def reading_of(
    entries: Iterable[Entry], reader: str, target: str, url: str | None, notes: Iterable[Note] = ()
) -> SourceReading:
    """Return the source of a file with a document for each entry, and a record for each that has an identity."""
    source = file_source(target, url, KIND)
    documents: list[Fetched] = []
    records: list[Record] = []
    told = list(notes)
    for entry, key, flag in _keyed(_works(entries, told)):
        if flag is not None:
            told.append(Note(kind="flagged", code="same-key", where=flag, message=SENTENCES["same-key"]))
        payload = _encode(entry.raw)
        documents.append(
            Fetched(
                id=document_id(source, key),
                source=source.id,
                key=key,
                reader=reader,
                payload=payload,
                digest=sha256(payload).hexdigest(),
            )
        )
        if record := record_of(entry.said):
            records.append(record)
    return SourceReading(source=source, documents=tuple(documents), notes=tuple(told), records=tuple(records))


def skipped(code: str, where: str) -> Note:
    """Return the note on what was left out, and why."""
    return Note(kind="skipped", code=code, where=where, message=SENTENCES[code])


def _works(entries: Iterable[Entry], told: list[Note]) -> Iterator[Entry]:
    """Yield the entries that name a work; the others are told by their keys, or by their places."""
    for place, entry in enumerate(entries, 1):
        if entry.said.title or entry.said.identity:
            yield entry
        else:
            told.append(skipped("no-work", entry.key or f"entry {place}"))


def document_of(fetched: Fetched, said: Reference) -> Document:
    """Return the entry as a document: its abstract, then the notes that its owner made."""
    identity = said.identity
    web = next((address for address in said.addresses if address.startswith(("http://", "https://"))), None)
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in (said.venue, said.abstract) if text]
    return Document(
        id=fetched.id,
        source=fetched.source,
        kind=DOCUMENT,
        title=said.title,
        url=(web if identity and identity.scheme == "web" else None) or (address_of(identity) if identity else None),
        identity=identity,
        authors=said.authors,
        published=said.date,
        tags=said.tags,
        summary=said.abstract,
        outline=Outline((*blocks, *(block for note in said.notes for block in _note_blocks(note)))),
        work_kind=said.kind,
    )


def record_of(said: Reference) -> Record | None:
    """Return what the entry tells of a work that has an identity and a title."""
    identity = said.identity
    if identity is None or not said.title:
        return None
    return Record(
        identity=str(identity),
        title=said.title,
        provider=KIND,
        abstract=said.abstract,
        authors=said.authors,
        published=None if stated_month(identity) else said.date,
        doi=said.doi.lower() if said.doi and identity.scheme not in ("doi", "arxiv") else None,
        venue=said.venue,
    )


def date_of(year: str, month: int | None = None, day: int | None = None) -> Moment | None:
    """Return a date as exactly as it is given; a month or day that no calendar has is left out."""
    if not re.fullmatch(r"\d{4}", year):
        return None
    in_month = f"{year}-{month:02d}" if month is not None and 1 <= month <= 12 else year
    on_day = f"{in_month}-{day:02d}" if in_month != year and day is not None else in_month
    return read_date(on_day).moment or read_date(in_month).moment


def number_in(text: str | None) -> int | None:
    """Return a year, month or day that is written in digits; more than four of them are none."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else None


def doi_in(text: str | None) -> str | None:
    """Return the DOI that a field holds, whatever it is wrapped in; None for a field that holds none."""
    found = re.search(r"10\.\d{4,9}(?:\.\d+){0,4}/\S+", text or "")
    return found[0].rstrip(".,;}") if found else None


def arxiv_addresses(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the arXiv papers that these texts name."""
    return tuple(f"https://arxiv.org/abs/{found[1]}" for text in texts if text for found in ARXIV_NUMBER.finditer(text))


def is_address(note: str) -> bool:
    """Tell a note that is nothing but an arXiv number or an address."""
    text = note.strip()
    found = ARXIV_NUMBER.search(text)
    if found is not None:
        return NOTHING_ELSE.fullmatch(text[: found.start()] + " " + text[found.end() :]) is not None
    return re.fullmatch(r"https?://\S+", text) is not None


def is_arxiv(venue: str) -> bool:
    """Tell a venue that only says that the paper is on arXiv."""
    return ARXIV_NUMBER.search(venue) is not None or venue.strip().lower().removesuffix(".org") in ("arxiv", "corr")


def distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts that say anything, white space folded, once each."""
    return tuple(dict.fromkeys(folded for text in texts if text and (folded := " ".join(text.split()))))


def by_given_name(name: str) -> str:
    """Return "Vaswani, Ashish" as "Ashish Vaswani"; "Family, Jr, Given" keeps its suffix at the end."""
    parts = [" ".join(part.split()) for part in name.split(",")]
    if len(parts) == 3:
        parts = [f"{parts[2]} {parts[0]} {parts[1]}"] if parts[2] else [f"{parts[0]} {parts[1]}"]
    return " ".join(part for part in (parts[1:] + parts[:1]) if part)


def _note_blocks(note: str) -> Iterator[Block]:
    """Yield a note as blocks: its own paragraphs and links, whatever it was written in."""
    outline = outline_html(note, None) if is_markup(note) else outline_text(note)
    for block in outline.blocks:
        yield replace(block, kind=BlockKind.NOTE, level=0, list=0, ordered=False)


def _keyed(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, str | None]]:
    """Yield each entry with its key in the file; the second entry with one key has what it says added, and is told.

    An entry without a key is known by what it is about.
    """
    taken: set[str] = set()
    again: Counter[str] = Counter()
    for entry in entries:
        key = entry.key or str(entry.said.identity or entry.said.title or "")
        flag = None
        if key in taken:
            flag = key
            key = said = f"{key} {entry.said.identity or entry.said.title or ''}"
            while key in taken:
                again[said] += 1
                key = f"{said} {again[said] + 1}"
        taken.add(key)
        yield entry, key, flag


def when(text: str) -> Moment | None:
    """Return a date as somebody wrote it, as exactly as they did."""
    return read_date(text).moment if text.strip() else None
