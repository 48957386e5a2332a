"""The arXiv API, asked politely: ids in batches, queries in slices, its known faults asked again.

The pause between two questions and the one connection are the fetcher's, for all of arXiv's services together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.errors import FetchError, UnreadableError
from graph.model import Source
from graph.ports import Note, RecordFilter
from ingest.admitting import admits
from ingest.arxiv.questions import Papers, Query, address_of_ids, address_of_slice
from ingest.asking import PATIENCE, Fetch
from ingest.sources.arxiv.api import Answer, papers, parse_answer, source_of, unknown
from ingest.sources.reading import SourceReading

IDS = 200
"""Ids a question: with more, the address grows longer than servers read."""
SLICE = 500
"""Papers a slice. The API allows 2,000; large slices are where it fails most."""
TRIES = 4
"""Its empty pages and its 500s are gone at the second or third asking."""
_WORTH_ASKING_AGAIN = frozenset({500, 502, 503, 504})
_REFUSED = 400
ATOM = "application/atom+xml"


class ArxivApi:
    """Asks the API at `base`."""

    def __init__(self, fetch: Fetch, base: str) -> None:
        self._fetch = fetch
        self._base = base

    def answer(self, ids: Sequence[str], target: str) -> Answer:
        """Return what the API knows of these papers, or raise FetchError or UnreadableError."""
        return self._ask(address_of_ids(self._base, tuple(ids)), target)

    def papers(self, asked: Papers, target: str) -> Iterator[SourceReading]:
        """Yield the papers a batch at a time; the ids that nobody knows are told in notes."""
        source = source_of("")
        impossible = unknown(asked.impossible, ())
        if not asked.ids:
            yield papers(source, (), impossible)
        for start in range(0, len(asked.ids), IDS):
            ids = asked.ids[start : start + IDS]
            found = self.answer(ids, target)
            notes = (*found.notes, *unknown(ids, found.records), *(impossible if start == 0 else ()))
            yield papers(source, found.records, notes, len(asked.ids))

    def query(self, query: Query, only: RecordFilter, target: str) -> Iterator[SourceReading]:
        """Yield a query's papers, newest first, a slice at a time; a fault after the first slice ends it with a note."""
        source = source_of(query.name, asked=target)
        start, end = 0, query.most
        while start < end:
            count = min(SLICE, end - start)
            try:
                found = self._ask(address_of_slice(self._base, query.search, start, count), target)
            except (FetchError, UnreadableError) as error:
                if start == 0:
                    raise
                yield _stopped(source, target, start, str(error))
                return
            end = min(end, found.total or 0)
            admitted = tuple(record for record in found.records if admits(record, only))
            yield papers(source, admitted, found.notes, end)
            if found.is_glitch:
                yield _stopped(source, target, start, "arXiv sent an empty page where there is more")
                return
            start += count

    def _ask(self, address: str, target: str) -> Answer:
        """Return the answer; ask again where the API is known to fail."""
        for tries in range(1, TRIES + 1):
            try:
                answer = parse_answer(self._fetch(address, accept=ATOM, patience=PATIENCE).content, target)
            except FetchError as error:
                if error.status == _REFUSED and error.content:
                    parse_answer(error.content, target)
                if error.status not in _WORTH_ASKING_AGAIN or tries == TRIES:
                    # The whole address is hundreds of ids; the service's own says enough.
                    raise FetchError(self._base, error.reason, error.status, error.retry_after) from error
                continue
            if not answer.is_glitch or tries == TRIES:
                break
        return answer


def _stopped(source: Source, target: str, done: int, why: str) -> SourceReading:
    words = f"stopped after {done} papers: {why}; the same command reads on"
    return SourceReading(source=source, notes=(Note(kind="failed", code="stopped", where=target, message=words),))
