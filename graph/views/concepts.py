"""Indexes of concepts: of one kind those that most texts name first, of all kinds the few best known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from graph.ids import concept_id
from graph.model import EdgeKind, Month, Node, NodeId, NodeKind
from graph.names import name_key
from graph.placing import TRUST
from graph.ports import Library
from graph.views.concept_shapes import ConceptIndex, ConceptLine, KindLine
from graph.views.shapes import Bar

MOST = 60
TOP = 8
SPAN = 24
"""Months that a strip shows: two years tell a rise from a fall, and fit a phone."""

KINDS = (
    NodeKind.MODEL,
    NodeKind.TECHNIQUE,
    NodeKind.BENCHMARK,
    NodeKind.ORGANIZATION,
    NodeKind.PERSON,
    NodeKind.PRODUCT,
)
_PAGE = 1_000
_LOOSE = str.maketrans("", "", " -_")


def concept_index(library: Library, kind: NodeKind, query: str = "", skip: int = 0, limit: int = MOST) -> ConceptIndex:
    """Return the part past the first `skip` of the concepts of a kind whose name or alias holds the query's letters."""
    found = most_named(library, (kind,), query)
    lines = concept_lines(library, found[skip : skip + limit])
    return ConceptIndex(
        kind=kind.value, query=query, total=len(found), skip=skip, span=span_of(lines), lines=tuple(lines)
    )


def kind_lines(library: Library) -> tuple[KindLine, ...]:
    """Return the kinds of concepts, how many there are of each, and those that most texts name."""
    found = {kind: most_named(library, (kind,)) for kind in KINDS}
    return tuple(
        KindLine(kind=kind.value, count=len(nodes), top=tuple(concept_lines(library, nodes[:TOP])))
        for kind, nodes in found.items()
    )


def most_named(library: Library, kinds: Collection[NodeKind], query: str = "") -> list[Node]:
    """Return the concepts of these kinds whose name or alias holds the query's letters, those most texts name first."""
    wanted, counts = _loose(query), library.concordance.counts()
    found = [node for node in _nodes(library, kinds) if not wanted or _holds(node, wanted)]
    return sorted(found, key=lambda node: (-counts.get(node.id, 0), node.name.casefold(), node.id))


def concept_lines(library: Library, nodes: Sequence[Node]) -> list[ConceptLine]:
    """Return the concepts as lines of an index; the number of queries does not depend on how many."""
    keys = [node.id for node in nodes]
    counts, months = library.concordance.counts(), library.concordance.months(keys)
    makers = makers_of(library, keys)
    return [
        ConceptLine(
            node=node,
            texts=counts.get(node.id, 0),
            maker=makers.get(node.id),
            first=min(months.get(node.id, ()), default=None),
            months=bars(months.get(node.id, {})),
        )
        for node in nodes
    ]


def makers_of(library: Library, keys: Collection[NodeId]) -> dict[NodeId, Node]:
    """Return concept → who released it: as a text states, else as is known."""
    edges = library.graph.edges_from(keys, (EdgeKind.RELEASED_BY,))
    best = sorted(edges, key=lambda edge: (TRUST[edge.basis] if edge.basis else len(TRUST), -len(edge.evidence)))
    nodes = library.graph.many({edge.target for edge in edges})
    return {edge.source: nodes[edge.target] for edge in reversed(best) if edge.target in nodes}


def bars(months: Mapping[Month, int]) -> tuple[Bar, ...]:
    """Return the months as bars, in order."""
    return tuple(Bar(month=month, count=months[month], picks=0) for month in sorted(months))


def span_of(lines: Sequence[ConceptLine]) -> tuple[Month, ...]:
    """Return the months up to the newest one that any of the lines has; none where no line has one."""
    last = max((bar.month for line in lines for bar in line.months[-1:]), default=None)
    if last is None:
        return ()
    year, month = int(last[:4]), int(last[5:])
    places = range(year * 12 + month - SPAN, year * 12 + month)
    return tuple(f"{place // 12:04}-{place % 12 + 1:02}" for place in places)


def concept_called(library: Library, name: str) -> list[Node]:
    """Return the concepts that have this name or alias, in whatever spelling, those most texts name first."""
    key, counts = name_key(name), library.concordance.counts()
    if not key:
        return []
    direct = library.graph.many([concept_id(kind, name) for kind in KINDS])
    named = list(direct.values()) or [node for node in _nodes(library, KINDS) if key in _keys(node)]
    return sorted(named, key=lambda node: (-counts.get(node.id, 0), node.id))


def _nodes(library: Library, kinds: Collection[NodeKind]) -> list[Node]:
    nodes: list[Node] = []
    while page := library.graph.nodes(kinds, after=nodes[-1].id if nodes else None, limit=_PAGE):
        nodes += page
    return nodes


def _holds(node: Node, wanted: str) -> bool:
    return any(wanted in _loose(name) for name in (node.name, *node.aliases))


def _loose(text: str) -> str:
    """Return the text as a filter compares it: "gpt 5" finds "GPT-5.2"."""
    return text.casefold().translate(_LOOSE)


def _keys(node: Node) -> set[str]:
    return {name_key(name) for name in (node.name, *node.aliases)}
