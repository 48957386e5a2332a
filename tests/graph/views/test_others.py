"""Categories, nodes, documents, sources, home and search."""

from datetime import date

import pytest

from graph.errors import NotFoundError
from graph.model import Basis, Edge, EdgeKind, GraphDelta
from graph.ports import Library, SearchEntry
from graph.stores.memory import MemoryLibrary
from graph.views.category import category_index, category_view
from graph.views.document import document_view
from graph.views.home import home_view
from graph.views.node import node_view
from graph.views.search import Finder
from graph.views.source import source_index, source_view
from graph.views.strip import strip
from tests.graph.small import AGENT, BY_CATEGORY, BY_MONTH, JUDGE, NOTES, POST, SPEED, put


def test_a_category_separates_statements_from_guesses(library: Library) -> None:
    """What a curator put there and what is only guessed to belong are two lists."""
    view = category_view(library, "category-agents")

    assert [entry.node.id for entry in view.stated] == [AGENT]
    assert [entry.node.id for entry in view.predicted] == [SPEED]
    assert [(bar.month, bar.count) for bar in view.months] == [("2025-01", 2)]


def test_a_category_is_in_order_of_date_with_undated_works_last(library: Library) -> None:
    """A work without a month stands at the end, with its bound."""
    view = category_view(library, "category-judging-models")

    assert [entry.month for entry in view.stated] == ["2024-01", None]
    assert view.stated[1].node.before == "2025-01"
    assert [quote.text for quote in view.prose] == ["Judging got harder this year. Nobody agreed on how."]


def test_the_category_index_counts_each_work_once(library: Library) -> None:
    """Most stated works first."""
    lines = category_index(library)

    assert [(line.node.name, line.stated, line.predicted) for line in lines] == [
        ("Judging models", 2, 0),
        ("Agents", 1, 1),
    ]


@pytest.mark.parametrize("key", [AGENT, "category-none"])
def test_what_is_no_category_is_not_found(library: Library, key: str) -> None:
    """A work's id is no category's."""
    with pytest.raises(NotFoundError):
        category_view(library, key)


def test_a_node_tells_its_edges_in_both_directions(library: Library) -> None:
    """Lists lead in, months and categories lead out, each with evidence and a readable other end."""
    view = node_view(library, AGENT)

    told = {(line.kind, line.outgoing, line.other_name, line.other_kind) for line in view.edges}
    assert ("LISTS", False, "2024: a year of reading", "document") in told
    assert ("IN_CATEGORY", True, "Agents", "category") in told
    assert all(line.evidence for line in view.edges)
    assert view.entry is not None
    assert view.choices.on == "arxiv:2402.00001"


def test_a_superseded_id_leads_to_the_node(library: Library) -> None:
    """Old addresses of pages go on working."""
    library.graph.redirect("paper-old", AGENT)

    assert node_view(library, "paper-old").node.id == AGENT


def test_a_concept_is_no_entry(library: Library) -> None:
    """Categories and months have edges and nothing to read."""
    assert node_view(library, "month-2025-01").entry is None


def test_a_recorded_work_names_its_document(library: Library) -> None:
    """The article's page leads to the document that records it, and back."""
    work = document_view(library, BY_MONTH.document.id).work

    assert work is not None
    assert [document.id for document in node_view(library, work.id).documents] == [BY_MONTH.document.id]


def test_a_document_shows_its_items_in_reading_order(library: Library) -> None:
    """Items come with the work each lists."""
    items = document_view(library, BY_CATEGORY.document.id).items

    assert [item.label for item in items] == ["A Judge of Judges", "How we grade", "An Agent That Waits"]
    assert items[0].node == JUDGE


def test_sources_tell_what_they_brought(library: Library) -> None:
    """Counts in the index; the newest documents on the source's own page."""
    assert [(view.source.title, view.documents, view.items) for view in source_index(library)] == [
        ("Ada's letters", 1, 3),
        ("Weekly notes", 2, 3),
    ]
    assert [document.id for document in source_view(library, "source-notes").newest] == [
        "document-2025",
        "document-post",
    ]


def test_home_opens_on_the_newest_month_that_a_list_or_a_pick_fills(library: Library) -> None:
    """A lonely newer post is told of in a line; where there is no list at all the newest month has to do."""
    view = home_view(library, date(2026, 1, 2))
    bare = MemoryLibrary()
    bare.documents.put_source(NOTES)
    put(bare, POST)

    assert view.month is not None
    assert view.month.month == "2025-03"
    assert [(bar.month, bar.count) for bar in view.since] == [("2025-12", 1)]
    assert [(home.month and home.month.month, home.since) for home in [home_view(bare, date(2026, 1, 2))]] == [
        ("2025-03", ())
    ]


def test_a_pick_fills_a_month(library: Library) -> None:
    """As a list does."""
    edge = Edge(source=JUDGE, kind=EdgeKind.IN_MONTH, target="month-2025-12", basis=Basis.PICKED)
    library.graph.apply([GraphDelta(contributor="decision:x", edges=(edge,))])
    view = home_view(library, date(2026, 1, 2))

    assert view.month is not None
    assert (view.month.month, view.since) == ("2025-12", ())


def test_home_opens_on_the_newest_month_that_is_not_in_the_future(library: Library) -> None:
    """A wrong date in a feed does not become the front page."""
    view = home_view(library, date(2025, 4, 1))

    assert view.month is not None
    assert view.month.month == "2025-03"
    assert view.strip.current == "2025-03"


def test_the_strip_has_twelve_bars_and_knows_the_years(library: Library) -> None:
    """A year without works has twelve empty bars."""
    year = strip(library, 2025, "2025-03")

    assert [bar.count for bar in year.bars] == [2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert strip(library, 1999).years == (1999, 2024, 2025)


def test_the_strip_follows_every_write(library: Library) -> None:
    """The calendar is counted anew once the library has changed."""
    before = strip(library, 2025).bars[0].count
    library.graph.apply([])
    library.graph.clear()

    assert (before, strip(library, 2025).bars[0].count) == (2, 0)


def test_search_returns_works_as_entries(library: Library) -> None:
    """Best first; a concept has no entry."""
    library.search.put([SearchEntry(AGENT, "An Agent That Waits", ""), SearchEntry("category-agents", "Agents", "")])

    results = Finder(library).find("agent").results

    assert {result.node.id: result.entry is not None for result in results} == {AGENT: True, "category-agents": False}
