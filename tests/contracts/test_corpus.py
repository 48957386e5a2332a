"""The Corpus port's contract."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from graph.model import Moment
from graph.ports import CorpusCounts, Frequency
from graph.record import Record, Version
from tests.contracts.values import claim, delta, undone


def paper(number: int, title: str, **more) -> Record:
    """Return the record of an arXiv paper."""
    return Record(**{"identity": f"arxiv:2501.{number:05d}", "title": title, "provider": "arxiv-snapshot", **more})


@pytest.fixture
def corpus(library):
    library.corpus.put(
        [
            paper(1, "Attention is all you need", authors=("Ada Okafor",), abstract="No recurrence."),
            paper(
                2, "Recurrence revisited", abstract="Attention, again: Café au lait.", references=("arxiv:2501.00001",)
            ),
            paper(3, "On large language models", categories=("cs.CL", "cs.LG")),
            paper(4, "Large language models need attention", comment="12 pages"),
        ]
    )
    return library.corpus


def found(hits):
    return [hit.key.removeprefix("arxiv:2501.0000") for hit in hits]


def test_words_are_counted_over_records(corpus):
    """How many have each, and how often in all; cut as full text cuts them, and followed through changes."""
    assert corpus.frequencies(["attention", "cafe", "recurrence", "none"]) == {
        "attention": Frequency(3, 3),
        "cafe": Frequency(1, 1),
        "recurrence": Frequency(2, 2),
    }

    later = Moment(datetime(2025, 3, 1, tzinfo=UTC))
    corpus.put([paper(4, "No more", abstract="recurrence, recurrence", comment="12 pages", updated=later)])
    assert corpus.frequencies(["attention", "recurrence"]) == {
        "attention": Frequency(2, 2),
        "recurrence": Frequency(3, 4),
    }


def test_a_record_comes_back_as_it_was_put(library):
    """With all its fields; what is not there is left out."""
    when = Moment(datetime(2025, 1, 2, tzinfo=UTC), offset=60)
    record = paper(
        1,
        "Ünïcode",
        abstract="About.",
        authors=("A", "B"),
        categories=("cs.CL",),
        published=when,
        updated=when,
        versions=(Version(1, when), Version(2)),
        doi="10.1/x",
        venue="V",
        comment="c",
        license="l",
        references=("doi:10.2/y",),
    )
    assert library.corpus.put([record]) == CorpusCounts(new=1)

    assert library.corpus.records(["arxiv:2501.00001", "arxiv:2501.00002"]) == {"arxiv:2501.00001": record}


def test_putting_the_same_again_changes_nothing(corpus, library):
    """And says so; the library's version stays."""
    version = library.version()

    assert corpus.put(corpus.page()) == CorpusCounts(unchanged=4)
    assert library.version() == version


def test_a_record_that_is_held_is_merged(corpus):
    """What is new counts, what it leaves out stays; search knows the new words and no longer the old ones."""
    newer = paper(1, "Attention was all we needed", versions=(Version(1), Version(2)))

    assert corpus.put([newer]) == CorpusCounts(changed=1)

    held = corpus.records([newer.identity])[newer.identity]
    assert (held.title, held.abstract, len(held.versions)) == (newer.title, "No recurrence.", 2)
    assert found(corpus.search("needed")) == ["1"]
    assert found(corpus.search("all you")) == []
    assert found(corpus.titled("needed")) == ["1"]
    assert found(corpus.titled("you need")) == ["4"]
    assert found(corpus.search("Okafor")) == ["1"]


def test_any_order_of_catalogues_is_one_record(fresh):
    """Found by the words that won, and read again it changes nothing (law 4)."""
    said = (
        paper(1, "Preprint", versions=(Version(1), Version(3)), references=("x:b", "x:a")),
        paper(1, "Old", doi="10.1/old", venue="Old venue", versions=(Version(1),)),
        paper(1, "Newer", doi="10.1/new", versions=(Version(1), Version(2)), abstract="Words"),
        paper(1, "Undated", provider="crossref", venue="Proceedings", doi="10.1/crossref", references=("x:c",)),
    )
    kept = []
    for order in permutations(said):
        with fresh() as library:
            for record in order:
                library.corpus.put([record])
            kept.append(library.corpus.page())
            assert library.corpus.put(reversed(said)) == CorpusCounts(unchanged=1)
            assert (found(library.corpus.search("preprint words")), library.corpus.search("newer")) == (["1"], [])
            assert library.corpus.citing(["x:c"]) == {"arxiv:2501.00001"}

    assert {(record.title, record.doi, record.venue) for (record,) in kept} == {("Preprint", "10.1/new", "Old venue")}
    assert all(records == kept[0] for records in kept)


def test_one_identity_twice_in_a_batch_is_one_record(library):
    """Counted once."""
    counts = library.corpus.put([paper(1, "One"), paper(1, "One", abstract="More.")])

    assert counts == CorpusCounts(new=1)
    assert library.corpus.count() == 1
    assert library.corpus.page()[0].abstract == "More."


