"""A month at a glance: works that two lists mention, what its works are about together, list by list, new models, what rises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.model import Item, Month, Node, NodeId, Source, SourceId
from graph.ports import Library
from graph.trends import Share
from graph.views.entries import listing
from graph.views.month_shapes import Column, ColumnWork, Curator, MonthOverview, SharedWork
from graph.views.new_models import new_models
from graph.views.shelf import Shelf
from graph.views.storylines import storylines
from graph.views.trend import rising_to
from graph.views.trend_voices import Voices
from graph.views.when import parse_month

POOL = 400
"""Works looked at: a month with a whole archive's papers has thousands, and its page should not wait for them."""
SHARED = 8
COLUMN = 8
BESIDE = 2
COLUMNS = 4
"""Curators beside each other, those with most works: a fifth column is too narrow for a title."""

Entries = Mapping[NodeId, Mapping[str, Item]]
"""Work → voice → the first entry in which that voice lists the work."""


def month_overview(library: Library, month: str) -> MonthOverview:
    """Return the month at a glance, empty where nothing is in it; raise InvalidInputError when it is no month."""
    month = parse_month(month)
    total = library.calendar.sum(month).works
    works = library.graph.many(_pool(library, month))
    items = [item for item in library.documents.items_listing(works.keys()) if item.node]
    shelf = Shelf.of(library, {item.document for item in items})
    voices = Voices(shelf.sources.values())
    told = _told(library, works, shelf.sources)
    speaking = {work: frozenset(voices.of_source(one.source) for one in some) for work, some in told.items()}
    listed = _listed(items, shelf, voices)
    return MonthOverview(
        month=month,
        looked=Share(len(works), max(total, len(works))),
        shared=_shared(works, listed, shelf),
        storylines=storylines(library, works, items, told, speaking),
        columns=_columns(works, listed, shelf),
        models=new_models(library, month, works),
        rising=rising_to(library, month),
    )


def _pool(library: Library, month: Month) -> list[NodeId]:
    """Return the works looked at: the picked, then the listed ones, then what only came out in the month."""
    calendar = library.calendar
    chosen = dict.fromkeys(calendar.picked(month))
    for part in calendar.lists(month):
        chosen.update(dict.fromkeys(calendar.listed(month, part, 0, POOL)))
    chosen.update(dict.fromkeys(calendar.published(month, 0, POOL)))
    return list(chosen)[:POOL]


def _told(
    library: Library, works: Mapping[NodeId, Node], sources: Mapping[SourceId, Source]
) -> dict[NodeId, tuple[Curator, ...]]:
    """Return work → the sources that mention it, sorted by title."""
    found: defaultdict[NodeId, set[SourceId]] = defaultdict(set)
    for one in library.chronicle.tellings(works.keys()):
        found[one.work].add(one.source)
    return {
        work: tuple(
            sorted((_curator(sources[key]) for key in some if key in sources), key=lambda one: (one.title, one.source))
        )
        for work, some in found.items()
    }


def _curator(source: Source) -> Curator:
    return Curator(source=source.id, title=source.title)


def _listed(items: Iterable[Item], shelf: Shelf, voices: Voices) -> Entries:
    """Return who lists each work: two feeds of one curator are one, an entry with a comment comes before one without."""
    found: defaultdict[NodeId, dict[str, Item]] = defaultdict(dict)
    for item in sorted(items, key=lambda item: item.comment is None):
        document = shelf.documents.get(item.document)
        if item.node and document and document.source in shelf.sources:
            found[item.node].setdefault(voices.of_source(document.source), item)
    return found


def _shared(works: Mapping[NodeId, Node], listed: Entries, shelf: Shelf) -> tuple[SharedWork, ...]:
    """Return the works that two curators or more list, those that most do first."""
    both = [work for work, by_voice in listed.items() if len(by_voice) > 1]
    most = sorted(both, key=lambda work: (-len(listed[work]), works[work].name.casefold()))[:SHARED]
    return tuple(
        SharedWork(node=works[work], listings=tuple(listing(item, shelf) for item in listed[work].values()))
        for work in most
    )


def _columns(works: Mapping[NodeId, Node], listed: Entries, shelf: Shelf) -> tuple[Column, ...]:
    """Return the works list by list, the user's own first, then the longest; none where there is only one curator."""
    by_voice: defaultdict[str, list[Item]] = defaultdict(list)
    for by in listed.values():
        for voice, item in by.items():
            by_voice[voice].append(item)
    if len(by_voice) < BESIDE:
        return ()
    names = {voice: _main_source(some, shelf) for voice, some in by_voice.items()}
    order = sorted(by_voice, key=lambda voice: (not names[voice].mine, -len(by_voice[voice]), names[voice].title))
    return tuple(
        Column(
            curator=_curator(names[voice]),
            mine=names[voice].mine,
            works=tuple(_column_works(voice, by_voice[voice], works, listed, names)),
            total=len(by_voice[voice]),
        )
        for voice in order[:COLUMNS]
    )


def _column_works(
    voice: str, items: Sequence[Item], works: Mapping[NodeId, Node], listed: Entries, names: Mapping[str, Source]
) -> Iterator[ColumnWork]:
    """Yield the first of a curator's works: those that others list too, then those with a comment, then as they stand."""

    def order(item: Item) -> tuple[int, bool, str, int, int]:
        return (-len(listed[item.node or ""]), item.comment is None, item.document, item.block, item.position)

    for item in sorted(items, key=order)[:COLUMN]:
        if item.node:
            others = tuple(names[other].title for other in listed[item.node] if other != voice)
            yield ColumnWork(node=works[item.node], item=item.id, document=item.document, others=others)


def _main_source(items: Iterable[Item], shelf: Shelf) -> Source:
    counts = Counter(shelf.documents[item.document].source for item in items)
    return shelf.sources[min(counts, key=lambda source: (-counts[source], source))]
