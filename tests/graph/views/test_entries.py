"""Entries: what is most trusted comes first, and the store is asked a handful of times."""

from collections import Counter
from typing import Any

from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.views.entries import admitted, entries
from tests.graph.small import AGENT, JUDGE, SPEED


class Counting:
    """Passes every call on and counts it."""

    def __init__(self, inner: Any, calls: Counter[str]) -> None:
        self._inner, self._calls = inner, calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name in ("documents", "graph", "decisions") and not callable(found):
            return Counting(found, self._calls)
        self._calls[name] += 1
        return found


def test_months_stand_most_trusted_first(library: Library) -> None:
    """A curator's month beats the date of publication, and is the one the work is read under."""
    (entry,) = entries(library, [library.graph.node(AGENT)])

    assert [(place.node, place.basis) for place in entry.months] == [
        ("month-2025-01", "curated"),
        ("month-2024-02", "published"),
    ]
    assert entry.month == "2025-01"


def test_the_earliest_month_wins_within_one_basis(library: Library) -> None:
    """Two lists, two months: the work is read under the first."""
    edge = Edge(source=AGENT, kind=EdgeKind.IN_MONTH, target="month-2024-12", basis=Basis.CURATED)
    library.graph.apply([GraphDelta(contributor="test", edges=(edge,))])

    (entry,) = entries(library, [library.graph.node(AGENT)])

    assert entry.month == "2024-12"


def test_a_guess_carries_its_probability(library: Library) -> None:
    """A predicted category says so and how sure it is."""
    (entry,) = entries(library, [library.graph.node(SPEED)])

    (place,) = entry.categories
    assert (place.name, place.basis, place.probability) == ("Agents", "predicted", 0.624)


def test_arxiv_subjects_are_facets(library: Library) -> None:
    """arXiv's categories never mix with the own ones."""
    node = Node(id="category-arxiv-cs.CL", kind=NodeKind.CATEGORY, name="cs.CL", scheme="arxiv")
    edge = Edge(source=JUDGE, kind=EdgeKind.IN_CATEGORY, target=node.id, basis=Basis.STATED)
    claim = Claim(node=node, rank=ClaimRank.METADATA, stamp="")
    library.graph.apply([GraphDelta(contributor="test", claims=(claim,), edges=(edge,))])

    (entry,) = entries(library, [library.graph.node(JUDGE)])

    assert [place.name for place in entry.facets] == ["cs.CL"]
    assert [place.name for place in entry.categories] == ["Judging models"]


def test_listings_stand_in_order_of_publication(library: Library) -> None:
    """Who listed it first comes first, in their own words."""
    (entry,) = entries(library, [library.graph.node(AGENT)])

    assert [listing.document for listing in entry.listings] == ["document-2024", "document-2025"]
    assert [listing.authors for listing in entry.listings] == [("Ada Reader",), ()]


def test_evidence_leads_to_the_section_it_stands_in(library: Library) -> None:
    """The address carries the anchor of the section's heading."""
    (entry,) = entries(library, [library.graph.node(AGENT)])

    (quote,) = entry.categories[0].evidence
    assert quote.url == "https://source-letters.example/2024#agents"
    assert (quote.document_title, quote.source_title) == ("2024: a year of reading", "Ada's letters")


def test_the_number_of_queries_does_not_grow_with_the_works(library: Library) -> None:
    """Three works cost as many calls as one."""
    calls = []
    for keys in ([AGENT], [AGENT, JUDGE, SPEED]):
        nodes = list(library.graph.many(keys).values())
        counted: Counter[str] = Counter()
        counting: Any = Counting(library, counted)
        entries(counting, nodes)
        calls.append(counted)

    assert calls[0] == calls[1]


def test_further_links_are_not_admitted(library: Library) -> None:
    """Listed and recorded works are; a further link alone is not."""
    code = "code-github-ada-waits"

    assert admitted(library, {AGENT, code}) == {AGENT}


def test_no_works_make_no_entries(library: Library) -> None:
    """Nothing asked, nothing answered."""
    assert entries(library, []) == []
