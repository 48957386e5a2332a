"""What the map is made of, read from the library: nodes with their standings, and what joins two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from graph.categories import OWN
from graph.identity import stated_month
from graph.keys import keys_of
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, EdgeKind, Identity, Node, NodeId, NodeKind, SourceId
from graph.months import is_month, month_number
from graph.ports import Filed, Library
from graph.ports.register import Mark
from graph.views.entries import choices
from graph.views.map.chart import JOINS, RELATED
from graph.views.shapes import Choices

_PAGE = 20_000
_KINDS = {kind.value: kind for kind in NodeKind}
_JOINS = {name: place for place, name in enumerate(JOINS)}

Join = tuple[NodeId, NodeId, int]
"""From, to, and of which kind (a place in `JOINS`)."""


class Shown(Struct, frozen=True, kw_only=True):
    """A node of the map; `node` is None for a paper that only the corpus knows, `month` 0 for none."""

    name: str
    kind: NodeKind
    month: int = 0
    category: NodeId | None = None
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


def nodes_shown(library: Library, papers: Papers) -> dict[NodeId, Shown]:
    """Return what the graph has, months and arXiv's subjects aside, and the papers of the corpus that are linked."""
    standings = library.register.nodes()
    shown = {
        one.node.id: Shown(
            name=one.node.name,
            kind=one.node.kind,
            month=month_number(one.month),
            category=one.category,
            sources=one.sources,
            node=one.node,
        )
        for one in standings
        if one.node.kind in WORK_KINDS | NAMED_KINDS or one.node.scheme == OWN
    }
    linked = {end for a, b, _ in _links(library) for end in (a, b)} - {one.node.id for one in standings}
    known = papers.now() if linked else {}
    return shown | {key: _paper(known[key]) for key in sorted(linked) if key in known}


def joins_shown(library: Library, shown: Mapping[NodeId, Shown]) -> dict[Join, float]:
    """Return each join between two of these → how sure it is; what a document says is said by the work it is."""
    held = [edge for edge in library.graph.all_edges() if edge.kind in _JOINS or edge.kind is EdgeKind.RECORDS]
    recorded = {edge.source: edge.target for edge in held if edge.kind is EdgeKind.RECORDS}
    said = ((recorded.get(one.source, one.source), one.target, one.kind.value, one.confidence) for one in held)
    linked = ((a, b, RELATED, score) for a, b, score in _links(library))
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
    return Shown(name=filed.title, kind=kind, month=month_number(month) if is_month(month) else 0)
