"""arXiv's targets: what is asked, in which batches, and what becomes of faults."""

from __future__ import annotations

from datetime import date

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.errors import FetchError, UnreadableError
from graph.ports import IngestOptions, RecordFilter
from graph.stores.memory import MemoryLibrary
from ingest.arxiv import ArxivTargets
from ingest.arxiv.questions import Papers, Query, question
from ingest.asking import Endpoints
from ingest.fetch import Fetcher
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from ingest.sources import SourceReading
from tests.ingest.arxiv.fakes import Service, answer
from tests.ingest.recorded import real, small
from tests.ingest.serving import served
from tests.shared import needs_shared

NO_FILTER = RecordFilter()


def batches(service: Service, target: str, only: RecordFilter = NO_FILTER) -> list[SourceReading]:
    """Return all batches of a target."""
    found = ArxivTargets(service, Endpoints()).batches(target, only)
    assert found is not None
    return list(found)


def ids_of(found: list[SourceReading]) -> list[str]:
    """Return the identities in the batches, in order."""
    return [record.identity for batch in found for record in batch.records]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2402.06196", Papers(("2402.06196",))),
        (" 2402.06196v2 , math.CA/0611800 ", Papers(("2402.06196v2", "math/0611800"))),
        ("2402.06196 [cs.CL]", Papers(("2402.06196",))),
        ("0000.0000,2402.06196", Papers(("2402.06196",), ("0000.0000",))),
    ],
)
def test_ids_are_told_from_queries(asked: str, found: Papers) -> None:
    """Every spelling of an id is an id; what only looks like one is kept apart."""
    assert question(f"arxiv:{asked}", asked, NO_FILTER) == found


def test_subjects_and_filters_become_the_apis_own_query() -> None:
    """Several subjects are any of them; dates and subjects of the filter narrow the query."""
    only = RecordFilter(categories=("cs.LG",), since=date(2025, 1, 1), until=date(2025, 1, 31))
    plain, narrowed = question("t", "cs.CL+stat", NO_FILTER), question("t", "cs.CL", only)

    assert isinstance(plain, Query)
    assert isinstance(narrowed, Query)
    assert plain.search == "cat:cs.CL OR cat:stat.*"
    assert narrowed.search == "((cat:cs.CL) AND (cat:cs.LG)) AND submittedDate:[202501010000 TO 202501312359]"
    assert (narrowed.name, plain.most, narrowed.most) == ("cat:cs.CL", 200, 30_000)


@pytest.mark.parametrize("asked", ["", "abc", "transformers", "cs.CL and more"])
def test_what_is_no_question_says_what_would_be_one(asked: str) -> None:
    """Nothing is asked of arXiv then."""
    with pytest.raises(UnreadableError, match="neither ids"):
        question(f"arxiv:{asked}", asked, NO_FILTER)


def test_ids_are_asked_in_batches_with_as_many_results_as_ids() -> None:
    """The API gives ten results even for a list of ids unless it is told."""
    ids = [f"2501.{n:05d}" for n in range(1, 451)]
    service = Service(lambda asked: answer(asked["id_list"].split(",")))
    found = batches(service, f"arxiv:{','.join(ids)}")

    assert [asked["max_results"] for asked in service.asked] == ["200", "200", "50"]
    assert ids_of(found) == [f"arxiv:{one}" for one in ids]
    assert {batch.source.title for batch in found} == {"arXiv papers by id"}


def test_unknown_and_impossible_ids_are_named_and_the_others_come() -> None:
    """An id that can be none is not even asked for."""
    service = Service(lambda _: answer(["2501.00001"]))
    found = batches(service, "arxiv:2501.00001,2501.99999,0000.0000")

    assert service.asked[0]["id_list"] == "2501.00001,2501.99999"
    assert ids_of(found) == ["arxiv:2501.00001"]
    assert [(note.kind, note.code, note.where) for note in found[0].notes] == [
        ("failed", "unknown-id", "2501.99999"),
        ("failed", "unknown-id", "0000.0000"),
    ]


