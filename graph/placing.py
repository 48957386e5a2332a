"""Where a work is read: the months it stands in, which of them is its own, and the category it counts under.

Pure. The stores keep what comes out beside the graph, so that a month of 25,000 works answers as quickly as one of ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from graph.model import Basis, DocumentId, Edge, EdgeKind, Evidence, Month, NodeId

TRUST = {basis: place for place, basis in enumerate(Basis)}


class Placed(Struct, frozen=True, kw_only=True):
    """A work in a month for one reason. `main`: the month it is read under, told once a work.

    Of a curated one `document`, `section` and `block` say where the list has it (one of these for each list). `day`
    orders what came out in a month; `category` is the own category that the work counts under.
    """

    work: NodeId
    month: Month
    basis: Basis
    main: bool
    day: str
    category: NodeId | None = None
    document: DocumentId = ""
    section: str = ""
    block: int = 0


def main_month(edges: Iterable[Edge]) -> Month | None:
    """Return the month a work is read under: the most trusted basis wins, the earliest month within it."""
    places = [(TRUST[edge.basis], month_in(edge.target)) for edge in edges if edge.basis is not None]
    return min(places)[1] if places else None


def month_in(node: NodeId) -> Month:
    """Return the month whose node this is."""
    return node.removeprefix("month-")


def surest(edge: Edge) -> tuple[int, float, NodeId]:
    """Return what sorts a work's placements: the most trusted and surest first."""
    return (TRUST[edge.basis] if edge.basis else len(TRUST), -edge.confidence, edge.target)


def placed(edges: Iterable[Edge], known: bool, own: Collection[NodeId]) -> list[Placed]:
    """Return where one work stands, given its edges to months and categories, of which `own` are own ones.

    Only what is `known` (recorded, or listed as more than a further link) or picked stands anywhere: a further link of
    an item, or a work that is only cited, shows inside what names it.
    """
    held = list(edges)
    months = [edge for edge in held if edge.kind is EdgeKind.IN_MONTH and edge.basis is not None]
    categories = sorted((edge for edge in held if edge.kind is EdgeKind.IN_CATEGORY and edge.target in own), key=surest)
    if not known and not any(edge.basis is Basis.PICKED for edge in (*months, *categories)):
        return []
    main, category = main_month(months), categories[0].target if categories else None
    found = [one for edge in sorted(months, key=surest) for one in _placed(edge, category)]
    first = next((place for place, one in enumerate(found) if one.month == main), None)
    return [replace(one, main=True) if place == first else one for place, one in enumerate(found)]


def _placed(edge: Edge, category: NodeId | None) -> Iterable[Placed]:
    month, basis = month_in(edge.target), edge.basis or Basis.PUBLISHED
    day = min((_day(evidence, month) for evidence in edge.evidence), default=month)
    one = Placed(work=edge.source, month=month, basis=basis, main=False, day=day, category=category)
    if basis is not Basis.CURATED:
        yield one
        return
    for document, section, block in sorted({_where(evidence) for evidence in edge.evidence if evidence.document}):
        yield replace(one, document=document, section=section, block=block)


def _where(evidence: Evidence) -> tuple[DocumentId, str, int]:
    return (evidence.document or "", evidence.section or "", evidence.block or 0)


def _day(evidence: Evidence, month: Month) -> str:
    """Return the day that the evidence states, the bare month where it states none."""
    return (evidence.quote or "")[:10] if (evidence.quote or "").startswith(f"{month}-") else month
