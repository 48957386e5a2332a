"""How entries, lists and edges are arranged on a page. All pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from api.pages.naming import TOLD
from api.pages.words import spelled
from graph.model import DocumentId, ItemLink, Month
from graph.views.shapes import EdgeLine, Entry, Listing, MonthView, Placement

FRONT_PAGE = 6

_TITLES = {
    ("LISTS", False): "Listed by",
    ("RECORDS", False): "Recorded by",
    ("CITES", True): "Links to",
    ("CITES", False): "Linked from",
    ("PART_OF", True): "Part of",
    ("PART_OF", False): "Its parts",
    ("AUTHORED_BY", True): "By, as a text says",
}
# These are drawn in the margin as months and categories, or above as what the work names.
_ELSEWHERE = {"IN_MONTH", "IN_CATEGORY", "RECORDS", "MENTIONS", *TOLD}


def unheard(listings: Iterable[Listing], lead: DocumentId | None, said: Collection[str | None] = ()) -> list[Listing]:
    """Return the listings whose comment is not shown, one a document: those without one, and all but the list read.

    `said` are the comments of picks; a list of the user's own says the same.
    """
    silent = [one for one in listings if one.document != lead and (lead or not one.comment or one.comment in said)]
    return list({listing.document: listing for listing in silent}.values())


def further_links(listings: Iterable[Listing]) -> list[ItemLink]:
    """Return the listings' further links, each address once."""
    found: dict[str, ItemLink] = {}
    for listing in listings:
        for link in listing.links:
            found.setdefault(link.url, link)
    return list(found.values())


def all_repairs(listings: Iterable[Listing]) -> list[str]:
    """Return what was mended in any of the listings, each once."""
    return list(dict.fromkeys(code for listing in listings for code in listing.repairs))


def by_month(entries: Iterable[Entry]) -> list[tuple[Month | None, list[Entry]]]:
    """Return the entries, which come in order of date, as runs of one month."""
    return [(month, list(run)) for month, run in groupby(entries, key=lambda entry: entry.month)]


def same_place(placements: Iterable[Placement]) -> list[list[Placement]]:
    """Return the placements gathered by where they place the work, most trusted first."""
    found: dict[str, list[Placement]] = {}
    for placement in placements:
        found.setdefault(placement.node, []).append(placement)
    return list(found.values())


def front_page(view: MonthView, most: int = FRONT_PAGE) -> list[tuple[Entry, DocumentId | None]]:
    """Return what the front page shows of a month: picks, then the lists' entries, then the rest, each once."""
    shown: dict[str, tuple[Entry, DocumentId | None]] = {}
    for entry in view.picked:
        shown.setdefault(entry.node.id, (entry, None))
    for section in view.lists:
        for entry in section.entries:
            shown.setdefault(entry.node.id, (entry, section.document.id))
    for entry in view.published:
        shown.setdefault(entry.node.id, (entry, None))
    return list(shown.values())[:most]


def month_sum(view: MonthView) -> str:
    """Return what a month holds, in one line: "13 works, nine in two lists, three picked.".

    The year's strip counts each work in one month only, so that what it counts in another one is told.
    """
    found = view.sum
    parts = [spelled(found.works, "work")]
    if found.listed:
        share = "all" if found.listed == found.works and found.works > 1 else spelled(found.listed)
        parts.append(f"{share} in {spelled(found.lists, 'list')}")
    if found.picked:
        parts.append(f"{spelled(found.picked)} picked")
    here = next(bar.count for bar in view.strip.bars if bar.month == view.month)
    if found.works > here:
        parts.append(f"{spelled(found.works - here)} of them counted under another month")
    return f"{', '.join(parts).capitalize()}."


def edge_groups(edges: Sequence[EdgeLine]) -> list[tuple[str, list[EdgeLine]]]:
    """Return the edges that a node's page lists, under what they mean; one line for each other end."""
    groups: defaultdict[str, dict[str, EdgeLine]] = defaultdict(dict)
    for edge in edges:
        if edge.kind in _ELSEWHERE and edge.outgoing:
            continue
        title = _TITLES.get((edge.kind, edge.outgoing))
        if title is None:
            title = "Its works" if edge.kind in _ELSEWHERE else edge.kind.replace("_", " ").capitalize()
        groups[title].setdefault(edge.other, edge)
    return [(title, list(lines.values())) for title, lines in groups.items()]


_TALLIED = (
    ("sources", ("sources",)),
    ("documents", ("documents",)),
    ("listed works", ("items",)),
    ("papers and reports", ("paper", "report")),
    ("articles", ("article",)),
    ("videos and talks", ("video", "talk")),
    ("code and data", ("code", "dataset")),
    ("models and products", ("model", "product")),
    ("techniques and benchmarks", ("technique", "benchmark")),
    ("people and organizations", ("person", "organization")),
    ("papers known from metadata", ("records",)),
)


def tally(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the counts worth showing on the front page, in words; what there is none of is left out."""
    sums = [(name, sum(counts.get(part, 0) for part in parts)) for name, parts in _TALLIED]
    return [(name, number) for name, number in sums if number]