def test_a_query_is_asked_newest_first_in_slices() -> None:
    """It ends where the papers or the number asked for end."""
    papers = [f"2501.{n:05d}" for n in range(1, 1201)]

    def reply(asked: dict[str, str]) -> bytes:
        start = int(asked["start"])
        return answer(papers[start : start + int(asked["max_results"])], len(papers), start)

    service = Service(reply)
    found = batches(service, "arxiv:cs.CL", RecordFilter(since=date(2025, 1, 1)))

    assert [(asked["start"], asked["max_results"]) for asked in service.asked] == [
        ("0", "500"),
        ("500", "500"),
        ("1000", "200"),
    ]
    assert {(asked["sortBy"], asked["sortOrder"]) for asked in service.asked} == {("submittedDate", "descending")}
    assert len(ids_of(found)) == 1200
    assert {batch.source.asked for batch in found} == {"arxiv:cs.CL"}
    assert {batch.total for batch in found} == {1200}


def test_an_empty_page_is_asked_for_again_and_then_told() -> None:
    """The API's known fault: a page without entries where there are some."""
    empty = answer([], 3)
    healed = Service([empty, empty, answer(["2501.00001"], 1)])
    never = Service([empty] * 4)

    assert ids_of(batches(healed, "arxiv:cs.CL")) == ["arxiv:2501.00001"]
    assert [note.code for batch in batches(never, "arxiv:cs.CL") for note in batch.notes] == ["stopped"]


def test_a_fault_of_the_server_is_asked_again_and_another_ends_with_what_came() -> None:
    """A 503 that passes is nothing; one later slice that fails leaves the ones before."""
    busy = FetchError("https://export.arxiv.org", "503 Service Unavailable", 503)
    passing = Service([busy, answer(["2501.00001"])])
    papers = [f"2501.{n:05d}" for n in range(1, 501)]
    broken = Service([answer(papers, 900), *[busy] * 4])

    assert ids_of(batches(passing, "arxiv:cs.CL")) == ["arxiv:2501.00001"]
    found = batches(broken, "arxiv:cs.CL", RecordFilter(since=date(2025, 1, 1)))
    assert len(ids_of(found)) == 500
    assert "503" in found[-1].notes[0].message
    with pytest.raises(FetchError):
        batches(Service([busy] * 4), "arxiv:cs.CL")


def test_an_http_400_is_told_in_arxivs_own_words() -> None:
    """The refusal's body says what was wrong."""
    refused = FetchError("https://export.arxiv.org", "400 Bad Request", 400, None, small("arxiv/api-error.xml"))

    with pytest.raises(UnreadableError, match="arXiv says: start must be non-negative"):
        batches(Service([refused]), "arxiv:all:x")


@needs_shared
def test_the_recorded_400_is_reported_as_what_it_is() -> None:
    """The words of the real refusal."""
    refused = FetchError("https://export.arxiv.org", "400 Bad Request", 400, None, real("id_abc"))

    with pytest.raises(UnreadableError, match="incorrect id format for abc"):
        batches(Service([refused]), "arxiv:all:abc")


@needs_shared
def test_recorded_pages_of_one_query_are_one_source() -> None:
    """Slices of the real query, in order, and none of its papers twice in the library."""
    service = Service([real("q_testing_s0_m100")])
    library = MemoryLibrary()
    pipeline = Pipeline(library, Loader(service), HashingEmbedder)
    report = pipeline.ingest("arxiv:all:testing", IngestOptions())

    assert (report.new, report.records.new, report.error) == (100, 100, None)
    assert library.documents.counts()["sources"] == 1


