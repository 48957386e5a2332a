"""One edge out of what several contributors say of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from graph.model import Edge, Evidence

EdgeKey = tuple[str, str, str, str]


def edge_key(edge: Edge) -> EdgeKey:
    """Return what makes an edge one: (source, kind, target, basis); "" stands for no basis, so that keys sort."""
    return edge.source, edge.kind, edge.target, edge.basis or ""


def merge_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Return one edge a key, sorted by key: the highest confidence, all evidence, sorted and each once."""
    merged: dict[EdgeKey, list[Edge]] = {}
    for edge in edges:
        merged.setdefault(edge_key(edge), []).append(edge)
    return [merge(merged[key]) for key in sorted(merged)]


def merge(same: list[Edge]) -> Edge:
    """Return the one edge that these, all of one key, are."""
    first = same[0]
    if len(same) == 1 and len(first.evidence) < 2:
        return first
    evidence = {each for edge in same for each in edge.evidence}
    return replace(
        first,
        confidence=max(edge.confidence for edge in same),
        evidence=tuple(sorted(evidence, key=_evidence_order)),
    )


def _evidence_order(evidence: Evidence) -> tuple[str, str, str, str, int, str, str, str]:
    return (
        evidence.document or "",
        evidence.decision or "",
        evidence.record or "",
        evidence.section or "",
        -1 if evidence.block is None else evidence.block,
        evidence.quote or "",
        evidence.extractor,
        evidence.named or "",
    )
