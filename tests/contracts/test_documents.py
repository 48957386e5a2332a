"""The DocumentStore port's contract."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from graph.errors import NotFoundError, StoreError
from graph.model import ItemLink
from tests.contracts.values import item, reading, source


@pytest.fixture
def documents(library):
    library.documents.put_source(source())
    library.documents.put_source(source("source-b", "B"))
    return library.documents


def test_a_source_comes_back_as_it_was_put(documents):
    """Every field survives; the same id again replaces."""
    documents.put_source(source("source-a", "Renamed"))

    assert documents.source("source-a") == source("source-a", "Renamed")
    assert [each.id for each in documents.sources()] == ["source-a", "source-b"]


@pytest.mark.parametrize("ask", ["source", "document", "item"])
def test_what_is_not_there_raises(documents, ask):
    """NotFoundError carries what was asked for."""
    with pytest.raises(NotFoundError) as caught:
        getattr(documents, ask)("nothing")

    assert (caught.value.what, caught.value.key) == (ask, "nothing")


def test_a_document_comes_back_as_it_was_put(documents):
    """As fetched, as read, with its items."""
    given = reading(published=datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=UTC), items=(item("item-1", "document-a"),))
    documents.put([given])

    assert documents.document("document-a") == given.document
    assert documents.fetched() == [given.fetched]
    assert documents.items("document-a") == [documents.item("item-1")] == list(given.items)


def test_a_document_without_its_source_is_refused_whole(documents):
    """Nothing of the call is written."""
    with pytest.raises(StoreError):
        documents.put([reading("document-a"), reading("document-b", of="source-x")])

    assert documents.counts() == {"sources": 2, "documents": 0, "items": 0}


def test_an_item_belongs_to_one_document(documents):
    """A second document with the item's id is refused, and the first keeps it."""
    documents.put([reading("document-a", items=(item("item-1", "document-a"),))])

    with pytest.raises(StoreError):
        documents.put([reading("document-b", items=(item("item-1", "document-b"),))])

    assert documents.item("item-1").document == "document-a"
    assert documents.counts()["documents"] == 1


def test_putting_again_replaces_items_and_links(documents):
    """What the document no longer says is gone."""
    first = (item("item-1", "document-a", node="n1"), item("item-2", "document-a", node="n2"))
    documents.put([reading(items=first, links=("web:x", "web:y"))])
    second = (item("item-2", "document-a", node="n3", position=4),)
    documents.put([reading(items=second, links=("web:y", "web:z"), payload=b"new", title="New")])

    assert documents.items("document-a") == list(second)
    assert documents.items_listing(["n1", "n2"]) == []
    assert documents.items_listing(["n3"]) == list(second)
    assert [documents.linking([f"web:{name}"]) for name in "xyz"] == [set(), {"document-a"}, {"document-a"}]
    assert documents.fetched()[0].payload == b"new"
    assert documents.document("document-a").title == "New"
    assert documents.counts() == {"sources": 2, "documents": 1, "items": 1}


def test_the_last_of_one_document_in_one_call_wins(documents):
    """A feed may carry an entry twice."""
    documents.put([reading(title="First"), reading(title="Second")])

    assert [each.title for each in documents.documents()] == ["Second"]


def test_digests_are_a_sources_own(documents):
    """They tell an unchanged document from a changed one."""
    documents.put([reading("document-a", payload=b"12"), reading("document-b", of="source-b", payload=b"123")])

    assert documents.digests("source-a") == {"document-a": "2"}
    assert documents.digests("source-x") == {}


def test_pages_follow_each_other_by_id(documents):
    """Each page starts after the last id of the one before; a source's pages hold its own documents alone."""
    names = ["document-b", "document-a", "document-C", "document-d"]
    documents.put([reading(name, of="source-b" if name == "document-d" else "source-a") for name in names])

    assert [each.id for each in documents.documents(limit=2)] == ["document-C", "document-a"]
    assert [each.id for each in documents.documents(after="document-a")] == ["document-b", "document-d"]
    assert [each.id for each in documents.documents("source-a", after="document-C")] == ["document-a", "document-b"]
    assert [each.id for each in documents.fetched(after="document-a", limit=1)] == ["document-b"]
    assert set(documents.many(["document-d", "document-x"])) == {"document-d"}


