"""Which pairs are no news: one thing under two ids, or joined already by an edge that somebody stated.

A link is between two things that nobody joined. So nothing is linked with another record or spelling of itself, a part
with its whole, a post with what it lists or names, a paper with what it introduces, a concept with one that is named
beside it wherever it is named; that one cites or is compared with the other is no reason against a link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from graph.gists import gists
from graph.ids import kind_of
from graph.link import Ends, Gist, ends_of, link_of
from graph.mention import NAMED_KINDS
from graph.model import Edge, EdgeKind, NodeId, NodeKind
from graph.names import content_words, fold, name_key
from graph.ports import Library
from graph.reasons import reasons
from graph.tokens import tokenise

LEAST_ENTRIES = 5
WORDS_AN_ENTRY = 250
"""A post that says less than this of each work it lists is a list; one that says more is about something itself."""
ALIKE = 0.85
"""Titles of seven words or more that differ in one are of one work: a preprint and its published form, a post and its copy."""
LEAST_WORDS = 3
SAME_WORDS = 0.3
IDEAS = NAMED_KINDS - {NodeKind.ORGANIZATION, NodeKind.PERSON}
"""Concepts that are linked; who works on something is told by other edges, and two institutes are no ideas."""
_PAGE = 20_000
"""Pairs looked at once."""
_RUN = 6
_ARTICLE = re.compile(r"(?:^|(?<=\s))(?:an?|the)\s+")
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s\b")
_ADDRESS = re.compile(r"^\w+:\S+$")
_OPEN = frozenset(
    {EdgeKind.CITES, EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY, EdgeKind.COMPARED_WITH, EdgeKind.OUTPERFORMS}
)


def news(library: Library, likely: Mapping[Ends, float]) -> dict[Ends, float]:
    """Return the pairs that tell of two things which nobody joined.

    A reader has to see why: papers that are so alike nearly always show it, of others (a post, a concept) it is asked.
    """
    found: dict[Ends, float] = {}
    pairs = sorted(likely)
    for start in range(0, len(pairs), _PAGE):
        page = _new(library, pairs[start : start + _PAGE])
        unlike = [ends for ends in page if {kind_of(end) for end in ends} != {NodeKind.PAPER}]
        why = reasons(library, [link_of(*ends, likely[ends]) for ends in unlike])
        dark = {ends for ends in unlike if all(reason.kind == "near" for reason in why.get(ends, ()))}
        found |= {ends: likely[ends] for ends in page if ends not in dark}
    return found


def _new(library: Library, pairs: Sequence[Ends]) -> list[Ends]:
    """Return the pairs of two things to link that nobody joined."""
    keys = {end for ends in pairs for end in ends}
    keys -= lists_of_works(library, keys)
    told = {
        key: gist
        for key, gist in gists(library, keys).items()
        if kind_of(key) in IDEAS or (kind_of(key) not in NAMED_KINDS and tells(gist))
    }
    concepts = {ends for ends in pairs if {kind_of(end) for end in ends} <= NAMED_KINDS}
    known = joined(library, told) | named_together(library, concepts)
    open_ = [(a, b) for a, b in pairs if a in told and b in told and (a, b) not in known]
    return [(a, b) for a, b in open_ if not are_one(told[a], told[b])]


def joined(library: Library, keys: Collection[NodeId] | None = None) -> set[Ends]:
    """Return the pairs that an edge joins, a document standing for the work that it records; those with these ends, or all."""
    edges = list(library.graph.all_edges() if keys is None else _touching(library, keys))
    works = {edge.source: edge.target for edge in edges if edge.kind is EdgeKind.RECORDS}
    pairs = ((works.get(edge.source, edge.source), edge.target) for edge in edges if edge.kind not in _OPEN)
    return {ends_of(*pair) for pair in pairs if pair[0] != pair[1]}


def named_together(library: Library, pairs: Collection[Ends]) -> set[Ends]:
    """Return the pairs of concepts of which one is named only by texts that name the other too.

    All that is known of the one was said beside the other: what they have in common is that text.
    """
    named: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for edge in library.graph.edges_to({end for pair in pairs for end in pair}, (EdgeKind.MENTIONS,)):
        named[edge.target].add(edge.source)
    return {(a, b) for a, b in pairs if named[a] <= named[b] or named[b] <= named[a]}


def lists_of_works(library: Library, keys: Collection[NodeId]) -> set[NodeId]:
    """Return those of the works that are lists of others: two issues of a digest have their form in common, no idea."""
    recorded = {edge.source: edge.target for edge in library.graph.edges_to(keys, (EdgeKind.RECORDS,))}
    entries = Counter(edge.source for edge in library.graph.edges_from(recorded, (EdgeKind.LISTS,)))
    long = library.documents.many([key for key, count in entries.items() if count >= LEAST_ENTRIES])
    return {recorded[key] for key, one in long.items() if one.outline.words() < WORDS_AN_ENTRY * entries[key]}


def tells(gist: Gist) -> bool:
    """Tell whether there is anything to link a work by: an address for a title, or two words, and nothing said of it."""
    return gist.text is not None or len(content_words(_ADDRESS.sub("", gist.title))) >= LEAST_WORDS


def is_address(title: str) -> bool:
    """Tell a title that is only where the work is found."""
    return _ADDRESS.match(title) is not None


def are_one(one: Gist, other: Gist) -> bool:
    """Tell whether two are one thing, or only one thing is said of them.

    That is so of names that differ in spelling, titles of nearly the same words, and of texts that share sentences: two
    concepts that one sentence names have its words in common, and nothing more is known of them.
    """
    if name_key(one.title) == name_key(other.title) or _bare(one.title) == _bare(other.title):
        return True
    first, second = content_words(one.title), content_words(other.title)
    if len(first & second) >= ALIKE * max(len(first | second), 2):
        return True
    runs, others = _runs(one.text or ""), _runs(other.text or "")
    return len(runs & others) > SAME_WORDS * min(len(runs), len(others))


def _bare(title: str) -> str:
    """Return what a title says whether it is of one thing or of many: no articles, no plurals."""
    return name_key(_PLURAL.sub("", _ARTICLE.sub("", fold(title))))


@lru_cache(maxsize=20_000)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of words in a text, of one word more than two texts share by chance."""
    tokens = tokenise(text)
    return frozenset(tuple(tokens[at : at + _RUN]) for at in range(max(len(tokens) - _RUN + 1, min(len(tokens), 1))))


def _touching(library: Library, keys: Collection[NodeId]) -> Iterator[Edge]:
    """Yield the edges from and to these nodes, and from the documents that record them."""
    into: Iterable[Edge] = library.graph.edges_to(keys)
    yield from into
    recorded = [edge.source for edge in into if edge.kind is EdgeKind.RECORDS]
    yield from library.graph.edges_from([*keys, *recorded])
    # A document that lists or names a node stands for its work.
    documents = {edge.source for edge in into if edge.kind in (EdgeKind.LISTS, EdgeKind.MENTIONS)}
    yield from library.graph.edges_from(documents, (EdgeKind.RECORDS,))
