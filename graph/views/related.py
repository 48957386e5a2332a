"""What is related to a node, with the reasons; and what a person said is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from graph.gists import gists
from graph.ids import kind_of
from graph.joined import are_one, joined, lists_of_works
from graph.keys import key_of
from graph.link import Facet, Link, Reason, ends_of
from graph.link_decisions import links_ruled
from graph.model import WORK_KINDS, Decision, Evidence, Node, NodeId
from graph.names import clipped
from graph.ports import Library
from graph.reasons import reasons
from graph.views.alike import Alike
from graph.views.known import known_node
from graph.views.shapes import Quote
from graph.views.shelf import Shelf

MOST = 8
"""Shown on a node's page; the rest is behind a link."""
FEW = 3
"""Fewer links leave a reader alone: works that are near follow, though nobody would be sure of them."""
MOST_NEAR = 5
LIKELY = 30
MOST_SAID = 300
"""Characters of what a text says of a facet."""


class ReasonLine(Struct, frozen=True, kw_only=True):
    """A reason in words, with where that stands."""

    kind: str
    text: str
    evidence: tuple[Quote, ...]


class RelatedLine(Struct, frozen=True, kw_only=True):
    """The other end of a link: how probable it is that a reader keeps it (a guess unless `confirmed`), and why.

    `key` is what decisions hang on. Where a facet was asked for, `likeness` is how alike the two are in it
    (`graph.views.alike`), `part` what the other's text says of it, and `score` is None where there is no link.
    """

    node: Node
    key: str
    score: float | None
    confirmed: bool
    reasons: tuple[ReasonLine, ...]
    likeness: float | None = None
    part: str | None = None


class RelatedView(Struct, frozen=True, kw_only=True):
    """A node's links, likeliest first, of `total`; and the nodes that a person said are not related to it.

    With a `facet` what is alike in that instead; `missing` says why there is nothing. `near` are works near in meaning that
    are not linked, each with a reason, where there are few links.
    """

    lines: tuple[RelatedLine, ...]
    total: int
    dismissed: tuple[Node, ...]
    facet: Facet | None = None
    missing: str | None = None
    near: tuple[RelatedLine, ...] = ()


def related_view(library: Library, node: Node, limit: int = MOST, alike: Alike | None = None) -> RelatedView:
    """Return what a page tells of a node's links; with `alike` also what is near a work that has few."""
    links, dismissed = links_of(library, node.id), _dismissed(library, node.id)
    apart = {link.other(node.id) for link in links} | {other.id for other in dismissed}
    near = _near(library, alike, node.id, apart)[: 2 * MOST_NEAR] if alike and len(links) < FEW else []
    lines = related_lines(library, node.id, near)
    told = [line for line in lines if any(reason.kind != "near" for reason in line.reasons)]
    return RelatedView(
        lines=related_lines(library, node.id, links[:limit]),
        total=len(links),
        dismissed=dismissed,
        near=tuple(told[: MOST_NEAR - len(links)]),
    )


def alike_view(library: Library, alike: Alike, node: Node, facet: Facet, limit: int = MOST) -> RelatedView:
    """Return what a page tells of what is alike to a node in a facet, without what a person said is not related."""
    likes, dismissed = alike.of(node.id, facet), _dismissed(library, node.id)
    apart = {other.id for other in dismissed}
    found = [one for one in likes.found if one[0].other(node.id) not in apart]
    return RelatedView(
        lines=alike_lines(library, alike, node.id, facet, found[:limit]),
        total=len(found),
        dismissed=dismissed,
        facet=facet,
        missing=likes.missing,
    )


def alike_lines(
    library: Library, alike: Alike, key: NodeId, facet: Facet, found: Sequence[tuple[Link, float]]
) -> tuple[RelatedLine, ...]:
    """Return what is alike as a page tells it, each with what its text says of the facet."""
    lines = related_lines(library, key, [link for link, _ in found], [score for _, score in found])
    said = alike.words([line.node.id for line in lines], facet)
    return tuple(
        replace(line, part=clipped(said[line.node.id], MOST_SAID)) if line.node.id in said else line for line in lines
    )


