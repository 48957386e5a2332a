"""Enrichment: what is lacking is asked for in batches, kept, remembered where nobody knows it; failures stay apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from graph.embedders.hashing import HashingEmbedder
from graph.errors import FetchError
from graph.model import EdgeKind
from graph.ports import EnrichReport, Library
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest.asking import Endpoints
from ingest.enrich import Enricher, Keys
from ingest.enriching.unanswered import Unanswered
from ingest.fetch import Download, Fetcher
from ingest.ledger import Ledger
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from tests.ingest.arxiv.fakes import answer
from tests.ingest.recorded import small
from tests.ingest.serving import served

NOW = datetime(2025, 6, 1, tzinfo=UTC)
ALL_KEYS = Keys(openalex="secret/key", semantic_scholar="other-key", contact="me@example.org")
LIST = """# Reading
- [Alpha](https://doi.org/10.5555/alpha.1): first.
- [Beta](https://doi.org/10.5555/beta.2): second.
- [Gamma](https://doi.org/10.5555/gamma.3): third.
- [Routing](https://arxiv.org/abs/2501.00001): fourth.
- [Slip](https://arxiv.org/abs/2501.99999): fifth.
"""


class Catalogues:
    """All services in one: answers as they do, fails where told to, and counts what it is asked."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.posted: list[list[str]] = []

    def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        **_: object,
    ) -> Download:
        """Return the answer of the service that the address names."""
        service = next(name for name in ("arxiv", "crossref", "openalex", "semantic") if name in urlsplit(url).netloc)
        self.asked.append(service)
        self.headers.append(headers or {})
        if service in self.failing:
            raise FetchError(url, "503 Service Unavailable", 503)
        if "offline" in self.failing:
            raise FetchError(url, "no connection: unreachable")
        return Download(url=url, content=self.answer(service, url, body))

    def answer(self, service: str, url: str, body: bytes | None) -> bytes:
        """Return what the service would say."""
        if service == "arxiv":
            ids = parse_qs(urlsplit(url).query)["id_list"][0].split(",")
            return answer([one for one in ids if one != "2501.99999"])
        if service == "semantic":
            self.posted.append(json.loads(body or b"{}")["ids"])
            cited = [{"externalIds": {"DOI": "10.5555/Beta.2"}}, {"externalIds": None}]
            return json.dumps(
                [{"references": cited if one.startswith("ARXIV") else []} for one in self.posted[-1]]
            ).encode()
        return small(f"catalogues/{service}.json")


def library_with_a_list(tmp_path: Path, library: Library | None = None) -> Library:
    """Return a library whose one document lists five works by address."""
    library = library or MemoryLibrary()
    items = "".join(
        f"<li><a href='{line.split('(')[1].split(')')[0]}'>{line[3:].split(']')[0]}</a>: a remark.</li>"
        for line in LIST.splitlines()[1:]
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lists",
        "items": [
            {
                "id": "1",
                "url": "https://lists.example/1",
                "title": "Reading",
                "content_html": f"<h2>Papers</h2><ul>{items}</ul>",
            }
        ],
    }
    path = tmp_path / "lists.json"
    path.write_text(json.dumps(feed))
    Pipeline(library, Loader(Catalogues()), HashingEmbedder).ingest(str(path))
    return library


def enrich(
    library: Library, fetch: Callable[..., Download], tmp_path: Path, keys: Keys = ALL_KEYS, now: datetime = NOW
) -> EnrichReport:
    """Run one enrichment."""
    enricher = Enricher(
        library,
        fetch,
        endpoints=Endpoints(),
        keys=keys,
        unanswered=Unanswered(Ledger(tmp_path)),
        now=lambda: now,
    )
    return Pipeline(library, Loader(fetch), HashingEmbedder, enricher).enrich()


def records(library: Library) -> dict[str, Record]:
    """Return all records."""
    return {record.identity: record for record in library.corpus.page()}


def test_works_get_their_metadata_from_whoever_knows_them(tmp_path: Path) -> None:
    """arXiv's from arXiv, DOIs from Crossref, the one that Crossref does not know from OpenAlex; the id with a slip from nobody."""
    library, services = library_with_a_list(tmp_path), Catalogues()
    report = enrich(library, services, tmp_path)
    found = records(library)

    assert {identity: record.provider for identity, record in found.items()} == {
        "arxiv:2501.00001": "arxiv-api",
        "doi:10.5555/alpha.1": "crossref",
        "doi:10.5555/beta.2": "crossref",
        "doi:10.5555/gamma.3": "openalex",
    }
    assert report.records.new == 4
    assert report.unknown == ("arxiv:2501.99999",)
    assert report.notes == ()


def test_metadata_names_the_works_of_the_graph_and_draws_their_citations(tmp_path: Path) -> None:
    """The record speaks for its work; what it cites is drawn where the library has it."""
    library = library_with_a_list(tmp_path)
    enrich(library, Catalogues(), tmp_path)
    works = library.graph.find(["doi:10.5555/alpha.1", "doi:10.5555/beta.2", "arxiv:2501.00001"])
    cites = {
        (edge.source, edge.target)
        for edge in library.graph.edges_from([n.id for n in works.values()], (EdgeKind.CITES,))
    }

    assert works["doi:10.5555/alpha.1"].name == "On Alpha & Omega: A Study"
    assert works["doi:10.5555/alpha.1"].authors == ("Ada Example", "The Beta Group")
    beta = works["doi:10.5555/beta.2"].id
    assert {(works["doi:10.5555/alpha.1"].id, beta), (works["arxiv:2501.00001"].id, beta)} <= cites


def test_a_second_run_asks_for_nothing_until_a_month_is_over(tmp_path: Path) -> None:
    """What has a record is asked of nobody; what nobody knew is asked again when it may be known."""
    library = library_with_a_list(tmp_path)
    enrich(library, Catalogues(), tmp_path)
    at_once, later = Catalogues(), Catalogues()
    second = enrich(library, at_once, tmp_path)
    third = enrich(library, later, tmp_path, now=NOW + timedelta(days=31))

    assert (at_once.asked, second.asked) == ([], 0)
    assert "arxiv" in later.asked
    assert third.unknown == ("arxiv:2501.99999",)


def test_services_that_want_a_key_are_asked_only_with_one(tmp_path: Path) -> None:
    """Without keys there are arXiv and Crossref; a key goes in a header where the service takes it there."""
    library, without, with_keys = library_with_a_list(tmp_path), Catalogues(), Catalogues()
    enrich(library, without, tmp_path, keys=Keys())
    enrich(library, with_keys, tmp_path)

    assert set(without.asked) == {"arxiv", "crossref"}
    assert with_keys.asked == ["openalex", "semantic"]
    assert with_keys.headers[-1] == {"x-api-key": "other-key"}
    assert "ARXIV:2501.00001" in with_keys.posted[0]


def test_a_service_that_fails_is_told_and_the_others_still_run(tmp_path: Path) -> None:
    """OpenAlex stands in for Crossref; no key is ever shown."""
    library = library_with_a_list(tmp_path)
    report = enrich(library, Catalogues("crossref"), tmp_path)
    broken = enrich(library_with_a_list(tmp_path), Catalogues("openalex"), tmp_path / "other")

    assert [(note.kind, note.code, note.where) for note in report.notes] == [("failed", "service-failed", "crossref")]
    assert set(records(library)) == {"arxiv:2501.00001", "doi:10.5555/gamma.3"}
    assert "503" in broken.notes[0].message
    assert not any(secret in broken.notes[0].message for secret in ("secret/key", "secret%2Fkey"))


def test_without_a_network_one_line_says_so_and_nothing_is_remembered(tmp_path: Path) -> None:
    """Could not ask is not "nobody knows" (law 3)."""
    library = library_with_a_list(tmp_path)
    report = enrich(library, Catalogues("offline"), tmp_path)

    assert [(note.code, note.where) for note in report.notes] == [("offline", "network")]
    assert report.unknown == ()
    assert enrich(library, Catalogues(), tmp_path).records.new == 4


def test_an_unmade_library_and_a_pipeline_without_services_ask_for_nothing(tmp_path: Path) -> None:
    """Nothing is made and nobody is asked."""
    services, unmade = Catalogues(), SqliteLibrary(tmp_path / "library.sqlite")

    assert enrich(unmade, services, tmp_path) == EnrichReport()
    assert unmade.is_unmade()
    assert Pipeline(unmade, Loader(services), HashingEmbedder).enrich() == EnrichReport()
    assert services.asked == []


def test_enrichment_survives_a_rebuild(tmp_path: Path) -> None:
    """Records are data as fetched (law 1)."""
    library = library_with_a_list(tmp_path)
    enrich(library, Catalogues(), tmp_path)
    before = library.graph.find(["doi:10.5555/alpha.1"])["doi:10.5555/alpha.1"]
    Pipeline(library, Loader(Catalogues()), HashingEmbedder).rebuild()

    assert library.graph.find(["doi:10.5555/alpha.1"])["doi:10.5555/alpha.1"] == before


def test_all_services_over_real_connections(tmp_path: Path) -> None:
    """The one fetcher, endpoints that an operator named, a POST with a key: from the list to the records."""
    services = Catalogues()

    def answers(path: str, body: bytes) -> tuple[int, bytes]:
        return 200, services.answer(path.split("/")[1], path, body)

    with served(answers) as (base, asked):
        endpoints = Endpoints(
            arxiv=f"{base}/arxiv/query",
            crossref=f"{base}/crossref",
            openalex=f"{base}/openalex",
            semantic_scholar=f"{base}/semantic",
        )
        library = library_with_a_list(tmp_path, SqliteLibrary(tmp_path / "library.sqlite"))
        with Fetcher(allowed=endpoints.hosts(), endpoints=endpoints.addresses()) as fetcher:
            enricher = Enricher(
                library,
                fetcher.fetch,
                endpoints=endpoints,
                keys=ALL_KEYS,
                unanswered=Unanswered(Ledger(tmp_path)),
                now=lambda: NOW,
            )
            pipeline = Pipeline(library, Loader(fetcher.fetch, endpoints), HashingEmbedder, enricher)
            report = pipeline.enrich()
            report_by_id = pipeline.ingest("arxiv:2501.00001")

    assert (report.records.new, report.notes) == (4, ())
    assert [method for method, _ in asked] == ["GET", "GET", "GET", "POST", "GET"]
    assert (report_by_id.new, report_by_id.records.unchanged) == (1, 1)
