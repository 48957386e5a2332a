"""arXiv's public metadata snapshot: JSON lines, plain or gzipped, read as a stream of batches in constant memory.

Years of submissions were typed by hand, so one line may be anything: what cannot be read is told with its line's
number, and the next line goes on. A file that ends too early keeps what came.
"""

from __future__ import annotations

import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import closing
from gzip import BadGzipFile, GzipFile
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path

import msgspec
from msgspec import Struct

from graph.errors import UnreadableError
from graph.model import Source
from graph.ports import Note, RecordFilter
from graph.record import Record, Version
from ingest.admitting import admits
from ingest.sources.arxiv.names import authors_of
from ingest.sources.arxiv.papers import moment, paper, subjects
from ingest.sources.reading import SourceReading

KIND = "snapshot"
PROVIDER = "arxiv-snapshot"
BATCH = 20_000
"""Records written in one transaction: large enough that commits cost little, small enough to be soon safe."""
MOST_LINE = 10 * 1024 * 1024
"""The longest real line has some 50 kB; a longer one than this is an attack or another format."""
MOST_RATIO = 200
"""Text packs four times, a page of zeros a thousand times: beyond this a gzip file is a bomb, whatever its size."""
BOMB_FROM = 64 * 1024 * 1024
MOST_NOTES = 100
_SCANNED = 2 * BATCH
"""Lines between two batches when a filter admits few: progress is told and the user may cancel."""
_BUFFER = 1 << 20
_PROBED = 8
_GZIP = b"\x1f\x8b"
_PLAIN = re.compile(r"(?:0[7-9]|[1-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{4,5}", re.ASCII)
"""Ids as nearly all lines have them, which say the same however carefully they are read."""
_GLUED = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)(\d{7})")
"""Old ids as some copies write them, without their slash: hep-th9901001."""
_PRINTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")
_MARKS = ("update_date", "versions", "authors_parsed", "journal-ref", "abstract")


class Submission(Struct, frozen=True):
    """One version as the snapshot writes it."""

    version: str | None = None
    created: str | None = None


class Line(Struct, frozen=True, rename={"journal": "journal-ref"}):
    """One line of the snapshot. What a copy left out is null, empty or not there."""

    id: str
    title: str | None = None
    authors: str | list[str] | None = None
    authors_parsed: list[list[str]] | None = None
    abstract: str | None = None
    comments: str | None = None
    journal: str | None = None
    doi: str | None = None
    categories: str | list[str] | None = None
    license: str | None = None
    versions: list[Submission] | None = None
    update_date: str | None = None


_line = msgspec.json.Decoder(Line).decode
_UNREAD = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding a line raises; the last where it is nested without end."""


def snapshot(target: str, only: RecordFilter, kind: str | None = None) -> Iterator[SourceReading] | None:
    """Return the batches of a file that is a snapshot (or is said to be one), None for anything else.

    Raise UnreadableError when it cannot be read at all.
    """
    path = Path(target).expanduser()
    try:
        if not path.is_file() or not (kind == KIND or (kind is None and _is_snapshot(path))):
            return None
    except (OSError, ValueError, EOFError, zlib.error):
        return None
    return _batches(target, path, only)


def record_of(line: bytes) -> Record:
    """Return what a line says, or raise ValueError saying why it says nothing."""
    try:
        said = _line(line)
    except _UNREAD as error:
        raise ValueError(f"no paper's line: {error}") from error
    found = _paper(said.id)
    if found is None:
        raise ValueError(f"not an arXiv id: {said.id[:50]!r}")
    title = _folded(said.title)
    if title is None:
        raise ValueError(f"{said.id} has no title")
    versions = _versions(said.versions or ())
    return Record(
        identity=found,
        title=title,
        provider=PROVIDER,
        abstract=_folded(said.abstract),
        authors=_authors(said),
        categories=subjects(_text(said.categories).split()),
        published=versions[0].created if versions and versions[0].number == 1 else None,
        updated=moment(said.update_date),
        versions=versions,
        doi=_folded(said.doi),
        venue=_folded(said.journal),
        comment=_folded(said.comments),
        license=_folded(said.license),
    )


def _paper(text: str) -> str | None:
    if _PLAIN.fullmatch(text):
        return f"arxiv:{text}"
    found = paper(_GLUED.sub(r"\1/\2", text))
    return found[0] if found else None


def _is_snapshot(path: Path) -> bool:
    """Tell by the first lines: papers have an id, a title and something that only arXiv's metadata has."""
    with closing(_Lines(path)) as lines:
        for _, line in zip(range(_PROBED), lines, strict=False):
            try:
                said = msgspec.json.decode(line)
            except _UNREAD:
                continue
            if not isinstance(said, dict):
                return False
            return any(mark in said for mark in _MARKS) and "title" in said and _paper(str(said.get("id"))) is not None
    return False


def _batches(target: str, path: Path, only: RecordFilter) -> Iterator[SourceReading]:
    source = _source(path)
    try:
        with closing(_Lines(path)) as lines:
            reading = _Batch(lines)
            for line in lines:
                reading.read(line, only)
                if len(reading.records) >= BATCH or reading.scanned >= _SCANNED:
                    yield reading.taken(source)
            reading.end()
            yield reading.taken(source)
    except OSError as error:
        raise UnreadableError(target, error.strerror or str(error)) from error


