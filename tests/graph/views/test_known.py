"""Papers known from metadata alone: found, opened and told apart from works."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.corpus import record_delta
from graph.errors import NotFoundError
from graph.model import Claim, ClaimRank, GraphDelta, Moment, Node, NodeKind
from graph.ports import Library, SearchEntry
from graph.record import Record
from graph.views.category import category_index, category_view
from graph.views.entries import entries
from graph.views.home import home_view
from graph.views.known import METADATA_ONLY, node_at
from graph.views.node import node_view
from graph.views.search import Finder
from tests.graph.small import AGENT

KNOWN = "paper-arxiv-2402.00007"


def know(library: Library, number: int, title: str, **more: object) -> Record:
    """Put a paper into the corpus, as of 31 January though its id says February."""
    given = {"abstract": "Zebras graze.", "authors": ("Ada Okafor",), "categories": ("cs.CL",), **more}
    day = Moment(datetime(2024, 1, 31, 12, tzinfo=UTC))
    record = Record(
        identity=f"arxiv:2402.{number:05d}",
        title=title,
        provider="arxiv-snapshot",
        published=day,
        **given,  # type: ignore[arg-type]
    )
    library.corpus.put([record])
    return record


def found(library: Library, query: str, limit: int = 20, skip: int = 0) -> list[tuple[str, bool]]:
    """Return (id, known from metadata alone) of what the query finds."""
    results = Finder(library).find(query, limit=limit, skip=skip).results
    return [(one.node.id, METADATA_ONLY in one.node.flags) for one in results]


def test_a_paper_of_the_corpus_has_a_page(library: Library) -> None:
    """With its authors, month and subjects, flagged as in no list; without edges or documents."""
    record = know(library, 7, "On zebras")

    view = node_view(library, KNOWN)

    assert (view.node.name, view.node.authors, view.node.flags) == ("On zebras", ("Ada Okafor",), (METADATA_ONLY,))
    assert view.record == record
    assert view.entry
    assert view.entry.month == "2024-01"
    assert [quote.source_title for quote in view.entry.months[0].evidence] == ["arXiv’s metadata"]
    assert [facet.name for facet in view.entry.facets] == ["cs.CL"]
    assert (view.entry.categories, view.entry.listings, view.edges, view.documents) == ((), (), (), ())


def test_a_paper_without_a_date_is_in_its_ids_month(library: Library) -> None:
    """As a listed one would be."""
    library.corpus.put([Record(identity="arxiv:2402.00007", title="On zebras", provider="arxiv-snapshot")])

    entry = node_view(library, KNOWN).entry

    assert entry
    assert (entry.month, entry.months) == ("2024-02", ())


def test_a_work_of_the_library_has_its_metadata_beside_it(library: Library) -> None:
    """And no flag: lists have it."""
    record = know(library, 1, "An agent")

    view = node_view(library, AGENT)

    assert view.record == record
    assert METADATA_ONLY not in view.node.flags


def test_what_nobody_knows_is_not_found(library: Library) -> None:
    """Neither in the graph nor in the corpus."""
    with pytest.raises(NotFoundError):
        node_view(library, KNOWN)


def test_a_paper_whose_identity_another_work_was_given_is_that_work(library: Library) -> None:
    """A person corrected it: one identity, one node (law 8)."""
    know(library, 7, "On zebras")
    mine = Node(id="article-mine", kind=NodeKind.PAPER, name="Mine", identity="arxiv:2402.00007")
    library.graph.apply([GraphDelta(contributor="x", claims=(Claim(node=mine, rank=ClaimRank.LIST, stamp=""),))])

    assert node_at(library, KNOWN).id == "article-mine"


def test_search_prefers_works_to_what_metadata_alone_knows(library: Library) -> None:
    """Of two that are about as good; a work that only its metadata tells of is found as well, once."""
    library.search.put([SearchEntry(AGENT, "An Agent That Waits", "zebras")])
    know(library, 1, "An agent of zebras")
    know(library, 7, "On the zebras")
    know(library, 8, "Grazing")
    library.corpus.put([Record(identity="arxiv:2501.00003", title="Fast zebras graze", provider="arxiv-snapshot")])

    listed = {key for key, known in found(library, "zebras") if not known}
    assert listed == {AGENT, "paper-arxiv-2501.00003"}
    assert {key for key, known in found(library, "zebras") if known} == {KNOWN, "paper-arxiv-2402.00008"}
    assert [known for _, known in found(library, "zebras")] == [False, False, True, True]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_search_turns_its_pages_across_both(library: Library, limit: int) -> None:
    """Nothing twice, nothing left out."""
    library.search.put([SearchEntry(AGENT, "An agent of zebras", "")])
    know(library, 1, "An agent of zebras")
    for number in range(7, 14):
        know(library, number, f"Zebras {number}")

    whole = found(library, "zebras")
    turned = [one for skip in range(0, 15, limit) for one in found(library, "zebras", limit, skip)]

    assert len(whole) == 8
    assert turned == whole


def test_the_front_page_counts_what_is_known(library: Library) -> None:
    """Beside the works, never among them."""
    before = home_view(library, datetime(2025, 6, 1, tzinfo=UTC).date())
    know(library, 7, "On zebras")

    after = home_view(library, datetime(2025, 6, 1, tzinfo=UTC).date())

    assert (before.counts["records"], after.counts["records"]) == (0, 1)
    assert before.counts["paper"] == after.counts["paper"]
    assert before.strip == after.strip


def test_facets_are_no_categories(library: Library) -> None:
    """A subject stands apart in an entry, in the index and on its own page."""
    before = category_index(library)
    library.graph.apply([record_delta(know(library, 1, "An agent"), AGENT)])

    (entry,) = entries(library, [library.graph.node(AGENT)])

    assert [facet.name for facet in entry.facets] == ["cs.CL"]
    assert "cs.CL" not in [category.name for category in entry.categories]
    assert category_index(library) == before
    assert [line.node.name for line in category_index(library, "arxiv")] == ["cs.CL"]
    assert [one.node.id for one in category_view(library, "category-arxiv-cs.CL").stated] == [AGENT]
    months = [one.month for one in library.calendar.months()]
    assert not {key for month in months for key in library.calendar.categories(month) if "arxiv" in key}
