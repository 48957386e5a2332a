"""The reader of RIS, as Zotero, Mendeley, EndNote and publishers write it.

Read by hand (docs/decisions.md): a tag a line is all there is to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from graph.errors import UnreadableError
from graph.model import Document, Fetched, Moment, NodeKind
from ingest.sources.decoding import decode
from ingest.sources.kinds import describe, is_binary
from ingest.sources.libraries.bibliography import (
    Entry,
    Reference,
    arxiv_addresses,
    by_given_name,
    date_of,
    distinct,
    document_of,
    doi_in,
    is_address,
    is_arxiv,
    kinds_of,
    reading_of,
    when,
)
from ingest.sources.reading import SourceReading

Tags = dict[str, list[str]]
_TAG = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,3}-(?:[ \t]?(.*))?")
_START = re.compile(r"\A\s*TY[ \t]{1,3}-[ \t]*[A-Z]{2,}[ \t]*\r?$", re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:[/-](\d{0,2})(?:[/-](\d{0,2}))?)?(?:[/-].*)?")
FILES = frozenset({"L1", "L2", "L3", "L4"})
"""Tags of attachments: addresses, or paths on somebody's machine."""
KINDS = kinds_of(
    {
        NodeKind.PAPER: "JOUR CONF CPAPER CHAP ECHAP THES INPR UNPB ABST EJOUR PREPRINT MANSCPT",
        NodeKind.REPORT: "RPRT GOVDOC STAND",
        NodeKind.CODE: "COMP",
        NodeKind.DATASET: "DATA DBASE AGGR",
        NodeKind.VIDEO: "VIDEO MPCT",
        NodeKind.TALK: "SLIDE",
        NodeKind.ARTICLE: "ELEC BLOG MGZN NEWS ICOMM WEB",
    }
)
_decoder = msgspec.json.Decoder(Tags)


class RisReader:
    """Reads RIS files."""

    name = "ris"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its first line, which names a type."""
        del content_type
        return b"TY" in content[:4096] and not is_binary(content) and _START.match(decode(content).text) is not None

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file's source with its entries and their records, or raise UnreadableError."""
        del as_of
        if is_binary(content):
            raise UnreadableError(target, describe(content, url))
        found = list(entries(decode(content).text))
        if not found:
            raise UnreadableError(target, "RIS without a single entry")
        return reading_of(
            (Entry(_first(tags, "ID") or "", tags, reference_of(tags)) for tags in found), self.name, target, url
        )

    def document(self, fetched: Fetched) -> Document:
        """Return the entry as a document."""
        return document_of(fetched, reference_of(_decoder.decode(fetched.payload)))


def entries(text: str) -> Iterator[Tags]:
    """Yield each entry's tags; the next `TY` ends one that has no `ER`, and a line without a tag goes on with the last."""
    tags: dict[str, list[list[str]]] = {}
    last: list[str] | None = None
    for line in map(str.strip, text.lstrip("\ufeff").splitlines()):
        found = _TAG.fullmatch(line)
        if found is None:
            if last is not None and line:
                last.append(line)
            continue
        tag, said = found[1], (found[2] or "").strip()
        last = None
        if tag in ("TY", "ER"):
            if tags:
                yield _joined(tags)
            tags = {"TY": [[said]]} if tag == "TY" else {}
        elif tags and (tag not in FILES or _is_web(said)):
            last = [said]
            tags.setdefault(tag, []).append(last)
    if tags:
        yield _joined(tags)


def _joined(tags: dict[str, list[list[str]]]) -> Tags:
    return {tag: ["\n".join(filter(None, lines)) for lines in said] for tag, said in tags.items()}


def reference_of(tags: Tags) -> Reference:
    """Return what the entry says of a work."""
    venue = _first(tags, "T2", "JO", "JF", "JA", "BT", "J2", "PB")
    hidden = [text for tag in ("T2", "JO", "JF", "M1", "IS", "AN", "C7", "PB") for text in tags.get(tag, ())]
    notes = [note for tag in ("N1", "RN") for note in tags.get(tag, ())]
    numbers = [note for note in notes if is_address(note)]
    links = [link for tag in ("UR", "L2", "LK") for text in tags.get(tag, ()) for link in text.split(";")]
    return Reference(
        title=" ".join((_first(tags, "TI", "T1", "CT", "BT") or "").split()) or None,
        kind=KINDS.get((_first(tags, "TY") or "").upper()),
        authors=distinct(map(by_given_name, _people(tags))),
        date=_date(tags),
        venue=None if venue is None or is_arxiv(venue) else venue,
        abstract=" ".join((_first(tags, "AB", "N2") or "").split()) or None,
        doi=doi_in(_first(tags, "DO")),
        addresses=(*arxiv_addresses((*hidden, *numbers)), *filter(_is_web, map(str.strip, (*links, *numbers)))),
        notes=tuple(note for note in notes if note and note not in numbers),
        tags=distinct(word for words in tags.get("KW", ()) for word in re.split(r"[;\n]", words)),
    )


def _people(tags: Tags) -> Iterable[str]:
    return next((names for tag in ("AU", "A1", "A2", "ED") if (names := tags.get(tag))), ())


def _date(tags: Tags) -> Moment | None:
    """Return the most exact of the dates: `2017/06/12/`, `2017///`, `2017`."""
    found = []
    for tag in ("DA", "PY", "Y1"):
        text = _first(tags, tag) or ""
        match = _DATE.fullmatch(text)
        if match is None:
            found.append(when(text))
        else:
            found.append(date_of(match[1], *(int(part) if part else None for part in match.groups()[1:])))
    exactness = ("second", "day", "month", "year")
    return min((date for date in found if date), key=lambda date: exactness.index(date.precision), default=None)


def _first(tags: Tags, *names: str) -> str | None:
    return next((text for name in names for text in tags.get(name, ()) if text), None)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))
