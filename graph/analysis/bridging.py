"""Bridges of a library: which works come into question, which pairs are told, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from graph.analysis.bridges import Told, Works, unusual_pairs
from graph.analysis.fields import apart, fitting
from graph.analysis.meaning import Meaning
from graph.analysis.naming import Words
from graph.analysis.nearness import Lens, Rows
from graph.analysis.network import Network
from graph.analysis.paths import shortest_paths
from graph.analysis.speaking import Speaking
from graph.analysis.terms import folded
from graph.categories import ARXIV
from graph.gists import gists
from graph.link import Ends, Reason, ends_of, link_of
from graph.model import Basis, EdgeKind, Node, NodeId, NodeKind
from graph.names import words as words_of
from graph.ports import Library
from graph.ports.analysis import Bridge, Community
from graph.reasons import reasons

BRIDGES = 20
"""Between listed works, and as many to papers of the corpus: more than anybody looks through."""

BY_PART = 8
"""Of these so many places are for works of which the method of one is near the problem of the other."""

_LOOKED_AT = 400  # pairs of each kind whose reasons are looked for
_TELLING = ("subject", "words")  # reasons that speak for a bridge
_LINKED = ("cites", "named")  # and those of what is linked already
_LEAST_WORKS = 3  # of a community that is a field
_PAGE = 5_000
_MOST_NAMES = 20_000
_SENTENCE = 3  # words from which a title says something
_SAID = frozenset({Basis.PICKED, Basis.CURATED, Basis.STATED})
_NAMES = (NodeKind.MODEL, NodeKind.PRODUCT, NodeKind.ORGANIZATION, NodeKind.BENCHMARK)

Spoken = tuple[Told, tuple[Reason, ...]]


def bridges_of(
    library: Library, network: Network, meaning: Meaning, communities: Sequence[Community], words: Words
) -> tuple[Bridge, ...]:
    """Return the bridges between works of named communities, the most unusual first of each kind."""
    fields = [one for one in communities if one.works >= _LEAST_WORKS and one.terms and not _is_of_names(library, one)]
    works = _works(library, meaning, fields)
    if works is None:
        return ()
    told = _told(library, works, unusual_pairs(works, network), Speaking(words, [one.members for one in fields]))
    ends = [(works.keys[one.one], works.keys[one.other]) for one, _ in told]
    paths = shortest_paths(network, ends)
    return tuple(_bridge(one, pair, why, paths.get(pair, ())) for (one, why), pair in zip(told, ends, strict=True))


def _works(library: Library, meaning: Meaning, fields: Sequence[Community]) -> Works | None:
    """Return the works that are of their field by what they say; None where there are none."""
    owners = {key: place for place, community in enumerate(fields) for key in community.members}
    nodes = _nodes(library, meaning.keys)
    meaning = meaning.without(
        {key for key in meaning.keys if key not in owners or key in meaning.bare}.union(
            key for key, node in nodes.items() if not _has_title(node)
        )
    )
    if not meaning.keys:
        return None
    seen = Lens(meaning.vectors).look(meaning.vectors).rows
    own = np.array([owners[key] for key in meaning.keys], dtype=np.int32)
    kept = np.flatnonzero(fitting(seen, own)).tolist()
    keys = [meaning.keys[row] for row in kept]
    rows = {key: row for row, key in enumerate(keys)}
    return Works(
        keys=keys,
        vectors=meaning.vectors[kept],
        facets={facet: some[kept] for facet, some in meaning.facets.items()},
        communities=own[kept],
        apart=apart(seen, own),
        listed=np.array([key in nodes for key in keys], dtype=bool),
        headings=[_rows(under, rows) for under in _headings(library)],
    )


def _is_of_names(library: Library, community: Community) -> bool:
    """Tell whether a community is called after models and the like alone: what they are named in is no one field."""
    called = {folded(node.name) for node in library.graph.many(community.members).values() if node.kind in _NAMES}
    return all(folded(term) in called for term, _, _ in community.terms)


def _rows(keys: Iterable[NodeId], rows: Mapping[NodeId, int]) -> Rows:
    return np.array(sorted(rows[key] for key in keys if key in rows), dtype=np.int64)


def _nodes(library: Library, keys: Sequence[NodeId]) -> dict[NodeId, Node]:
    found: dict[NodeId, Node] = {}
    for start in range(0, len(keys), _PAGE):
        found.update(library.graph.many(keys[start : start + _PAGE]))
    return found


def _has_title(work: Node) -> bool:
    """Tell whether a work is called by more than its address or a name: "ClinicalGPT" is near "DetectGPT" whatever they are."""
    return len(words_of(work.name)) >= _SENTENCE and work.name.casefold() != (work.identity or "").casefold()


def _headings(library: Library) -> list[set[NodeId]]:
    """Return the works that lists or people put under each own category."""
    categories = [node.id for node in library.graph.nodes((NodeKind.CATEGORY,), limit=_PAGE) if node.scheme != ARXIV]
    under: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for edge in library.graph.edges_to(categories, (EdgeKind.IN_CATEGORY,)):
        if edge.basis in _SAID:
            under[edge.target].add(edge.source)
    return [under[key] for key in sorted(under)]


def _told(library: Library, works: Works, found: Sequence[Told], speaking: Speaking) -> list[Spoken]:
    """Return the bridges to be told, with what speaks for each: those between listed works, then those to others."""
    plain = _without_common_names(library, works, found)
    told: list[Spoken] = []
    for listed in (True, False):
        some = [one for one in plain if bool(works.listed[one.one] and works.listed[one.other]) is listed]
        by_part, whole = ([one for one in some if bool(one.facets) is part][:_LOOKED_AT] for part in (True, False))
        spoken = [list(_spoken_for(library, works, some, speaking)) for some in (by_part, whole)]
        told += _chosen(works, *spoken)
    return told


def _chosen(works: Works, by_part: Sequence[Spoken], whole: Sequence[Spoken]) -> list[Spoken]:
    """Return the best, one of each work and of each two fields, with places kept for those by part."""
    held: set[int] = set()
    between: set[frozenset[int]] = set()
    chosen: list[Spoken] = []
    for some, most in ((by_part, BY_PART), (whole, BRIDGES)):
        for one, why in some:
            fields = frozenset(works.communities[[one.one, one.other]].tolist())
            if len(chosen) < most and held.isdisjoint((one.one, one.other)) and fields not in between:
                held.update((one.one, one.other))
                between.add(fields)
                chosen.append((one, why))
    return chosen


def _spoken_for(library: Library, works: Works, some: Sequence[Told], speaking: Speaking) -> Iterator[Spoken]:
    """Yield those of which it can be said what they have in common, and that say nothing of each other."""
    ends = [(works.keys[one.one], works.keys[one.other]) for one in some]
    why = reasons(library, [link_of(*pair, 0.5) for pair in ends])
    for one, pair in zip(some, ends, strict=True):
        found = why.get(ends_of(*pair), ())
        telling = speaking.telling(
            [each for each in found if each.kind in _TELLING],
            works.communities[one.one],
            works.communities[one.other],
        )
        if telling and not any(each.kind in _LINKED for each in found):
            yield one, telling


def _without_common_names(library: Library, works: Works, told: Sequence[Told]) -> list[Told]:
    """Return those that no name in both titles makes: that two works on ChatGPT are on ChatGPT is known without a bridge."""
    keys = {works.keys[place] for one in told for place in (one.one, one.other)}
    known = _known_names(library)
    named = {key: known & set(words_of(gist.title)) for key, gist in gists(library, keys).items()}
    return [one for one in told if not named[works.keys[one.one]] & named[works.keys[one.other]]]


def _known_names(library: Library) -> set[str]:
    """Return the single words that models and products are called by, versions left out: "ChatGPT", "Llama" of "Llama 3"."""
    nodes = library.graph.nodes((NodeKind.MODEL, NodeKind.PRODUCT), limit=_MOST_NAMES)
    told = [words_of(node.name) for node in nodes]
    return {first for first, *rest in filter(None, told) if all(any(map(str.isdigit, word)) for word in rest)}


def _bridge(told: Told, ends: Ends, why: Sequence[Reason], path: Iterable[NodeId]) -> Bridge:
    return Bridge(
        a=ends[0],
        b=ends[1],
        cosine=round(told.cosine, 4),
        odds=round(told.odds),
        chance=round(told.chance, 4),
        facets=(told.facets[0].value, told.facets[1].value) if told.facets else None,
        reasons=tuple(reason.text for reason in why),
        path=tuple(path),
    )
