"""What several works of a month are about together: concepts, each with the words that say so.

Principles: a storyline is told from two works up, of three works or two sources at least; what is named everywhere is
none, and one that has most works in common with a stronger one is told beside it. A work is about a technique that its
title names, that its entry begins with, that it is stated to be about, or that its abstract comes back to; about a model only
where a title or a statement says so, since every abstract beats one. A post names much in passing, so it has to come
back more often; an issue of a digest is about nothing, its entries are. Organizations, people and products are no stories,
and benchmarks are what a story is measured on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log

from msgspec import Struct

from graph.joined import lists_of_works
from graph.model import Document, Edge, EdgeKind, Evidence, Item, Node, NodeId, NodeKind
from graph.names import fold
from graph.ports import Library
from graph.views.chips import TOLD, everywhere
from graph.views.month_shapes import Curator, Storyline, StoryWork
from graph.views.sections import READER
from graph.views.shelf import Shelf

KINDS = frozenset({NodeKind.TECHNIQUE, NodeKind.MODEL})
MOST = 6
WORKS = 5
"""Works told of a storyline; its concept's page has all."""
QUOTES = 2
QUOTED = 360
FEWEST = 2
ENOUGH = 3
"""Two works may share a word by chance; where two sources list them, or there are three, somebody meant it."""
AGAIN = 2
"""Sentences of an abstract that name a technique before the paper is about it."""
RETURNS = 3
"""Places of a post that name a concept before the post is about it."""
OPENING = 240
"""Characters of an entry that say what it is about: its title and a sentence. Long ones go on to name what was beaten."""
SAME = 2 / 3
"""A storyline with so many of its works in a stronger one is the same story by another name."""
BESIDE = 2

Said = dict[NodeId, dict[NodeId, list[Evidence]]]
"""Work → concept → the words that name it."""


class Story(Struct, frozen=True, kw_only=True):
    """A concept, the works that name it, and what most of these works name besides."""

    concept: NodeId
    works: frozenset[NodeId]
    beside: tuple[NodeId, ...] = ()


def storylines(
    library: Library,
    works: Mapping[NodeId, Node],
    items: Sequence[Item],
    told_by: Mapping[NodeId, Sequence[Curator]],
    voices: Mapping[NodeId, frozenset[str]],
) -> tuple[Storyline, ...]:
    """Return what these works are about together; `told_by` are their sources, `voices` those who speak in them."""
    said = _said(library, works, items)
    stories = told(by_concept(said), voices, library.concordance.counts(), library.concordance.size())
    nodes = library.graph.many({key for story in stories for key in (story.concept, *story.beside)})
    shelf = Shelf.of(library, _documents(said, stories))

    def told_work(story: Story, work: NodeId) -> StoryWork:
        quotes = tuple(shelf.quote(one) for one in _once(said[work][story.concept])[:QUOTES])
        return StoryWork(node=works[work], evidence=quotes, sources=tuple(told_by.get(work, ())))

    lines = []
    for story in stories:
        ordered = sorted(story.works, key=lambda work: (-len(voices.get(work, ())), works[work].name.casefold()))
        lines.append(
            Storyline(
                node=nodes[story.concept],
                beside=tuple(nodes[key] for key in story.beside),
                works=tuple(told_work(story, work) for work in ordered[:WORKS]),
                total=len(ordered),
                sources=_curators(ordered, told_by),
            )
        )
    return tuple(lines)


def by_concept(named: Mapping[NodeId, Iterable[NodeId]]) -> dict[NodeId, frozenset[NodeId]]:
    """Return concept → the works that name it."""
    found: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for work, concepts in named.items():
        for concept in concepts:
            found[concept].add(work)
    return {concept: frozenset(some) for concept, some in found.items()}


def told(
    naming: Mapping[NodeId, frozenset[NodeId]],
    voices: Mapping[NodeId, frozenset[str]],
    counts: Mapping[NodeId, int],
    size: int,
) -> list[Story]:
    """Return the storylines, the strongest first: of three works, of several voices, of many works that few texts name.

    `counts` are how many of `size` texts name a concept at all.
    """
    heard = {key: len(frozenset().union(*(voices.get(work, frozenset()) for work in naming[key]))) for key in naming}
    weights = {key: len(works) * log(2 + size / max(counts.get(key, 0), 1)) for key, works in naming.items()}
    held = [key for key, works in naming.items() if len(works) >= FEWEST and (len(works) >= ENOUGH or heard[key] > 1)]
    stories: list[Story] = []
    for key in sorted(held, key=lambda key: (len(naming[key]) < ENOUGH, heard[key] < FEWEST, -weights[key], key)):
        same = next((place for place, one in enumerate(stories) if _is_same(naming[key], one.works)), None)
        if same is None:
            stories.append(Story(concept=key, works=naming[key]))
        elif len(stories[same].beside) < BESIDE and len(naming[key]) >= SAME * len(stories[same].works):
            stories[same] = Story(
                concept=stories[same].concept, works=stories[same].works, beside=(*stories[same].beside, key)
            )
    return stories[:MOST]


