"""Models that are new in a month: introduced by a work that came out then, or named by nothing here before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from graph.model import Edge, EdgeKind, Month, Node, NodeId, NodeKind
from graph.placing import TRUST, month_in
from graph.ports import Library
from graph.views.concept_shapes import MentionLine, WorkLine
from graph.views.mentions import first_of
from graph.views.month_shapes import NewModel
from graph.views.shelf import Shelf, evidence_documents

MOST = 12
PAST = 6
"""Months that the library has to know before a name that it never heard is news rather than its own beginning."""
OPENING = 48
"""Characters into its sentence at which a model is still what the sentence is about; further on it is what was beaten."""


def new_models(library: Library, month: Month, works: Mapping[NodeId, Node]) -> tuple[NewModel, ...]:
    """Return the models that these works of the month introduce, then those that nothing here names before it."""
    introduced = _introduced(library, month, works)
    named = library.chronicle.naming(NodeKind.MODEL, month, month) if _has_past(library, month) else {}
    known = library.graph.many(introduced.keys() | named.keys())
    models = {key: node for key, node in known.items() if node.kind is NodeKind.MODEL and not node.candidates}
    months = library.concordance.months(models.keys())
    begun = {key for key in models if min(months.get(key, {}), default="") == month}
    first = first_of(library, [key for key in models if key in introduced or key in begun])
    fresh = [key for key in first if key in introduced or _presents(first[key])]
    counts = library.concordance.counts()
    kept = sorted(fresh, key=lambda key: (key not in introduced, -counts.get(key, 0), key))[:MOST]
    shelf = Shelf.of(library, evidence_documents(edge for key in kept for edge in introduced.get(key, ())))
    return tuple(
        NewModel(
            node=models[key],
            introduced=tuple(_line(works[edge.source], month, edge, shelf) for edge in introduced.get(key, ())),
            first=first[key] if key not in introduced or _when(first[key]) >= month else None,
        )
        for key in kept
    )


def _introduced(library: Library, month: Month, works: Collection[NodeId]) -> dict[NodeId, list[Edge]]:
    """Return model → the edges of works that introduce it, the surest first.

    The first of all works that introduce it came out in the month: whoever tells of its successor says so again.
    """
    models = {edge.target for edge in library.graph.edges_from(works, (EdgeKind.INTRODUCES,))}
    stated = [edge for edge in library.graph.edges_to(models, (EdgeKind.INTRODUCES,)) if edge.evidence]
    out: dict[NodeId, Month] = {}
    for edge in library.graph.edges_from({edge.source for edge in stated}, (EdgeKind.IN_MONTH,)):
        out[edge.source] = min(month_in(edge.target), out.get(edge.source, month_in(edge.target)))
    found: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for edge in sorted(stated, key=_surest):
        found[edge.target].append(edge)
    return {
        key: [edge for edge in some if edge.source in works]
        for key, some in found.items()
        if min((out[edge.source] for edge in some if edge.source in out), default="") == month
    }


def _when(line: MentionLine) -> Month:
    """Return the month of a place. Before a model came out nobody named it: such a place is in a list that grew later."""
    return line.month or (line.quote.published or "")[: len("2025-03")]


def _presents(line: MentionLine) -> bool:
    """Tell whether the first place that names a model presents it: a title, or the beginning of an entry."""
    quote = line.quote
    if line.kind != "document":
        return bool(quote.text and quote.text in line.title)
    return quote.named is not None and 0 <= (quote.text or "").find(quote.named) <= OPENING


def _surest(edge: Edge) -> tuple[int, float, NodeId]:
    return (TRUST[edge.basis] if edge.basis else len(TRUST), -edge.confidence, edge.source)


def _has_past(library: Library, month: Month) -> bool:
    return len({one for one, _ in library.chronicle.works() if one < month}) >= PAST


def _line(work: Node, month: Month, edge: Edge, shelf: Shelf) -> WorkLine:
    basis = edge.basis.value if edge.basis else None
    return WorkLine(node=work, month=month, basis=basis, confidence=edge.confidence, evidence=shelf.quotes(edge))
