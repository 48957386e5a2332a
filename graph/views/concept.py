"""A concept's page: who made it, what came before and after, who names it, when, and beside what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from graph.ids import concept_id
from graph.model import Edge, EdgeKind, Evidence, Node, NodeId, NodeKind
from graph.names import fold
from graph.placing import TRUST, main_month
from graph.ports import Library
from graph.views.chips import everywhere
from graph.views.concept_shapes import ConceptLine, ConceptView, Neighbour, WorkGroup, WorkLine
from graph.views.concepts import bars, concept_lines
from graph.views.corpus_names import METADATA_ONLY, names_of
from graph.views.lineage import ladder
from graph.views.mentions import Said, first_said, mention_lines, said_of
from graph.views.node import edge_lines
from graph.views.record_lines import record_lines
from graph.views.shapes import EdgeLine
from graph.views.shelf import Shelf, evidence_documents

MENTIONS = 20
WORKS = 6
"""Works shown of a relation: the newest; the timeline has the rest."""
RELATED = 12
LEAST_TOGETHER = 2
"""Once beside each other may be chance."""

_RELATIONS = (EdgeKind.INTRODUCES, EdgeKind.AUTHORED_BY, EdgeKind.ABOUT, EdgeKind.USES, EdgeKind.EVALUATED_ON)
_COMPARING = (EdgeKind.OUTPERFORMS, EdgeKind.COMPARED_WITH)
_SIDES = (EdgeKind.RELEASED_BY, EdgeKind.VARIANT_OF, *_COMPARING)
_Reason = tuple[Edge, tuple[Evidence, ...]]


def concept_view(library: Library, node: Node, skip: int = 0, limit: int = MENTIONS, works: int = WORKS) -> ConceptView:
    """Return what is written about the concept: of its mentions the part past the first `skip`, `works` a relation."""
    said = [] if METADATA_ONLY in node.flags else said_of(library, node.id)
    out = library.graph.edges_from((node.id,), _SIDES)
    into = library.graph.edges_to((node.id,), _SIDES)
    names = names_of(node)
    return ConceptView(
        makers=_lines(library, node, out, EdgeKind.RELEASED_BY),
        made=_lines(library, node, into, EdgeKind.RELEASED_BY),
        families=_lines(library, node, out, EdgeKind.VARIANT_OF),
        ladder=ladder(library, node),
        variants=_lines(library, node, into, EdgeKind.VARIANT_OF),
        compared=_lines(library, node, [*out, *into], *_COMPARING),
        candidates=_candidates(library, node),
        papers=_papers(library, node, said, works),
        related=related(library, node),
        texts=len({text for text, _ in said}),
        first=first_said(library, node.id, said),
        months=bars(library.concordance.months((node.id,)).get(node.id, {})),
        mentions=mention_lines(library, node.id, said[skip : skip + limit]),
        skip=skip,
        total=len(said),
        records=library.mentions.count_naming(names),
        record_lines=record_lines(library, node),
    )


def related(library: Library, node: Node) -> tuple[Neighbour, ...]:
    """Return the concepts named in the same blocks most often, at least twice.

    What is named everywhere is nobody's neighbour: a concept that more than an eighth of all texts name is left out
    (`graph.views.chips.everywhere`).
    """
    common = everywhere(library)
    beside = {key: count for key, count in library.concordance.beside(node.id).items() if count >= LEAST_TOGETHER}
    most = sorted(beside.keys() - common, key=lambda key: (-beside[key], key))[:RELATED]
    nodes = library.graph.many(most)
    return tuple(Neighbour(node=nodes[key], blocks=beside[key]) for key in most if key in nodes)


def _lines(library: Library, node: Node, edges: Iterable[Edge], *kinds: EdgeKind) -> tuple[EdgeLine, ...]:
    """Return the edges of these kinds, those to what most texts name first; for each other end the most trusted one."""
    kept = sorted((edge for edge in edges if edge.kind in kinds), key=_trust)
    once: dict[tuple[str, bool, EdgeKind], Edge] = {}
    for edge in kept:
        outgoing = edge.source == node.id
        once.setdefault((edge.target if outgoing else edge.source, outgoing, edge.kind), edge)
    counts = library.concordance.counts()
    ends = sorted(once.items(), key=lambda one: (-counts.get(one[0][0], 0), one[0][0]))
    return edge_lines(library, node.id, [edge for _, edge in ends])


def _trust(edge: Edge) -> tuple[int, int]:
    return (TRUST[edge.basis] if edge.basis else len(TRUST), -len(edge.evidence))


def _candidates(library: Library, node: Node) -> tuple[ConceptLine, ...]:
    """Return what an ambiguous name may mean, where the library knows it."""
    keys = [_candidate(node.kind, key) for key in node.candidates]
    nodes = library.graph.many(keys)
    return tuple(concept_lines(library, [nodes[key] for key in dict.fromkeys(keys) if key in nodes]))


def _candidate(kind: NodeKind, key: str) -> NodeId:
    scheme, _, name = key.partition(":")
    return concept_id(NodeKind(scheme), name) if name and scheme in set(NodeKind) else concept_id(kind, key)


def _papers(library: Library, node: Node, said: Sequence[Said], most: int) -> tuple[WorkGroup, ...]:
    """Return the works that have to do with the concept, each under its most telling relation."""
    edges = library.graph.edges_to((node.id,), _RELATIONS)
    reasons: defaultdict[EdgeKind, dict[NodeId, _Reason]] = defaultdict(dict)
    for edge in sorted(edges, key=_trust):
        reasons[edge.kind].setdefault(edge.source, (edge, edge.evidence))
    reasons[EdgeKind.LISTS] = _listed(library, node, said)
    groups = [(kind, reasons[kind]) for kind in (*_RELATIONS, EdgeKind.LISTS) if reasons[kind]]
    known = {work for _, some in groups for work in some}
    works, months = library.graph.many(known), _months(library, known)
    seen: set[NodeId] = set()
    found = []
    for kind, some in groups:
        fresh = [work for work in some if work in works and work not in seen]
        seen |= set(fresh)
        fresh.sort(key=lambda work: fold(works[work].name))
        fresh.sort(key=lambda work: months.get(work) or "", reverse=True)
        if fresh:
            shown = {work: some[work] for work in fresh[:most]}
            lines = _work_lines(library, shown, works, months)
            found.append(WorkGroup(relation=kind.value, works=lines, total=len(fresh)))
    return tuple(found)


def _listed(library: Library, node: Node, said: Sequence[Said]) -> dict[NodeId, _Reason]:
    """Return the works whose entry in a list names the concept, with the words of the entry."""
    words: defaultdict[tuple[str, int | None], list[Evidence]] = defaultdict(list)
    for text, evidence in said:
        words[text, evidence.block].append(evidence)
    found: defaultdict[NodeId, list[Evidence]] = defaultdict(list)
    for place in library.concordance.listed(node.id):
        found[place.work] += words[place.document, place.block]
    edge = Edge(source="", kind=EdgeKind.LISTS, target=node.id)
    return {work: (edge, tuple(some)) for work, some in found.items()}


def _months(library: Library, works: Collection[NodeId]) -> dict[NodeId, str | None]:
    placed: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in library.graph.edges_from(works, (EdgeKind.IN_MONTH,)):
        placed[edge.source].append(edge)
    return {work: main_month(edges) for work, edges in placed.items()}


def _work_lines(
    library: Library, reasons: dict[NodeId, _Reason], works: dict[NodeId, Node], months: dict[NodeId, str | None]
) -> tuple[WorkLine, ...]:
    shelf = Shelf.of(
        library,
        evidence_documents(
            Edge(source="", kind=edge.kind, target="", evidence=some) for edge, some in reasons.values()
        ),
    )
    return tuple(
        WorkLine(
            node=works[work],
            month=months.get(work),
            basis=edge.basis.value if edge.basis else None,
            confidence=edge.confidence,
            evidence=tuple(shelf.quote(one, edge.basis.value if edge.basis else None, edge.confidence) for one in some),
        )
        for work, (edge, some) in reasons.items()
    )
