"""From a library to a review's plan: which sections, which works in each, whose words on them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from graph.errors import InvalidInputError, NotFoundError
from graph.ids import month_id
from graph.model import Basis, EdgeKind, Month, NodeId
from graph.months import month_name, months_of
from graph.outline import BlockKind
from graph.ports import Library
from graph.review.grounds import ground, pick_reference
from graph.review.phrases import first_sentence
from graph.review.scope import BRINGS_IN, Scope, Standing, reading_order, reference_to, scope
from graph.review.shapes import Plan, PlannedEntry, PlannedSection, Reference, Voice
from graph.views.entries import by_date, own
from graph.views.sections import list_sections
from graph.views.shapes import Entry, Listing, ListSection, Quote

MONTH = "month"
CATEGORY = "category"
SENTENCE = re.compile(r".{20,}[.!?…:][”\"’')\]]*", re.DOTALL)
GUESSES = "Guessed by Almanac from the works whose category is stated"


def plan(library: Library, year: int, by: str) -> Plan:
    """Return the year's plan by month or by category; raise NotFoundError when the library holds nothing of it."""
    if by not in (MONTH, CATEGORY):
        raise InvalidInputError(f"a review is by month or by category, not by {by!r}", "by")
    found = scope(library, year)
    if not found.entries:
        raise NotFoundError("year with works to review", str(year))
    sections = _by_month(library, found) if by == MONTH else _by_category(library, found)
    return Plan(year=year, by=by, sections=tuple(section for section in sections if section.entries))


def _by_month(library: Library, found: Scope) -> list[PlannedSection]:
    placed = [(month_within(entry, found.year), entry) for entry in found.entries]
    sections = [
        _section(month_name(month), found, [entry for place, entry in placed if place == month], month=month,
                 openings=_month_openings(library, found, month))
        for month in months_of(found.year)
    ]  # fmt: skip
    outside = [entry for place, entry in placed if place is None and entry.month]
    undated = [entry for entry in found.entries if entry.month is None]
    earlier = [entry for entry in outside if entry.month and entry.month < f"{found.year:04}"]
    later = [entry for entry in outside if entry not in earlier]
    return [
        *sections,
        _section(f"From before {found.year}", found, earlier),
        _section(f"From after {found.year}", found, later),
        _section(undated_name(undated), found, undated),
    ]


def _by_category(library: Library, found: Scope) -> list[PlannedSection]:
    groups: dict[NodeId, list[Entry]] = {}
    names: dict[NodeId, str] = {}
    for entry in found.entries:
        if best := own(entry):
            groups.setdefault(best.node, []).append(entry)
            names[best.node] = best.name
    sections = [
        _section(names[key], found, groups[key], category=key, openings=_category_openings(library, found, key))
        for key in _category_order(library, found, groups)
    ]
    return [*sections, _section("Without a category", found, [entry for entry in found.entries if not own(entry)])]


def month_within(entry: Entry, year: int) -> Month | None:
    """Return the month of this year that the work is read under; None when none of its months is in the year."""
    months = (placement.node.removeprefix("month-") for placement in entry.months)
    return next((month for month in months if month.startswith(f"{year:04}-")), None)


def undated_name(undated: Iterable[Entry]) -> str:
    """Return "Undated, before 2025-01", with a bound that holds for all of them; "Undated" when one has none."""
    bounds = [entry.node.before for entry in undated]
    known = [bound for bound in bounds if bound]
    return f"Undated, before {max(known)}" if known and len(known) == len(bounds) else "Undated"


def _category_order(library: Library, found: Scope, groups: dict[NodeId, list[Entry]]) -> list[NodeId]:
    """Return the categories as the newest review states them, one of this year's before others; the rest by size."""
    stated = _stated_order(library, found)
    size = sorted(groups, key=lambda key: (-len(groups[key]), key))
    return [*(key for key in stated if key in groups), *(key for key in size if key not in stated)]


def _stated_order(library: Library, found: Scope) -> list[NodeId]:
    reviews = {key: some for key, some in found.listed.items() if len({item.category for item in some} - {None}) > 1}
    documents = library.documents.many(reviews)
    newest = max(
        documents.values(),
        key=lambda one: (one.id in found.covering, one.published.instant.isoformat() if one.published else "", one.id),
        default=None,
    )
    if newest is None:
        return []
    works = [item.node for item in reviews[newest.id] if item.category and item.node]
    into: dict[NodeId, list[NodeId]] = {}
    for edge in library.graph.edges_from(set(works), (EdgeKind.IN_CATEGORY,)):
        if edge.basis is Basis.STATED and any(evidence.document == newest.id for evidence in edge.evidence):
            into.setdefault(edge.source, []).append(edge.target)
    return list(dict.fromkeys(target for work in works for target in into.get(work, ())))


def _month_openings(library: Library, found: Scope, month: Month) -> tuple[Voice, ...]:
    edges = library.graph.edges_to((month_id(month),), (EdgeKind.IN_MONTH,))
    curated = [edge for edge in edges if edge.basis is Basis.CURATED]
    entries = {entry.node.id: entry for entry in found.entries}
    return _openings(list_sections(library, curated, entries, lambda item: item.month == month), found)


def _category_openings(library: Library, found: Scope, category: NodeId) -> tuple[Voice, ...]:
    edges = library.graph.edges_to((category,), (EdgeKind.IN_CATEGORY,))
    stated = [edge for edge in edges if edge.basis is Basis.STATED]
    entries = {entry.node.id: entry for entry in found.entries}
    sections = list_sections(library, stated, entries, lambda item: item.category is not None)
    return _openings([section for section in sections if section.document.id in found.covering], found)


