"""What was read from a document, block by block: entries, names, relations, and what became of its links.

The number of queries does not depend on how many blocks there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from graph.categories import ARXIV
from graph.identity import identify
from graph.model import Edge, EdgeKind, Item, Node, NodeId
from graph.months import month_name
from graph.outline import BlockKind
from graph.placing import TRUST, month_in, surest
from graph.ports import Library
from graph.views.document import shelf_of
from graph.views.document_shapes import BlockRead, ItemRead, LinkRead, Stands, Stated
from graph.views.shapes import DocumentView, NameAt

T = TypeVar("T")

_STATED = (
    EdgeKind.INTRODUCES,
    EdgeKind.USES,
    EdgeKind.EVALUATED_ON,
    EdgeKind.AUTHORED_BY,
    EdgeKind.RELEASED_BY,
    EdgeKind.SUCCEEDS,
    EdgeKind.VARIANT_OF,
    EdgeKind.OUTPERFORMS,
    EdgeKind.COMPARED_WITH,
)
"""What sentences state. That a work is about what its label names follows from the entry, which is told anyway."""


def blocks_read(library: Library, view: DocumentView, shown: Collection[int]) -> dict[int, BlockRead]:
    """Return block → what was read there, for those of the shown blocks in which anything was."""
    within = set(shown) & set(range(len(view.document.outline.blocks)))
    items = [item for item in view.items if item.block in within]
    names = [name for name in view.names if name.block in within]
    entries = _grouped((one.item.block, one) for one in _items(library, items))
    named = _grouped((one.block, one) for one in names)
    stated = _grouped(_stated(library, view, items, names))
    links = _grouped(_links(library, view, sorted(within)))
    return {
        number: BlockRead(
            block=number,
            items=entries.get(number, ()),
            names=named.get(number, ()),
            stated=stated.get(number, ()),
            links=links.get(number, ()),
        )
        for number in sorted({*entries, *named, *stated, *links} & within)
    }


def _grouped(some: Iterable[tuple[int, T]]) -> dict[int, tuple[T, ...]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for number, one in some:
        found[number].append(one)
    return {number: tuple(each) for number, each in found.items()}


def _items(library: Library, items: Sequence[Item]) -> Iterator[ItemRead]:
    """Yield the entries, each with where its work stands now."""
    keys = {item.node for item in items if item.node}
    edges = library.graph.edges_from(keys, (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY)) if keys else []
    nodes = library.graph.many(keys | {edge.target for edge in edges})
    placed: defaultdict[tuple[NodeId, EdgeKind], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.basis is not None and edge.target in nodes and nodes[edge.target].scheme != ARXIV:
            placed[edge.source, edge.kind].append(edge)
    for item in items:
        node = item.node or ""
        yield ItemRead(
            item=item,
            work=nodes.get(node),
            month=_stands(placed[node, EdgeKind.IN_MONTH], nodes),
            category=_stands(placed[node, EdgeKind.IN_CATEGORY], nodes),
        )


def _stands(edges: Sequence[Edge], nodes: Mapping[NodeId, Node]) -> Stands | None:
    """Return the most trusted of these, of several months the earliest, of several guesses the surest."""
    if not edges:
        return None
    edge = min(edges, key=_earliest if edges[0].kind is EdgeKind.IN_MONTH else surest)
    in_month = edge.kind is EdgeKind.IN_MONTH
    return Stands(
        node=edge.target,
        name=month_name(month_in(edge.target)) if in_month else nodes[edge.target].name,
        basis=edge.basis.value if edge.basis else "",
        probability=edge.confidence,
    )


def _earliest(edge: Edge) -> tuple[int, NodeId]:
    return (TRUST[edge.basis] if edge.basis else len(TRUST), edge.target)


def _stated(
    library: Library, view: DocumentView, items: Sequence[Item], names: Sequence[NameAt]
) -> Iterator[tuple[int, Stated]]:
    """Yield the relations that the document's sentences state, each with its block."""
    keys = {name.node.id for name in names} | {item.node for item in items if item.node}
    keys |= {view.work.id} if view.work else set()
    told = [
        (edge, evidence)
        for edge in (library.graph.edges_from(keys, _STATED) if keys else ())
        for evidence in edge.evidence
        if evidence.document == view.document.id and evidence.block is not None
    ]
    nodes = library.graph.many({end for edge, _ in told for end in (edge.source, edge.target)})
    shelf = shelf_of(view)
    for edge, evidence in told:
        if edge.source in nodes and edge.target in nodes:
            yield (
                evidence.block or 0,
                Stated(
                    kind=edge.kind.value,
                    source=edge.source,
                    source_name=nodes[edge.source].name,
                    target=nodes[edge.target],
                    quote=shelf.quote(evidence, edge.basis.value if edge.basis else None, edge.confidence),
                ),
            )


def _links(library: Library, view: DocumentView, shown: Sequence[int]) -> Iterator[tuple[int, LinkRead]]:
    """Yield what became of each link that leads out of the text, but for those that an entry itself is."""
    blocks = view.document.outline.blocks
    listing = _Listing(view)
    found = [
        (number, link, identify(link.url))
        for number in shown
        for link in blocks[number].links
        if link.start < link.end and not link.url.startswith("#")
    ]
    works = library.graph.find({str(identity) for _, _, identity in found if identity})
    for number, link, identity in found:
        known = str(identity) if identity else None
        if listing.is_entry(number, known, blocks[number].text[link.start : link.end]):
            continue
        yield (
            number,
            LinkRead(
                start=link.start,
                end=link.end,
                text=blocks[number].text[link.start : link.end],
                url=link.url,
                why=listing.why(number, known, known in works) if link.url else "empty",
                node=works.get(known or ""),
            ),
        )


class _Listing:
    """Which identities the entries of a document have, by block, and which further ones."""

    def __init__(self, view: DocumentView) -> None:
        self._itself = str(view.document.identity) if view.document.identity else None
        self._blocks = view.document.outline.blocks
        self._own: defaultdict[int, set[str]] = defaultdict(set)
        self._further: defaultdict[int, set[str]] = defaultdict(set)
        self._labels: defaultdict[int, set[str]] = defaultdict(set)
        for item in view.items:
            self._own[item.block] |= {item.identity} if item.identity else set()
            self._labels[item.block].add(item.label)
            self._further[item.block] |= {link.identity for link in item.links if link.identity}

    def is_entry(self, number: int, identity: str | None, text: str) -> bool:
        """Tell whether the link is what an entry of this block lists: its address, or its label with none written in."""
        return identity in self._own.get(number, ()) or (identity is None and text in self._labels.get(number, ()))

    def why(self, number: int, identity: str | None, in_library: bool) -> str:
        """Return what became of a link in this block that is no entry's own, `in_library` where some work is it."""
        if identity is None:
            return "no-page"
        if identity == self._itself:
            return "itself"
        if identity in self._further.get(number, ()):
            return "further"
        if in_library:
            return "cited"
        listed = number in self._labels or self._blocks[number].kind is not BlockKind.LIST_ITEM
        return "unchosen" if listed else "other-list"
