"""Enrichment: works that the graph knows by an identity alone get their metadata, and what they cite.

arXiv is asked for arXiv's papers; Crossref for DOIs, OpenAlex for those that Crossref does not know; Semantic Scholar for
citations. The last two are asked only with a key. The corpus is asked first: what has a record is asked of nobody.
A service that fails is told and left alone until the next run; the others still run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote_plus, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import AlmanacError, FetchError, UnreadableError
from graph.model import WORK_KINDS
from graph.ports import CorpusCounts, EnrichReport, Library, Note, Progress
from graph.record import Record
from ingest.arxiv.api import IDS, ArxivApi
from ingest.asking import PATIENCE, Endpoints, Fetch
from ingest.enriching import crossref, openalex, semantic_scholar
from ingest.enriching.unanswered import Unanswered

ARXIV = "arxiv"
_JSON = "application/json"
_PAGE = 500
_UNKNOWN = 404
_SECRET = "…"  # noqa: S105  (what is shown instead of one)

Keep = Callable[[Sequence[Record]], CorpusCounts]
Batch = tuple[Collection[str], list[Record]]
"""What a service was asked for, and what it answered."""


class Keys(Struct, frozen=True, kw_only=True):
    """What the operator has agreed with the services: keys, and an address where they may complain (Crossref asks for one)."""

    openalex: str | None = None
    semantic_scholar: str | None = None
    contact: str | None = None


class Enricher:
    """Asks the services; what they answer is kept by whoever runs it, a batch at a time."""

    def __init__(
        self,
        library: Library,
        fetch: Fetch,
        *,
        endpoints: Endpoints,
        keys: Keys,
        unanswered: Unanswered,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._fetch = fetch
        self._endpoints = endpoints
        self._keys = keys
        self._unanswered = unanswered
        self._now = now

    def run(self, keep: Keep, progress: Progress) -> EnrichReport:
        """Ask for everything that is lacking; `keep` stores records and lets them speak."""
        if self._library.is_unmade():
            return EnrichReport()
        asking = _Asking(keep, progress, self._unanswered, self._now())
        asking.service(ARXIV, self._lacking(ARXIV), self._arxiv)
        asking.service(crossref.NAME, self._lacking("doi"), self._crossref)
        if self._keys.openalex:
            asking.service(openalex.NAME, self._lacking("doi"), self._openalex)
        if self._keys.semantic_scholar:
            asking.service(semantic_scholar.NAME, self._uncited(), self._semantic_scholar)
        return asking.report(self._without_record(sorted(asking.missed)), self._keys)

    def _lacking(self, scheme: str) -> list[str]:
        """Return the works of this scheme that have no record, in order."""
        return [one for page in self._works(scheme) for one in self._without_record(page)]

    def _without_record(self, identities: Sequence[str]) -> list[str]:
        held = self._library.corpus.records(identities) if identities else {}
        return [one for one in identities if one not in held]

    def _uncited(self) -> list[str]:
        """Return the works whose records name nothing that they cite."""
        pages = (self._library.corpus.records(page) for scheme in (ARXIV, "doi") for page in self._works(scheme))
        return [identity for held in pages for identity in sorted(held) if not held[identity].references]

    def _works(self, scheme: str) -> Iterator[list[str]]:
        after = None
        while page := self._library.graph.nodes(WORK_KINDS, after, _PAGE):
            yield [node.identity for node in page if node.identity and node.identity.startswith(f"{scheme}:")]
            after = page[-1].id

    def _arxiv(self, identities: Sequence[str]) -> Iterator[Batch]:
        api = ArxivApi(self._fetch, self._endpoints.arxiv)
        for start in range(0, len(identities), IDS):
            batch = identities[start : start + IDS]
            ids = [identity.partition(":")[2] for identity in batch]
            yield batch, list(api.answer(ids, ARXIV).records)

    def _crossref(self, identities: Sequence[str]) -> Iterator[Batch]:
        dois = [identity.partition(":")[2] for identity in identities]
        for address, asked in crossref.addresses(self._endpoints.crossref, dois, self._keys.contact):
            try:
                found = crossref.records(self._fetch(address, accept=_JSON, patience=PATIENCE).content)
            except FetchError as error:
                if error.status != _UNKNOWN:
                    raise
                found = []
            yield [f"doi:{doi}" for doi in asked], found

    def _openalex(self, identities: Sequence[str]) -> Iterator[Batch]:
        dois = [identity.partition(":")[2] for identity in identities]
        for address, asked in openalex.addresses(self._endpoints.openalex, dois, self._keys.openalex or ""):
            found = openalex.records(self._fetch(address, accept=_JSON, patience=PATIENCE).content)
            yield [f"doi:{doi}" for doi in asked], found

    def _semantic_scholar(self, identities: Sequence[str]) -> Iterator[Batch]:
        address = semantic_scholar.address(self._endpoints.semantic_scholar)
        key = {"x-api-key": self._keys.semantic_scholar or ""}
        for start in range(0, len(identities), semantic_scholar.BATCH):
            batch = identities[start : start + semantic_scholar.BATCH]
            question = semantic_scholar.question(batch)
            answer = self._fetch(address, accept=_JSON, headers=key, body=question, patience=PATIENCE)
            cited = semantic_scholar.references(answer.content, batch)
            held = self._library.corpus.records([identity for identity, found in cited.items() if found])
            yield batch, [replace(held[identity], references=cited[identity] or ()) for identity in sorted(held)]


class _Asking:
    """One run: asks service after service, keeps what comes, and remembers what nobody knew."""

    def __init__(self, keep: Keep, progress: Progress, unanswered: Unanswered, now: datetime) -> None:
        self._keep = keep
        self._progress = progress
        self._unanswered = unanswered
        self._now = now
        self._asked = 0
        self._answers = 0
        self._counts = CorpusCounts()
        self._failures: list[tuple[str, AlmanacError]] = []
        self.missed: set[str] = set()

    def service(self, name: str, lacking: Sequence[str], ask: Callable[[Sequence[str]], Iterator[Batch]]) -> None:
        """Ask one service for what it was not asked for in vain lately."""
        wanted = self._unanswered.worth_asking(name, lacking, self._now)
        done = 0
        try:
            for asked, records in ask(wanted):
                counts = self._keep(records)
                found = {record.identity for record in records}
                self._unanswered.remember(name, [one for one in asked if one not in found], self._now)
                self._count(asked, found, counts)
                done += len(asked)
                self._progress(done, len(wanted), f"works asked of {name}")
        except (FetchError, UnreadableError) as error:
            self._failures.append((name, error))

    def report(self, unknown: Sequence[str], keys: Keys) -> EnrichReport:
        """Return what came of it; without a network that is one line."""
        return EnrichReport(
            asked=self._asked, records=self._counts, unknown=tuple(unknown), notes=tuple(self._notes(keys))
        )

    def _count(self, asked: Collection[str], found: set[str], counts: CorpusCounts) -> None:
        self._answers += 1
        self._asked += len(asked)
        self.missed |= {one for one in asked if one not in found}
        held = self._counts
        self._counts = CorpusCounts(
            new=held.new + counts.new,
            changed=held.changed + counts.changed,
            unchanged=held.unchanged + counts.unchanged,
        )

    def _notes(self, keys: Keys) -> Iterator[Note]:
        offline = all(isinstance(error, FetchError) and error.status is None for _, error in self._failures)
        if self._failures and offline and not self._answers:
            reason = _told(self._failures[0][1], keys)
            yield Note(kind="failed", code="offline", where="network", message=f"no service could be reached: {reason}")
            return
        for name, error in self._failures:
            yield Note(kind="failed", code="service-failed", where=name, message=_told(error, keys))


def _told(error: AlmanacError, keys: Keys) -> str:
    """Return why, without the question, which is hundreds of ids, and without the keys that stand in an address."""
    text = f"{urlsplit(error.url).netloc}: {error.reason}" if isinstance(error, FetchError) else str(error)
    for secret in filter(None, (keys.openalex, keys.semantic_scholar)):
        text = text.replace(secret, _SECRET).replace(quote_plus(secret), _SECRET)
    return text