def test_records_are_found_by_the_node_that_they_stand_for(corpus):
    """Whether or not the graph has it."""
    held = corpus.by_node(["paper-arxiv-2501.00003", "paper-arxiv-2501.00009"])

    assert {node: record.title for node, record in held.items()} == {
        "paper-arxiv-2501.00003": "On large language models"
    }


def test_records_know_who_cites(corpus):
    """Also after a change of their references."""
    assert corpus.citing(["arxiv:2501.00001"]) == {"arxiv:2501.00002"}

    corpus.put([paper(3, "On large language models", references=("arxiv:2501.00001", "doi:10.1/x"))])

    assert corpus.citing(["arxiv:2501.00001"]) == {"arxiv:2501.00002", "arxiv:2501.00003"}
    assert corpus.citing(["doi:10.1/x", "doi:10.1/z"]) == {"arxiv:2501.00003"}


def test_pages_go_by_identity(corpus):
    """Each record once."""
    first = corpus.page(limit=3)
    then = corpus.page(after=first[-1].identity, limit=3)

    assert [record.identity[-1] for record in first] == ["1", "2", "3"]
    assert [record.identity[-1] for record in then] == ["4"]
    assert corpus.count() == 4


def test_the_newest_come_first(corpus):
    """Page by page, by first publication; what has no date comes last. A date that is told later moves the record."""
    day = [Moment(datetime(2025, 1, number, tzinfo=UTC)) for number in (1, 2, 3)]
    corpus.put([paper(1, "A", published=day[1]), paper(2, "B", published=day[2]), paper(3, "C", published=day[1])])

    def order(**page):
        return [int(record.identity[-1]) for record in corpus.newest(**page)]

    assert order() == [2, 3, 1, 4]
    assert order(after="arxiv:2501.00003", limit=1) == [1]
    assert order(after="arxiv:2501.00004") == []
    corpus.put([paper(2, "B", published=day[0], updated=day[2]), paper(4, "D", published=day[2])])
    assert order() == [4, 3, 1, 2]


def test_listed_records_are_counted(corpus, library):
    """Those of works that the graph has, by their identity."""
    library.graph.apply([delta("document-a", claim("n", identity="arxiv:2501.00003"), claim("x", identity="web:x"))])

    assert corpus.count_listed() == 1


def test_search_finds_all_words_in_titles_authors_and_abstracts(corpus):
    """Titles weigh more; the last word is a prefix."""
    assert found(corpus.search("attention"))[-1] == "2"
    assert set(found(corpus.search("attention"))) == {"1", "2", "4"}
    assert found(corpus.search("ada recurr")) == ["1"]
    assert found(corpus.search("CAFE")) == ["2"]
    assert found(corpus.search("attention nowhere")) == []


def test_a_title_is_looked_up_by_any_of_its_words(corpus):
    """The rarest ones tell most; the language's own words tell nothing beside others."""
    assert found(corpus.titled("Recurrence is what you need"))[0] == "2"
    assert found(corpus.titled("large language models that need attention", limit=1)) == ["4"]
    assert found(corpus.titled("the one on models of nothing"))[:2] == ["3", "4"]
    assert found(corpus.titled("something else entirely")) == []


@pytest.mark.parametrize("text", ["", "   ", '"', "*", "()", "\x00", "\ud800", "AND ()", "NEAR(a b)", "🦜", "a" * 5000])
def test_any_text_may_be_asked(corpus, text):
    """Nothing in it is syntax."""
    assert corpus.search(text) == []
    assert corpus.titled(text) == []


def test_records_come_and_go_with_their_transaction(corpus, library):
    """All of it: records, words and references."""
    before = corpus.page()
    with undone(library):
        corpus.put([paper(1, "Zebra", versions=(Version(7),)), paper(9, "Quagga", references=("x:y",))])

    assert corpus.page() == before
    assert corpus.search("quagga") == corpus.titled("zebra") == []
    assert corpus.citing(["x:y"]) == set()


def test_a_rebuild_of_the_graph_leaves_records_alone(corpus, library):
    """They are data as fetched (law 1)."""
    library.graph.clear()
    library.search.clear()

    assert corpus.count() == 4
    assert found(corpus.search("revisited")) == ["2"]


def test_records_are_found_by_todays_node_ids(corpus, library, monkeypatch):
    """Once renewed, after the rules of ids have changed; when nothing has changed, nothing is written."""
    version = library.version()
    corpus.renew()
    assert library.version() == version

    monkeypatch.setattr("graph.corpus.work_id", lambda kind, identity: f"{kind}-new-{identity.value}")
    corpus.renew()

    assert corpus.by_node(["paper-arxiv-2501.00003"]) == {}
    assert corpus.by_node(["paper-new-2501.00003"])["paper-new-2501.00003"].identity == "arxiv:2501.00003"


def test_a_backup_has_the_records(corpus, library, fresh, tmp_path):
    """And what is found by them."""
    library.backup(tmp_path / "backup.zip")
    with fresh() as other:
        other.restore(tmp_path / "backup.zip")

        assert other.corpus.page() == corpus.page()
        assert other.corpus.search("attention") == corpus.search("attention")
        assert other.corpus.by_node(["paper-arxiv-2501.00003"])
        assert other.corpus.citing(["arxiv:2501.00001"]) == {"arxiv:2501.00002"}
