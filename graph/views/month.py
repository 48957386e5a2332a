"""A month: what was picked, each curator's list, then what was only published in it; a part at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from graph.errors import NotFoundError
from graph.model import Month, NodeId
from graph.months import month_name
from graph.ports import Library, MonthList, MonthSum
from graph.views.entries import entries
from graph.views.sections import list_part, place_of
from graph.views.shapes import Entry, ListSection, MonthLine, MonthView
from graph.views.shelf import Shelf
from graph.views.strip import neighbours, strip_of
from graph.views.when import parse_month

MOST = 60
"""Entries a part: each has its quotes and forms, so that thousands would weigh megabytes."""


def month_view(library: Library, month: str, skip: int = 0, limit: int = MOST) -> MonthView:
    """Return a part of the month, raise NotFoundError when nothing is in it and InvalidInputError when it is no month.

    Its works stand one after another: the picks, each list, then what was only published; a part is `limit` of them
    past the first `skip`.
    """
    month = parse_month(month)
    total = library.calendar.sum(month)
    if not total.works:
        raise NotFoundError("month", month)
    lists = ordered_lists(library, month)
    parts = cut(total, [part.works for part in lists], skip, limit)
    picked = _picked(library, month)[parts.picked] if total.picked else []
    works = [_works(library, month, part, taken) for part, taken in zip(lists, parts.lists, strict=True)]
    published = _published(library, month, parts.published)
    found = _entries(
        library, [*(entry.node.id for entry in picked), *(key for some in works for key in some), *published]
    )
    months = library.calendar.months()
    before, after = neighbours(months, month)
    return MonthView(
        month=month,
        name=month_name(month),
        previous=before,
        next=after,
        strip=strip_of(months, int(month[:4]), month),
        sum=total,
        skip=skip,
        limit=limit,
        total=parts.total,
        picked=tuple(picked),
        lists=tuple(_sections(library, lists, works, parts, found)),
        published=tuple(found[key] for key in published if key in found),
        categories=_categories(library, month),
    )


class Parts(Struct, frozen=True):
    """Which of each sequence a part of the month shows; `total` is how many entries all parts have."""

    picked: slice
    lists: tuple[slice, ...]
    published: slice
    total: int


def cut(total: MonthSum, lists: Sequence[int], skip: int, limit: int) -> Parts:
    """Return the part of `limit` entries past the first `skip` of picks, lists and published works in a row."""
    start, end = skip, skip + limit
    slices = []
    before = 0
    for length in (total.picked, *lists, total.published):
        slices.append(slice(min(max(start - before, 0), length), min(max(end - before, 0), length)))
        before += length
    return Parts(slices[0], tuple(slices[1:-1]), slices[-1], before)


def ordered_lists(library: Library, month: Month) -> list[MonthList]:
    """Return the sections that list works in the month: the user's own sources first, then by publication."""
    lists = library.calendar.lists(month)
    shelf = Shelf.of(library, {part.document for part in lists})
    known = [part for part in lists if part.document in shelf.documents]
    return sorted(known, key=lambda part: place_of(shelf, part))


def month_index(library: Library) -> tuple[MonthLine, ...]:
    """Return the months that hold something, newest first, with the figures of their bars."""
    return tuple(
        MonthLine(month=one.month, name=month_name(one.month), count=one.works, picks=one.picks)
        for one in reversed(library.calendar.months())
    )


def _works(library: Library, month: Month, part: MonthList, taken: slice) -> list[NodeId]:
    if taken.start == taken.stop:
        return []
    return library.calendar.listed(month, part, taken.start, taken.stop - taken.start)


def _published(library: Library, month: Month, taken: slice) -> list[NodeId]:
    if taken.start == taken.stop:
        return []
    return library.calendar.published(month, taken.start, taken.stop - taken.start)


def _sections(
    library: Library,
    lists: Sequence[MonthList],
    works: Sequence[Collection[NodeId]],
    parts: Parts,
    found: dict[NodeId, Entry],
) -> Iterator[ListSection]:
    shelf = Shelf.of(library, {part.document for part, some in zip(lists, works, strict=True) if some})
    for part, some, taken in zip(lists, works, parts.lists, strict=True):
        if some:
            yield list_part(library, shelf, part, [found[key] for key in some if key in found], taken.start)


def _entries(library: Library, keys: Collection[NodeId]) -> dict[NodeId, Entry]:
    nodes = library.graph.many(set(keys))
    return {entry.node.id: entry for entry in entries(library, list(nodes.values()))}


def _picked(library: Library, month: Month) -> list[Entry]:
    found = _entries(library, library.calendar.picked(month))
    return sorted(found.values(), key=_picked_first)


def _picked_first(entry: Entry) -> tuple[str, str]:
    """Sort picks in the order they were made."""
    return (min((pick.at.isoformat() for pick in entry.choices.picks), default=""), entry.node.id)


def _categories(library: Library, month: Month) -> tuple[tuple[str, str, int], ...]:
    counts = library.calendar.categories(month)
    nodes = library.graph.many(counts)
    named = [(key, nodes[key].name, count) for key, count in counts.items() if key in nodes]
    return tuple(sorted(named, key=lambda one: (-one[2], one[1])))
