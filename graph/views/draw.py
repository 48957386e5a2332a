"""Ten works drawn from a month: few of a kind, and what connects them all the same.

The draw hangs on the month, its number and the works alone: the same again and again while the month stays as it is,
another with the next number. What a list or a person chose is drawn from first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import combinations

from msgspec import Struct

from graph.errors import NotFoundError
from graph.joined import lists_of_works
from graph.model import Month, NodeId
from graph.months import month_name
from graph.names import name_key
from graph.ports import Library
from graph.ports.analysis import Atlas
from graph.views.communities import fields_of
from graph.views.ends import ends
from graph.views.entries import entries
from graph.views.shapes import Entry
from graph.views.when import parse_month
from graph.views.whole_shapes import DrawView, End, Thread

TEN = 10
POOL = 300
"""Works that are drawn from: a busy month has thousands, and each costs a look at what it names."""

AHEAD = 6
"""Works looked at for each place: the least like those drawn is taken, so chance still decides."""

BOTH = 2
NAMED = 4
"""Works that are named where many have something in common: all of them stand beside it anyway."""

Said = tuple[NodeId, str, dict[str, str]]
"""A work, its name, and what it has, by key."""

_SINGULAR = {"have to do with": "has to do with", "stand under": "stands under", "are listed in": "is listed in"}
_TOLD = {
    "CITES": "cites",
    "PART_OF": "is part of",
    "SUCCEEDS": "follows on",
    "VARIANT_OF": "is a variant of",
    "VERSION_OF": "is a version of",
}


class Ground(Struct, frozen=True, kw_only=True):
    """What some works have in common: which, in what order it is told (less first), how it is told, and over what."""

    works: tuple[NodeId, ...]
    rank: tuple[int, int, str]
    text: str
    over: str | None = None


def draw_view(library: Library, atlas: Atlas | None, month: str, number: int = 1, size: int = TEN) -> DrawView:
    """Return a draw of the month; raise NotFoundError when nothing is in it and InvalidInputError when it is no month."""
    month = parse_month(month)
    pool, is_chosen = _pool(library, month, size)
    if not pool:
        raise NotFoundError("month", month)
    shuffled = sorted(pool, key=lambda key: sha256(f"{month} {number} {key}".encode()).digest())
    nodes = library.graph.many(shuffled)
    told = {entry.node.id: entry for entry in entries(library, [nodes[key] for key in shuffled if key in nodes])}
    fields = {key: field.id for key, field in (fields_of(atlas, told.keys()) if atlas else {}).items()}
    chosen = _diverse([told[key] for key in shuffled if key in told], fields, _linked(library, told), size)
    threads, ordered = _threads(library, chosen)
    return DrawView(
        month=month,
        name=month_name(month),
        number=number,
        pool=len(pool),
        is_chosen=is_chosen,
        entries=tuple(ordered),
        threads=tuple(threads),
        alone=tuple(entry.node.id for entry in ordered if all(entry.node.id not in one.works for one in threads)),
    )


def _pool(library: Library, month: Month, size: int) -> tuple[list[NodeId], bool]:
    """Return the works to draw from, and whether they are those picked and listed alone: few are drawn with what came out.

    An issue of a digest is drawn only where there is hardly anything else: its works are what is to be read.
    """
    calendar = library.calendar
    chosen = dict.fromkeys(calendar.picked(month))
    for part in calendar.lists(month):
        chosen.update(dict.fromkeys(calendar.listed(month, part, 0, POOL)))
    is_chosen = len(chosen) >= size
    if not is_chosen:
        chosen.update(dict.fromkeys(calendar.published(month, 0, POOL)))
    some = sorted(chosen, key=_scattered)[:POOL]
    issues = lists_of_works(library, some)
    works = [key for key in some if key not in issues]
    return sorted(works if len(works) >= size else some), is_chosen


def _scattered(key: NodeId) -> bytes:
    return sha256(key.encode()).digest()


def _linked(library: Library, told: Collection[NodeId]) -> set[tuple[NodeId, NodeId]]:
    return {(link.a, link.b) for link in library.links.among(told)}


def _diverse(
    shuffled: Sequence[Entry],
    fields: Mapping[NodeId, str],
    linked: Collection[tuple[NodeId, NodeId]],
    size: int,
) -> list[Entry]:
    """Return so many entries: for each place the least like those drawn of the next few."""
    waiting, drawn = list(shuffled), list[Entry]()
    while waiting and len(drawn) < size:
        ahead = waiting[:AHEAD]
        best = min(ahead, key=lambda entry: (_likeness(entry, drawn, fields, linked), ahead.index(entry)))
        drawn.append(best)
        waiting.remove(best)
    return drawn


def _likeness(
    entry: Entry,
    drawn: Iterable[Entry],
    fields: Mapping[NodeId, str],
    linked: Collection[tuple[NodeId, NodeId]],
) -> float:
    """Return how much an entry repeats: a link counts most, then the field, the category, the list, the kind."""
    key, alike = entry.node.id, 0.0
    for other in drawn:
        ends_of = (min(key, other.node.id), max(key, other.node.id))
        alike += 3.0 * (ends_of in linked)
        alike += 1.5 * (key in fields and fields[key] == fields.get(other.node.id))
        alike += 1.0 * bool(_categories(entry) & _categories(other))
        alike += 0.3 * bool(_lists(entry) & _lists(other))
    return alike


def _categories(entry: Entry) -> set[str]:
    return {placement.node for placement in entry.categories[:1]}


def _lists(entry: Entry) -> set[str]:
    return {listing.document for listing in entry.listings}


def _threads(library: Library, chosen: Sequence[Entry]) -> tuple[list[Thread], list[Entry]]:
    """Return what connects the works, no more than it takes, and the works in an order that follows it."""
    grounds = sorted(_grounds(library, chosen), key=lambda ground: ground.rank)
    group = {entry.node.id: place for place, entry in enumerate(chosen)}
    told: list[Ground] = []
    for ground in grounds:
        joined = {group[key] for key in ground.works}
        if len(joined) > 1:
            told.append(ground)
            group = {key: min(joined) if place in joined else place for key, place in group.items()}
    sizes = {place: sum(one == place for one in group.values()) for place in group.values()}
    names = ends(library, [ground.over for ground in told if ground.over])
    ordered = sorted(chosen, key=lambda entry: (-sizes[group[entry.node.id]], group[entry.node.id]))
    return [_thread(ground, names) for ground in told], ordered


def _thread(ground: Ground, names: Mapping[str, End]) -> Thread:
    over = names.get(ground.over) if ground.over else None
    return Thread(text=ground.text, works=ground.works, over=over)


def _grounds(library: Library, chosen: Sequence[Entry]) -> Iterator[Ground]:
    """Yield all that two or more of the works have in common; what says more comes first by rank."""
    names = {entry.node.id: entry.node.name for entry in chosen}
    yield from _edges(library, names)
    yield from _links(library, names)
    yield from _shared([_concepts(entry) for entry in chosen], 2, "have to do with")
    yield from _steps(library, names)
    yield from _shared([_places(entry) for entry in chosen], 4, "stand under")
    yield from _shared([_listed(entry) for entry in chosen], 5, "are listed in")


def _edges(library: Library, names: Mapping[NodeId, str]) -> Iterator[Ground]:
    for edge in library.graph.edges_from(names.keys()):
        if edge.target in names and edge.kind.value in _TOLD:
            text = f"“{names[edge.source]}” {_TOLD[edge.kind.value]} “{names[edge.target]}”"
            yield Ground(works=(edge.source, edge.target), rank=(0, 0, text), text=text)


def _links(library: Library, names: Mapping[NodeId, str]) -> Iterator[Ground]:
    for link in library.links.among(names.keys()):
        text = f"“{names[link.a]}” and “{names[link.b]}” are about the same"
        yield Ground(works=(link.a, link.b), rank=(1, 0, text), text=text)


def _steps(library: Library, names: Mapping[NodeId, str]) -> Iterator[Ground]:
    """Yield what leads from one to another over one more work that both are linked with."""
    near: defaultdict[NodeId, list[NodeId]] = defaultdict(list)
    for key, links in library.links.of(names.keys(), 20).items():
        for link in links:
            near[link.other(key)].append(key)
    between = {over: sorted(keys) for over, keys in near.items() if len(keys) > 1 and over not in names}
    called = ends(library, between)
    for over, keys in between.items():
        for one, other in combinations(keys, 2):
            if over in called:
                text = f"“{called[over].name}” is near both “{names[one]}” and “{names[other]}”"
                yield Ground(works=(one, other), rank=(3, 0, text), text=text, over=over)


def _shared(said: Sequence[Said], rank: int, verb: str) -> Iterator[Ground]:
    """Yield what several works have; what two have in common says more of them than what eight have."""
    having: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    called: dict[str, str] = {}
    for work, name, things in said:
        for key, thing in things.items():
            having[key].append((work, name))
            called[key] = thing
    for key, works in having.items():
        if len(works) > 1:
            text = _in_common([name for _, name in works], len(said), verb, called[key])
            yield Ground(works=tuple(work for work, _ in works), rank=(rank, len(works), text), text=text, over=key)


def _in_common(names: Sequence[str], drawn: int, verb: str, thing: str) -> str:
    """Return that these works have a thing in common; where one of them is what is called so, what the others do with it."""
    is_it = [name for name in names if name_key(name) == name_key(thing)]
    others = [f"“{name}”" for name in names if name not in is_it]
    if is_it and others:
        return f"{_few(others)} {verb if len(others) > 1 else _SINGULAR.get(verb, verb)} {thing}"
    if len(names) == drawn and drawn > BOTH:
        return f"All of them {verb} {thing}"
    return f"{'Both ' if len(names) == BOTH else ''}{_few([f'“{name}”' for name in names])} {verb} {thing}"


def _few(told: Sequence[str]) -> str:
    """Return a series that nobody has to read twice: of many the first and how many more there are."""
    return _series(told if len(told) <= NAMED else [*told[: NAMED - 1], f"{len(told) - NAMED + 1} more"])


def _concepts(entry: Entry) -> Said:
    return entry.node.id, entry.node.name, {chip.node: chip.name for chip in entry.concepts}


def _places(entry: Entry) -> Said:
    places = {one.node: one.name for one in entry.categories if one.basis != "predicted"}
    return entry.node.id, entry.node.name, places


def _listed(entry: Entry) -> Said:
    lists = {one.document: one.document_title or "an untitled document" for one in entry.listings}
    return entry.node.id, entry.node.name, lists


def _series(told: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(told[:-1]), *told[-1:]) if part)