def test_the_newest_come_first_and_undated_ones_last(documents):
    """Ties are broken by id."""
    day = datetime(2025, 1, 1, tzinfo=UTC)
    documents.put(
        [
            reading("document-z", published=day),
            reading("document-y"),
            reading("document-b", published=day),
            reading("document-a", published=day.replace(year=1969)),
            reading("document-c", of="source-b", published=day.replace(microsecond=1)),
        ]
    )

    assert [each.id[-1] for each in documents.newest()] == ["c", "b", "z", "a", "y"]
    assert [each.id[-1] for each in documents.newest("source-a", limit=2)] == ["b", "z"]
    assert [each.id[-1] for each in documents.newest(limit=2, skip=3)] == ["a", "y"]
    assert [each.id[-1] for each in documents.newest("source-a", skip=3)] == ["y"]


def test_items_come_in_reading_order(documents):
    """By block, then position; listings by document first; all of them by id."""
    a = (item("item-1", "document-a", block=9, node="n"), item("item-3", "document-a", block=2, position=2, node="n"))
    b = (item("item-2", "document-b", block=1, node="n"), item("item-4", "document-b", node=None))
    documents.put([reading("document-b", items=b), reading("document-a", items=a)])

    assert [each.id for each in documents.items("document-a")] == ["item-3", "item-1"]
    assert [each.id for each in documents.items_listing({"n"})] == ["item-3", "item-1", "item-2"]
    assert [each.id for each in documents.all_items(after="item-1", limit=2)] == ["item-2", "item-3"]
    assert documents.items("document-x") == documents.items_listing([]) == []


def test_linking_finds_documents_by_any_link(documents):
    """Whether an item holds the link or not."""
    documents.put([reading("document-a", links=("web:x", "web:x")), reading("document-b", links=("web:x", "web:y"))])

    assert documents.linking(["web:x"]) == {"document-a", "document-b"}
    assert documents.linking(["web:y", "web:z"]) == {"document-b"}
    assert documents.linking([]) == set()


def test_a_work_is_named_where_it_is_recorded_or_listed(documents):
    """Further links count, other links in the text don't, and some documents can be left out of account."""
    further = item(
        "item-1", "document-a", identity="arxiv:1", links=(ItemLink("", "", "doi:2"), ItemLink("", "", None))
    )
    documents.put([reading("document-a", items=(further,), links=("web:x", "arxiv:1"))])
    documents.put([reading("document-b", items=(item("item-2", "document-b", identity="arxiv:1", links=()),))])
    own = "web:https://a.example/document-a"

    assert documents.named(["arxiv:1", "doi:2", "web:x", own]) == {"arxiv:1", "doi:2", own}
    assert documents.named(["arxiv:1", "doi:2"], besides=["document-a"]) == {"arxiv:1"}
    assert documents.named_by(["document-a", "document-x"]) == {"arxiv:1", "doi:2", own}


def test_counts_tell_sources_apart(documents):
    """A source without documents counts 0."""
    documents.put([reading("document-a", items=(item("item-1", "document-a"), item("item-2", "document-a")))])

    assert documents.counts() == {"sources": 2, "documents": 1, "items": 2}
    assert documents.document_counts() == {"source-a": 1, "source-b": 0}
    assert documents.item_counts() == {"source-a": 2, "source-b": 0}


def test_a_document_can_change_its_source(documents):
    """It is the new source's alone."""
    documents.put([reading("document-a")])
    documents.put([reading("document-a", of="source-b")])

    assert documents.document_counts() == {"source-a": 0, "source-b": 1}
    assert documents.document("document-a").source == "source-b"


def test_putting_the_same_again_is_no_change(library):
    """So that clients' copies stay good."""
    library.documents.put_source(source())
    given = reading(items=(item("item-1", "document-a"),), links=("web:x",))
    library.documents.put([given])
    version = library.version()
    library.documents.put([given])
    library.documents.put_source(source())

    assert library.version() == version
    library.documents.put([replace(given, links=("web:y",))])
    assert library.version() > version
