"""A category in order of date: what curators and the user put there, then what is only guessed to belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.errors import NotFoundError
from graph.model import Basis, Edge, EdgeKind, Item, Node, NodeId, NodeKind
from graph.placing import TRUST
from graph.ports import Library
from graph.views.entries import ARXIV, admitted, by_date, entries
from graph.views.sections import list_sections
from graph.views.shapes import Bar, CategoryLine, CategoryView, Entry

PAGE = 1000


def category_view(library: Library, key: NodeId) -> CategoryView:
    """Return the category, its entries in order of date, or raise NotFoundError."""
    node = library.graph.node(library.graph.resolve(key))
    if node.kind is not NodeKind.CATEGORY:
        raise NotFoundError("category", key)
    edges = library.graph.edges_to((node.id,), (EdgeKind.IN_CATEGORY,))
    best = _best(edges, admitted(library, {edge.source for edge in edges}))
    nodes = library.graph.many(best)
    found = {entry.node.id: entry for entry in entries(library, list(nodes.values()))}
    ordered = sorted(found.values(), key=by_date)
    stated = [edge for edge in edges if edge.basis is Basis.STATED]
    sections = list_sections(library, stated, found, _under_category)
    return CategoryView(
        node=node,
        prose=tuple(quote for section in sections for quote in section.prose),
        stated=tuple(entry for entry in ordered if best[entry.node.id] is not Basis.PREDICTED),
        predicted=tuple(entry for entry in ordered if best[entry.node.id] is Basis.PREDICTED),
        months=_months(ordered),
    )


def dated(view: CategoryView) -> tuple[Entry, ...]:
    """Return all of a category's entries in order of date, guesses among the others; undated ones last."""
    return tuple(sorted((*view.stated, *view.predicted), key=by_date))


def category_index(library: Library, scheme: str | None = "own") -> tuple[CategoryLine, ...]:
    """Return the own categories (`arxiv`: its subjects; None: both), most works first; a work counts once in each."""
    nodes = [node for node in _categories(library) if scheme is None or _scheme(node) == scheme]
    edges = library.graph.edges_to([node.id for node in nodes], (EdgeKind.IN_CATEGORY,))
    shown = admitted(library, {edge.source for edge in edges})
    by_category: dict[NodeId, list[Edge]] = {node.id: [] for node in nodes}
    for edge in edges:
        by_category[edge.target].append(edge)
    lines = [_line(node, _best(by_category[node.id], shown).values()) for node in nodes]
    return tuple(sorted(lines, key=lambda line: (-line.stated, -line.predicted, line.node.name.casefold())))


def _best(edges: Iterable[Edge], shown: set[NodeId]) -> dict[NodeId, Basis]:
    """Return work → the most trusted basis it is in the category by."""
    best: dict[NodeId, Basis] = {}
    for edge in edges:
        if edge.source in shown and edge.basis is not None:
            best[edge.source] = min(best.get(edge.source, edge.basis), edge.basis, key=lambda basis: TRUST[basis])
    return best


def _under_category(item: Item) -> bool:
    return item.category is not None


def _months(found: Iterable[Entry]) -> tuple[Bar, ...]:
    dated = [entry for entry in found if entry.month]
    counts = Counter(entry.month for entry in dated if entry.month)
    picks = Counter(entry.month for entry in dated if entry.month and entry.choices.picks)
    return tuple(Bar(month=month, count=counts[month], picks=picks[month]) for month in sorted(counts))


def _categories(library: Library) -> list[Node]:
    nodes: list[Node] = []
    while page := library.graph.nodes((NodeKind.CATEGORY,), after=nodes[-1].id if nodes else None, limit=PAGE):
        nodes += page
    return nodes


def _scheme(node: Node) -> str:
    return ARXIV if node.scheme == ARXIV else "own"


def _line(node: Node, bases: Iterable[Basis]) -> CategoryLine:
    counts = Counter(basis is Basis.PREDICTED for basis in bases)
    return CategoryLine(node=node, stated=counts[False], predicted=counts[True])