def _source(path: Path) -> Source:
    """Return the source of this file, which is the same in every folder and whether or not it is packed."""
    name = path.name.removesuffix(".gz")
    digest = blake2b(f"{KIND} {name}".encode("utf-8", "replace"), digest_size=5).hexdigest()
    return Source(id=f"source-{digest}", kind=KIND, title=f"arXiv metadata: {name}", site="https://arxiv.org/")


class _Lines:
    """The lines of a file, unpacked where it is packed; `stopped` says why they ended before the file did."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size = path.stat().st_size
        packed = self._file.read(2) == _GZIP
        self._file.seek(0)
        # A buffer of its own around the unpacker: its lines are found four times as quickly as GzipFile's.
        self._text = BufferedReader(GzipFile(fileobj=self._file), _BUFFER) if packed else self._file
        self._packed = packed
        self._unpacked = 0
        self.number = 0
        self.stopped: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        """Yield each line; one that is too long as an empty one."""
        while (line := self._next()) is not None:
            self.number += 1
            yield b"" if len(line) > MOST_LINE else line.removeprefix(BOM_UTF8)

    def part(self) -> float:
        """Return how much of the file was read, from 0 to 1."""
        return min(1.0, self._file.tell() / self._size) if self._size else 1.0

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _next(self) -> bytes | None:
        line = self._read()
        more = line
        while more and len(line) > MOST_LINE and not more.endswith(b"\n"):
            more = self._read()  # the rest of a line that is too long is passed over
        return line or None

    def _read(self) -> bytes:
        try:
            line = self._text.readline(MOST_LINE + 1)
        except EOFError:
            self.stopped = "the file ends in the middle of its packed data: what came before it was kept"
            return b""
        except (zlib.error, BadGzipFile) as error:
            self.stopped = f"the packed data is damaged: what came before it was kept ({error})"
            return b""
        self._unpacked += len(line)
        if self._packed and self._unpacked > max(BOMB_FROM, MOST_RATIO * self._file.tell()):
            self.stopped = f"it unpacks to more than {MOST_RATIO} times its size: a bomb, not a snapshot"
            return b""
        return line


class _Batch:
    """Records and notes on their way; after each batch it starts anew, but counts on."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self.records: list[Record] = []
        self.scanned = 0
        self._notes: list[Note] = []
        self._told = self._untold = self._admitted = 0

    def read(self, line: bytes, only: RecordFilter) -> None:
        """Take one line in, as a record or as a note; one of white space is nothing."""
        self.scanned += 1
        try:
            if not line:
                raise ValueError(f"longer than {MOST_LINE // 1024 // 1024} MB")
            if line.isspace():
                return
            record = record_of(line)
        except ValueError as error:
            self._note(str(error))
            return
        if admits(record, only):
            self.records.append(record)
            self._admitted += 1

    def end(self) -> None:
        """Tell what the end of the file has to tell."""
        if self._untold:
            more = f"{self._untold} more lines could not be read"
            self._notes.append(Note(kind="skipped", code="broken-line", where="and others", message=more))
        if self._lines.stopped:
            where = f"line {self._lines.number + 1}"
            self._notes.append(Note(kind="failed", code="cut-off", where=where, message=self._lines.stopped))

    def taken(self, source: Source) -> SourceReading:
        """Return the batch, and begin the next one."""
        part = self._lines.part()
        taken = SourceReading(
            source=source,
            records=tuple(self.records),
            notes=tuple(self._notes),
            total=round(self._admitted / part) if part else None,
        )
        self.records, self._notes, self.scanned = [], [], 0
        return taken

    def _note(self, message: str) -> None:
        if self._told >= MOST_NOTES:
            self._untold += 1
            return
        self._told += 1
        where = f"line {self._lines.number}"
        self._notes.append(Note(kind="skipped", code="broken-line", where=where, message=message))


def _authors(said: Line) -> tuple[str, ...]:
    """Return the names, from the parsed form where there is one: its accents are letters already."""
    if said.authors_parsed:
        names = (" ".join(part for part in (*name[1:2], *name[:1], *name[2:3]) if part) for name in said.authors_parsed)
        return tuple(" ".join(name.split()) for name in names if name.strip())
    if isinstance(said.authors, list):
        return tuple(" ".join(name.split()) for name in said.authors if name.strip())
    if said.authors and said.authors.startswith("['"):
        return tuple(_printed(said.authors))
    return authors_of(said.authors) if said.authors else ()


def _printed(authors: str) -> Iterator[str]:
    """Yield the names of a list that was printed into the field, as some trackers do: "['ada King', 'alan Turing']"."""
    for name in _PRINTED.findall(authors):
        told = " ".join("".join(name).split())
        yield told[:1].upper() + told[1:]


def _versions(submissions: list[Submission] | tuple[Submission, ...]) -> tuple[Version, ...]:
    found = {}
    for place, said in enumerate(submissions, 1):
        digits = (said.version or "").lstrip("vV")
        number = int(digits) if digits.isdecimal() and len(digits) < 5 else place
        found[number] = Version(number, moment(said.created))
    return tuple(found[number] for number in sorted(found))


def _text(value: str | list[str] | None) -> str:
    return " ".join(value) if isinstance(value, list) else value or ""


def _folded(text: str | None) -> str | None:
    """Return the text with TeX's line breaks and indents as single spaces; None where nothing is left."""
    return " ".join(text.split()) or None if text else None