def _openings(sections: Iterable[ListSection], found: Scope) -> tuple[Voice, ...]:
    return tuple(
        Voice(
            text=first_sentence(opening.text or ""),
            by=_name(section.document.authors or section.source.authors, section.source.title),
            mine=section.source.mine,
            reference=reference_to(section.document, section.heading, opening.block, found.shelf),
        )
        for section in sections
        if (opening := _opening(section))
    )


def _opening(section: ListSection) -> Quote | None:
    """Return the first paragraph before the section's list that is a sentence; a caption or a label is none."""
    blocks = section.document.outline.blocks
    for quote in section.prose:
        text, block = quote.text or "", quote.block or 0
        heading = max(place for place in range(block + 1) if place == 0 or blocks[place].kind is BlockKind.HEADING)
        if any(blocks[place].kind is BlockKind.LIST_ITEM for place in range(heading, block)):
            return None
        if SENTENCE.fullmatch(text.strip()):
            return quote
    return None


def _section(
    name: str,
    found: Scope,
    entries: list[Entry],
    *,
    month: Month | None = None,
    category: NodeId | None = None,
    openings: tuple[Voice, ...] = (),
) -> PlannedSection:
    ordered = [replace(entry, listings=_telling_first(entry.listings, found, month)) for entry in entries]
    if month:
        ordered.sort(key=lambda entry: _reading_order(entry, found))
    planned = [_entry(entry, found) for entry in ordered]
    planned.sort(key=lambda one: not one.picked if month else _date_order(one))
    return PlannedSection(name=name, month=month, category=category, openings=openings, entries=tuple(planned))


def _telling_first(listings: tuple[Listing, ...], found: Scope, month: Month | None) -> tuple[Listing, ...]:
    """Return the listings, those first that say most about this year, and about this month."""

    def telling(listing: Listing) -> tuple[bool, int]:
        return (month is None or found.items[listing.item].month != month, found.standing[listing.item])

    return tuple(sorted(listings, key=telling))


def _reading_order(entry: Entry, found: Scope) -> tuple[object, ...]:
    """Return what sorts a month's works as its curators' lists have them."""
    if not entry.listings:
        return ("", "", 0, 0, entry.node.id)
    first = entry.listings[0]
    return (first.published or "9999", first.document, *reading_order(found.items[first.item]), entry.node.id)


def _date_order(planned: PlannedEntry) -> tuple[object, ...]:
    return (not planned.picked, *by_date(replace(planned.entry, month=planned.month)), planned.entry.node.id)


def _entry(entry: Entry, found: Scope) -> PlannedEntry:
    picks = [pick for pick in entry.choices.picks if pick.month.startswith(f"{found.year:04}-")]
    shown = picks if picks or entry.listings else entry.choices.picks
    picked = [(pick, pick_reference(pick)) for pick in shown]
    others = _voices(entry.listings, found)
    heard = {voice.text for voice in others if voice.mine}  # the picks of a source of the user's own say what it does
    own_words = [
        Voice(text=pick.comment, by="", mine=True, reference=reference)
        for pick, reference in picked
        if pick.comment and pick.comment not in heard
    ]
    best = own(entry)
    guessed = best is not None and best.basis == Basis.PREDICTED
    listings = [found.reference(listing.item) for listing in entry.listings]
    brought = [listing.item for listing in entry.listings if found.standing[listing.item] in BRINGS_IN]
    references = tuple(dict.fromkeys([*(reference for _, reference in picked), *listings]))
    guess = _guess(best.evidence[0].extractor if best.evidence else "") if best and guessed else None
    month = month_within(entry, found.year) or entry.month
    placed = next((one for one in entry.months if month and one.node == month_id(month)), None)
    return PlannedEntry(
        entry=entry,
        month=month,
        picked=bool(picks),
        voices=tuple(own_words + sorted(others, key=lambda voice: not voice.mine)),
        listed_by=tuple(dict.fromkeys(_name(listing.authors, listing.source_title) for listing in entry.listings)),
        references=references,
        homes=frozenset(map(found.reference, brought)) or frozenset(listings),
        dated=ground(placed, entry, references) if placed else (),
        filed=(guess,) if guess else ground(best, entry, references) if best else (),
        guess=guess,
    )


def _voices(listings: tuple[Listing, ...], found: Scope) -> list[Voice]:
    """Return the comments, the most telling first; whoever speaks in this year's lists is not quoted from others."""
    spoken: set[str] = set()
    voices = []
    for listing in listings:
        voice = _voice(listing, found)
        if voice and (found.standing[listing.item] in BRINGS_IN or voice.by not in spoken):
            voices.append(voice)
            spoken.add(voice.by)
    return voices


def _voice(listing: Listing, found: Scope) -> Voice | None:
    if not listing.comment or found.standing[listing.item] is Standing.REFERENCE:
        return None
    document = found.shelf.documents.get(listing.document)
    source = found.shelf.sources.get(document.source) if document else None
    return Voice(
        text=listing.comment,
        by=_name(listing.authors, listing.source_title or listing.document_title),
        mine=bool(source and source.mine),
        reference=found.reference(listing.item),
    )


def _name(authors: tuple[str, ...], otherwise: str | None) -> str:
    """Return the author's name where there is exactly one, else the source's title."""
    return authors[0] if len(authors) == 1 else otherwise or "a list"


def _guess(extractor: str) -> Reference:
    return Reference(title=GUESSES, section=extractor or None)
