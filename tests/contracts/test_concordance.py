"""The concordance: which texts name which concepts, as the graph is at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from graph.model import Basis, Edge, EdgeKind, Evidence, GraphDelta, Moment, Precision
from graph.ports import Library, ListedPlace
from graph.ports.concordance import TITLE
from tests.contracts.values import edge, item, reading, source

GPT, CLAUDE, CHESS = "model-gpt-5", "model-claude", "benchmark-chess"


def naming(text: str, *named: tuple[str, int | None]) -> GraphDelta:
    """Return that a text names concepts, each in a block."""
    edges = [
        Edge(source=text, kind=EdgeKind.MENTIONS, target=concept, evidence=(evidence(text, block),))
        for concept, block in named
    ]
    return GraphDelta(contributor=f"names:{text}", edges=tuple(edges))


def evidence(text: str, block: int | None) -> Evidence:
    return Evidence(document=text, block=block, quote="Named here.", named="Named")


def put(library: Library, key: str, published: Moment | None = None, **more) -> None:
    """Put a document of this date."""
    one = reading(key, **more)
    library.documents.put([replace(one, document=replace(one.document, published=published))])


def test_a_text_counts_once_however_often_it_names(library: Library) -> None:
    """Two blocks and two bases of one document are one text."""
    known = Edge(
        source="document-a", kind=EdgeKind.MENTIONS, target=GPT, basis=Basis.KNOWN, evidence=(evidence("a", 4),)
    )
    library.graph.apply([naming("document-a", (GPT, 1), (GPT, 2)), GraphDelta(contributor="other", edges=(known,))])
    library.graph.apply([naming("paper-x", (GPT, None), (CLAUDE, 0))])

    assert library.concordance.counts() == {GPT: 2, CLAUDE: 1}
    assert library.concordance.size() == 2


def test_what_is_withdrawn_is_named_no_more(library: Library) -> None:
    """The concordance follows every change of the graph, its clearing too."""
    library.graph.apply([naming("document-a", (GPT, 1)), naming("document-b", (GPT, 1))])
    library.graph.apply([naming("document-a", (CLAUDE, 1))])

    assert library.concordance.counts() == {GPT: 1, CLAUDE: 1}

    library.graph.clear()

    assert library.concordance.counts() == {}
    assert library.concordance.size() == 0


def test_other_edges_name_nothing(library: Library) -> None:
    """Only a mention is one."""
    library.graph.apply([GraphDelta(contributor="x", edges=(edge("paper-x", GPT, EdgeKind.ABOUT),))])

    assert library.concordance.counts() == {}


def test_months_are_those_of_the_texts(library: Library) -> None:
    """A document's in the offset its source stated, a record's that of its work; an undated one has none."""
    library.documents.put_source(source())
    late = datetime(2025, 2, 28, 23, 30, tzinfo=UTC)
    put(library, "document-a", Moment(late, offset=60))
    put(library, "document-b", Moment(late, precision=Precision.YEAR), payload=b"b")
    put(library, "document-c", payload=b"c")
    put(library, "document-d", Moment(late - timedelta(days=60)), payload=b"d")
    records = edge("document-d", "paper-x", EdgeKind.RECORDS)
    published = edge("paper-x", "month-2024-06", EdgeKind.IN_MONTH, basis=Basis.PUBLISHED)
    picked = edge("paper-x", "month-2024-01", EdgeKind.IN_MONTH, basis=Basis.PICKED)
    library.graph.apply([GraphDelta(contributor="x", edges=(records, published, picked))])
    library.graph.apply([naming(f"document-{one}", (GPT, 1), (GPT, 2)) for one in "abcd"])
    library.graph.apply([naming("paper-x", (GPT, 0), (CLAUDE, 0))])

    assert library.concordance.months([GPT, CHESS]) == {GPT: {"2025-03": 1, "2024-12": 1, "2024-06": 1}}


def test_dates_are_those_of_the_texts(library: Library) -> None:
    """To the second for a document, to the day for a record; one that is undated has none."""
    library.documents.put_source(source())
    put(library, "document-a", Moment(datetime(2025, 2, 28, 23, 30, tzinfo=UTC), offset=60))
    put(library, "document-b", payload=b"b")
    told = Evidence(record="arxiv:2406.00001", quote="2024-06-03", extractor="catalogue/arxiv-api")
    month = Edge(
        source="paper-x", kind=EdgeKind.IN_MONTH, target="month-2024-06", basis=Basis.PUBLISHED, evidence=(told,)
    )
    records = edge("document-a", "paper-x", EdgeKind.RECORDS)
    library.graph.apply([GraphDelta(contributor="x", edges=(records, month))])
    library.graph.apply([naming("document-a", (GPT, 1)), naming("document-b", (GPT, 1)), naming("paper-x", (GPT, 0))])

    assert library.concordance.dates(GPT) == {
        "document-a": "2025-02-28T23:30:00.000000+00:00",
        "paper-x": "2024-06-03",
    }


def test_a_document_that_gets_another_date_changes_its_month(library: Library) -> None:
    """Nothing of the graph need change for that."""
    library.documents.put_source(source())
    put(library, "document-a", Moment(datetime(2025, 2, 1, tzinfo=UTC)))
    library.graph.apply([naming("document-a", (GPT, 1))])
    put(library, "document-a", Moment(datetime(2025, 5, 1, tzinfo=UTC)))

    assert library.concordance.months([GPT]) == {GPT: {"2025-05": 1}}


def test_what_stands_at_a_place_is_found(library: Library) -> None:
    """Sorted, for the places that name something; a title is a place too."""
    library.graph.apply([naming("document-a", (GPT, 1), (CLAUDE, 1), (CHESS, None)), naming("document-b", (GPT, 1))])
    places = [("document-a", 1), ("document-a", TITLE), ("document-a", 7), ("document-c", 1)]

    assert library.concordance.at(places) == {("document-a", 1): [CLAUDE, GPT], ("document-a", TITLE): [CHESS]}
    assert library.concordance.at([]) == {}


def test_what_is_named_in_the_same_blocks_is_beside(library: Library) -> None:
    """Counted by blocks; another block of the same text is not beside."""
    library.graph.apply([naming("document-a", (GPT, 1), (CLAUDE, 1), (CHESS, 2))])
    library.graph.apply([naming("document-b", (GPT, 1), (CLAUDE, 1), (GPT, 3), (CLAUDE, 3))])

    assert library.concordance.beside(GPT) == {CLAUDE: 3}
    assert library.concordance.beside(CHESS) == {}


def test_the_entries_whose_block_names_it_are_found(library: Library) -> None:
    """Those that list a work; two entries in one block are two."""
    library.documents.put_source(source())
    items = (
        item("item-1", "document-a", node="paper-x", block=1),
        item("item-2", "document-a", node="paper-w", block=1, position=2),
        item("item-3", "document-a", node=None, block=2, position=3),
        item("item-4", "document-a", node="paper-z", block=3, position=4),
    )
    library.documents.put([reading("document-a", items=items)])
    library.graph.apply([naming("document-a", (GPT, 1), (GPT, 2))])

    assert library.concordance.listed(GPT) == [
        ListedPlace(work="paper-w", document="document-a", block=1),
        ListedPlace(work="paper-x", document="document-a", block=1),
    ]
    assert library.concordance.listed(CLAUDE) == []


def test_what_named_a_concept_first_is_known(library: Library) -> None:
    """The earliest with a date, of one date or none the first by id."""
    library.documents.put_source(source())
    put(library, "document-b", Moment(datetime(2025, 3, 2, tzinfo=UTC)))
    put(library, "document-c", Moment(datetime(2025, 3, 1, tzinfo=UTC)))
    put(library, "document-d", Moment(datetime(2025, 3, 1, tzinfo=UTC)))
    put(library, "document-a")
    library.graph.apply([naming(f"document-{name}", (GPT, 1)) for name in "abcd"])
    library.graph.apply([naming("document-a", (GPT, 2), (CLAUDE, 1)), naming("document-e", (CLAUDE, 1))])

    assert library.concordance.first([GPT, CLAUDE, CHESS]) == {GPT: "document-c", CLAUDE: "document-a"}


def by_months(text: str, concept: str, *months: str | None) -> GraphDelta:
    """Return that a text names a concept in blocks whose sections are of these months."""
    said = (replace(evidence(text, block), month=month) for block, month in enumerate(months))
    edge = Edge(source=text, kind=EdgeKind.MENTIONS, target=concept, evidence=tuple(said))
    return GraphDelta(contributor=f"names:{text}", edges=(edge,))


def test_a_section_of_a_month_comes_before_its_texts_date(library: Library) -> None:
    """The text counts once in each month in which it names the concept, and once in all."""
    library.documents.put_source(source())
    put(library, "document-a", Moment(datetime(2025, 12, 21, tzinfo=UTC)))
    library.graph.apply([by_months("document-a", GPT, "2025-04", "2025-04", "2025-08", None)])
    library.graph.apply([by_months("document-b", GPT, "2025-04", None)])

    assert library.concordance.months([GPT]) == {GPT: {"2025-04": 2, "2025-08": 1, "2025-12": 1}}
    assert library.concordance.counts() == {GPT: 2}
    assert library.concordance.beside(GPT) == {}

    library.graph.apply([by_months("document-a", GPT, "2025-05")])

    assert library.concordance.months([GPT]) == {GPT: {"2025-05": 1, "2025-04": 1}}


def test_a_section_may_name_a_concept_first(library: Library) -> None:
    """Before texts of later months, after those that are dated to a day of its own."""
    library.documents.put_source(source())
    put(library, "document-a", Moment(datetime(2025, 12, 21, tzinfo=UTC)))
    put(library, "document-b", Moment(datetime(2025, 4, 30, 23, tzinfo=UTC)))
    put(library, "document-c", Moment(datetime(2025, 5, 1, tzinfo=UTC)))
    library.graph.apply([by_months("document-a", GPT, "2025-04"), by_months("document-c", GPT, None)])

    assert library.concordance.first([GPT]) == {GPT: "document-a"}

    library.graph.apply([by_months("document-b", GPT, None)])

    assert library.concordance.first([GPT]) == {GPT: "document-b"}
