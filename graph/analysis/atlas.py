"""An atlas made: communities with their names, standings, bridges with their paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from graph.analysis.bridges import Told, Works, unusual_pairs
from graph.analysis.communities import Group, groups_of, matched, opened, subjects
from graph.analysis.meaning import Meaning, works_in
from graph.analysis.naming import Naming, Words, are_alike, leaning_of, names_of
from graph.analysis.network import Network
from graph.analysis.paths import shortest_paths
from graph.analysis.shared_words import shared_words
from graph.analysis.standings import standings_of
from graph.analysis.terms import capitals_of, folded, heading_terms, plain, terms_of
from graph.categories import ARXIV
from graph.gists import gists
from graph.model import Basis, EdgeKind, Node, NodeId, NodeKind
from graph.names import clipped, slug, words
from graph.ports import Library, Progress
from graph.ports.analysis import Atlas, Bridge, Community

BRIDGES = 20
"""Between listed works, and as many to papers of the corpus: more than anybody looks through."""

LONGEST = 6
"""Steps of a path that still tells something; over more, everything leads everywhere."""

_STEPS = 4
_PAGE = 5_000
_AROUND = 2
_TITLE = 60  # characters of a title in a name
_MOST_NAMES = 20_000
_SENTENCE = 3  # words from which a title says something
_SAID = frozenset({Basis.PICKED, Basis.CURATED, Basis.STATED})
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
    bridges = _bridges(library, network, meaning, top)
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


def _headings(library: Library) -> list[set[NodeId]]:
    """Return the works that lists or people put under each own category."""
    categories = [node.id for node in library.graph.nodes((NodeKind.CATEGORY,), limit=_PAGE) if node.scheme != ARXIV]
    under: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for edge in library.graph.edges_to(categories, (EdgeKind.IN_CATEGORY,)):
        if edge.basis in _SAID:
            under[edge.target].add(edge.source)
    return [under[key] for key in sorted(under)]


def _bridges(
    library: Library,
    network: Network,
    meaning: Meaning,
    communities: Sequence[Community],
) -> tuple[Bridge, ...]:
    owners = {key: place for place, community in enumerate(communities) for key in community.members}
    nodes = _nodes(library, meaning.keys)
    meaning = meaning.without({key for key, node in nodes.items() if not _has_title(node)})
    rows = {key: row for row, key in enumerate(meaning.keys)}
    works = Works(
        keys=meaning.keys,
        vectors=meaning.vectors,
        facets=meaning.facets,
        communities=np.array([owners.get(key, -1) for key in meaning.keys], dtype=np.int32),
        listed=np.array([key in nodes for key in meaning.keys], dtype=bool),
        headings=[
            np.array(sorted(rows[key] for key in under if key in rows), dtype=np.int64) for under in _headings(library)
        ],
    )
    told = _telling(library, works, unusual_pairs(works, network))
    ends = [(meaning.keys[one.one], meaning.keys[one.other]) for one in told]
    paths, shared = shortest_paths(network, ends), shared_words(library, ends, meaning.keys)
    return tuple(
        _bridge(one, pair, paths.get(pair, ()), shared.get(pair, ())) for one, pair in zip(told, ends, strict=True)
    )


def _telling(library: Library, works: Works, told: Sequence[Told]) -> list[Told]:
    """Return the best of those between listed works and of the others, but none that only a name in both titles makes.

    That two works on ChatGPT are on ChatGPT is known without a bridge.
    """
    keys = {works.keys[place] for one in told for place in (one.one, one.other)}
    known = _known_names(library)
    named = {key: known & set(words(gist.title)) for key, gist in gists(library, keys).items()}
    plain = [one for one in told if not named[works.keys[one.one]] & named[works.keys[one.other]]]
    listed = [one for one in plain if works.listed[one.one] and works.listed[one.other]]
    beyond = [one for one in plain if not (works.listed[one.one] and works.listed[one.other])]
    return [*listed[:BRIDGES], *beyond[:BRIDGES]]


def _known_names(library: Library) -> set[str]:
    """Return the single words that models and products are called by, versions left out: "ChatGPT", "Llama" of "Llama 3"."""
    nodes = library.graph.nodes((NodeKind.MODEL, NodeKind.PRODUCT), limit=_MOST_NAMES)
    told = [words(node.name) for node in nodes]
    return {first for first, *rest in filter(None, told) if all(any(map(str.isdigit, word)) for word in rest)}


def _has_title(work: Node) -> bool:
    """Tell whether a work is called by more than its address or a name: "ClinicalGPT" is near "DetectGPT" whatever they are."""
    return len(words(work.name)) >= _SENTENCE and work.name.casefold() != (work.identity or "").casefold()


def _bridge(told: Told, ends: tuple[NodeId, NodeId], path: Iterable[NodeId], shared: tuple[str, ...]) -> Bridge:
    steps = tuple(path)
    return Bridge(
        a=ends[0],
        b=ends[1],
        cosine=round(told.cosine, 4),
        odds=round(told.odds),
        chance=round(told.chance, 4),
        facets=(told.facets[0].value, told.facets[1].value) if told.facets else None,
        words=shared,
        path=steps if len(steps) <= LONGEST + 1 else (),
    )
