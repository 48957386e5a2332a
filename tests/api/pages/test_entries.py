"""How entries and edges are arranged."""

from __future__ import annotations

from api.pages.entries import all_repairs, edge_groups, further_links, tally, unheard
from graph.model import ItemLink
from graph.views.shapes import EdgeLine, Listing


def listing(document: str, comment: str | None = None, *links: ItemLink) -> Listing:
    return Listing(
        item=f"item-{document}",
        document=document,
        document_title=document.title(),
        document_url=None,
        source_title=None,
        authors=(),
        published=None,
        section=None,
        position=1,
        label="A",
        comment=comment,
        links=links,
        repairs=("empty-href",),
    )


def edge(kind: str, other: str, *, outgoing: bool) -> EdgeLine:
    return EdgeLine(
        kind=kind,
        outgoing=outgoing,
        other=other,
        other_name=other,
        other_kind="paper",
        basis=None,
        confidence=1.0,
        evidence=(),
    )


def test_lists_that_say_nothing_are_named_once() -> None:
    """In a list, all others; elsewhere, those without a comment."""
    listings = [listing("a", "Good."), listing("b"), listing("b"), listing("c", "Bad.")]

    assert [one.document for one in unheard(listings, None)] == ["b"]
    assert [one.document for one in unheard(listings, "a")] == ["b", "c"]
    assert [one.document for one in unheard(listings, None, [listings[0].comment])] == ["a", "b"]


def test_a_further_link_is_shown_once_under_its_first_label() -> None:
    """However many lists have it."""
    first, again = ItemLink("code", "https://a.example", None), ItemLink("Code!", "https://a.example", None)
    other = ItemLink("talk", "https://b.example", None)

    assert further_links([listing("a", None, first), listing("b", None, again, other)]) == [first, other]
    assert all_repairs([listing("a"), listing("b")]) == ["empty-href"]


def test_edges_are_grouped_by_what_they_mean() -> None:
    """Months and categories stand in the margin; one line for each other end."""
    edges = [
        edge("IN_MONTH", "month-2025-01", outgoing=True),
        edge("LISTS", "document-a", outgoing=False),
        edge("LISTS", "document-a", outgoing=False),
        edge("CITES", "paper-b", outgoing=True),
        edge("NEWLY_MADE", "paper-c", outgoing=True),
    ]

    assert [(title, len(lines)) for title, lines in edge_groups(edges)] == [
        ("Listed by", 1),
        ("Links to", 1),
        ("Newly made", 1),
    ]


def test_the_tally_leaves_out_what_there_is_none_of() -> None:
    """Kinds that belong together are one line."""
    assert tally({"paper": 2, "report": 1, "video": 0, "edges": 9}) == [("papers and reports", 3)]
