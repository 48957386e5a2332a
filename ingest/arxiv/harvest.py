"""Harvests over OAI-PMH: a set's records page by page, on to the last resumption token.

The protocol selects by the day a record last changed, never by its first publication. A record changes no earlier than
it appears, so `since` may narrow what is asked for; `until` may not, and is only held against each record.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from graph.errors import FetchError, UnreadableError
from graph.model import Source
from graph.ports import Note, RecordFilter
from ingest.admitting import admits
from ingest.asking import PATIENCE, Fetch
from ingest.sources.arxiv.oai_pmh import READER, TOKEN_GONE, Page, check, parse_page, set_source
from ingest.sources.arxiv.papers import as_fetched
from ingest.sources.reading import SourceReading

LIST = "ListRecords"
FORM = "arXivRaw"
"""The form that dates every version; `arXiv` has only two dates, and the first is not always the first version's."""
RESTARTS = 2
"""How often a harvest whose token has run out begins again; what it brought before is found unchanged."""
PAGES = 10_000
"""More pages than arXiv has: a token that leads in a circle ends here."""
XML = "text/xml, application/xml;q=0.9"


def listing(target: str) -> dict[str, str] | None:
    """Return the parameters of an address that lists records; None for any other address."""
    asked = dict(parse_qsl(urlsplit(target).query))
    return asked if asked.get("verb") == LIST else None


def harvest(fetch: Fetch, base: str, asked: dict[str, str], only: RecordFilter, target: str) -> Iterator[SourceReading]:
    """Yield what a set holds, page by page; a fault after the first page ends it with a note that says so.

    Without a filter a harvest is reference metadata; what a filter admits is wanted, so it becomes documents.
    """
    source = set_source(asked.get("set", ""), asked=target)
    seen = 0
    try:
        for page in _pages(fetch, base, _first(asked, only), target):
            admitted = tuple(record for record in page.records if admits(record, only))
            documents = (
                tuple(as_fetched(record, source, READER) for record in admitted) if only != RecordFilter() else ()
            )
            seen += len(page.records)
            yield SourceReading(
                source=source, documents=documents, records=admitted, notes=page.notes, total=page.total
            )
    except (FetchError, UnreadableError) as error:
        if not seen:
            raise
        yield _stopped(source, target, seen, str(error))


def _first(asked: dict[str, str], only: RecordFilter) -> dict[str, str]:
    since = {"from": only.since.isoformat()} if only.since and "from" not in asked else {}
    return {"verb": LIST, "metadataPrefix": FORM, **asked, **since}


def _pages(fetch: Fetch, base: str, first: dict[str, str], target: str) -> Iterator[Page]:
    asked, restarts = first, 0
    for _ in range(PAGES):
        address = f"{base}?{urlencode(asked)}"
        page = parse_page(fetch(address, accept=XML, patience=PATIENCE).content, target)
        if page.error == TOKEN_GONE and asked is not first and restarts < RESTARTS:
            asked, restarts = first, restarts + 1
            continue
        check(page, target)
        yield page
        if page.token is None:
            return
        asked = {"verb": LIST, "resumptionToken": page.token}


def _stopped(source: Source, target: str, seen: int, why: str) -> SourceReading:
    words = f"stopped after {seen} records: {why}; the same command begins again and finds these unchanged"
    return SourceReading(source=source, notes=(Note(kind="failed", code="stopped", where=target, message=words),))