def _is_same(works: frozenset[NodeId], other: frozenset[NodeId]) -> bool:
    return len(works & other) >= SAME * len(works)


def _said(library: Library, works: Mapping[NodeId, Node], items: Sequence[Item]) -> Said:
    """Return what each work is about and the words that say so: those of its entries first, then its own."""
    own = library.graph.edges_from(works.keys(), (*TOLD, EdgeKind.MENTIONS))
    named = library.concordance.at({(item.document, item.block) for item in items})
    posts, returned = _posts(library, works.keys())
    keys = {edge.target for edge in (*own, *returned)} | {key for some in named.values() for key in some}
    common = everywhere(library, keys)
    nodes = {key: node for key, node in library.graph.many(keys - common).items() if node.kind in KINDS}
    blocks = library.documents.many({item.document for item in items})
    said: Said = defaultdict(lambda: defaultdict(list))
    for item in items:
        entry = _entry(item, blocks.get(item.document))
        for concept in named.get((item.document, item.block), ()):
            if item.node and concept in nodes and _opens(nodes[concept], item, entry):
                said[item.node][concept].append(entry)
    for edge in own:
        if edge.target in nodes and _is_about(nodes[edge.target], edge):
            said[edge.source][edge.target] += sorted(edge.evidence, key=lambda one: one.block is not None)
    for edge in returned:
        if edge.target in nodes:
            said[posts[edge.source]][edge.target] += edge.evidence
    return said


def _posts(library: Library, works: Collection[NodeId]) -> tuple[dict[str, NodeId], list[Edge]]:
    """Return document → the work that it is, but for issues of digests, and what these documents come back to.

    What stands in an entry is said of the work that it lists.
    """
    issues = lists_of_works(library, works)
    recorded = library.graph.edges_to(works, (EdgeKind.RECORDS,))
    posts = {edge.source: edge.target for edge in recorded if edge.target not in issues}
    edges = library.graph.edges_from(posts, (EdgeKind.LISTS, EdgeKind.MENTIONS))
    entries = {(edge.source, one.block) for edge in edges if edge.kind is EdgeKind.LISTS for one in edge.evidence}
    naming = [edge for edge in edges if edge.kind is EdgeKind.MENTIONS]
    return posts, [
        edge
        for edge in naming
        if len({one.block for one in edge.evidence if (edge.source, one.block) not in entries}) >= RETURNS
    ]


def _is_about(concept: Node, edge: Edge) -> bool:
    if edge.kind in (EdgeKind.INTRODUCES, EdgeKind.ABOUT) or any(one.block is None for one in edge.evidence):
        return True
    return concept.kind is NodeKind.TECHNIQUE and len({one.quote for one in edge.evidence}) >= AGAIN


def _opens(concept: Node, item: Item, entry: Evidence) -> bool:
    """Tell whether an entry begins with a concept: a model in its title, a technique in its first sentence."""
    text = item.label if concept.kind is NodeKind.MODEL else (entry.quote or "")[:OPENING]
    folded = fold(text)
    return any(fold(name) in folded for name in (concept.name, *concept.aliases))


def _entry(item: Item, document: Document | None) -> Evidence:
    """Return an entry as its list writes it, no more of it than tells what it is about."""
    blocks = document.outline.blocks if document else ()
    words = blocks[item.block].text if item.block < len(blocks) else item.label
    if len(words) > QUOTED:
        words = f"{words[:QUOTED].rsplit(' ', 1)[0]} …"
    return Evidence(document=item.document, section=item.section, block=item.block, quote=words, extractor=READER)


def _documents(said: Said, stories: Iterable[Story]) -> set[str]:
    words = (one for story in stories for work in story.works for one in said[work][story.concept])
    return {one.document for one in words if one.document}


def _once(said: Sequence[Evidence]) -> list[Evidence]:
    return list({one.quote: one for one in reversed(said) if one.quote}.values())[::-1] or list(said[:1])


def _curators(works: Iterable[NodeId], told_by: Mapping[NodeId, Sequence[Curator]]) -> tuple[Curator, ...]:
    counts: defaultdict[Curator, int] = defaultdict(int)
    for work in works:
        for one in told_by.get(work, ()):
            counts[one] += 1
    return tuple(sorted(counts, key=lambda one: (-counts[one], one.title)))
