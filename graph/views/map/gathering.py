"""What the map is made of, read from the library: nodes with their standings, and what joins two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from graph.categories import OWN
from graph.identity import stated_month
from graph.keys import keys_of
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, Edge, EdgeKind, Identity, Node, NodeId, NodeKind, SourceId
from graph.months import is_month, month_number
from graph.placing import month_in
from graph.ports import Filed, Library
from graph.ports.register import Mark
from graph.views.entries import choices
from graph.views.map.chart import JOINS, RELATED
from graph.views.shapes import Choices

_PAGE = 20_000
_KINDS = {kind.value: kind for kind in NodeKind}
_READ = frozenset({EdgeKind.RECORDS, EdgeKind.IN_MONTH})
"""What is read beside joins: a recorded document is its work, a month is when."""
_JOINS = {name: place for place, name in enumerate(JOINS)}

Join = tuple[NodeId, NodeId, int]
"""From, to, and of which kind (a place in `JOINS`)."""


class Shown(Struct, frozen=True, kw_only=True):
    """A node of the map; `node` is None for a paper that only the corpus knows.

    `months` are all that it stands in, the one that it is read under first; `categories` all own ones, the surest first.
    """

    name: str
    kind: NodeKind
    months: tuple[int, ...] = ()
    categories: tuple[NodeId, ...] = ()
    sources: tuple[SourceId, ...] = ()
    node: Node | None = None


class Papers:
    """The papers of the corpus by node id: read once, and then what came or changed since."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._mark: Mark | None = None
        self._held: dict[NodeId, Filed] = {}

    def now(self) -> Mapping[NodeId, Filed]:
        """Return them as they are now."""
        filing = self._library.register.records(self._mark)
        if filing.whole:
            self._held = {}
        self._held.update((one.node, one) for one in filing.records)
        self._mark = filing.mark
        return self._held


def gathered(library: Library, papers: Papers) -> tuple[dict[NodeId, Shown], dict[Join, float]]:
    """Return the nodes of the map, and each join between two of them → how sure it is.

    On it is what the graph has, months and arXiv's subjects aside, and the papers of the corpus that are linked. What a document
    says is said by the work that it is.
    """
    edges = [edge for edge in library.graph.all_edges() if edge.kind in _JOINS or edge.kind in _READ]
    links = list(_links(library))
    shown = _nodes(library, edges)
    linked = {end for a, b, _ in links for end in (a, b)} - shown.keys()
    known = papers.now() if linked else {}
    shown |= {key: _paper(known[key]) for key in sorted(linked) if key in known}
    return shown, _joins(edges, links, shown)


def _nodes(library: Library, edges: Iterable[Edge]) -> dict[NodeId, Shown]:
    months, categories = defaultdict[NodeId, set[int]](set), defaultdict[NodeId, set[NodeId]](set)
    for edge in edges:
        if edge.kind is EdgeKind.IN_MONTH:
            months[edge.source].add(month_number(month_in(edge.target)))
        elif edge.kind is EdgeKind.IN_CATEGORY:
            categories[edge.source].add(edge.target)
    standings = library.register.nodes()
    own = {one.node.id for one in standings if one.node.scheme == OWN}
    return {
        one.node.id: Shown(
            name=one.node.name,
            kind=one.node.kind,
            months=(main, *sorted(months[one.node.id] - {main})) if (main := month_number(one.month)) else (),
            categories=(first, *sorted(categories[one.node.id] & own - {first})) if (first := one.category) else (),
            sources=one.sources,
            node=one.node,
        )
        for one in standings
        if one.node.kind in WORK_KINDS | NAMED_KINDS or one.node.id in own
    }


def _joins(
    edges: Iterable[Edge], links: Iterable[tuple[NodeId, NodeId, float]], shown: Mapping[NodeId, Shown]
) -> dict[Join, float]:
    held = list(edges)
    recorded = {edge.source: edge.target for edge in held if edge.kind is EdgeKind.RECORDS}
    said = ((recorded.get(one.source, one.source), one.target, one.kind.value, one.confidence) for one in held)
    linked = ((a, b, RELATED, score) for a, b, score in links)
    joins: dict[Join, float] = {}
    for told in (said, linked):
        for one, other, kind, sure in told:
            if kind in _JOINS and one != other and one in shown and other in shown:
                join = (one, other, _JOINS[kind])
                joins[join] = max(joins.get(join, 0.0), sure)
    return joins


def attention_on(library: Library, keys: Sequence[NodeId]) -> list[int]:
    """Return in how many documents each is listed or mentioned."""
    counts = [library.graph.degrees(kind) for kind in (EdgeKind.LISTS, EdgeKind.MENTIONS)]
    return [sum(count.get(key, 0) for count in counts) for key in keys]


def decided_on(library: Library, nodes: Iterable[Node]) -> dict[NodeId, Choices]:
    """Return node → what was decided on it, for those of the nodes that something was."""
    made = {decision.on for decision in library.decisions.decisions()}
    return choices(library, [node for node in nodes if made.intersection(keys_of(node))]) if made else {}


def _links(library: Library) -> Iterator[tuple[NodeId, NodeId, float]]:
    after = None
    while page := library.links.page(after, _PAGE):
        yield from ((link.a, link.b, link.score) for link in page)
        after = (page[-1].a, page[-1].b)


def _paper(filed: Filed) -> Shown:
    scheme, _, value = filed.identity.partition(":")
    month = (filed.published and filed.published.month) or stated_month(Identity(scheme, value))
    kind = _KINDS[filed.node.partition("-")[0]]
    return Shown(name=filed.title, kind=kind, months=(month_number(month),) if is_month(month) else ())
