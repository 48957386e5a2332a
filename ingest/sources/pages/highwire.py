"""`citation_*` meta tags, as journals, arXiv and Zotero's pages carry them → the record of the work.

https://www.zotero.org/support/dev/exposing_metadata and https://scholar.google.com/intl/en/scholar/inclusion.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph.identity import identify
from graph.model import Identity
from graph.record import Record
from ingest.outlines.text import literal
from ingest.sources.dates import read_date

PROVIDER = "page"
_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def record_of(metas: Mapping[str, Sequence[str]], url: str | None) -> Record | None:
    """Return the record of the work whose page this is; None without a title or an identity of a work."""
    title = _first(metas, "citation_title")
    identity = _identity(metas, url)
    if title is None or identity is None:
        return None
    date = _first(metas, "citation_publication_date", "citation_date", "citation_online_date")
    doi = _DOI.fullmatch(_first(metas, "citation_doi") or "")
    return Record(
        identity=str(identity),
        title=title,
        provider=PROVIDER,
        abstract=_first(metas, "citation_abstract"),
        authors=tuple(dict.fromkeys(_name(name) for name in metas.get("citation_author", ()))),
        published=read_date(date.replace("/", "-")).moment if date else None,
        doi=doi[1].lower() if doi else None,
        venue=_first(metas, "citation_journal_title", "citation_conference_title"),
    )


def _identity(metas: Mapping[str, Sequence[str]], url: str | None) -> Identity | None:
    arxiv = _ARXIV.fullmatch(_first(metas, "citation_arxiv_id") or "")
    if arxiv:
        return identify(f"https://arxiv.org/abs/{arxiv[1]}")
    doi = _DOI.fullmatch(_first(metas, "citation_doi") or "")
    if doi:
        return identify(f"https://doi.org/{doi[1]}")
    found = identify(url) if url else None
    return found if found and found.scheme in ("arxiv", "doi") else None


def _first(metas: Mapping[str, Sequence[str]], *names: str) -> str | None:
    return next((literal(metas[name][0]) for name in names if metas.get(name)), None)


def _name(written: str) -> str:
    """Return "Ashish Vaswani" for "Vaswani, Ashish"."""
    last, comma, first = literal(written).partition(", ")
    return f"{first} {last}" if comma and "," not in first else literal(written)
