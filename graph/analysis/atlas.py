"""An atlas made: communities with their names, standings, bridges with their paths, and the map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from graph.analysis.bridging import bridges_of
from graph.analysis.communities import Group, groups_of, matched, opened, subjects
from graph.analysis.layout import Layout, laid_out
from graph.analysis.meaning import Meaning, works_in
from graph.analysis.naming import Naming, Words, are_alike, leaning_of, names_of
from graph.analysis.network import Network
from graph.analysis.pulls import shown_of
from graph.analysis.standings import standings_of
from graph.analysis.terms import capitals_of, folded, heading_terms, plain, terms_of
from graph.model import Node, NodeId, NodeKind
from graph.names import clipped, slug
from graph.ports import Library, Progress
from graph.ports.analysis import Atlas, Community

_STEPS = 5
_PAGE = 5_000
_AROUND = 2
_TITLE = 60  # characters of a title in a name
_HUB_KINDS = frozenset(
    {NodeKind.TECHNIQUE, NodeKind.MODEL, NodeKind.BENCHMARK, NodeKind.PRODUCT, NodeKind.ORGANIZATION}
)


def made(
    library: Library,
    network: Network,
    meaning: Meaning,
    before: Atlas | None,
    made_of: str,
    progress: Progress | None = None,
) -> Atlas:
    """Return the atlas of the library; `before` is the last one, whose communities go on where they are the same."""
    tell = progress or _silent
    tell(0, _STEPS, "communities")
    about = subjects(network)
    groups = groups_of(about, _groups(before))
    tell(1, _STEPS, "their names")
    nodes = _nodes(library, network.keys)
    words = _words(library, network, nodes)
    groups = _narrowed(about, groups, words)
    communities = _named(groups, words, before, _names(nodes))
    tell(2, _STEPS, "standings")
    top = [community for community in communities if community.parent is None]
    standings = standings_of(network, top)
    tell(3, _STEPS, "bridges")
    bridges = bridges_of(library, network, meaning, top, words)
    tell(4, _STEPS, "the map")
    last = Layout(positions=before.positions, extent=before.extent) if before else None
    layout = laid_out(network, meaning, shown_of(library, network), last)
    tell(_STEPS, _STEPS, "done")
    return Atlas(
        made_of=made_of,
        nodes=len(network.keys),
        joins=network.weights.nnz // 2,
        vectors=len(meaning.keys),
        works=len(words.terms),
        communities=tuple(communities),
        standings=standings,
        bridges=bridges,
        positions=layout.positions,
        extent=layout.extent,
    )


def _silent(done: int, total: int | None, what: str) -> None:
    """Tell nobody."""


def _groups(before: Atlas | None) -> list[Group]:
    parts: dict[str, list[tuple[NodeId, ...]]] = {}
    for community in before.communities if before else ():
        if community.parent is not None:
            parts.setdefault(community.parent, []).append(community.members)
    return [
        Group(members=community.members, parts=tuple(parts.get(community.id, ())))
        for community in (before.communities if before else ())
        if community.parent is None
    ]


def _narrowed(network: Network, groups: Sequence[Group], words: Words) -> list[Group]:
    """Return the groups with those that nothing names put asunder: what many share no word for is no field, but several."""
    kept = list(groups)
    while True:
        works = [[key for key in group.members if key in words.terms] for group in kept]
        named = names_of(works, words, [()] * len(kept))
        wide = {at for at, group in enumerate(kept) if group.parts and not named[at].terms}
        if not wide:
            return sorted(kept, key=lambda group: (-len(group.members), group.members))
        kept = [one for at, group in enumerate(kept) for one in (opened(network, group) if at in wide else [group])]


def _nodes(library: Library, keys: Sequence[NodeId]) -> dict[NodeId, Node]:
    found: dict[NodeId, Node] = {}
    for start in range(0, len(keys), _PAGE):
        found.update(library.graph.many(keys[start : start + _PAGE]))
    return found


def _words(library: Library, network: Network, nodes: Mapping[NodeId, Node]) -> Words:
    """Return what works may be called by: phrases of their titles, techniques they are joined with, headings over them."""
    works = works_in(network.keys)
    titles = {key: nodes[key].name for key in works if key in nodes}
    beside = {
        key: [
            node
            for place in network.neighbours(network.places[key]).tolist()
            if (node := nodes.get(network.keys[place]))
        ]
        for key in titles
    }
    others = [key for key in works if key not in nodes]
    for start in range(0, len(others), _PAGE):
        found = library.corpus.by_node(others[start : start + _PAGE])
        titles.update((key, record.title) for key, record in found.items())
    terms = {key: terms_of(title, _called(beside.get(key, ()), NodeKind.TECHNIQUE)) for key, title in titles.items()}
    return Words(
        terms=terms,
        titles=titles,
        headings={key: heading_terms(_called(some, NodeKind.CATEGORY)) for key, some in beside.items()},
        capitals=capitals_of(titles.values()),
        leaning=leaning_of(terms),
    )


def _called(nodes: Iterable[Node], *kinds: NodeKind) -> list[str]:
    """Return how those of these kinds are named within a sentence; of a heading within headings the last."""
    named = [(node.name.rpartition(">")[2].strip(" :"), node.kind) for node in nodes if node.kind in kinds]
    return [plain(name) if kind is NodeKind.TECHNIQUE else name for name, kind in named]


def _names(nodes: Mapping[NodeId, Node]) -> dict[NodeId, str]:
    """Return concept → its name as it is written, for those that a community may be named after for want of a term."""
    return {key: called for key, node in nodes.items() for called in _called([node], *_HUB_KINDS)}


def _named(groups: Sequence[Group], words: Words, before: Atlas | None, names: Mapping[NodeId, str]) -> list[Community]:
    """Return the communities, each followed by its parts."""
    old = before.communities if before else ()
    taken: set[str] = set()
    tops = _level([group.members for group in groups], words, [one for one in old if not one.parent], names, taken)
    found: list[Community] = []
    for top, group in zip(tops, groups, strict=True):
        inner = replace(words, terms={key: words.terms[key] for key in group.members if key in words.terms})
        former = [one for one in old if one.parent == top.id]
        parts = _level(group.parts, inner, former, names, taken, parent=top)
        found += [top, *parts]
    return found


def _level(
    groups: Sequence[Sequence[NodeId]],
    words: Words,
    old: Sequence[Community],
    names: Mapping[NodeId, str],
    taken: set[str],
    parent: Community | None = None,
) -> list[Community]:
    were = {one.id: one for one in old}
    same = matched(groups, {one.id: one.members for one in old})
    works = [[key for key in group if key in words.terms] for group in groups]
    former = [[term for term, _, _ in were[same[at]].terms] if at in same else [] for at in range(len(groups))]
    others = [term for term, _, _ in parent.terms] if parent else []
    taken.update(same.values())
    found = []
    for at, naming in enumerate(names_of(works, words, former, others, names.values())):
        name = naming.name or _around(groups[at], names, words.titles)
        key = same.get(at) or _new_id(name, taken, parent)
        taken.add(key)
        found.append(_community(key, name, naming, groups[at], len(works[at]), parent))
    return found


def _community(
    key: str, name: str, naming: Naming, members: Sequence[NodeId], works: int, parent: Community | None
) -> Community:
    return Community(
        id=key,
        name=name,
        terms=naming.terms,
        members=tuple(members),
        works=works,
        parent=parent.id if parent else None,
    )


def _around(members: Sequence[NodeId], names: Mapping[NodeId, str], titles: Mapping[NodeId, str]) -> str:
    """Return a name for want of a better one: after the concepts that are joined best, else after such a work."""
    told: list[str] = []
    for key in members:
        if key in names and len(told) < _AROUND and not any(are_alike(folded(names[key]), folded(one)) for one in told):
            told.append(names[key])
    told = told or [f"“{clipped(titles[key], _TITLE)}”" for key in members if key in titles][:1]
    return f"Around {' and '.join(told)}" if told else "Mixed"


def _new_id(name: str, taken: Collection[str], parent: Community | None) -> str:
    """Return an id that nothing has: ids stay when names change, so they may not be given twice."""
    plain_id = f"{parent.id}-{slug(name)}" if parent else f"community-{slug(name)}"
    wanted, number = plain_id[:80].rstrip("-."), 2
    while (found := wanted if number == 2 and wanted not in taken else f"{wanted}-{number}") in taken:
        number += 1
    return found
