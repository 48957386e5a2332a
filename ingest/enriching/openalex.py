"""OpenAlex: DOIs → records (https://developers.openalex.org/api-reference/works). It wants a key.

What a work cites comes as OpenAlex's own ids, which name nothing here, so it is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from graph.record import Record
from ingest.enriching.shapes import decoded, identity_of, stated, works
from ingest.outlines.text import plain

NAME = "openalex"
BATCH = 50
_FIELDS = "doi,title,publication_date,authorships,abstract_inverted_index,primary_location"


class _Author(Struct, frozen=True):
    display_name: str | None = None


class _Authorship(Struct):
    author: _Author = _Author()
    raw_author_name: str | None = None


class _Place(Struct):
    display_name: str | None = None


class _Location(Struct):
    source: _Place | None = None
    license: str | None = None


class _Work(Struct):
    doi: str
    title: str
    publication_date: str | None = None
    authorships: list[_Authorship] = []
    abstract_inverted_index: dict[str, list[int]] | None = None
    primary_location: _Location | None = None


class _List(Struct):
    results: list[msgspec.Raw] = []


def addresses(base: str, dois: Sequence[str], key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return what to ask for these DOIs: (address, the DOIs it asks for)."""
    fitting = [doi for doi in dois if "|" not in doi and "," not in doi]
    asked = []
    for start in range(0, len(fitting), BATCH):
        batch = tuple(fitting[start : start + BATCH])
        question = {"filter": f"doi:{'|'.join(batch)}", "per-page": BATCH, "select": _FIELDS, "api_key": key}
        asked.append((f"{base}/works?{urlencode(question)}", batch))
    return asked


def records(content: bytes) -> list[Record]:
    """Return the records of an answer, or raise UnreadableError."""
    raws = decoded(content, _List, NAME).results
    return [record for work in works(raws, _Work) if (record := _record(work))]


def _record(work: _Work) -> Record | None:
    identity, title = identity_of(work.doi), plain(work.title)
    if identity is None or not title:
        return None
    place = work.primary_location or _Location()
    names = (one.author.display_name or one.raw_author_name or "" for one in work.authorships)
    digits = (work.publication_date or "").split("-")
    return Record(
        identity=identity,
        title=title,
        provider=NAME,
        abstract=_abstract(work.abstract_inverted_index),
        authors=tuple(filter(None, map(plain, names))),
        published=stated([int(part) for part in digits if part.isascii() and part.isdigit() and len(part) <= 4]),
        doi=identity.removeprefix("doi:") if identity.startswith("doi:") else None,
        venue=place.source.display_name if place.source else None,
        license=place.license,
    )


def _abstract(index: dict[str, list[int]] | None) -> str | None:
    """Return the words in their places."""
    placed = sorted((place, word) for word, places in (index or {}).items() for place in places)
    return plain(" ".join(word for _, word in placed)) or None
