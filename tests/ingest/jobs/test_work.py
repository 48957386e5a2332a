"""What each kind of job does, and what following what it read means."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import EmbedderError
from graph.link import link_of
from graph.ports import CorpusCounts, EmbedReport, ExtractReport, Found, IngestReport, Job, JobOptions, Library
from graph.stores.memory import MemoryLibrary
from graph.subscriptions import subscriptions
from ingest.jobs import JobWork
from ingest.jobs.runner import KINDS, Cancelled
from tests.api.world import MadeUpIngestor, MadeUpLinker, MadeUpRefresher

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAGE, FEED, OTHER = "https://a.example/", "https://a.example/feed", "https://a.example/all"
FEEDS = (Found(FEED), Found(OTHER))


class House:
    """A library with made-up helpers, and who does jobs on it."""

    def __init__(self) -> None:
        self.library: Library = MemoryLibrary()
        self.ingestor, self.refresher = MadeUpIngestor(), MadeUpRefresher()
        self.linker = MadeUpLinker()
        self.work = JobWork(self.library, self.ingestor, self.refresher, lambda: NOW, self.linker)

    def do(self, kind: str, target: str = "", options: JobOptions | None = None) -> dict[str, object]:
        """Do a job and return its report."""
        asked = options or JobOptions()
        job = Job(id="job-1", kind=kind, target=target, options=asked, state="running", created=NOW)
        return self.work(job, lambda *_: None)

    def followed(self) -> list[tuple[str, bool]]:
        """Return what is followed, and whether it is mine."""
        decided = subscriptions(self.library.decisions.decisions()).values()
        return [(each.address, each.mine) for each in decided if each.on]


@pytest.fixture
def house() -> House:
    return House()


def test_every_kind_is_done(house: House) -> None:
    """And reports something that can be written down."""
    house.ingestor.reports[FEED] = IngestReport(target=FEED, new=2)

    assert all(house.do(kind, FEED if kind == "ingest" else "") is not None for kind in KINDS)
    assert house.do("ingest", FEED)["predicted"] == 3


def test_what_is_read_is_followed_where_that_is_wanted(house: House) -> None:
    """Reading it counts as its first visit."""
    house.refresher.brings[FEED] = IngestReport(target=FEED, new=2)
    report = house.do("ingest", FEED, JobOptions(subscribe=True, mine=True))

    assert (report["followed"], house.followed()) == ([FEED], [(FEED, True)])


def test_a_page_that_names_feeds_is_not_followed_itself(house: House) -> None:
    """The user chooses among them."""
    house.refresher.brings[PAGE] = IngestReport(target=PAGE, new=1, feeds=FEEDS)
    report = house.do("ingest", PAGE, JobOptions(subscribe=True))

    assert (report["followed"], house.followed()) == ([], [])
    assert [feed["address"] for feed in report["feeds"]] == [FEED, OTHER]  # type: ignore[index, union-attr]


def test_all_feeds_of_a_list_that_was_handed_in_are_followed(house: House, tmp_path: Path) -> None:
    """And one that names none follows nothing."""
    path, bare = str(tmp_path / "list.opml"), str(tmp_path / "mine.bib")
    house.ingestor.reports |= {path: IngestReport(target=path, feeds=FEEDS), bare: IngestReport(target=bare, new=3)}
    house.do("ingest", path, JobOptions(subscribe=True))
    house.do("ingest", bare, JobOptions(subscribe=True))

    assert house.followed() == [(FEED, False), (OTHER, False)]


def test_a_refresh_tells_each_visit_and_guesses_where_something_came(house: House) -> None:
    """One that fails is told among them."""
    house.refresher.brings = {FEED: IngestReport(target=FEED), OTHER: "the site answered 503"}
    due, named = house.do("refresh"), house.do("refresh", FEED)

    assert (due["asked"], due["failed"], named["asked"], named["failed"]) == (2, 1, 1, 0)
    assert house.ingestor.predicted == 0, "nothing new came"
    house.do("extract")
    house.do("enrich")
    assert house.ingestor.predicted_again == 4, "guesses follow whatever changed"


def test_names_are_read_in_what_came(house: House) -> None:
    """In the abstracts that nothing lists only where some came, and not where nothing did."""
    house.ingestor.extracts = ExtractReport(documents=1, mentions=7)
    house.ingestor.reports[OTHER] = IngestReport(target=OTHER, records=CorpusCounts(changed=1))
    house.refresher.brings = {FEED: IngestReport(target=FEED)}
    told = house.do("ingest", FEED)
    house.do("ingest", OTHER)
    house.do("refresh", FEED)

    assert told["names"]["mentions"] == 7  # type: ignore[index]
    assert house.ingestor.extracted == [False, True]


def test_without_a_model_what_was_read_is_kept(house: House) -> None:
    """Only the guesses are missing, and the report says so."""
    house.ingestor.predicts = EmbedderError("no model")
    report = house.do("ingest", FEED)

    assert (report["predicted"], report["warning"]) == (None, "no model")


def test_what_is_embedded_is_linked_works_before_the_corpus(house: House) -> None:
    """And what waits for its links although nothing was embedded: an earlier job may have been cut off."""
    house.linker.report = EmbedReport(model="made-up", unchanged=5)

    assert house.do("embed") == {"model": "made-up", "embedded": 0, "waiting": 0}
    assert house.linker.asked == [False, "changed", True, "changed"]


def test_what_is_listed_meanwhile_is_linked_at_once(house: House) -> None:
    """It does not wait for the whole corpus."""
    house.linker.comes = ("a", "b")
    house.do("embed")

    assert house.linker.asked == [False, "changed", True, ("a", "b"), "changed"]


def test_linking_embeds_what_the_library_lists_first(house: House) -> None:
    """The corpus may take hours, and comes by itself."""
    assert house.do("link")["links"] == 9
    assert house.linker.asked == [False, "link"]


def test_embedding_is_due_where_the_library_has_changed(house: House) -> None:
    """Also while embedding goes on; never in a library that nothing was ever written to."""
    assert not house.work.embed_is_due()
    house.library.links.replace([link_of("a", "b", 0.5)])
    assert house.work.embed_is_due()
    house.do("embed")
    assert not house.work.embed_is_due()
    house.library.links.replace([])
    assert house.work.embed_is_due()


@pytest.mark.parametrize(("end", "due"), [(EmbedderError("no room on the disk"), True), (Cancelled(), False)])
def test_embedding_that_failed_is_due_again(house: House, end: BaseException, due: bool) -> None:
    """What somebody cancelled is not: it waits until the library changes."""
    house.library.links.replace([link_of("a", "b", 0.5)])
    house.linker.report = end
    with pytest.raises(type(end)):
        house.do("embed")

    assert house.work.embed_is_due() is due