def links_of(library: Library, key: NodeId) -> list[Link]:
    """Return the node's links to what is still there, likeliest first."""
    links = library.links.of((key,)).get(key, [])
    there = _nodes(library, [link.other(key) for link in links])
    return [link for link in links if link.other(key) in there]


def related_lines(
    library: Library, key: NodeId, links: Sequence[Link], likeness: Sequence[float | None] = ()
) -> tuple[RelatedLine, ...]:
    """Return these links of a node as a page tells them; the number of queries does not depend on how many."""
    nodes = _nodes(library, [link.other(key) for link in links])
    why = reasons(library, links)
    titles = {node.identity: node.name for node in (*_nodes(library, [key]).values(), *nodes.values()) if node.identity}
    told = {evidence.document for some in why.values() for reason in some for evidence in reason.evidence}
    shelf = Shelf.of(library, {document for document in told if document})
    near: Iterable[float | None] = likeness or [None] * len(links)
    return tuple(
        RelatedLine(
            node=nodes[link.other(key)],
            key=key_of(nodes[link.other(key)]),
            score=link.score or None,
            confirmed=link.confirmed,
            reasons=tuple(_reason_line(reason, shelf, titles) for reason in why.get((link.a, link.b), ())),
            likeness=None if each is None else round(each, 4),
        )
        for link, each in zip(links, near, strict=True)
    )


def ruled_on(library: Library, one: NodeId, other: NodeId) -> list[Decision]:
    """Return the decisions in force on the link of the two, in their order."""
    ends = ends_of(one, other)
    return [made for pair, made in links_ruled(library.decisions.decisions(), library.graph) if pair == ends]


def _near(library: Library, alike: Alike, key: NodeId, apart: Collection[NodeId]) -> list[Link]:
    """Return the works nearest to a work in meaning, without those apart, its other versions and what it is joined with."""
    found = [link for link, _ in alike.of(key, Facet.TEXT, LIKELY).found if link.other(key) not in apart]
    told = gists(library, [key, *(link.other(key) for link in found)])
    works = {link.other(key): link for link in found if kind_of(link.other(key)) in WORK_KINDS}
    if key not in told or not works:
        return []
    known, lists = joined(library, [key, *works]), lists_of_works(library, works)
    return [
        link
        for other, link in works.items()
        if other in told and other not in lists and ends_of(key, other) not in known
        if not are_one(told[key], told[other])
    ]


def _dismissed(library: Library, key: NodeId) -> tuple[Node, ...]:
    standing = {
        ends: bool(made.value["keep"]) for ends, made in links_ruled(library.decisions.decisions(), library.graph)
    }
    others = [a if b == key else b for (a, b), kept in standing.items() if key in (a, b) and not kept]
    return tuple(_nodes(library, others).values())


def _nodes(library: Library, keys: Sequence[NodeId]) -> dict[NodeId, Node]:
    """Return key → node, papers of the corpus too, in the order of the keys."""
    nodes = library.graph.many(keys)
    papers = library.corpus.by_node([key for key in keys if key not in nodes])
    known = {key: known_node(record) for key, record in papers.items()}
    return {key: (nodes.get(key) or known[key]) for key in keys if key in nodes or key in known}


def _reason_line(reason: Reason, shelf: Shelf, titles: Mapping[str, str]) -> ReasonLine:
    quotes = tuple(_quote(one, shelf, titles) for one in reason.evidence)
    return ReasonLine(kind=reason.kind, text=reason.text, evidence=quotes)


def _quote(evidence: Evidence, shelf: Shelf, titles: Mapping[str, str]) -> Quote:
    """Return the evidence mark; of two works it says whose words they are."""
    quote, title = shelf.quote(evidence), titles.get(evidence.record or "")
    if title is None:
        return quote
    whose = f"“{clipped(title, 80)}”" if evidence.block is None else f"the abstract of “{clipped(title, 80)}”"
    return replace(quote, source_title=whose)