def test_a_harvest_follows_its_tokens_and_begins_again_when_one_is_gone() -> None:
    """A token that ran out restarts the harvest; the end is an empty token."""
    first, last, gone = (small(f"arxiv/oai-{name}.xml") for name in ("raw-first", "raw-last", "token-gone"))
    service = Service([first, gone, first, last])
    found = batches(service, "oai:cs", RecordFilter(since=date(2024, 1, 1)))

    assert [asked.get("resumptionToken") for asked in service.asked] == [None, "token-2", None, "token-2"]
    assert service.asked[0] == {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": "cs", "from": "2024-01-01"}
    assert ids_of(found) == ["arxiv:2401.05555", "arxiv:2401.05555"]  # hep-th/9901001 is older than the filter
    assert found[0].source.title == "arXiv cs"


def test_a_harvest_without_a_filter_is_reference_metadata() -> None:
    """A whole archive is nobody's reading list; what a filter admits is wanted, so it becomes documents."""
    pages = [small("arxiv/oai-raw-first.xml"), small("arxiv/oai-raw-last.xml")]
    plain = batches(Service(list(pages)), "oai:cs")
    wanted = batches(Service(list(pages)), "oai:cs", RecordFilter(categories=("hep-th",)))

    assert [(len(batch.records), len(batch.documents)) for batch in plain] == [(1, 0), (1, 0)]
    assert [(len(batch.records), len(batch.documents)) for batch in wanted] == [(0, 0), (1, 1)]


def test_an_address_that_lists_records_is_harvested_as_it_stands() -> None:
    """Its own parameters are kept; another address is not arXiv's."""
    service = Service([small("arxiv/oai-nothing.xml")])
    address = "https://oai.example/oai?verb=ListRecords&metadataPrefix=arXiv&set=math&until=2024-01-01"
    found = batches(service, address)

    assert service.addresses[0].startswith("https://oai.example/oai?")
    assert service.asked[0]["until"] == "2024-01-01"
    assert ids_of(found) == []
    assert ArxivTargets(service, Endpoints()).batches("https://blog.example/feed?verb=x", NO_FILTER) is None
    assert ArxivTargets(service, Endpoints()).batches("letters.xml", NO_FILTER) is None


def test_an_oai_id_is_a_paper_and_an_empty_set_is_refused() -> None:
    """`oai:arXiv.org:…` is how feeds call a paper."""
    service = Service([answer(["2501.00001"])])

    assert ids_of(batches(service, "oai:arXiv.org:2501.00001")) == ["arxiv:2501.00001"]
    with pytest.raises(UnreadableError, match="names no set"):
        ArxivTargets(service, Endpoints()).batches("oai:", NO_FILTER)


def test_a_new_version_updates_the_paper_and_keeps_its_identity_and_history() -> None:
    """One document, one work, one record with both versions."""
    service = Service([answer(["2501.00001"]), answer(["2501.00001"], version=3)])
    library = MemoryLibrary()
    pipeline = Pipeline(library, Loader(service), HashingEmbedder)
    first = pipeline.ingest("arxiv:2501.00001", IngestOptions())
    second = pipeline.ingest("arxiv:2501.00001", IngestOptions())

    record = library.corpus.records(["arxiv:2501.00001"])["arxiv:2501.00001"]
    assert (first.new, second.new, second.changed) == (1, 0, 1)
    assert [version.number for version in record.versions] == [1, 3]
    assert record.published is not None
    assert record.published.local.day == 2
    assert library.documents.counts()["documents"] == 1


def test_an_operators_endpoints_are_asked_and_listed() -> None:
    """A stand-in may lie in a private network; the usual services may not."""
    own = Endpoints(arxiv="http://127.0.0.1:8123/api", crossref="https://crossref.example")
    service = Service([answer(["2501.00001"])])
    found = ArxivTargets(service, own).batches("arxiv:2501.00001", NO_FILTER)

    assert found is not None
    assert len(list(found)) == 1
    assert service.addresses[0].startswith("http://127.0.0.1:8123/api?")
    assert own.hosts() == ("127.0.0.1:8123", "crossref.example:443")
    assert Endpoints().hosts() == ()


def test_a_refusal_is_told_over_a_real_connection_too() -> None:
    """The fetcher hands on what a server says with a 400."""
    with served(lambda *_: (400, small("arxiv/api-error.xml"))) as (base, _):
        own = Endpoints(arxiv=f"{base}/api/query")
        with (
            Fetcher(allowed=own.hosts(), endpoints=own.addresses()) as fetcher,
            pytest.raises(UnreadableError, match="arXiv says: start must be non-negative"),
        ):
            list(ArxivTargets(fetcher.fetch, own).batches("arxiv:cs.CL", NO_FILTER) or ())
